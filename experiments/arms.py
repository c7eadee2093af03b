"""
How a study's base policies and an arm's changes become that arm's policies.

An arm inherits every slot of the base. In the arm, `slot: null` takes it out; a mapping without `policy:` sets some of
its fields; a mapping with `policy:`, or a bare word, puts a registered policy in its place or adds a slot.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from clubsim.agents.parameters import unknown
from clubsim.experiments.composing import CONFIGS, read_yaml
from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import mapping, shown
from clubsim.policies.registry import build, full_name, registered
from clubsim.sim.policy import Policy

ARM_NAME = re.compile(r"[A-Za-z_][\w-]*")
SLOT_NAME = re.compile(r"[A-Za-z_]\w*")


def patched(slot: Any, change: Any) -> Any:
    """A slot after a change: null or a whole policy replaces it, a mapping without `policy:` sets fields."""
    if not is_patch(change):
        return change
    if isinstance(slot, str):
        return {"policy": slot, **change}
    return {**slot, **change} if isinstance(slot, Mapping) else change


def is_patch(change: Any) -> bool:
    """Whether a change sets fields of a policy that must be there already."""
    return isinstance(change, Mapping) and "policy" not in change


def merged(base: Mapping[str, Any], arm: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """
    The slots of one arm, the base's first, each `{policy: name, field: value, ...}`.

    Args:
        base: slot -> mapping or word; None for a slot that an override took out, which an arm may still mention.
        changes: slot -> what the arm says about it.

    Raises:
        StudyError: the arm takes out or patches a slot that the base does not have, or says something else about it.
    """
    slots = dict(base)
    for slot, change in changes.items():
        _check_change(arm, slot, change, base)
        gone = slot in base and base[slot] is None
        slots[slot] = None if gone and is_patch(change) else patched(slots.get(slot), change)
    return {slot: complete(f"slot {slot}", policy) for slot, policy in slots.items() if policy is not None}


def _check_change(arm: str, slot: str, change: Any, base: Mapping[str, Any]) -> None:
    if change is not None and not isinstance(change, str | Mapping):
        raise StudyError(
            f"arm {arm}: slot {slot} is {shown(change)}; write null, a policy's name, or fields such as {{price: 120}}"
        )
    if slot in base or not (change is None or is_patch(change)):
        return
    does = "takes out" if change is None else "sets fields of"
    also = "" if change is None else "; to add a policy write policy: with its name"
    raise StudyError(f"arm {arm} {does} a slot that the base has not: {unknown('slot', slot, base)}{also}")


def complete(where: str, slot: Any) -> dict[str, Any]:
    """A slot with the policy's name and the defaults that are shipped for it, below the fields that are given."""
    given = {"policy": slot} if isinstance(slot, str) else mapping(where, slot, "{policy: paid, price: 99}")
    name = given.get("policy")
    if not isinstance(name, str):
        has = "has no policy:" if name is None else f"has policy: {shown(name)}"
        raise StudyError(f"{where} {has}; write policy: with one of {', '.join(registered())}")
    return {**shipped_defaults(name), **given, "policy": registered_name(name)}


def registered_name(name: str) -> str:
    """The full name of a policy, `reward/cash` for `cash`."""
    try:
        return full_name(name)
    except (ImportError, ValueError) as error:  # ImportError: an installed package's policies cannot be loaded
        raise StudyError(str(error)) from None


def shipped_defaults(name: str) -> dict[str, Any]:
    """The settings in configs/policy/FAMILY/NAME.yaml; a policy without such a file has those of its class only."""
    return deepcopy(_shipped(registered_name(name)))


@cache  # each arm of each study reads them
def _shipped(full: str) -> dict[str, Any]:
    file = CONFIGS / "policy" / f"{full}.yaml"
    return dict(read_yaml(file)) if file.is_file() else {}


def built(arm: str, slots: Mapping[str, Mapping[str, Any]]) -> dict[str, Policy]:
    """The policies of one arm by slot, in the order of the slots, each checked by its own class."""
    policies = {}
    for slot, settings in slots.items():
        fields = {key: value for key, value in settings.items() if key != "policy"}
        try:
            policies[slot] = build(settings["policy"], fields)
        except (TypeError, ValueError) as error:
            raise StudyError(f"arm {arm}, slot {slot}: {error}") from None
    return policies


def check_names(arms: Mapping[str, Mapping[str, Any]], reserved: tuple[str, ...]) -> None:
    """Raises StudyError at a name that cannot stand in a table, a file name and an override."""
    for arm, slots in arms.items():
        if not ARM_NAME.fullmatch(arm):
            raise StudyError(f"{arm!r} is no name for an arm; write letters, digits, _ and -, a letter first")
        for slot in slots:
            if not SLOT_NAME.fullmatch(slot):
                raise StudyError(f"{slot!r} is no name for a slot; write letters, digits and _, a letter first")
            if slot in reserved:
                raise StudyError(f"a slot cannot be called {slot!r}, a field of the study; write {slot}_policy")


def sees_slot(changes: Mapping[str, Any], slot: str, field: str | None) -> bool:
    """Whether a change of the base in that slot (and field) reaches an arm with these changes of its own."""
    if slot not in changes:
        return True
    change = changes[slot]
    return is_patch(change) and field not in change
