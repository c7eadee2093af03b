"""How long members stay: worked examples, SciPy as a twin, and planted differences."""

import re

import numpy as np
import polars as pl
import pytest
from scipy import stats

from clubsim.experiments.staying import logrank_score, restricted_mean, staying
from clubsim.experiments.survival import kaplan_meier, survival_by_arm

NAN = float("nan")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: kaplan_meier([], []), "at least one row"),
        (lambda: kaplan_meier([1, 2], [True]), "of one length"),
        (lambda: kaplan_meier([1, -2], [True, True]), "must be >= 0 days"),
        (lambda: kaplan_meier([1, NAN], [True, True]), "must be >= 0 days"),
    ],
)
def test_bad_input_says_the_next_step(call, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        call()


# Remission under 6-mercaptopurine [week], Freireich et al. (1963): the example of most textbooks.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_kaplan_meier_gives_the_printed_values_of_the_textbook():
    curve = kaplan_meier(WEEKS, RELAPSED)
    at = dict(zip(curve.time, curve.survival, strict=True))
    printed = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448, 35: 0.448}
    assert {week: round(at[week], 3) for week in printed} == printed
    assert curve.at_risk[[0, 1, 2]].tolist() == [21, 21, 17]
    assert (curve.low[0], curve.high[0]) == (1, 1)


def test_kaplan_meier_and_its_band_are_those_of_scipy_on_censored_data():
    rng = np.random.default_rng(9)
    lasting, followed = np.ceil(rng.exponential(80, 400)), rng.integers(20, 200, 400)
    duration, observed = np.minimum(lasting, followed), lasting <= followed
    curve = kaplan_meier(duration, observed)
    data = stats.CensoredData(uncensored=duration[observed], right=duration[~observed])
    theirs = stats.ecdf(data).sf
    band = theirs.confidence_interval(0.95, method="log-log")
    np.testing.assert_array_equal(curve.time[1:], theirs.quantiles)
    np.testing.assert_allclose(curve.survival[1:], theirs.probabilities, rtol=1e-12)
    inner = (curve.survival[1:] > 0) & (curve.survival[1:] < 1)
    assert inner.sum() > 100
    np.testing.assert_allclose(curve.low[1:][inner], band.low.probabilities[inner], rtol=1e-9)
    np.testing.assert_allclose(curve.high[1:][inner], band.high.probabilities[inner], rtol=1e-9)


def test_without_censoring_survival_is_the_share_that_lasts():
    curve = kaplan_meier([0, 1, 1, 5], [True] * 4)
    assert curve.time.tolist() == [0, 1, 5]
    assert curve.survival.tolist() == [0.75, 0.25, 0]
    assert np.isnan([curve.low[-1], curve.high[-1]]).all()


def test_survival_by_arm_counts_tenure_and_censors_at_the_end_day():
    members = pl.DataFrame(
        {
            "arm": ["b", "b", "b", "b", "a"],
            "joined": [0, 10, 10, 99, 0],
            "left": [4, None, 60, 120, None],  # 60 is after the end day, and who joined on 99 was not seen yet
        }
    )
    table = survival_by_arm(members, end_day=50)
    assert table["arm"].unique(maintain_order=True).to_list() == ["b", "a"]
    mine = table.filter(arm="b")
    assert mine["time"].to_list() == [0, 4, 40]
    assert mine["losses"].to_list() == [0, 1, 0]
    assert mine["survival"].to_list() == pytest.approx([1, 2 / 3, 2 / 3])
    with pytest.raises(ValueError, match="no member joined by day -1"):
        survival_by_arm(members, end_day=-1)


# The other arm of the same trial: placebo.
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def stay(weeks, ended):
    return np.array(weeks, dtype=float), np.array(ended, dtype=bool)


def test_the_log_rank_test_gives_the_printed_values_of_the_textbook():
    """Chi-square 16.79, 9 relapses observed and 19.25 expected: the figures of most textbooks."""
    score, variance = logrank_score(stay(WEEKS, RELAPSED), stay(PLACEBO, [1] * 21))
    assert score == pytest.approx(9 - 19.25, abs=0.005)
    assert score**2 / variance == pytest.approx(16.79, abs=0.005)


def test_the_log_rank_test_of_one_seed_is_that_of_scipy():
    rng = np.random.default_rng(4)
    lasting, followed = np.ceil(rng.exponential([60] * 80 + [90] * 70)), rng.integers(10, 150, 150)
    duration, seen = np.minimum(lasting, followed), lasting <= followed
    mine, others = stay(duration[:80], seen[:80]), stay(duration[80:], seen[80:])
    score, variance = logrank_score(mine, others)
    groups = [stats.CensoredData(uncensored=d[s], right=d[~s]) for d, s in (mine, others)]
    theirs = stats.logrank(x=groups[0], y=groups[1])
    assert score / np.sqrt(variance) == pytest.approx(theirs.statistic, rel=1e-12)
    assert logrank_score(others, mine) == pytest.approx((-score, variance))


def test_restricted_mean_is_the_area_under_the_curve_worked_by_hand():
    # at risk 4, 3, 1 at the losses on days 1, 2 and 6; one is censored on day 3
    assert restricted_mean([1, 2, 3, 6], [True, True, False, True], 4) == pytest.approx(1 + 0.75 + 2 * 0.5)
    assert restricted_mean([1, 2, 3, 6], [True, True, False, True], 10) == pytest.approx(1 + 0.75 + 4 * 0.5)
    assert restricted_mean([3, 5], [True, True], 4) == 3.5  # nobody censored: the mean of min(stay, 4)


def test_restricted_mean_is_missing_where_nobody_was_followed_so_long():
    assert np.isnan(restricted_mean([1, 2, 3], [True, True, False], 4))
    assert restricted_mean([1, 2, 3], [True, True, False], 3) == pytest.approx(1 + 2 / 3 + 1 / 3)


def members(rates, seeds=12, each=60, days=100):
    """Members who join on day 0 and leave at a rate [1/day] of their arm and seed; most of both is the seed's."""
    tables = []
    for arm, rate in rates.items():
        for seed in range(seeds):
            rng = np.random.default_rng([seed, 9])  # the same luck in both arms
            pace = rate * rng.choice([0.3, 3.0])
            left = np.ceil(rng.exponential(1 / pace, each)).astype(int)
            gone = [int(day) if day < days else None for day in left]
            columns = {"arm": arm, "set": -1, "seed": seed, "joined": 0, "left": gone}
            tables.append(pl.DataFrame(columns, schema_overrides={"left": pl.Int64}))
    return pl.concat(tables)


def test_an_arm_that_loses_members_sooner_is_seen_and_one_that_does_not_is_not():
    table = staying(members({"free": 0.01, "worse": 0.013, "same": 0.01}), "free", end_day=99)
    worse, same = (row for row in table.iter_rows(named=True))
    assert (worse["arm"], same["arm"]) == ("worse", "same")
    assert worse["high"] < 0 and worse["mean"] < 0 < worse["logrank_z"]
    assert worse["p_holm"] == pytest.approx(2 * 2 / 2**12)  # every seed agrees; the smaller of two, doubled
    assert worse["logrank_p_by_seed"] == pytest.approx(2 / 2**12)
    assert (same["mean"], same["logrank_z"], same["p"]) == (0, 0, 1)
    assert worse["days"] - worse["days_control"] == pytest.approx(worse["mean"])


def test_the_seed_is_the_unit_so_that_more_members_of_the_same_luck_prove_nothing():
    """Two arms with other luck in each run and no difference: by members a difference is found far too often."""
    found, trials = np.zeros(2), 40
    for trial in range(trials):
        rng = np.random.default_rng(trial)
        rows = []
        for arm in ("free", "paid"):
            for seed in range(8):
                stays = np.ceil(rng.exponential(100 * rng.choice([0.5, 2.0]), 80)).clip(max=300)
                rows.append(pl.DataFrame({"arm": arm, "seed": seed, "joined": 0, "left": stays.astype(int)}))
        (row,) = staying(pl.concat(rows), "free", end_day=400).iter_rows(named=True)
        found += [row["logrank_p"] < 0.05, row["logrank_p_by_seed"] < 0.05]
    by_members, by_seeds = found / trials
    assert by_members > 0.5
    assert by_seeds <= stats.binom.ppf(1 - 1e-6, trials, 0.05) / trials


def test_days_are_counted_to_the_last_tenure_that_every_run_tells_of():
    table = pl.DataFrame(
        {
            "arm": ["free", "free", "paid", "paid"],
            "seed": [0, 0, 0, 0],
            "joined": [0, 0, 10, 10],
            "left": [4, None, None, 30],
        }
    )
    (row,) = staying(table, "free", end_day=50).iter_rows(named=True)
    assert row["tau"] == 40  # paid is followed from day 10 to 50
    assert (row["days"], row["days_control"]) == ((20 + 40) / 2, (4 + 40) / 2)
    assert [row[key] for key in ("low", "interval", "p", "n")] == [None, None, None, 1]
    assert staying(table, "free", 50, tau=4.0)["mean"].to_list() == [0]


def test_an_arm_without_members_has_no_row_and_an_unknown_control_is_named():
    table = pl.DataFrame({"arm": ["free", "paid"], "seed": [0, 0], "joined": [0, 99], "left": [None, None]})
    assert staying(table, "free", end_day=50).is_empty()
    assert staying(table.clear(), "free", end_day=50, arms=["free", "paid"]).is_empty()
    with pytest.raises(ValueError, match="unknown arm 'fre'"):
        staying(table, "fre", end_day=50)
