"""
Partner communities: real ones, with members of their own, who live by the same acts beside ours, day by day.

A partner's luck is made from our seed, the slot and the partner's number, so it is founded as the same community in
every arm; from then on the exchange with ours makes it what it is.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.birth import enthusiasm_of, willingness_of
from clubsim.agents.inviting import shift_of_invited
from clubsim.agents.luck import SEED_BITS, Luck, Purpose, allied_uid, draw, draw_word
from clubsim.agents.prospects import pay_chance
from clubsim.agents.records import NEVER, NOBODY
from clubsim.sim.commons import signal_and_noise
from clubsim.sim.engine import ENGINES
from clubsim.sim.ledger import CLUB, MEMBERS
from clubsim.sim.levers import Ally
from clubsim.sim.view import slot_number
from clubsim.sim.world import PARTNER, Channel, Scenario

if TYPE_CHECKING:
    from clubsim.sim.community import Community

WEEK = 7
HEARS, LEAKS, SEED = 0, 1, 2  # which of a partner's draws; four are set aside for each
Awaited = tuple[Any, Any, bool]  # uid [n], shift of enthusiasm [n, sd], and whether they join whatever they think of us


@dataclass
class Partner:
    """
    One partner community.

    here: who its members are here, by their uid there; came: uids there of those who have come to us; went: rows of
    ours who have gone over to it; holders: by row there, whether they bought the card.
    """

    number: int  # in the run, from 0
    community: "Community"
    here: dict[int, int] = field(default_factory=dict)
    came: set[int] = field(default_factory=set)
    went: list[int] = field(default_factory=list)
    holders: dict[int, bool] = field(default_factory=dict)


@dataclass
class Alliance:
    """The partners of one slot, and who of ours bought the card, by row."""

    partners: list[Partner] = field(default_factory=list)
    holders: dict[int, bool] = field(default_factory=dict)


def live_beside(community: "Community", slot: str, lever: Ally) -> None:
    """
    A day of an alliance: partners live up to this morning, and members, needs and messages are exchanged.

    Reads our members and the partners'; writes `allied` and `drawn`, who is awaited here and there, what is read
    from there and here, and the price of cards.
    """
    c = community
    alliance = c.alliances.setdefault(slot, Alliance())
    while len(alliance.partners) < lever.partners:
        alliance.partners.append(founded(c, slot, len(alliance.partners), lever))
    holders = cards(c, lever, alliance.holders, c.present, slot)
    ours = signal_and_noise(c)[0]
    for place, partner in enumerate(alliance.partners[: lever.partners]):
        there = partner.community
        catch_up(c, there)
        life = liveliness(there)
        send_over(c, slot, place, partner, lever.overlap)
        share_needs(c, holders, lever.benefit * life)
        draw_off(c, slot, place, partner, holders, lever.leak * lever.overlap * life)
        let_hear(c, slot, place, partner, lever)
        if lever.content > 0:
            c.exchanged = c.exchanged + lever.content * signal_and_noise(there)[0]
            there.exchanged = lever.content * ours


def founded(community: "Community", slot: str, place: int, lever: Ally) -> Partner:
    """A new partner: our World with another inclination to come, its own people, as old as the lever says."""
    c = community
    world = c.world._replace(visit_mean=c.world.visit_mean + lever.liveliness)
    scenario = Scenario(
        name=f"{slot} {place}",
        start=c.scenario.start + timedelta(days=c.day - lever.age),
        world=world,
        channels=(Channel(name="by themselves", flow=lever.inflow),),
        founders=lever.size,
        tie_slots=c.scenario.tie_slots,
    )
    engine = next(name for name, kind in ENGINES.items() if isinstance(c.engine, kind))
    there = type(c)(scenario, seed=seed_of(c.luck, slot, place), engine=engine, member_class=c.member_class)
    number = sum(len(alliance.partners) for alliance in c.alliances.values())
    return Partner(number=number, community=there)


def seed_of(luck: Luck, slot: str, place: int) -> int:
    """A partner's seed, in [0, 2**63): of ours, the slot and its number, and so the same in every arm."""
    high, low = (draw_word(luck, Purpose.ALLY, place, half, index_of(slot, 0, SEED)) for half in (0, 1))
    return (high << 32 | low) >> (64 - SEED_BITS)


def index_of(slot: str, place: int, which: int) -> int:
    """The index of a draw that belongs to a slot and one of its partners, in [0, 2**26)."""
    return slot_number(slot) * 64 + place * 4 + which


def catch_up(community: "Community", there: "Community") -> None:
    """The partner lives through the days up to this morning; also those in which the alliance rested."""
    today = community.scenario.start + timedelta(days=community.day)
    there.run((today - there.scenario.start).days - there.day)


def liveliness(there: "Community") -> float:
    """Share of a partner's members who came in the last week, in [0, 1]; a dead one meets no needs and draws nobody."""
    last = there.members.last_visit[there.present]
    if last.size == 0:
        return 0.0
    return int(np.count_nonzero((last != NEVER) & (last >= there.day - WEEK))) / last.size


def cards(where: "Community", lever: Ally, bought: dict[int, bool], rows: Any, slot: str) -> Any:
    """
    Who of `rows` has the card, int64 [n]: whoever came lately, or bought it. Writes what is bought.

    Whether somebody buys is settled once, on the first morning on which they could.
    """
    m = where.members
    if lever.card == "earned":
        last = m.last_visit[rows]
        return rows[(last != NEVER) & (last >= where.day - lever.card_days)]
    asked = [row for row in rows.tolist() if row not in bought]
    for row in asked:
        bought[row] = buys(where, row, lever.price, slot)
    sold = sum(bought[row] for row in asked)
    if sold and lever.price > 0:
        where.ledger.record(where.day, MEMBERS, CLUB, lever.price * sold, "alliance cards")
    return rows[np.array([bought[row] for row in rows.tolist()], dtype=np.bool_)]


def buys(where: "Community", row: int, price: float, slot: str) -> bool:
    """Whether a member would pay so much for a card, by the willingness they were born with."""
    m, uid = where.members, int(where.members.uid[row])
    enthusiasm = enthusiasm_of(where.luck, uid, float(m.shift[row]))
    chance = pay_chance(willingness_of(where.luck, uid, enthusiasm, where.world), price, where.world.price_softness)
    return draw(where.luck, Purpose.CARD, uid, 0, index_of(slot, 0, 0)) < chance


def share_needs(community: "Community", holders: Any, share: float) -> None:
    """A partner meets a share of what is still unmet of those who have the card."""
    allied = community.members.allied
    allied[holders] = 1.0 - (1.0 - allied[holders].astype(np.float64)) * (1.0 - share)


def draw_off(community: "Community", slot: str, place: int, partner: Partner, holders: Any, leak: float) -> None:
    """
    Some of those who have the card go over to the partner this evening, the likelier the less they belong here.

        chance of a day = leak * overlap * liveliness there * (1 - belonging)

    Source: assumed. M10; that exposure may also lose members is what H51 leaves open.
    """
    c, m = community, community.members
    if leak <= 0:
        return
    share = c.world.bond_share
    bonds, identity = m.bonds[holders].astype(np.float64), m.identity[holders].astype(np.float64)
    chances = leak * (1.0 - (share * bonds + (1.0 - share) * identity))
    index = index_of(slot, place, LEAKS)
    for row, chance in zip(holders.tolist(), chances.tolist(), strict=True):
        if int(m.drawn[row]) == 0 and draw(c.luck, Purpose.ALLY, int(m.uid[row]), c.day, index) < chance:
            m.drawn[row] = 1 + partner.number


def send_over(community: "Community", slot: str, place: int, partner: Partner, overlap: float) -> None:
    """Who left us yesterday for the partner joins it today; what they cared for here and there is alike by overlap."""
    c, m = community, community.members
    gone = c.members_of_the_day[m.left[c.members_of_the_day] == c.day - 1]
    gone = gone[m.drawn[gone] == 1 + partner.number]
    if gone.size == 0:
        return
    there = partner.community
    uids = [allied_uid(there.luck, slot_number(slot), place, uid) for uid in m.uid[gone].tolist()]
    cares = [enthusiasm_of(c.luck, int(m.uid[row]), float(m.shift[row])) for row in gone.tolist()]
    shifts = [shift_of_invited(there.luck, uid, care, overlap) for uid, care in zip(uids, cares, strict=True)]
    there.awaited.append((np.array(uids, dtype=np.int64), np.array(shifts), True))
    partner.went += gone.tolist()


def let_hear(community: "Community", slot: str, place: int, partner: Partner, lever: Ally) -> None:
    """
    Members of the partner who have the card hear of us, and come to our door if what they hear appeals to them.

    What they care for there and here is as alike as the two communities overlap. Who came over from us stays there.
    """
    c, there = community, partner.community
    m = there.members
    index = index_of(slot, place, HEARS)
    uids, shifts = [], []
    for row in cards(there, lever, partner.holders, there.present, slot).tolist():
        uid = int(m.uid[row])
        if uid in partner.came or int(m.channel[row]) == PARTNER:
            continue
        here = partner.here.get(uid, NOBODY)
        if here == NOBODY:
            here = partner.here[uid] = allied_uid(c.luck, slot_number(slot), place, uid)
        if draw(c.luck, Purpose.ALLY, here, c.day, index) < lever.hears:
            care = enthusiasm_of(there.luck, uid, float(m.shift[row]))
            partner.came.add(uid)
            uids.append(here)
            shifts.append(shift_of_invited(c.luck, here, care, lever.overlap))
    if uids:
        c.awaited.append((np.array(uids, dtype=np.int64), np.array(shifts), False))
