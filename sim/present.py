"""Those of today who are marked in some way: found by a look over a whole column, which is quicker than row by row."""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.records import NEVER

if TYPE_CHECKING:
    from clubsim.sim.community import Community


def here_where(c: "Community", marked: Any) -> Any:
    """
    Rows of those who are in, or went this evening, and are marked: int64 [n], ascending.

    Args:
        marked: bool [rows of all who ever joined].
    """
    rows = np.flatnonzero(marked)
    if rows.size:
        left = c.members.left[rows]
        rows = rows[(left == NEVER) | (left == c.day)]
    return rows


def gone_today(c: "Community") -> Any:
    """Rows of those who went this evening: int64 [n], ascending."""
    return np.flatnonzero(c.members.left[: c.n_members] == c.day)


def clear(c: "Community", column: Any) -> None:
    """
    Nothing stands in a column of the present any more. Only who has other bits there than 0 is written to: a column in
    which nothing ever stood takes no memory.
    """
    rows = np.flatnonzero(column[: c.n_members].view(f"i{column.itemsize}"))
    if rows.size:
        column[rows[c.members.left[rows] == NEVER]] = 0
