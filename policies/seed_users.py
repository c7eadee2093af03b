"""The first users, chosen and asked one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Handpick, Lever, PickedBy, Remove
from clubsim.sim.policy import Policy, View
from clubsim.sim.world import HANDPICKED


@register("recruitment/seed_users")
@dataclass(frozen=True, kw_only=True)
class SeedUsers(Policy):
    """
    Look at some of a channel's pool, take those who seem best, and let a member ask each of them in person.

    They may be asked on one day or on several; people who come by themselves and are in no pool cannot be found.

    What an operator sees of quality and of care is as through a mist. To be asked in person persuades some who would
    not have joined; whoever comes in has a tie to the member who asked them, and all that goes with an invitation. It
    takes hours: a little for each one looked at, more for each one asked. After `screen_after` days those of them who
    have written fewer than `screen_messages` may be screened out again; whoever came otherwise stays.

    Source: adapted. M17 and N39 (100 first users), M18 (screen again), M19 (clumsy but loyal). How well one can see,
    how much it persuades and what it takes are assumed; that the invited stay longer is Schmitt et al. (2011), by the
    World's `invited_hazard`.
    """

    nothing: ClassVar[dict[str, Any]] = {"people": 0}
    dose: ClassVar[dict[str, Any]] = {"people": 60, "days": 30, "persuasion": 3.0}
    example: ClassVar[dict[str, Any]] = {"people": 100, "looked_at": 500, "days": 10, "screen_after": 30}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H54", "H55")

    channel: str | None = None  # the channel's name in the scenario, which has a pool; null for every one
    people: Annotated[int, Spec(0, 1_000_000, "person", "measured: N39")] = 100
    day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    days: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: all on one day")] = 1
    chosen_by: PickedBy = "both"
    looked_at: Annotated[int | None, Spec(0, 100_000_000, "person", "assumed: null for five times as many")] = None
    mist: Annotated[float, Spec(0, 100, "sd of what is seen", "assumed: a reliability of one half")] = 1.0
    persuasion: Annotated[float, Spec(-10, 10, "logit", "assumed: M19")] = 1.0
    asked_by: Literal["oldest", "anybody"] = "oldest"
    look_hours: Annotated[float, Spec(0, 1000, "hour/person looked at", "assumed")] = 0.05
    ask_hours: Annotated[float, Spec(0, 1000, "hour/person asked", "assumed: M19, half an hour")] = 0.5
    screen_after: Annotated[int | None, Spec(1, LAST_DAY, "day", "assumed: null for no second screening")] = None
    screen_messages: Annotated[int, Spec(1, 1_000_000, "message", "assumed")] = 3

    def __post_init__(self) -> None:
        settle(self)
        if self.looked_at is not None and self.looked_at < self.people:
            raise ValueError(f"looked_at must be at least people, not {self.looked_at}; write {self.people} or more")

    def channels_worked(self) -> tuple[str, ...]:
        return () if self.channel is None else (self.channel,)

    def act(self, view: View) -> Sequence[Lever]:
        if self.people == 0:
            return []
        levers: list[Lever] = []
        place = view.day - self.day
        if 0 <= place < self.days:
            levers.append(self.asking(place))
        if self.screen_after is not None and 0 <= place - self.screen_after < self.days:
            picked = (view.channel == HANDPICKED) & (view.tenure == self.screen_after)
            silent = view.rows[picked & (view.messages < self.screen_messages)]
            levers.append(Remove(rows=silent, reason="second screening"))
        return levers

    def asking(self, place: int) -> Handpick:
        """Who is looked at and asked on the place-th of the days, from 0: about as many on each."""
        looked = 5 * self.people if self.looked_at is None else self.looked_at
        return Handpick(
            channel=self.channel,
            people=portion(self.people, place, self.days),
            looked=portion(looked, place, self.days),
            by=self.chosen_by,
            mist=self.mist,
            persuasion=self.persuasion,
            asked_by=self.asked_by,
            look_hours=self.look_hours,
            ask_hours=self.ask_hours,
        )


def portion(whole: int, place: int, parts: int) -> int:
    """The place-th of so many parts of a number, from 0, as equal as whole numbers can be; together they are it."""
    return whole * (place + 1) // parts - whole * place // parts
