"""`clubsim explain`: the terms, chances and draws it says are those that the acts used."""

import json
from datetime import date

import numpy as np
import pytest

from clubsim.agents import leaving, posting, visiting
from clubsim.agents.arithmetic import logistic
from clubsim.agents.luck import Purpose, draw
from clubsim.experiments.cli import main
from clubsim.experiments.explaining import explain_day
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.world import Channel, Scenario, world_of

PURPOSES = {
    "comes": Purpose.VISIT,
    "is at the event, if they come": Purpose.ATTEND,
    "checks in": Purpose.CHECK_IN,
    "means to write": Purpose.SPEAK,
    "drops out, unseen": Purpose.DROP_OUT,
    "leaves": Purpose.LEAVE,
}
DAYS = 24
WORLD = {
    "visit_recency": -0.3, "visit_active_days": 0.2, "visit_partners": 0.1, "visit_midweek": 0.1, "visit_cap": 0.9,
    "dropout_a": 0.5, "dropout_b": 4.0, "dropout_first": 0.2, "dropout_reply": 0.3, "first_day": 0.8,
    "absence_rate": 0.03, "absence_days": 4.0, "leave_base": -4.0, "quota_heeders": 0.8, "reward_heeders": 0.6,
    "notice_damping": 0.5, "reading": 1, "visit_benefit": 1.0, "talk_benefit": 0.5, "needs": 1, "visit_needs": 0.8,
    "leave_needs": 0.7, "visit_elsewhere": 0.4, "trusting": 1, "visit_trust": 1.0, "leave_trust": 0.9,
    "first_words": 0.6, "talk_bonds": 0.5, "talk_praise": 0.6, "founder_hours": 0.5, "visit_founder": 0.3,
}  # fmt: skip
POLICIES = {
    "topic": ("programme/discussion", {"weekday": "tuesday"}),
    "cull": ("cull/quota", {"messages": 5, "check_ins": 3, "period": 10, "grace": 3}),
    "cash": ("reward/cash", {"winners": 2, "amount": 8.0}),
}


def community(engine="compiled", **world):
    """A community of some thirty in which every term of every decision moves somebody."""
    scenario = Scenario(
        name="small",
        start=date(2016, 2, 15),
        world=world_of(**{**WORLD, **world}),
        channels=(Channel(name="anyone", flow=0.8),),
        founders=20,
        tie_slots=5,
    )
    policies = {slot: build(name, fields) for slot, (name, fields) in POLICIES.items()}
    return Community(scenario, policies, seed=4, engine=engine, events=True)


def everyone(c):
    return c.present.tolist()


class Drawn(float):
    """A draw that keeps what it is compared with."""

    compared = None

    def __lt__(self, chance):
        self.compared = chance
        return float(self) < chance


@pytest.fixture
def acts(monkeypatch):
    """Every draw of visiting, posting and leaving as plain Python: (purpose, uid, day) -> the draw."""
    made = {}

    def watched(luck, purpose, uid, day, index=0):
        made[purpose, uid, day, index] = Drawn(draw(luck, purpose, uid, day, index))
        return made[purpose, uid, day, index]

    for module in (visiting, posting, leaving):
        monkeypatch.setattr(module, "draw", watched)
    return made


def test_every_chance_and_draw_is_the_one_the_act_used_bit_for_bit(acts):
    c = community("objects")
    compared = dict.fromkeys(PURPOSES, 0)
    for _ in range(DAYS):
        for one in explain_day(c, everyone).values():
            said = {PURPOSES[decision.question]: decision for decision in one.decisions}
            for question, purpose in PURPOSES.items():
                made = acts.get((purpose, one.uid, one.day, 0))
                if made is None or made.compared is None:  # a draw that was compared with nothing decided nothing
                    continue
                decision = said[purpose]
                assert (decision.chance, decision.draw) == (made.compared, float(made)), (one.row, one.day, question)
                assert decision.outcome == (decision.draw < decision.chance)
                compared[question] += 1
    assert all(count > 10 for count in compared.values()), compared


def test_every_draw_that_decided_is_told(acts):
    c = community("objects")
    c.run(6)
    told = explain_day(c, everyone)
    for (purpose, uid, day, index), made in acts.items():
        if made.compared is not None and day == 6 and index == 0 and purpose in PURPOSES.values():
            (one,) = [each for each in told.values() if each.uid == uid]
            (decision,) = [each for each in one.decisions if PURPOSES[each.question] == purpose]
            assert decision.chance is not None


def test_the_terms_add_up_to_the_chance():
    c = community(first_day=0.0)
    seen = set()
    for _ in range(DAYS):
        for one in explain_day(c, everyone).values():
            for decision in one.decisions:
                if decision.terms:
                    cap = 0.9 if decision.question == "comes" else 1.0
                    total = sum(term.contribution for term in decision.terms)
                    assert decision.chance == pytest.approx(cap * logistic(total), rel=1e-9)
                    seen |= {(decision.question, term.name) for term in decision.terms if term.contribution}
    assert len(seen) >= 37, seen  # no term is 0 for everybody


def test_to_explain_a_run_changes_nothing_of_it():
    explained, plain = community(), community().run(DAYS)
    for _ in range(DAYS):
        explain_day(explained, everyone)
    assert explained.day == plain.day
    for name, column in plain.events.columns().items():
        np.testing.assert_array_equal(explained.events.columns()[name], column)
    for name, column in plain.members._asdict().items():
        np.testing.assert_array_equal(getattr(explained.members, name), column)


def test_who_is_away_or_has_dropped_out_is_said_to_be():
    c = community(absence_rate=0.2, dropout_first=0.5)
    words = {
        decision.because.partition(" ")[2].partition(" until")[0]: decision.outcome
        for _ in range(DAYS)
        for one in explain_day(c, everyone).values()
        for decision in one.decisions
        if decision.question == "comes" and decision.because
    }
    assert words["away"] is False
    assert words["dropped out and plans no visits, unless a reply stirs them"] is False


def test_the_command_tells_a_members_day(capsys):
    given = ["explain", "operations_club", "--member", "3", "--day", "8", "days=10"]
    assert main([*given, "--json", "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["arm"], told["seed"], told["row"], told["day"]) == ("as_described", 0, 3, 8)
    assert [decision["question"] for decision in told["decisions"]] == list(PURPOSES)
    assert main([*given[:3], f"uid:{told['uid']}", *given[4:], "--quiet"]) == 0
    text = capsys.readouterr().out
    assert "member 3" in text and "comes? " in text and "chance" in text


@pytest.mark.parametrize(
    ("member", "day", "words"),
    [
        ("x", "2", "--member is a row or uid:NUMBER, not 'x'"),
        ("100000", "2", "there is no member 100000 by day 2"),
        ("uid:99", "2", "there is no member uid:99 by day 2"),
        ("0", "10", "--day is a day of the run, 0 to 9, not 10"),
    ],
)
def test_a_member_or_day_that_is_not_there_is_one_sentence(capsys, member, day, words):
    assert main(["explain", "operations_club", "days=10", "--member", member, "--day", day, "--quiet"]) == 2
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1


def test_who_has_gone_is_told_with_the_day(capsys):
    c = community()
    c.run(DAYS)
    from clubsim.experiments.errors import StudyError
    from clubsim.experiments.explain import row_of

    row = int(np.flatnonzero(c.members.left[: c.n_members] >= 0)[0])
    with pytest.raises(StudyError, match=f"member {row} went on day {c.members.left[row]} "):
        row_of(c, str(row))
