"""Numbers worked by hand, and what the tables say."""

import io
import json
import re

import numpy as np
import polars as pl
import pytest
from rich.console import Console
from scipy import stats

from clubsim.experiments.comparison import (
    against_source,
    arm_summary,
    compare,
    ensemble_differences,
    paired_differences,
)
from clubsim.experiments.outcomes import OUTCOMES, chosen, in_words
from clubsim.experiments.printing import (
    ACTIVITY,
    DIFFERENCES,
    STAYING,
    as_json,
    number,
    percent,
    print_comparison,
    span,
)

NAN = float("nan")
T_3 = 3.182446305  # t quantile 0.975 with 3 degrees of freedom, from a table
RUNS = pl.DataFrame(
    {
        "arm": ["free"] * 4 + ["paid"] * 4,
        "set": [-1] * 8,
        "seed": [0, 1, 2, 3, 3, 2, 1, 0],  # pairs are found by seed, not by row
        "remaining": [10.0, 20.0, 30.0, 40.0, 46.0, 34.0, 22.0, 10.0],  # differences 0, 2, 4, 6
        "spent": [5.0, 5.0, 5.0, 5.0, 1.0, 2.0, 3.0, 9.0],  # differences +4, -2, -3, -4
        "headcount_retention": [0.5, 0.5, NAN, 0.5, 0.6, 0.7, 0.8, 0.9],
    }
)
ENSEMBLE = pl.DataFrame(
    {
        "arm": ["free", "paid"] * 10,
        "set": [k for k in range(5) for _ in range(4)],
        "seed": [0, 0, 1, 1] * 5,
        # paid - free is k - 1 on seed 0 and k + 1 on seed 1: a mean of k in set k
        "remaining": [v for k in range(5) for v in (10.0, 10 + k - 1.0, 20.0, 20 + k + 1.0)],
    }
)


def row(table, **where):
    (found,) = table.filter(**where).to_dicts()
    return found


def test_an_arm_has_the_mean_the_spread_of_a_seed_and_a_t_interval():
    mine = row(arm_summary(RUNS), arm="free", outcome="remaining")
    sd = np.sqrt((15**2 + 5**2 + 5**2 + 15**2) / 3)
    assert mine["mean"] == 25
    assert mine["sd"] == pytest.approx(sd)
    assert mine["low"] == pytest.approx(25 - T_3 * sd / 2)
    assert mine["high"] == pytest.approx(25 + T_3 * sd / 2)
    assert (mine["n"], mine["seeds"]) == (4, 4)


def test_a_difference_is_paired_by_seed():
    mine = row(paired_differences(RUNS, "free"), arm="paid", outcome="remaining")
    sd = np.sqrt((9 + 1 + 1 + 9) / 3)
    assert mine["mean"] == 3
    assert (mine["low"], mine["high"]) == (mine["low_t"], mine["high_t"])
    assert mine["low"] == pytest.approx(3 - T_3 * sd / 2)
    assert mine["high"] == pytest.approx(3 + T_3 * sd / 2)
    assert (mine["interval"], mine["p"]) == (
        "t",
        0.25,
    )  # of 16 ways to toss, + + + + and - - - -, with either sign of 0
    assert mine["share_higher"] == mine["share_better"] == 0.75
    assert mine["share_equal"] == 0.25


def test_less_is_better_for_money_spent_and_neither_is_for_a_share_of_a_moving_base():
    table = paired_differences(RUNS, "free")
    spent = row(table, outcome="spent")
    assert (spent["share_higher"], spent["share_better"]) == (0.25, 0.75)
    share = row(table, outcome="headcount_retention")
    assert (share["share_higher"], share["share_better"]) == (1.0, None)


def test_the_interval_of_a_difference_is_the_one_of_a_paired_t_test():
    rng = np.random.default_rng(3)
    free, paid = rng.normal(100, 10, 20), rng.normal(103, 10, 20)
    runs = pl.DataFrame(
        {
            "arm": ["free"] * 20 + ["paid"] * 20,
            "set": [-1] * 40,
            "seed": [*range(20), *range(20)],
            "messages": [*free, *paid],
        }
    )
    mine = row(paired_differences(runs, "free"), arm="paid")
    other = stats.ttest_rel(paid, free).confidence_interval(0.95)
    assert (mine["low_t"], mine["high_t"]) == pytest.approx((other.low, other.high), rel=1e-12)
    assert mine["interval"] == "BCa"
    assert mine["sd"] == pytest.approx(np.std(paid - free, ddof=1))


def test_a_missing_value_is_left_out_with_its_pair_and_counted():
    assert row(arm_summary(RUNS), arm="free", outcome="headcount_retention")["n"] == 3
    mine = row(paired_differences(RUNS, "free"), outcome="headcount_retention")
    assert mine["mean"] == pytest.approx((0.4 + 0.3 + 0.1) / 3)
    assert (mine["n"], mine["seeds"]) == (3, 4)


@pytest.mark.parametrize("missing", [None, NAN, float("inf")])
def test_an_outcome_that_no_run_has_is_null_and_not_zero(missing):
    runs = RUNS.with_columns(remaining=pl.lit(missing, dtype=pl.Float64))
    mine = row(paired_differences(runs, "free"), outcome="remaining")
    assert [mine[key] for key in ("mean", "low", "share_higher", "n")] == [None, None, None, 0]
    assert row(arm_summary(runs), arm="paid", outcome="remaining")["mean"] is None


def test_one_seed_has_a_mean_and_no_interval():
    mine = row(arm_summary(RUNS.filter(seed=1)), arm="paid", outcome="remaining")
    assert [mine[key] for key in ("mean", "sd", "low", "high", "n")] == [22.0, None, None, None, 1]


def test_a_censored_lifetime_gives_no_mean_of_those_that_died_alone():
    died = RUNS.with_columns(lifetime=pl.Series([90.0, 100.0, 110.0, None, 80.0, 80.0, 80.0, 80.0]))
    summary = arm_summary(died)
    censored = row(summary, arm="free", outcome="lifetime")
    assert [censored[key] for key in ("mean", "low", "n", "seeds")] == [None, None, 3, 4]
    assert row(summary, arm="paid", outcome="lifetime")["mean"] == 80
    mine = row(paired_differences(died, "free"), outcome="lifetime")
    assert [mine[key] for key in ("mean", "share_higher", "share_better")] == [None, None, None]


def test_the_ensemble_takes_seeds_first_and_then_ranges_over_sets():
    mine = row(ensemble_differences(ENSEMBLE, "free"), arm="paid", outcome="remaining")
    assert mine["median"] == 2
    assert (mine["low"], mine["high"]) == pytest.approx((0.2, 3.8))
    assert (mine["share_positive"], mine["share_equal"]) == (0.8, 0.2)
    assert (mine["n"], mine["sets"]) == (5, 5)


def test_the_scenario_and_its_ensemble_do_not_mix():
    both = pl.concat([RUNS.select(ENSEMBLE.columns), ENSEMBLE])
    alone = RUNS.select(ENSEMBLE.columns)
    assert arm_summary(both).equals(arm_summary(alone))
    assert paired_differences(both, "free").equals(paired_differences(alone, "free"))
    assert ensemble_differences(both, "free").equals(ensemble_differences(ENSEMBLE, "free"))
    assert ensemble_differences(RUNS, "free").is_empty()


def test_a_reported_figure_is_met_within_15_percent():
    summary = arm_summary(RUNS)
    table = against_source(summary, {"remaining": 28, "spent": 2, "headcount_retention": 0.5}, arm="free")
    assert table["inside"].to_list() == [True, False, True]
    mine = row(table, outcome="remaining")
    assert mine["ratio"] == pytest.approx(25 / 28)
    assert mine["sd"] == pytest.approx(row(summary, arm="free", outcome="remaining")["sd"])


@pytest.mark.parametrize(("mean", "inside"), [(84.9, False), (85.1, True), (114.9, True), (115.1, False)])
def test_the_tolerance_holds_on_both_sides(mean, inside):
    runs = RUNS.filter(arm="free").with_columns(remaining=pl.lit(mean))
    assert against_source(arm_summary(runs), {"remaining": 100})["inside"].to_list() == [inside]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: paired_differences(RUNS, "fre"), "unknown arm 'fre'; did you mean 'free'?"),
        (lambda: ensemble_differences(RUNS, "fre"), "unknown arm 'fre'; did you mean 'free'?"),
        (lambda: arm_summary(RUNS, ["remainin"]), "unknown outcome 'remainin'; did you mean 'remaining'?"),
        (lambda: arm_summary(RUNS, ["messages"]), "the runs have no outcome 'messages'"),
        (lambda: arm_summary(RUNS.drop("seed")), "has no column seed; it needs arm, set, seed"),
        (lambda: arm_summary(pl.concat([RUNS, RUNS])), "holds one (arm, set, seed) twice"),
        (lambda: arm_summary(ENSEMBLE), "no run has set -1"),
        (lambda: against_source(arm_summary(RUNS), {"remaining": 1}), "holds 2 arms; say which"),
        (lambda: against_source(arm_summary(RUNS), {"messages": 1}, "free"), "do not measure"),
        (lambda: against_source(arm_summary(RUNS), {"remaining": 0}, "free"), "is 0, which has no ratio"),
    ],
)
def test_bad_input_says_the_next_step(call, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        call()


def test_every_outcome_is_explained_and_no_share_of_a_moving_base_decides_a_verdict():
    for name, outcome in OUTCOMES.items():
        assert name == outcome.name
        assert outcome.definition.endswith(".")
        assert outcome.better == 0 or outcome.denominator not in ("per admitted", "per remaining")
    assert len({outcome.label for outcome in OUTCOMES.values()}) == len(OUTCOMES)
    assert chosen(["speakers", "knocked"]) == [OUTCOMES["speakers"], OUTCOMES["knocked"]]
    assert in_words("never_a_fee") == "never a fee"
    assert {*STAYING, *ACTIVITY, *DIFFERENCES} <= set(OUTCOMES)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (NAN, "–"), (0, "0"), (1234.6, "1,235"), (99.96, "100"), (12.34, "12.3"), (-0.5, "−0.50")],
)
def test_numbers_have_three_figures(value, text):
    assert number(value) == text


def test_small_numbers_and_shares_do_not_pretend():
    assert number(0.001, sign="+") == "0.00"
    assert number(-0.0072, sign="+", decimals=3) == "−0.007"
    assert span("+1", "–") == "–"
    assert [percent(share) for share in (0, 0.001, 0.5, 0.999, 1, None)] == ["0 %", "1 %", "50 %", "99 %", "100 %", "–"]


def printed(comparison):
    console = Console(width=100, record=True, file=io.StringIO(), highlight=False)
    print_comparison(comparison, console=console)
    return console.export_text()


@pytest.fixture(scope="module")
def study(synthetic):
    return compare(synthetic.runs(), "as_described", {"recruited": 537, "remaining": 291, "messages": 1200})


def test_the_tables_name_every_arm_denominator_and_uncertainty_in_100_columns(study, synthetic):
    text = printed(study)
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "…\n" not in text and "de…" not in text
    words = " ".join(text.split())
    for phrase in (
        *("Per 1,000 knocked:", "Per admitted:", "Per remaining:", "20 seeds."),
        *("interval over seeds", "The ensemble is 40 sets", "Arm minus “as described”, paired by seed"),
        *("fewer for: visited on or after day 90", "of one seed", "Days until dead: given only where"),
    ):
        assert phrase in words
    assert all(re.search(rf"^{in_words(arm)}", text, re.M) for arm in synthetic.ARMS if len(arm) < 14)
    source = {line.split("  ")[0]: line.split()[-1] for line in text[text.index("beside what") :].splitlines() if line}
    assert (source["recruited"], source["messages a day"]) == ("yes", "NO")


def test_without_an_ensemble_or_a_source_the_tables_say_so(synthetic):
    text = printed(compare(synthetic.runs(sets=0), "no_cull"))
    assert "No ensemble was run" in text
    assert "source reports" not in text


def test_the_dict_holds_the_tables_and_is_plain_json(study):
    content = json.loads(json.dumps(as_json(study), allow_nan=False))
    mine = row(study.differences, arm="no_cull", outcome="remaining")
    assert content["differences"]["no_cull"]["remaining"]["mean"] == mine["mean"]
    assert content["arms"]["nothing"]["lifetime"]["mean"] is None
    assert content["ensemble"]["no_cull"]["remaining"]["sets"] == 40
    assert content["source"]["messages"]["inside"] is False
    assert content["outcomes"]["remaining"]["denominator"] == "count"
    assert content["control"] == content["described"] == "as_described"
