"""What an explanation is made of: the terms of a decision, the decisions of a day."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term of a logit: weight times value; weight None for what is a logit already."""

    name: str
    value: float
    weight: float | None = None

    @property
    def contribution(self) -> float:
        """What it adds [logit]."""
        return self.value if self.weight is None else self.weight * self.value


@dataclass(kw_only=True)
class Decision:
    """
    One decision of a member on a day.

    terms: of the logit, nothing where the rule is none; chance, draw: None where nothing was decided; the outcome is
    yes where the draw is below the chance, and is read from the columns after the act; because: what else there is to
    say.
    """

    question: str
    rule: str
    terms: tuple[Term, ...] = ()
    chance: float | None = None
    draw: float | None = None
    outcome: bool | None = None
    because: str = ""


@dataclass(kw_only=True)
class Explained:
    """A member's day."""

    row: int
    uid: int
    day: int
    state: dict[str, float] = field(default_factory=dict)  # in the morning
    decisions: list[Decision] = field(default_factory=list)
    evening: dict[str, float] = field(default_factory=dict)  # what was written and received
