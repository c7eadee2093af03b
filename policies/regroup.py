"""The community is dissolved from time to time and put together anew from those who matter most to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Deadline, Lever, Refresh, Remove, Rows, Scatter, Spend, Tally
from clubsim.sim.policy import Policy, View


@register("rebuild/regroup")
@dataclass(frozen=True, kw_only=True)
class Regroup(Policy):
    """
    Dissolve the community every so often and keep only its core.

    The core are those who register, by coming at least once in a window of days, and of them the share who wrote most
    since the last time.

    Announced, members who heed such things come the sooner the nearer the end of the window is. In the new group ties
    may have suffered, and part of what one has got used to may be new again. What is left out is gone: a community that
    is rebuilt often and keeps few has few.

    Source: adapted. M45 (periodic dissolve-and-regroup), N59 (tens of thousands passed through, a thousand or more were
    kept), H17; period, share, window and what becomes of ties are assumed: the source is silent on them.
    """

    nothing: ClassVar[dict[str, Any]] = {"keep": 1.0, "registered": False}
    dose: ClassVar[dict[str, Any]] = {"keep": 0.3, "period": 14, "window": 3}
    example: ClassVar[dict[str, Any]] = {"period": 90, "keep": 0.3, "ties_kept": 0.8}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H15", "H16", "H17")

    keep: Annotated[float, Spec(0, 1, "share of who registered", "assumed; 1 for all of them")] = 0.3
    registered: bool = True  # only who comes in the window is kept
    period: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: the novelty period of N21")] = 90
    window: Annotated[int, Spec(1, LAST_DAY, "day before the end of a period", "assumed: a week")] = 7
    announced: bool = True
    ties_kept: Annotated[float, Spec(0, 1, "share of a tie's strength", "assumed: all")] = 1.0
    fresh: Annotated[float, Spec(0, 1, "share of what members are used to", "assumed: nothing is new")] = 0.0
    hours: Annotated[float, Spec(0, inf, "hour/member kept", "assumed: six minutes")] = 0.1

    def __post_init__(self) -> None:
        settle(self)
        if self.window > self.period:
            raise ValueError(
                f"window must be no longer than period, {self.period}, not {self.window}; write {self.period} or less"
            )

    def demands(self) -> tuple[str, ...]:
        return ("removal",)

    def act(self, view: View) -> Sequence[Lever]:
        if self.keep == 1 and not self.registered:
            return []
        day = view.day % self.period
        if day > 0 or view.day == 0:
            closing = day >= self.period - self.window
            return [Deadline(days=self.window)] if self.announced and self.registered and closing else []
        kept = self._kept(view)
        out = view.rows[~np.isin(view.rows, kept)]
        levers: list[Lever] = [Remove(rows=out, reason="dissolved")] if out.size else []
        if self.ties_kept < 1:
            levers.append(Scatter(kept=self.ties_kept))
        if self.fresh > 0:
            levers.append(Refresh(share=self.fresh))
        if self.hours > 0 and kept.size:
            levers.append(Spend(amount=0.0, hours=self.hours * kept.size, purpose="putting the group together"))
        return [*levers, Tally()]

    def _kept(self, view: View) -> Rows:
        """Rows of the share who wrote most among those who registered; luck settles equal ranks."""
        came = view.last_visit >= view.day - self.window if self.registered else np.ones(view.rows.size, bool)
        places = np.flatnonzero(came)
        order = np.lexsort((view.uid[places], view.draw()[places], -view.messages_since[places].astype(np.int64)))
        return view.rows[places[order[: round(self.keep * places.size)]]]
