"""Trust in the operator: what it costs, and how news of it travels."""

import numpy as np
import pytest

from clubsim.agents.records import NEVER, Reason
from clubsim.agents.remembering import remember
from clubsim.agents.trusting import count_gone, judge_operator, partners_word, trust_after, trust_heard

CALM = {"trusting": 1, "trust_removal": 0.2, "trust_exit": 0.1, "trust_gain": 0.0, "news_bad": 0.0, "news_good": 0.0}
GONE = {"left": [NEVER, 9, 9, 9], "reason": [0, Reason.REMOVED, Reason.FAILED_QUOTA, Reason.LEFT]}


def test_each_removal_and_each_exit_takes_its_share():
    assert trust_after(1.0, 2, 1, 0.1, 0.02) == pytest.approx(0.9 * 0.9 * 0.98)
    assert trust_after(0.5, 0, 0, 0.1, 0.02) == 0.5
    assert trust_after(0.5, 1, 0, 1.0, 0.0) == 0.0
    assert trust_after(0.5, 3, 3, 0.0, 0.0) == 0.5


def test_more_than_ten_count_as_ten():
    assert trust_after(1.0, 10, 10, 0.1, 0.1) == trust_after(1.0, 24, 11, 0.1, 0.1)
    assert trust_after(1.0, 9, 0, 0.1, 0.1) > trust_after(1.0, 10, 0, 0.1, 0.1)


def test_bad_news_and_good_news_each_weigh_by_their_own_share():
    assert trust_heard(0.8, 0.4, 0.5, 0.1) == pytest.approx(0.6)
    assert trust_heard(0.4, 0.8, 0.5, 0.1) == pytest.approx(0.44)
    assert trust_heard(0.4, 0.4, 0.5, 0.1) == 0.4
    assert trust_heard(0.8, 0.4, 0.0, 1.0) == 0.8


def test_partners_are_heard_by_strength_of_tie_and_those_who_are_gone_no_more(stage):
    ties = {"tie_row": [[1, 2, 3]] + [[-1] * 3] * 3, "tie_weight": [[3.0, 1.0, 50.0]] + [[0.0] * 3] * 3}
    scene = stage(**ties, told=[0.9, 1.0, 0.2, 0.0], left=[NEVER, NEVER, NEVER, 9])
    assert partners_word(0, scene.members) == pytest.approx((3 * 1.0 + 1 * 0.2) / 4)


def test_who_has_no_partners_hears_their_own_opinion(stage):
    assert partners_word(0, stage(trust=0.625).members) == 0.625


def test_who_was_removed_is_told_from_who_went(stage):
    scene = stage(tie_row=[[1, 2, 3]] * 4, tie_day=9, **GONE)
    assert count_gone(0, scene.members, True) == 2
    assert count_gone(0, scene.members, False) == 1


def test_a_lapsed_term_is_an_exit_and_no_removal(stage):
    scene = stage(tie_row=[[1, -1, -1]] * 4, left=[NEVER, 9, NEVER, NEVER], reason=Reason.LAPSED, tie_day=3)
    assert (count_gone(0, scene.members, True), count_gone(0, scene.members, False)) == (0, 1)


def test_whom_one_answered_only_after_they_had_gone_is_no_loss(stage):
    scene = stage(tie_row=[[1, 2, 3]] * 4, tie_day=[[10, 9, 8]] * 4, **GONE)
    assert count_gone(0, scene.members, True) == 1  # the second: of the day on which they went
    assert count_gone(0, scene.members, False) == 1


def test_partners_who_go_cost_trust_once(stage):
    """The tie is gone by the end of the day, so the next day nothing is counted again."""
    scene = stage(
        tie_row=[[1, 2, 3]] + [[-1] * 3] * 3, tie_weight=1.0, tie_day=9, **GONE, world=CALM, today={"tie_keep": 0.9}
    )
    remember(0, *scene.acting)
    assert scene.members.trust[0] == pytest.approx(0.8 * 0.8 * 0.9)
    remember(0, *scene.acting)
    assert scene.members.trust[0] == pytest.approx(0.8 * 0.8 * 0.9)


def test_where_nobody_minds_trust_stands_still(stage):
    scene = stage(tie_row=[[1, 2, 3]] * 4, tie_weight=1.0, tie_day=9, **GONE, world=CALM | {"trusting": 0})
    remember(0, *scene.acting)
    assert scene.members.trust[0] == 1.0


def test_a_visit_heals_and_brings_news_and_absence_does_neither(stage):
    ties = {"tie_row": [[1, -1, -1], [0, -1, -1]], "tie_weight": 1.0}
    scene = stage(n=2, **ties, visited=[1, 0], trust=0.5, told=0.25, world=CALM | {"news_bad": 0.5, "trust_gain": 0.2})
    for i in range(2):
        judge_operator(i, scene.members, scene.world, scene.today)
    assert scene.members.trust == pytest.approx([0.375 + 0.2 * 0.625, 0.5])


def test_who_judges_first_does_not_matter(stage):
    rng = np.random.default_rng(4)
    tie_row = (np.arange(30)[:, None] + rng.permuted(np.arange(1, 30)[None].repeat(30, 0), axis=1)[:, :3]) % 30
    trust = rng.random(30).astype(np.float32)
    results = []
    for order in (range(30), reversed(range(30))):
        scene = stage(
            n=30, tie_row=tie_row, tie_weight=1.0, visited=1, trust=trust, told=trust,
            world=CALM | {"news_bad": 0.9, "news_good": 0.3},
        )  # fmt: skip
        for i in order:
            judge_operator(i, scene.members, scene.world, scene.today)
        results.append(scene.members.trust.tolist())
    assert results[0] == results[1]
    assert results[0] != trust.tolist()


@pytest.mark.parametrize(("harsh", "trust"), [(1.0, 0.9**2), (0.5, 0.95**2), (0.0, 1.0)])
def test_each_own_message_that_is_hidden_costs_trust_unless_it_is_done_softly(stage, harsh, trust):
    scene = stage(n=1, world={"trusting": 1, "trust_hidden": 0.1}, today={"harsh": harsh}, hidden=2)
    judge_operator(0, scene.members, scene.world, scene.today)
    assert scene.members.trust[0] == pytest.approx(trust)
