"""How the new wears off: the family of curves a world may have, and the one that it has, for slow and quick members."""

from __future__ import annotations

import polars as pl
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import FAINT, GRID, SOFT, canvas, describe, drawn, label_ends, lines_of
from clubsim.experiments.figures.words import sentences, short
from clubsim.experiments.wording import say

MIDDLE = 0.5  # the quartile of the median member
MARK_EVERY = 12  # points between the markers of a line
NAMES = {
    "exponential": "exponential",
    "stretched": "stretched exponential",
    "lomax": "power law (Lomax)",
    "hyperbolic": "hyperbolic",
    "none": "nothing fades",
}


@drawn
def novelty(table: pl.DataFrame) -> Figure:
    """
    Interest that is left by exposure, a line a form for the median member; a band for the middle half in the own form.

    Args:
        table: of novelty_table.
    """
    forms = [form for form in NAMES if form in table["form"]]
    names = {form: _name(form, table.filter(pl.col("form") == form)["own"].to_list()[0]) for form in forms}
    lines = lines_of(list(names.values()))
    figure = canvas(9.0, 4.6)
    axes = figure.add_subplot()
    ends = {}
    for place, form in enumerate(forms):
        mine = table.filter((pl.col("form") == form) & (pl.col("quartile") == MIDDLE)).sort("exposure")
        line, own = lines[names[form]], mine["own"].to_list()[0]
        marks = slice(2 * place, None, MARK_EVERY)
        look = {"color": line.colour, "ls": line.dash, "marker": line.marker, "ms": 4.5, "lw": 2.6 if own else 1.4}
        axes.plot(mine["exposure"], mine["left"], markevery=marks, **look)
        ends[names[form]] = float(mine["left"].to_list()[-1])
        if own:
            low, high = (_of_quartile(table, form, quartile) for quartile in (0.25, 0.75))
            axes.fill_between(mine["exposure"], low, high, color=line.colour, alpha=0.18, lw=0)
    halflife = table.filter(pl.col("quartile") == MIDDLE)["halflife"].to_list()[0]
    axes.axvline(halflife, color=FAINT, lw=0.6, zorder=0, gid="half-life")
    words = say("half-life of the median member: {days}", days=short(halflife))
    axes.annotate(words, (halflife, 0.88), xytext=(4, 0), textcoords="offset points", fontsize=8, color=SOFT)
    axes.set_title(say("How the new wears off (band: the middle half of members, in the form of this world)"))
    a_visit = short(table["a_visit"].to_list()[0])
    axes.set_xlabel(say("exposure to a topic [unit: a day with a visit adds {a_visit}]", a_visit=a_visit))
    axes.set_ylabel(say("interest that is left [share]"))
    axes.set_xlim(0, table["exposure"].to_numpy().max())
    axes.set_ylim(0, 1.06)
    axes.grid(axis="y", color=GRID, lw=0.7)
    label_ends(axes, ends, lines)
    _describe(figure, table, ends)
    return figure


def _name(form: str, own: bool) -> str:
    return say("{form} (this world)", form=say(NAMES[form])) if own else say(NAMES[form])


def _of_quartile(table: pl.DataFrame, form: str, quartile: float) -> pl.Series:
    return table.filter((pl.col("form") == form) & (pl.col("quartile") == quartile)).sort("exposure")["left"]


def _describe(figure: Figure, table: pl.DataFrame, ends: dict[str, float]) -> None:
    low, middle, high = (short(value) for value in table["halflife"].unique().sort().to_list())
    words = say(
        "What is left of a newcomer's interest in a topic by exposure to it. Half-lives of members: a quarter below "
        "{low}, half below {middle}, three quarters below {high}.",
        low=low, middle=middle, high=high,
    )  # fmt: skip
    most = short(table["exposure"].to_numpy().max())
    values = say("; ").join(f"{name} {100 * share:.0f} %" for name, share in ends.items())
    describe(figure, sentences([words, say("After an exposure of {most}: {values}.", most=most, values=values)]))
