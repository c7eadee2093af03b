"""Meetings in person, introductions, messages, sessions, slots and muted hours: what is pulled and what it does."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from clubsim.agents.records import NOBODY
from clubsim.policies.buddies import Buddies, on_the_ring
from clubsim.policies.matchmaking import Matchmaking, pairs_alike
from clubsim.policies.mention import Mentions
from clubsim.policies.mute import MuteAll
from clubsim.policies.offline_meetings import OfflineMeetings
from clubsim.policies.reminder import Reminder
from clubsim.policies.ritual import Ritual
from clubsim.policies.rotation import Rotation
from clubsim.policies.talk import Talk
from clubsim.policies.weekdays import WEEKDAYS
from clubsim.policies.win_back import WinBackOffers
from clubsim.sim.graphs import ties_of
from clubsim.sim.levers import Event, Host, Introduce, LeverError, Meeting, Mute, Remind, Spend, WinBack

SATURDAY = 5  # of the first week, which begins on a Monday
EVERY_DAY = {"weekdays": WEEKDAYS}


@pytest.fixture(scope="module")
def town():
    spec = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tried(town, policy, days=40, founders=80, **world):
    return town.run(days, {"tried": policy}, town.small(founders=founders, channels=(), **world), events=True)


class Meet(OfflineMeetings):
    """A meeting every Saturday for which nobody pays."""

    def act(self, view):
        return [lever for lever in super().act(view) if isinstance(lever, Meeting)]


def meetings(**given):
    return Meet(**{"weeks": 1, "cost": 0.0, "seats": 20, "quality": 1.0, "spread": 0.0, **given})


# --- meetings in person


def test_a_meeting_is_held_on_its_day_of_every_second_week_and_paid(morning):
    policy = OfflineMeetings(seats=30, cost=500.0, hours_of_work=6.0)
    held = [day for day in range(42) if policy.act(morning(day=day, balance=500.0))]
    assert held == [SATURDAY, SATURDAY + 14, SATURDAY + 28]
    meeting, spend = policy.act(morning(day=SATURDAY, balance=500.0))
    assert (meeting.seats, meeting.notice) == (30, 7)
    assert spend == Spend(amount=500.0, hours=6.0, purpose="meeting in person", funded="fees")
    assert policy.act(morning(day=SATURDAY, balance=499.0)) == []


def met(c, day):
    log = c.events.columns()
    return log["member"][(log["kind"] == met_kind()) & (log["day"] == day)]


def met_kind():
    from clubsim.sim.events import KINDS

    return KINDS.index("meet")


def test_no_more_come_than_there_are_seats_and_the_first_to_sign_up_have_them(town):
    easy = {"meeting_near": 1.0, "meeting_base": 5.0}
    few, many = (tried(town, meetings(seats=seats), SATURDAY + 1, **easy) for seats in (5, 50))
    assert len(met(few, SATURDAY)) == 5 < len(met(many, SATURDAY)) <= 50
    assert met(few, SATURDAY).tolist() == met(many, SATURDAY)[:5].tolist()


def test_only_who_lives_near_is_ever_there(town):
    c = tried(town, meetings(seats=1000), meeting_near=0.3, meeting_base=5.0)
    log = c.events.columns()
    guests = np.unique(log["member"][log["kind"] == met_kind()])
    assert 0.1 < guests.size / 80 < 0.5  # of eighty, a binomial share around .3
    assert tried(town, meetings(), meeting_near=0.0).events.columns()["kind"].tolist().count(met_kind()) == 0


def test_guests_get_to_know_each_other_on_both_sides_and_only_in_talk(town):
    """On the day of the first meeting, in a town where nobody writes a word."""
    silent = {"talk_mean": -10.0, "talk_sd": 0.0, "meeting_near": 1.0, "meeting_base": 3.0}
    c = tried(town, meetings(exchange=0.5), SATURDAY + 1, **silent)
    guests = set(met(c, SATURDAY).tolist())
    partners, _, _ = ties_of(c.members, np.arange(80))
    pairs = {(i, j) for i in range(80) for j in partners[i].tolist() if j != NOBODY}
    assert pairs == {(j, i) for i, j in pairs}
    assert {i for pair in pairs for i in pair} <= guests
    assert 0.5 < len(pairs) / len(guests) < 4.0  # two on average, of four where all of it is for talk
    assert c.members.bonds[sorted(guests)].sum() > 0
    formal = tried(town, meetings(exchange=0.0), SATURDAY + 1, **silent)
    assert (ties_of(formal.members, np.arange(80))[0] == NOBODY).all()


def test_who_is_out_is_less_online(town):
    out = {"meeting_near": 1.0, "meeting_base": 10.0}
    c, free = (tried(town, meetings(seats=80), SATURDAY + 1, meeting_offline=pull, **out) for pull in (6.0, 0.0))
    assert c.counters.series("visitors")[SATURDAY] < free.counters.series("visitors")[SATURDAY] / 2
    np.testing.assert_array_equal(c.counters.daily[:SATURDAY], free.counters.daily[:SATURDAY])


def test_good_meetings_add_to_identity_and_bad_ones_cost_trust_and_the_name(town):
    world = {"trusting": 1, "trust_exit": 0.0, "meeting_near": 1.0, "meeting_base": 3.0}
    good, bad = (tried(town, meetings(seats=80, quality=quality), 14, **world) for quality in (1.0, -1.0))
    none = tried(town, meetings(seats=0), 14, **world)
    identity = [float(c.members.identity[:80].mean()) for c in (good, none)]
    assert identity[0] > identity[1]
    assert good.commons.reputation == none.commons.reputation == pytest.approx(1.0)
    assert bad.commons.reputation < 0.97
    assert bad.members.trust[:80].min() < 0.85


def test_how_good_a_meeting_is_comes_by_the_day_and_not_by_who_asks(town):
    c = tried(town, meetings(quality=0.2, spread=0.5), SATURDAY)
    c.run(1)
    first = c.today.meeting_quality
    other = tried(town, meetings(quality=0.2, spread=0.5, seats=3), SATURDAY, founders=30)
    other.run(1)
    assert first == other.today.meeting_quality != 0.2


def test_two_meetings_on_one_day_are_refused(town):
    scenario = town.small()
    with pytest.raises(LeverError, match="slot second: only one meeting in person can be held on a day"):
        town.run(SATURDAY + 1, {"first": meetings(), "second": meetings()}, scenario)


# --- introductions


def test_the_most_alike_are_matched_and_each_only_once():
    topics = np.array([[9, 1, 0], [0, 5, 5], [18, 2, 0], [0, 0, 7], [0, 3, 4]])
    one, other = pairs_alike(topics, 9)
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 2), (1, 4)]
    assert [places.tolist() for places in pairs_alike(topics, 1)] == [[0], [2]]
    assert pairs_alike(topics[:1], 9)[0].size == 0


def test_only_active_writers_who_were_not_introduced_often_are_matched(morning):
    view = morning(
        day=30,
        rows=[4, 5, 6, 7, 8],
        last_visit=[29, 29, 2, 29, 29],
        messages=[20, 20, 20, 1, 20],
        introductions=[0, 1, 0, 0, 3],
        topics=[[20, 0], [0, 20], [20, 0], [1, 0], [20, 0]],
    )
    levers = Matchmaking(weekday=view.weekday, least_messages=5, most=3, lift=0.4, hours_per_pair=0.25).act(view)
    introduce, spend = levers
    assert isinstance(introduce, Introduce)
    assert {*introduce.one.tolist(), *introduce.other.tolist()} == {4, 5}
    assert (introduce.lift, spend.hours) == (0.4, 0.25)
    assert Matchmaking(weekday=(view.weekday + 1) % 7).act(view) == []


def test_an_elder_takes_on_no_more_than_they_can_and_the_nearest_on_the_ring():
    luck = np.array([0.10, 0.20, 0.90, 0.30, 0.95])
    new, old = np.array([0, 1, 2]), np.array([3, 4])
    pairs = [places.tolist() for places in on_the_ring(luck, np.arange(5), new, old, 2)]
    assert pairs == [[0, 1, 2], [3, 3, 4]]
    pairs = [places.tolist() for places in on_the_ring(luck, np.arange(5), new, old, 1)]
    assert pairs == [[0, 1], [3, 4]]


def test_an_elder_more_changes_only_the_pairs_next_to_them():
    luck = np.random.default_rng(3).random(60)
    new, old = np.arange(20), np.arange(20, 59)
    before = dict(zip(*(p.tolist() for p in on_the_ring(luck, np.arange(60), new, old, 5)), strict=True))
    after = dict(zip(*(p.tolist() for p in on_the_ring(luck, np.arange(60), new, np.arange(20, 60), 5)), strict=True))
    assert all(after[place] in (elder, 59) for place, elder in before.items())


def test_newcomers_get_a_buddy_once(morning):
    view = morning(
        day=50,
        rows=[1, 2, 3, 4],
        tenure=[40, 2, 1, 41],
        messages=[30, 0, 0, 2],
        last_visit=[49, 49, 49, 49],
        introductions=[7, 0, 1, 0],
    )
    introduce, spend = Buddies(hours_per_pair=0.2).act(view)
    assert (introduce.one.tolist(), introduce.other.tolist(), spend.hours) == ([2], [1], 0.2)


def test_who_is_introduced_has_a_tie_and_writes_where_the_other_wrote(town):
    """Replies between the two of each pair in the week after, with and without taking introductions up."""

    class Once(Matchmaking):
        def act(self, view):
            return [Introduce(one=view.rows[:20], other=view.rows[20:40], lift=0.0)] if view.day == 10 else []

    def between(c):
        log = c.events.columns()
        week = (log["day"] >= 10) & (log["day"] < 17) & (log["target"] >= 0)
        return int(np.count_nonzero(week & (np.abs(log["target"] - log["member"]) == 20) & (log["member"] < 40)))

    world = {"partner_share": 0.0, "answer_back": 0.0, "leave_base": -20.0}
    taken, left = (tried(town, Once(), 17, introduction_followed=chance, **world) for chance in (1.0, 0.0))
    assert between(taken) > 3 * max(between(left), 1)
    c = tried(town, Once(), 11, talk_mean=-10.0, talk_sd=0.0, leave_base=-20.0)
    partners, _, _ = ties_of(c.members, np.arange(40))
    for i in range(20):
        assert i + 20 in partners[i] and i in partners[i + 20]
    assert c.members.introductions[:40].tolist() == [1] * 40


# --- messages


def test_reminders_are_meant_for_an_hour(morning):
    given = {"rows": [1, 2, 3, 4], "last_visit": [0] * 4, "last_hour": [20.5, 9.0, 20.25, 1.0], "day": 1}
    view = morning(**given, draws={1001: 0.25})
    hours = {
        timing: Reminder(timing=timing, ahead=2.0).act(view)[0].hours.tolist()
        for timing in ("member", "peak", "random")
    }
    assert hours["member"] == [18.5, 7.0, 18.25, 23.0]
    assert hours["peak"] == [18.0] * 4
    assert hours["random"] == [4.0, 10.0, 10.0, 10.0]
    assert isinstance(Reminder().act(view)[0], Remind)
    assert Reminder(weekdays=["monday"]).act(view) == []
    assert Reminder(within=1).act(morning(**given | {"day": 8})) == []


def test_a_reminder_counts_the_more_the_less_time_there_is_until_the_members_hour(town):
    class At(Reminder):
        def act(self, view):
            return [Remind(rows=view.rows, hours=np.array([20.0, 19.0, 8.0, 21.0]), lift=1.0)]

    world = {"usual_hour": 20.0, "usual_hour_sd": 0.0, "visit_mean": -10.0, "visit_sd": 0.0}
    c = tried(town, At(), 1, founders=4, **world)
    at_once, an_hour, half_a_day, too_late = c.members.nudge[:4].tolist()
    assert at_once == pytest.approx(1.0)
    assert 1.0 > an_hour > half_a_day > too_late > 0.2


def test_the_quiet_who_are_near_are_named(morning):
    view = morning(day=20, rows=[1, 2, 3, 4], last_visit=[19, 16, 15, 2], draws={1002: 0.9, 1003: 0.1})
    mention, spend = Mentions(days=2, near=10, most=1).act(view)
    assert (mention.rows.tolist(), spend.hours) == ([3], 0.2)
    assert Mentions(days=2, near=10, most=9).act(view)[0].rows.tolist() == [2, 3]
    with pytest.raises(ValueError, match="near is the most days without a visit and must be at least days, 5, not 4"):
        Mentions(days=5, near=4)


def test_to_be_named_is_a_notification(town):
    class Everybody(Mentions):
        def act(self, view):
            return super().act(view)[:1] if view.day % 3 == 0 else []

    policy = Everybody(days=0, near=1000, most=1000)
    named, left = (tried(town, policy, visit_reply=weight, talk_reply=0.0) for weight in (3.0, 0.0))
    unnamed = tried(town, Mentions(most=0), visit_reply=3.0, talk_reply=0.0)
    untold = tried(town, Mentions(most=0), visit_reply=0.0, talk_reply=0.0)
    visitors = [c.counters.series("visitors").sum() for c in (named, unnamed)]
    assert visitors[0] > 1.05 * visitors[1]
    np.testing.assert_array_equal(left.counters.series("visitors"), untold.counters.series("visitors"))


def test_offers_that_cannot_be_paid_are_not_made(morning):
    view = {"day": 40, "rows": [1, 2], "last_visit": [9, 9]}
    offers = WinBackOffers(days=30, cost=3.0, hours_per_message=0.1)
    assert offers.act(morning(**view, balance=5.0)) == []
    offer, spend = offers.act(morning(**view, balance=6.0))
    assert isinstance(offer, WinBack) and offer.rows.tolist() == [1, 2]
    assert spend == Spend(amount=6.0, hours=0.2, purpose="offers to the silent", funded="fees")


def test_offers_bring_back_who_has_dropped_out_only_where_the_world_lets_them(town):
    class Every(WinBackOffers):
        def act(self, view):
            return [WinBack(rows=view.rows[view.day - view.last_visit > 14], lift=0.0)]

    world = {"dropout_a": 1.0, "dropout_b": 4.0, "leave_base": -20.0}
    asleep = [tried(town, Every(), 60, win_back=chance, **world).asleep.size for chance in (0.0, 0.05, 0.5)]
    assert asleep[0] > asleep[1] > asleep[2]
    left = tried(town, Every(most=0), 60, **world)
    assert asleep[0] == left.asleep.size


# --- sessions, slots, muted hours


def test_whoever_has_held_fewest_sessions_is_next(morning):
    view = {"day": 6, "rows": [1, 2, 3], "last_visit": [5, 5, 5], "messages": [20, 20, 3], "sessions": [2, 1, 0]}
    event, host, spend = Rotation(least_messages=10).act(morning(**view, topics=[[0, 0], [1, 19], [3, 0]]))
    assert isinstance(host, Host) and host.row == 2
    assert (event.kind, event.topic, spend.hours) == ("session", 1, 0.5)


def test_sessions_go_round_and_tire_their_hosts(town):
    weekly = Rotation(messages=20, least_messages=0, within=1000, lift=10.0)
    c = tried(town, weekly, 70, burden_rest=0.0)
    assert c.members.sessions[:80].sum() == 10
    assert c.members.sessions[:80].max() == 1
    np.testing.assert_array_equal(np.flatnonzero(c.members.burden[:80] > 0), np.flatnonzero(c.members.sessions[:80]))
    hosts = np.flatnonzero(c.members.sessions[:80])
    left = tried(town, Rotation(appeal=0.0), 70)
    assert c.members.all_messages[hosts].mean() > left.members.all_messages[hosts].mean() + 10


def test_a_host_who_does_not_come_holds_no_session(town):
    c = tried(town, Rotation(least_messages=0, within=1000, lift=0.0), 30, visit_mean=-10.0, visit_sd=0.0)
    assert c.members.sessions[:80].sum() == 0


def test_longer_notice_reaches_more(town):
    seldom = {"visit_mean": -3.0, "visit_sd": 0.0, "visit_event": 5.0, "visit_novelty": 0.0}
    visitors = []
    for notice in (1, 5, 30):
        c = tried(town, Ritual(weekdays=["sunday"], notice_days=notice, appeal=1.0), 56, **seldom)
        visitors.append(c.counters.series("visitors")[13::7].sum())
    assert visitors[0] < visitors[1] < visitors[2]
    c = tried(town, Talk(weekday="sunday", notice_days=1), 56, **seldom)
    everybody = tried(town, Talk(weekday="sunday"), 56, **seldom)
    assert c.counters.series("visitors")[13::7].sum() < everybody.counters.series("visitors")[13::7].sum()


def test_a_slot_is_looked_forward_to_by_who_has_been_there(town):
    slot = Ritual(**EVERY_DAY, notice_days=0)
    drawn, left = (tried(town, slot, visit_slot=weight) for weight in (3.0, 0.0))
    assert drawn.counters.series("visitors").sum() > 1.05 * left.counters.series("visitors").sum()
    habit = left.members.slot_habit[:80]
    assert habit.max() > 0.5 and habit.min() >= 0.0
    np.testing.assert_array_equal(drawn.counters.daily[0], left.counters.daily[0])  # nobody is used to it yet


def test_where_everybody_is_muted_nobody_writes_and_people_still_come(town):
    c = tried(town, MuteAll(manner="permanent"), 20)
    assert c.counters.series("messages").sum() == 0
    assert c.counters.series("visitors").sum() > 0


def test_only_the_founder_writes_where_the_others_are_muted(town):
    c = tried(town, MuteAll(manner="permanent"), 20, founder_hours=2.0)
    assert set(c.events.columns()["member"][c.events.columns()["thread"] >= 0].tolist()) == {0}


def test_before_an_event_nobody_writes_and_after_it_they_do(town):
    class MutedEvents(MuteAll):
        def act(self, view):
            return [Event(kind="topic", appeal=1.0, topic=0, hour=20.0), Mute(hours=self.hours)]

    log = tried(town, MutedEvents(hours=3.0), 20).events.columns()
    hours = log["hour"][log["thread"] >= 0]
    assert ((hours < 17.0) | (hours >= 20.0)).all()
    assert (hours < 17.0).any() and (hours >= 20.0).any()


# --- both engines


def everything_here():
    return {
        "offline": meetings(seats=15, quality=0.0, spread=1.0),
        "match": Matchmaking(pairs=6, least_messages=1),
        "buddies": Buddies(elder_days=5, least_messages=1),
        "reminder": Reminder(timing="member", weekdays=("monday", "friday")),
        "mention": Mentions(days=1, near=9, most=4),
        "winback": WinBackOffers(days=5, again=3, cost=0.0),
        "rotation": Rotation(least_messages=1),
        "ritual": Ritual(),
        "mute": MuteAll(hours=1.0),
    }


def test_the_engines_agree_to_the_last_bit_with_all_of_it(town):
    world = town.EVERYTHING | {"win_back": 0.6}
    runs = [
        town.run(22, town.operated() | everything_here(), town.small(**world), engine=engine, events=True)
        for engine in ("compiled", "objects")
    ]
    assert town.differing(*runs) == []
    members, count = runs[0].members, runs[0].n_members
    assert met_kind() in runs[0].events.columns()["kind"]
    assert members.introductions[:count].sum() > 0 and members.sessions[:count].sum() > 0
    assert members.slot_habit[:count].any() and members.burden[:count].any()
