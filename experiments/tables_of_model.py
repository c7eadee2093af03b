"""
The model's tables, read off the code: parameters, state variables, the order of a day.

`clubsim parameters` prints them; `python -m clubsim.experiments.tables_of_model` writes docs/parameters.md.
"""

import inspect
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from clubsim.agents import parameters
from clubsim.agents.parameters import World, specifications
from clubsim.agents.records import Feed, Members, Prospects, Today, dictionary

COMMAND = "python -m clubsim.experiments.tables_of_model"
PAGE = Path(__file__).resolve().parent.parent / "docs" / "parameters.md"
SOURCES = ("measured", "adapted", "assumed")
FIELD = re.compile(r"^(\w+): (\w+)(?: = [\w.]+)?(?:  # (.*))?$")


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One number of the World. group: what it is about; source: measured, adapted or assumed, and why."""

    group: str
    name: str
    type: str
    unit: str
    low: float
    high: float
    default: float
    source: str


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One state variable. kind: dtype and shape, or the type of a single number."""

    record: str
    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One phase of a day."""

    name: str
    what: str


def parameter_rows() -> list[Parameter]:
    """Every parameter, in the order of its declaration."""
    groups = groups_of(World)
    return [
        Parameter(
            group=groups[name],
            name=name,
            type=kind.__name__,
            unit=spec.unit,
            low=spec.low,
            high=spec.high,
            default=default,
            source=spec.source,
        )
        for name, (kind, spec, default) in specifications().items()
    ]


def groups_of(record: type) -> dict[str, str]:
    """Under which comment of its declaration each field of a record stands."""
    groups: dict[str, str] = {}
    group = ""
    for line in inspect.getsource(record).splitlines():
        words = line.strip()
        if words.startswith("# "):
            group = words.removeprefix("# ")
        elif (name := words.partition(":")[0]) in record.__annotations__:
            groups[name] = group
    return groups


def state_rows() -> list[Variable]:
    """The columns of members, prospects and the feed, and what is the case on a day."""
    rows = [
        Variable(record=record.__name__, name=name, kind=kind, meaning="" if meaning == kind else meaning)
        for record in (Members, Prospects, Feed)
        for name, kind, meaning in dictionary(record)
    ]
    return rows + _today_rows()


def _today_rows() -> list[Variable]:
    """The fields of `Today`, of which most are single numbers."""
    columns = {name: (kind, meaning) for name, kind, meaning in dictionary(Today)}
    rows = []
    for line in inspect.getsource(Today).splitlines():
        found = FIELD.match(line.strip())
        if found:
            kind, meaning = columns.get(found[1], (found[2], found[3] or ""))
            if kind == "Column":  # one with a default, which `dictionary` leaves out since nothing allocates it
                shape, _, meaning = meaning.partition("], ")
                kind = f"{shape}]"
            rows.append(Variable(record="Today", name=found[1], kind=kind, meaning=meaning))
    return rows


def schedule_rows() -> list[Step]:
    """The phases of a day in their order, with the first line of what each says of itself."""
    from clubsim.sim.community import DAY

    return [Step(name=phase.__name__, what=(inspect.getdoc(phase) or "").partition("\n")[0]) for phase in DAY]


def source_word(source: str) -> str:
    """measured, adapted or assumed."""
    word: str = re.split(r"\W", source)[0]
    return word


def number(value: float) -> str:
    """A number as one writes it: 100000, .05, 1e-06."""
    return f"{value:g}" if abs(value) < 1e5 or value != int(value) else str(int(value))


def page() -> str:
    """docs/parameters.md."""
    counted = ", ".join(
        f"{sum(source_word(row.source) == word for row in parameter_rows())} {word}" for word in SOURCES
    )
    parts = [
        "# Parameters, state variables, order of a day",
        f"<!-- Made by `{COMMAND}`; a test says when this page is older than the code. Do not edit. -->",
        "Read off the code: `agents/parameters.py`, `agents/records.py`, `sim/community.py`. What the model is and is "
        "not is told in [odd.md](odd.md).",
        "## Parameters",
        f"{len(parameter_rows())} numbers of the `World`, by source: {counted}. *Measured*: the cited numbers; "
        "*adapted*: the cited form with our numbers; *assumed*: neither. A scenario sets them under `world:`. Range "
        "bounds are what the program accepts and no credible interval.",
        *_parameter_sections(),
        "## State variables",
        *_state_sections(),
        "## Order of a day",
        table(("phase", "what it does"), [(f"`{step.name}`", step.what) for step in schedule_rows()], numbered=True),
    ]
    return "\n\n".join(parts) + "\n"


def _parameter_sections() -> list[str]:
    rows = parameter_rows()
    sections = []
    for group in dict.fromkeys(row.group for row in rows):
        sections.append(f"### {group[0].upper()}{group[1:]}")
        cells = [
            (f"`{row.name}`", row.type, row.unit, f"{number(row.low)} to {number(row.high)}", number(row.default),
             row.source)
            for row in rows
            if row.group == group
        ]  # fmt: skip
        sections.append(table(("name", "type", "unit", "range", "default", "source"), cells))
    return sections


def _state_sections() -> list[str]:
    rows = state_rows()
    sections = []
    for record in (Members, Prospects, Feed, Today):
        words = " ".join((inspect.getdoc(record) or "").split())
        cells = [(f"`{row.name}`", row.kind, row.meaning) for row in rows if row.record == record.__name__]
        sections += [f"### {record.__name__}", words, table(("name", "type", "meaning"), cells)]
    return sections


def table(header: Sequence[str], rows: Sequence[Sequence[str]], numbered: bool = False) -> str:
    """A Markdown table; `numbered` puts 1, 2, ... before its rows."""
    if numbered:
        header, rows = ("", *header), [(str(place), *row) for place, row in enumerate(rows, start=1)]
    lines: list[Sequence[str]] = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def as_text() -> str:
    """The three tables for a terminal."""
    rows = parameter_rows()
    width = max(len(row.name) for row in rows)
    lines = [f"parameters of the world ({parameters.__name__})"]
    for group in dict.fromkeys(row.group for row in rows):
        lines += ["", f"  {group}"]
        for row in rows:
            if row.group == group:
                between = f"{number(row.low)} to {number(row.high)}"
                lines.append(
                    f"    {row.name:{width}}  {number(row.default):>8}  {between:<16} {row.unit:<28} {row.source}"
                )
    lines += ["", "state variables"]
    for record in dict.fromkeys(row.record for row in state_rows()):
        lines += ["", f"  {record}"]
        lines += [
            f"    {row.name:{width}}  {row.kind:<18} {row.meaning}" for row in state_rows() if row.record == record
        ]
    lines += ["", "order of a day", ""]
    lines += [f"  {place}. {step.name:<12} {step.what}" for place, step in enumerate(schedule_rows(), start=1)]
    return "\n".join(lines)


def as_json() -> str:
    """{parameters, state, schedule}, each a list of objects."""
    tables = {
        "parameters": [asdict(row) for row in parameter_rows()],
        "state": [asdict(row) for row in state_rows()],
        "schedule": [asdict(row) for row in schedule_rows()],
    }
    return json.dumps(tables, indent=2)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.name)
