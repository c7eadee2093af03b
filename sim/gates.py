"""What stands at the door, gate by gate: who gets past it, why the others do not, and what work it makes."""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.luck import Purpose, draw
from clubsim.agents.records import NEVER, NOBODY, Hurdle, Reason
from clubsim.agents.ties import strengthen
from clubsim.sim.ledger import CLUB, SUPPLIERS
from clubsim.sim.levers import AnyGate, Gate, Invitations, Review, Task, Values
from clubsim.sim.view import slot_number

if TYPE_CHECKING:
    from clubsim.sim.community import Community

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
    p = community.prospects
    match gate:
        case Gate():
            return p.can_pay[rows] == 1, Reason.TOO_DEAR
        case Invitations():
            return (p.inviter[rows] != NOBODY) | (not gate.only), Reason.NOT_INVITED
        case Review():
            passed = tried(community, "be_reviewed", rows, slot, gate.least, gate.noise)
            take_hours(community, gate.hours * rows.shape[0], "review of applications")
            return passed, Reason.UNCONVINCING
        case Task():
            passed = tried(community, "do_task", rows, slot, gate.effort, gate.spare)
            take_hours(community, gate.hours * int(passed.sum()), "comments on tasks")
            return passed, Reason.GAVE_UP
        case Values():
            passed = tried(community, "read_values", rows, slot, gate.least, gate.vagueness, gate.topic)
            return passed, Reason.OTHER_VALUES


def tried(community: "Community", act: str, rows: Any, slot: str, least: float, spread: float, topic: int = 0) -> Any:
    """Let prospects do what a gate asks, by its act; who of them meets it, bool [n]."""
    about = topic % community.world.topics
    hurdle = Hurdle(number=slot_number(slot), least=float(least), spread=float(spread), topic=about)
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
