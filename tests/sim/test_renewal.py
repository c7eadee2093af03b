"""Paid terms end: who pays again, who lapses, and that the money is right."""

from dataclasses import dataclass

import numpy as np
import pytest

from clubsim.agents.records import NEVER, Reason
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.ledger import CLUB, MEMBERS
from clubsim.sim.levers import Gate
from clubsim.sim.world import Channel

FLOW = (Channel(name="passers_by", flow=3.0),)
TERM = 10
PAYS = {"willingness_median": 1e5, "renewal_a": 1.0, "renewal_b": 3.0}


def paid_gate(price=40.0, term=TERM, **times):
    return {"gate": build("gate/paid", {"price": price, "term_days": term, **times})}


def club(town, policies, days=0, **world):
    return town.run(days, policies, town.small(channels=FLOW, **PAYS | world), events=True)


@dataclass(frozen=True)
class FreeTerm:
    """A gate that costs nothing and yet asks each member now and then whether they want to stay."""

    term: int

    def act(self, view):
        return [Gate(price=0.0, term=self.term)]


def through(community, days):
    """The days one by one: rows whose term ends, and of these those who renewed, lapsed, or went for another reason."""
    for _ in range(days):
        m, day = community.members, community.day
        due = community.present[m.paid_until[community.present] == day]
        community.step()
        m = community.members
        left = m.left[due] == day
        yield day, due, due[~left], due[left & (m.reason[due] == Reason.LAPSED)], due[left]


def test_who_renews_and_who_lapses_add_up_to_those_whose_term_ended(town):
    community = club(town, paid_gate(), leave_base=-30.0)
    ends = 0
    for day, due, renewed, lapsed, gone in through(community, 60):
        counted = {name: community.counters.series(name)[-1] for name in ("renewed", "lapsed", "left", "removed")}
        assert counted == {"renewed": renewed.size, "lapsed": lapsed.size, "left": 0, "removed": 0}
        assert gone.tolist() == lapsed.tolist()
        assert (community.members.paid_until[renewed] == day + TERM).all()
        ends += due.size
    assert ends > 90 and community.counters.series("lapsed").sum() > 20


def test_who_goes_for_another_reason_on_that_day_neither_renews_nor_lapses(town):
    cull = build("cull/quota", {"messages": 8, "check_ins": 4, "period": 5, "grace": 3})
    policies = paid_gate(term=3) | {"cull": cull}
    community = club(town, policies, leave_base=-2.5)
    others = 0
    for _, _, renewed, lapsed, gone in through(community, 60):
        assert community.counters.series("renewed")[-1] == renewed.size
        assert community.counters.series("lapsed")[-1] == lapsed.size
        others += gone.size - lapsed.size
    assert others > 3
    heads, *changes = (community.counters.series(x) for x in ("headcount", "joined", "left", "removed", "lapsed"))
    np.testing.assert_array_equal(heads, np.cumsum(changes[0] - changes[1] - changes[2] - changes[3]))
    assert min(changes[1].sum(), changes[2].sum(), changes[3].sum()) > 5


def test_the_term_is_counted_from_joining_and_from_each_renewal(town):
    community = club(town, paid_gate(), 60)
    m, log = community.members, community.events.columns()
    kinds = town.kinds(log)
    for kind in ("renew", "lapse"):
        member, day = log["member"][kinds == kind], log["day"][kinds == kind]
        assert member.size > 20
        assert ((day - m.joined[member]) % TERM == 0).all() and (day > m.joined[member]).all()


def test_who_lapses_is_out_with_a_reason_and_an_event_and_does_nothing_more(town):
    community = club(town, paid_gate(), 60)
    m, log = community.members, community.events.columns()
    kinds, member, day = town.kinds(log), log["member"], log["day"]
    out = np.flatnonzero(m.reason[: community.n_members] == Reason.LAPSED)
    assert out.size > 20 and not np.isin(out, community.present).any()
    assert sorted(member[kinds == "lapse"].tolist()) == out.tolist()
    assert (day[kinds == "lapse"] == m.left[member[kinds == "lapse"]]).all()
    assert (m.left[out] == m.paid_until[out]).all()
    theirs = np.isin(member, out)
    assert (day[theirs] <= m.left[member[theirs]]).all()
    assert not np.isin(member[(kinds == "leave") | (kinds == "removed")], out).any()


def test_what_members_paid_is_what_the_club_got(town):
    community = club(town, paid_gate(), 60)
    m, ledger, n = community.members, community.ledger, community.n_members
    renewals = community.counters.series("renewed").sum()
    at_the_door = n - 20  # founders pay nothing
    assert renewals > 50
    assert ledger.revenue == 40.0 * (at_the_door + renewals) == m.paid[:n].astype(float).sum()
    by_purpose = {}
    for entry in ledger.entries:
        assert (entry.giver, entry.taker) == (MEMBERS, CLUB)
        by_purpose[entry.purpose] = by_purpose.get(entry.purpose, 0.0) + entry.amount
    assert by_purpose == {"fees at the door": 40.0 * at_the_door, "renewals": 40.0 * renewals}
    assert sum(ledger.balances.values()) == 0.0 and ledger.balances[CLUB] == ledger.revenue
    kinds = town.kinds(community.events.columns())
    assert ((kinds == "renew").sum(), (kinds == "pay").sum()) == (renewals, at_the_door)


def test_founders_have_no_term(town):
    community = club(town, paid_gate(), 60)
    assert (community.members.paid_until[:20] == NEVER).all() and not community.members.paid[:20].any()
    assert not (community.members.reason[:20] == Reason.LAPSED).any()


def test_a_fee_for_good_is_never_renewed(town):
    community = club(town, paid_gate(term=0), 60)
    assert (community.members.paid_until[: community.n_members] == NEVER).all()
    assert not community.counters.series("renewed").any() and not community.counters.series("lapsed").any()


def test_a_term_ends_without_a_word_where_the_fee_is_done_away_with(town):
    """On day 25 the fee is done away with; whose term ends later stays, for nothing and for good."""
    community = club(town, paid_gate(steps=[[25, 0.0]]), 80)
    renewed, lapsed = community.counters.series("renewed"), community.counters.series("lapsed")
    assert renewed[:25].any() and lapsed[:25].any()
    assert not renewed[25:].any() and not lapsed[25:].any()
    assert (community.members.paid_until[community.present] == NEVER).all()


def test_renewals_are_at_the_price_and_for_the_term_of_their_day(town):
    dearer = {
        "now": build("gate/paid", {"price": 40.0, "term_days": 10, "until_day": 15}),
        "later": build("gate/paid", {"price": 90.0, "term_days": 7, "from_day": 15}),
    }
    community = club(town, dearer, leave_base=-30.0)
    paid_later = 0
    for day, _, renewed, _, _ in through(community, 40):
        price, term = (40.0, 10) if day < 15 else (90.0, 7)
        sums = [each.amount for each in community.ledger.entries if (each.day, each.purpose) == (day, "renewals")]
        assert sums == ([price * renewed.size] if renewed.size else [])
        assert (community.members.paid_until[renewed] == day + term).all()
        paid_later += renewed.size * (day >= 15)
    assert paid_later > 20


def test_of_several_gates_all_are_paid_and_the_shortest_term_counts(town):
    gates = {
        "outer": build("gate/paid", {"price": 30.0, "term_days": 12}),
        "inner": build("gate/paid", {"price": 5.0, "term_days": 5}),
        "once": build("gate/paid", {"price": 1.0}),
    }
    community = club(town, gates, 1)
    m, new = community.members, np.flatnonzero(community.members.paid[: community.n_members] > 0)
    assert new.size and (m.paid[new] == 36.0).all() and (m.paid_until[new] == 5).all()


def test_a_term_that_costs_nothing_is_renewed_without_money(town):
    community = club(town, {"gate": FreeTerm(term=TERM)}, 60)
    assert community.counters.series("renewed").sum() > 50 and community.counters.series("lapsed").sum() > 10
    assert community.ledger.revenue == 0.0 and not community.ledger.entries
    assert not community.members.paid[: community.n_members].any()


def test_who_is_attached_renews_more(town):
    def share(weight):
        community = club(town, paid_gate(), 60, renewal_attachment=weight, visit_mean=1.0, renewal_a=2.0, renewal_b=2.0)
        renewed, lapsed = (community.counters.series(name).sum() for name in ("renewed", "lapsed"))
        return renewed / (renewed + lapsed)

    assert share(6.0) > share(0.0) + 0.1


def test_renewals_are_the_same_in_both_engines(town, communities):
    scenario = town.small(channels=FLOW, **PAYS, renewal_attachment=0.8)
    one, other = (
        Community(scenario, paid_gate(term=6), seed=3, engine=engine, events=True).run(25)
        for engine in ("objects", "compiled")
    )
    assert one.counters.series("lapsed").any()
    assert communities.differences(one, other) == []


@pytest.mark.parametrize("term", [-1, 10_001, 2.5])
def test_a_term_is_a_whole_number_of_days(term):
    with pytest.raises(ValueError, match=r"^gate/paid: term_days must be a whole number"):
        build("gate/paid", {"term_days": term})
