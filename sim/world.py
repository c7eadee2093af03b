"""What the operator does not control: the World's numbers, who is out there to hear of the community, and when."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clubsim.agents.parameters import World, world_of
from clubsim.sim.vessel import Vessel

__all__ = ["Channel", "Scenario", "World", "world_of"]

LAST_DAY = 100_000  # later than any run lasts [day]
# Ways in that are no channel of the scenario; those of founders and of whom members invited are in doors.py.
PARTNER = -3  # from a partner community
HANDPICKED = -4  # chosen by the operator and asked one by one
LAUNCH = -5  # by a launch


@dataclass(frozen=True, kw_only=True)
class Channel:
    """
    A way by which prospects hear of the community.

    A *pool* is a number of people who are there already and may hear of every notice; a *flow* brings new people every
    day, who knock on the day they come, whether or not there is a notice. A launch is a flow that closes.
    """

    name: str
    pool: float = 0.0  # people at the opening, >= 0
    growth: float = 0.0  # people who join the pool [1/day], >= 0
    flow: float = 0.0  # people who knock by themselves [1/day], mean of a Poisson number, >= 0
    reach: float = 0.5  # chance that one of the pool hears of a notice, in [0, 1]
    opens: int = 0  # first day on which the channel exists
    closes: int = LAST_DAY  # first day on which it brings nobody new any more, > opens
    enthusiasm: float = 0.0  # shift of its people's enthusiasm [sd]

    def __post_init__(self) -> None:
        for name in ("pool", "growth", "flow"):
            value = getattr(self, name)
            if not value >= 0:
                raise ValueError(f"channel {self.name}: {name} is a number of people and must be >= 0, not {value:g}")
        if not 0 <= self.reach <= 1:
            raise ValueError(f"channel {self.name}: reach is a chance in [0, 1], not {self.reach:g}")
        if not 0 <= self.opens < LAST_DAY:
            raise ValueError(f"channel {self.name}: opens is a day of the run, 0 or later, not {self.opens}")
        if not self.opens < self.closes <= LAST_DAY:
            after = f"a day after it opens, {self.opens + 1} to {LAST_DAY}"
            raise ValueError(f"channel {self.name}: closes is {after}, not {self.closes}")

    def is_open(self, day: int) -> bool:
        """Whether it brings new people on that day."""
        return self.opens <= day < self.closes

    def size(self, day: int) -> int:
        """People in the pool by that day."""
        if day < self.opens:
            return 0
        return int(self.pool + self.growth * (min(day, self.closes - 1) - self.opens))


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A community one could find oneself running: its calendar, its members' nature, its surroundings."""

    name: str
    start: date  # the date of day 0
    world: World = field(default_factory=World)
    channels: tuple[Channel, ...] = ()
    founders: int = 0  # members on day 0, before any notice
    tie_slots: int = 24  # partners a member can keep
    scale: float = 1.0  # factor on founders, pools and flows
    vessel: Vessel = field(default_factory=Vessel)  # what the platform allows
    graph: Any = None  # a networkx graph of ties among the founders on day 0; None for none
    # Said about the scenario and read by no run:
    reported: dict[str, Any] = field(default_factory=dict)  # what the source reports, by outcome
    fitted: dict[str, str] = field(default_factory=dict)  # parameter -> what it was fitted to
    unidentified: tuple[str, ...] = ()  # what the source cannot tell

    def scaled(self, scale: float) -> "Scenario":
        """The same scenario among `scale` times as many people, > 0, who together write as many times as much."""
        if not scale > 0:
            raise ValueError(f"scale multiplies the number of people and must be > 0, not {scale:g}; half is 0.5")
        channels = tuple(
            replace(c, pool=c.pool * scale, growth=c.growth * scale, flow=c.flow * scale) for c in self.channels
        )
        world = self.world._replace(
            invite_market=max(self.world.invite_market * scale, 1.0),
            archive_scale=max(self.world.archive_scale * scale, 1.0),
        )
        founders = round(self.founders * scale)
        return replace(self, channels=channels, founders=founders, world=world, scale=self.scale * scale)
