"""Which handler answers to which lever."""

from functools import singledispatch
from typing import TYPE_CHECKING

from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@singledispatch
def pull(lever: object, community: "Community", standing: Standing, slot: str) -> None:
    """
    Apply one lever, or put it with those that stand.

    Raises:
        TypeError: it is no lever.
        LeverError: it cannot hold beside another lever of today.
    """
    raise TypeError(f"slot {slot}: {type(lever).__name__} is no lever; see clubsim.sim.levers")
