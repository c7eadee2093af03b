"""Seeds for a wished precision, and studies that add seeds until they have it."""

import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest
from scipy import stats

from clubsim.experiments.compare import compare_study
from clubsim.experiments.comparison import arm_summary, paired_differences
from clubsim.experiments.errors import StudyError
from clubsim.experiments.intervals import shown_intervals, t_intervals
from clubsim.experiments.precision import expected_halfwidth, precision, seeds_needed
from clubsim.experiments.store import Store
from clubsim.experiments.study import load_study
from clubsim.experiments.until import LEAST, Until, grown, next_round, until_of, widest_interval


def test_seeds_needed_is_the_printed_answer_of_textbooks():
    """A mean to +- 0.5 sd takes 18 and to +- 0.2 sd 99: normal quantiles alone would say 16 and 97."""
    assert seeds_needed(1.0, 0.5) == 18
    assert seeds_needed(10.0, 2.0) == 99


@pytest.mark.parametrize("ratio", [0.05, 0.3, 0.9, 1.5, 20.0])
def test_that_many_seeds_do_and_one_less_does_not(ratio):
    n = seeds_needed(1.0, ratio)
    assert stats.t.ppf(0.975, n - 1) / np.sqrt(n) <= ratio
    assert n == 2 or expected_halfwidth(1.0, n - 1) > ratio


def test_seeds_needed_grows_with_the_spread_and_falls_with_the_width():
    wide = [seeds_needed(1.0, halfwidth) for halfwidth in (0.05, 0.1, 0.2, 0.4, 0.8)]
    assert wide == sorted(wide, reverse=True) and len(set(wide)) == 5
    assert seeds_needed(0.0, 0.1) == 2
    assert seeds_needed(1.0, 1e-9) is None
    for sd, halfwidth, says in ((1.0, 0.0, "a half-width is above 0"), (-1.0, 1.0, "is 0 or more")):
        with pytest.raises(ValueError, match=says):
            seeds_needed(sd, halfwidth)


def table(values):
    """Runs of a control at 100 and of arms that differ by `values` [seeds] in remaining, and by nothing in spent."""
    rows = [("free", seed, 100.0, 5.0) for seed in range(len(next(iter(values.values()))))]
    rows += [(arm, seed, 100.0 + x, 5.0) for arm, column in values.items() for seed, x in enumerate(column)]
    return pl.DataFrame(rows, schema=["arm", "seed", "remaining", "spent"], orient="row").with_columns(set=-1)


def test_the_table_of_precision_has_each_arms_width_and_the_seeds_for_a_percent():
    runs = table({"paid": [0.0, 2.0, 4.0, 6.0], "same": [0.0] * 4})
    rows = {
        (row["arm"], row["outcome"]): row
        for row in precision(paired_differences(runs, "free"), arm_summary(runs), "free").iter_rows(named=True)
    }
    paid = rows["paid", "remaining"]
    sd = np.sqrt(20 / 3)
    assert paid["sd"] == pytest.approx(sd)
    assert paid["halfwidth"] == pytest.approx(stats.t.ppf(0.975, 3) * sd / 2)
    assert (paid["wished"], paid["seeds_needed"]) == (1.0, seeds_needed(sd, 1.0))
    assert rows["same", "remaining"]["seeds_needed"] == 2
    assert rows["paid", "spent"]["wished"] == 0.05


def study(*overrides):
    return load_study("operations_club", ["ensemble=null", *overrides])


def test_the_rule_can_be_written_in_one_word_or_in_full():
    assert plain_study().until is None
    assert study("until_halfwidth=0.02").until == Until(outcome="active_90_bracket", halfwidth=0.02, at_most=500)
    full = study("until.outcome=remaining", "until.halfwidth=5", "until.at_most=60")
    assert full.until == Until(outcome="remaining", halfwidth=5.0, at_most=60)


def test_a_rule_in_a_study_that_cannot_be_is_refused_in_a_sentence():
    for overrides, says in (
        (
            ["until_halfwidth=1", "until.at_most=10"],
            "until.at_most=10 is below the 20 seeds that the study begins with",
        ),
        (["until.width=1"], "did you mean 'until.halfwidth'?"),
        (["until=1"], "until has fields; write until.outcome=VALUE"),
    ):
        with pytest.raises(StudyError, match=re.escape(says)):
            study(*overrides)


@pytest.mark.parametrize(
    ("group", "short", "says"),
    [
        ({}, 0, "until_halfwidth is above 0, in the outcome's unit, not 0"),
        ({}, "wide", "until_halfwidth is a number, not 'wide'"),
        ({}, float("nan"), "until_halfwidth is a number, not nan"),
        ({"halfwidth": -1}, None, "until.halfwidth is above 0"),
        ({"halfwidth": True}, None, "until.halfwidth is a number, not true"),
        ({"outcome": "remainin"}, 1, "did you mean 'remaining'?"),
        ({"outcome": "lifetime"}, 1, "which is missing while a community lives"),
        ({"at_most": "many"}, 1, "until.at_most is a whole number from 2"),
        ({"width": 1}, 1, "did you mean 'halfwidth'?"),
        ([1], 1, "until is a mapping"),
    ],
)
def test_values_of_a_rule_are_checked(group, short, says):
    given = {"outcome": "remaining", "at_most": 50, **group} if isinstance(group, dict) else group
    with pytest.raises(StudyError, match=re.escape(says)):
        until_of(given, short, seeds=20, arms=2, most_seeds=100)


def test_a_rule_needs_two_arms_and_no_rule_is_none():
    with pytest.raises(StudyError, match="asks for a difference and the study has one arm"):
        until_of({"outcome": "remaining", "at_most": 50}, 1, seeds=20, arms=1, most_seeds=100)
    assert until_of({"outcome": "remaining", "at_most": 5}, None, seeds=20, arms=1, most_seeds=100) is None
    assert until_of(None, None, seeds=20, arms=2, most_seeds=100) is None


def test_rounds_grow_by_half_and_end_at_the_most():
    rounds = [20]
    while rounds[-1] < 100:
        rounds.append(next_round(rounds[-1], 100))
    assert rounds == [20, 30, 45, 68, 100]
    assert next_round(1, 100) == 2


def maker(values, asked):
    """In place of runs: the control at 100, every other arm at 100 plus the seed's value."""

    def make(study):
        asked.append(len(study.seeds))
        return table({arm: [values(arm, seed) for seed in study.seeds] for arm in study.arms if arm != study.control})

    return make


@cache
def plain_study():
    return load_study("free_group")


def planted(halfwidth, seeds, at_most=200):
    rule = Until(outcome="remaining", halfwidth=halfwidth, at_most=at_most)
    return replace(plain_study(), until=rule, seeds=tuple(range(seeds))), []


def with_control(plan, values, asked):
    make = maker(values, asked)
    return grown(plan, lambda larger: make(larger).with_columns(arm=pl.col("arm").replace("free", larger.control)))


def noise(arm, seed):
    return 10 * np.random.default_rng([seed, len(arm)]).normal()


def test_a_study_stops_at_the_first_round_in_which_every_arm_is_known_well_enough():
    plan, asked = planted(3.5, 5)
    done = with_control(plan, noise, asked)
    assert asked == [5, 8, 12, 18, 27, 41, 62][: len(asked)]
    assert len(done.seeds) == asked[-1] > LEAST
    differ = {arm: [noise(arm, seed) for seed in done.seeds] for arm in plan.arms if arm != plan.control}
    widths = [stats.t.ppf(0.975, len(x) - 1) * np.std(x, ddof=1) / np.sqrt(len(x)) for x in differ.values()]
    assert max(widths) <= 3.5
    before = [x[: asked[-2]] for x in differ.values()]
    shorter = [stats.t.ppf(0.975, len(x) - 1) * np.std(x, ddof=1) / np.sqrt(len(x)) for x in before]
    assert max(shorter) > 3.2  # the one before was too wide, by t or by BCa
    assert "until no interval of “remaining” was wider than ±3.5" in done.notes[-1]


def test_the_width_is_that_of_bca_or_of_t_whichever_is_wider():
    plan, wider = replace(plain_study(), control="free"), set()
    for draw in range(12):
        values = np.random.default_rng(draw).normal(size=12) ** (1 + draw % 3)
        bca, by_t = (
            (high - low) / 2 for ((low, high),) in (shown_intervals(values[None])[0], t_intervals(values[None]))
        )
        assert widest_interval(table({"paid": values}), plan, "remaining") == ("paid", pytest.approx(max(bca, by_t)))
        wider.add(bool(bca > by_t))
    assert wider == {True, False}


def test_no_study_stops_below_the_least_number_of_seeds_however_narrow():
    plan, asked = planted(3, 5)
    done = with_control(plan, lambda arm, seed: 1.0, asked)
    assert asked == [5, 8, 12, 18, 27]
    assert len(done.seeds) == 27


def test_the_sign_of_a_difference_has_no_part_in_stopping():
    """The same spread around 0 and far from it: the same rounds."""
    rounds = []
    for shift in (0.0, 1000.0):
        plan, asked = planted(2.5, 10)
        with_control(plan, lambda arm, seed, shift=shift: shift + noise(arm, seed), asked)
        rounds.append(asked)
    assert rounds[0] == rounds[1] and len(rounds[0]) > 2


def test_at_the_most_it_stops_and_says_that_it_did():
    plan, asked = planted(0.01, 20, at_most=30)
    done = with_control(plan, noise, asked)
    assert asked == [20, 30]
    assert "stopped at until.at_most" in done.notes[-1] and "not to the ±0.01" in done.notes[-1]


def test_an_outcome_that_no_run_has_is_refused():
    plan, asked = planted(1, 5)
    with pytest.raises(StudyError, match="which no seed has in both"):
        with_control(plan, lambda arm, seed: float("nan"), asked)


def test_a_grown_study_makes_no_run_twice_and_is_the_one_with_that_many_seeds(tmp_path, capsys):
    small = ["days=8", "scale=0.1", "ensemble.file=null", "until.outcome=remaining", "until.halfwidth=0.0001"]
    only = [
        f"~arms.{arm}" for arm in ("never_a_fee", "never_a_fee_no_rewards", "announced_only", "no_rewards", "no_cull")
    ]
    plan = load_study(
        "operations_club", [*small, *only, "recruitment.period=5", "seeds=2", "until.at_most=4", "workers=1"]
    )
    grown_folder, straight_folder = tmp_path / "grown", tmp_path / "straight"
    compare_study(plan, grown_folder, as_json=True, quiet=True)
    assert "ran 2, 3, 4 seeds" in json.loads(capsys.readouterr().out)["notes"][-1]
    made = [
        key for shard in Store(grown_folder / "runs").shards for key in pl.read_parquet(shard / "runs.parquet")["key"]
    ]
    assert len(made) == len(set(made)) == 2 * 4
    straight = ["seeds=4", "until.at_most=4", "workers=1"]
    plan = load_study("operations_club", [*small, *only, "recruitment.period=5", *straight])
    compare_study(plan, straight_folder, as_json=True, quiet=True)
    for name in ("runs.parquet", "daily.parquet", "members.parquet"):
        assert (grown_folder / name).read_bytes() == (straight_folder / name).read_bytes()
