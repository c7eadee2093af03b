"""Nobody is lost, nobody is two, and no money comes from nowhere, whatever the world and the policies."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clubsim.agents.records import NEVER, NOBODY, Count, Reason
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.graphs import ties_of
from clubsim.sim.world import Channel

POLICIES = {
    "recruitment": st.fixed_dictionaries({"places": st.integers(1, 40), "period": st.integers(3, 12)}),
    "gate": st.fixed_dictionaries({"price": st.floats(1, 400), "term_days": st.sampled_from([0, 0, 1, 2, 5])}),
    "cull": st.fixed_dictionaries(
        {
            "messages": st.integers(0, 30),
            "check_ins": st.integers(0, 9),
            "period": st.integers(1, 12),
            "needed": st.sampled_from(["both", "either"]),
            "scope": st.sampled_from(["everyone", "newcomers"]),
            "grace": st.integers(0, 12),
            "announced": st.booleans(),
            "executed": st.booleans(),
        }
    ),
    "inactive": st.fixed_dictionaries({"days": st.integers(1, 9)}),
    "cash": st.fixed_dictionaries({"winners": st.integers(0, 5), "funded": st.sampled_from(["fees", "outside"])}),
    "topic": st.fixed_dictionaries({"weekday": st.integers(0, 6), "appeal": st.floats(0.5, 3)}),
    "guest": st.fixed_dictionaries({"weekday": st.integers(0, 6), "fee": st.floats(0, 90)}),
}
NAMES = {
    "recruitment": "recruitment/seasons",
    "gate": "gate/paid",
    "cull": "cull/quota",
    "inactive": "cull/inactive",
    "cash": "reward/cash",
    "topic": "programme/discussion",
    "guest": "programme/talk",
}


@st.composite
def arms(draw):
    slots = draw(st.lists(st.sampled_from(list(NAMES)), unique=True))
    return {slot: build(NAMES[slot], draw(POLICIES[slot])) for slot in slots}


WORLDS = st.fixed_dictionaries(
    {
        "visit_mean": st.floats(-4, 4),
        "leave_base": st.floats(-9, 0),
        "talk_mean": st.floats(-3, 3),
        "open_base": st.floats(-6, 6),
        "answer_back": st.floats(0, 0.95),
        "answer_lag": st.floats(0.01, 100),
        "partner_share": st.floats(0, 1),
        "dropout_a": st.sampled_from([0.0, 0.5, 5.0]),
        "dropout_reply": st.floats(0, 1),
        "first_day": st.sampled_from([0.0, 1.0]),
        "visit_partners": st.sampled_from([0.0, 0.5]),
        "topics": st.integers(1, 5),
        "novelty_form": st.integers(0, 4),
        "check_ins": st.integers(0, 1),
        "reading": st.integers(0, 1),
        "noise_share": st.sampled_from([0.0, 0.3]),
        "needs": st.integers(0, 1),
        "trusting": st.integers(0, 1),
        "drift_sd": st.sampled_from([0.0, 0.2]),
        "invite_rate": st.sampled_from([0.0, 0.05, 0.3]),
        "founder_hours": st.sampled_from([0.0, 1.0]),
        "founder_quits": st.sampled_from([0.02, 2.0]),
        "content_recruitment": st.sampled_from([0.0, 2.0]),
        "need_partners": st.sampled_from([0, 0, 0, 1]),
        "need_days": st.sampled_from([0, 9]),
        "invite_market": st.sampled_from([1.0, 60.0, 1e6]),
    }
)
CHANNELS = st.lists(
    st.builds(
        Channel,
        name=st.just("x"),
        pool=st.floats(0, 40),
        growth=st.floats(0, 2),
        flow=st.floats(0, 3),
        reach=st.floats(0, 1),
        opens=st.integers(0, 9),
    ),
    max_size=3,
)


@settings(max_examples=150, deadline=None)
@given(policies=arms(), world=WORLDS, channels=CHANNELS, founders=st.integers(0, 40), seed=st.integers(0, 2**63 - 1))
def test_a_community_keeps_its_books(town, policies, world, channels, founders, seed):
    community = Community(town.small(founders, channels, **world), policies, seed=seed, events=True)
    uids, gone = [], {}
    for _ in range(18):
        community.step()
        uids = keep_rows(community, uids)
        gone = stay_gone(community, gone)
        ties_hold(community)
        sleepers_sleep(community)
        feed_holds(community)
        shares_hold(community)
    count_up(community, founders)
    books_balance(community)
    log_agrees(community, town)


def keep_rows(community, uids):
    """Rows never move and are never used again."""
    now = community.members.uid[: community.n_members].tolist()
    assert now[: len(uids)] == uids
    assert len(set(now)) == len(now)
    return now


def stay_gone(community, gone):
    """Nobody is in and out; who is out stays out, for the reason and since the day they went."""
    m, n = community.members, community.n_members
    out = np.flatnonzero(m.left[:n] != NEVER)
    assert sorted([*out.tolist(), *community.present.tolist()]) == list(range(n))
    assert (m.left[out] >= m.joined[out]).all() and (m.left[out] < community.day).all()
    assert (m.reason[out] != Reason.NONE).all() and not m.reason[community.present].any()
    now = {row: (int(m.left[row]), int(m.reason[row])) for row in out.tolist()}
    assert gone.items() <= now.items()
    return now


def ties_hold(community):
    """Ties are to people who joined, to nobody twice and to nobody's self, and weigh something."""
    m, n = community.members, community.n_members
    rows, weights, days = ties_of(m, np.arange(n))
    tied = rows != NOBODY
    assert ((rows[tied] >= 0) & (rows[tied] < n)).all()
    assert (weights[tied] > 0).all() and (days[tied] < community.day).all()
    taken = np.sort(m.tied[:n][m.tied[:n] > 0])
    np.testing.assert_array_equal(taken, np.arange(m.tie_count[0]) + 1)  # no row of slots is two members'
    for row in range(n):
        partners = rows[row][tied[row]].tolist()
        assert len(set(partners)) == len(partners) and row not in partners


def sleepers_sleep(community):
    """Who has dropped out neither visits nor writes unless they were answered; days are those of the visits."""
    m, here, day = community.members, community.members_of_the_day, community.day - 1
    for column in (m.visited, m.attended, m.checked_in, m.planned, m.messages, m.replies):
        assert not column[community.asleep].any()
    assert sorted([*community.awake.tolist(), *community.asleep.tolist()]) == here.tolist()
    came = m.visits[here] & np.uint64(1)
    np.testing.assert_array_equal(came, m.visited[here])
    np.testing.assert_array_equal(came == 1, m.last_visit[here] == day)
    if community.world.dropout_a == 0.0:
        assert not m.dropped.any() and not m.dropout.any()


def feed_holds(community):
    """Messages are of today and in order, threads of the window, due messages of another day."""
    feed = community.feed
    threads, messages, due = (int(feed.counts[each]) for each in (Count.THREADS, Count.MESSAGES, Count.DUE))
    assert (np.diff(feed.hour[:messages]) >= 0).all() and (np.diff(feed.thread_hour[:threads]) >= 0).all()
    assert (feed.due_hour[:due] >= 24).all()
    first = feed.counts[Count.FIRST_THREAD]
    assert ((feed.thread[:messages] >= first) & (feed.thread[:messages] < first + threads)).all()
    assert (community.members.hour[: community.n_members] < 24).all()
    assert np.isin(feed.author[:messages], community.members_of_the_day).all()


def shares_hold(community):
    """What is a share stays one; interests sum to 1, and so do tastes and motives where anything depends on them."""
    m, n, commons, world = community.members, community.n_members, community.commons, community.world
    for column in (m.novelty, m.habit, m.identity, m.bonds, m.met, m.expectation, m.elsewhere, m.trust, m.told):
        assert ((column[:n] >= 0) & (column[:n] <= 1)).all()
    for column in (m.praise, m.fatigue, m.reward_memory, np.abs(m.benefit)):
        assert ((column[:n] >= 0) & (column[:n] <= 1)).all()
    drift = world.drift_sd > 0 or world.drift_home > 0 or world.drift_talk > 0
    for column, whole in ((m.interests, 1.0), (m.taste, float(drift)), (m.motives, float(world.needs))):
        assert (column[:n] >= 0).all() and np.allclose(column[:n].sum(axis=1), whole, atol=1e-5)
    assert commons.archive >= 0
    assert all(0 <= share <= 1 for share in (commons.culture, commons.reputation, commons.clarity))


def count_up(community, founders):
    """The headcount is who joined less who left, lapsed and was removed, every evening."""
    joined, left, removed, heads = (community.counters.series(x) for x in ("joined", "left", "removed", "headcount"))
    np.testing.assert_array_equal(heads, np.cumsum(joined - left - removed - community.counters.series("lapsed")))
    assert joined.sum() == community.n_members >= founders
    p, n = community.prospects, community.n_prospects
    assert (p.row[:n] != NOBODY).sum() == community.n_members - founders


def books_balance(community):
    """What somebody gets somebody gives, and fees are what members paid at the door and for further terms."""
    ledger = community.ledger
    assert sum(ledger.balances.values()) == pytest.approx(0, abs=1e-6)
    assert all(entry.giver != entry.taker and entry.amount >= 0 for entry in ledger.entries)
    paid = community.members.paid[: community.n_members].astype(float).sum()
    assert ledger.revenue == pytest.approx(paid, rel=1e-5)


def log_agrees(community, town):
    """The log has one join a member and one end for each who went, and nobody acts before or after."""
    log, m = community.events.columns(), community.members
    kinds, member, day = town.kinds(log), log["member"], log["day"]
    assert sorted(member[kinds == "join"].tolist()) == list(range(community.n_members))
    ended = member[(kinds == "leave") | (kinds == "removed") | (kinds == "lapse")]
    assert sorted(ended.tolist()) == np.flatnonzero(m.left[: community.n_members] != NEVER).tolist()
    assert (day >= m.joined[member]).all()
    last = np.where(m.left == NEVER, community.day, m.left)[member]
    assert (day <= last).all()
    assert (kinds == "renew").sum() == community.counters.series("renewed").sum()
