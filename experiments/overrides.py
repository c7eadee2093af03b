"""
What stands behind a study's name on the command line, and where in the study's tree it goes.

    gate.price=199              a field of a base slot: every arm that inherits the slot gets it
    gate=null, ~gate            the base slot goes
    gate=paid                   a registered policy with its defaults instead
    +reward=cash                one more slot in the base
    arms.dearer.gate.price=299  one arm only
    ~arms.dearer                the arm goes
    days=30 world.visit_cap=.9  the study and its scenario

Values are written as Hydra writes them: numbers, words, null, [lists], {mappings}.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from clubsim.agents.parameters import unknown
from clubsim.experiments.arms import is_patch, patched, sees_slot
from clubsim.experiments.composing import refuse_unsafe
from clubsim.experiments.errors import StudyError

FIELDS = (
    "question",
    "days",
    "seeds",
    "first_seed",
    "scale",
    "engine",
    "workers",
    "cluster",
    "control",
    "decompose",
    "hinges",
    "branch_at",
    "until_halfwidth",
)
GROUPS = {
    "ensemble": ("file", "sets", "seeds"),
    "read_off": ("day", "window"),
    "until": ("outcome", "halfwidth", "at_most"),
    "scenario": ("start", "founders", "tie_slots", "graph"),
}
OPEN_GROUPS = ("world", "reading")  # their keys are the scenario's and are checked where they are read
STUDY_KEYS = (*FIELDS, *GROUPS, *OPEN_GROUPS, "policies", "arms")
MOST_SHOWN = 100  # of an override that cannot be read [character]


@dataclass(frozen=True, kw_only=True)
class Override:
    """One override. add: with a +; remove: with a ~; path: its key, cut at the dots; text: as the user wrote it."""

    add: bool
    remove: bool
    path: tuple[str, ...]
    value: Any
    text: str


def read_override(text: str) -> Override:
    """Raises StudyError if this is no override or does more than set a value."""
    parsed = parsed_override(text)
    if parsed.is_sweep_override():
        raise StudyError(
            f"{text!r} gives several values and a study runs one; write an arm for each, under arms:, or clubsim sweep"
        )
    return override_of(parsed, plain(parsed.value()), text)


def parsed_override(text: str) -> Any:
    """An override as Hydra's parser understands it. Raises StudyError if it does not."""
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    try:
        parsed = OverridesParser.create().parse_override(text)
        parsed.is_sweep_override(), parsed.value()
    except (HydraException, RecursionError, ValueError):
        raise StudyError(
            f"{text[:MOST_SHOWN]!r} cannot be read as an override; write KEY=VALUE, +SLOT=POLICY or ~SLOT, "
            "such as gate.price=199"
        ) from None
    return parsed


def override_of(parsed: Any, value: Any, text: str) -> Override:
    """Hydra's parsed override with one plain value. Raises StudyError if it does more than set one."""
    refuse_unsafe({parsed.key_or_group: value}, "an override")
    if parsed.package is not None or "/" in parsed.key_or_group:
        raise StudyError(f"{text!r} names a config group; write SLOT=POLICY, for example gate=paid")
    return Override(
        add=parsed.is_add() or parsed.is_force_add(),
        remove=parsed.is_delete(),
        path=tuple(parsed.key_or_group.split(".")),
        value=value,
        text=text,
    )


def plain(value: Any) -> Any:
    """Hydra's parsed value without its own types: quoted text is text, keys are words."""
    if isinstance(value, Mapping):
        return {str(getattr(key, "text", key)): plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    if type(value).__name__ == "QuotedString":
        return value.text
    return value


def scenario_chosen(overrides: list[Override]) -> str | None:
    """The scenario that the overrides choose, None if they leave it to the study."""
    chosen = [o for o in overrides if o.path == ("scenario",)]
    for override in chosen:
        if override.add or override.remove or not isinstance(override.value, str):
            raise StudyError(f"{override.text!r} chooses no scenario; write scenario=NAME")
    return chosen[-1].value if chosen else None


def apply(tree: dict[str, Any], overrides: list[Override]) -> None:
    """
    Writes the overrides into a composed tree, in their order.

    Raises:
        StudyError: a key that nothing in the study has, or a slot that is added twice.
    """
    for override in overrides:
        if override.path != ("scenario",):
            _apply_one(tree, override)


def _apply_one(tree: dict[str, Any], override: Override) -> None:
    first, *rest = override.path
    if first == "policies" and rest:
        _to_slot(tree, override, rest)
    elif first == "arms" and rest:
        _to_arm(tree, override, rest)
    elif first in STUDY_KEYS:
        _to_study(tree, override)
    elif first == "experiment":
        raise StudyError(f"{override.text!r}: a study is named first; write its name where the command's NAME stands")
    elif first == "channels":
        raise StudyError(f"{override.text!r}: channels are set in a scenario's file and not on the command line")
    elif first in tree["policies"] or (override.add and not rest):
        _to_slot(tree, override, list(override.path))
    else:
        raise StudyError(_unknown_key(tree, override))


def _to_study(tree: dict[str, Any], override: Override) -> None:
    first, *rest = override.path
    if override.remove:
        raise StudyError(f"{override.text!r}: ~ takes out a slot or an arm; {first} can only be given another value")
    if first in FIELDS and not rest:
        tree[first] = override.value
    elif first == "ensemble" and not rest and override.value is None:
        tree[first] = None
    elif (first in GROUPS or first in OPEN_GROUPS) and len(rest) == 1:
        if first in GROUPS and rest[0] not in GROUPS[first]:
            raise StudyError(unknown("key", ".".join(override.path), [f"{first}.{key}" for key in GROUPS[first]]))
        tree[first] = {**(tree.get(first) or {}), rest[0]: override.value}
    elif not rest:
        raise StudyError(f"{override.text!r}: {first} has fields; write {first}.{_example_field(tree, first)}=VALUE")
    else:
        raise StudyError(_unknown_key(tree, override))


def _example_field(tree: dict[str, Any], group: str) -> str:
    fields = {**GROUPS, "world": ("visit_cap",), "policies": ("gate.price",), "arms": (*tree["arms"],)}
    return str(next(iter(fields.get(group) or tree.get(group) or ("FIELD",))))


def _to_slot(tree: dict[str, Any], override: Override, path: list[str]) -> None:
    """A base slot or one of its fields. A slot that goes stays as None, for arms that patch or remove it too."""
    slots: dict[str, Any] = tree["policies"]
    slot, *field = path
    if len(field) > 1:
        raise StudyError(f"{override.text!r}: a field of a policy has no fields; write {slot}.{field[0]}=VALUE")
    if field and override.remove:
        raise StudyError(f"{override.text!r}: ~ takes out a whole slot; write {slot}.{field[0]}=VALUE")
    if not field and override.add:
        if slots.get(slot) is not None:
            raise StudyError(f"{override.text!r}: there is a slot {slot!r} already; write {slot}=... to replace it")
        slots[slot] = override.value
        return
    if slot not in slots or (field and slots[slot] is None):
        raise StudyError(_unknown_key(tree, override))
    if field:
        slots[slot] = patched(slots[slot], {field[0]: override.value})
    else:
        slots[slot] = None if override.remove else patched(slots[slot], override.value)


def _to_arm(tree: dict[str, Any], override: Override, path: list[str]) -> None:
    """An arm, one of its slots, or a field of one."""
    arms: dict[str, Any] = tree["arms"]
    arm, *rest = path
    if arm not in arms and not override.add:
        raise StudyError(unknown("arm", arm, arms))
    if len(rest) > 2 or (rest and override.remove):
        raise StudyError(f"{override.text!r}: write arms.{arm}.SLOT.FIELD=VALUE, arms.{arm}.SLOT=null or ~arms.{arm}")
    if override.remove:
        del arms[arm]
    elif not rest:
        arms[arm] = override.value
    else:
        slots = arms[arm] = dict(arms.get(arm) or {})
        slot = rest[0]
        change = override.value if len(rest) == 1 else {rest[1]: override.value}
        if len(rest) == 2 and slot in slots and slots[slot] is None:
            raise StudyError(f"no arm sees {override.text!r}: arm {arm!r} takes the slot {slot!r} out")
        slots[slot] = patched(slots.get(slot), change)


def check_seen(tree: dict[str, Any], arms: dict[str, dict[str, Any]], overrides: list[Override]) -> None:
    """
    Raises StudyError at an override of a slot, an arm or a reading that changes no arm.

    Args:
        tree: the study with its overrides applied, `${...}` not filled in.
        arms: the merged slots of every arm, likewise.
    """
    for override in overrides:
        first, *rest = override.path
        if first == "reading" and rest:
            seen = _mentions(arms, f"reading.{rest[0]}")
        elif first == "arms":
            seen = override.remove or _arm_sees(tree, rest)
        elif first in STUDY_KEYS and first != "policies":
            seen = True
        else:
            seen = _base_is_seen(tree, override, rest if first == "policies" else list(override.path))
        if not seen:
            raise StudyError(f"no arm sees {override.text!r}: {_why_unseen(override)}")


def _mentions(arms: dict[str, dict[str, Any]], path: str) -> bool:
    values = [value for slots in arms.values() for fields in slots.values() for value in fields.values()]
    return any(isinstance(value, str) and path in value for value in values)


def _arm_sees(tree: dict[str, Any], path: list[str]) -> bool:
    arm, *rest = path
    changes = tree["arms"].get(arm)
    if changes is None or not rest:
        return changes is not None
    gone = rest[0] in tree["policies"] and tree["policies"][rest[0]] is None
    return rest[0] in changes and not (gone and is_patch(changes[rest[0]]))


def _base_is_seen(tree: dict[str, Any], override: Override, path: list[str]) -> bool:
    slot, *field = path
    standing = tree["policies"][slot]
    if field and not (isinstance(standing, dict) and field[0] in standing):
        return False
    given = None if override.remove else override.value
    fields: list[str | None] = [*field] or ([*(given or {})] if is_patch(given) else [None])
    return all(any(sees_slot(changes, slot, name) for changes in tree["arms"].values()) for name in fields)


def _why_unseen(override: Override) -> str:
    if override.path[0] == "reading":
        return f"no policy of theirs reads ${{{'.'.join(override.path)}}}"
    if override.path[0] == "arms":
        return "the slot or the arm was taken out by another override"
    return "each of them takes the slot out, replaces it or sets the field itself; write arms.ARM.SLOT.FIELD=VALUE"


def _unknown_key(tree: dict[str, Any], override: Override) -> str:
    """One sentence about a key that nothing has, with the nearest of all those that there are."""
    key = ".".join(override.path)
    if override.path[0] in tree["policies"]:
        return f"no arm sees {override.text!r}: the slot {override.path[0]!r} is not in the base any more"
    known = _all_keys(tree)
    same_end = [name for name in known if name.rpartition(".")[2] == key]
    near = same_end or get_close_matches(key, known, n=1, cutoff=0.5)
    if near:
        return f"unknown key {key!r}; did you mean {near[0]!r}?"
    return f"unknown key {key!r}; known: {', '.join([*STUDY_KEYS, *tree['policies']])}; +{key}=POLICY adds a slot"


def _all_keys(tree: dict[str, Any]) -> list[str]:
    from clubsim.agents.parameters import World

    slots = {slot: tuple(fields) if isinstance(fields, dict) else () for slot, fields in tree["policies"].items()}
    groups = {**GROUPS, "world": World._fields, "reading": tuple(tree.get("reading") or {})}
    inside = [f"{group}.{key}" for group, keys in [*groups.items(), *slots.items()] for key in keys]
    return [*STUDY_KEYS, *slots, *inside]
