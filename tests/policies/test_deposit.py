"""A deposit on checking in: who puts it down, what it does, and where the money goes."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from clubsim.policies.deposit import CheckInDeposit
from clubsim.sim.community import Community
from clubsim.sim.ledger import CLUB, DEPOSITS, MEMBERS
from clubsim.sim.levers import SettleDeposits, Stake, TakeDeposits

PATH = Path(__file__).parents[1] / "sim" / "towns.py"
SPEC = importlib.util.spec_from_file_location("towns", PATH)
towns = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(towns)
ALL = {"amount": 50.0, "check_ins": 4, "period": 10, "uptake": 1.0}


def club(days, engine="compiled", world=None, **fields):
    policy = CheckInDeposit(**ALL | fields)
    scenario = towns.small(channels=(), founders=60, **world or {})
    return Community(scenario, {"deposit": policy}, seed=5, events=True, engine=engine).run(days)


def moved(community, purpose):
    return sum(entry.amount for entry in community.ledger.entries if entry.purpose == purpose)


def test_those_who_came_lately_take_part_by_their_own_luck(morning):
    view = morning(day=20, rows=[0, 1, 2], last_visit=[19, 2, 19], draws={1000: 0.1, 1001: 0.1, 1002: 0.9})
    settle, take, stake = CheckInDeposit(period=10, uptake=0.5, check_ins=6).act(view)
    assert settle == SettleDeposits(check_ins=6, shared=True) and stake == Stake(check_ins=6, lift=0.8)
    assert isinstance(take, TakeDeposits) and take.rows.tolist() == [0] and take.amount == 50.0
    assert CheckInDeposit(period=10).act(morning(day=21, rows=[0])) == [Stake(check_ins=14, lift=0.8)]
    assert CheckInDeposit(first_day=30).act(view) == []


@pytest.mark.parametrize("forfeits", ["club", "shared"])
def test_who_did_enough_gets_it_back_and_the_rest_goes_where_it_should(forfeits):
    c = club(10, forfeits=forfeits)
    m, n = c.members, c.n_members
    takers = np.flatnonzero(m.deposit[:n] > 0)
    did = (m.all_check_ins[takers] - m.deposit_base[takers] >= 4) & (m.left[takers] == -1)
    c.step()
    assert 5 < did.sum() < takers.size - 5
    assert moved(c, "deposits given back") == 50.0 * did.sum()
    lost = {"club": "forfeits", "shared": "forfeits shared"}[forfeits]
    assert moved(c, lost) == 50.0 * (~did).sum()
    assert c.ledger.revenue == (50.0 * (~did).sum() if forfeits == "club" else 0.0) and c.ledger.spent == 0.0
    assert c.ledger.balances[DEPOSITS] == m.deposit[: c.n_members].sum()


def test_every_yuan_is_somewhere():
    c = club(35)
    balances = c.ledger.balances
    assert sum(balances.values()) == pytest.approx(0.0)
    assert balances[DEPOSITS] == c.members.deposit[: c.n_members].sum() > 0
    assert balances[MEMBERS] + balances[CLUB] == -balances[DEPOSITS]


def test_who_heeds_rewards_checks_in_more_while_it_is_at_stake():
    world = {"reward_heeders": 0.5, "leave_base": -30.0}
    at_stake, not_heeded = (club(30, world=world, lift=lift, check_ins=9) for lift in (2.0, 0.0))

    def check_ins(c, heeds):
        m = c.members
        return m.all_check_ins[:60][(m.heeds_reward[:60] == 1) == heeds].sum()

    assert check_ins(at_stake, True) > 1.2 * check_ins(not_heeded, True)
    assert check_ins(at_stake, False) < 1.1 * check_ins(not_heeded, False)


def test_who_has_done_enough_is_drawn_no_more():
    c = club(12, check_ins=1, lift=5.0)
    m, rows = c.members, c.present
    c.members.nudge[rows] = 0.0
    done = m.all_check_ins[rows] - m.deposit_base[rows] >= 1
    c.step()
    assert done.sum() > 5 and not c.members.nudge[rows[done]].any()


def test_both_engines_agree():
    plain, compiled = (club(15, engine, period=6) for engine in ("objects", "compiled"))
    assert towns.differing(plain, compiled) == []
