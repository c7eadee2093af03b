"""Contacts as a reward: who contributes most is introduced to those whom others look up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.periods import turn_of
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Recommend, Rows, Spend, Tally
from clubsim.sim.policy import Policy, View


@register("reward/access")
@dataclass(frozen=True, kw_only=True)
class Access(Policy):
    """
    Recommend those who wrote most in each period to a contact above them, on the morning after it.

    Contacts are the members who have received most answers; each has time for `most` introductions a period, and none
    is a reward for who has received more answers than the contact. Both keep a tie, and answer each other from then on
    as partners do. Whether the two knew each other already the operator cannot see. Costs hours and no money.

    Source: adapted. M78, M09 (people like to be near those above them); the numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"introduced": 0}
    dose: ClassVar[dict[str, Any]] = {"introduced": 20, "contacts": 10, "most": 2, "period": 5, "weight": 30.0}
    example: ClassVar[dict[str, Any]] = {"introduced": 5, "contacts": 5, "most": 1}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = (
        "H37",
        "H40",
    )

    introduced: Annotated[int, Spec(0, 10_000, "member/period", "assumed; 0 for none")] = 5
    contacts: Annotated[int, Spec(0, 10_000, "member", "assumed: whom others look up to")] = 5
    most: Annotated[int, Spec(0, 1000, "introduction/contact/period", "assumed: their time")] = 1
    period: Annotated[int, Spec(1, LAST_DAY, "day", "assumed")] = 28
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    weight: Annotated[float, Spec(0.1, 1000, "exchange", "assumed: a first conversation")] = 3.0
    hours_of_work: Annotated[float, Spec(0, inf, "hour/introduction", "assumed")] = 0.5

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        turn = turn_of(view, self.period, self.first_day)
        if self.introduced == 0 or not turn.begins:
            return []
        levers: list[Lever] = [Tally()]
        if turn.ends:
            rows, contacts = self._pairs(view)
            if rows.size:
                hours = self.hours_of_work * rows.size
                levers.append(Recommend(rows=rows, contacts=contacts, weight=self.weight))
                levers.append(Spend(amount=0.0, hours=hours, purpose="introductions"))
        return levers

    def _pairs(self, view: View) -> tuple[Rows, Rows]:
        """Who is introduced to whom: the best contributor is first; a draw of the two chooses among who has time."""
        luck, above = view.draw(), view.draw(1)
        order = np.lexsort((view.uid, luck, -view.replies))
        looked_up_to = order[: self.contacts]
        time = {int(place): self.most for place in looked_up_to}
        wrote = np.flatnonzero(view.messages_since > 0)
        best = wrote[np.lexsort((view.uid[wrote], luck[wrote], -view.messages_since[wrote]))]
        pairs = []
        for place in best[: self.introduced].tolist():
            free = [one for one in time if time[one] > 0 and one != place and view.replies[one] > view.replies[place]]
            if free:
                chosen = min(free, key=lambda one: ((above[one] + luck[place]) % 1.0, int(view.uid[one])))
                time[chosen] -= 1
                pairs.append((place, chosen))
        places = np.array(pairs, np.int64).reshape(-1, 2)
        return view.rows[places[:, 0]], view.rows[places[:, 1]]
