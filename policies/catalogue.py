"""What policies there are, for people to read: what they do, pull and take, what they rest on, and an example."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from inspect import getdoc
from math import inf
from typing import Any

from clubsim.agents.parameters import Spec
from clubsim.policies.claims import CLAIMS, EVIDENCE
from clubsim.policies.fields import described, settings, written
from clubsim.policies.reach import levers_of
from clubsim.policies.registry import registered
from clubsim.sim.policy import Policy

PLAIN_WORD = re.compile(r"[a-z][a-z0-9_]*")
NO_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")  # which YAML takes for something else


@dataclass(frozen=True)
class FieldRow:
    """One field of a policy, in words. `default` is "" where one must be given."""

    name: str
    type: str  # with range and unit, e.g. "a number of at least 0 [yuan]"
    default: str  # as written in YAML
    source: str  # measured, adapted or assumed, with what; "" where it is no number
    unit: str  # "" where it is no number
    range: str  # "0 to 10", "at least 0"; "" where it is no number


@dataclass(frozen=True)
class Row:
    """One policy: its registered name, what its docstring says, and what it declares."""

    name: str
    what: str  # the first line of its docstring
    words: str  # all of it
    fields: tuple[FieldRow, ...]
    levers: tuple[tuple[str, str], ...]  # name and what pulling it means
    evidence: str  # a word of EVIDENCE
    claims: tuple[str, ...]  # ids of CLAIMS
    example: Mapping[str, Any]

    @property
    def family(self) -> str:
        """What stands before the last word of its name, `gate` of `gate/paid`."""
        return self.name.rpartition("/")[0]

    @property
    def strength(self) -> str:
        """Its evidence in words."""
        return f"{self.evidence}: {EVIDENCE[self.evidence]}"

    @property
    def tests(self) -> dict[str, str]:
        """The claims that it can put to the test, each with a line."""
        return {claim: CLAIMS[claim] for claim in self.claims}

    @property
    def yaml(self) -> str:
        """Its example as lines of a study."""
        slot = self.name.rpartition("/")[2]
        fields = [f"    {field}: {_plain(value)}" for field, value in self.example.items()]
        return "\n".join(["policies:", f"  my_{slot}:", f"    policy: {self.name}", *fields])


def catalogue() -> list[Row]:
    """All registered policies in alphabetical order."""
    return [row(name, cls) for name, cls in registered().items()]


def row(name: str, cls: type[Policy]) -> Row:
    """One policy of the catalogue."""
    words = getdoc(cls) or ""
    return Row(
        name=name,
        what=words.split("\n")[0],
        words=words,
        fields=tuple(
            FieldRow(
                name=setting.name,
                type=described(setting.kind, setting.spec),
                default="" if setting.default is MISSING else written(setting.default),
                source=setting.spec.source if setting.spec else "",
                unit=setting.spec.unit if setting.spec else "",
                range=_range(setting.spec),
            )
            for setting in settings(cls).values()
        ),
        levers=tuple((lever.__name__, _first_sentence(getdoc(lever) or "")) for lever in levers_of(cls)),
        evidence=cls.evidence,
        claims=cls.claims,
        example=cls.example,
    )


def _range(spec: Spec | None) -> str:
    if spec is None or (spec.low, spec.high) == (-inf, inf):
        return ""
    return f"at least {spec.low:g}" if spec.high == inf else f"{spec.low:.10g} to {spec.high:.10g}"


def _first_sentence(words: str) -> str:
    return re.split(r"(?<=\.)\s", " ".join(words.split("\n\n")[0].split()))[0]


def _plain(value: Any) -> str:
    """A value as one writes it in YAML, words without quotation marks where they need none."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_plain(item) for item in value) + "]"
    if isinstance(value, str) and PLAIN_WORD.fullmatch(value) and value not in NO_WORDS:
        return value
    return written(value)
