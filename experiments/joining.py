"""
From the eight motives for which people join (M05) to the four weights that the model knows.

A scenario may say `joining_motives: {learning: 0.7, contact: 0.3}` instead of the four numbers.
"""

from collections.abc import Mapping
from typing import Any

from clubsim.agents.parameters import unknown
from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import number

WEIGHTS = ("motive_information", "motive_bonds", "motive_recognition", "motive_gain")
# What each joining motive asks for: information, bonds, recognition, gain. Assumed; M05 names the eight and no more.
JOINING: dict[str, tuple[float, float, float, float]] = {
    "contact": (0.0, 1.0, 0.0, 0.0),
    "work": (0.5, 0.0, 0.0, 0.5),
    "friends": (0.0, 0.8, 0.2, 0.0),
    "learning": (1.0, 0.0, 0.0, 0.0),
    "self_promotion": (0.0, 0.0, 0.6, 0.4),
    "daily_life": (0.4, 0.4, 0.0, 0.2),
    "service": (0.6, 0.0, 0.0, 0.4),
    "belonging": (0.0, 0.7, 0.3, 0.0),
}


def motive_weights(shares: Mapping[str, Any]) -> dict[str, float]:
    """
    The mean weights of the four motives among people who join for some of the eight.

    Args:
        shares: of those who join for a motive, or relative weights, >= 0 with a sum > 0; nothing given, nothing said.

    Raises:
        StudyError: an unknown motive, a share below 0, or none above.
    """
    for name in shares:
        if name not in JOINING:
            raise StudyError(unknown("joining motive", name, JOINING))
    given = {name: number(f"joining_motives.{name}", value) for name, value in shares.items()}
    for name, value in given.items():
        if value < 0:
            raise StudyError(f"joining_motives.{name} is a share and must be >= 0, not {value:g}")
    if not given:
        return {}
    whole = sum(given.values())
    if whole <= 0:
        raise StudyError("joining_motives has no share above 0; write for example {learning: 0.7, contact: 0.3}")
    return {
        weight: sum(share * JOINING[name][place] for name, share in given.items()) / whole
        for place, weight in enumerate(WEIGHTS)
    }
