"""No name, no text and no file's name gets into what is written."""

import shutil

import polars as pl
import pytest

from clubsim.experiments.cli import main
from clubsim.experiments.importing.columns import CHANGES, KINDS, ROLES, WAYS_OUT

# What stands in the samples and must stand nowhere else: names, accounts, texts, titles, groups.
SECRETS = (
    "安安", "波波", "陈晨", "小助手", "wx_", "摄影", "收到", "欢迎", "Ann", "Bob", "ann_k", "bob_k", "Cara", "Chess",
    "hello", "Knitters",
    "scarf", "lovely", "cake", "secret", "U1", "U2", "general", "random", "example.org", "lens", "Which", "dependabot",
    "微博", "季卡", "Zhang", "老师", "list.mbox", "history.txt",
)  # fmt: skip
SAMPLES = ("chatlab.json", "chatlab.jsonl", "discord.json", "slack", "discourse", "list.mbox", "history.txt")


def written_words(folder) -> set[str]:
    """Every text in every table, and all of import.json."""
    words = {(folder / "import.json").read_text(encoding="utf-8")}
    for path in folder.glob("*.parquet"):
        frame = pl.read_parquet(path)
        words |= {*frame.columns, *(set(pl.read_parquet_metadata(path)) - {"ARROW:schema"})}
        words |= {str(value) for name in frame.columns for value in frame[name].to_list()}
    return words


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_written_holds_no_name_and_no_text(sample, tmp_path, samples, capsys):
    assert main(["import", str(samples / sample), "--out", str(tmp_path / "out"), "--clock"]) == 0
    found = {secret for secret in SECRETS for word in written_words(tmp_path / "out") if secret in word}
    assert found == set()
    said = capsys.readouterr().out
    assert "can still identify people" in said
    assert not [secret for secret in SECRETS[:30] if secret in said and secret not in sample]


def test_tables_leave_no_name_and_no_text_either(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "members.csv").write_text(
        "member,joined,left,channel,plan,role\nAnn,2024-01-05,,微博,季卡,群主\nBob,2024-01-06,,Zhang,,\n"
    )
    (folder / "events.csv").write_text(
        "member,time,kind,target,room\nAnn,2024-01-07,发言,,general\nBob,2024-01-07,回复,Ann,random\n"
    )
    (folder / "changes.csv").write_text(
        "date,what,from,to,announced\n2024-01-06,talk,老师,Zhang,yes\n2024-01-07,price,99,199,no\n"
    )
    assert main(["import", str(folder), "--out", str(tmp_path / "out")]) == 0
    words = written_words(tmp_path / "out")
    assert {secret for secret in SECRETS for word in words if secret in word} == set()
    allowed = {*KINDS, *CHANGES, *ROLES, *WAYS_OUT}
    for path in (tmp_path / "out").glob("*.parquet"):
        texts = pl.read_parquet(path).select(pl.col(pl.String))
        assert {word for column in texts.get_columns() for word in column.drop_nulls()} <= allowed


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_same_import_twice_is_the_same_to_the_last_byte(sample, tmp_path, samples):
    for name in ("one", "two"):
        source = tmp_path / f"{name}_source"
        copy = shutil.copytree if (samples / sample).is_dir() else shutil.copy
        copy(samples / sample, source)
        assert main(["import", str(source), "--out", str(tmp_path / name), "--clock"]) == 0
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == ["events.parquet", "import.json"]
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_another_import_leaves_nothing_of_the_one_before(tmp_path, samples):
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "daily.csv").write_text("date,messages\n2024-01-05,12\n")
    assert main(["import", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert main(["import", str(samples / "chatlab.json"), "--out", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["events.parquet", "import.json"]
