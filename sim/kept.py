"""
What is kept of a community between two days, attribute by attribute, and a community made from it.

A file of it names no type and no attribute that does not stand here.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from clubsim.agents.luck import Luck
from clubsim.agents.member import Member
from clubsim.agents.records import Feed, Members, Prospects, Today
from clubsim.sim.admissions import Admissions
from clubsim.sim.columns import grow, in_use, lengthened
from clubsim.sim.commons import Commons
from clubsim.sim.community import Community
from clubsim.sim.encoding import Array, EncodingError, Packer, Plain, Unpacker, hints, listed
from clubsim.sim.events import KINDS, EventLog
from clubsim.sim.feed import COLUMNS, SPARE
from clubsim.sim.ledger import Ledger
from clubsim.sim.packets import Packet
from clubsim.sim.partners import Alliance, Partner
from clubsim.sim.places import PARTS_OF_FEED, check_places, within
from clubsim.sim.standing import Notes, Standing
from clubsim.sim.world import Channel, Scenario

FEWEST_ROWS = 256  # for which there is room at least; how much room there is changes no run
ROWS = Array("int64")

# What is kept of a community, by attribute, with its type. Records that say their fields' types say them themselves.
KEPT: dict[str, Any] = {
    "day": int,
    "luck": Luck,
    "members": Members,
    "prospects": Prospects,
    "feed": Feed,
    "n_members": int,
    "n_prospects": int,
    "refused": int,
    "pool_sizes": list[int],
    "present": ROWS,
    "members_of_the_day": ROWS,
    "awake": ROWS,
    "asleep": ROWS,
    "guests": ROWS,
    "planning": ROWS,
    "speakers": ROWS,
    "cohort_rows": dict[int, tuple[int, int]],
    "n_joined_today": int,
    "n_messages_yesterday": int,
    "heads_yesterday": int,
    "n_angry_today": int,
    "event_yesterday": str,
    "notice_days": list[int],
    "quota_since": int,
    "standing": Standing,
    "cards": dict[str, dict[int, int]],
    "orders": dict[int, str],
    "notes": dict[str, Notes],
    "packets": list[Packet],
    "commons": Commons,
    "waiting": Array("int64", 2),
    "awaited": list[tuple[Array("int64"), Array("float64"), bool]],  # type: ignore[misc]
    "exchanged": Array("float64"),
    "signal": Array("float64"),
    "ledger": Ledger,
    "today": Today,
}
# Kept too, by functions of their own below: what stands in the file, and the attributes that it is made from.
KEPT_APART = {
    "scenario": ("scenario_of_run",),
    "rooms": ("rooms",),
    "counters": ("counters",),
    "events": ("events",),
    "admissions": ("admissions",),
    "alliances": ("alliances",),
    "generators": ("rng", "random"),
}
ROOMS: dict[str, Any] = {
    "count": int,
    "mains": list[int],
    "groups": dict[tuple[str, int], int],
    "led": set[int],
    "cities": Array("int16"),
    "signal": Array("float64", 2),
    "noise": Array("float64"),
    "topics": Array("float64", 2),
    "shown": Array("float64"),
    "chatter": Array("float64"),
}
COUNTERS: dict[str, Any] = {
    "days": int,
    "_daily": Array("float64", 2),
    "cohort_size": dict[int, int],
    "cohort_active": dict[tuple[int, int], int],
    "bracket_active": dict[tuple[int, int], int],
    "core": list[tuple[int, int]],
    "_total_before": Array("int32"),
    "_core_rows": ROWS,
}
EVENTS: dict[str, Any] = {
    "member": Array("int32"),
    "day": Array("int32"),
    "hour": Array("float32"),
    "kind": Array("int8"),
    "target": Array("int32"),
    "thread": Array("int32"),
}
ADMISSIONS: dict[str, Any] = {
    "day": Array("int32"),
    "uid": Array("int64"),
    "channel": Array("int16"),
    "shift": Array("float32"),
    "inviter": Array("int64"),
}
PARTNER: dict[str, Any] = {
    "number": int,
    "here": dict[int, int],
    "came": set[int],
    "went": list[int],
    "holders": dict[int, bool],
}
SCENARIO: dict[str, Any] = {
    **hints(Scenario),
    "channels": tuple[Channel, ...],
    "graph": Plain(),
    "reported": Plain(),
}
# Not kept, and why nothing is lost.
REBUILT = {
    "known": "the uids of the members",
    "policies": "given by who loads; the file has them as plain settings",
    "world": "the scenario's",
    "threads": "given by who goes on; no bit hangs on it",
    "images": "laid down when they are asked for",
    "engine": "made by its name; it holds no state",
    "member_class": "given by who loads; the file has its name",
    "_agents_by_row": "agents are made when they are asked for, the same whenever that is",
    "_own_datacollector": "a collector of one's own is set anew; the daily counts are kept",
    "steps": "Mesa's count of days, counted anew",
    "step": "Mesa's wrapper of our step",
    "_user_step": "Mesa's own",
    "running": "Mesa's own; a community never stops by itself",
    "_rng": "Mesa's note of how its generator began, which nothing reads",
    "_seed": "Mesa's, the same as the luck's",
    "_agents": "Mesa's list of the agents that were made",
    "_agents_by_type": "Mesa's list of the agents that were made",
    "_all_agents": "Mesa's list of the agents that were made",
}


def state_of(c: Community, packer: Packer, path: str) -> dict[str, Any]:
    """All that is kept of a community, partner communities with theirs; `path` stands before the names of arrays."""
    used = {
        "members": in_use(c.members, c.n_members),
        "prospects": in_use(c.prospects, c.n_prospects),
        "feed": feed_in_use(c.feed),
    }
    kept = {name: used.get(name, getattr(c, name)) for name in KEPT}
    return {
        **packed(packer, KEPT, kept, path),
        "scenario": packed(packer, SCENARIO, scenario_in_words(c.scenario), f"{path}scenario."),
        "rooms": packed(packer, ROOMS, vars(c.rooms), f"{path}rooms."),
        "counters": packed(packer, COUNTERS, {**vars(c.counters), "_daily": c.counters.daily}, f"{path}counters."),
        "events": None if c.events is None else packed(packer, EVENTS, c.events.columns(), f"{path}events."),
        "admissions": None
        if c.admissions is None
        else packed(packer, ADMISSIONS, vars(c.admissions), f"{path}admissions."),
        "alliances": [
            [slot, alliance_of(alliance, packer, f"{path}alliances.{place}.")]
            for place, (slot, alliance) in enumerate(c.alliances.items())
        ],
        "generators": generators_of(c),
    }


def packed(packer: Packer, kinds: Mapping[str, Any], values: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Named values as a tree."""
    return {name: packer.pack(kind, values[name], f"{path}{name}") for name, kind in kinds.items()}


def unpacked(unpacker: Unpacker, kinds: Mapping[str, Any], tree: Any, path: str) -> dict[str, Any]:
    """Named values out of a tree that has them all and no other."""
    if not isinstance(tree, dict) or tree.keys() != kinds.keys():
        raise EncodingError(f"{path or 'the state'} has not the parts of a snapshot")
    return {name: unpacker.unpack(kind, tree[name], f"{path}{name}") for name, kind in kinds.items()}


def scenario_in_words(scenario: Scenario) -> dict[str, Any]:
    """A scenario's fields; the founders' graph, which was read on day 0 only, is left out."""
    return {**{name: getattr(scenario, name) for name in SCENARIO}, "graph": None}


def feed_in_use(feed: Feed) -> Feed:
    """The feed without the room it has for more."""
    shorter = {
        name: getattr(feed, name)[: int(feed.counts[count])]
        for letter, count in PARTS_OF_FEED.items()
        for name in COLUMNS[letter]
    }
    return feed._replace(**shorter)


def generators_of(c: Community) -> dict[str, Any]:
    """How Mesa's two generators stand; no run of ours draws from them, a Member of one's own may."""
    version, numbers, spare = c.random.getstate()
    return {"numpy": c.rng.bit_generator.state, "python": [version, list(numbers), spare]}


def alliance_of(alliance: Alliance, packer: Packer, path: str) -> dict[str, Any]:
    """An alliance with its partner communities."""
    holders = packer.pack(dict[int, bool], alliance.holders, f"{path}holders")
    partners = []
    for place, partner in enumerate(alliance.partners):
        beneath = f"{path}{place}."
        about_them = packed(packer, PARTNER, vars(partner), f"{beneath}partner.")
        partners.append([about_them, state_of(partner.community, packer, f"{beneath}community.")])
    return {"holders": holders, "partners": partners}


def community_of(
    state: Any, unpacker: Unpacker, path: str, *, engine: str, member_class: type[Member], of_partner: bool = False
) -> Community:
    """
    The community of a state.

    Args:
        of_partner: whether it is a partner's, which can have no alliances of its own.

    Raises:
        EncodingError: the state is no community's.
    """
    if not isinstance(state, dict):
        raise EncodingError("it has no state")
    if state.keys() != KEPT.keys() | KEPT_APART.keys():
        raise EncodingError("its state has not the parts of a snapshot")
    scenario = scenario_from(state["scenario"], unpacker, f"{path}scenario.")
    kept = unpacked(unpacker, KEPT, {name: state[name] for name in KEPT}, path)
    try:
        c = Community(replace(scenario, founders=0), seed=kept["luck"].seed, engine=engine, member_class=member_class)
    except ValueError as error:
        raise EncodingError(str(error)) from None
    c.scenario_of_run = scenario
    for name, value in kept.items():
        setattr(c, name, value)
    vars(c.rooms).update(unpacked(unpacker, ROOMS, state["rooms"], f"{path}rooms."))
    vars(c.counters).update(unpacked(unpacker, COUNTERS, state["counters"], f"{path}counters."))
    if state["events"] is not None:
        c.events = log_from(unpacked(unpacker, EVENTS, state["events"], f"{path}events."))
    if state["admissions"] is not None:
        c.admissions = admissions_from(unpacked(unpacker, ADMISSIONS, state["admissions"], f"{path}admissions."))
    check_places(c)
    c.known.add(c.members.uid)
    give_room(c)
    for place, entry in enumerate(listed(state["alliances"], "alliances")):
        slot, alliance = listed(entry, "alliances", 2)
        if of_partner or not isinstance(slot, str):
            raise EncodingError("alliances stand under a slot's name, and a partner has none")
        beneath = f"{path}alliances.{place}."
        c.alliances[slot] = alliance_from(alliance, unpacker, beneath, engine, member_class)
    set_generators(c, state["generators"])
    let_mesa_count(c)
    return c


def let_mesa_count(c: Community) -> None:
    """Mesa counts the days that have passed, each of which it is told of by a step; none is lived again."""
    ours, c._user_step = c._user_step, lambda: None
    for _ in range(c.day):
        c.step()
    c._user_step = ours


def scenario_from(tree: Any, unpacker: Unpacker, path: str) -> Scenario:
    """A scenario; its own rules are asked."""
    values = unpacked(unpacker, SCENARIO, tree, path)
    if not isinstance(values["reported"], dict) or values["graph"] is not None:
        raise EncodingError(f"{path}reported is a mapping and graph is null")
    return Scenario(**values)


def admissions_from(columns: dict[str, Any]) -> Admissions:
    """Who is to get in, by columns."""
    try:
        return Admissions(**columns)
    except ValueError as error:
        raise EncodingError(str(error)) from None


def log_from(columns: dict[str, Any]) -> EventLog:
    """An event log whose columns these are: a part of it for each run of one day and kind."""
    member, day, kind = columns["member"], columns["day"], columns["kind"]
    if len({column.shape for column in columns.values()}) > 1:
        raise EncodingError("events has columns of different lengths")
    within("events.kind", kind, 0, len(KINDS))
    log = EventLog()
    cuts = np.flatnonzero((np.diff(day) != 0) | (np.diff(kind) != 0)) + 1
    for begin, end in zip([0, *cuts.tolist()], [*cuts.tolist(), member.shape[0]], strict=True):
        if end > begin:
            part = slice(begin, end)
            hour, target, thread = (columns[name][part] for name in ("hour", "target", "thread"))
            log._parts.append((member[part], int(day[begin]), hour, KINDS[int(kind[begin])], target, thread))
    return log


def give_room(c: Community) -> None:
    """Columns get room for more, as they have in a community that was never saved."""
    grow(c, "members", FEWEST_ROWS)
    grow(c, "prospects", FEWEST_ROWS)
    c.counters._daily = lengthened(c.counters.daily, max(c.counters.days, FEWEST_ROWS))
    longer = {
        name: lengthened(getattr(c.feed, name), max(getattr(c.feed, name).shape[0], SPARE))
        for letter in PARTS_OF_FEED
        for name in COLUMNS[letter]
    }
    c.feed = c.feed._replace(**longer)


def alliance_from(tree: Any, unpacker: Unpacker, path: str, engine: str, member_class: type[Member]) -> Alliance:
    """An alliance with its partner communities."""
    if not isinstance(tree, dict) or tree.keys() != {"holders", "partners"}:
        raise EncodingError(f"{path} has not the parts of an alliance")
    alliance = Alliance(holders=unpacker.unpack(dict[int, bool], tree["holders"], f"{path}holders"))
    for place, entry in enumerate(listed(tree["partners"], path)):
        them, state = listed(entry, path, 2)
        beneath = f"{path}{place}."
        values = unpacked(unpacker, PARTNER, them, f"{beneath}partner.")
        lives = community_of(
            state, unpacker, f"{beneath}community.", engine=engine, member_class=member_class, of_partner=True
        )
        alliance.partners.append(Partner(community=lives, **values))
    return alliance


def set_generators(c: Community, tree: Any) -> None:
    """Put Mesa's two generators where they stood."""
    try:
        c.rng.bit_generator.state = tree["numpy"]
        version, numbers, spare = tree["python"]
        c.random.setstate((version, tuple(numbers), spare))
    except (KeyError, TypeError, ValueError, OverflowError):
        raise EncodingError("generators are not as NumPy and Python write them") from None
