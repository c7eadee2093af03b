"""
What each arm does, in sentences that are computed: which way, how surely, over which denominator, and what it hangs on.

Nothing is said to differ where its interval over seeds spans 0, or where chance alone could have done it (sign-flip
test, adjusted over the arms by Holm); and there is no verdict where the range over the ensemble spans 0 or lies on the
other side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from clubsim.experiments.comparison import Comparison
from clubsim.experiments.decomposition import WHAT, WHO
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.report.amounts import between, percent, signed
from clubsim.experiments.report.losers import who_gains_and_loses
from clubsim.experiments.report.turns import what_it_hangs_on
from clubsim.experiments.wording import say

SPEAKING = "weekly_speakers_per_1000_knocked"
STILL_IN = "remaining_per_1000_knocked"
SHARE = "weekly_speakers_per_remaining"
LEVEL = 0.05  # of the sign-flip test, after Holm

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sentence:
    """What is said once. about: what it is on; side: the sign of the arm less the control, 0 where none is told."""

    about: str
    side: int
    text: str


@dataclass(frozen=True)
class Verdict:
    """What is said of one arm. side: of the main outcome, 0 for no verdict; sentences: the main one first."""

    arm: str
    side: int
    sentences: tuple[Sentence, ...]

    def on(self, about: str) -> Sentence | None:
        """What is said about that, None if nothing is."""
        return next((sentence for sentence in self.sentences if sentence.about == about), None)


@dataclass(frozen=True)
class Evidence:
    """
    All that verdicts are made of.

    day: of reading off; parts: of a decomposition; hinges: of `turning`, for the main outcome; hinge_words: by
    parameter, how a sentence calls it. None where a study has none.
    """

    comparison: Comparison
    day: int
    parts: pl.DataFrame | None = None
    hinges: pl.DataFrame | None = None
    hinge_words: Mapping[str, str] | None = None

    def difference(self, arm: str, outcome: str) -> Row | None:
        """The paired difference of an arm, None if the runs have none."""
        return _row(self.comparison.differences, arm=arm, outcome=outcome)

    def over_sets(self, arm: str, outcome: str) -> Row | None:
        """The range of the difference over the ensemble, None without one."""
        return _row(self.comparison.ensemble, arm=arm, outcome=outcome)

    def part(self, arm: str, outcome: str, part: str) -> Row | None:
        """A part of the difference, None where it was not split."""
        if self.parts is None:
            return None
        return _row(self.parts, arm=arm, against=self.comparison.control, outcome=outcome, part=part)


def _row(table: pl.DataFrame, **keys: str) -> Row | None:
    found = table.filter(*(pl.col(name) == value for name, value in keys.items())).to_dicts()
    return found[0] if found and found[0].get("mean", found[0].get("median")) is not None else None


def verdicts(evidence: Evidence) -> list[Verdict]:
    """A verdict for every arm but the control, in the order of the study."""
    arms = evidence.comparison.differences["arm"].unique(maintain_order=True).to_list()
    return [verdict_on(arm, evidence) for arm in arms]


def verdict_on(arm: str, evidence: Evidence) -> Verdict:
    """The verdict on one arm."""
    main = main_sentence(arm, evidence)
    over_sets = sentence_on_sets(arm, evidence, main.side)
    agreed = evidence.over_sets(arm, SPEAKING) is None or over_sets.side == main.side
    side = main.side if agreed else 0
    others = (
        sentence_on_parts(arm, evidence, main.side),
        sentence_on_those_in(arm, evidence),
        sentence_on_share(arm, evidence),
        _as_sentence("who", who_gains_and_loses(arm, evidence.comparison.segments)),
        sentence_on_money(arm, evidence),
        _as_sentence("hinges", what_it_hangs_on(arm, evidence.hinges, evidence.hinge_words or {}, side)),
    )
    return Verdict(arm, side, (main, over_sets, *(sentence for sentence in others if sentence)))


def _as_sentence(about: str, text: str) -> Sentence | None:
    return Sentence(about, 0, text) if text else None


def side_of(row: Row | None) -> int:
    """Which way a difference is told to go: 1, -1, or 0 where its interval spans 0 or chance could have done it."""
    if row is None or row["low"] is None or row["p_holm"] is None or row["p_holm"] > LEVEL:
        return 0
    return sign_of(row["low"], row["high"])


def sign_of(low: float, high: float) -> int:
    """The side of 0 on which an interval lies, 0 if it spans or touches it."""
    return 1 if low > 0 else -1 if high < 0 else 0


def main_sentence(arm: str, evidence: Evidence) -> Sentence:
    """Of 1,000 who knocked, how many more or fewer speak in a week: the main outcome, over seeds."""
    row = evidence.difference(arm, SPEAKING)
    names = {"arm": in_words(arm), "control": in_words(evidence.comparison.control), "day": evidence.day}
    side = side_of(row)
    if row is None:
        return Sentence("main", 0, say("Nobody knocked, so that {arm} and {control} cannot be compared.", **names))
    names |= {"n": row["n"]}
    if side > 0:
        names |= {"between": between(row["low"], row["high"])}
        text = say("Of 1,000 who knocked, “{arm}” leaves {between} more speaking weekly on day {day} than “{control}” "
                   "(95 % interval over {n} seeds).", **names)  # fmt: skip
    elif side < 0:
        names |= {"between": between(row["low"], row["high"])}
        text = say("Of 1,000 who knocked, “{arm}” leaves {between} fewer speaking weekly on day {day} than "
                   "“{control}” (95 % interval over {n} seeds).", **names)  # fmt: skip
    else:
        text = _untold(row, names)
    return Sentence("main", side, text)


def _untold(row: Row, names: Mapping[str, Any]) -> str:
    """Why there is no verdict on the main outcome."""
    if row["share_equal"] == 1:
        return say("Of 1,000 who knocked, “{arm}” leaves exactly as many speaking weekly on day {day} as “{control}”, "
                   "in each of {n} seeds.", **names)  # fmt: skip
    if row["low"] is None:
        return say("Whether “{arm}” leaves more or fewer speaking weekly on day {day} than “{control}” cannot be told "
                   "from one seed.", **names)  # fmt: skip
    ends = {"low": signed(row["low"]), "high": signed(row["high"])}
    if sign_of(row["low"], row["high"]) == 0:
        return say("Whether “{arm}” leaves more or fewer speaking weekly on day {day} than “{control}” cannot be "
                   "told: of 1,000 who knocked, {low} to {high} (95 % interval over {n} seeds).",
                   **names, **ends)  # fmt: skip
    return say("Whether “{arm}” leaves more or fewer speaking weekly on day {day} than “{control}” cannot be told from "
               "{n} seeds: of 1,000 who knocked, {low} to {high}, but chance alone could do as much (p = {p}).",
               **names, **ends, p=f"{row['p_holm']:.2f}")  # fmt: skip


def sentence_on_sets(arm: str, evidence: Evidence, side: int) -> Sentence:
    """Whether the sign holds over the ensemble of parameter sets."""
    row = evidence.over_sets(arm, SPEAKING)
    if row is None:
        return Sentence("sets", 0, say("What is assumed was not varied: this is luck alone."))
    found = sign_of(row["low"], row["high"])
    more, fewer = row["share_positive"], 1 - row["share_positive"] - row["share_equal"]
    values = {"sets": row["n"], "low": signed(row["low"]), "high": signed(row["high"])}
    if found > 0:
        values |= {"between": between(row["low"], row["high"]), "share": percent(more)}
        text = say("Over {sets} sets of assumptions that fit the source about equally well it is {between} more "
                   "(nine sets in ten), and more in {share} of all.", **values)  # fmt: skip
    elif found < 0:
        values |= {"between": between(row["low"], row["high"]), "share": percent(fewer)}
        text = say("Over {sets} sets of assumptions that fit the source about equally well it is {between} fewer "
                   "(nine sets in ten), and fewer in {share} of all.", **values)  # fmt: skip
    else:
        text = say("Over {sets} sets of assumptions that fit the source about equally well it is {low} to {high} (nine "
                   "sets in ten), more in {share} of all.", **values, share=percent(more))  # fmt: skip
    if side and found != side:
        text += " " + say("Which way it goes hangs on the assumptions: no verdict.")
    return Sentence("sets", found, text)


def sentence_on_parts(arm: str, evidence: Evidence, side: int) -> Sentence | None:
    """How much of the main difference is who gets in, and how much what they do."""
    who, what = (evidence.part(arm, SPEAKING, part) for part in (WHO, WHAT))
    if who is None or what is None or not side:
        return None
    values = {"who": signed(who["mean"]), "what": signed(what["mean"]), "n": who["n"]}
    return Sentence("parts", 0, say("Of that, {who} is who gets in and {what} is what people do once in (split over "
                                    "{n} seeds).", **values))  # fmt: skip


def sentence_on_those_in(arm: str, evidence: Evidence) -> Sentence | None:
    """Of 1,000 who knocked, how many more or fewer are still in."""
    row = evidence.difference(arm, STILL_IN)
    if row is None or row["low"] is None:
        return None
    side = side_of(row)
    if side > 0:
        text = say("Of 1,000 who knocked, {between} more are still in.", between=between(row["low"], row["high"]))
    elif side < 0:
        text = say("Of 1,000 who knocked, {between} fewer are still in.", between=between(row["low"], row["high"]))
    else:
        text = say("Whether more or fewer are still in cannot be told: of 1,000 who knocked, {low} to {high}.",
                   low=signed(row["low"]), high=signed(row["high"]))  # fmt: skip
    return Sentence("still in", side, text)


def sentence_on_share(arm: str, evidence: Evidence) -> Sentence | None:
    """Of those still in, how many points more or fewer speak in a week, and that its base has moved."""
    row = evidence.difference(arm, SHARE)
    if row is None or row["low"] is None:
        return None
    side, low, high = side_of(row), 100 * row["low"], 100 * row["high"]
    if side > 0:
        text = say("Those still in are {between} points likelier to speak in a week", between=between(low, high))
    elif side < 0:
        text = say("Those still in are {between} points less likely to speak in a week", between=between(low, high))
    else:
        text = say("Whether those still in are likelier to speak in a week cannot be told ({low} to {high} points)",
                   low=signed(low), high=signed(high))  # fmt: skip
    return Sentence("share", side, text + _parts_of_share(arm, evidence, side) + _base(arm, evidence, side))


def _parts_of_share(arm: str, evidence: Evidence, side: int) -> str:
    who = evidence.part(arm, SHARE, WHO)
    if who is None or not side:
        return ""
    return say(", of which {who} are who got in", who=signed(100 * who["mean"]))


def _base(arm: str, evidence: Evidence, side: int) -> str:
    if side and side_of(evidence.difference(arm, STILL_IN)):
        return say("; such a share also moves because its base does.")
    return say(".")


def sentence_on_money(arm: str, evidence: Evidence) -> Sentence | None:
    """What changes in money and in the operators' hours, of what is told."""
    told: dict[str, Callable[[str, int], str]] = {"revenue": _fees, "spent": _spending, "hours": _hours}
    parts = []
    for outcome, words in told.items():
        row = evidence.difference(arm, outcome)
        if row is not None and (side := side_of(row)):
            parts.append(words(between(row["low"], row["high"]), side))
    if not parts:
        return Sentence("money", 0, say("In money and hours no difference is told."))
    return Sentence("money", 0, say("Money and hours: {parts}.", parts=say("; ").join(parts)))


def _fees(much: str, side: int) -> str:
    return say("{much} yuan more in fees", much=much) if side > 0 else say("{much} yuan less in fees", much=much)


def _spending(much: str, side: int) -> str:
    return say("{much} yuan more spent", much=much) if side > 0 else say("{much} yuan less spent", much=much)


def _hours(much: str, side: int) -> str:
    if side > 0:
        return say("{much} hours more of the operator's work", much=much)
    return say("{much} hours less of the operator's work", much=much)


def in_one_word(verdict: Verdict, evidence: Evidence) -> str:
    """The verdict for a table: more, fewer, or why there is none."""
    if verdict.side:
        return say("more") if verdict.side > 0 else say("fewer")
    row = evidence.difference(verdict.arm, SPEAKING)
    if side_of(row):
        return say("hangs on the assumptions")
    same = row is not None and row["share_equal"] == 1
    return say("the same") if same else say("cannot be told")


def chip_of(verdict: Verdict, evidence: Evidence) -> str:
    """The verdict beside an arm's name."""
    if verdict.side:
        return say("more speak weekly") if verdict.side > 0 else say("fewer speak weekly")
    return in_one_word(verdict, evidence)


def mean_words(row: Row | None) -> str:
    """A difference for a table: its mean, and its interval in brackets."""
    if row is None:
        return "–"
    if row["low"] is None:
        return signed(row["mean"])
    return f"{signed(row['mean'])} ({signed(row['low'])} … {signed(row['high'])})"
