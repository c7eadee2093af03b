"""The catalogue of policies for a terminal: `clubsim policies` and `clubsim policies NAME`."""

import json
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby

from clubsim.experiments.errors import StudyError
from clubsim.policies.catalogue import FieldRow, Row, catalogue
from clubsim.policies.registry import full_name

NARROWEST, WIDEST = 80, 140  # of a line [character]
NOTHING = "–"
EVERY_POLICY = (
    "Every policy also takes from_day, until_day and every [day], and when: {members_above, members_below, age_above, "
    "silence_above, trust_above, trust_below, weekly_speakers_below}: it acts while from_day <= day < until_day, every "
    "so many days, and while all conditions hold. With changes: [{day: 90, price: 49}, ...] its fields have other "
    "values from those days on."
)


def rows() -> list[Row]:
    """
    The catalogue, ours and installed packages'.

    Raises:
        StudyError: an installed package's policy cannot be loaded.
    """
    try:
        return catalogue()
    except ValueError as error:
        raise StudyError(str(error)) from None


def chosen(name: str) -> list[Row] | Row:
    """
    One policy by its name or bare word, or all of a family by its name.

    Raises:
        StudyError: there is none, with the nearest name; or a bare word fits several.
    """
    known = {row.name: row for row in rows()}
    family = [row for row in known.values() if row.family == name]
    if family and not any(known_name.endswith(f"/{name}") for known_name in known):
        return family
    try:
        return known[full_name(name)]
    except ValueError as error:
        raise StudyError(str(error)) from None


def width_of(terminal: int) -> int:
    """How wide lines are on a terminal of so many characters."""
    return max(NARROWEST, min(terminal, WIDEST))


def told(found: list[Row] | Row, width: int) -> str:
    """A table of several policies, a page on one; `width` in characters."""
    return page(found, width) if isinstance(found, Row) else table(found, width)


def table(every: Iterable[Row], width: int) -> str:
    """A section a family, a row a policy: name, what it does, evidence, claims; `width` in characters."""
    rows = list(every)
    sizes = (max(len(row.name) for row in rows), 0, 8, 15)
    parts = ["\n".join(_columns(("policy", "what it does", "evidence", "claims"), [], sizes, width))]
    for family, some in families(rows):
        cells = [(row.name, row.what, row.evidence, " ".join(row.claims) or NOTHING) for row in some]
        parts.append("\n".join([family, *_columns(None, cells, sizes, width)]))
    return "\n\n".join([*parts, "clubsim policies NAME tells all about one, with an example."])


def families(every: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """The policies of each family, in alphabetical order."""
    return [(family, list(some)) for family, some in groupby(sorted(every, key=_by_family), lambda row: row.family)]


def _by_family(row: Row) -> tuple[str, str]:
    return row.family, row.name


def page(row: Row, width: int) -> str:
    """All about one policy; `width` in characters."""
    levers = [(name, what) for name, what in row.levers] or [(NOTHING, "none was found in its code")]
    tests = list(row.tests.items()) or [(NOTHING, "it names none")]
    fields = [_cells(field) for field in row.fields]
    header = ("field", "default", "unit", "range", "source")
    longest = [max(len(text) for text in column) for column in zip(header, *fields, strict=True)]
    sizes = (longest[0], min(longest[1], width // 8), min(longest[2], width // 6), min(longest[3], width // 8), 0)
    parts = [
        row.name,
        *[_filled(paragraph, width) for paragraph in row.words.split("\n\n")],
        "\n".join(["levers it may pull", *_columns(None, levers, (max(len(name) for name, _ in levers), 0), width)]),
        "\n".join(["fields", *_columns(header, fields, sizes, width), "", _filled(EVERY_POLICY, width)]),
        "\n".join(["evidence", *_columns(None, [(row.strength,)], (0,), width)]),
        "\n".join(["claims that it can put to the test", *_columns(None, tests, (3, 0), width)]),
        "\n".join(["example", "", textwrap.indent(row.yaml, "  ")]),
    ]
    return "\n\n".join(parts)


def _cells(field: FieldRow) -> tuple[str, ...]:
    """Words to choose from stand where a number has its range."""
    between = field.range or (field.type if not field.unit else NOTHING)
    return field.name, field.default or "must be given", field.unit or NOTHING, between, field.source or NOTHING


def _filled(paragraph: str, width: int) -> str:
    return "\n".join(textwrap.wrap(" ".join(paragraph.split()), width))


def _columns(
    header: Sequence[str] | None, cells: Sequence[Sequence[str]], sizes: Sequence[int], width: int
) -> list[str]:
    """Lines of a table whose cells are wrapped in columns of those sizes; 0 is what is left of `width`."""
    left = width - sum(size + 2 for size in sizes)
    widths = [size or max(left, 12) for size in sizes]
    lines = []
    for row in [*([header] if header else []), *cells]:
        wrapped = [textwrap.wrap(cell, size) or [""] for cell, size in zip(row, widths, strict=True)]
        for line in range(max(len(cell) for cell in wrapped)):
            parts = [cell[line] if line < len(cell) else "" for cell in wrapped]
            lines.append("  " + "  ".join(f"{part:{size}}" for part, size in zip(parts, widths, strict=True)).rstrip())
    return lines


def as_json(found: list[Row] | Row) -> str:
    """[{name, what, words, levers, fields, evidence, claims, example, yaml}]"""
    return json.dumps(
        [_plain(row) for row in ([found] if isinstance(found, Row) else found)], indent=2, ensure_ascii=False
    )


def _plain(row: Row) -> dict[str, object]:
    return {
        **asdict(row),
        "levers": dict(row.levers),
        "evidence": {"word": row.evidence, "words": row.strength},
        "claims": row.tests,
        "yaml": row.yaml,
    }
