"""Dates and times as people write them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing.clock import Clock, clock_of
from clubsim.experiments.importing.dates import EXCEL, days_of, moments_of
from clubsim.experiments.importing.happenings import UNKNOWN
from clubsim.experiments.importing.sheets import Cell

DAY = date(2024, 1, 5).toordinal()


def column(*texts):
    return [Cell(text, "a.csv", 2 + at, "date") for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    "text",
    ["2024-01-05", "2024-1-5", "2024/1/5", "2024/01/05", "2024.1.5", "20240105", "2024年1月5日", "2024年01月05号",
     "45296", "45296.0", "２０２４-０１-０５", "2024-01-05 星期五", "2024年1月5日周五"],
)  # fmt: skip
def test_a_day_can_be_written_in_many_ways(text):
    assert moments_of(column(text), Clock()) == [(DAY, UNKNOWN)]


@pytest.mark.parametrize(
    "text",
    ["2024-01-05 21:30", "2024-01-05T21:30:00", "2024/1/5 21:30:00", "2024/1/5 9:30 PM", "2024/1/5 9:30:00 pm",
     "2024年1月5日 下午9:30", "2024年1月5日 21时30分", "2024-01-05 21：30", "45296.895833333",
     "2024-01-05 21:30:00.123", "2024/1/5 下午 9:30"],
)  # fmt: skip
def test_so_can_a_time(text):
    assert moments_of(column(text), Clock()) == [(DAY, 21 * 3600 + 30 * 60)]


@pytest.mark.parametrize(
    ("text", "second"), [("12:10 AM", 600), ("12:10 PM", 43_800), ("上午12:10", 600), ("下午12:10", 43_800)]
)
def test_noon_and_midnight_are_told_apart(text, second):
    assert moments_of(column(f"2024-01-05 {text}"), Clock()) == [(DAY, second)]


def test_an_offset_is_as_written_unless_a_zone_is_asked_for():
    cells = column("2024-01-05T21:30:00Z", "2024-01-05 21:30:00 +0530")
    assert moments_of(cells, Clock()) == [(DAY, 77_400), (DAY, 77_400)]
    assert moments_of(cells, clock_of("Asia/Shanghai")) == [(DAY + 1, 19_800), (DAY + 1, 0)]
    assert moments_of(column("2024-01-05 21:30"), clock_of("Asia/Shanghai")) == [(DAY, 77_400)]


def test_an_empty_cell_is_no_day():
    assert days_of(column("", "2024-01-05")) == [None, DAY]


@pytest.mark.parametrize("texts", [("13.1.2024", "5.1.2024"), ("5.1.2024", "31.01.2024"), ("5-1-2024", "13-1-2024")])
def test_a_column_says_which_number_is_the_month(texts):
    assert DAY in days_of(column(*texts))


def test_the_month_may_come_first():
    assert days_of(column("1/5/2024", "1/13/2024")) == [DAY, DAY + 8]


def test_a_date_that_is_one_either_way_is_read():
    assert days_of(column("5.5.2024")) == [date(2024, 5, 5).toordinal()]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            ("5.1.2024",),
            "line 2, column “date”: a date says which number is the month, not '5.1.2024'; write it as 2024-01-05",
        ),
        (("2024-01-05", "1/13/2024", "13/1/2024"), "line 4, .*one order throughout, not '13/1/2024'"),
        (("2024-02-30",), "line 2, .*a date from 1980 to 2099, not '2024-02-30'"),
        (("13/13/2024",), "not '13/13/2024'"),
        (("5/1/24",), "not '5/1/24'"),
        (("yesterday",), "not 'yesterday'"),
        (("1899-12-31",), "a date from 1980 to 2099"),
        (("12345",), "lies from 32874 to 73050"),
        (("2024-01-05 25:00",), "a time of day lies from 00:00:00 to 23:59:59"),
        (("2024-01-05 13:00 AM",), "a time of day"),
        (("2024-01-05 10:00 +24:00",), "less than 24 hours"),
        (("1704416400",), "not '1704416400'"),
        (("2" * 500,), "not '2222222222222222222222222222222222222222…'"),
    ],
)
def test_what_is_no_date_is_one_sentence(texts, message):
    with pytest.raises(StudyError, match=message):
        days_of(column(*texts))


dates = st.dates(date(1990, 1, 1), date(2099, 12, 31))
FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", "excel")


@given(st.lists(st.tuples(dates, st.sampled_from(FORMS)), min_size=1, max_size=8))
def test_any_mixture_of_clear_forms_gives_the_days(written):
    texts = [str(day.toordinal() - EXCEL) if form == "excel" else day.strftime(form) for day, form in written]
    assert days_of(column(*texts)) == [day.toordinal() for day, _ in written]


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31, 23, 59, 58)))
def test_a_spreadsheet_s_number_is_its_time_to_the_second(stamp):
    stamp = stamp.replace(microsecond=0)
    serial = (stamp - datetime(1899, 12, 30)) / timedelta(days=1)
    ((day, second),) = moments_of(column(f"{serial:.9f}"), Clock())
    expected = (stamp - datetime.combine(stamp.date(), datetime.min.time())).total_seconds()
    assert day == stamp.toordinal()
    assert second == expected or (second, expected) == (UNKNOWN, 0)


@given(st.lists(dates, min_size=1, max_size=6))
def test_with_the_year_last_days_are_right_or_refused(days):
    try:
        found = days_of(column(*(day.strftime("%d.%m.%Y") for day in days)))
    except StudyError:
        assert all(day.day <= 12 for day in days)
    else:
        assert found == [day.toordinal() for day in days] or all(day.day <= 12 for day in days)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_refused(text):
    try:
        days_of(column(text))
    except StudyError as error:
        assert "\n" not in str(error)
