"""What is no log, or is hostile, is refused in one sentence, and nothing is written."""

import io
import json
import shutil
import stat
import zipfile

import pytest

from clubsim.experiments.cli import main
from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing import json_text, mail, sources

MINIMAL = {"chatlab": {"version": "0.0.2"}, "meta": {"type": "group"}, "messages": []}
WRONG = {
    "empty.json": (b"", "is in no format that is known"),
    "words.txt": (b"Dear members,\nwelcome.\n", "is in no format that is known .*ChatLab.*clubsim template"),
    "telegram.json": (b'{"name": "club", "type": "private_group", "messages": []}', "is in no format that is known"),
    "cut_off.json": (b'{"chatlab": {"version": "0.0.2"}, "messages": [', "line 1, column .* not JSON .*export it"),
    "no_messages.json": (b'{"chatlab": {"version": "0.0.2"}, "meta": {}}', "has no list “messages”"),
    "silent.json": (json.dumps(MINIMAL).encode(), "has no event of anybody"),
    "headless.jsonl": (b'{"_type":"message","chatlab":{},"sender":"a"}\n', "begins with the line of its header"),
    "torn.jsonl": (
        b'{"_type":"header","chatlab":{"version":"0.0.2"},"meta":{}}\n{"_type":"mess\nnot json\n',
        "2 of 2 lines of torn.jsonl are no JSON objects",
    ),
    "deep.json": (b'{"chatlab": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}", "nested too deeply"),
    "latin.json": (b'{"chatlab": {"a": "caf\xe9"}, "messages": []}', "is not in UTF-8"),
    "long_number.json": (b'{"chatlab": {"a": ' + b"9" * 5000 + b'}, "messages": []}', "a number that is too long"),
    "server.json": (b'{"guild": {"id": "1"}, "channel": {"id": "2"}, "exported": 1}', "has no list “messages”"),
    "dm.json": (
        b'{"guild": {"id": "0"}, "channel": {"id": "2", "type": "DirectTextChat"}, "messages": []}',
        "is a private conversation",
    ),
    "history.txt": (
        b"%s\t\t2024-01-05T10:00:00Z\ta@b.c\t2024-01-05T10:00:00Z\ta@b.c\ncommit 123\n" % (b"1" * 40),
        "history.txt, line 2 is not a commit .*git log --output=history.txt --format=\"%H%x09%P",
    ),
    "mine.csv": (
        b"topic_title,categories,is_pm,post_raw,url,created_at\na,b,No,c,https://x,2024-01-05 10:00:00 UTC\n",
        "one user's own archive; let an admin",
    ),
    "posts.csv": (b"user_id,topic_id,post_number,created_at\n1,2,1,5 Jan\n", "line 2, column “created_at”.* '5 Jan'"),
    "anybody.csv": (b"post_id,topic_id,post_number,created_at\n1,2,1,2024-01-05 10:00:00 UTC\n", "no column “user_id”"),
    "packed.gz": (b"\x1f\x8b\x08\x00", "packed with gzip; unpack it"),
    "broken.zip": (b"PK\x03\x04nothing", "is a damaged ZIP"),
}  # fmt: skip


@pytest.fixture
def wrong(tmp_path, capsys):
    """Import a file, which must be refused; returns the sentence."""

    def importing(source, *more):
        out = tmp_path / "out"
        assert main(["import", str(source), "--out", str(out), *more]) == 2
        assert not out.exists()
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and "Traceback" not in said
        return said

    return importing


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_one_sentence(name, tmp_path, wrong):
    content, message = WRONG[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StudyError, match=message):
        raise StudyError(wrong(path))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.zip"], "there is no file or folder nowhere.zip"),
        (["chatlab.json", "--format", "chatlabb"], "unknown --format 'chatlabb'; did you mean 'chatlab'"),
        (["chatlab.json", "--format", "discord"], "does not look like DiscordChatExporter JSON; it looks like ChatLab"),
        (["chatlab.json", "--format", "slack"], "a Slack export has users.json"),
        (["chatlab.json", "--timezone", "Asia/Shangai"], "not 'Asia/Shangai'; did you mean 'Asia/Shanghai'"),
    ],
)
def test_a_wrong_word_on_the_command_line_is_one_sentence(arguments, message, samples, wrong, monkeypatch):
    monkeypatch.chdir(samples)
    with pytest.raises(StudyError, match=message):
        raise StudyError(wrong(*arguments))


def test_two_formats_in_one_folder_are_not_mixed(tmp_path, samples, wrong):
    folder = tmp_path / "both"
    folder.mkdir()
    for name in ("chatlab.json", "discord.json"):
        shutil.copy(samples / name, folder)
    assert "holds ChatLab JSON or JSONL and DiscordChatExporter JSON; choose one, such as --format chatlab" in wrong(
        folder
    )


def zipped(path, entries, **how):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, **how) if how else name, content)
    return path


@pytest.mark.parametrize(
    "name", ["../evil.json", "/etc/evil.json", "a/../../evil.json", "..\\evil.json", "C:/evil.json"]
)
def test_a_zip_that_leads_outside_is_refused(name, tmp_path, wrong):
    said = wrong(zipped(tmp_path / "a.zip", {"users.json": "[]", name: "{}"}))
    assert "names a file outside of itself" in said
    assert not list(tmp_path.parent.rglob("evil.json"))


def test_a_bomb_is_refused_before_it_goes_off(tmp_path, wrong, monkeypatch):
    said = wrong(zipped(tmp_path / "a.zip", {"users.json": b" " * 3 * 2**20}))
    assert "times its size" in said
    monkeypatch.setattr(sources, "LARGEST", 1000)
    assert "unpacked, more than" in wrong(zipped(tmp_path / "b.zip", {"users.json": b" " * 1001}))
    monkeypatch.setattr(sources, "MOST_FILES", 2)
    assert "3 files, more than 2" in wrong(zipped(tmp_path / "c.zip", dict.fromkeys("abc", b"1")))


def test_an_encrypted_zip_is_refused(tmp_path, wrong):
    content = bytearray(zipped(tmp_path / "a.zip", {"users.json": b"[]"}).read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    (tmp_path / "a.zip").write_bytes(content)
    assert "is encrypted" in wrong(tmp_path / "a.zip")


def test_a_workbook_is_told_to_become_csv(tmp_path, wrong):
    assert "Excel workbook; save each sheet as “CSV UTF-8”" in wrong(
        zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": "<a/>"})
    )


def test_a_damaged_file_in_a_zip_is_refused(tmp_path, samples, wrong):
    path = zipped(tmp_path / "a.zip", {"chatlab.json": (samples / "chatlab.json").read_bytes()})
    content = bytearray(path.read_bytes())
    content[content.index(b"chatlab.json") + 60] ^= 0xFF
    path.write_bytes(content)
    assert "chatlab.json cannot be read" in wrong(path)


def test_files_too_large_to_be_read_at_once_are_refused(samples, wrong, monkeypatch):
    monkeypatch.setattr(json_text, "LARGEST", 100)
    monkeypatch.setattr(json_text, "LONGEST", 100)
    assert "is longer than" in wrong(samples / "chatlab.jsonl")
    monkeypatch.setattr(json_text, "LONGEST", 2**20)
    assert "is larger than" in wrong(samples / "chatlab.json")


def test_links_out_of_a_folder_are_not_followed(tmp_path, samples, wrong):
    folder = tmp_path / "linked"
    folder.mkdir()
    (folder / "a.json").symlink_to(samples / "chatlab.json")
    (folder / "more").symlink_to(samples)
    assert "has no files" in wrong(folder)


def test_a_last_line_cut_off_is_counted(tmp_path, samples, read):
    text = (samples / "chatlab.jsonl").read_text()
    message = text.splitlines()[4]
    path = tmp_path / "growing.jsonl"
    path.write_text(text + (message + "\n") * 20 + '{"_type":"mess')
    assert read(path).facts["left_out"] == {"lines that are no JSON": 1}


def test_an_mbox_may_circle_and_lie(tmp_path, read):
    """Two messages that answer each other, one that is there twice, one without a date, a body that looks like more."""
    message = "From a@x Fri Jan  5 10:00:00 2024\nFrom: a@x\nDate: Fri, 5 Jan 2024 10:00:00 +0000\n"
    message += "Message-ID: <{}>\n{}\n\n{}\n\n"
    text = message.format("1", "In-Reply-To: <2>", "x") + message.format("2", "In-Reply-To: <1>", "From me, too") * 2
    text += "From a@x Fri Jan  5 10:00:00 2024\nFrom: a@x\nDate: yesterday\nMessage-ID: <3>\n\n\n"
    path = tmp_path / "list.mbox"
    path.write_text(text)
    found = read(path)
    assert found.facts["left_out"] == {"messages that are there twice": 1, "without a readable time": 1}
    assert found.tables["events"].height == 2


def test_headers_without_end_are_not_kept(monkeypatch):
    monkeypatch.setattr(mail, "MOST_HEADERS", 1000)
    text = b"From a@x Fri Jan  5 10:00:00 2024\nFrom: a@x\n" + b"X: y\n" * 10_000
    entry = sources.Entry("long.mbox", len(text), lambda: io.BytesIO(text))
    (message,) = mail._messages(entry)
    assert message["From"] == "a@x" and len(message) < 300


@pytest.mark.parametrize("there", ["other.txt", "inside"])
def test_nothing_is_written_among_other_files(there, tmp_path, samples, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "other.txt").write_text("mine")
    folder = samples / "slack" / "imported" if there == "inside" else out
    assert main(["import", str(samples / "slack"), "--out", str(folder)]) == 2
    assert not folder.exists() or [file.name for file in folder.iterdir()] == ["other.txt"]
    assert "lies in the source" in (said := capsys.readouterr().err) or "holds other files" in said


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path, samples, wrong):
    (tmp_path / "file").write_text("")
    assert main(["import", str(samples / "chatlab.json"), "--out", str(tmp_path / "file" / "out")]) == 2


def test_the_samples_are_plain_files(samples):
    assert all(not path.stat().st_mode & stat.S_IXUSR for path in samples.rglob("*") if path.is_file())
