"""Every format gives the events that its sample was made of, worked out by hand."""

import json
import shutil

import polars as pl
import pytest

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing import json_text
from clubsim.experiments.importing.formats import FORMATS
from clubsim.experiments.measures.reading import check_log

# Sample, format, time zone, events (member, day, kind, target), what is left out, first date.
SAMPLES = {
    # 5 January 2024, 09:00 in Shanghai: An invites Bo and Chen. Members: 0 Bo, 1 Chen, 2 An.
    "chatlab.json": (
        "chatlab", "Asia/Shanghai",
        [(0, 0, "join", -1), (1, 0, "join", -1), (2, 0, "post", -1), (0, 1, "reply", 2), (1, 1, "post", -1),
         (2, 2, "gift", -1), (1, 2, "removed", -1), (0, 2, "leave", -1)],
        {"by a bot": 1, "messages taken back": 1, "system messages": 1}, "2024-01-05",
    ),
    "chatlab.jsonl": (
        "chatlab", None,
        [(0, 0, "join", -1), (1, 0, "post", -1), (0, 1, "reply", 1), (0, 1, "reaction", -1), (0, 2, "leave", -1)],
        {}, "2024-01-05",
    ),
    # Two hearts of one member are one reaction; the bot's is none. 0 is Bob, whose reaction has no hour, 1 is Ann.
    "discord.json": (
        "discord", None,
        [(0, 0, "reaction", 1), (1, 0, "join", -1), (1, 0, "post", -1), (0, 1, "reply", 1)],
        {"by a bot": 2, "system messages": 1}, "2024-01-05",
    ),
    "slack": (
        "slack", None,
        [(0, 0, "reaction", 1), (1, 0, "join", -1), (1, 0, "post", -1), (0, 1, "join", -1), (0, 1, "reply", 1),
         (0, 2, "post", -1)],
        {"by a bot": 2, "direct messages": 1, "joining a further channel": 1, "leaving one of several channels": 1,
         "system messages": 1}, "2024-01-05",
    ),
    "discourse": (
        "discourse", None,
        [(0, 0, "join", -1), (1, 1, "join", -1), (0, 1, "post", -1), (1, 1, "reply", 0), (2, 2, "reply", 1),
         (1, 4, "post", -1)],
        {"by a bot": 1}, "2024-01-04",
    ),
    "list.mbox": (
        "mbox", None,
        [(0, 0, "post", -1), (1, 1, "reply", 0), (0, 2, "reply", 1)],
        {"sent automatically": 1}, "2024-01-05",
    ),
    # Cara's commit is put in by Ann, Bob's by himself, the robot's by Ann; Ann merges Bob's.
    "history.txt": (
        "git", None,
        [(0, 0, "commit", -1), (1, 0, "apply", 0), (2, 1, "commit", -1), (1, 2, "apply", -1), (1, 3, "merge", 2)],
        {"by a bot": 1}, "2024-01-05",
    ),
}  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_gives_its_events(sample, read, rows):
    name, zone, events, left_out, first = SAMPLES[sample]
    found = read(sample, zone=zone)
    assert rows(found) == events
    assert found.facts["left_out"] == left_out
    assert (found.facts["format"], found.facts["first_date"]) == (name, first)
    check_log(found.tables["events"])


def test_there_is_a_sample_of_every_format():
    assert {name for name, *_ in SAMPLES.values()} == set(FORMATS)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_format_asked_for_is_the_format_recognised(sample, read):
    name, zone, *_ = SAMPLES[sample]
    assert read(sample, asked=name, zone=zone).tables["events"].equals(read(sample, zone=zone).tables["events"])


@pytest.mark.parametrize("sample", SAMPLES)
def test_without_a_clock_nothing_finer_than_a_day_is_kept(sample, read):
    assert "hour" not in read(sample).tables["events"].columns
    hours = read(sample, hours=True).tables["events"]["hour"].drop_nulls()
    assert hours.len() and hours.is_between(0, 24, closed="left").all()


def test_a_zip_of_a_slack_export_is_the_export(tmp_path, samples, read, rows):
    archive = shutil.make_archive(str(tmp_path / "export"), "zip", samples / "slack")
    assert rows(read(archive)) == SAMPLES["slack"][2]


def test_a_folder_in_the_zip_changes_nothing(tmp_path, samples, read, rows):
    archive = shutil.make_archive(str(tmp_path / "export"), "zip", samples, "slack")
    assert rows(read(archive)) == SAMPLES["slack"][2]


def test_threads_are_conversations_and_rooms_are_channels(read):
    slack = read("slack").tables["events"]
    assert slack["thread"].to_list() == [-1, -1, 0, -1, 0, -1]
    assert slack["room"].to_list() == [0, 0, 0, 0, 0, 1]
    assert read("list.mbox").tables["events"]["thread"].to_list() == [0, 0, 0]
    assert "room" not in read("discord.json").tables["events"].columns


def test_days_are_those_of_the_zone_asked_for(read):
    """Bob wrote at 00:30 where he is, which is half past six in Berlin and half past one p.m. in Shanghai."""
    assert read("list.mbox", hours=True).tables["events"]["hour"].to_list() == [10.0, 0.5, 10.0]
    assert read("list.mbox", zone="Europe/Berlin", hours=True).tables["events"]["hour"].to_list() == [10.0, 6.5, 10.0]
    assert read("list.mbox", zone="Asia/Shanghai", hours=True).tables["events"]["hour"].to_list() == [17.0, 13.5, 17.0]


def test_addresses_hidden_by_an_archive_are_addresses(tmp_path, read):
    """The same local part at two places is two people; hidden or not is one."""
    senders = ("ann at a.org (Ann)", "ann at b.org (Ann)", "Ann <ann@a.org>", "Ann", "ANN@B.ORG")
    path = tmp_path / "list.mbox"
    path.write_text(
        "".join(
            f"From x Fri Jan  5 10:00:00 2024\nFrom: {sender}\nDate: Fri, 5 Jan 2024 10:0{at}:00 +0000\n\n\n"
            for at, sender in enumerate(senders)
        )
    )
    assert read(path).tables["events"]["member"].to_list() == [0, 1, 0, 2, 1]


def test_summer_time_moves_the_hour_and_not_the_instant(tmp_path, read):
    """Noon UTC is one in Berlin on the day before the clocks change, and two on the day of it."""
    lines = [{"_type": "header", "chatlab": {"version": "0.0.2"}, "meta": {"type": "group"}}]
    lines += [{"_type": "message", "sender": "a", "timestamp": 1711800000 + 86_400 * day, "type": 0} for day in (0, 1)]
    path = tmp_path / "summer.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    assert read(path, zone="Europe/Berlin", hours=True).tables["events"]["hour"].to_list() == [13.0, 14.0]


def test_several_files_of_one_format_are_one_community(tmp_path, samples, read):
    """The same people in two channels; an answer may go from one to the other."""
    other = json.loads((samples / "discord.json").read_text())
    other["channel"] = {"id": "911", "type": "GuildPublicThread"}
    other["messages"] = [{**other["messages"][2], "id": "77", "timestamp": "2024-01-07T10:00:00+01:00"}]
    shutil.copy(samples / "discord.json", tmp_path / "general.json")
    (tmp_path / "thread.json").write_text(json.dumps(other))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    found = read(tmp_path)
    last = found.tables["events"].row(-1, named=True)
    assert last == {"member": 0, "day": 2, "kind": "reply", "target": 1, "thread": 0, "room": 1}
    assert any("1 files are in another format" in note for note in found.notes)


def test_json_on_one_line_is_json(tmp_path, samples, read, rows, monkeypatch):
    """However long the line is."""
    monkeypatch.setattr(json_text, "LONGEST", 100)
    path = tmp_path / "compact.json"
    path.write_text(json.dumps(json.loads((samples / "chatlab.json").read_text(encoding="utf-8"))))
    assert rows(read(path, zone="Asia/Shanghai")) == SAMPLES["chatlab.json"][2]


def test_who_is_known_by_name_only_is_found_when_they_write(tmp_path, read, rows):
    """The notice names somebody who is in no list of members; a later message bears the name."""
    content = {
        "chatlab": {"version": "0.0.1"},
        "meta": {"type": "group"},
        "messages": [
            {
                "sender": "system",
                "timestamp": 1704416400,
                "type": 80,
                "content": "Bob joined using this group's invite link",
            },
            {"sender": "+1 555", "accountName": "Bob", "timestamp": 1704416500, "type": 0, "content": "hi"},
            {"sender": "system", "timestamp": 1704416600, "type": 80, "content": "Eve left"},
        ],
    }
    path = tmp_path / "group.json"
    path.write_text(json.dumps(content))
    assert rows(read(path)) == [(0, 0, "join", -1), (0, 0, "post", -1), (1, 0, "leave", -1)]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_same_source_gives_the_same_numbers(sample, read):
    first, second = (read(sample, hours=True) for _ in range(2))
    assert first.facts == second.facts
    assert first.tables["events"].equals(second.tables["events"])


def test_numbers_say_nothing_about_names_where_times_say_nothing(tmp_path, read):
    """Forty joined on one day and stand in the order of the alphabet: their numbers do not, and stay the same."""
    names = [f"{letter}{number}" for letter in "abcd" for number in range(10)]
    (tmp_path / "members.csv").write_text("member,joined\n" + "".join(f"{name},2024-01-05\n" for name in names))
    (tmp_path / "events.csv").write_text(
        "member,time,kind\n" + "".join(f"{name},2024-02-{1 + at:02},post\n" for at, name in enumerate(names[:20]))
    )
    found = [read(tmp_path).tables["events"].filter(pl.col("kind") == "post")["member"].to_list() for _ in range(2)]
    assert found[0] == found[1]
    assert sorted(found[0]) != found[0]


@pytest.mark.parametrize("sample", ["chatlab.json", "chatlab.jsonl", "discord.json"])
def test_a_broken_stamp_is_counted_and_the_rest_is_read(sample, tmp_path, samples, read):
    text = (samples / sample).read_text().replace("1704418200", "0").replace("1704438060", "9e99")
    path = tmp_path / sample
    path.write_text(text.replace("2024-01-06T00:10:00+01:00", "yesterday"))
    assert read(path).facts["left_out"]["without a readable time"] == 1


def test_a_private_conversation_is_no_community(tmp_path, samples):
    from clubsim.experiments.importing.clock import Clock
    from clubsim.experiments.importing.community import read_community

    path = tmp_path / "chat.json"
    path.write_text((samples / "chatlab.json").read_text().replace('"group"', '"private"'))
    with pytest.raises(StudyError, match="is a private conversation; give the export of a group"):
        read_community(path, None, Clock(), False)
