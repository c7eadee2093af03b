"""`clubsim results`: what it tells of stores made by hand, and what it refuses."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
import pytest

from clubsim.experiments import stored
from clubsim.experiments.cli import main
from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import ABOUT, folder_of
from clubsim.experiments.holding import held
from clubsim.experiments.keys import SCHEMA, digest, result_version
from clubsim.experiments.results import write_json
from clubsim.experiments.shards import ABOUT as ABOUT_SHARD
from clubsim.experiments.shards import DONE, FAILED, QUARANTINED, RUNS, commit, shard_of
from clubsim.experiments.store import Store, state_columns
from clubsim.experiments.stored import compact, read_study
from clubsim.experiments.study import load_study

ARMS = ("plain", "dearer", "no_cull")
DAYS = 3


def tables_of(runs, status=DONE, seconds=0.5):
    """The tables of a shard with runs (arm, set, seed); those that are done have outcomes and days."""
    labels = pl.DataFrame(
        [(digest(str(run)), *run) for run in runs],
        schema={"key": pl.String, "arm": pl.String, "set": pl.Int64, "seed": pl.Int64},
        orient="row",
    )
    errors = [None if status == DONE else f"ValueError: seed {seed} went wrong" for _, _, seed in runs]
    table = labels.with_columns(**state_columns(status, errors, [seconds] * len(runs)))
    if status != DONE:
        return {RUNS: table}
    day = pl.DataFrame({"day": pl.Series(range(DAYS), dtype=pl.Int32)})
    daily = labels.join(day, how="cross").with_columns(headcount=pl.col("day") + pl.col("seed").cast(pl.Int32))
    return {RUNS: table.with_columns(remaining=pl.col("seed").cast(pl.Float64)), "daily": daily}


def put(folder, tables, version=None):
    return commit(shard_of(tables, version), folder / "runs")


def study_in(folder, kind="comparison"):
    """A folder marked as a study's."""
    folder.mkdir(parents=True)
    about = {"schema": SCHEMA, "study": "club", "question": "Does it pay?", "kind": kind}
    config = {"arms": {arm: {} for arm in ARMS}}
    write_json(folder / ABOUT, {**about, "code_version": result_version(), "config": config})
    return folder


@pytest.fixture
def club(tmp_path, monkeypatch):
    """results/club: three arms on seeds 0 to 3, two of them failed and one quarantined, in four shards."""
    monkeypatch.chdir(tmp_path)
    folder = study_in(tmp_path / "results" / "club")
    put(folder, tables_of([("plain", -1, seed) for seed in range(4)]))
    put(folder, tables_of([("dearer", -1, seed) for seed in range(3)], seconds=1.5))
    put(folder, tables_of([("no_cull", -1, 0), ("no_cull", -1, 1)], FAILED))
    put(folder, tables_of([("no_cull", -1, 2)], QUARANTINED))
    return folder


@pytest.fixture
def tell(capsys):
    """What a command prints on stdout, as JSON, after it returned 0."""

    def told(*words):
        capsys.readouterr()
        assert main(["results", *map(str, words), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return told


def refused(capsys, *words):
    """The sentence with which a command is refused."""
    capsys.readouterr()
    assert main(["results", *map(str, words)]) == 2
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1 and said.err.startswith("clubsim: ")
    return said.err


def test_without_a_folder_all_studies_are_told(club, tell):
    study_in(club.parent / "alone", kind="run")
    alone, told = tell()
    assert (told["folder"], told["study"], told["question"]) == ("results/club", "club", "Does it pay?")
    assert (told["done"], told["failed"], told["quarantined"], told["shards"]) == (7, 2, 1, 4)
    assert told["arms"] == list(ARMS) and told["code"] == "present"
    assert told["bytes"] == sum(path.stat().st_size for path in club.rglob("*") if path.is_file())
    assert (alone["kind"], alone["done"], alone["arms"], alone["written"]) == ("run", 0, [], None)


def test_a_folder_of_studies_is_told_like_results(club, tell, capsys):
    assert tell(club.parent)[0]["study"] == "club"
    assert main(["results"]) == 0
    text = capsys.readouterr().out
    assert "results/club" in text and "Does it pay?" in text and "present" in text


def test_a_study_is_told_by_arm_and_set(club, tell, capsys):
    put(club, tables_of([("plain", 0, 7)]))
    groups = {(row["arm"], row["set"]): row for row in tell(club, "--outcome", "remaining")["groups"]}
    assert groups["plain", -1]["done"] == 4 and groups["plain", -1]["remaining"] == 1.5
    assert (groups["plain", -1]["first_seed"], groups["plain", -1]["last_seed"]) == (0, 3)
    assert groups["dearer", -1]["seconds"] == 1.5
    assert (groups["no_cull", -1]["failed"], groups["no_cull", -1]["quarantined"]) == (2, 1)
    assert groups["no_cull", -1]["seconds"] is None and groups["plain", 0]["done"] == 1
    assert main(["results", str(club)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "8 runs done, 2 failed, 1 quarantined" in lines[2]
    assert [line.split()[0] for line in lines[-4:]] == ["plain", "plain", "dearer", "no_cull"]


def test_many_sets_share_a_row(club, capsys):
    put(club, tables_of([("plain", number, 0) for number in range(20)]))
    assert main(["results", str(club)]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("plain")]
    assert len(rows) == 2 and "20: 0 … 19" in rows[1]


@pytest.mark.parametrize(
    ("conditions", "runs"),
    [
        ([], 10),
        (["arm=plain"], 4),
        (["arm=plain,dearer"], 7),
        (["arm=plain", "arm=no_cull"], 7),
        (["arm=plain", "seed=1..2"], 2),
        (["seed=0"], 3),
        (["seed=-3..0"], 3),
        (["status=failed"], 2),
        (["status=failed,quarantined"], 3),
        (["set=-1"], 10),
        (["set=0..9"], 0),
        (["code=old"], 0),
    ],
)
def test_conditions_choose_runs(club, tell, conditions, runs):
    words = [word for condition in conditions for word in ("--where", condition)]
    assert len(tell(club, "--runs", *words)["runs"]) == runs


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--where", "arm"], "KEY=VALUE"),
        (["--where", "sed=1"], "did you mean 'seed'"),
        (["--where", "arm=planer"], "did you mean 'plain'"),
        (["--where", "status=fail"], "did you mean 'failed'"),
        (["--where", "seed=one"], "0..9"),
        (["--outcome", "remainin"], "did you mean 'remaining'"),
        (["--table", "daly", "--csv", "x.csv"], "did you mean 'daily'"),
        (["--table", "daily"], "--csv daily.csv"),
        (["--csv", "nowhere/x.csv"], "nowhere"),
        (["--csv", "."], "is a folder"),
        (["--table", "cohorts", "--csv", "x.csv"], "runs, daily"),
        (["--forget", "all"], "failed"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(club, capsys, words, part):
    before = sorted(path.name for path in club.rglob("*"))
    assert part in refused(capsys, club, *words)
    assert sorted(path.name for path in club.rglob("*")) == before


def test_a_folder_that_is_no_study_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert "is not there" in refused(capsys, "nowhere")
    assert "no folder of a study" in refused(capsys, ".")
    assert "no folder of a study" in refused(capsys, ".", "--check")
    assert "clubsim results DIR" in refused(capsys, "--runs")
    assert main(["results"]) == 0 and "no studies" in capsys.readouterr().out


def test_runs_and_errors_are_listed(club, capsys):
    assert main(["results", str(club), "--runs", "--outcome", "remaining", "--where", "arm=dearer"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:4] for line in lines if line.startswith("dearer")] == [
        ["dearer", "-1", str(seed), "done"] for seed in range(3)
    ]
    assert main(["results", str(club), "--errors"]) == 0
    assert "arm no_cull, set -1, seed 1, failed: ValueError: seed 1 went wrong" in capsys.readouterr().out
    assert main(["results", str(club), "--errors", "--where", "arm=plain"]) == 0
    assert "every run has a result" in capsys.readouterr().out


def test_csv_has_the_rows_of_the_chosen_runs(club, tmp_path):
    store = Store(club / "runs")
    for table in ("runs", "daily"):
        file = tmp_path / f"{table}.csv"
        assert main(["results", str(club), "--csv", str(file), "--table", table, "--where", "arm=dearer"]) == 0
        rows, there = pl.read_csv(file), store.table(table).filter(pl.col("arm") == "dearer")
        assert rows.height == there.height == (3 if table == "runs" else 3 * DAYS)
        assert set(rows["key"]) == set(there["key"])
    assert rows.sort("seed", "day")["headcount"].to_list() == [0, 1, 2, 1, 2, 3, 2, 3, 4]
    assert main(["results", str(club), "--csv", str(file), "--table", "daily"]) == 0
    assert pl.read_csv(file).height == 7 * DAYS


def test_a_csv_that_cannot_be_written_leaves_what_was_there(club, tmp_path):
    file = tmp_path / "no" / "daily.csv"
    file.parent.mkdir()
    file.write_text("before")
    words = [str(club), "--csv", str(file), "--table", "daily"]
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)); "
    run = f"from clubsim.experiments.cli import main; sys.exit(main(['results', *{words}]))"
    done = subprocess.run([sys.executable, "-c", limit + run], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
    assert f"{file} cannot be written" in done.stderr and "make room" in done.stderr
    assert file.read_text() == "before" and list(file.parent.iterdir()) == [file]


def test_a_run_made_twice_counts_once(club, tell, tmp_path):
    put(club, tables_of([("plain", -1, 3), ("plain", -1, 4)]))
    assert tell(club)["done"] == 8
    file = tmp_path / "daily.csv"
    assert main(["results", str(club), "--csv", str(file), "--table", "daily"]) == 0
    rows = pl.read_csv(file)
    assert rows.height == 8 * DAYS == rows.unique(["key", "day"]).height
    assert Store(club / "runs").scan("daily").collect().sort("key", "day").equals(
        Store(club / "runs").table("daily").sort("key", "day")
    )  # fmt: skip
    assert tell(club, "--check")["twice"] == 1


def test_a_scan_has_the_outcomes_also_where_the_first_shard_has_failures_alone(club):
    failures = next(path.parent for path in club.glob("runs/*/runs.parquet") if pl.read_parquet(path).height == 2)
    failures.rename(club / "runs" / "0000000000000000")
    runs = Store(club / "runs").scan("runs").collect()
    assert runs.height == 10 and runs["remaining"].null_count() == 3


def test_what_a_killed_process_leaves_is_read_by_nobody(club, monkeypatch):
    def killed(self, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "rename", killed)
        put(club, tables_of([("plain", -1, 9)]))
    put(club, tables_of([("plain", -1, 8)]))
    (broken,) = {path.parent for path in club.glob("runs/*/daily.parquet") if pl.read_parquet(path).height == DAYS}
    (broken / "runs.parquet").write_bytes(b"no Parquet")
    assert len(Store(club / "runs", repair=True).notes) == 1
    assert len(list(club.rglob("daily.parquet"))) == 4  # two that count, one unfinished, one set aside
    pattern = f"{club}/runs/*/daily.parquet"
    assert pl.scan_parquet(pattern).select(pl.len()).collect().item() == 7 * DAYS
    assert duckdb.sql(f"SELECT count(*) FROM read_parquet('{pattern}')").fetchall() == [(7 * DAYS,)]


def test_every_file_is_read_and_a_changed_byte_found(club, tell, capsys):
    told = tell(club, "--check")
    assert (told["shards"], told["files"], told["runs"], told["damaged"]) == (4, 10, 10, [])
    file = next((club / "runs").glob("*/daily.parquet"))
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    file.write_bytes(content)
    capsys.readouterr()
    assert main(["results", str(club), "--check"]) == 2
    said = capsys.readouterr()
    assert f"{file.parent}: daily.parquet is not what was written" in said.out
    assert "1 of 4 shards are damaged" in said.err


def test_a_file_cut_in_half_is_told_in_a_sentence(club, capsys):
    file = next((club / "runs").glob("*/daily.parquet"))
    file.write_bytes(file.read_bytes()[:100])
    assert f"{file.parent} is damaged: daily.parquet has 100 bytes of" in refused(capsys, club)
    assert file.parent.name in refused(capsys)


def test_a_store_of_another_version_is_refused(club, capsys):
    about = next((club / "runs").glob(f"*/{ABOUT_SHARD}"))
    about.write_text(about.read_text().replace(f'"schema": {SCHEMA}', '"schema": 99'))
    assert "another version" in refused(capsys, club)
    (club / ABOUT).write_text(json.dumps({"schema": 99}))
    assert "another version" in refused(capsys, club)
    assert "another version" in refused(capsys, club, "--check")


def test_compacting_changes_no_row_and_no_version(club, tell, capsys):
    put(club, tables_of([("plain", -1, 8)]), version="0123456789abcdef")
    before = read_study(club)
    daily = before.store.table("daily").sort("key", "day")
    assert before.code == "mixed"
    assert main(["results", str(club), "--compact"]) == 0
    assert "5 shards" in capsys.readouterr().err
    after = read_study(club)
    assert len(after.store.shards) == 2  # of each version
    assert after.runs.equals(before.runs)
    assert after.store.table("daily").sort("key", "day").equals(daily)
    assert {path.name for path in (club / "runs").iterdir()} == {path.name for path in after.store.shards}
    assert tell(club, "--check")["damaged"] == []


def test_runs_are_forgotten_by_how_they_ended(club, tell):
    put(club, tables_of([("plain", -1, 8)]), version="0123456789abcdef")
    told = tell(club, "--forget", "failed", "--forget", "old")
    assert (told["done"], told["failed"], told["quarantined"], told["code"]) == (7, 0, 1, "present")
    assert tell(club)["done"] == 7


def test_who_puts_together_is_alone(club, capsys):
    with held(club), held(club) as sure:
        assert sure
        assert "another process works on" in refused(capsys, club, "--compact")
    study, another = load_study("operations_club", ["days=30", "seeds=1"]), club.parent / "another"
    with folder_of(study, "run", another), pytest.raises(StudyError, match="works on"), held(another, alone=True):
        pass
    with held(another, alone=True), pytest.raises(StudyError, match="put together"), folder_of(study, "run", another):
        pass
    assert main(["results", str(club), "--compact"]) == 0


def test_where_nobody_can_be_alone_a_batch_just_begun_is_a_sign(club, monkeypatch):
    @contextmanager
    def cannot(folder, alone=False):
        yield False

    monkeypatch.setattr(stored, "held", cannot)
    begun = club / "runs" / ".unfinished" / "0123456789abcdef.1"
    begun.mkdir(parents=True)
    study = read_study(club)
    with pytest.raises(StudyError, match="seems to write"):
        compact(study)
    monkeypatch.setattr(stored, "FRESH", -1.0)
    assert compact(study) == (4, 1)
