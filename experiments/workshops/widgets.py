"""Sliders for dials: the one place besides the notebooks themselves that needs marimo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marimo as mo

from clubsim.experiments.workshops.dials import Dial, label


def sliders(dials: Mapping[str, Dial], starts: Mapping[str, float] | None = None) -> Any:
    """
    A slider a dial, answered when it is let go; a list to choose from where its steps have names.

    Args:
        starts: where they begin instead, by name of the dial.
    """
    begun = starts or {}
    return mo.ui.dictionary({name: _one(dial, begun.get(name, dial.start)) for name, dial in dials.items()})


def _one(dial: Dial, start: float) -> Any:
    if dial.names:
        options = {word: value for value, word in dial.names.items()}
        return mo.ui.dropdown(options, value=dial.names[start], label=label(dial), full_width=True)
    return mo.ui.slider(
        steps=list(dial.steps), value=start, label=label(dial), show_value=True, debounce=True, full_width=True
    )
