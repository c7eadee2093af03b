"""Periods that an operator judges by notes taken at their beginning."""

from dataclasses import dataclass

from clubsim.sim.policy import View


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What this morning is to a policy that counts by periods: one begins, and one has ended last night."""

    begins: bool
    ends: bool  # and notes were taken on its first morning, so that it can be judged


def turn_of(view: View, period: int, first_day: int) -> Turn:
    """
    Which turn this morning is, in periods of `period` days of which the first begins on `first_day`.

    A policy that takes a `Tally` on each day on which a period begins finds in `view.messages_since` what was written
    in the one that has ended; if it did not act on that one's first morning, `ends` is False.

    Args:
        period: [day], >= 1.
        first_day: of the run, >= 0.
    """
    since = view.day - first_day
    begins = since >= 0 and since % period == 0
    return Turn(begins=begins, ends=begins and view.tally_day == view.day - period)
