"""The eight joining motives become four weights."""

import pytest

from clubsim.experiments.errors import StudyError
from clubsim.experiments.joining import JOINING, WEIGHTS, motive_weights
from clubsim.experiments.scenarios import scenario_of

SCENARIO = {"name": "motives", "start": "2016-02-15"}


def test_there_are_eight_and_each_asks_for_one_whole():
    assert len(JOINING) == 8
    assert all(sum(row) == pytest.approx(1) for row in JOINING.values())


def test_the_weights_are_means_over_those_who_join():
    weights = motive_weights({"learning": 3, "work": 1})
    assert weights == pytest.approx(dict(zip(WEIGHTS, (0.875, 0.0, 0.0, 0.125), strict=True)))


def test_a_scenario_reads_them_and_a_number_of_its_own_wins():
    config = {**SCENARIO, "joining_motives": {"contact": 1}}
    assert scenario_of(config, {}).world.motive_bonds == 1.0
    assert scenario_of(config, {"motive_bonds": 0.25}).world.motive_bonds == 0.25
    assert scenario_of(SCENARIO, {}).world.motive_bonds == 0.3


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ({"lerning": 1}, "unknown joining motive 'lerning'; did you mean 'learning'?"),
        ({"learning": -1}, "joining_motives.learning is a share and must be >= 0, not -1"),
        ({"learning": 0}, "joining_motives has no share above 0"),
    ],
)
def test_a_wrong_share_is_one_sentence(shares, words):
    with pytest.raises(StudyError, match=words.replace("?", r"\?")):
        motive_weights(shares)
