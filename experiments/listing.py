"""What there is: experiments, sweeps, scenarios and policies, each with a line on what it is."""

import json
from collections.abc import Iterable
from pathlib import Path

from clubsim.experiments.composing import CONFIGS, names, read_yaml

Lists = dict[str, dict[str, str]]


def everything(kinds: Iterable[str]) -> Lists:
    """The lists of the given kinds, each name -> one line."""
    makers = {"experiments": experiments, "sweeps": sweeps, "scenarios": scenarios, "policies": policies}
    return {kind: makers[kind]() for kind in kinds}


def experiments() -> dict[str, str]:
    """Every shipped study with its question."""
    files = {name: CONFIGS / "experiment" / f"{name}.yaml" for name in names("experiment")}
    return {name: str(read_yaml(file).get("question") or first_comment(file)) for name, file in files.items()}


def sweeps() -> dict[str, str]:
    """Every shipped sweep with its question."""
    files = {name: CONFIGS / "sweep" / f"{name}.yaml" for name in names("sweep")}
    return {name: str(read_yaml(file).get("question") or first_comment(file)) for name, file in files.items()}


def scenarios() -> dict[str, str]:
    """Every scenario with the first comment of its file."""
    return {name: first_comment(CONFIGS / "scenario" / f"{name}.yaml") for name in names("scenario")}


def policies() -> dict[str, str]:
    """Every registered policy with the first line of its docstring."""
    from clubsim.experiments.policy_words import rows

    return {row.name: row.what for row in rows()}


def first_comment(file: Path) -> str:
    """The first comment of a YAML file that is not for Hydra, "" for none."""
    for line in file.read_text(encoding="utf-8").splitlines():
        words = line.removeprefix("#").strip()
        if line.startswith("#") and words and not words.startswith("@package"):
            return words
    return ""


def as_text(lists: Lists) -> str:
    """A section a kind, a line a name."""
    width = max((len(name) for entries in lists.values() for name in entries), default=0)
    sections = [
        "\n".join([kind, *(f"  {name:{width}}  {what}".rstrip() for name, what in entries.items())])
        for kind, entries in lists.items()
    ]
    return "\n\n".join(sections)


def as_json(lists: Lists) -> str:
    """{kind: [{name, what}]}"""
    tree = {kind: [{"name": name, "what": what} for name, what in entries.items()] for kind, entries in lists.items()}
    return json.dumps(tree, indent=2, ensure_ascii=False)
