"""Times of a log to days and seconds of a day, in the log's own time zone or in one that is asked for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from clubsim.experiments.errors import StudyError

FIRST, LAST = date(1980, 1, 1).toordinal(), date(2099, 12, 31).toordinal()  # a day outside is a broken stamp [day]
DAY = 86_400  # [s]
MILLISECONDS = 100_000_000_000  # [s] larger stamps are thousandths of seconds

Moment = tuple[int, int]  # day as date.toordinal [day], second of the day [s]


@dataclass(frozen=True)
class Clock:
    """
    Whose wall clock tells the day.

    zone: that of all days and hours; None for each stamp's own offset, and UTC where it has none.
    """

    zone: ZoneInfo | None = None

    @property
    def name(self) -> str:
        """As one would write it after --timezone."""
        return self.zone.key if self.zone else "as in the source, UTC where it says none"

    def of(self, stamp: datetime) -> Moment | None:
        """Day and second of a stamp, None outside of FIRST to LAST; without an offset it is wall-clock time already."""
        try:
            local = stamp.astimezone(self.zone) if self.zone and stamp.tzinfo else stamp
        except OverflowError:
            return None
        day = local.toordinal()
        return (day, local.hour * 3600 + local.minute * 60 + local.second) if FIRST <= day <= LAST else None

    def of_epoch(self, seconds: object) -> Moment | None:
        """Day and second of seconds (or milliseconds) since 1970, a number or its text; None of anything else."""
        if isinstance(seconds, bool) or not isinstance(seconds, int | float | str):
            return None
        try:
            number = float(seconds)
            number = number / 1000 if abs(number) >= MILLISECONDS else number
            stamp = datetime.fromtimestamp(number, UTC)
        except (ValueError, OverflowError, OSError):
            return None
        return self.of(stamp)

    def of_text(self, text: object) -> Moment | None:
        """Day and second of an ISO 8601 stamp, with or without an offset, or with ` UTC` behind it; None for others."""
        if not isinstance(text, str):
            return None
        words = text.strip()
        words = words[:-4] + "+00:00" if words.endswith(" UTC") else words
        try:
            return self.of(datetime.fromisoformat(words))
        except ValueError:
            return None


def clock_of(zone: str | None) -> Clock:
    """
    The clock of a time zone by its name, such as Asia/Shanghai; None for the source's own.

    Raises:
        StudyError: no such zone.
    """
    if zone is None:
        return Clock()
    known = available_timezones()
    lower = {name.lower(): name for name in known}
    if zone in known:
        return Clock(ZoneInfo(zone))
    near = get_close_matches(zone.lower(), lower, n=1, cutoff=0.6)
    hint = f"did you mean {lower[near[0]]!r}?" if near else "write a name such as Asia/Shanghai, Europe/Berlin or UTC"
    raise StudyError(f"--timezone is the name of a time zone, not {zone!r}; {hint}")
