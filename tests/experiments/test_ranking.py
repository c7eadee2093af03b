"""How firm a ranking is: shares counted by hand, ties, missing worlds, and Wilson's interval against SciPy."""

import polars as pl
import pytest
from scipy import stats

from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.ranking import beaten, best, share_of

# Means over the two seeds of a set: a wins in sets 0 and 1, ties with b in 2, loses in 3; c is always last but in 3.
WORLDS = {"a": [5, 6, 4, 1], "b": [3, 2, 4, 2], "c": [1, 1, 0, 9]}
RUNS = pl.DataFrame(
    [
        {"arm": arm, "set": k, "seed": seed, "remaining": value + sign, "spent": value + sign}
        for arm, values in WORLDS.items()
        for k, value in enumerate(values)
        for seed, sign in ((0, -1.0), (1, 1.0))
    ]
)


def of(table, **where):
    (row,) = table.filter(**where).to_dicts()
    return row


def test_the_share_of_worlds_in_which_one_beats_another_counts_a_tie_half():
    table = beaten(RUNS)
    row = of(table, outcome="remaining", arm="a", other="b")
    assert (row["share"], row["ties"], row["n"], row["sets"]) == (2.5 / 4, 1, 4, 4)
    assert of(table, outcome="remaining", arm="b", other="a")["share"] == 1.5 / 4
    assert of(table, outcome="remaining", arm="a", other="c")["share"] == 3 / 4
    assert table.filter(pl.col("arm") == pl.col("other")).is_empty()


def test_where_less_is_better_less_beats():
    assert OUTCOMES["spent"].better == -1
    assert of(beaten(RUNS), outcome="spent", arm="c", other="a")["share"] == 3 / 4
    assert of(best(RUNS), outcome="spent", arm="c")["share"] == 3 / 4


def test_the_best_of_all_is_shared_by_those_that_tie():
    table = best(RUNS).filter(outcome="remaining")
    assert dict(table.select("arm", "share").iter_rows()) == {"a": 2.5 / 4, "b": 0.5 / 4, "c": 1 / 4}
    assert table["ties"].to_list() == [1, 1, 0]
    assert table["share"].sum() == 1


def test_shares_of_both_ways_add_up_to_one():
    table = beaten(RUNS)
    both = table.join(table, left_on=["outcome", "arm", "other"], right_on=["outcome", "other", "arm"])
    assert both.height == table.height
    assert (both["share"] + both["share_right"]).to_list() == pytest.approx([1.0] * both.height)


def test_rounding_makes_no_winner():
    runs = RUNS.with_columns(remaining=pl.when(pl.col("arm") == "b").then(0.1 + 0.2).otherwise(0.3))
    assert of(beaten(runs), outcome="remaining", arm="a", other="b")["ties"] == 4


def test_a_world_in_which_an_arm_has_no_value_is_left_out_and_counted():
    gap = (pl.col("arm") == "b") & (pl.col("set") == 0)
    runs = RUNS.with_columns(remaining=pl.when(gap).then(None).otherwise(pl.col("remaining")))
    row = of(beaten(runs), outcome="remaining", arm="a", other="b")
    assert (row["share"], row["n"], row["sets"]) == (1.5 / 3, 3, 4)
    assert of(beaten(runs), outcome="remaining", arm="a", other="c")["n"] == 4
    assert of(best(runs), outcome="remaining", arm="a")["n"] == 3
    empty = best(RUNS.with_columns(remaining=pl.lit(None, dtype=pl.Float64))).filter(outcome="remaining")
    assert empty["share"].to_list() == [None] * 3 and empty["n"].to_list() == [0] * 3


def test_the_scenarios_own_runs_are_no_world():
    own = RUNS.filter(set=0).with_columns(set=pl.lit(-1, dtype=pl.Int64), remaining=pl.lit(1e6))
    assert beaten(pl.concat([own, RUNS])).equals(beaten(RUNS))
    assert beaten(own).is_empty() and best(own).is_empty()


@pytest.mark.parametrize(("wins", "n"), [(0, 12), (5, 12), (40, 40), (1, 3)])
def test_the_interval_of_a_share_is_wilsons(wins, n):
    theirs = stats.binomtest(wins, n).proportion_ci(method="wilson")
    assert share_of(wins, n) == (wins / n, pytest.approx(theirs.low, abs=1e-12), pytest.approx(theirs.high, abs=1e-12))


def test_half_a_win_lies_between():
    lows = [share_of(wins, 10)[1] for wins in (5, 5.5, 6)]
    assert lows == sorted(lows) and len(set(lows)) == 3
    assert share_of(0, 0) == (None, None, None)
