"""The levers that hold today, put together, and what an operator has written down."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clubsim.agents.arithmetic import exp
from clubsim.agents.records import NO_LIMIT
from clubsim.sim.levers import (
    Advertise,
    AnyGate,
    Campaign,
    Charge,
    Enrol,
    Event,
    Gate,
    Goal,
    Greet,
    Handpick,
    Host,
    Inner,
    Invitations,
    Meeting,
    MembersLimit,
    Menu,
    Moderate,
    Mute,
    Notice,
    Order,
    Promise,
    Quota,
    Refund,
    RoomSize,
    Serve,
    Subgroups,
    Surge,
    Task,
    Trial,
    Turn,
)

WHOLE_DAY = 24.0  # hours


@dataclass
class Standing:
    """The levers that hold today."""

    gates: list[tuple[str, AnyGate]] = field(default_factory=list)  # by slot, in the order in which they are met
    notices: list[Notice] = field(default_factory=list)
    event: Event | None = None
    prize: float = 0.0  # [logit]
    goals: list[Goal] = field(default_factory=list)
    quota: Quota | None = None
    deadline: int = 0  # of absence [day], 0 for none
    warned: float = 0.0  # chance with which noise is caught, as members know
    moderation: Moderate | None = None
    order: Order | None = None
    meeting: Meeting | None = None
    host: Host | None = None
    mute: Mute | None = None
    trial: Trial | None = None
    room_size: RoomSize | None = None
    subgroups: Subgroups | None = None
    inner: Inner | None = None
    limit: MembersLimit | None = None
    campaigns: list[tuple[str, Campaign]] = field(default_factory=list)  # by slot
    ways: list[tuple[str, Surge | Enrol | Handpick]] = field(default_factory=list)  # by slot
    referral: float = 0.0  # what a promised reward adds to invitations [share]
    menu: Menu | None = None
    charge: Charge | None = None
    refund: Refund | None = None
    adverts: list[Advertise] = field(default_factory=list)
    promise: Promise | None = None
    greetings: list[Greet] = field(default_factory=list)
    officers: dict[int, Serve] = field(default_factory=dict)  # by row, what who holds an office today was asked
    turns: list[Turn] = field(default_factory=list)

    @property
    def fees(self) -> list[Gate]:
        """The gates that ask for a fee, or say that there is none any more."""
        return [gate for _, gate in self.gates if isinstance(gate, Gate)]

    @property
    def price(self) -> float:
        """What all gates together cost at the door [yuan]."""
        return sum(gate.price for gate in self.fees)

    @property
    def price_outside(self) -> float:
        """Of the price at the door, what goes to somebody outside [yuan]."""
        return sum(gate.price for gate in self.fees if not gate.channels.funds)

    @property
    def renewal(self) -> float:
        """What another term costs who is in [yuan], all gates together."""
        return sum(again(gate) for gate in self.fees)

    @property
    def renewal_outside(self) -> float:
        """Of the price of another term, what goes to somebody outside [yuan]."""
        return sum(again(gate) for gate in self.fees if not gate.channels.funds)

    @property
    def agreed(self) -> float:
        """To what somebody agrees who pays at the door: what they will be asked again, at today's prices [yuan]."""
        return sum(gate.price for gate in self.fees if not gate.once)

    @property
    def dear(self) -> float:
        """Of the price at the door, what is cherished [yuan]."""
        return float(sum(gate.price for gate in self.fees if gate.channels.cherished))

    @property
    def toil(self) -> float:
        """Of the tasks at the door that are cherished, the sum of exp(effort)."""
        tasks = (gate for _, gate in self.gates if isinstance(gate, Task) and gate.channels.cherished)
        return float(sum(exp(task.effort) for task in tasks))

    @property
    def term(self) -> int:
        """For how long one pays [day], the shortest of the gates' terms; 0 for good."""
        return min((gate.term for _, gate in self.gates if isinstance(gate, Gate) and gate.term > 0), default=0)

    @property
    def muted_hours(self) -> tuple[float, float]:
        """From which hour of today until which members are muted; twice the same for never."""
        if self.mute is None:
            return 0.0, 0.0
        if self.mute.hours is None:
            return 0.0, WHOLE_DAY
        return (max(self.event.hour - self.mute.hours, 0.0), self.event.hour) if self.event else (0.0, 0.0)

    @property
    def group_share(self) -> float:
        """The share of their own messages that members write in the room beside the main one."""
        beside = self.subgroups or self.inner
        return float(beside.share) if beside else 0.0

    @property
    def price_kept(self) -> bool:
        """Whether who agreed to a price renews at it."""
        return any(gate.kept for gate in self.fees) or (self.menu is not None and self.menu.kept)

    @property
    def free(self) -> bool:
        """Whether the fee has been done away with."""
        fees = self.fees
        return bool(fees) and self.menu is None and not any(gate.price > 0 or gate.term > 0 for gate in fees)

    @property
    def allowance(self) -> tuple[int, int]:
        """Invitations a member may make and the days that bring as many again; of several limits the fewest."""
        limits = [
            (gate.most, gate.days) for _, gate in self.gates if isinstance(gate, Invitations) and gate.most is not None
        ]
        return min(limits, default=(NO_LIMIT, 0))


def again(gate: Gate) -> float:
    """What a gate costs for another term [yuan]."""
    if gate.once:
        return 0.0
    return gate.price if gate.renewal is None else gate.renewal


@dataclass(frozen=True, kw_only=True)
class Notes:
    """What an operator has written down for one policy: on which day, and by row what members had written by then."""

    day: int
    messages: NDArray[np.int32]  # [rows of that day], since joining
    noise: NDArray[np.int32]  # [rows of that day], of them those that were noise
