"""All estimators on one event log: what `clubsim measure FILE.parquet` prints."""

from __future__ import annotations

import polars as pl

from clubsim.experiments.measures import answers, concentration, retention, rhythm
from clubsim.experiments.measures.careers import Careers, Share, careers
from clubsim.experiments.measures.measurement import Measurement
from clubsim.experiments.measures.reading import CLOCK, check_log, contributions, of_kind, window

NOBODY = "nobody was active"
UNSEEN = "nobody was observed long enough"


def measure(
    log: pl.DataFrame, first_weekday: int | None = None, followup: int = retention.FOLLOWUP
) -> list[Measurement]:
    """
    Every measurement that an event log allows; the others with value None and a note that says why.

    Args:
        log: columns member, day, kind, target and perhaps hour, as `reading.read_log` gives it.
        first_weekday: weekday of day 0, 0 = Monday .. 6 = Sunday; None if it is not known.
        followup: what unbounded retention waits for a late return [day], >= 0.

    Raises:
        LogError: `log` is not an event log.
        ValueError: first_weekday or followup out of range.
    """
    if first_weekday is not None and first_weekday not in range(7):
        raise ValueError(
            f"first_weekday must be 0 (Monday) to 6 (Sunday), not {first_weekday}; leave it out if unknown"
        )
    if followup < 0:
        raise ValueError(f"followup must be a number of days >= 0, not {followup}; write 90 for the usual one")
    log = check_log(log)
    observed = window(log)
    spoken, visits, joins = contributions(log), of_kind(log, "visit"), of_kind(log, "join")
    posters = careers(spoken, observed)
    visitors = careers(visits, observed, joins)

    rows = _summary(log, spoken, observed)
    rows += _retention("posters", "the first contribution", posters, followup)
    rows += _silence(posters) + _departure(posters, followup)
    if visits.height:
        begin = "joining" if joins.height else "the first visit"
        rows += _retention("visitors", begin, visitors, followup)
    rows += _concentration(posters)
    rows += _activity("posters", posters)
    if visits.height:
        rows += _activity("visitors", visitors)
    rows += _calendar(posters, first_weekday) + _clock("contributions", spoken)
    if visits.height:
        rows += _clock("visits", visits)
    return rows + _answers(spoken, posters)


class _Group:
    """Collects the rows of one group."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[Measurement] = []

    def number(self, name: str, value: float | None, unit: str, definition: str, why: str = "") -> None:
        """Add a number; `why` is the note if it is None."""
        self._add(name, value, unit, definition, why if value is None else "")

    def share(self, name: str, share: Share, of: str, definition: str, why: str) -> None:
        """Add a share and how many `of` it is a share of; `why` is the note if there are none."""
        self._add(name, share.value, "share", definition, f"of {share.base:,} {of}" if share.base else why)

    def _add(self, name: str, value: float | None, unit: str, definition: str, note: str) -> None:
        row = Measurement(group=self.name, name=name, value=value, unit=unit, definition=definition, note=note)
        self.rows.append(row)


def _missing(who: Careers, needed: int, otherwise: str = NOBODY) -> str:
    """Why there is no value: nobody at all, a log shorter than `needed` days, or `otherwise`."""
    if not who.who.size:
        return NOBODY
    return f"too short: {who.n_days} days, needs {needed}" if who.n_days < needed else otherwise


def _summary(log: pl.DataFrame, spoken: pl.DataFrame, observed: tuple[int, int]) -> list[Measurement]:
    group = _Group("summary")
    n_days = observed[1] - observed[0] + 1
    group.number("members", log["member"].n_unique(), "members", "distinct members with any event")
    group.number("posters", spoken["member"].n_unique(), "members", "distinct members with a contribution")
    group.number("days", n_days, "days", "from the first day with an event to the last, both counted")
    group.number("events", log.height, "events", "rows of the log")
    group.number("contributions", spoken.height, "events", "events in which somebody said or made something")
    kinds = log.group_by(pl.col("kind").cast(pl.String)).len().sort("len", "kind", descending=[True, False])
    for kind, n_events in kinds.iter_rows():
        group.number(f"kind {kind}", n_events, "events", f"events of kind {kind}")
    joined, *ended = (of_kind(log, kind).height for kind in ("join", "leave", "removed", "lapse"))
    if joined:
        still = Share(max(joined - sum(ended), 0), joined)
        text = "joined, and neither left, lapsed nor was removed by the last day"
        group.share("headcount retention", still, "joins", text, NOBODY)
    return group.rows


def _retention(who: str, begin: str, active: Careers, followup: int) -> list[Measurement]:
    group = _Group(f"retention of {who}")
    for day in retention.DAYS:
        text = f"active on exactly day {day} after {begin}"
        why = _missing(active, day + 1, UNSEEN)
        group.share(f"bracket, day {day}", retention.bracket(active, day), who, text, why)
    for week in retention.WEEKS:
        text = f"active on any of days {7 * week} to {7 * week + 6} after {begin} (V10)"
        why = _missing(active, 7 * week + 7, UNSEEN)
        group.share(f"bracket, week {week}", retention.weekly(active, week), who, text, why)
    for day in retention.DAYS:
        text = f"active on day {day} after {begin} or later; {followup} days of follow-up (V8, V9)"
        why = _missing(active, day + followup + 1, UNSEEN)
        group.share(f"unbounded, day {day}", retention.unbounded(active, day, followup), who, text, why)
    return group.rows


def _silence(posters: Careers) -> list[Measurement]:
    group = _Group("retention of posters")
    for silence in retention.SILENCES:
        share = retention.return_after_silence(posters, silence)
        text = (
            f"after {silence} silent days contributes within {retention.HORIZON} more; "
            f"posters with >= 2 contributions (V11)"
        )
        why = _missing(posters, silence + retention.HORIZON + 1, "no such silence")
        group.share(f"return after {silence} silent days", share, "silences", text, why)
    return group.rows


def _departure(posters: Careers, followup: int) -> list[Measurement]:
    group = _Group("retention of posters")
    text = "exactly one contribution, all posters (V5)"
    group.share("one post only", retention.one_event_only(posters, 0), "posters", text, NOBODY)
    text = f"the same, of posters who began at least {followup} days before the end"
    share = retention.one_event_only(posters, followup)
    group.share("one post only, followed up", share, "posters", text, _missing(posters, followup + 1, UNSEEN))
    fit = retention.departure_curve(posters, followup)
    needed = retention.CURVE[retention.FEWEST - 1] + followup + 1
    why = _missing(posters, needed, "the share departed is the same on all days, or too few are observed")
    longest = fit.longest if fit else retention.CURVE[-1]
    text = f"share departed by day d fitted by c + b ln d, d = 1..{longest} (V7)"
    group.number("departure curve, R2", fit.r_squared if fit else None, "share", text, why)
    group.number("departure curve, b", fit.slope if fit else None, "per ln day", f"slope; {text}", why)
    return group.rows


def _concentration(posters: Careers) -> list[Measurement]:
    group = _Group("concentration of contributions")
    for code, top in (("V1", 0.01), ("V2", 0.1)):
        text = f"contributions by the most active {top:.0%} of posters ({code})"
        value = concentration.top_share(posters.total, top)
        group.number(f"share of top {top:.0%}", value, "share", text, NOBODY)
    text = "inequality of contributions over posters, 0 = all alike (V3)"
    group.number("Gini", concentration.gini(posters.total), "index", text, NOBODY)
    return group.rows


def _activity(who: str, active: Careers) -> list[Measurement]:
    group = _Group(f"rhythm of {who}")
    for name, days in (("daily", 1), ("weekly", rhythm.WEEK), ("monthly", rhythm.MONTH)):
        distinct = rhythm.whole_windows(active, days)
        seen = bool(active.who.size and distinct.size)
        text = f"of distinct {who} in {days} day{'s' if days > 1 else ''}, over all whole windows"
        why = _missing(active, days)
        group.number(f"{name}, mean", float(distinct.mean()) if seen else None, "members", f"mean {text}", why)
        group.number(f"{name}, peak", int(distinct.max()) if seen else None, "members", f"largest {text}", why)
    why = _missing(active, rhythm.MONTH, "nobody was active in a whole month")
    text = f"mean daily over mean monthly {who}, 28 days (V29)"
    group.number("stickiness", rhythm.stickiness(active), "share", text, why)
    text = "of the 28-day blocks in which a member was active (V30)"
    group.share("months with 1 active day", rhythm.single_days(active), "member-months", text, why)
    group.share("months with >= 20 active days", rhythm.frequent_days(active), "member-months", text, why)
    return group.rows


def _calendar(posters: Careers, first_weekday: int | None) -> list[Measurement]:
    group = _Group("calendar and clock")
    if first_weekday is None:
        ratio, why = None, "needs the weekday of day 0 (first_weekday, 0 = Monday)"
    else:
        ratio = rhythm.weekend_ratio(posters, first_weekday)
        why = _missing(posters, 7, "no weekend day, or nothing on weekdays")
    text = "contributions a day, Saturday and Sunday over Monday to Friday (V25)"
    group.number("weekend / weekday", ratio, "ratio", text, why)
    least = rhythm.TALKATIVE
    text = f"(sd - mean) / (sd + mean) of days between contributions, posters with >= {least} (V27)"
    why = _missing(posters, 2, f"nobody has {least} contributions on more than one day")
    group.number("burstiness", rhythm.burstiness(posters), "index", text, why)
    return group.rows


def _clock(what: str, events: pl.DataFrame) -> list[Measurement]:
    group = _Group("calendar and clock")
    hours = events[CLOCK].drop_nulls().to_numpy() if CLOCK in events.columns else None
    profile = None if hours is None or not hours.size else rhythm.hour_profile(hours)
    peak, trough, busiest = (
        (None, None, None)
        if profile is None
        else (24 * float(profile.max()), 24 * float(profile.min()), int(profile.argmax()))
    )
    why = "needs a clock (column hour)"
    text = f"{what} in the busiest hour of the day over the mean hour (V26)"
    group.number(f"{what}, busiest hour / mean", peak, "ratio", text, why)
    text = f"{what} in the quietest hour of the day over the mean hour (V26)"
    group.number(f"{what}, quietest hour / mean", trough, "ratio", text, why)
    text = f"hour of the day with most {what}, 0 = midnight to one"
    group.number(f"{what}, busiest hour", busiest, "hour", text, why)
    return group.rows


def _answers(spoken: pl.DataFrame, posters: Careers) -> list[Measurement]:
    group = _Group("answers")
    share = answers.targeted(spoken)
    group.share("aimed at a member", share, "contributions", "contributions with another member as target", NOBODY)
    known = share.hits > 0
    within = answers.PATIENCE
    met = answers.newcomers_answered(spoken, posters.last_day) if known else Share(0, 0)
    text = f"somebody aimed a contribution at them within {within} days of their first; upper bound of V16"
    why = _missing(posters, within + 1, UNSEEN) if known else "needs targets"
    group.share("newcomers answered", met, "posters", text, why)
    both = answers.reciprocity(spoken)
    text = "directed ties that go both ways, whole log (V19)"
    group.share("reciprocity", both, "ties", text, "needs targets")
    return group.rows
