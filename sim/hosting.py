"""A member who holds a session for the others today."""

from typing import TYPE_CHECKING

from clubsim.agents.arithmetic import closer

if TYPE_CHECKING:
    from clubsim.sim.community import Community


def let_host(community: "Community") -> None:
    """
    Whoever has promised a session and came is at it, writes for it, and is the wearier; a session without them is
    empty. Reads visited; writes the host's attended, hour, planned,
    sessions, burden.
    """
    c, host = community, community.standing.host
    if host is None or int(c.members.visited[host.row]) == 0:
        return
    m, row = c.members, host.row
    m.attended[row] = 1
    m.hour[row] = min(float(m.hour[row]), host.hour)
    m.planned[row] += host.messages
    m.sessions[row] += 1
    m.burden[row] = closer(float(m.burden[row]), 1.0, host.burden)
