"""Who waits outside because no more members may be in."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from clubsim.sim.community import Community


def within_limit(c: "Community", entering: Any) -> tuple[Any, Any]:
    """
    Who gets in today, those who have waited first, and who of `entering` does not. Writes the line outside.

    Args:
        entering: [n], rows of prospects who have passed every gate, in their order.

    Returns:
        Rows of prospects who get in, and of those who are told to wait.
    """
    limit, line = c.standing.limit, c.waiting
    if limit is None and line.shape[0] == 0:
        return entering, entering[:0]
    line = line[(line[:, 1] >= c.day) & ~np.isin(line[:, 0], entering)]
    free = c.n_prospects if limit is None else max(limit.members - c.headcount, 0)
    beyond = entering[max(free - line.shape[0], 0) :]
    getting_in = np.concatenate([line[:, 0], entering])[:free]
    until = c.day if limit is None else c.day + limit.wait
    told = np.stack([beyond, np.full(beyond.shape[0], until, dtype=np.int64)], axis=1)
    c.waiting = np.concatenate([line[free:], told])
    return getting_in, beyond
