"""Tables of what changes: stages of a life, a difference over an assumption, a difference in its parts."""

from __future__ import annotations

import polars as pl

from clubsim.experiments.decomposition import PARTS
from clubsim.experiments.hinges import FADES, HOLDS, TURNS, UNTOLD
from clubsim.experiments.life_of_arms import stages_table
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.report.amounts import signed
from clubsim.experiments.report.outcome_tables import label_of
from clubsim.experiments.report.parts import Table
from clubsim.experiments.report.turns import parameter_words, source_word
from clubsim.experiments.report.verdict import SHARE, SPEAKING, STILL_IN, Evidence
from clubsim.experiments.wording import say


def stages_in_words(daily: pl.DataFrame, caption: str) -> Table:
    """A row an arm: its stages with the days from which to which they last."""
    rows = []
    for (arm,), mine in stages_table(daily).group_by("arm", maintain_order=True):
        said = [f"{say(row['stage'])} {row['first_day']}–{row['last_day']}" for row in mine.to_dicts()]
        rows.append((in_words(str(arm)), say(", ").join(said)))
    return Table(caption, (say("arm"), say("stages and their days")), tuple(rows), numbers=None)


def hinge_table(evidence: Evidence, caption: str) -> Table:
    """A row an assumption, a column an arm: whether the main difference holds, fades or turns."""
    assert evidence.hinges is not None
    arms = evidence.hinges["arm"].unique(maintain_order=True).to_list()
    rows = []
    for (name,), mine in evidence.hinges.group_by("parameter", maintain_order=True):
        of_arm = {row["arm"]: row for row in mine.to_dicts()}
        first = next(iter(of_arm.values()))
        own = f"{first['own']:.3g}"
        tried = f"{first['low']:.3g} … {first['high']:.3g}"
        words = parameter_words(str(name), evidence.hinge_words or {})
        cells = [hinge_word(of_arm[arm]["verdict"]) if arm in of_arm else "–" for arm in arms]
        rows.append((words, own, tried, source_word(str(name)), *cells))
    header = (say("assumption"), say("here"), say("tried"), say("source"), *(in_words(arm) for arm in arms))
    return Table(caption, header, tuple(rows), numbers=None)


def hinge_word(verdict: str) -> str:
    """What becomes of a difference, in a word."""
    words = {HOLDS: say("holds"), FADES: say("fades"), TURNS: say("turns"), UNTOLD: say("cannot be told")}
    return words[verdict]


def parts_table(evidence: Evidence, caption: str) -> Table:
    """A row a pair of arms and outcome: the difference and its two parts, mean over seeds and 95 % interval."""
    assert evidence.parts is not None
    rows = []
    for (arm, against), mine in evidence.parts.group_by("arm", "against", maintain_order=True):
        for outcome in (SPEAKING, STILL_IN, SHARE):
            factor = 100.0 if outcome == SHARE else 1.0
            of_part = {row["part"]: row for row in mine.filter(pl.col("outcome") == outcome).to_dicts()}
            if any(part not in of_part or of_part[part]["mean"] is None for part in PARTS):
                continue
            cells = [signed(factor * of_part[part]["mean"]) for part in PARTS]
            pair = say("“{arm}” less “{control}”", arm=in_words(str(arm)), control=in_words(str(against)))
            rows.append((pair, label_of(outcome), *cells))
    header = (say("arms"), say("outcome"), say("in all"), say("who gets in"), say("what they do"))
    return Table(caption, header, tuple(rows), numbers=2)
