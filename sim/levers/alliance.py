"""Partner communities."""

from dataclasses import dataclass
from typing import Literal

from clubsim.sim.levers.lever import Lever


@dataclass(frozen=True, kw_only=True)
class Ally(Lever):
    """
    Communities with members of their own are allied with ours today.

    They live beside ours from the first day on which the lever is pulled, each as old as `age` by then.

    partners: how many, in [0, 16]; size: members of each when it was founded; inflow: who come to it by themselves
    [person/day]; age: [day]; liveliness: shift of their inclination to come, against our members' [logit]; overlap: of
    what the two are about, in [0, 1]; card: what opens one community to the other's members, earned by a visit in the
    last `card_days` or sold for good at `price` [yuan]; hears: chance that a partner's member with a card hears of us
    [1/day]; benefit: share of what is unmet here that a partner all of whose members are active meets, in [0, 1]; leak:
    chance that one of ours who has a card, belongs nowhere, and sees the very same at a lively partner's goes over
    [1/day]; content: share of the day's messages that one shows its own members, in [0, 1].
    """

    partners: int
    size: int
    inflow: float
    age: int
    liveliness: float
    overlap: float
    card: Literal["earned", "sold"]
    card_days: int
    price: float
    hears: float
    benefit: float
    leak: float
    content: float
