"""What members agree to pay: tiers and plans at the door, a kept price, days without a gate, a fee on a free base."""

import numpy as np
import pytest

from clubsim.agents.records import NEVER, NOBODY, Reason
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.ledger import CLUB, MEMBERS
from clubsim.sim.world import Channel

FLOW = (Channel(name="passers_by", flow=8.0),)
READERS = (Channel(name="readers", pool=400, reach=1.0),)
STAY = {"leave_base": -30.0, "renewal_a": 0.01, "renewal_b": 500.0}
DOORS = {"recruitment": build("recruitment/seasons", {"places": 10_000, "period": 1_000})}
TIERS = {"tiers": [[50.0, 40, 1.0], [200.0, 5, 2.0]]}


def club(town, days, channels=FLOW, founders=20, seed=5, engine="compiled", world=None, **policies):
    chosen = {slot: build(*given) if isinstance(given, tuple) else given for slot, given in policies.items()}
    scenario = town.small(founders=founders, channels=channels, **(world or {}))
    return Community(scenario, chosen, seed=seed, events=True, engine=engine).run(days)


def of(community, column):
    return getattr(community.members, column)[: community.n_members]


def taken_in(community, purpose):
    return sum(entry.amount for entry in community.ledger.entries if entry.purpose == purpose)


def books_agree(community):
    """Every yuan that members paid is in the ledger, and every yuan given back."""
    ledger = community.ledger
    assert sum(ledger.balances.values()) == pytest.approx(0, abs=1e-6)
    assert ledger.revenue == pytest.approx(of(community, "paid").astype(float).sum(), rel=1e-5)
    assert taken_in(community, "refunds") == pytest.approx(of(community, "refunded").astype(float).sum(), rel=1e-5)


# tiers and plans


def test_a_tier_has_no_more_members_than_places_and_the_dearest_goes_first(town):
    c = club(town, 1, READERS, founders=0, gate=("gate/tiers", TIERS), **DOORS)
    offer, p = of(c, "offer"), c.prospects
    assert np.bincount(offer, minlength=3).tolist() == [0, 40, 5]
    knocked = np.flatnonzero(p.hears[: c.n_prospects] == 1)
    dear = p.offers[knocked] & 2 > 0
    would = knocked[dear & (p.row[knocked] != NOBODY)]
    first = would[np.argsort(p.place[would])]
    assert (offer[p.row[first[:5]]] == 2).all() and (offer[p.row[first[5:]]] == 1).all()
    assert taken_in(c, "fees for plans or tiers") == 40 * 50.0 + 5 * 200.0
    assert sorted(set(of(c, "paid").tolist())) == [50.0, 200.0]
    books_agree(c)


def test_who_would_pay_and_finds_all_tiers_full_is_refused_for_want_of_a_place(town):
    c = club(town, 1, READERS, founders=0, gate=("gate/tiers", TIERS), **DOORS)
    p, n = c.prospects, c.n_prospects
    out = np.flatnonzero((p.hears[:n] == 1) & (p.row[:n] == NOBODY))
    full, dear = out[p.offers[out] > 0], out[p.offers[out] == 0]
    assert full.size > 10 and dear.size > 10
    assert (p.refused[full] == Reason.FULL).all() and (p.refused[dear] == Reason.TOO_DEAR).all()


def test_a_place_is_free_again_when_who_had_it_has_gone(town):
    c = club(town, 40, gate=("gate/tiers", {"tiers": [[20.0, 6, 1.0]]}), world={"leave_base": -2.0})
    assert of(c, "offer")[20:].size > 10
    assert np.count_nonzero(c.members.offer[c.present] == 1) <= 6


def test_both_tiers_fill_on_the_opening_day_where_a_founder_draws_enough(town):
    crowd = (Channel(name="audience", pool=6_000, reach=0.9, enthusiasm=1.0),)
    tiers = {"tiers": [[200.0, 500, 1.0], [1200.0, 50, 3.0]]}
    world = {"willingness_median": 150.0, "enthusiasm_join": 1.0}
    c = club(town, 1, crowd, founders=0, world=world, gate=("gate/tiers", tiers), **DOORS)
    _, ordinary, dear = np.bincount(of(c, "offer"), minlength=3)
    assert ordinary >= 0.95 * 500 and dear >= 0.95 * 50


@pytest.mark.parametrize(("yearly", "more"), [(60.0, True), (4_000.0, False)])
def test_the_cheaper_a_year_the_more_take_it(town, yearly, more):
    plans = {"plans": [[30, 15.0], [365, yearly]]}
    c = club(town, 1, READERS, founders=0, gate=("gate/plans", plans), **DOORS)
    monthly, years = (np.count_nonzero(of(c, "offer") == k) for k in (1, 2))
    assert monthly > 5 and (years > monthly) == more
    until = of(c, "paid_until")
    assert (until[of(c, "offer") == 1] == 30).all() and (until[of(c, "offer") == 2] == 365).all()


def test_one_plan_for_good_lets_in_whom_a_fee_lets_in(town):
    plan = club(town, 20, gate=("gate/plans", {"plans": [[0, 60.0]]}))
    fee = club(town, 20, gate=("gate/paid", {"price": 60.0}))
    assert of(plan, "uid").tolist() == of(fee, "uid").tolist() and plan.n_members > 25
    assert plan.ledger.revenue == fee.ledger.revenue


def test_a_plan_is_renewed_as_such_at_its_price(town):
    plans = {"plans": [[5, 20.0], [15, 40.0]]}
    c = club(town, 40, gate=("gate/plans", plans), world=STAY)
    joined, offer, paid = of(c, "joined")[20:], of(c, "offer")[20:], of(c, "paid")[20:]
    for number, term, price in ((1, 5, 20.0), (2, 15, 40.0)):
        mine = offer == number
        payments = 1 + (39 - joined[mine]) // term
        assert mine.sum() > 5 and paid[mine].tolist() == (payments * price).tolist()
    books_agree(c)


def test_tiers_stand_beside_another_fee_and_both_are_paid(town):
    c = club(town, 1, READERS, founders=0, fee=("gate/paid", {"price": 10.0}), gate=("gate/tiers", TIERS), **DOORS)
    assert sorted(set(of(c, "paid").tolist())) == [60.0, 210.0]
    books_agree(c)


def test_only_one_menu_can_stand(town):
    with pytest.raises(ValueError, match="slot more: only one menu of plans or tiers"):
        club(town, 1, gate=("gate/tiers", TIERS), more=("gate/plans", {}))


# several fees


def test_of_several_fees_each_refuses_whom_it_is_too_much_for_with_those_before(town):
    """A review between two fees is met by those only who pay the first."""
    gates = {
        "outer": ("gate/paid", {"price": 30.0}),
        "review": ("gate/review", {"threshold": 0.0, "hours": 1.0}),
        "inner": ("gate/paid", {"price": 90.0}),
    }
    c = club(town, 1, READERS, founders=0, **DOORS, **gates)
    at_once = club(town, 1, READERS, founders=0, **DOORS, fee=("gate/paid", {"price": 120.0}), review=gates["review"])
    outer = club(town, 1, READERS, founders=0, **DOORS, fee=gates["outer"])
    assert of(c, "uid").tolist() == of(at_once, "uid").tolist() and c.n_members > 5
    hours = {each: taken for each, taken in ((c, c.ledger.hours), (at_once, at_once.ledger.hours))}
    assert hours[c] == outer.n_members > hours[at_once]
    assert (of(c, "paid") == 120.0).all()


# contracts over time


def test_who_keeps_the_price_pays_it_after_a_rise_and_who_does_not_pays_the_new_one(town):
    rising = {"price": 20.0, "term_days": 10, "steps": [[15, 50.0]]}
    for kept, later in ((True, 20.0), (False, 50.0)):
        c = club(town, 35, gate=("gate/paid", rising | {"price_kept": kept}), world=STAY)
        early = (of(c, "joined") < 15) & (of(c, "paid") > 0)
        assert early.sum() > 10
        assert set(of(c, "agreed")[early].tolist()) == {later}
        books_agree(c)


def test_a_rise_reaches_those_who_are_in_when_their_notice_is_over(town):
    rising = {"price": 20.0, "term_days": 10, "steps": [[15, 50.0]], "notice_days": 8}
    c = club(town, 45, gate=("gate/paid", rising), world=STAY)
    for entry in c.ledger.entries:
        if entry.purpose == "renewals":
            assert entry.amount % (20.0 if entry.day < 23 else 50.0) == 0
    at_door = {e.day: e.amount for e in c.ledger.entries if e.purpose == "fees at the door"}
    joined = np.bincount(of(c, "joined")[20:], minlength=45)
    assert all(amount == joined[day] * (20.0 if day < 15 else 50.0) for day, amount in at_door.items())


def test_a_dearer_renewal_loses_more_where_members_mind_the_price(town):
    rising = {"price": 20.0, "term_days": 10, "steps": [[15, 80.0]]}

    def lapsed(weight):
        """Of those who joined at 20, how many went rather than pay 80."""
        world = {"leave_base": -30.0, "renewal_a": 2.0, "renewal_b": 12.0, "renewal_price": weight}
        c = club(town, 26, gate=("gate/paid", rising), world=world)
        asked = (of(c, "joined") < 15) & (of(c, "reason") == Reason.LAPSED) & (of(c, "left") >= 15)
        return np.count_nonzero(asked)

    assert lapsed(2.0) > lapsed(0.0) + 10


def test_a_term_is_renewed_as_agreed_on_a_day_on_which_no_gate_stands(town):
    """The gate stands only until enough are in; terms of ten days end later."""
    c = club(town, 60, gate=("gate/paid", {"price": 20.0, "term_days": 10, "when": {"members_below": 60}}), world=STAY)
    payers = np.flatnonzero(of(c, "paid") > 0)
    assert payers.size > 15 and c.headcount >= 60
    payments = 1 + (59 - of(c, "joined")[payers]) // 10
    assert of(c, "paid")[payers].tolist() == (20.0 * payments).tolist()


def test_a_step_to_nothing_frees_those_who_are_in_too(town):
    c = club(town, 40, gate=("gate/paid", {"price": 20.0, "term_days": 10, "steps": [[20, 0.0]]}), world=STAY)
    assert taken_in(c, "renewals") > 0
    assert not [e for e in c.ledger.entries if e.day >= 20]
    assert (of(c, "paid_until")[c.present] == NEVER).all()


def test_terms_of_a_fixed_date_end_together(town):
    c = club(town, 50, gate=("gate/paid", {"price": 20.0, "term_days": 14, "ends": "fixed_date"}), world=STAY)
    until = of(c, "paid_until")[of(c, "paid") > 0]
    assert until.size > 20 and set(until.tolist()) == {56}
    assert {e.day for e in c.ledger.entries if e.purpose == "renewals"} == {14, 28, 42}


# a fee on a free base


def test_who_would_not_pay_goes_on_the_day_of_the_charge_and_who_pays_stays(town):
    c = club(town, 31, charge=("money/charge", {"price": 80.0, "first_day": 30}), world={"leave_base": -30.0})
    left, reason = of(c, "left"), of(c, "reason")
    out = reason == Reason.PRICED_OUT
    assert out.sum() > 20 and (left[out] == 30).all()
    before = (of(c, "joined") < 30) & ~out
    assert before.sum() > 20 and (of(c, "paid")[before] == 80.0).all() and (of(c, "paid_until")[before] == 395).all()
    assert taken_in(c, "fees of those who were in") == 80.0 * before.sum()
    assert c.counters.series("priced_out").sum() == out.sum() == c.counters.series("lapsed").sum()
    books_agree(c)


def test_who_pays_at_the_door_is_who_pays_inside_where_nobody_grows_fond(town):
    """The same person has the same purse and the same luck on either side of the door."""
    world = {"leave_base": -30.0, "visit_enthusiasm": 0.0}
    inside = club(town, 16, founders=0, world=world, charge=("money/charge", {"price": 80.0, "first_day": 15}))
    door = club(town, 16, founders=0, world=world, gate=("gate/paid", {"price": 80.0}))
    assert sorted(of(inside, "uid")[inside.present].tolist()) == sorted(of(door, "uid").tolist())


def test_the_fond_and_those_told_a_good_reason_pay_more(town):
    def payers(worth=1.0, **world):
        charge = ("money/charge", {"price": 80.0, "first_day": 20, "worth": worth})
        c = club(town, 21, charge=charge, world={"leave_base": -30.0} | world)
        return np.count_nonzero(of(c, "paid") > 0)

    usual = payers()
    assert payers(worth=2.0) > usual > payers(worth=0.5)
    assert payers(willingness_attachment=1.0) > usual


def test_a_charge_by_size_begins_with_the_size_and_goes_on_when_half_have_gone(town):
    charge = ("money/charge", {"price": 80.0, "term_days": 10, "from_members": 60})
    c = club(town, 60, charge=charge, world=STAY)
    heads, out = c.counters.series("headcount"), c.counters.series("priced_out")
    day = int(np.flatnonzero(out)[0])
    assert heads[day - 1] >= 60 > heads[: day - 1].max() and heads[day] < 50
    assert not out[day + 1 :].any()  # who comes later pays at the door
    assert (of(c, "paid")[of(c, "joined") > day] > 0).all()


def test_a_charge_without_notice_makes_angry_and_one_with_notice_does_not(town):
    world = {"leave_base": -30.0, "anger_share": 1.0, "anger_reputation": 2.0}
    charge = {"price": 80.0, "first_day": 20}
    sudden = club(town, 40, charge=("money/charge", charge), world=world)
    told = club(town, 40, charge=("money/charge", charge | {"notice_days": 10}), world=world)
    assert of(sudden, "angry").sum() == (of(sudden, "reason") == Reason.PRICED_OUT).sum() > 10
    assert of(told, "angry").sum() == 0 and (of(told, "left")[of(told, "reason") == Reason.PRICED_OUT] == 30).all()
    assert sudden.counters.series("reputation").min() < 0.7 < told.counters.series("reputation").min()


@pytest.mark.parametrize(
    "policies",
    [
        {"gate": ("gate/tiers", {"tiers": [[30.0, 20, 1.0], [90.0, 4, 2.0]], "term_days": 6})},
        {"gate": ("gate/plans", {"plans": [[4, 12.0], [12, 40.0]], "price_kept": True})},
        {
            "charge": ("money/charge", {"price": 50.0, "term_days": 6, "first_day": 8}),
            "refund": ("money/refund", {"removed": "rest_of_term", "days": 3}),
            "cull": ("cull/inactive", {"days": 3, "from_day": 12}),
        },
    ],
    ids=["tiers", "plans", "charge"],
)
def test_both_engines_agree(town, communities, policies):
    world = {"willingness_attachment": 0.4, "renewal_price": 1.0, "anger_share": 0.5, "anger_reputation": 3.0}
    one, other = (club(town, 20, world=world, engine=engine, **policies) for engine in ("objects", "compiled"))
    assert communities.differences(one, other) == []
    assert one.ledger.balances[CLUB] != 0 and one.ledger.balances[MEMBERS] != 0
