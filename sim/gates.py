"""What stands at the door, gate by gate: who gets past it, why the others do not, and what work it makes."""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.luck import Purpose, draw
from clubsim.agents.records import NEVER, NOBODY, Hurdle, Reason
from clubsim.agents.ties import strengthen
from clubsim.sim.contracts import offers_of, one_price
from clubsim.sim.ledger import CLUB, SUPPLIERS
from clubsim.sim.levers import AnyGate, Experience, Gate, Invitations, Menu, Review, Signal, Task, Values
from clubsim.sim.view import slot_number

if TYPE_CHECKING:
    from clubsim.sim.community import Community

REASONS = {
    Gate: Reason.TOO_DEAR,
    Menu: Reason.TOO_DEAR,
    Invitations: Reason.NOT_INVITED,
    Review: Reason.UNCONVINCING,
    Task: Reason.GAVE_UP,
    Values: Reason.OTHER_VALUES,
    Experience: Reason.OTHER_EXPERIENCE,
    Signal: Reason.NO_SIGNAL,
}
DAYS_OF_LUCK = 1 << 32  # what a draw keeps of the day, which here is somebody's uid


def pass_gate(community: "Community", slot: str, gate: AnyGate, rows: Any) -> tuple[Any, Reason]:
    """
    Prospects meet one gate.

    Args:
        slot: the gate's, to which its luck belongs.
        rows: [n], of those who stand before it.

    Returns:
        Who gets past it, bool [n], and why the others do not.
    """
    if not gate.channels.selects:
        passed = by_lot(community, slot, gate, rows)
    elif isinstance(gate, Gate) and len(community.standing.fees) == 1:
        passed = community.prospects.can_pay[rows] == 1  # one fee is weighed when they hear of it
    else:
        passed = meets(community, slot, gate, rows)
    note_work(community, gate, rows.shape[0], int(passed.sum()))
    return passed, REASONS[type(gate)]


def meets(community: "Community", slot: str, gate: AnyGate, rows: Any) -> Any:
    """Who of some prospects, wherever they are, would get past a gate today: bool [n]."""
    p = community.prospects
    match gate:
        case Gate():
            return would_pay(community, gate, rows)
        case Menu():
            offers = offers_of(community, gate, asked_until(community, gate))
            community.engine.let_try(community, "weigh_offers", rows, offers)
            return p.offers[rows] != 0
        case Invitations():
            return (p.inviter[rows] != NOBODY) | (not gate.only)
        case Review():
            return tried(community, "be_reviewed", rows, slot, gate.least, gate.noise)
        case Task():
            return tried(community, "do_task", rows, slot, gate.effort, gate.spare)
        case Values():
            return tried(community, "read_values", rows, slot, gate.least, gate.vagueness, gate.topic)
        case Experience():
            return tried(community, "show_experience", rows, slot, gate.least, 0.0, most=gate.most)
        case Signal():
            return tried(community, "show_signal", rows, slot, gate.least, gate.spread)


def note_work(community: "Community", gate: AnyGate, tried: int, passed: int) -> None:
    """Note the hours that a gate costs for so many who tried it and got past it."""
    if isinstance(gate, Review):
        take_hours(community, gate.hours * tried, "review of applications")
    elif isinstance(gate, Task):
        take_hours(community, gate.hours * passed, "comments on tasks")


def by_lot(community: "Community", slot: str, gate: AnyGate, rows: Any) -> Any:
    """
    As many get past a gate as it would let past, but whom the lot names: bool [n].

    Whoever comes for the first time is dealt the answer of somebody who comes for the first time that day, and keeps
    it. Those with the smallest lots get the answers that let in, so one person more changes it for one at most.
    """
    cards = community.cards.setdefault("fees" if isinstance(gate, Gate) else slot, {})
    new = np.array([row for row in rows.tolist() if row not in cards], dtype=np.int64)
    if new.size:
        number, uid = slot_number(slot), community.prospects.uid[new]
        lots, order = (draws_of(community, Purpose.LOT, uid, which, number) for which in (0, 1))
        refused = ~meets(community, slot, gate, new)
        dealt = zip(new[np.lexsort((uid, lots))].tolist(), new[np.lexsort((uid, order, refused))].tolist(), strict=True)
        cards.update(dealt)
    return meets(community, slot, gate, np.array([cards[row] for row in rows.tolist()], dtype=np.int64))


def find_others(community: "Community", knocking: Any, most: int) -> Any:
    """
    Others are found in place of those whom gates refuse that are to refuse nobody: rows of `most` people at most.

    They would join, have not knocked today and get past every gate that selects; a gate that does not asks nothing of
    them. They are brought to the door and have not knocked, so who knocked stays the same in every arm.
    """
    p, n = community.prospects, community.n_prospects
    others = np.setdiff1d(np.flatnonzero((p.row[:n] == NOBODY) & (p.would_join[:n] == 1)), knocking)
    gates = community.standing.gates
    for slot, gate in gates:
        if gate.channels.selects:
            others = others[meets(community, slot, gate, others)]
    uid = p.uid[others]
    found = others[np.lexsort((uid, draws_of(community, Purpose.FOUND, uid, community.day)))][:most]
    p.place[found] = draws_of(community, Purpose.PLACE, p.uid[found], community.day)
    for _, gate in gates:
        note_work(community, gate, found.shape[0], found.shape[0])
    return found


def draws_of(community: "Community", purpose: Purpose, uid: Any, day: int, index: int = 0) -> Any:
    """A draw in (0, 1) for each of some people, float64 [n]."""
    return np.array([draw(community.luck, purpose, who, day, index) for who in uid.tolist()], dtype=np.float64)


def asked_until(community: "Community", gate: Gate | Menu) -> float:
    """What all fees at the door ask until and with this gate [yuan]; what a menu offers is not among them."""
    asked = 0.0
    for _, other in community.standing.gates:
        if isinstance(other, Gate):
            asked += other.price
        if other is gate:
            break
    return asked


def would_pay(community: "Community", gate: Gate, rows: Any) -> Any:
    """Who would pay at a gate what it asks and all before it asked, whether or not they knock today: bool [n]."""
    p = community.prospects
    marked = p.offers[rows]  # what they would take of a menu, which may stand before this gate
    community.engine.let_try(community, "weigh_offers", rows, one_price(asked_until(community, gate)))
    passed = p.offers[rows] != 0
    p.offers[rows] = marked
    return passed


def tried(
    community: "Community",
    act: str,
    rows: Any,
    slot: str,
    least: float,
    spread: float,
    topic: int = 0,
    most: float = 0.0,
) -> Any:
    """Let prospects do what a gate asks, by its act; who of them meets it, bool [n]."""
    about = topic % community.world.topics
    number = slot_number(slot)
    hurdle = Hurdle(number=number, least=float(least), spread=float(spread), topic=about, most=float(most))
    community.engine.let_try(community, act, rows, hurdle)
    return community.prospects.passes[rows] == 1


def take_hours(community: "Community", hours: float, purpose: str) -> None:
    """Note the work [hour] that those at the door have made today."""
    if hours > 0:
        community.ledger.record(community.day, CLUB, SUPPLIERS, 0.0, purpose, hours)


def tie_to_commenters(community: "Community", rows: Any) -> None:
    """Each new member knows who commented on their task, for each task that stands; both ties count one exchange."""
    m, day = community.members, community.day
    for slot, gate in community.standing.gates:
        if not isinstance(gate, Task):
            continue
        commenters = [i for i in gate.commenters.tolist() if int(m.left[i]) == NEVER]
        for newcomer in rows.tolist() if commenters else ():
            commenter = commenter_of(community, slot, int(m.uid[newcomer]), commenters)
            strengthen(newcomer, commenter, m, day)
            strengthen(commenter, newcomer, m, day)


def commenter_of(community: "Community", slot: str, uid: int, commenters: list[int]) -> int:
    """
    Which of some members comments on somebody's task: the one with the smallest draw of the two of them, so that a
    member more or less does not change who comments among the others.
    """
    m, luck, number = community.members, community.luck, slot_number(slot)
    draws = [draw(luck, Purpose.COMMENTER, int(m.uid[i]), uid % DAYS_OF_LUCK, number) for i in commenters]
    return commenters[int(np.argmin(draws))]
