"""All patterns on one event log: the left half of what `clubsim validate` prints."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl

from clubsim.experiments.measures import concentration, retention, rhythm
from clubsim.experiments.measures.answers import reciprocity
from clubsim.experiments.measures.careers import Careers, Share, careers
from clubsim.experiments.measures.reading import check_log, contributions, window
from clubsim.experiments.patterns import cull, intervals, lens, lifetimes, logit, tail, ties
from clubsim.experiments.patterns.attention import attention, has_threads, reply_ages
from clubsim.experiments.patterns.newcomers import newcomers
from clubsim.experiments.patterns.ordered import Spoken, in_order
from clubsim.experiments.patterns.value import PatternValue

MONTH = 30  # [day]
NOBODY = "nobody was active"
CLOCK = "needs a clock (column hour)"
THREADS = "needs threads (column thread)"
TARGETS = "needs targets"
CALENDAR = "needs the weekday of day 0 (first_weekday, 0 = Monday)"


def patterns(
    log: pl.DataFrame,
    first_weekday: int | None = None,
    type: lens.Type | None = None,
    sample: int = logit.SAMPLE,
    seed: int = 0,
) -> list[PatternValue]:
    """
    Every pattern that an event log can show; the others with value None and a note that says why.

    Args:
        log: columns member, day, kind, target and perhaps hour and thread, as `reading.read_log` gives it;
            rows in time order where there is no hour.
        first_weekday: weekday of day 0, 0 = Monday .. 6 = Sunday; None if it is not known.
        type: list, qa, chat or messaging: the log is seen as the reference log of this type was (see `lens`).
        sample: member-days that the daily logit is fitted to, all if there are no more.
        seed: of that sample.

    Raises:
        LogError: `log` is not an event log.
        ValueError: first_weekday or type out of range.
    """
    if first_weekday is not None and first_weekday not in range(7):
        raise ValueError(
            f"first_weekday must be 0 (Monday) to 6 (Sunday), not {first_weekday}; leave it out if unknown"
        )
    if type is not None:
        lens.check_type(type)
    log = check_log(log)
    observed = window(log)
    whole = contributions(log)
    events = whole if type is None else lens.through(whole, type)
    spoken, active = in_order(events, observed), careers(events, observed)
    rows = _concentration(active) + _lifetimes(active) + _silence(active)
    rows += _newcomers(spoken, type) + _network(events, spoken)
    rows += _attention(spoken if type == "messaging" else in_order(whole, observed))
    rows += _rhythm(spoken, active, first_weekday) + _arrivals(active)
    return rows + _logit(spoken, active, first_weekday, sample, seed)


class _Rows(list[PatternValue]):
    """Collects the rows of one or more patterns."""

    def number(
        self, pattern: str, name: str, value: float | None, unit: str, text: str, why: str, of: str = ""
    ) -> None:
        """Add a number; the note is `why` if there is none, and `of` if there is."""
        known = value is not None and bool(np.isfinite(value))
        self.append(
            PatternValue(
                pattern=pattern, name=name, value=float(value) if known and value is not None else None,
                unit=unit, definition=text, note=of if known else why,
            )
        )  # fmt: skip

    def share(self, pattern: str, name: str, share: Share, of: str, text: str, why: str) -> None:
        """Add a share and how many `of` it is a share of."""
        self.number(pattern, name, share.value, "share", text, why, f"of {share.base:,} {of}")


def _short(active: Careers, needed: int, otherwise: str) -> str:
    """Why there is no value: nobody at all, a log shorter than `needed` days, or `otherwise`."""
    if not active.who.size:
        return NOBODY
    return f"too short: {active.n_days} days, needs {needed}" if active.n_days < needed else otherwise


def _concentration(active: Careers) -> _Rows:
    rows = _Rows()
    for pattern, top in (("V1", 0.01), ("V2", 0.1)):
        text = f"posts by the most active {top:.0%} of posters"
        rows.number(pattern, f"top {top:.0%}", concentration.top_share(active.total, top), "share", text, NOBODY)
    rows.number("V3", "Gini", concentration.gini(active.total), "index", "inequality of posts over posters", NOBODY)
    found = tail.power_law(active.total)
    text = "power law of posts per poster, discrete maximum likelihood, start by the least KS distance"
    of = f"from {found.start:,} posts, {found.size:,} posters" if found else ""
    rows.number("V4", "tail exponent", found.exponent if found else None, "index", text, "too few posters", of)
    once = retention.one_event_only(active, retention.FOLLOWUP)
    text = f"exactly one post, of posters who began {retention.FOLLOWUP} days or more before the end"
    rows.share("V5", "one post only", once, "posters", text, _short(active, retention.FOLLOWUP + 1, NOBODY))
    return rows


def _lifetimes(active: Careers) -> _Rows:
    rows = _Rows()
    fit = retention.departure_curve(active)
    text = "share departed by day d as c + b ln d, d = 1..365 as far as observed"
    why = _short(active, retention.CURVE[retention.FEWEST - 1] + retention.FOLLOWUP + 1, "the same on all days")
    of = f"to day {fit.longest}" if fit else ""
    rows.number("V7", "departure R2", fit.r_squared if fit else None, "R2", text, why, of)
    rows.number("V7", "departure slope", fit.slope if fit else None, "slope", text, why, of)
    for pattern, day in (("V8", 30), ("V9", 365)):
        share = retention.unbounded(active, day)
        text = f"posted at or after day {day} of tenure, {retention.FOLLOWUP} days of follow-up"
        why = _short(active, day + retention.FOLLOWUP + 1, "nobody was observed long enough")
        rows.share(pattern, f"kept to day {day}", share, "posters", text, why)
    weeks = {week: retention.weekly(active, week) for week in retention.WEEKS}
    for week, share in weeks.items():
        text, why = f"posted in week {week} after the first post", _short(active, 7 * week + 7, NOBODY)
        rows.share("V10", f"week {week}", share, "posters", text, why)
    first, fourth, twelfth = (weeks[week].value for week in retention.WEEKS)
    why = "a week is missing or empty"
    ratio = fourth / first if first and fourth is not None else None
    rows.number("V10", "week 4 / week 1", ratio, "ratio", "of the shares above", why)
    falls = None if first is None or fourth is None or twelfth is None else float(first > fourth > twelfth)
    rows.number("V10", "weeks fall", falls, "index", "1 if week 1 > week 4 > week 12", why)
    law = lifetimes.renewal(*lifetimes.monthly_survival(active))
    text = f"shifted beta-geometric law of monthly survival, first {lifetimes.MONTHS} months"
    why = _short(active, lifetimes.STEP + retention.FOLLOWUP + 1, "nobody was lost, or nobody renewed")
    rows.number("V13", "renewal alpha", law.alpha if law else None, "index", text, why)
    rows.number("V13", "renewal beta", law.beta if law else None, "index", text, why)
    return rows


def _silence(active: Careers) -> _Rows:
    rows = _Rows()
    for silence in retention.SILENCES:
        share = retention.return_after_silence(active, silence)
        text = f"posts within {retention.HORIZON} days more; posters with >= 2 posts"
        why = _short(active, silence + retention.HORIZON + 1, "no such silence")
        rows.share("V11", f"return after {silence} silent days", share, "silences", text, why)
    culls = {silence: cull.cull(active, silence) for silence in cull.SILENCES}
    why = _short(active, cull.HISTORY + cull.AHEAD + 1, "nobody was silent so long")
    for silence, found in culls.items():
        of = f"mean over {found.dates} dates" if found else ""
        text = f"share of ever-posters silent for {silence} days or more"
        rows.number("V12", f"culled at {silence} days", found.culled if found else None, "share", text, why, of)
        text = f"share of the next {cull.AHEAD} days' posts by existing members that they wrote"
        rows.number("V12", f"posts lost at {silence} days", found.lost if found else None, "share", text, why, of)
    at_90 = culls[90]
    text = f"share of those silent for 90 days or more who posted in the next {cull.AHEAD}"
    rows.number("V12", "culled who return", at_90.returned if at_90 else None, "share", text, why)
    known = [found for found in culls.values() if found]
    both = [(one.culled, one.lost) for one in known]
    falls = all(a > b and c > d for (a, c), (b, d) in pairwise(both))
    falls_value = float(falls) if len(known) == len(culls) else None
    rows.number("V12", "cull falls", falls_value, "index", "1 if both shares fall from each silence to the next", why)
    return rows


def _newcomers(spoken: Spoken, type: lens.Type | None) -> _Rows:
    rows = _Rows()
    seen = bool(spoken.aimed.any()) and type != "qa"
    found = newcomers(spoken, addressee=type == "messaging") if seen else None
    why = "questions are not in the reference log" if type == "qa" else TARGETS
    if found is not None:
        why = "too few newcomers, answered or not, with follow-up"
    how = "answered in the thread" if spoken.thread is not None else "no threads: aimed at the newcomer"
    how += ", within 7 d, before the newcomer's next active day"
    how = "answered by the addressee" + how[how.index(",") :] if type == "messaging" else how
    for pattern, name, text in (
        ("V14", "answered first post, any later post", "a later post, answered minus unanswered first post"),
        ("V15", "answered first post, post after a week", "the same, a post at or after day 7"),
    ):
        pair = found.effect(found.again if pattern == "V14" else found.late) if found else None
        of = f"{pair[0]:.2f} to {pair[1]:.2f}; {how}" if pair else ""
        rows.number(pattern, name, 100 * (pair[1] - pair[0]) if pair else None, "points", text, why, of)
    share = found.share_answered() if found else None
    rows.number("V16", "first post answered", share, "share", "first posts answered within 7 days", why, how)
    wait = found.median_wait() if found else None
    why = why if not seen or spoken.clock else CLOCK
    rows.number("V16", "hours to first answer", wait, "hour", "median, of those answered", why)
    return rows


def _network(events: pl.DataFrame, spoken: Spoken) -> _Rows:
    rows = _Rows()
    text = "directed ties that also exist the other way, whole log"
    rows.share("V19", "reciprocity", reciprocity(events), "ties", text, TARGETS)
    shape = ties.clustering(spoken)
    why = "too few ties" if spoken.aimed.any() else TARGETS
    text = "mean share of one's partners' pairs that are tied, undirected"
    rows.number("V20", "local clustering", shape.local if shape else None, "index", text, why)
    text = "closed triples of all connected triples, undirected"
    rows.number("V20", "transitivity", shape.transitivity if shape else None, "index", text, why)
    closing = ties.closure(spoken)
    text = f"P(new tie | shared partner) / P(new tie | none), successive windows of {ties.WINDOW} days"
    of = f"{closing.closed:,} and {closing.other:,} new ties, {closing.windows} windows"
    rows.number("V21", "closure lift", closing.lift, "ratio", text, why if not spoken.aimed.any() else of, of)
    text = f"ties whose events lie in one block of {ties.MONTH} days"
    rows.share("V23", "ties of one month", ties.brief_ties(spoken), "ties", text, TARGETS)
    fit = ties.rank_frequency(ties.in_degrees(spoken))
    text = "ln rank on ln number of people who replied to one"
    rows.number("V37", "in-degree law R2", fit, "R2", text, why)
    return rows


def _attention(spoken: Spoken) -> _Rows:
    rows = _Rows()
    ages = reply_ages(spoken) if spoken.clock else np.empty(0)
    found = attention(ages)
    why = THREADS if not has_threads(spoken) else CLOCK if not spoken.clock else "too few replies in whole threads"
    of = f"of {ages.size:,} replies"
    text = "age of a reply since its thread began, threads followed for 30 days"
    for name, unit, value in (
        ("attention half-life", "hour", found.half if found else None),
        ("replies within 1 day", "share", found.one_day if found else None),
        ("replies within 8 days", "share", found.eight_days if found else None),
        ("attention exponent", "index", found.beta if found else None),
        ("exponential / stretched error", "ratio", found.ratio if found else None),
    ):
        rows.number("V24", name, value, unit, text, why, of)
    return rows


def _rhythm(spoken: Spoken, active: Careers, first_weekday: int | None) -> _Rows:
    rows = _Rows()
    ratio = None if first_weekday is None else rhythm.weekend_ratio(active, first_weekday)
    why = CALENDAR if first_weekday is None else _short(active, 7, "no weekend day, or nothing on weekdays")
    text = "posts a day, Saturday and Sunday over Monday to Friday"
    rows.number("V25", "weekend / weekday", ratio, "ratio", text, why)
    extremes = intervals.hours(spoken) or (None, None)
    for name, value in zip(("busiest hour / mean", "quietest hour / mean"), extremes, strict=True):
        rows.number("V26", name, value, "ratio", "posts by hour of the day", CLOCK)
    days = "" if spoken.clock else "; whole days"
    burst = intervals.burst(spoken)
    why, text = f"nobody has {rhythm.TALKATIVE} posts", "intervals of posters with 50 posts or more, mean over posters"
    of = f"{burst.members:,} posters{days}" if burst else ""
    rows.number("V27", "burstiness", burst.burstiness if burst else None, "index", text, why, of)
    rows.number("V27", "memory", burst.memory if burst else None, "index", text, why, of)
    for name, since, density in (
        ("interval slope", ".1 h", intervals.interval_density(spoken)),
        ("interval slope, whole days", "1 d", intervals.daily_density(spoken)),
    ):
        of = f"{density.intervals:,} intervals" if density else ""
        text = f"log-log slope of the pooled density of intervals, {since} to 60 d"
        why = "too few intervals" if spoken.clock or since == "1 d" else CLOCK
        rows.number("V28", name, density.slope if density else None, "slope", text, why, of)
    why = _short(active, MONTH, NOBODY)
    text = "mean daily over mean monthly posters, 30 days"
    rows.number("V29", "stickiness", rhythm.stickiness(active, MONTH), "share", text, why)
    text = "of the 30-day blocks in which a poster was active"
    rows.share("V30", "months with 1 active day", rhythm.single_days(active, MONTH), "poster-months", text, why)
    rows.share("V30", "months with >= 20 active days", rhythm.frequent_days(active, MONTH), "poster-months", text, why)
    return rows


def _arrivals(active: Careers) -> _Rows:
    rows = _Rows()
    found = lifetimes.newcomer_surge(active)
    text = "rank correlation of a month's newcomers with their 30-day survival, both less a rolling median"
    why = f"needs {lifetimes.FEWEST_MONTHS} months with {lifetimes.FEWEST_NEWCOMERS} newcomers, followed up"
    of = f"{found.months} months" if found else ""
    rows.number("V33", "surge and survival", found.rho if found else None, "index", text, why, of)
    text = "straight line through the cumulative number of posters by day"
    rows.number("V36", "arrivals R2", lifetimes.arrivals(active), "R2", text, "nobody arrives after the first day")
    return rows


def _logit(spoken: Spoken, active: Careers, first_weekday: int | None, sample: int, seed: int) -> _Rows:
    rows = _Rows()
    fit = logit.daily_logit(spoken, active, first_weekday, sample, seed)
    few = f"needs {logit.LEAST_POSTS} member-days with a later post"
    why = {"weekend": CALENDAR if first_weekday is None else few, "reply yesterday": TARGETS, "social pull": TARGETS}
    for k, name in enumerate(logit.SLOPES):
        value, error = (float(fit.slope[k]), float(fit.error[k])) if fit else (None, 0.0)
        of = f"standard error {error:.3f}; {fit.posted:,} of {fit.sampled:,} member-days" if fit else ""
        missing = why.get(name, few) if fit else few
        rows.number("2.1", f"logit, {name}", value, "slope", "logit of posting on a day", missing, of)
    return rows
