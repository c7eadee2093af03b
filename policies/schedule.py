"""Pay for taking part, on one of several schedules."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.money import Funded
from clubsim.policies.periods import turn_of
from clubsim.policies.registry import register
from clubsim.sim.levers import Ahead, Lever, Numbers, Pay, Tally
from clubsim.sim.policy import Policy, View

USUAL_GIFT = 30.0  # yuan, as of a win of reward/cash


@register("reward/schedule")
@dataclass(frozen=True, kw_only=True)
class Schedule(Policy):
    """
    Pay members by name for what they wrote or for coming, on a schedule.

    fixed: `amount` for everybody who wrote `messages` in a period, on the morning after it. ladder: `amount` for each
    `messages` written in the period, up to `rungs` times, each rung's pay as much more as its number: 1, 2, 3 amounts.
    top: `amount` for the `winners` who wrote most in the period. random: `amount` on the morning after, by luck with
    `chance`, for everybody who wrote. streak: `amount` for every `days` days in a row with a check-in.

    Of fixed and ladder members know how far it is to the next pay, and who heeds rewards writes more the nearer it is.
    Out of fees, what the balance does not cover is not paid: those whom the draw puts last go without. Rewards by event
    are reward/cash.

    Source: adapted. M84, M74; the schedules are those of Ferster & Skinner's experiments; the numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"amount": 0.0}
    dose: ClassVar[dict[str, Any]] = {"amount": 60.0, "messages": 5, "gain": 5.0, "funded": "outside"}
    example: ClassVar[dict[str, Any]] = {"schedule": "random", "amount": 5.0, "chance": 0.05, "funded": "outside"}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H37", "H38", "H39")

    schedule: Literal["fixed", "ladder", "top", "random", "streak"] = "fixed"
    amount: Annotated[float, Spec(0, inf, "yuan", "assumed; 0 for none")] = 5.0
    messages: Annotated[int, Spec(1, LAST_DAY, "message", "assumed: that earn a pay, fixed and ladder")] = 20
    rungs: Annotated[int, Spec(1, 100, "count", "assumed: of the ladder")] = 3
    winners: Annotated[int, Spec(0, 10_000, "member/period", "assumed: of top")] = 5
    chance: Annotated[float, Spec(0, 1, "chance/day", "assumed: of random")] = 0.1
    days: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: of streak")] = 7
    period: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: of fixed, ladder and top")] = 7
    gain: Annotated[float, Spec(0, 10, "share of the rate of messages", "adapted: evidence 2.2, .5 to 1")] = 0.75
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.amount == 0:
            return []
        if self.schedule in ("random", "streak"):
            return self._paid(view, self._random(view) if self.schedule == "random" else self._streak(view))
        turn = turn_of(view, self.period, 0)
        levers = self._paid(view, self._by_period(view)) if turn.ends else []
        if turn.begins:
            levers.append(Tally())
        return levers + self._ahead(view, turn.begins)

    def _random(self, view: View) -> Numbers:
        """[n] pays due to each, after a day with luck."""
        due: Numbers = (view.messages_yesterday > 0) & (view.draw() < self.chance)
        return due.astype(np.float64)

    def _streak(self, view: View) -> Numbers:
        """[n] pays due to each, on the last day of so many in a row."""
        due: Numbers = (view.streak > 0) & (view.streak % self.days == 0)
        return due.astype(np.float64)

    def _by_period(self, view: View) -> Numbers:
        """[n] pays due to each, after a period."""
        wrote = view.messages_since
        if self.schedule == "fixed":
            enough: Numbers = wrote >= self.messages
            return enough.astype(np.float64)
        if self.schedule == "ladder":
            rungs: Numbers = np.minimum(wrote // self.messages, self.rungs)
            pays: Numbers = rungs * (rungs + 1) / 2.0
            return pays
        due = np.zeros(view.rows.size)
        speakers = np.flatnonzero(wrote > 0)
        order = np.lexsort((view.uid[speakers], view.draw()[speakers], -wrote[speakers]))
        due[speakers[order[: self.winners]]] = 1.0
        return due

    def _paid(self, view: View, pays: Numbers) -> list[Lever]:
        """The pays that are due, as far as the balance goes; those whom a draw puts last go without."""
        due = np.flatnonzero(pays > 0)
        due = due[np.lexsort((view.uid[due], view.draw(1)[due]))] if due.size else due
        amounts = self.amount * pays[due]
        if self.funded == "fees":
            covered = np.cumsum(amounts) <= view.balance
            due, amounts = due[covered], amounts[covered]
        if due.size == 0:
            return []
        purpose = f"{self.schedule} pay"
        value = amounts / USUAL_GIFT
        return [Pay(rows=view.rows[due], amounts=amounts, value=value, purpose=purpose, funded=self.funded)]

    def _ahead(self, view: View, begins: bool) -> list[Lever]:
        """How far it is to the next pay, for whom there is one in this period."""
        if self.schedule == "top":
            return []
        wrote = np.zeros(view.rows.size, np.int64) if begins else view.messages_since.astype(np.int64)
        rungs = self.rungs if self.schedule == "ladder" else 1
        below = wrote < self.messages * rungs
        if not below.any() or (not begins and view.tally_day < 0):
            return []
        left = self.messages - wrote[below] % self.messages
        return [Ahead(rows=view.rows[below], left=left, gain=self.gain)]
