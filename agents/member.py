"""`Member`, the Mesa agent: one row of the columns, with the acts as methods. Subclass it to try another behaviour."""

from typing import Any

import mesa

from clubsim.agents.birth import be_born
from clubsim.agents.inviting import invite
from clubsim.agents.leaving import leave
from clubsim.agents.meeting import mingle, sign_up
from clubsim.agents.posting import contribute, plan
from clubsim.agents.records import NEVER, NOBODY, Members
from clubsim.agents.remembering import remember
from clubsim.agents.replying import respond
from clubsim.agents.ties import ties_at
from clubsim.agents.visiting import visit


class ColumnOfMember:
    """An attribute of a Member that reads and writes the member's row of a column."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, member: "Member | None", owner: type) -> Any:
        if member is None:
            return self
        value = getattr(member.model.members, self.name)[member.row]
        return value.item() if value.ndim == 0 else value

    def __set__(self, member: "Member", value: Any) -> None:
        getattr(member.model.members, self.name)[member.row] = value


class Member(mesa.Agent):
    """
    One member of the community as a Mesa agent.

    Every column of `records.Members` but those of ties, for which there is `partners`, is an attribute
    (`member.habit`); reading and writing it reads and writes the
    community's columns, so that select, groupby, agg and a DataCollector work as on any Mesa agent. Each method is an
    act of agents/, called as plain Python; a subclass that overrides one changes what members do, under
    `engine="objects"`.
    """

    row: int

    def __init__(self, community: Any, row: int) -> None:
        super().__init__(community)
        self.unique_id = row + 1  # the same whenever the agent is first asked for
        self.row = row

    @property
    def is_present(self) -> bool:
        """Whether the member is still in the community."""
        return int(self.model.members.left[self.row]) == NEVER

    @property
    def tenure(self) -> int:
        """Days since joining, 0 on that day."""
        return int(self.model.day - self.model.members.joined[self.row])

    @property
    def partners(self) -> dict[int, float]:
        """Weight of the tie to each partner, by the partner's row."""
        members = self.model.members
        at = ties_at(self.row, members)
        slots = [] if at == NOBODY else zip(members.tie_row[at].tolist(), members.tie_weight[at].tolist(), strict=True)
        return {partner: weight for partner, weight in slots if partner != NOBODY}

    def be_born(self) -> None:
        be_born(self.row, *self.model.surroundings)

    def sign_up(self) -> None:
        sign_up(self.row, *self.model.surroundings)

    def visit(self) -> None:
        visit(self.row, *self.model.surroundings)

    def contribute(self) -> None:
        contribute(self.row, *self.model.surroundings)

    def plan(self) -> None:
        plan(self.row, *self.model.surroundings)

    def respond(self) -> None:
        respond(self.row, *self.model.surroundings)

    def invite(self) -> None:
        invite(self.row, *self.model.surroundings)

    def mingle(self) -> None:
        mingle(self.row, *self.model.surroundings)

    def remember(self) -> None:
        remember(self.row, *self.model.surroundings)

    def leave(self) -> None:
        leave(self.row, *self.model.surroundings)


for _name in Members._fields:
    if not _name.startswith("tie_"):  # whose rows are not members'
        setattr(Member, _name, ColumnOfMember(_name))
