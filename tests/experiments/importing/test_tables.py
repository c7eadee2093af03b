"""The template, filled: each table alone, all together, and what is said of them."""

import json
import shutil

import polars as pl
import pytest

from clubsim.experiments.cli import main
from clubsim.experiments.importing.columns import NUMBERS, TABLES

MEMBERS = """成员,加入日期,退出日期,退出方式,渠道,套餐,付费到期,角色
安安,2024/1/1,,,公众号,年费,2024-12-31,群主
波波,2024年1月2日,2024年1月20日,退出,公众号,季卡,2024-03-31,
陈晨,45296,45330,清退,朋友,年费,,
小助手,2024/1/1,,,,,,机器人
"""
EVENTS = """成员,时间,类型,对象,群
安安,2024-01-02 20:00,发言,,一群
波波,2024-01-03 21:30,回复,安安,一群
安安,2024-01-03,入群,,
小助手,2024-01-04 09:00,发言,,一群
丁丁,2024-01-05 09:00,打卡,,二群
"""


@pytest.fixture
def tables(tmp_path):
    """A folder with the given tables; the encoding of all."""

    def making(encoding="utf-8", **texts):
        folder = tmp_path / "tables"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.csv").write_bytes(text.encode(encoding))
        return folder

    return making


@pytest.fixture
def measured(tmp_path, capsys):
    """Import a folder and measure it: name -> value of the measurements, and the changes."""

    def measuring(folder):
        out = tmp_path / "out"
        assert main(["import", str(folder), "--out", str(out)]) == 0
        capsys.readouterr()
        assert main(["measure", str(out), "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        return {f"{one['group']}: {one['name']}": one["value"] for one in found["measurements"]}, found["changes"]

    return measuring


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_empty_template_has_every_table_and_says_what_goes_where(language, encoding, tmp_path, capsys):
    folder = tmp_path / "mine"
    assert main(["template", str(folder), "--lang", language, "--encoding", encoding]) == 0
    assert {path.name for path in folder.iterdir()} == {"README.txt", *(table.file for table in TABLES)}
    guide = (folder / "README.txt").read_bytes().decode("utf-8-sig" if encoding == "utf-8" else encoding)
    for table in TABLES:
        assert all((column.chinese if language == "zh" else column.name) in guide for column in table.columns)
    assert ("每天一行" in guide) == (language == "zh")
    capsys.readouterr()
    assert main(["import", str(folder), "--out", str(tmp_path / "out")]) == 2
    assert "nothing is filled in yet" in capsys.readouterr().err


def test_a_template_overwrites_nothing(tmp_path, capsys):
    (tmp_path / "daily.csv").write_text("mine")
    assert main(["template", str(tmp_path)]) == 0
    assert (tmp_path / "daily.csv").read_text() == "mine"
    numbers = (tmp_path / "numbers.csv").read_bytes()
    capsys.readouterr()
    assert main(["template", str(tmp_path), "--lang", "zh"]) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert (tmp_path / "numbers.csv").read_bytes() == numbers


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--lang", "fr"], "unknown --lang 'fr'; known: en, zh"),
        (["--encoding", "gbk"], "unknown --encoding 'gbk'; known: gb18030, utf-8"),
    ],
)
def test_a_template_in_no_language_is_refused(arguments, message, tmp_path, capsys):
    assert main(["template", str(tmp_path / "mine"), *arguments]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_template_filled_comes_back_as_numbers(language, tmp_path, measured):
    folder = tmp_path / "mine"
    assert main(["template", str(folder), "--lang", language, "--encoding", "gb18030"]) == 0
    values = iter(["291", "40", "20", "29", "160", "", "662", "62%"])
    lines = (folder / "numbers.csv").read_bytes().decode("gb18030").splitlines()
    filled = [lines[0], *(line.replace(",,", f",{next(values)},", 1) for line in lines[1:])]
    (folder / "numbers.csv").write_bytes("\r\n".join(filled).encode("gb18030"))
    found, _ = measured(folder)
    assert found == {
        "eight numbers: headcount retention, 28 days, at least": pytest.approx(251 / 300),
        "eight numbers: left in 28 days": pytest.approx(20 / 300),
        "eight numbers: removed in 28 days": pytest.approx(29 / 300),
        "eight numbers: growth in 28 days": pytest.approx(-9 / 300),
        "eight numbers: active a day": pytest.approx(160 / 291),
        "eight numbers: messages a head": pytest.approx(662 / 291),
        "eight numbers: renewal": pytest.approx(0.62),
    }


def test_the_eight_numbers_are_eight():
    assert len(NUMBERS) == 8


def test_daily_counts_alone_tell_shares_of_the_headcount(tables, measured):
    """100 members grow by 10, lose 6 and 4 removed; Saturday and Sunday are quiet; one day is missing."""
    text = "date,members,joined,left,removed,active,speakers,messages,revenue\n"
    text += "2024-01-05,100,0,0,0,50,20,100,0\n2024-01-06,104,10,6,0,40,10,40,990\n2024-01-07,100,0,0,4,40,10,40,0\n"
    text += "2024-01-09,101,1,0,0,50,20,100,0\n2024-01-10,100,0,0,0,50,20,100,0\n"
    found, _ = measured(tables(daily=text))
    group = "daily counts"
    assert found[f"{group}: days"] == 5
    assert found[f"{group}: headcount retention"] == pytest.approx(100 / 111)
    assert found[f"{group}: left a month"] == pytest.approx(28 * 6 / 505)
    assert found[f"{group}: active a day"] == pytest.approx(230 / 505)
    assert found[f"{group}: messages a head"] == pytest.approx(380 / 505)
    assert found[f"{group}: messages a speaker"] == pytest.approx(380 / 80)
    assert found[f"{group}: revenue a head a month"] == pytest.approx(28 * 990 / 505)
    assert found[f"{group}: weekend / weekday"] == pytest.approx(40 / 100)
    assert found[f"{group}: days that do not add up"] == 1  # one is gone on the last day and nobody left


def test_daily_counts_with_gaps_use_the_days_that_have_both(tables, measured):
    text = "日期,人数,消息数\n2024-01-05,100,50\n2024-01-06,,70\n2024-01-07,100,\n2024-01-08,100,30\n"
    found, _ = measured(tables(encoding="gb18030", daily=text))
    assert found["daily counts: messages a head"] == pytest.approx(80 / 200)
    assert "daily counts: headcount retention" not in found


def test_members_and_events_become_one_log_with_one_set_of_numbers(tables, tmp_path, read):
    found = read(tables(encoding="gb18030", members=MEMBERS, events=EVENTS), hours=True)
    events, members = found.tables["events"], found.tables["members"]
    assert [*zip(events["day"], events["kind"], strict=True)] == [
        (0, "join"), (1, "join"), (1, "post"), (2, "reply"), (4, "join"), (4, "checkin"), (19, "leave"),
        (38, "removed"),
    ]  # fmt: skip
    an, bo, chen, ding = 0, 1, 2, 3
    assert events["member"].to_list() == [an, bo, an, bo, chen, ding, bo, chen]
    assert events["target"].to_list() == [-1, -1, -1, an, -1, -1, -1, -1]
    assert events["hour"].to_list() == [None, None, 20.0, 21.5, None, 9.0, None, None]
    assert found.facts["left_out"] == {
        "bots among the members": 1,
        "by a bot": 1,
        "join events that members.csv has": 1,
    }
    assert members.to_dict(as_series=False) == {
        "member": [an, bo, chen],
        "joined": [0, 1, 4],
        "left": [None, 19, 38],
        "how_left": [None, "leave", "removed"],
        "channel": [0, 0, 1],
        "plan": [0, 1, 0],
        "paid_until": [365, 90, None],
        "role": ["owner", None, None],
    }


def test_members_alone_tell_who_stays(tables, measured):
    found, _ = measured(tables(members=MEMBERS))
    assert found["list of members: headcount retention"] == pytest.approx(1 / 3)
    assert found["list of members: of those gone: leave"] == 0.5
    assert found["list of members: still in after 28 days"] == pytest.approx(2 / 3)
    assert found["list of members: paid up"] == 1.0
    assert found["summary: headcount retention"] == pytest.approx(1 / 3)  # the same, out of the events


def test_renewals_in_the_events_tell_renewal(tables, measured):
    text = "member,time,kind\n" + "".join(
        f"m{at},2024-01-{at:02},{kind}\n" for at, kind in enumerate(["renew"] * 3 + ["lapse"], 1)
    )
    assert measured(tables(events=text))[0]["events: renewal"] == 0.75


def test_one_file_alone_is_known_by_its_header(tmp_path, read, capsys):
    path = tmp_path / "statistics of the club.csv"
    path.write_text("日期;人数;消息数\n2024-01-05;291;662\n")
    assert read(path).tables["daily"].row(0)[1:] == (291, 662)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("numbers", "number,value\nmembers,many\n", "numbers.csv, line 2, column “value”: .* not 'many'"),
        ("numbers", "number,value\nmembres,3\n", "line 2, .*did you mean 'members'"),
        ("numbers", "number,value\nmembers,10\njoined,20\n", "and 0 gone, at most 10 joined, not '20'"),
        ("numbers", "number,value\nmembers,10\nactive,20\n", "this is at most 10, not '20'; count people"),
        ("numbers", "number,value\nmembers,10\nmembers,11\n", "stands there once"),
        ("daily", "date,members\n2024-01-05,3\n2024-01-05,4\n", "line 3, .*a day has one row, not '2024-01-05'"),
        ("daily", "date,members\n,3\n", "every row has its day"),
        ("members", "member,joined\nAnn,2024-01-05\nAnn,2024-01-06\n", "a member has one row, not 'Ann'"),
        ("members", "member,joined,left\nAnn,2024-01-05,2024-01-04\n", "nobody leaves before joining"),
        ("members", "member,joined,how_left\nAnn,2024-01-05,left\n", "has a day of leaving"),
        ("members", "member,joined\n,2024-01-05\n", "every row names a member"),
        ("members", "member,joined,left\nAnn,,\n", "has no day of joining or leaving"),
        ("events", "member,time,kind\nAnn,2024-01-05,dancing\n", "line 2, column “kind”: this is one of post, reply"),
        ("events", "member,time,kind\nAnn,,post\n", "every row says who, when and what"),
        ("changes", "date,what\n2024-01-05,mood\n", "one of price, cull, .*not 'mood'"),
        ("changes", "date,what\n2024-01-05,\n", "every row says what changed"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_one_sentence_and_nothing_is_written(name, text, message, tables, tmp_path, capsys):
    from re import search

    assert main(["import", str(tables(**{name: text})), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert search(message, said) and said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_what_is_no_table_is_told_what_tables_are_called(samples, tmp_path, capsys):
    assert main(["import", str(samples / "list.mbox"), "--format", "tables", "--out", str(tmp_path / "out")]) == 2
    assert "no file is one of numbers.csv, daily.csv" in capsys.readouterr().err


def test_two_files_of_one_table_are_refused(tables, tmp_path, capsys):
    folder = tables(daily="date,members\n2024-01-05,3\n")
    shutil.copy(folder / "daily.csv", folder / "daily.tsv")
    assert main(["import", str(folder), "--out", str(tmp_path / "out")]) == 2
    assert "daily.csv and daily.tsv are both daily.csv; take one out" in capsys.readouterr().err


def test_a_chinese_workbook_says_what_an_english_one_does(tables, tmp_path, read):
    chinese = read(tables(encoding="gb18030", events=EVENTS)).tables["events"]
    english = EVENTS
    words = {"成员,时间,类型,对象,群": "member,time,kind,target,room", "发言": "post", "回复": "reply", "入群": "join"}
    for word, other in (words | {"打卡": "checkin", ",": ";"}).items():
        english = english.replace(word, other)
    assert read(tables(events=english)).tables["events"].equals(chinese)


def test_what_is_no_import_is_not_measured(tmp_path, capsys):
    assert main(["measure", str(tmp_path)]) == 2
    assert "so it is no import; make one with `clubsim import" in capsys.readouterr().err
    (tmp_path / "import.json").write_text('{"schema": 99}')
    assert main(["measure", str(tmp_path)]) == 2
    assert "damaged or of another version" in capsys.readouterr().err


def test_an_import_is_measured_with_its_weekdays(tmp_path, samples, capsys):
    assert main(["import", str(samples / "list.mbox"), "--out", str(tmp_path / "out"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["first_date"] == "2024-01-05"
    assert main(["measure", str(tmp_path / "out"), "--json"]) == 0
    rows = {one["name"]: one for one in json.loads(capsys.readouterr().out)["measurements"]}
    assert rows["weekend / weekday"]["value"] == 1.0  # a Friday, a Saturday, a Sunday with a message each
    assert main(["measure", str(tmp_path / "out" / "events.parquet")]) == 0
    assert pl.read_parquet(tmp_path / "out" / "events.parquet").height == 3
