"""V41: of each yuan in red packets drawn by lot, .10 to .25 is given on within a day; and the measurement can fail."""

from dataclasses import replace

import pytest

from clubsim.experiments import gift_contagion
from clubsim.experiments.gift_contagion import ACCEPT, FIRST_DAY, PACKETS, STUDY, Seen, Task, seen_in, simulate, table
from clubsim.experiments.study import load_study
from clubsim.sim.community import Community


@pytest.fixture(scope="module")
def seen():
    return [simulate(Task(seed=seed, days=90)) for seed in (3, 4)]


def test_what_is_given_on_lies_in_the_band(seen):
    low, high = ACCEPT
    assert all(low <= one.per_unit <= high for one in seen)
    assert all(one.drawn > 500 and one.others > one.drawn for one in seen)


def test_some_packets_are_opened_by_nobody(seen):
    assert all(0.5 * PACKETS.amount < one.opened < PACKETS.amount for one in seen)


def with_contagion(share):
    study = load_study(STUDY)
    scenario = replace(study.scenario, world=study.scenario.world._replace(gift_contagion=share))
    policies = {**study.arms[study.control].policies, "red_packets": PACKETS}
    return seen_in(Community(scenario, policies, seed=3, events=True).run(60), 3)


def test_the_measurement_follows_what_is_put_in():
    assert with_contagion(0.0).per_unit == 0.0
    assert with_contagion(0.6).per_unit > ACCEPT[1]
    assert 0 < with_contagion(0.05).per_unit < ACCEPT[0]


def test_the_table_says_what_lies_inside():
    one = Seen(seed=0, drawn=10, others=20, opened=4.0, passed=0.8)
    assert "0.200 +- nan, inside 0.10-0.25" in table([one])
    assert "outside" in table([one, replace(one, passed=2.0)])


def test_a_wrong_length_is_refused(capsys):
    with pytest.raises(SystemExit):
        gift_contagion.main(["--days", str(FIRST_DAY)])
    assert f"--days {FIRST_DAY + 1} or more" in capsys.readouterr().err
