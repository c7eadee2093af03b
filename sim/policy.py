"""
The contract between an operator's policies and the community: a View in, levers out.

A policy sees what a real operator could see and never habit, novelty or belonging. It is a frozen value and holds no
state; each morning it returns the levers that are to hold today. A lever that should stand must be returned every
day, so a policy that stops simply stops returning it.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Protocol

from clubsim.sim.levers import Lever, Numbers, Rows


class View(Protocol):
    """
    What the operator sees on the morning of a day. n is the number of present members; arrays are aligned with `rows`.
    Everything about activity is as of yesterday evening.
    """

    @property
    def day(self) -> int: ...  # of the run, 0 is the first
    @property
    def date(self) -> date: ...
    @property
    def weekday(self) -> int: ...  # 0 Monday .. 6 Sunday
    @property
    def event_yesterday(self) -> str: ...  # kind of yesterday's event, "" for none
    @property
    def balance(self) -> float: ...  # fees less spending so far [yuan]
    @property
    def weekly_speakers(self) -> int: ...  # distinct members, gone ones too, who wrote in the last seven days
    @property
    def silence(self) -> int: ...  # whole days until yesterday without a message of anybody
    @property
    def trust(self) -> float: ...  # mean of those who came in the last seven days, as a survey of them shows, in [0, 1]
    @property
    def tally_day(self) -> int: ...  # on which this policy last took a Tally, -1 if never
    @property
    def rows(self) -> Rows: ...  # [n] rows of present members, oldest first
    @property
    def uid(self) -> Numbers: ...  # [n] who they are in every arm
    @property
    def tenure(self) -> Numbers: ...  # [n] whole days since joining
    @property
    def messages(self) -> Numbers: ...  # [n] messages since joining
    @property
    def check_ins(self) -> Numbers: ...  # [n] days with a check-in since joining
    @property
    def messages_since(self) -> Numbers: ...  # [n] messages since this policy's last Tally, or since joining
    @property
    def noise_since(self) -> Numbers: ...  # [n] of them, those that are worth nothing to anybody: filler, advertising
    @property
    def badge(self) -> Numbers: ...  # [n] messages for which the last badge was given, 0 without one
    @property
    def replies(self) -> Numbers: ...  # [n] answers received since joining
    @property
    def streak(self) -> Numbers: ...  # [n] consecutive days with a check-in until yesterday
    @property
    def level(self) -> Numbers: ...  # [n] to which this club's policies raised them, 0 is the lowest
    @property
    def redeemed(self) -> Numbers: ...  # [n] points that they have exchanged
    @property
    def channel(self) -> Numbers: ...  # [n] number of the channel by which they came; see clubsim.sim.world
    @property
    def brought(self) -> Numbers: ...  # [n] people who joined yesterday because this member had invited them
    @property
    def brought_fees(self) -> Numbers: ...  # [n] what these paid at the door [yuan]
    @property
    def messages_yesterday(self) -> Numbers: ...  # [n]
    @property
    def attended_yesterday(self) -> Numbers: ...  # [n] 1 who attended yesterday's event
    @property
    def last_visit(self) -> Numbers: ...  # [n] day of the last visit, the joining day if none
    @property
    def last_hour(self) -> Numbers: ...  # [n] hour of the last visit, in [0, 24); 0 before the first
    @property
    def topics(self) -> Numbers: ...  # [n, K] messages since joining by topic, K topics
    @property
    def sessions(self) -> Numbers: ...  # [n] that they have held for the others
    @property
    def introductions(self) -> Numbers: ...  # [n] introductions that the operator has made for them
    @property
    def room(self) -> Numbers: ...  # [n] number of the main room in which they are
    @property
    def group(self) -> Numbers: ...  # [n] number of the sub-group's room, -1 for none
    @property
    def role(self) -> Numbers: ...  # [n] a Role
    @property
    def stepped_down(self) -> Numbers: ...  # [n] day on which an office was last given up or lost, -1 if never
    @property
    def turns_kept(self) -> Numbers: ...  # [n] days on which it was their turn to share something and they did
    @property
    def turns_missed(self) -> Numbers: ...  # [n] and they did not
    @property
    def paid(self) -> Numbers: ...  # [n] fees paid so far, at the door and for further terms [yuan]

    def draw(self, index: int = 0) -> Numbers:
        """One draw in (0, 1) for each present member, keyed by this policy's slot, the member and the day: [n]."""
        ...

    def wait(self, index: int = 0) -> Numbers:
        """How long each would wait for what comes at a rate of 1, -log of `draw`: [n], > 0; for races."""
        ...


class Policy(ABC):
    """
    What an operator may try. Final classes are frozen, keyword-only dataclasses, registered by name.

    Every policy declares settings that tests run: `nothing`, which changes no bit of a run; `dose`, which must show;
    and `example`, which a reader may take over and the catalogue prints. `needs` names parameters of the World without
    which it cannot show. `evidence` says what the mechanism rests on: "measured", "adapted", "assumed" or "weak" (a
    measurement that does not carry far); `claims` names the claims (H ids) that it can put to the test.
    """

    needs: ClassVar[dict[str, float]] = {}
    nothing: ClassVar[dict[str, Any]]
    dose: ClassVar[dict[str, Any]]
    example: ClassVar[dict[str, Any]]
    evidence: ClassVar[str]
    claims: ClassVar[tuple[str, ...]]

    def channels_worked(self) -> tuple[str, ...]:
        """Names of the scenario's channels that this policy works; a scenario without one of them is refused."""
        return ()

    def demands(self) -> tuple[str, ...]:
        """What a vessel must allow for it, by the names of `Vessel`: of removal and approval, those it needs."""
        return ()

    @abstractmethod
    def act(self, view: View) -> Sequence[Lever]:
        """The levers that hold today."""
