"""The four channels of a gate, each switched off alone; gates of experience, purchase, small signs and trial."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from clubsim.agents.birth import enthusiasm_of
from clubsim.agents.records import NEVER, NOBODY, Reason
from clubsim.policies.registry import build
from clubsim.sim.levers import Channels, Gate
from clubsim.sim.world import Channel

FEE = ("gate/paid", {"price": 80.0})
REVIEW = ("gate/review", {"threshold": 0.5, "noise": 0.5, "hours": 0.25})
HOMEWORK = ("gate/homework", {"effort": 0.5})
VALUES = ("gate/values", {"least": 1.0})
EXPERIENCE = ("gate/experience", {"from_years": 3.0, "below_years": 6.0})
MICRO = ("gate/micro", {"least": 0.5, "price": 1.0})
SELECTING = {"fee": FEE, "review": REVIEW, "homework": HOMEWORK, "experience": EXPERIENCE, "micro": MICRO}
POOL = (Channel(name="readers", pool=2000, reach=0.3),)


@pytest.fixture(scope="module")
def towns():
    spec = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def opened(towns, *gates, days=1, channels=POOL, period=10, engine="compiled", events=False, **world):
    """A community whose doors open wide on the first day and every so many days, behind some gates."""
    policies = {f"gate_{number}": build(name, fields) for number, (name, fields) in enumerate(gates)}
    policies["doors"] = build("recruitment/seasons", {"places": 100_000, "period": period})
    town = towns.small(founders=5, channels=channels, **{"willingness_enthusiasm": 0.9, **world})
    return towns.run(days, policies, town, engine=engine, events=events)


def switched(gate, **switches):
    return gate[0], {**gate[1], **switches}


def admitted(community):
    return community.n_members - 5


def care(community):
    """Mean enthusiasm of those who got in."""
    m = community.members
    return np.mean([enthusiasm_of(community.luck, uid, 0.0) for uid in m.uid[5 : community.n_members].tolist()])


@pytest.mark.parametrize("kind", [*SELECTING])
def test_without_selection_as_many_get_in_and_they_are_like_everybody(towns, kind):
    world = {"experience_enthusiasm": 0.9} if kind == "experience" else {}
    gate = SELECTING[kind] if kind != "experience" else ("gate/experience", {"from_years": 6.0})
    free, strict = opened(towns, **world), opened(towns, gate, **world)
    by_lot = opened(towns, switched(gate, selects=False), **world)
    assert 20 < admitted(strict) < 0.7 * admitted(free)
    assert admitted(by_lot) == admitted(strict)
    error = 1 / np.sqrt(admitted(strict))
    assert care(strict) > care(free) + 3 * error
    assert abs(care(by_lot) - care(free)) < 3 * error


def test_who_has_lost_the_lot_does_not_win_it_on_another_day(towns):
    still = (Channel(name="readers", pool=300, reach=1.0),)
    strict = opened(towns, FEE, days=35, channels=still)
    by_lot = opened(towns, switched(FEE, selects=False), days=35, channels=still)
    assert admitted(by_lot) == admitted(strict) > 20
    assert np.unique(by_lot.members.joined[5 : by_lot.n_members]).size == 1


def test_a_lowered_gate_without_selection_lets_in_as_many_more(towns):
    still = (Channel(name="readers", pool=300, reach=1.0),)
    lower = ("gate/paid", {"price": 150.0, "steps": [[10, 20.0]]})
    strict = opened(towns, lower, days=15, channels=still)
    by_lot = opened(towns, switched(lower, selects=False), days=15, channels=still)
    days = [np.unique(one.members.joined[5 : one.n_members], return_counts=True) for one in (strict, by_lot)]
    assert days[0][0].size == 2
    np.testing.assert_array_equal(days[0], days[1])


@pytest.mark.parametrize("kind", [*SELECTING])
def test_without_limits_as_many_get_in_as_without_the_gate_and_they_are_selected(towns, kind):
    free = opened(towns)
    wide = opened(towns, switched(SELECTING[kind], limits=False))
    assert admitted(wide) == admitted(free)
    knocked = [np.count_nonzero(one.prospects.knocked[: one.n_prospects] != NEVER) for one in (free, wide)]
    assert knocked[0] == knocked[1]
    if kind != "experience":
        assert care(wide) > care(free) + 0.1


def test_others_are_found_only_as_far_as_there_are_any(towns):
    everyone_hears = (Channel(name="readers", pool=300, reach=1.0),)
    strict = opened(towns, FEE, channels=everyone_hears)
    assert admitted(opened(towns, switched(FEE, limits=False), channels=everyone_hears)) == admitted(strict)


def test_others_get_past_every_gate_that_selects(towns):
    both = opened(towns, switched(FEE, limits=False), switched(REVIEW, limits=False))
    assert admitted(both) == admitted(opened(towns))
    p = both.prospects
    inside = p.row[: both.n_prospects] != NOBODY
    found = inside & (p.knocked[: both.n_prospects] == NEVER)
    assert found.sum() > 20
    assert p.enthusiasm[: both.n_prospects][found].mean() > 0.5


def test_without_either_the_intake_is_as_large_and_as_unlike_as_without_the_gate(towns):
    free, neither = opened(towns), opened(towns, switched(REVIEW, selects=False, limits=False))
    assert admitted(neither) == admitted(free)
    assert abs(care(neither) - care(free)) < 0.15


def test_without_funding_members_pay_the_same_and_the_club_has_none_of_it(towns):
    kept = opened(towns, ("gate/paid", {"price": 60.0, "term_days": 5}), days=9)
    gone = opened(towns, ("gate/paid", {"price": 60.0, "term_days": 5, "funds": False}), days=9)
    n = kept.n_members
    np.testing.assert_array_equal(kept.members.paid[:n], gone.members.paid[: gone.n_members])
    assert kept.ledger.revenue > 0 == gone.ledger.revenue
    assert gone.ledger.balances["outside"] == kept.ledger.revenue
    assert gone.ledger.spent == 0.0
    assert {entry.purpose for entry in gone.ledger.entries} == {"fees at the door, to others", "renewals, to others"}


@pytest.mark.parametrize("gate", [FEE, HOMEWORK])
def test_what_is_cherished_makes_people_belong_and_stay_more_active(towns, gate):
    loved, plain = (
        opened(towns, switched(gate, cherished=cherished), days=40, cherishing=0.3, visit_belonging=2.0)
        for cherished in (True, False)
    )
    assert opened(towns, gate, cherishing=0.3).members.identity[5:100].min() > 0
    n = loved.n_members
    assert loved.members.uid[:n].tolist() == plain.members.uid[:n].tolist()
    assert loved.counters.series("visitors").sum() > plain.counters.series("visitors").sum()


def test_cherishing_is_off_by_default_and_nothing_to_cherish_changes_no_bit(towns):
    assert towns.differing(opened(towns, FEE, days=20), opened(towns, switched(FEE, cherished=False), days=20)) == []
    free = opened(towns, days=20)
    assert towns.differing(free, opened(towns, days=20, cherishing=0.3)) == []


OFF = [{"selects": False}, {"limits": False}, {"cherished": False}, {"selects": False, "limits": False}]


@pytest.mark.parametrize("switches", OFF, ids=["lot", "others", "uncherished", "neither"])
def test_both_engines_agree_on_every_switch(towns, switches):
    gates = [switched(gate, **switches) for gate in (FEE, REVIEW, HOMEWORK, VALUES, EXPERIENCE, MICRO)]
    few = (Channel(name="readers", pool=150, reach=0.4), Channel(name="passers_by", flow=2.0))
    runs = [
        opened(towns, *gates, days=12, channels=few, period=5, engine=engine, events=True, cherishing=0.2)
        for engine in ("compiled", "objects")
    ]
    assert towns.differing(*runs) == []


def test_the_lever_has_the_policys_switches(morning):
    gate = build("gate/paid", {"price": 5.0, "selects": False, "funds": False})
    off = Channels(selects=False, funds=False)
    assert gate.act(morning()) == [Gate(price=5.0, channels=off)]


def test_a_switch_is_true_or_false():
    with pytest.raises(ValueError, match="gate/paid: selects must be true or false, not 0"):
        build("gate/paid", {"selects": 0})


def test_a_purchase_is_weighed_like_a_fee_and_pays_the_seller(towns):
    fee, bought = opened(towns, FEE), opened(towns, ("gate/purchase", {"amount": 160.0, "worth": 0.5}))
    n = fee.n_members
    assert fee.members.uid[:n].tolist() == bought.members.uid[: bought.n_members].tolist()
    assert bought.ledger.revenue == bought.ledger.spent == 0.0
    assert bought.ledger.balances["outside"] == fee.ledger.revenue > 0


def test_a_purchase_is_not_made_again_for_another_term(towns):
    term = ("gate/paid", {"price": 10.0, "term_days": 5})
    both = opened(towns, term, ("gate/purchase", {"amount": 40.0}), days=9, renewal_a=0.01, renewal_b=50.0)
    renewed = both.members.paid_until[5 : both.n_members] > 5
    assert renewed.sum() > 20
    assert set(both.members.paid[5 : both.n_members][renewed].tolist()) == {60.0}


def test_a_band_of_years_lets_in_its_share_of_a_lognormal_number(towns):
    from scipy.stats import norm

    free, band = opened(towns), opened(towns, EXPERIENCE)
    low, high = (norm.cdf(np.log(years / 3.0) / 0.8) for years in (3.0, 6.0))
    share = admitted(band) / admitted(free)
    assert abs(share - (high - low)) < 5 * np.sqrt(share * (1 - share) / admitted(free))
    p = band.prospects
    assert (p.refused[: band.n_prospects] == Reason.OTHER_EXPERIENCE).sum() == admitted(free) - admitted(band)
    with pytest.raises(ValueError, match="below_years must be more than from_years, 3, not 2; write 5"):
        build("gate/experience", {"from_years": 3, "below_years": 2})


def test_a_small_sign_costs_little_and_tells_who_cares(towns):
    community = opened(towns, MICRO)
    p, n = community.prospects, community.n_prospects
    assert (p.refused[:n] == Reason.NO_SIGNAL).sum() > 20
    assert care(community) > care(opened(towns)) + 0.2
    assert community.ledger.balances["outside"] == admitted(community)


@pytest.mark.parametrize("engine", ["compiled", "objects"])
def test_a_candidate_who_takes_too_little_part_is_out_on_the_last_evening(towns, engine):
    trial = ("gate/trial", {"days": 6, "messages": 2, "hours": 0.5})
    few = (Channel(name="readers", pool=120, reach=0.6),)
    community = opened(towns, trial, days=8, channels=few, engine=engine, events=True)
    m, n = community.members, community.n_members
    failed = np.flatnonzero(m.reason[:n] == Reason.FAILED_TRIAL)
    assert failed.size > 5
    assert set(m.left[failed].tolist()) == {5}
    assert (m.all_messages[failed] < 2).all()
    stayed = np.flatnonzero((m.left[:n] == NEVER) & (m.joined[:n] == 0))[5:]
    assert stayed.size > 5 and (m.all_messages[stayed] >= 2).all()
    assert not set(range(5)) & set(failed.tolist())  # founders are no candidates
    assert community.ledger.hours == 0.5 * admitted(community)
    assert community.counters.series("removed")[5] == failed.size
    assert (towns.kinds(community.events.columns()) == "removed").sum() == failed.size


def test_two_trials_at_once_are_refused(towns):
    with pytest.raises(ValueError, match="only one trial can be held"):
        opened(towns, ("gate/trial", {}), ("gate/trial", {"days": 3}))
