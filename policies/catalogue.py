"""What policies there are, for people to read: their names, what they do, their fields."""

from dataclasses import MISSING, dataclass
from inspect import getdoc

from clubsim.policies.fields import described, settings, written
from clubsim.policies.registry import registered
from clubsim.sim.policy import Policy


@dataclass(frozen=True)
class FieldRow:
    """One field of a policy, in words. `default` is "" where one must be given."""

    name: str
    type: str  # with range and unit, e.g. "a number of at least 0 [yuan]"
    default: str  # as written in YAML
    source: str  # measured, adapted or assumed, with what; "" where it is no number


@dataclass(frozen=True)
class Row:
    """One policy: its registered name, the first line of its docstring, its fields."""

    name: str
    what: str
    fields: tuple[FieldRow, ...]


def catalogue() -> list[Row]:
    """All registered policies in alphabetical order."""
    return [row(name, cls) for name, cls in registered().items()]


def row(name: str, cls: type[Policy]) -> Row:
    """One policy of the catalogue."""
    declared = settings(cls).values()
    return Row(
        name=name,
        what=(getdoc(cls) or "").split("\n")[0],
        fields=tuple(
            FieldRow(
                name=setting.name,
                type=described(setting.kind, setting.spec),
                default="" if setting.default is MISSING else written(setting.default),
                source=setting.spec.source if setting.spec else "",
            )
            for setting in declared
        ),
    )
