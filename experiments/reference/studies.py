"""docs/reference/studies.md: what is shipped: every study with its question and arms, every sweep, every scenario."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from clubsim.experiments.composing import CONFIGS, names, read_yaml
from clubsim.experiments.listing import sweeps
from clubsim.experiments.reference.docstrings import plain
from clubsim.experiments.study import Study, load_study, load_template
from clubsim.experiments.tables_of_model import number, table
from clubsim.policies.registry import full_name

PAGES = {  # what a page of the documentation tells of a study or scenario
    "operations_club": "operations_club.md",
    "operations_club_year": "operations_club.md#the-whole-year",
    "luoji": "timelines.md",
    "xiaomi": "timelines.md",
    "ren_kraut": "acceptance.md#a1-styles-of-moderation",
    "newcomer_answer": "acceptance.md#a3-an-answer-for-every-newcomer",
    "cull_dial": "acceptance.md#a4-a-cull-of-the-silent",
    "paywall": "acceptance.md#v38-a-fee-on-a-free-base",
    "fee_and_cull": "sweeps.md",
    "mailing_list": "presets.md",
    "qa_site": "presets.md",
    "chat": "presets.md#the-chat",
    "student_site": "presets.md#the-student-site",
}


def parts() -> list[str]:
    """The page, a part a paragraph or table."""
    studies = {name: load_study(name) for name in names("experiment")}
    scenarios = {name: CONFIGS / "scenario" / f"{name}.yaml" for name in names("scenario")}
    return [
        "# Studies and scenarios",
        "What is shipped. `clubsim list` prints the same in short; `clubsim compare NAME` answers a study's question. "
        "A study is a file in `configs/experiment`, a scenario one in `configs/scenario`, with the source of each "
        "number in a comment beside it.",
        table(("study", "question"), [(f"[{name}](#{name})", plain(one.question)) for name, one in studies.items()]),
        *[part for name, study in studies.items() for part in _study(name, study)],
        "## Sweeps",
        "A sweep runs a study at many points: `clubsim sweep NAME`; see [sweeps](../sweeps.md).",
        table(("sweep", "question"), [(f"`{name}`{_page(name)}", plain(what)) for name, what in sweeps().items()]),
        "## Scenarios",
        "What an operator does not choose. `scenario=NAME` behind a study's name puts another in its place.",
        table(
            ("scenario", "what it is"), [(f"`{name}`{_page(name)}", about(file)) for name, file in scenarios.items()]
        ),
    ]


def _study(name: str, study: Study) -> list[str]:
    changes = load_template(name).tree["arms"]
    arms = [
        (f"`{arm}`" + (", the control" if arm == study.control else ""), _change(changes[arm])) for arm in study.arms
    ]
    ensemble = f", and {study.ensemble.sets} parameter sets of {study.ensemble.file}" if study.ensemble else ""
    scale = "" if study.scenario.scale == 1 else f" at {number(study.scenario.scale)} of its size"
    first = (
        f"Scenario `{_scenario(name)}`{scale}, {study.days} days, {len(study.seeds)} seeds{ensemble}; members are "
        f"counted on day {study.read_off_day}."
    )
    more = f" More: [{_title(name)}](../{PAGES[name]})." if name in PAGES else ""
    return [
        f"## {name}",
        plain(study.question),
        first + more,
        _base(load_template(name).tree["policies"]),
        table(("arm", "where it differs"), arms),
    ]


def about(file: Path) -> str:
    """The comment with which a file begins, on one line."""
    words = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        if not line.startswith("# @package"):
            words.append(line.removeprefix("#").strip())
    return plain(" ".join(words))


def _scenario(name: str) -> str:
    """The scenario that a study's file names."""
    for entry in read_yaml(CONFIGS / "experiment" / f"{name}.yaml").get("defaults") or []:
        for group, chosen in entry.items() if isinstance(entry, Mapping) else ():
            if str(group).rpartition("/")[2] == "scenario":
                return str(chosen)
            if str(group).lstrip("/") == "experiment":
                return _scenario(str(chosen))
        if isinstance(entry, str) and entry in names("experiment"):
            return _scenario(entry)
    raise LookupError(f"{name} names no scenario")


def _base(slots: Mapping[str, Any]) -> str:
    if not slots:
        return "No policy is common to its arms."
    shared = [f"`{slot}` ({_policy(slots[slot])})" for slot in slots]
    return f"What every arm has, unless it says otherwise: {', '.join(shared)}."


def _policy(slot: Any) -> str:
    """The policy of a slot as a link to its place in the catalogue."""
    name = full_name(slot if isinstance(slot, str) else slot["policy"])
    return f"[{name}](../policies.md#{name.replace('/', '')})"


def _change(changes: Mapping[str, Any]) -> str:
    if not changes:
        return "as above"
    return "`" + _flow(dict(changes))[1:-1] + "`"


def _flow(value: Any) -> str:
    """A value as YAML on one line."""
    return str(
        yaml.safe_dump(value, default_flow_style=True, width=10_000, sort_keys=False, allow_unicode=True)
    ).strip()


def _page(name: str) -> str:
    return f" ([{_title(name)}](../{PAGES[name]}))" if name in PAGES else ""


def _title(name: str) -> str:
    """What the page of a study or scenario is called in a link."""
    return PAGES[name].partition(".")[0].replace("_", " ")
