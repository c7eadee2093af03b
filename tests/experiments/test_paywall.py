"""The fee on a free base: its table, its verdict, and that more is lost the dearer it is."""

import pytest

from clubsim.experiments.paywall import ACCEPT, Seen, Task, base_of, changes, main, simulate, table, verdict


def seen(factor, visits, seed=0, before=100, paid=50):
    return Seen(factor=factor, seed=seed, price=80.0 * factor, visits=visits, before=before, paid=paid)


def test_a_change_is_taken_against_the_same_seed():
    runs = [seen(0.0, 100.0, 0), seen(0.0, 200.0, 1), seen(1.0, 60.0, 0), seen(1.0, 80.0, 1)]
    assert changes(runs, 1.0) == pytest.approx([-0.4, -0.6])


def test_the_verdict_stands_at_the_reference_price_only():
    runs = [seen(0.0, 100.0), *(seen(factor, 50.0) for factor in (0.25, 0.5, 1.0, 2.0, 4.0))]
    lines = table(runs).splitlines()
    assert [line.endswith("inside, at the reference price") for line in lines[1:]] == [False, False, True, False, False]
    assert "-50.0%" in lines[3] and "50.0%" in lines[3]
    assert [verdict(change) for change in (-0.7, *ACCEPT, -0.3)] == ["outside", "inside", "inside", "outside"]


def test_the_dearer_the_fewer_stay_and_come():
    free, cheap, dear = (simulate(Task(scenario="operations_club", factor=factor, seed=1)) for factor in (0, 0.5, 2.0))
    assert free.before == cheap.before == dear.before > 50
    assert free.paid == 0 and free.before > cheap.paid > dear.paid > 0
    assert free.visits > cheap.visits > dear.visits > 0


def test_the_price_is_the_scenarios_own_median():
    assert simulate(Task(scenario="bamanshe", factor=1.0, seed=0)).price == base_of("bamanshe").world.willingness_median


def test_a_scenario_that_is_none_is_told_what_there_is(capsys):
    with pytest.raises(SystemExit):
        main(["--scenario", "nowhere"])
    assert "bamanshe" in capsys.readouterr().err
