"""Red packets: who gets one, where each yuan is, what is given on, and that it ends."""

import importlib.util
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from clubsim.agents.records import NOBODY
from clubsim.policies.during import During
from clubsim.policies.red_packet import RedPacket
from clubsim.sim.community import Community
from clubsim.sim.ledger import CLUB, GIFTS, NAMED, OUTSIDE, PACKETS
from clubsim.sim.levers import Packets, Spend

_spec = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
towns = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(towns)

DRAWS = {1000: 0.7, 1001: 0.2, 1002: 0.9, 1003: 0.4}
YESTERDAY = {"day": 5, "rows": [0, 1, 2, 3], "tenure": [5, 5, 5, 5], "last_visit": [4, 4, 4, 2], "draws": DRAWS}
GIVING = {"packets": 15, "amount": 10.0, "funded": "outside"}


def test_lots_are_drawn_among_those_who_came_yesterday(morning):
    packets, spend = RedPacket(packets=2, amount=5.0, funded="outside").act(morning(**YESTERDAY))
    assert packets.rows.tolist() == [1, 0]
    assert packets.amounts.tolist() == [5.0, 5.0]
    assert spend == Spend(amount=0.0, hours=0.1, purpose="red packets", funded="outside")


def test_or_among_all(morning):
    packets, _ = RedPacket(packets=2, to="everyone", funded="outside").act(morning(**YESTERDAY))
    assert packets.rows.tolist() == [1, 3]


def test_random_parts_make_up_the_same_sum_and_are_unequal(morning):
    packets, _ = RedPacket(packets=3, amount=5.0, split="random", funded="outside").act(morning(**YESTERDAY))
    assert packets.amounts.sum() == pytest.approx(15.0)
    waits = -np.log([DRAWS[1000 + row] for row in packets.rows.tolist()])
    assert packets.amounts == pytest.approx(15.0 * waits / waits.sum())


def test_fees_must_cover_all_packets_of_the_day(morning):
    policy = RedPacket(packets=2, amount=5.0)
    assert policy.act(morning(**YESTERDAY, balance=9.9)) == []
    assert isinstance(policy.act(morning(**YESTERDAY, balance=10.0))[0], Packets)


@cache
def lived(engine="compiled", days=40, until=20, world=(), **given):
    """A town in which packets are laid out for a while, and everybody's gifts go on."""
    policy = During(RedPacket(**GIVING | given), until_day=until)
    return Community(towns.small(**dict(world)), {"red": policy}, seed=3, events=True, engine=engine).run(days)


def entries(community, giver, taker):
    return [e for e in community.ledger.entries if e.giver.startswith(giver) and e.taker.startswith(taker)]


def test_every_yuan_has_a_giver_and_a_taker():
    community = lived()
    accounts = {}
    for entry in community.ledger.entries:
        assert entry.giver != entry.taker
        accounts[entry.giver] = accounts.get(entry.giver, 0.0) - entry.amount
        accounts[entry.taker] = accounts.get(entry.taker, 0.0) + entry.amount
    for name, balance in accounts.items():
        assert community.ledger.balances[name] == pytest.approx(balance)
        if name not in (OUTSIDE, CLUB):
            assert balance > -1e-9, f"{name} gave what it had not"
    assert sum(community.ledger.balances.values()) == pytest.approx(0.0, abs=1e-9)
    assert entries(community, NAMED, GIFTS) and entries(community, GIFTS, NAMED)


def test_what_is_not_opened_goes_back_the_same_evening():
    community = lived(to="everyone")
    laid = {(e.day, e.amount) for e in entries(community, OUTSIDE, PACKETS)}
    back = entries(community, PACKETS, OUTSIDE)
    assert back and all((e.day, e.amount) in laid for e in back)
    assert community.ledger.balances.get(PACKETS, 0.0) == pytest.approx(0.0, abs=1e-9)
    opened = sum(e.amount for e in entries(community, PACKETS, NAMED))
    assert community.ledger.spent == pytest.approx(opened)
    assert -community.ledger.balances[OUTSIDE] == pytest.approx(opened)


def test_nobody_gives_on_more_than_they_opened_that_day():
    opened, given = {}, {}
    for entry in lived().ledger.entries:
        if entry.purpose == "packet opened":
            opened[entry.day, entry.taker] = opened.get((entry.day, entry.taker), 0.0) + entry.amount
        if entry.purpose == "gift given on":
            given[entry.day, entry.giver] = given.get((entry.day, entry.giver), 0.0) + entry.amount
    assert given
    assert all(amount <= opened[key] + 1e-9 for key, amount in given.items())


def test_a_gift_is_for_somebody_else_and_ties_both():
    community = lived()
    log = community.events.columns()
    gifts = towns.kinds(log) == "gift"
    assert gifts.sum() == len(entries(community, NAMED, GIFTS))
    assert (log["target"][gifts] != NOBODY).all() and (log["target"][gifts] != log["member"][gifts]).all()


def test_chains_die_out_once_nothing_new_is_laid_out():
    """Of each yuan .18 goes on, so of the 150 a day of the last days nothing is left in circulation a month later."""
    community = lived(days=60, until=20)
    days = [entry.day for entry in entries(community, NAMED, GIFTS)]
    assert max(days) < 45
    assert community.packets == [] and not community.members.packet.any()


def test_all_that_is_given_on_is_about_the_sum_of_the_chain():
    """c / (1 - c) of what is opened, .22; some 109 gifts, so that five standard deviations are about half of it."""
    community = lived(days=60, until=20)
    laid = sum(entry.amount for entry in entries(community, PACKETS, NAMED))
    passed = sum(entry.amount for entry in entries(community, NAMED, GIFTS))
    assert 0.5 < passed / laid / (0.18 / 0.82) < 1.5


def test_without_contagion_all_is_kept():
    community = lived(world=(("gift_contagion", 0.0),))
    assert entries(community, PACKETS, NAMED) and not entries(community, NAMED, GIFTS)


def test_to_receive_is_remembered():
    community, plain = lived(days=21), Community(towns.small(), {}, seed=3).run(21)
    here = plain.present[plain.present < 20]
    assert community.members.reward_memory[here].sum() > plain.members.reward_memory[here].sum() == 0


def test_both_engines_give_the_same_gifts():
    one, other = lived(engine="objects", days=22), lived(days=22)
    assert towns.differing(one, other) == []
    assert entries(one, NAMED, GIFTS)


def test_the_order_of_rows_does_not_matter_for_lots(morning):
    view = morning(**YESTERDAY)
    turned = morning(**YESTERDAY | {"rows": [3, 2, 1, 0], "last_visit": [2, 4, 4, 4]})
    policy = replace(RedPacket(), packets=2, funded="outside")
    assert policy.act(view)[0].rows.tolist() == policy.act(turned)[0].rows.tolist()
