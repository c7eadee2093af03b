"""Do all implementations of club churn tell the same story? Means over seeds, compared in standard errors."""

import math
import sys
from collections.abc import Callable

import numpy as np
from churn.definition import Course

MEMBERS, DAYS, SEEDS = 2000, 180, 20
COMPARED = (0, 9, 29, 39, 59, 89, 119, 149, 179)  # days
SERIES = ("visitors", "posts", "members")
MOST = 4.0  # standard errors

WHAT = f"""
{MEMBERS:,} members, {DAYS} days, {SEEDS} seeds (a graph, interests and draws of its own each). For the daily visitors,
posts and members at the end of days {", ".join(str(day + 1) for day in COMPARED)}: the difference of an
implementation's mean over seeds from that of plain C, in standard errors of the difference, the largest over days.
More than {MOST:g} and they do not agree.
"""


def table_of(courses: list[Course]) -> np.ndarray:
    """Counts of the days compared: int64 [seeds, series, days compared]."""
    return np.array([[getattr(course, name) for name in SERIES] for course in courses])[:, :, COMPARED]


def differences(mine: np.ndarray, base: np.ndarray) -> np.ndarray:
    """
    Differences of means in standard errors: float64 [series, days compared].

    Counts that are the same on every seed of both differ by nothing, or without end.
    """
    difference = mine.mean(axis=0) - base.mean(axis=0)
    error = np.sqrt(mine.var(axis=0, ddof=1) / mine.shape[0] + base.var(axis=0, ddof=1) / base.shape[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(difference == 0, 0.0, difference / error)


def agreement(base: list[Course], others: dict[str, Callable[[], list[Course]]]) -> tuple[list[str], bool]:
    """Lines of a table, and whether every implementation agrees with `base`."""
    lines = [WHAT, f"| implementation | {' | '.join(SERIES)} | |", "|---|---|---|---|---|"]
    all_agree = True
    for name, courses in others.items():
        print(f"checking {name}", file=sys.stderr)
        worst = np.abs(differences(table_of(courses()), table_of(base))).max(axis=1).tolist()
        agrees = all(math.isfinite(each) and each <= MOST for each in worst)
        cells = " | ".join(f"{each:.1f}" for each in worst)
        lines.append(f"| {name} | {cells} | {'agrees' if agrees else 'DIFFERS'} |")
        all_agree = all_agree and agrees
    return lines, all_agree
