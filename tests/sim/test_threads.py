"""Threads: the same bits in however many, and only where each member writes the own row."""

from datetime import date

import pytest

from clubsim.sim import engine, loops
from clubsim.sim.community import Community
from clubsim.sim.world import Channel, Scenario

POOLS = engine.pool_of


@pytest.mark.parametrize("threads", [2, 3])
def test_no_bit_hangs_on_the_number_of_threads(communities, town, monkeypatch, threads):
    monkeypatch.setattr(engine, "FEWEST_IN_A_THREAD", 3)
    used = []
    monkeypatch.setattr(engine, "pool_of", lambda count: used.append(count) or POOLS(count))
    one, other = (
        Community(town.small(**town.EVERYTHING), town.operated(), seed=5, events=True, threads=count).run(25)
        for count in (1, threads)
    )
    assert communities.differences(one, other) == []
    assert set(used) == {threads}


def test_what_is_done_in_order_is_what_writes_due_messages_or_takes_rows_for_ties():
    for name, act in loops.MEMBER_ACTS.items():
        shared = {"push", "bind"} & set(act.__code__.co_names)
        assert bool(shared) == (name in engine.IN_ORDER), name
    assert set(engine.IN_ORDER) < set(loops.MEMBER_ACTS)


def test_few_members_are_not_worth_a_thread(monkeypatch):
    monkeypatch.setattr(engine, "pool_of", lambda count: pytest.fail("a thread was asked for"))
    scenario = Scenario(name="few", start=date(2016, 2, 15), channels=(Channel(name="a", flow=2.0),), founders=50)
    assert Community(scenario, threads=8).run(3).headcount > 0


def test_no_thread_is_refused():
    with pytest.raises(ValueError, match=r"threads is a whole number from 1 on, not 0; write for example threads=2"):
        Community(Scenario(name="none", start=date(2016, 2, 15), founders=1), threads=0)
