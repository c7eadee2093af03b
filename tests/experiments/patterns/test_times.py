"""Attention to threads and the times between events."""

import numpy as np
import pytest

from clubsim.experiments.patterns.attention import attention, has_threads, reply_ages
from clubsim.experiments.patterns.intervals import burst, daily_density, hours, interval_density


def test_reply_ages_count_from_the_threads_first_event(spoken):
    rows = [(0, 0.0, -1, 4), (1, 0.25, 0, 4), (2, 3.0, 1, 4), (0, 1.0, -1, 5), (1, 60.0, 0, 5), (2, 7.0, -1, -1)]
    late = [(0, 80.0, -1, 6), (1, 80.5, 0, 6)]  # its late replies would not be seen
    found = spoken([*rows, *late], last_day=100)
    assert sorted(reply_ages(found).tolist()) == [6, 72]
    assert has_threads(found) and not has_threads(spoken([(0, 0.0, -1)]))


@pytest.mark.parametrize(("beta", "scale"), [(0.5, 20.0), (0.35, 10.0), (1.0, 12.0)])
def test_the_law_of_attention_is_recovered(beta, scale):
    u = (np.arange(20_000) + 0.5) / 20_000
    found = attention(scale * (-np.log(u)) ** (1 / beta))
    assert found.beta == pytest.approx(beta, rel=0.02)
    assert found.scale == pytest.approx(scale, rel=0.03)
    assert found.half == pytest.approx(scale * np.log(2) ** (1 / beta), rel=0.01)
    assert found.one_day == pytest.approx(1 - np.exp(-((24 / scale) ** beta)), abs=0.001)
    assert found.ratio > 4 if beta < 1 else found.ratio < 1.1


def test_few_replies_have_no_law():
    assert attention(np.arange(49.0)) is None


def test_a_clock_is_minus_one_and_memory_is_the_correlation_of_neighbours(spoken):
    clockwork = [(0, float(k), -1) for k in range(60)]
    assert burst(spoken(clockwork)) is None  # its intervals do not vary, so nobody has a memory
    days = np.concatenate([[0], np.cumsum([1, 3] * 30)])
    found = burst(spoken([(0, float(d), -1) for d in days] + [(1, float(k), -1) for k in range(60)]))
    assert found.members == 2
    assert found.memory == pytest.approx(-1)
    assert found.burstiness == pytest.approx(((1 - 2) / (1 + 2) - 1) / 2)


def test_burst_agrees_with_plain_loops(spoken, random_rows):
    times: dict[int, list[float]] = {}
    for i, t, _ in random_rows:
        times.setdefault(i, []).append(round(24 * (t % 1), 6) + 24 * int(t))
    gaps = [np.diff(own) for own in times.values() if len(own) >= 50]
    found = burst(spoken(random_rows))
    assert found.members == len(gaps)
    assert found.burstiness == pytest.approx(np.mean([(g.std() - g.mean()) / (g.std() + g.mean()) for g in gaps]))
    assert found.memory == pytest.approx(np.mean([np.corrcoef(g[:-1], g[1:])[0, 1] for g in gaps]))


@pytest.mark.parametrize("slope", [-1.0, -1.4])
def test_the_slope_of_a_density_is_recovered(spoken, slope):
    u = (np.arange(4_000) + 0.5) / 4_000
    low, high = 0.1, 1440.0
    k = 1 + slope
    gaps = low * (high / low) ** u if k == 0 else (low**k + u * (high**k - low**k)) ** (1 / k)
    gaps = np.random.default_rng(3).permutation(gaps)
    rows = [(i, float(t) / 24, -1) for i, part in enumerate(np.split(gaps, 100)) for t in np.append(0, part.cumsum())]
    found = interval_density(spoken(rows))
    assert found.slope == pytest.approx(slope, abs=0.03)
    assert interval_density(spoken(rows, clock=False)) is None
    whole = daily_density(spoken(rows, clock=False))
    assert whole == daily_density(spoken(rows))
    assert whole.slope == pytest.approx(slope, abs=0.25)


def test_hours_of_the_day(spoken):
    found = spoken([(0, k + 0.5, -1) for k in range(9)] + [(0, 9.75, -1)])
    assert hours(found) == (pytest.approx(24 * 0.9), 0)
    assert hours(spoken([(0, 0.0, -1)], clock=False)) is None
