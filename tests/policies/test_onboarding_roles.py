"""Assistants, welcome posts, offices, the ladder and turns: who is asked, what they give, and what it leaves."""

import numpy as np
import pytest

from clubsim.agents.records import NEVER, NOBODY, Count, Role
from clubsim.policies.assistants import Assistants
from clubsim.policies.first_reply import FirstReply
from clubsim.policies.ladder import Ladder
from clubsim.policies.leaders import Leaders
from clubsim.policies.noise_removal import NoiseRemoval
from clubsim.policies.simple_rules import SimpleRules
from clubsim.policies.teams import Teams
from clubsim.policies.welcome_post import WelcomePost
from clubsim.sim.community import Community
from clubsim.sim.graphs import ties_of
from clubsim.sim.levers import LeverError, Moderate, Nudge, Praise, Promise, Serve

CALM = {"leave_base": -30.0, "invite_rate": 0.0}


@pytest.fixture(scope="module")
def town():
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lived(town, days=40, *, events=True, founders=20, policies=None, seed=5, engine="compiled", **world):
    return town.run(
        days, policies or {}, town.small(founders=founders, **CALM | world), events=events, seed=seed, engine=engine
    )


def entries(c, purpose):
    return [entry for entry in c.ledger.entries if entry.purpose == purpose]


# Assistants


def newcomers(c):
    return np.flatnonzero(c.members.channel[: c.n_members] >= 0)


def test_each_newcomer_knows_their_assistant_the_same_day(town):
    c = lived(town, 1, policies={"greet": Assistants(tenure=0, hours=24.0, exchanges=3)}, talk_mean=-10.0)
    rows = newcomers(c)
    assert rows.size
    partners, weights, _ = ties_of(c.members, np.arange(c.n_members))
    for row in rows:
        assert (partners[row] != NOBODY).sum() == 1
        assert weights[row].max() == pytest.approx(3.0, rel=0.05)
        assert row in partners[int(partners[row].max())]
    (entry,) = entries(c, "greeting newcomers")
    assert entry.hours == pytest.approx(rows.size / 6)


def test_who_joins_when_no_assistant_has_time_goes_without(town):
    hurried = Assistants(assistants=1, tenure=0, hours=1.0, minutes=60.0)
    c = lived(town, 40, policies={"greet": hurried}, talk_mean=-10.0)
    days = {entry.day for entry in entries(c, "greeting newcomers")}
    assert {entry.hours for entry in entries(c, "greeting newcomers")} == {1.0}
    joined = c.members.joined[newcomers(c)]
    assert days == set(joined.tolist()) and joined.size > len(days)


def test_newcomers_are_introduced_to_those_who_opened_threads_on_what_interests_them(town):
    greet = Assistants(assistants=1, tenure=0, hours=24.0, introductions=2)
    world = CALM | {"open_base": 10.0, "answer_back": 0.0, "partner_share": 0.0, "talk_mean": -2.0}
    c = Community(town.small(founders=60, **world), {"greet": greet}, seed=5).run(20)
    m, seen = c.members, 0
    while seen < 5 and c.day < 60:
        size = int(c.feed.counts[Count.THREADS])
        starter, topic = c.feed.thread_starter[:size].copy(), c.feed.thread_topic[:size].copy()
        c.run(1)
        m = c.members
        for row in newcomers(c).tolist():
            if m.joined[row] == c.day - 1 and m.messages[row] == m.replies[row] == 0:
                partners, _, _ = ties_of(m, np.array([row]))
                known = set(partners[partners != NOBODY].tolist())
                alike = set(starter[topic == int(np.argmax(m.interests[row]))].tolist())
                assert len(known) == 3 and len(known & alike) >= 2
                seen += 1
    assert seen >= 5


def test_founders_are_no_newcomers_on_the_first_day(town):
    c = lived(town, 1, policies={"greet": Assistants(tenure=0, hours=24.0)}, talk_mean=-10.0)
    assert entries(c, "greeting newcomers")[0].hours == pytest.approx(newcomers(c).size / 6)


# A welcome post


def test_each_newcomer_is_named_once(morning):
    post = WelcomePost(period=7, first_day=3, value=0.5, lift=0.4)
    named = []
    for day in range(3, 40):
        levers = post.act(morning(day=day, rows=[0, 1], tenure=[day - 5, day - 12]))
        named += [(day, lever.rows.tolist()) for lever in levers if isinstance(lever, Praise)]
        assert [lever.lift for lever in levers if isinstance(lever, Nudge)] == [0.4] * (len(levers) > 0)
    assert named == [(10, [0]), (17, [1])]


# Offices


def test_deputies_are_the_most_answered_and_hold_on(morning):
    view = {"day": 60, "rows": [0, 1, 2, 3], "tenure": [50] * 4, "last_visit": [59] * 4, "replies": [1, 9, 5, 7]}
    appoint = Leaders(number=2)
    (serve,) = appoint.act(morning(**view))
    assert isinstance(serve, Serve) and serve.rows.tolist() == [1, 3] and serve.role == Role.DEPUTY
    (serve,) = appoint.act(morning(**view, role=[Role.DEPUTY, 0, 0, 0]))
    assert serve.rows.tolist() == [0, 1]


def test_who_stepped_down_or_stays_away_is_not_counted_on(morning):
    view = {"day": 60, "rows": [0, 1, 2], "tenure": [50] * 3, "replies": [9, 5, 1]}
    away = morning(**view, last_visit=[20, 59, 59], role=[Role.DEPUTY, 0, 0], stepped_down=[-1, 40, -1])
    assert Leaders(number=2).act(away)[0].rows.tolist() == [2]
    assert Leaders(number=2, replaced=False).act(away) == []


def test_deputies_write_more_tire_and_step_down_and_are_replaced_or_not(town):
    given = {"number": 3, "hours": 8.0, "endurance": 0.3, "tenure": 0}
    alone = lived(town, 60)
    led = lived(town, 60, policies={"deputies": Leaders(**given)})
    first = lived(town, 60, policies={"deputies": Leaders(**given, replaced=False)})
    assert led.counters.series("messages").sum() > 1.1 * alone.counters.series("messages").sum()
    appointed = {
        name: int((town.kinds(c.events.columns()) == "office").sum()) for name, c in {"yes": led, "no": first}.items()
    }
    assert appointed["no"] == 3 < appointed["yes"]
    assert (town.kinds(first.events.columns()) == "stepdown").sum() == 3 and not first.members.serving.any()
    served = {entry.day for entry in entries(first, "deputies")}
    assert 0 < max(served) < 40 and max(entry.day for entry in entries(led, "deputies")) == 59
    assert 0 < led.ledger.volunteered == led.ledger.hours
    assert (led.members.fatigue[: led.n_members] <= 0.5).all()


def test_a_stipend_is_paid_for_each_day_of_work(town):
    c = lived(town, 20, policies={"d": Leaders(number=2, tenure=0, pay=30.0, funded="outside")}, visit_mean=5.0)
    assert c.ledger.spent == c.ledger.balances["members"] > 0
    assert {entry.amount for entry in entries(c, "deputies")} <= {30.0, 60.0}
    assert c.ledger.volunteered == 0


def test_an_office_ends_with_its_policy(town):
    from clubsim.policies.during import During

    c = lived(town, 20, policies={"d": During(Leaders(number=2, tenure=0), until_day=10)})
    assert not c.members.serving.any() and not c.members.role.any()
    assert sorted(c.members.stepped_down[c.members.stepped_down > 0].tolist()) == [10, 10]
    assert max(entry.day for entry in entries(c, "deputies")) == 9


def test_a_deputy_who_writes_draws_the_others_like_a_founder(town):
    led = lived(town, 10, policies={"d": Leaders(number=3, hours=8.0, tenure=0)}, visit_founder=1.0)
    assert led.commons.hosted == 1 and led.today.founder == 1.0
    assert lived(town, 10, visit_founder=1.0).today.founder == 0.0


def test_a_founder_is_no_deputy_and_their_own_hours_are_in_the_ledger(town):
    c = lived(town, 15, policies={"d": Leaders(number=50, tenure=0)}, founder_hours=2.0, founder_tiring=0.0)
    assert c.members.role[0] == Role.FOUNDER and c.members.serving[0] == 0
    assert [entry.hours for entry in entries(c, "hosting")] == [2.0] * 15
    assert all((entry.giver, entry.taker, entry.amount) == ("members", "club", 0.0) for entry in entries(c, "hosting"))


def test_a_team_answers_in_its_own_hours_which_are_entered_once(town):
    team = Teams(task="answers", size=5, hours=1.0, wait=1.0, tenure=0)
    c = lived(town, 30, policies={"team": team}, open_first=1.0, first_day=1.0, open_base=10.0)
    assert {entry.purpose for entry in c.ledger.entries} == {"team, answers"}
    assert c.members.helped[: c.n_members].sum() >= 0 and (c.members.role == Role.VOLUNTEER).sum() == 5
    assert (c.members.all_replies[newcomers(c)] > 0).mean() > 0.5


def test_a_team_moderates_with_the_hours_of_all_who_are_in_it(morning):
    view = morning(day=9, rows=[0, 1, 2], last_visit=[8] * 3)
    serve, work = Teams(task="moderation", size=2, hours=1.5, tenure=0).act(view)
    assert isinstance(work, Moderate) and work.hours == 3.0 and serve.hours == 1.5
    serve, work = Teams(size=2, hours=1.5, tenure=0).act(view)
    assert isinstance(work, Promise) and not work.entered and work.helpers.tolist() == serve.rows.tolist()


def test_a_team_hides_noise(town):
    noisy = {"reading": 1, "noise_share": 0.3}
    team = Teams(task="moderation", size=5, hours=2.0, found=1.0, tenure=0)
    assert lived(town, 20, policies={"team": team}, **noisy).counters.series("noise")[1:].sum() == 0
    with pytest.raises(LeverError, match="only one moderation can hide messages"):
        lived(town, 2, policies={"team": team, "noise": NoiseRemoval()}, **noisy)


def test_one_member_holds_one_office(town):
    class Twice(Leaders):
        def act(self, view):
            return [*super().act(view), *super().act(view)]

    with pytest.raises(LeverError, match="slot twice: a member can hold one office only"):
        lived(town, 2, policies={"twice": Twice(tenure=0)})
    both = lived(town, 5, policies={"one": Leaders(number=10, tenure=0), "other": Teams(size=10, tenure=0)})
    roles = both.members.role[: both.n_members]
    assert ((roles == Role.DEPUTY).sum(), (roles == Role.VOLUNTEER).sum()) == (10, 10)


# The ladder


def test_who_has_done_enough_rises_as_far_as_there_are_places(morning):
    view = morning(
        day=90,
        rows=[0, 1, 2, 3, 4],
        messages=[60, 70, 40, 80, 90],
        tenure=[40, 40, 40, 9, 40],
        role=[0, 0, 0, 0, Role.CORE],
    )
    assert Ladder().act(view)[0].rows.tolist() == [1, 0]
    assert Ladder(most=2).act(view)[0].rows.tolist() == [1]
    assert Ladder(most=1).act(view) == []


def test_promotion_closes_the_gap_once_and_is_for_good(town):
    c = lived(town, 30, policies={"ladder": Ladder(messages=10, tenure=5, gain=1.0)}, identity_decay=0.0)
    core = np.flatnonzero(c.members.role[: c.n_members] == Role.CORE)
    assert core.size and (c.members.identity[core] == 1.0).all()
    assert (town.kinds(c.events.columns()) == "promotion").sum() == core.size


# Turns


def test_who_had_the_fewest_turns_is_next_and_who_never_keeps_one_is_passed_over(morning):
    view = morning(rows=[0, 1, 2, 3], turns_kept=[2, 1, 0, 0], turns_missed=[0, 0, 3, 2])
    turn, _ = SimpleRules(turns=2, misses=3).act(view)
    assert turn.rows.tolist() == [1, 0]
    assert 2 not in SimpleRules(turns=4, misses=3).act(view)[0].rows


def test_every_turn_is_kept_or_missed_and_in_the_log(town):
    c = lived(town, 25, policies={"rule": SimpleRules(turns=2, come=3.0, write=3.0)})
    kept, missed = c.members.turns_kept.sum(), c.members.turns_missed.sum()
    assert kept + missed == 50 and kept > missed > 0
    words = town.kinds(c.events.columns())
    assert ((words == "kept").sum(), (words == "missed").sum()) == (kept, missed)


def test_more_turns_are_kept_the_more_one_is_asked(town):
    kept = [
        int(lived(town, 25, policies={"rule": SimpleRules(turns=3, come=lift, write=lift)}).members.turns_kept.sum())
        for lift in (0.0, 2.0, 8.0)
    ]
    assert kept == sorted(kept) and kept[0] < kept[-1]


def test_ratings_are_notices_and_praise(town):
    given = {"turns": 5, "come": 10.0, "write": 10.0}
    c = lived(town, 10, policies={"rule": SimpleRules(**given, ratings=4)}, praise_gain=0.3)
    today = c.events.columns()
    kept = today["member"][(town.kinds(today) == "kept") & (today["day"] == 9)]
    assert kept.size and (c.members.replied[kept] - c.members.replies[kept] == 4).all()
    unrated = lived(town, 10, policies={"rule": SimpleRules(**given, ratings=0)}, praise_gain=0.3)
    assert (c.members.praise[kept] > 0.29).all() and (unrated.members.replied >= unrated.members.replies).all()


# Both engines


def test_the_objects_do_the_same_with_all_of_them(town):
    policies = {
        "answers": FirstReply(share=0.7, wait=5.0, tenure=0, pay=10.0, funded="outside"),
        "greet": Assistants(tenure=0, introductions=2, hours=0.5),
        "post": WelcomePost(period=2),
        "deputies": Leaders(number=2, hours=6.0, endurance=0.2, tenure=3),
        "team": Teams(task="moderation", size=3, hours=2.0, tenure=5, chosen="tenure"),
        "ladder": Ladder(messages=8, tenure=4),
        "rule": SimpleRules(turns=3),
    }
    one, other = (
        town.run(18, town.operated() | policies, town.small(**town.EVERYTHING), events=True, engine=engine)
        for engine in ("compiled", "objects")
    )
    assert town.differing(one, other) == []
    words = set(town.kinds(one.events.columns()))
    assert {"office", "promotion", "kept", "missed"} <= words
    assert {"first replies", "greeting newcomers", "deputies", "turns"} <= {
        entry.purpose for entry in one.ledger.entries
    }


def test_a_team_is_the_same_among_objects(town):
    for task in ("answers", "moderation"):
        team = Teams(task=task, size=4, hours=3.0, wait=2.0, tenure=0, endurance=0.1)
        one, other = (
            lived(town, 14, policies={"team": team}, engine=engine, noise_share=0.2)
            for engine in ("compiled", "objects")
        )
        assert town.differing(one, other) == []
        assert (one.members.stepped_down[: one.n_members] != NEVER).any()
