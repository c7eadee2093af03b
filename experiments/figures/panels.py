"""A panel an arm, all of one scale: the grid, the words along its edges, and who draws on which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import canvas
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.wording import say

WIDTHS = {1: 7.6, 2: 8.6, 3: 10.0, 4: 11.5}  # of a figure with so many side by side [inch]
HEIGHT, EDGES = 2.15, 0.95  # of a panel, and of title and labels together [inch]


def panels_of(arms: Sequence[str], height: float = HEIGHT) -> tuple[Figure, dict[str, Axes]]:
    """
    A figure with a panel for each arm, named by it, the first row's first.

    Args:
        height: of a panel [inch]; one that is alone is half as high again.
    """
    across = side_by_side(len(arms))
    down = -(-len(arms) // across)
    tall = height * 1.5 if len(arms) == 1 else height
    figure = canvas(WIDTHS[across], EDGES + tall * down)
    grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    panels = dict(zip(arms, grid.flat, strict=False))
    for place, axes in enumerate(grid.flat):
        if place >= len(arms):
            axes.set_visible(False)
        elif place + across >= len(arms):
            axes.tick_params(labelbottom=True)
    for arm, axes in panels.items():
        axes.set_title(in_words(arm), fontsize=9.5)
    return figure, panels


def side_by_side(n: int) -> int:
    """How many of n panels stand in a row: of 3 and 4 what leaves fewer places empty, four two by two."""
    if n <= 4:
        return n if n < 4 else 2
    return min((4, 3), key=lambda across: -n % across)


def word_edges(panels: Mapping[str, Axes], x: str, y: str) -> None:
    """Name the axes of a grid of panels: y at the left of each row, x below the last one."""
    for axes in panels.values():
        spec = axes.get_subplotspec()
        assert spec is not None
        if spec.is_first_col():
            axes.set_ylabel(y)
        if spec.is_last_row():
            axes.set_xlabel(x)


def with_band(seeds: int) -> str:
    """What a mean and the band around it are of."""
    return say("mean of {seeds} seeds, band: 95 % interval of the mean", seeds=seeds) if seeds > 1 else say("one seed")


def with_lines(seeds: int) -> str:
    """What a mean is of whose interval is a thin line."""
    return say("mean of {seeds} seeds, thin lines: 95 % interval", seeds=seeds) if seeds > 1 else say("one seed")


def percent(share: float) -> str:
    """A share as whole percent."""
    return f"{100 * share:.0f} %"
