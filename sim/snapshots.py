"""
A community in a file: saved between two days, loaded, and going on from there as if nothing had been.

One file, no pickle. What is kept of a community stands in kept.py. Policies are the layer above's: a file has them as
plain settings, which nobody here reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clubsim.agents.member import Member
from clubsim.sim.archive import ArchiveError, read_archive, read_tree, write_archive
from clubsim.sim.campaigns import check_channels
from clubsim.sim.code_version import code_version
from clubsim.sim.community import Community
from clubsim.sim.encoding import EncodingError, Packer, Unpacker
from clubsim.sim.engine import ENGINES
from clubsim.sim.kept import community_of, state_of
from clubsim.sim.policy import Policy
from clubsim.sim.vessel import check_policies

FORMAT, VERSION = "clubsim snapshot", 1
AGENT = {"model", "unique_id", "pos", "row"}  # what a Mesa agent has from us and from Mesa


class SnapshotError(ValueError):
    """A file that is no snapshot, or one that cannot go on here: one sentence, with what to do instead."""


@dataclass(frozen=True, kw_only=True)
class About:
    """
    What a file says of itself before it is loaded: nothing of it is checked but its shape.

    policies: by slot, settings as plain values, or None for who saved without saying; note: whatever else was said.
    """

    code: str
    day: int
    seed: int
    engine: str
    member_class: str
    scenario: str
    members: int
    policies: dict[str, Any]
    note: dict[str, Any]


def save(
    community: Community,
    path: str | Path,
    policies: Mapping[str, Any] | None = None,
    note: Mapping[str, Any] | None = None,
) -> Path:
    """
    Write a community between two days into one file; the file is there whole or not at all.

    Args:
        policies: its policies as plain settings by slot, for the layer above to make again; None for the slots' names.
        note: what else is to stand in the file, as plain values.

    Returns:
        The path.

    Raises:
        SnapshotError: a Member of one's own has attributes beside its columns, which nobody could make again.
        OSError: the file cannot be written.
    """
    path = Path(path)
    check_agents(community)
    packer = Packer()
    state = state_of(community, packer, "")
    about = {
        "code": code_version(),
        "day": community.day,
        "seed": community.luck.seed,
        "engine": engine_name(community),
        "member_class": name_of(community.member_class),
        "scenario": community.scenario.name,
        "members": community.n_members,
        "policies": dict(policies) if policies is not None else dict.fromkeys(community.policies),
        "note": dict(note or {}),
    }
    tree = {"format": FORMAT, "version": VERSION, **about, "state": state}
    write_archive(path, tree, packer.arrays)
    return path


def about(path: str | Path) -> About:
    """
    What a file says of itself, which is quickly read.

    Raises:
        SnapshotError: it is no snapshot, or one of another version.
    """
    try:
        return about_of(read_tree(Path(path)), path)
    except (ArchiveError, OSError) as error:
        raise refused(path, error) from None


def load(
    path: str | Path,
    policies: Mapping[str, Policy] | None = None,
    engine: str | None = None,
    member_class: type[Member] = Member,
) -> Community:
    """
    The community of a file, on the morning of the day after the one it was saved on.

    Args:
        policies: by slot, in the order in which they act; an empty mapping for a community that is left to itself.
        engine: "compiled" or "objects"; the one it was saved under if None. Both go on to the same bits.
        member_class: a Member or a subclass of it, as for a Community.

    Raises:
        SnapshotError: no snapshot, a damaged or a hostile one, one that other code wrote, or one whose policies or
            whose own Member are not given.
        ValueError: a policy works a channel that is not there or that the vessel does not allow.
    """
    try:
        tree, arrays = read_archive(Path(path))
        said = about_of(tree, path)
        check_given(said, path, policies, member_class)
        unpacker = Unpacker(arrays)
        name = engine or said.engine
        if name not in ENGINES:
            raise SnapshotError(f"engine is one of {', '.join(ENGINES)}, not {name!r}")
        community = community_of(tree.get("state"), unpacker, "", engine=name, member_class=member_class)
        if unpacker.arrays:
            raise EncodingError(f"{min(unpacker.arrays)} belongs to nothing")
    except (ArchiveError, EncodingError, OSError) as error:
        raise refused(path, error) from None
    hand_over(community, policies or {})
    return community


def hand_over(community: Community, policies: Mapping[str, Policy]) -> None:
    """
    From this morning the community is under other policies.

    Raises:
        ValueError: one of them works a channel that is not there or that the vessel does not allow.
    """
    check_channels(community.scenario, policies)
    check_policies(community.scenario.vessel, policies)
    community.policies = dict(policies)


def refused(path: str | Path, error: Exception) -> SnapshotError:
    """The sentence about a file that cannot be loaded."""
    if isinstance(error, OSError):
        return SnapshotError(f"{path} cannot be read: {error.strerror or error}")
    if isinstance(error, EncodingError):
        return SnapshotError(f"{path} holds no community: {error}")
    return SnapshotError(f"{path} {error}")


def about_of(tree: Any, path: str | Path) -> About:
    """What a file's tree says of it. Raises SnapshotError if it is another format's or another code's."""
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise SnapshotError(f"{path} is no snapshot of a community; write one with clubsim run NAME --snapshot-at DAY")
    if tree.get("version") != VERSION:
        version = str(tree.get("version"))[:20]
        raise SnapshotError(f"{path} has version {version} of the format and here {VERSION} is read; save it anew")
    kinds = {"code": str, "day": int, "seed": int, "engine": str, "member_class": str, "scenario": str, "members": int}
    kinds |= {"policies": dict, "note": dict}
    if any(type(tree.get(name)) is not kind for name, kind in kinds.items()):
        raise SnapshotError(f"{path} holds no community: what it says of itself is not what a snapshot says")
    return About(**{name: tree[name] for name in kinds})


def check_given(said: About, path: str | Path, policies: Mapping[str, Policy] | None, member: type[Member]) -> None:
    """Raises SnapshotError if a file cannot go on with this code and what was given."""
    if said.code != code_version():
        raise SnapshotError(
            f"{path} was written by code version {said.code[:40]} and this is {code_version()}; it goes on only "
            "under the code that made it, so check that version out or run the warm-up anew"
        )
    if said.policies and policies is None:
        raise SnapshotError(
            f"{path} was saved under policies in the slots {', '.join(said.policies)}; give policies=, {{}} for none"
        )
    if said.member_class not in (name_of(Member), name_of(member)):
        raise SnapshotError(f"{path} was saved with members of {said.member_class[:100]}; give it as member_class=")


def check_agents(community: Community) -> None:
    """Raises SnapshotError if Mesa agents hold what stands in no column."""
    for row, agent in community._agents_by_row.items():
        own = sorted(vars(agent).keys() - AGENT)
        if own:
            raise SnapshotError(
                f"the {type(agent).__name__} of row {row} has the attribute {own[0]}, which a snapshot cannot keep; "
                "keep it in a column, or in the model by uid, and delete it before saving"
            )


def name_of(cls: type) -> str:
    """A class's name for messages; nothing is imported by it."""
    return f"{cls.__module__}:{cls.__qualname__}"


def engine_name(community: Community) -> str:
    """The name of its engine."""
    return next(name for name, kind in ENGINES.items() if isinstance(community.engine, kind))
