"""What the sources say of S01 through its year, of S02 and of S03, as far as the same code shows it."""

from dataclasses import replace

import pytest

from clubsim.experiments.compare import task_of
from clubsim.experiments.running import carry_out
from clubsim.experiments.scenarios import with_values
from clubsim.experiments.study import Study, load_study

FEW = 4  # seeds


def outcomes(study: Study, arm: str, seeds: int = FEW) -> list[dict[str, float]]:
    """What an arm's runs end in, by seed."""
    return [carry_out(task_of(study, arm, -1, seed)).outcomes for seed in study.seeds[:seeds]]


# Luoji Siwei (S03)


def tiers_filled(run: dict[str, float]) -> tuple[float, float]:
    """Shares of the 5,000 places at 200 yuan and of the 500 at 1,200 that are taken, by who came and what they paid."""
    bought = run["recruited"] - 1  # the founder pays nothing
    dear = (run["revenue"] - 200.0 * bought) / 1000.0
    return (bought - dear) / 5000.0, dear / 500.0


@pytest.mark.slow
def test_both_tiers_fill_on_the_opening_day_under_strong_pull_and_clearly_do_not_without():
    """N33-N37: 97.8 % and 99.0 % were sold in half a day."""
    study = load_study("luoji")
    pulled, without = outcomes(study, "as_described"), outcomes(study, "without_pull")
    for run in pulled:
        ordinary, dear = tiers_filled(run)
        assert 0.95 <= ordinary <= 1.0 and 0.95 <= dear <= 1.0
    for run in without:
        ordinary, dear = tiers_filled(run)
        assert ordinary < 0.5 and dear < 0.75  # measured: .16 to .18 and .50 to .53


@pytest.mark.slow
def test_the_pull_of_the_founder_is_his_fame():
    """One number of the world takes it away: in a world where nobody follows him, his hosting sells nothing more."""
    unknown = load_study("luoji", ["world.founder_fame=0"])
    for by, without in zip(outcomes(unknown, "as_described", 2), outcomes(unknown, "without_pull", 2), strict=True):
        assert tiers_filled(by) == tiers_filled(without)


@pytest.mark.slow
def test_whether_the_tiers_fill_turns_on_the_audience_that_the_source_does_not_name():
    """A third of the audience is too little with pull, seven times as many are enough without."""
    study = load_study("luoji")
    small = replace(study, scenario=with_values(study.scenario, {"audience.pool": 100_000.0}))
    large = replace(study, scenario=with_values(study.scenario, {"audience.pool": 2_000_000.0}))
    assert tiers_filled(outcomes(small, "as_described", 1)[0])[0] < 0.95
    assert min(tiers_filled(outcomes(large, "without_pull", 1)[0])) >= 0.95
