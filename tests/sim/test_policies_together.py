"""Random sets of policies of the whole registry side by side: members, money and ties are conserved."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from clubsim.policies.during import During
from clubsim.policies.registry import registered
from clubsim.sim.community import Community
from clubsim.sim.ledger import MEMBERS
from clubsim.sim.levers import LeverError

SPEC = importlib.util.spec_from_file_location("conservation", Path(__file__).with_name("test_conservation.py"))
conservation = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(conservation)
MOST = 8  # policies at once


@st.composite
def sets_of_policies(draw):
    """Up to MOST of the registered policies in any order, each as its example or its dose, some of them for a while."""
    chosen = draw(st.lists(st.sampled_from(list(registered())), min_size=3, max_size=MOST, unique=True))
    policies, needs = {}, {}
    for number, name in enumerate(chosen):
        cls = registered()[name]
        policy = cls(**draw(st.sampled_from([cls.example, cls.dose])))
        begin = draw(st.integers(0, 12))
        if draw(st.booleans()):
            policy = During(policy, from_day=begin, until_day=begin + draw(st.integers(1, 12)))
        policies[f"slot_{number}"] = policy
        needs |= cls.needs
    return policies, needs


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(chosen=sets_of_policies(), everything=st.booleans(), seed=st.integers(0, 2**63 - 1))
def test_any_policies_together_conserve_members_money_and_ties(town, chosen, everything, seed):
    policies, needs = chosen
    world = (town.EVERYTHING if everything else {}) | needs
    community = Community(town.small(**world), policies, seed=seed, events=True)
    uids, gone = [], {}
    for _ in range(20):
        try:
            community.step()
        except LeverError as refused:  # two quotas, two orders of the feed: said in one sentence
            assert str(refused).startswith("slot ") and str(refused).count("\n") == 0
            assume(False)
        uids = conservation.keep_rows(community, uids)
        gone = conservation.stay_gone(community, gone)
        conservation.ties_hold(community)
        conservation.feed_holds(community)
        conservation.shares_hold(community)
    conservation.count_up(community, 20)
    books_hold(community)


def books_hold(community):
    """Every sum has a giver and a taker, and every account is what its entries make it."""
    ledger = community.ledger
    for account, balance in ledger.balances.items():
        came = sum(entry.amount for entry in ledger.entries if entry.taker == account)
        went = sum(entry.amount for entry in ledger.entries if entry.giver == account)
        assert balance == pytest.approx(came - went, abs=1e-6)
    assert sum(ledger.balances.values()) == pytest.approx(0, abs=1e-6)
    for entry in ledger.entries:
        assert entry.giver in ledger.balances and entry.taker in ledger.balances
        assert entry.giver != entry.taker or entry.giver == MEMBERS  # members may give to one another
        assert entry.amount >= 0 and entry.hours >= 0 and np.isfinite(entry.amount + entry.hours)
        assert 0 <= entry.day < community.day and entry.purpose
    assert ledger.hours == pytest.approx(sum(entry.hours for entry in ledger.entries))
