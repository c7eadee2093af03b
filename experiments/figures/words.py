"""What the alternative texts of several figures share: lists, numbers, ends of lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clubsim.experiments.outcome import Outcome
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.wording import say


def listed(words: Iterable[str]) -> str:
    """Words one after the other."""
    return say(", ").join(words)


def sentences(parts: Iterable[str]) -> str:
    """Sentences one after the other; empty ones are left out."""
    return say(" ").join(part for part in parts if part)


def short(value: float | None) -> str:
    """A number to about three digits, without an exponent where people would not write one."""
    if value is None or value != value:
        return say("no value")
    if abs(value) >= 100:
        return f"{value:,.0f}".replace("-", "−")
    digits = 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3
    return f"{value:.{digits}f}".rstrip("0").rstrip(".").replace("-", "−")


def changed(value: float | None) -> str:
    """A difference, with its sign."""
    words = short(value)
    return words if value is None or not value > 0 or words == "0" else f"+{words}"


def by_arm(values: Mapping[str, float]) -> str:
    """A value an arm, in words."""
    return listed(f"{in_words(arm)} {short(value)}" for arm, value in values.items())


def named(outcome: Outcome) -> str:
    """An outcome with its unit."""
    return f"{say(outcome.label)} [{say(outcome.unit)}]"
