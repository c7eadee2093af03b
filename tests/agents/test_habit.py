"""Habit grows with visits and fades with days away."""

import pytest

from clubsim.agents.habit import habit_tomorrow


def test_a_visit_closes_its_share_of_the_gap_and_a_miss_takes_its_share():
    assert habit_tomorrow(0.6, 1, 0.25, 0.1) == pytest.approx(0.7)
    assert habit_tomorrow(0.6, 0, 0.25, 0.1) == pytest.approx(0.54)


def test_sixty_six_visits_in_a_row_make_95_percent_of_a_habit():
    habit = 0.0
    for _ in range(66):
        habit = habit_tomorrow(habit, 1, 1 - 20 ** (-1 / 66), 0.1)
    assert habit == pytest.approx(0.95)


@pytest.mark.parametrize("visited", [0, 1])
@pytest.mark.parametrize("gain", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("loss", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("habit", [0.0, 0.2, 1.0])
def test_habit_stays_a_share(habit, visited, gain, loss):
    tomorrow = habit_tomorrow(habit, visited, gain, loss)
    assert 0.0 <= tomorrow <= 1.0
    assert tomorrow >= habit if visited else tomorrow <= habit


def test_a_stronger_habit_stays_the_stronger():
    for visited in (0, 1):
        assert habit_tomorrow(0.3, visited, 0.1, 0.1) < habit_tomorrow(0.31, visited, 0.1, 0.1)
