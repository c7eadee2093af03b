"""Days of the week in a config: a name or a number."""

from typing import Annotated

from clubsim.agents.parameters import Spec, unknown

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Weekday = Annotated[str | int, Spec(0, 6, "0 is Monday", "adapted from N20")]


def weekday_number(weekday: str | int) -> int:
    """
    0 for Monday to 6 for Sunday, of a name or of that number itself.

    Raises:
        ValueError: no such day.
    """
    if isinstance(weekday, int):
        return weekday
    if weekday not in WEEKDAYS:
        raise ValueError(unknown("weekday", weekday, WEEKDAYS))
    return WEEKDAYS.index(weekday)


def is_on(weekday: int, weekdays: tuple[str, ...]) -> bool:
    """Whether a day of the week, 0 for Monday, is among those named. Raises a ValueError for a name that is none."""
    return weekday in [weekday_number(named) for named in weekdays]
