"""`clubsim explain`: a member's day, term by term."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from clubsim.agents.records import NEVER
from clubsim.experiments.branching import on_morning
from clubsim.experiments.compare import task_of
from clubsim.experiments.compiling import compile_first
from clubsim.experiments.errors import StudyError
from clubsim.experiments.explained import Decision, Explained
from clubsim.experiments.explaining import explain_day
from clubsim.experiments.study import Study
from clubsim.sim.community import Community

WIDE = 100  # [character] where there is no terminal
UID = "uid:"


def explain_member(study: Study, arm: str, seed: int, member: str, day: int, as_json: bool, quiet: bool) -> int:
    """
    Live through a run to the evening of a day and print why a member did what they did on it.

    Args:
        member: the row, or the uid as uid:NUMBER; a number that is no row is taken for a uid.

    Returns:
        The exit code, 0.

    Raises:
        StudyError: no such member, or one who is not in on that day.
    """
    if study.engine == "compiled":
        compile_first(quiet)
    community = on_morning(study, task_of(study, arm, -1, seed), day)
    explained = explain_day(community, lambda c: [row_of(c, member)])
    (one,) = explained.values()
    if as_json:
        print(json.dumps({"arm": arm, "seed": seed, **as_plain(one)}, indent=2))
    else:
        show(one, f"{study.name}, arm {arm}, seed {seed}", community)
    return 0


def row_of(c: Community, member: str) -> int:
    """The row of a member who is in today."""
    said = member.removeprefix(UID)
    if not said.isascii() or not said.isdigit():
        raise StudyError(f"--member is a row or uid:NUMBER, not {member!r}; write for example --member 0")
    number, uids = int(said), c.members.uid[: c.n_members]
    row = number
    if member.startswith(UID) or number >= c.n_members:
        found = [place for place, uid in enumerate(uids.tolist()) if uid == number]
        if not found:
            raise StudyError(f"there is no member {member} by day {c.day}; rows are 0 to {c.n_members - 1} by then")
        row = found[0]
    if int(c.members.left[row]) != NEVER:
        day = int(c.members.left[row])
        why = c.why_left(row)
        raise StudyError(f"member {row} went on day {day} ({why}); write --day {day} to see why, or an earlier one")
    return row


def as_plain(one: Explained) -> dict[str, Any]:
    """The same as plain values, each term with its contribution."""
    plain = asdict(one)
    for decision, written in zip(one.decisions, plain["decisions"], strict=True):
        written["terms"] = [{**asdict(term), "contribution": term.contribution} for term in decision.terms]
    return plain


def show(one: Explained, run: str, c: Community) -> None:
    """A member's day on stdout."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
    date = c.scenario.start + timedelta(days=one.day)
    lines = [
        f"{run}: member {one.row} (uid:{one.uid}) on day {one.day}, {date:%A} {date}",
        "this morning: " + said(one.state),
        *(line for decision in one.decisions for line in ("", *told(decision))),
        "",
        "by evening: " + said(one.evening),
    ]
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def said(values: dict[str, float]) -> str:
    """Names and values in a line; a day that has not come is never."""
    words = {name: "never" if name == "last visit" and value == NEVER else f"{value:.4g}" for name, value in
             values.items()}  # fmt: skip
    return ", ".join(f"{name} {value}" for name, value in words.items())


def told(decision: Decision) -> Iterable[str]:
    """The lines of a decision: the answer, then its terms, the chance and the draw."""
    answer = {True: "yes", False: "no", None: "-"}[decision.outcome]
    yield f"{decision.question}? {answer}{f' ({decision.because})' if decision.because else ''}"
    for term in decision.terms:
        weight = "" if term.weight is None else f"{term.weight:g} x {term.value:.4g}"
        yield f"  {term.name:<44}{weight:>22} {term.contribution:>+10.4f}"
    if decision.terms:
        yield f"  {'sum [logit]':<44}{'':>22} {sum(term.contribution for term in decision.terms):>+10.4f}"
    if decision.chance is not None and decision.draw is not None:
        sign = "<" if decision.draw < decision.chance else ">="
        yield f"  draw {decision.draw:.6f} {sign} chance {decision.chance:.6f}   ({decision.rule})"
