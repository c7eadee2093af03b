"""The decomposition of differences in words: a table a pair, and the same content as a plain dict."""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from clubsim.experiments.decomposition import PARTS, TOTAL, WHAT, WHO
from clubsim.experiments.outcomes import OUTCOMES, in_words
from clubsim.experiments.printing import DIFFERENCES, NOTHING, WIDTH, number, span

SHOWN = (*DIFFERENCES, "revenue", "hours")


def print_decomposition(parts: pl.DataFrame, outcomes: Sequence[str] = SHOWN, console: Console | None = None) -> None:
    """
    A table for each pair of arms on stdout, and under it whether the parts add up.

    Args:
        parts: of `decompose`.
        outcomes: which ones to show; the parts need not have all.
    """
    console = Console(width=WIDTH, highlight=False) if console is None else console
    for arm, against, mine in _pairs(parts):
        console.print(_table(arm, against, mine, outcomes))
        console.print(Text(f"{_legend(arm, against, mine)}\n", style="dim"))


def decomposition_as_json(parts: pl.DataFrame) -> list[dict[str, Any]]:
    """For each pair arm, against and outcome -> part -> mean, low, high, n, seeds; missing is None."""
    found = []
    for arm, against, mine in _pairs(parts):
        outcomes: dict[str, Any] = {}
        for row in mine.iter_rows(named=True):
            numbers = {key: row[key] for key in ("mean", "low", "high", "n", "seeds")}
            outcomes.setdefault(row["outcome"], {})[row["part"].replace(" ", "_")] = numbers
        found.append({"arm": arm, "against": against, "largest_gap": _largest_gap(mine), "outcomes": outcomes})
    return found


def _pairs(parts: pl.DataFrame) -> Iterator[tuple[str, str, pl.DataFrame]]:
    for arm, against in parts.select("arm", "against").unique(maintain_order=True).iter_rows():
        yield arm, against, parts.filter((pl.col("arm") == arm) & (pl.col("against") == against))


def _table(arm: str, against: str, mine: pl.DataFrame, outcomes: Sequence[str]) -> Table:
    table = Table(
        title=f"“{in_words(arm)}” minus “{in_words(against)}”: who is in, and what they do",
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 2, 0, 0),
        show_edge=False,
        header_style="",
    )
    table.add_column("outcome", vertical="top")
    for header in PARTS:
        table.add_column(f"{header}\n95 % interval", justify="right", vertical="top", no_wrap=True)
    rows = {(row["outcome"], row["part"]): row for row in mine.iter_rows(named=True)}
    for name in outcomes:
        if (name, TOTAL) in rows:
            table.add_row(OUTCOMES[name].label, *(_cell(name, rows[name, part]) for part in PARTS))
    return table


def _cell(name: str, row: dict[str, Any]) -> str:
    """The mean, and its interval below; `0` alone where no seed differs."""
    decimals = 3 if OUTCOMES[name].unit == "share" else None
    mean, low, high = (number(row[key], sign="+", decimals=decimals) for key in ("mean", "low", "high"))
    interval = span(low, high)
    return mean if interval == NOTHING or row["low"] == row["high"] == 0 else f"{mean}\n{interval}"


def _legend(arm: str, against: str, mine: pl.DataFrame) -> str:
    one, other = in_words(arm), in_words(against)
    seeds = mine["seeds"].to_list()[0]
    return (
        f"{seeds} seeds, four runs each. {WHO.capitalize()}: “{one}” and “{other}” with the people of either, under "
        f"the same rules. {WHAT.capitalize()}: the same people under the rules of either. Both are the mean over the "
        f"two orders and add up to the total; largest gap in a seed: {_largest_gap(mine):.2g}."
    )


def _largest_gap(mine: pl.DataFrame) -> float:
    """How far the parts are from adding up, in the seed and outcome where they are farthest."""
    largest = mine["gap"].max()
    return float(largest) if isinstance(largest, float) else 0.0
