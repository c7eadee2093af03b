"""
docs/reference/configuration.md: every key of a study, a scenario and a sweep.

What a key may hold is asked of the code that checks it: each key is given a value that cannot be right, and the
sentence that this costs says what could be, with an example. Defaults and meanings are those of configs/config.yaml.
"""

import inspect
import re
from dataclasses import MISSING, fields
from functools import cache
from typing import Any

import yaml

from clubsim.experiments import overrides, sweep_file
from clubsim.experiments.composing import CONFIGS
from clubsim.experiments.errors import StudyError
from clubsim.experiments.policy_words import EVERY_POLICY
from clubsim.experiments.scenarios import SCENARIO_KEYS
from clubsim.experiments.study import load_study
from clubsim.experiments.tables_of_model import table
from clubsim.sim.vessel import REFUND_RULES, Vessel
from clubsim.sim.world import LAST_DAY, Channel

EXAMPLE_STUDY = "operations_club"
WRONG = "'?'"  # no key's right value
ASKED_OTHERWISE = {  # keys of a rule that is read only where it is asked for
    "until.outcome": ("until.halfwidth=1", "until.outcome='?'"),
    "until.at_most": ("until.halfwidth=1", "until.at_most='?'"),
}
LINE = re.compile(r"^( *)(\w+):\s*([^#]*?)\s*(?:#\s*(.*))?$")
DOCS = re.compile(r"docs/(\w+)\.md")
REFUSAL = re.compile(r"^\S+ (?:is|names|says) (?P<what>.*?), not '\?'(?:; (?P<rest>.*))?$")
KNOWN = re.compile(r"^unknown \S+ '\?'; known: (?P<known>[^()]*)")
ABOVE = re.compile(r"(?:must be >|is above) 0")
MOST_KNOWN = 3  # words that are listed
NUMBER = "a number"
SCENARIO: dict[str, str] = {
    "name": "what it is called in tables",
    "start": "the date of day 0; decides weekdays",
    "founders": "members on day 0, before any notice",
    "tie_slots": "partners a member can keep",
    "vessel": "what the platform allows, [below](#vessel)",
    "graph": "a GraphML file of ties among the founders on day 0; null for none",
    "channels": "ways by which prospects hear of the community, a list, [below](#channels)",
    "world": "numbers of members and surroundings that differ from their defaults: "
    "[parameters](../parameters.md#parameters)",
    "joining_motives": "motive: share, of why people join; the World's weights follow from it unless `world` says them",
    "reading": "how the scenario's source is read; policies take it by `${reading.KEY}`",
    "ensemble": "a table in configs/ensemble of parameter sets that fit; null for none",
    "validation": "how `clubsim validate` runs it; read by no study",
    "reported": "outcome: what the source reports of it; read by no run",
    "fitted": "parameter: what it was fitted to; read by no run",
    "unidentified": "what the source cannot tell, a list of sentences; read by no run",
}
SWEEP: dict[str, str] = {
    "study": "a name in configs/experiment, or the path of a study as seen from this file",
    "question": "what the sweep asks, in a sentence",
    "overrides": "a list, as on the command line",
    "sets": "name: whole choices of policies, in the place of the study's own",
    "keep": "slots of the study that every set has too, a list",
    "control": "the set to compare with, else the first",
    "sweep": "key: values, a list or as on the command line",
    "design": "grid, lhs or sobol",
    "points": "of lhs and sobol",
}


def parts() -> list[str]:
    """The page, a part a paragraph or table."""
    return [
        "# Configuration of a study",
        "A study is a YAML file: a question, the arms that answer it, and the scenario in which they live. Those "
        "that are shipped stand in `configs/experiment` and are listed in [studies](studies.md); one of your own "
        "is given by its path. Every key has a default but `control`, `arms` and a scenario. What a file may do is "
        "little: name what is shipped and set values. It can neither configure Hydra, nor call a resolver, nor "
        "import anything.",
        f"```yaml\n{_example()}\n```",
        "`defaults:` names what is shipped: a policy's settings for a slot (`/policy/FAMILY@policies.SLOT: NAME`), the "
        "scenario, and with `/experiment: NAME` a study to begin from. `policies:` is what every arm has, in the "
        "order in which they act; under `arms:` an arm takes a slot out (`null`), sets some of its fields, or puts a "
        "policy in it.",
        "## Keys of a study",
        f"What may stand at a key is said by the check itself, asked in `{EXAMPLE_STUDY}`: where a value is bounded "
        "by the length of a run, it is by that study's 300 days.",
        table(("key", "meaning", "what may stand there", "default"), study_rows()),
        "## A policy in its slot",
        "`policy:` is a registered name ([policies](../policies.md)), the rest are its fields. " + EVERY_POLICY,
        "## Overrides",
        "On the command line a study is changed, for this one time, by what stands behind its name.",
        f"```text\n{_overrides()}\n```",
        "A value that no arm would see is refused, and so is a key that nothing has, with the nearest one that there "
        "is.",
        "## Keys of a scenario",
        "A scenario is what an operator cannot choose: a file in `configs/scenario`. On the command line "
        f"{_listed([f'`scenario.{key}`' for key in overrides.GROUPS['scenario']])} can be set, and with `world.NAME` "
        "any parameter.",
        table(("key", "what it says"), [(f"`{key}`", what) for key, what in scenario_rows().items()]),
        "### Channels",
        " ".join((inspect.getdoc(Channel) or "").split()),
        table(("key", "meaning", "default"), channel_rows()),
        "### Vessel",
        " ".join((inspect.getdoc(Vessel) or "").split()) + f" `refunds` is one of {_listed(list(REFUND_RULES))}.",
        table(("key", "default"), [(f"`{f.name}`", f"`{_yaml(f.default)}`") for f in fields(Vessel)]),
        "## Keys of a sweep",
        "A sweep is a file in `configs/sweep` or of one's own, for `clubsim sweep` and `clubsim phase`; see "
        "[sweeps](../sweeps.md).",
        table(("key", "what it says"), [(f"`{key}`", SWEEP[key]) for key in sweep_file.KEYS]),
    ]


def study_rows() -> list[tuple[str, str, str, str]]:
    """A row a key: key, meaning, what may stand there with an example, default."""
    rows = []
    for key, default, meaning in declared():
        what, example = asked(key)
        told = f"{what}, such as `{example}`" if example else what
        rows.append((f"`{key}`", DOCS.sub(r"[\1](../\1.md)", meaning), told, f"`{default}`" if default else ""))
    return rows


def declared() -> list[tuple[str, str, str]]:
    """Key, default and meaning of every key of a study, as configs/config.yaml has them; `group.key` within a group."""
    rows, group = [], ""
    text = (CONFIGS / "config.yaml").read_text(encoding="utf-8").partition("question:")
    for line in (text[1] + text[2]).splitlines():
        found = LINE.match(line)
        if not found:
            continue
        indent, key, default, meaning = found.groups()
        group = group if indent else key
        rows.append((f"{group}.{key}" if indent else key, default, meaning or ""))
    return rows


def scenario_rows() -> dict[str, str]:
    """Key of a scenario -> meaning, in the order in which the code knows them."""
    return {key: SCENARIO[key] for key in SCENARIO_KEYS}


def channel_rows() -> list[tuple[str, str, str]]:
    """Key, meaning and default of a channel's fields, as its declaration says."""
    meanings = dict(re.findall(r"^    (\w+): \w+(?: = [\w.]+)?  # (.*)$", inspect.getsource(Channel), re.MULTILINE))
    rows = []
    for field in fields(Channel):
        default = "must be given" if field.default is MISSING else f"`{_yaml(field.default)}`"
        rows.append((f"`{field.name}`", meanings.get(field.name, "letters, digits and _"), _never(default)))
    return rows


@cache
def asked(key: str) -> tuple[str, str]:
    """What may stand at a key, and an example, in the words of the check; "" where it says none."""
    try:
        load_study(EXAMPLE_STUDY, ASKED_OTHERWISE.get(key, (f"{key}={WRONG}",)))
    except StudyError as error:
        return _read(str(error), key)
    return "text", ""


def _read(refusal: str, key: str) -> tuple[str, str]:
    if known := KNOWN.match(refusal):
        words = [word.strip() for word in known["known"].split(",")]
        told = ", ".join(words) if len(words) <= MOST_KNOWN else "the names there are"
        return f"one of {told}", f"{key}={words[0]}"
    if not (found := REFUSAL.match(refusal)):
        return "a mapping", ""
    if found["what"] == NUMBER:
        return NUMBER + _bound(key), ""
    example = re.search(r"write (?:for example )?(\S.*)$", found["rest"] or "")
    written = example[1] if example else ""
    return found["what"].replace(" or is ", ", or "), written if not written or "=" in written else f"{key}={written}"


def _bound(key: str) -> str:
    """What the check says of a number that is below 0."""
    try:
        load_study(EXAMPLE_STUDY, (f"{key}=-1",))
    except StudyError as error:
        return " above 0" if ABOVE.search(str(error)) else ""
    return ""


def _example() -> str:
    """A small study that is shipped, without its first comments."""
    lines = (CONFIGS / "experiment" / "paywall.yaml").read_text(encoding="utf-8").splitlines()
    return "\n".join(lines).strip()


def _overrides() -> str:
    """The table of overrides that stands in the module that reads them."""
    indented = [line for line in (inspect.getdoc(overrides) or "").splitlines() if line.startswith("    ")]
    return "\n".join(line.removeprefix("    ") for line in indented)


def _yaml(value: Any) -> str:
    return str(yaml.safe_dump(value, default_flow_style=True)).partition("\n")[0]


def _never(default: str) -> str:
    return "never" if default == f"`{LAST_DAY}`" else default


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
