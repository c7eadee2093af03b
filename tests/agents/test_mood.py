"""What the newer state of a member adds to their inclinations, and that a switch off hides it."""

from math import e

import pytest

from clubsim.agents.leaving import own_leave_chance
from clubsim.agents.mood import mood_to_come, mood_to_leave, mood_to_talk

STATE = {"benefit": 0.5, "met": 0.6, "expectation": 0.35, "elsewhere": 0.25, "trust": 0.75, "praise": 0.4, "bonds": 0.5}
WEIGHTS = {
    "visit_benefit": 2.0,
    "visit_needs": 4.0,
    "visit_elsewhere": 3.0,
    "visit_trust": 2.0,
    "talk_benefit": 1.5,
    "talk_praise": 2.5,
    "talk_bonds": 1.0,
    "leave_trust": 6.0,
    "leave_needs": 2.0,
}
TO_COME = {"reading": 2.0 * 0.5, "needs": 4.0 * 0.25 - 3.0 * 0.25, "trusting": -2.0 * 0.25}
TO_TALK = {"reading": 1.5 * 0.5, "needs": 0.0, "trusting": 0.0}
TO_LEAVE = {"reading": 0.0, "needs": -2.0 * 0.25, "trusting": 6.0 * 0.25}
ALWAYS = 2.5 * 0.4 + 1.0 * 0.5  # praise and partners, to talk
SWITCHES = [(), ("reading",), ("needs",), ("trusting",), ("reading", "needs", "trusting")]


@pytest.mark.parametrize("on", SWITCHES)
def test_each_switch_adds_its_own_terms_and_no_other(stage, on):
    scene = stage(**STATE, all_messages=1, world=WEIGHTS | dict.fromkeys(on, 1))
    members, world = scene.members, scene.world
    assert mood_to_come(0, members, world, scene.today) == pytest.approx(sum(TO_COME[each] for each in on))
    assert mood_to_talk(0, members, world) == pytest.approx(ALWAYS + sum(TO_TALK[each] for each in on))
    assert mood_to_leave(0, members, world) == pytest.approx(sum(TO_LEAVE[each] for each in on))


def test_without_weights_state_moves_nobody(stage):
    scene = stage(**STATE, all_messages=1, world=dict.fromkeys(("reading", "needs", "trusting"), 1))
    assert mood_to_come(0, scene.members, scene.world, scene.today) == 0.0
    assert mood_to_talk(0, scene.members, scene.world) == 0.0
    assert mood_to_leave(0, scene.members, scene.world) == 0.0


def test_a_founder_who_wrote_yesterday_draws_everybody_alike(stage):
    scene = stage(today={"founder": 0.7})
    assert {mood_to_come(i, scene.members, scene.world, scene.today) for i in range(4)} == {0.7}


def test_who_trusts_nobody_leaves_by_the_odds_of_their_mood(stage):
    world = {"trusting": 1, "leave_trust": 2.0, "leave_base": -1.0, "leave_attachment": 0.0}
    scene = stage(n=2, trust=[0.0, 1.0], world=world)
    chances = [own_leave_chance(i, scene.members, scene.world) for i in range(2)]
    assert chances == pytest.approx([1 / (1 + e**-1), 1 / (1 + e)])
