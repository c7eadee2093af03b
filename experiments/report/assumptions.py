"""What a report rests on: the arms' policies, every number of the model with the word for its source, weak evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from clubsim.experiments.composing import CONFIGS, read_yaml
from clubsim.experiments.kept import Kept
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.policy_words import rows as catalogue_rows
from clubsim.experiments.report.parts import Table
from clubsim.experiments.tables_of_model import parameter_rows
from clubsim.experiments.wording import say
from clubsim.policies.catalogue import Row
from clubsim.policies.registry import full_name

WEAK = CONFIGS / "evidence" / "weak.yaml"
NOTHING = "–"
DOUBTFUL = ("weak", "assumed")


def arms_table(kept: Kept, caption: str) -> Table:
    """A row an arm: what it does otherwise than the control."""
    rows = [
        (in_words(arm), say("the control") if arm == kept.control else what_is_otherwise(kept, arm))
        for arm in kept.arms
    ]
    return Table(caption, (say("arm"), say("what it does otherwise than the control")), tuple(rows), numbers=None)


def what_the_control_does(kept: Kept) -> list[str]:
    """A line a slot of the control: what the policy in it does."""
    used, slots = policies_used(kept), kept.config["arms"][kept.control]
    named = {in_words(slot): used.get(full_name(fields["policy"])) for slot, fields in slots.items()}
    return [say("{policy}: {strength}", policy=slot, strength=say(row.what)) if row else slot
            for slot, row in named.items()]  # fmt: skip


def what_is_otherwise(kept: Kept, arm: str) -> str:
    """What an arm does otherwise than the control, slot by slot."""
    slots, base = kept.config["arms"][arm], kept.config["arms"][kept.control]
    said = []
    for slot in dict.fromkeys([*base, *slots]):
        here, there = slots.get(slot), base.get(slot)
        if here == there:
            continue
        if here is None:
            said.append(say("without {slot}", slot=in_words(slot)))
        elif there is None or here.get("policy") != there.get("policy"):
            said.append(f"{in_words(slot)}: {_settings(here)}")
        else:
            changed = {key: value for key, value in here.items() if there.get(key) != value}
            gone = {key: None for key in there if key not in here}
            said.append(f"{in_words(slot)}: {_settings({**changed, **gone})}")
    return say("; ").join(said) or say("nothing otherwise")


def _settings(fields: Mapping[str, Any]) -> str:
    return ", ".join(str(value) if key == "policy" else f"{key} = {_plain(value)}" for key, value in fields.items())


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def policies_used(kept: Kept) -> dict[str, Row]:
    """Every policy that some arm has, by its full name."""
    known = {row.name: row for row in catalogue_rows()}
    used = dict.fromkeys(
        full_name(fields["policy"]) for slots in kept.config["arms"].values() for fields in slots.values()
    )
    return {name: known[name] for name in used if name in known}


def policies_table(kept: Kept, caption: str) -> Table:
    """A row a policy that some arm has: what it does, with which numbers, and on what evidence."""
    rows = []
    slots = {slot: fields for arm in kept.config["arms"].values() for slot, fields in arm.items()}
    used = policies_used(kept)
    for slot, fields in slots.items():
        row = used.get(full_name(fields["policy"]))
        if row is not None:
            told = _settings({key: value for key, value in fields.items() if key != "policy"})
            rows.append((in_words(slot), row.name, say(row.what), told or NOTHING, say(row.strength)))
    header = (say("slot"), say("policy"), say("what it does"), say("its numbers"), say("evidence"))
    return Table(caption, header, tuple(rows), numbers=None)


def parameters_table(kept: Kept, caption: str) -> Table:
    """A row a number of the world: its value here, unit, range, source word and what it was fitted to."""
    scenario, rows = kept.scenario, []
    for parameter in parameter_rows():
        value = getattr(scenario.world, parameter.name)
        other = "" if value == parameter.default else say(" (usually {default:.4g})", default=parameter.default)
        fitted = scenario.fitted.get(parameter.name, "")
        source = say("fitted to {what}", what=fitted) if fitted else parameter.source
        bounds = f"{parameter.low:.4g} … {parameter.high:.4g}"
        rows.append((parameter.name, f"{value:.4g}{other}", parameter.unit, bounds, source))
    rows += [
        (f"{channel.name}.pool", f"{channel.pool:.4g}", say("members"), NOTHING, _source_of_pool(kept, channel.name))
        for channel in scenario.channels
    ]
    header = (say("number"), say("value"), say("unit"), say("accepted"), say("source"))
    return Table(caption, header, tuple(rows), numbers=None)


def _source_of_pool(kept: Kept, channel: str) -> str:
    fitted = kept.scenario.fitted.get(f"{channel}.pool", "")
    return say("fitted to {what}", what=fitted) if fitted else say("the scenario's own")


def counts_of_sources() -> dict[str, int]:
    """How many numbers of the world are measured, adapted and assumed."""
    words = [parameter.source.split(maxsplit=1)[0].rstrip(":;,") for parameter in parameter_rows()]
    return {word: words.count(word) for word in ("measured", "adapted", "assumed")}


def weak_evidence(kept: Kept) -> list[str]:
    """
    What nobody has measured well and this study leans on: in general, of its policies, and of its own source.

    Returns:
        Sentences: those of configs/evidence/weak.yaml that are on a policy of the study, or on none in particular;
        the study's policies with weak evidence; what the scenario's source cannot tell.
    """
    used = policies_used(kept)
    families = {row.family for row in used.values()}
    general = [
        f"{say(entry['what'])} ({entry['source']})"
        for entry in read_yaml(WEAK)["weak"]
        if not entry["families"] or families & set(entry["families"])
    ]
    doubtful = [
        say("{policy}: {strength}", policy=row.name, strength=say(row.strength))
        for row in used.values()
        if row.evidence in DOUBTFUL
    ]
    unidentified = [say("the source cannot tell: {what}", what=what) for what in kept.scenario.unidentified]
    return [*general, *doubtful, *unidentified]
