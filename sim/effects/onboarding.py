"""One promise to newcomers stands; so do greetings, until the doors have closed."""

from typing import TYPE_CHECKING

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import Greet, LeverError, Promise
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Promise)
def promise(lever: Promise, community: "Community", standing: Standing, slot: str) -> None:
    """One promise stands."""
    if standing.promise is not None:
        raise LeverError(f"slot {slot}: only one policy can promise answers to first messages; set the other to null")
    standing.promise = lever


@pull.register(Greet)
def greet(lever: Greet, community: "Community", standing: Standing, slot: str) -> None:
    """A greeting stands."""
    standing.greetings.append(lever)
