"""Tables in the encodings, separators and wordings that people save them in."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing import cells
from clubsim.experiments.importing.columns import BY_NAME, CHANGES, KINDS
from clubsim.experiments.importing.sheets import Cell, header_of, read_sheet
from clubsim.experiments.importing.sources import Entry

DAILY = BY_NAME["daily"]
CHINESE = '日期,人数,新增,退群,移除,活跃,发言人数,消息数,收入\n2024-01-05,291,3,1,0,160,102,"1,200",99\n'
ENGLISH = 'date,members,joined,left,removed,active,speakers,messages,revenue\n2024-01-05,291,3,1,0,160,102,"1,200",99\n'
EXPECTED = ["2024-01-05", "291", "3", "1", "0", "160", "102", "1,200", "99"]


def entry(content, name="daily.csv"):
    return Entry(name, len(content), lambda: io.BytesIO(content))


def texts(content, table=DAILY):
    sheet = read_sheet(entry(content), table.heads, table.needed)
    return [[cell.text for cell in row.values()] for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("text", [CHINESE, ENGLISH], ids=["chinese", "english"])
def test_a_table_reads_the_same_in_every_encoding_and_language(text, encoding):
    assert texts(text.encode(encoding)) == [EXPECTED]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_reads_the_same_with_every_separator(mark, end):
    lines = ["# made by hand", "date,members,messages", "2024-01-05,291,12", "", "2024-01-06,292,14"]
    content = end.join(line.replace(",", mark) for line in lines)
    assert texts(content.encode()) == [["2024-01-05", "291", "12"], ["2024-01-06", "292", "14"]]


def test_headers_may_be_in_any_order_and_case_and_foreign_columns_are_named():
    sheet = read_sheet(entry(b"Messages,WEATHER,Date\n12,rain,2024-01-05\n"), DAILY.heads, DAILY.needed)
    assert (set(sheet.columns), sheet.unread) == ({"messages", "date"}, ("WEATHER",))


def test_a_short_row_is_filled_up_and_a_cell_knows_where_it_stands():
    sheet = read_sheet(entry(b'date,members\n\n"2024-01-05\n"\n2024-01-06,5\n'), DAILY.heads, DAILY.needed)
    assert [row["members"].text for row in sheet.rows] == ["", "5"]
    assert [row["members"].line for row in sheet.rows] == [3, 5]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "daily.csv is empty"),
        (b"members,joined\n1,2\n", "no column “date” among: members, joined; write a first line such as date,members"),
        (
            b"date,members\n2024-01-05,1,000\n",
            "line 2 has 3 cells and the header 2; put a value that holds commas between quot",
        ),
        (b'date,members\n"2024-01-05,1\n', "line 2 cannot be read .*close every quotation mark"),
        ("日期,时间\n1,2\n".encode(), "has the column “date” twice, as “日期” and “时间”"),
        (b"\x89PNG\r\n\x1a\n\0\0\xff", "no text in UTF-8 or GB18030"),
        (b"date,members\n2024-01-05,\xff\n", "no text in UTF-8 or GB18030"),
        (b"date,members\n2024-01-05,1" + b"1" * 200_000, "line 2 cannot be read"),
    ],
)
def test_what_is_no_table_is_one_sentence(content, message):
    with pytest.raises(StudyError, match=message):
        texts(content)


def cell(text, decimal_comma=False):
    return Cell(text, "daily.csv", 3, "收入", decimal_comma)


@pytest.mark.parametrize("text", ["1234", "1,234", "1 234", "1'234", "1 234", "１２３４", "1234.0", "+1234"])
def test_a_count_may_have_marks_between_thousands(text):
    assert cells.count(cell(text)) == 1234


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", 1234.5),
        ("¥1,234.50", 1234.5),
        ("￥99", 99),
        ("99元", 99),
        ("-12", -12),
        ("−12", -12),
        ("$ 5", 5),
        ("12 CNY", 12),
    ],
)
def test_an_amount_may_have_a_sign_of_its_currency(text, value):
    assert cells.amount(cell(text)) == value


@pytest.mark.parametrize(("text", "value"), [("62%", 0.62), ("0.62", 0.62), ("1", 1), ("62 %", 0.62), ("６２％", 0.62)])
def test_a_share_may_be_in_percent(text, value):
    assert cells.share(cell(text)) == pytest.approx(value)


def test_an_empty_cell_is_nothing():
    assert [read(cell("")) for read in (cells.count, cells.amount, cells.share, cells.truth)] == [None] * 4
    assert cells.choice(cell(""), KINDS) is None


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (
            cells.count,
            "twelve",
            "daily.csv, line 3, column “收入”: this is a number, not 'twelve'; write for example 1234",
        ),
        (cells.count, "1.5", "a whole number of at least 0, not '1.5'; write for example 2"),
        (cells.count, "-3", "a whole number of at least 0, not '-3'; write for example 3"),
        (cells.count, "1.234", "a whole number"),
        (cells.count, "1e5", "this is a number"),
        (cells.amount, "1,5", "a point before its decimals, not '1,5'; write 1.5"),
        (cells.amount, "9" * 20, "this is a number"),
        (cells.amount, "nan", "this is a number"),
        (cells.share, "62", "a share from 0 to 1, .* not '62'; write for example 0.62 or 62%"),
        (cells.truth, "maybe", "yes or no"),
    ],
)
def test_what_is_no_number_is_one_sentence(read, text, message):
    with pytest.raises(StudyError, match=message):
        read(cell(text))


def test_a_comma_that_may_be_a_point_is_refused_where_commas_do_not_separate():
    assert cells.amount(cell("1,234")) == 1234
    with pytest.raises(StudyError, match="may be a decimal point or between thousands"):
        cells.amount(cell("1,234", decimal_comma=True))
    assert cells.count(cell("1,234", decimal_comma=True)) == 1234


def test_a_wrong_word_is_met_with_the_right_ones():
    with pytest.raises(StudyError, match=r"one of post, reply, .*not 'repyl'; did you mean 'reply'"):
        cells.choice(cell("repyl"), KINDS)


@pytest.mark.parametrize("known", [KINDS, CHANGES, *(table.heads for table in BY_NAME.values())])
def test_no_word_stands_for_two_things(known):
    words = [word for name, others in known.items() for word in {name.replace("_", " "), *others}]
    assert sorted(words) == sorted(set(words))


@given(
    st.lists(
        st.text(st.characters(codec="gb18030", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=10), max_size=6
    )
)
def test_words_survive_gb18030(words):
    rows = [word.strip() or "x" for word in words]
    rows = [f"成员{word}".replace('"', '""') for word in rows]
    content = "成员,加入日期\n" + "".join(f'"{word}",2024-01-05\n' for word in rows)
    found = texts(content.encode("gb18030"), BY_NAME["members"])
    assert [row[0] for row in found] == [row.replace('""', '"').strip() for row in rows]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(content):
    header_of(entry(content))
    try:
        texts(content)
    except StudyError as error:
        assert "\n" not in str(error)
