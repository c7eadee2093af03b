"""
The desk: what is found for many rows side by side before each acts, compiled to vector instructions.

Whatever is foreseen is what the act of one member would find alone, and who is crossed out would have changed nothing
more: both engines live the same day.
"""

from enum import IntEnum

SPAN = 512  # rows for which is foreseen at once


class Desk(IntEnum):
    """Which row of the desk, float64 [DESK, SPAN], is which; a place in it is a row of the columns."""

    ACTS = 0  # 1 for who has something to do by themselves, 0 for who has not, or whose turn it is not
    CHANCE = 1
    POINT = 2  # the draw that decides
    NOVELTY = 3
    BELONGING = 4
    OCCASION = 5
    DRAFT = 6  # for what is needed for a moment only
    SKETCH = 7


DESK = 8  # rows of the desk
