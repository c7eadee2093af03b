"""
Dates and times as people write them in tables.

    2024-01-05   2024/1/5   2024.1.5   20240105   2024年1月5日   45296 (Excel)   13.1.2024
    2024-01-05 21:30   2024/1/5 9:30:00 PM   2024年1月5日 下午9:30   45296.8958

With the year last, 5.1.2024 is 5 January to some and 1 May to others: it is read only where a column as a whole allows
one of the two.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from clubsim.experiments.importing.clock import DAY, FIRST, LAST, Clock, Moment
from clubsim.experiments.importing.happenings import UNKNOWN
from clubsim.experiments.importing.sheets import Cell

EXCEL = date(1899, 12, 30).toordinal()  # day 0 of a spreadsheet's calendar
SERIALS = (32_874, 73_050)  # 1990-01-01 to 2099-12-31
SERIAL = re.compile(r"(\d{5})(\.\d+)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
TIME = (
    r"(?:(?P<half>上午|下午|AM|PM)\s*)?(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})(?:[.,]\d+)?秒?)?"
    r"分?\s*(?P<behind>AM|PM)?\s*(?P<offset>Z|UTC|[+-]\d{2}:?\d{2})?"
)
WEEKDAY = r"(?:\s*(?:星期|周|週)[一二三四五六日天])?"
YEAR_FIRST = re.compile(
    rf"(?P<a>\d{{4}})(?:(?P<mark>[-/.])(?P<b>\d{{1,2}})(?P=mark)(?P<c>\d{{1,2}})|年(?P<d>\d{{1,2}})月(?P<e>\d{{1,2}})[日号]?)"
    rf"{WEEKDAY}(?:[T,\s]*{TIME})?",
    re.IGNORECASE,
)
YEAR_LAST = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<mark>[-/.])(?P<b>\d{{1,2}})(?P=mark)(?P<c>\d{{4}})(?:[T,\s]+{TIME})?", re.IGNORECASE
)
LONGEST = 60  # of a date and time [character]
RULE = "this is a date from 1980 to 2099"
INSTEAD = "write it as 2024-01-05, or with a time as 2024-01-05 21:30"


class Written(NamedTuple):
    """A date as it is written: one reading, or two where day and month could be swapped."""

    readings: tuple[date | None, date | None]  # day before month, month before day; None for no such date
    second: int = UNKNOWN  # of the day [s]
    offset: timedelta | None = None  # from UTC, where it is written

    @property
    def both(self) -> bool:
        """Whether the two readings are different dates."""
        return None not in self.readings and self.readings[0] != self.readings[1]


def days_of(cells: Sequence[Cell]) -> list[int | None]:
    """
    The days of a column, as date.toordinal; None for an empty cell.

    Raises:
        StudyError: a cell that is no date, or a column that can be read in two ways.
    """
    return [None if one is None else one[0] for one in moments_of(cells, Clock())]


def moments_of(cells: Sequence[Cell], clock: Clock) -> list[Moment | None]:
    """
    Days and seconds of the day of a column, UNKNOWN where no time is written; None for an empty cell.

    Raises:
        StudyError: a cell that is no date, or a column that can be read in two ways.
    """
    written = [_written(cell) if cell.text else None for cell in cells]
    order = _order(cells, written)
    return [None if one is None else _moment(cell, one, order, clock) for cell, one in zip(cells, written, strict=True)]


def _written(cell: Cell) -> Written:
    if len(cell.text) > LONGEST:
        raise cell.wrong(RULE, INSTEAD)
    text = unicodedata.normalize("NFKC", cell.text).strip()
    if serial := SERIAL.fullmatch(text):
        return _of_serial(cell, int(serial.group(1)), serial.group(2))
    if compact := COMPACT.fullmatch(text):
        day = _date(*map(int, compact.groups()))
        return Written((day, day))
    if found := YEAR_FIRST.fullmatch(text):
        day = _date(int(found["a"]), int(found["b"] or found["d"]), int(found["c"] or found["e"]))
        return Written((day, day), *_time(cell, found))
    if found := YEAR_LAST.fullmatch(text):
        first, second, year = int(found["a"]), int(found["b"]), int(found["c"])
        return Written((_date(year, second, first), _date(year, first, second)), *_time(cell, found))
    raise cell.wrong(RULE, INSTEAD)


def _of_serial(cell: Cell, number: int, fraction: str | None) -> Written:
    if not SERIALS[0] <= number <= SERIALS[1]:
        raise cell.wrong(
            f"a number that stands for a date lies from {SERIALS[0]} to {SERIALS[1]} (Excel's days)", INSTEAD
        )
    part = float(fraction or 0)
    second = min(round(part * DAY), DAY - 1) if part else UNKNOWN
    day = date.fromordinal(EXCEL + number)
    return Written((day, day), second)


def _time(cell: Cell, found: re.Match[str]) -> tuple[int, timedelta | None]:
    """Second of the day and offset from UTC, of the group of a time; UNKNOWN where none is written."""
    if found["hour"] is None:
        return UNKNOWN, None
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    half = (found["half"] or found["behind"] or "").upper()
    if half and not 1 <= hour <= 12:
        half = "" if half in ("下午", "PM") and hour > 12 else "wrong"
    if half in ("下午", "PM"):
        hour = hour % 12 + 12
    elif half in ("上午", "AM"):
        hour %= 12
    if half == "wrong" or hour > 23 or minute > 59 or second > 59:
        raise cell.wrong("a time of day lies from 00:00:00 to 23:59:59", INSTEAD)
    return hour * 3600 + minute * 60 + second, _offset(found["offset"])


def _offset(text: str | None) -> timedelta | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC"):
        return timedelta(0)
    hours, minutes = int(text[1:3]), int(text[-2:])
    return (timedelta(hours=hours, minutes=minutes)) * (-1 if text[0] == "-" else 1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST <= found.toordinal() <= LAST else None


def _order(cells: Sequence[Cell], written: Sequence[Written | None]) -> int:
    """Which of the readings holds for a column: 0 day before month, 1 month before day."""
    allowed = {0, 1}
    for cell, one in zip(cells, written, strict=True):
        if one is None:
            continue
        possible = {at for at in (0, 1) if one.readings[at] is not None}
        if not possible:
            raise cell.wrong(RULE, INSTEAD)
        if not allowed & possible:
            raise cell.wrong("a column has day and month in one order throughout", INSTEAD)
        allowed &= possible
    double = next((cell for cell, one in zip(cells, written, strict=True) if one is not None and one.both), None)
    if len(allowed) == 2 and double is not None:
        raise double.wrong("a date says which number is the month", INSTEAD)
    return min(allowed)


def _moment(cell: Cell, one: Written, order: int, clock: Clock) -> Moment:
    day = one.readings[order]
    assert day is not None  # _order allows no other
    if one.offset is None:
        return day.toordinal(), one.second
    try:
        stamp = datetime.fromordinal(day.toordinal()).replace(tzinfo=timezone(one.offset)) + timedelta(
            seconds=one.second
        )
    except ValueError:
        raise cell.wrong("an offset from UTC is less than 24 hours", INSTEAD) from None
    moment = clock.of(stamp)
    if moment is None:
        raise cell.wrong(RULE, INSTEAD)
    return moment
