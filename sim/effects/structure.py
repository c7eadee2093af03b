"""Rules about rooms stand; a room is divided at once."""

from typing import TYPE_CHECKING

from clubsim.sim.dividing import divide
from clubsim.sim.effects.pull import pull
from clubsim.sim.inner import ask_in
from clubsim.sim.levers import Divide, Inner, LeverError, MembersLimit, RoomSize, Subgroups
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(RoomSize)
def limit_rooms(lever: RoomSize, community: "Community", standing: Standing, slot: str) -> None:
    """One capacity stands."""
    if standing.room_size is not None:
        raise LeverError(f"slot {slot}: rooms can have only one capacity on a day; set the other slot to null")
    standing.room_size = lever


@pull.register(Subgroups)
def let_form(lever: Subgroups, community: "Community", standing: Standing, slot: str) -> None:
    """One kind of sub-groups stands."""
    if standing.subgroups is not None or standing.inner is not None:
        raise LeverError(f"slot {slot}: members can be in one kind of sub-group only; set the other slot to null")
    standing.subgroups = lever


@pull.register(Divide)
def divide_now(lever: Divide, community: "Community", standing: Standing, slot: str) -> None:
    """The room is divided this morning."""
    divide(community, lever)


@pull.register(MembersLimit)
def limit_members(lever: MembersLimit, community: "Community", standing: Standing, slot: str) -> None:
    """Of several limits the lowest stands."""
    if standing.limit is None or lever.members < standing.limit.members:
        standing.limit = lever


@pull.register(Inner)
def open_inner_room(lever: Inner, community: "Community", standing: Standing, slot: str) -> None:
    """One inner room stands, and who is asked comes in at once."""
    if standing.inner is not None or standing.subgroups is not None:
        raise LeverError(f"slot {slot}: members can be in one kind of sub-group only; set the other slot to null")
    standing.inner = lever
    ask_in(community, lever)
