"""What the operator's levers amount to today: collected from the policies in the order of their slots."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clubsim.agents.records import NO_LIMIT
from clubsim.sim.ledger import CLUB, OUTSIDE, SUPPLIERS
from clubsim.sim.policy import (
    AnyGate,
    Badge,
    Event,
    Gate,
    Give,
    Goal,
    Invitations,
    Lever,
    LeverError,
    Moderate,
    Notice,
    Nudge,
    Order,
    Policy,
    Praise,
    Prize,
    Quota,
    Refresh,
    Remove,
    Review,
    Spend,
    Tally,
    Task,
    Values,
)
from clubsim.sim.view import MorningView

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@dataclass
class Standing:
    """The levers that hold today."""

    gates: list[tuple[str, AnyGate]] = field(default_factory=list)  # by slot, in the order in which they are met
    notices: list[Notice] = field(default_factory=list)
    event: Event | None = None
    prize: float = 0.0  # [logit]
    goals: list[Goal] = field(default_factory=list)
    quota: Quota | None = None
    moderation: Moderate | None = None
    order: Order | None = None

    @property
    def price(self) -> float:
        """What all gates together cost at the door [yuan]."""
        return sum(gate.price for _, gate in self.gates if isinstance(gate, Gate))

    @property
    def term(self) -> int:
        """For how long one pays [day], the shortest of the gates' terms; 0 for good."""
        return min((gate.term for _, gate in self.gates if isinstance(gate, Gate) and gate.term > 0), default=0)

    @property
    def allowance(self) -> tuple[int, int]:
        """Invitations a member may make and the days that bring as many again; of several limits the fewest."""
        limits = [
            (gate.most, gate.days) for _, gate in self.gates if isinstance(gate, Invitations) and gate.most is not None
        ]
        return min(limits, default=(NO_LIMIT, 0))


@dataclass(frozen=True, kw_only=True)
class Notes:
    """What an operator has written down for one policy: on which day, and by row what members had written by then."""

    day: int
    messages: NDArray[np.int32]  # [rows of that day], since joining
    noise: NDArray[np.int32]  # [rows of that day], of them those that were noise


def pull_levers(community: "Community", policies: Mapping[str, Policy]) -> Standing:
    """Let every policy see the morning and act; do at once what is for once, and return what stands today."""
    standing = Standing()
    for slot, policy in policies.items():
        for lever in policy.act(MorningView(community, slot)):
            pull(community, standing, slot, lever)
    return standing


def pull(community: "Community", standing: Standing, slot: str, lever: Lever) -> None:
    """Apply one lever, or put it with those that stand."""
    match lever:
        case Gate() | Invitations() | Review() | Task() | Values():
            standing.gates.append((slot, lever))
        case Notice():
            standing.notices.append(lever)
        case Event():
            if standing.event is None or lever.appeal > standing.event.appeal:
                standing.event = lever
        case Prize():
            standing.prize += lever.appeal
        case Goal():
            standing.goals.append(lever)
        case Quota():
            if standing.quota is not None:
                raise LeverError(f"slot {slot}: only one quota can be in force on a day; end the other with until_day")
            standing.quota = lever
        case Moderate():
            if standing.moderation is not None:
                raise LeverError(
                    f"slot {slot}: only one moderation can hide messages on a day; set the other slot to null"
                )
            standing.moderation = lever
        case Order():
            if standing.order is not None:
                raise LeverError(f"slot {slot}: the feed can be sorted in one way only; set the other slot to null")
            standing.order = lever
        case Nudge():
            nudge(community, lever)
        case Give():
            give(community, lever)
        case Badge():
            community.members.badge[lever.rows] = lever.messages
        case Praise():
            praise(community, lever)
        case Tally():
            take_down(community, slot)
        case Refresh():
            refresh(community, lever.share)
        case Remove():
            community.members.ordered_out[lever.rows] = 1
        case Spend():
            payer = CLUB if lever.funded == "fees" else OUTSIDE
            community.ledger.record(community.day, payer, SUPPLIERS, lever.amount, lever.purpose, lever.hours)
        case _:
            raise TypeError(f"slot {slot}: {type(lever).__name__} is no lever; see clubsim.sim.policy")


def give(community: "Community", lever: Give) -> None:
    """A gift closes part of the gap to full belonging, makes things new again in part, and is remembered."""
    members, rows = community.members, lever.rows
    if rows.size == 0:
        return
    share = min(1.0, community.world.reward_gain * lever.value)
    identity = members.identity[rows].astype(np.float64)
    members.identity[rows] = identity + share * (1.0 - identity)
    members.exposure[rows] = members.exposure[rows].astype(np.float64) * (1.0 - share)
    memory = members.reward_memory[rows].astype(np.float64)
    members.reward_memory[rows] = memory + min(1.0, lever.value) * (1.0 - memory)
    community.note(rows, "reward")


def praise(community: "Community", lever: Praise) -> None:
    """To be named closes part of the gap to full belonging, as a gift does, and counts as a day of answers."""
    members, rows, world = community.members, lever.rows, community.world
    if rows.size == 0:
        return
    identity = members.identity[rows].astype(np.float64)
    members.identity[rows] = identity + min(1.0, world.reward_gain * lever.value) * (1.0 - identity)
    praised = members.praise[rows].astype(np.float64)
    members.praise[rows] = praised + min(1.0, world.praise_gain * lever.value) * (1.0 - praised)
    community.note(rows, "reward")


def take_down(community: "Community", slot: str) -> None:
    """Write down what everyone has written until this morning, for the policy of a slot."""
    members, count = community.members, community.n_members
    community.notes[slot] = Notes(
        day=community.day,
        messages=members.all_messages[:count].copy(),
        noise=members.all_noise[:count].copy(),
    )


def refresh(community: "Community", share: float) -> None:
    """Part of what members have got used to is new again."""
    rows = community.present
    exposure = community.members.exposure
    exposure[rows] = exposure[rows].astype(np.float64) * (1.0 - share)


def nudge(community: "Community", lever: Nudge) -> None:
    """A message counts the less the more of them somebody has had since their last visit."""
    members, rows = community.members, lever.rows
    weights = [1.0]  # by the number of earlier ones; beyond eight all count alike
    for _ in range(8):
        weights.append(weights[-1] * community.world.nudge_damping)
    earlier = np.minimum(members.nudged[rows], 8)
    members.nudge[rows] = members.nudge[rows].astype(np.float64) + lever.lift * np.array(weights)[earlier]
    members.nudged[rows] += 1
