"""Runs on disk: whole or not there, each once, readable by others, and never another study's."""

import errno
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import duckdb
import polars as pl
import pytest

from clubsim.experiments import shards
from clubsim.experiments.errors import Refused
from clubsim.experiments.folders import first_difference, folder_of
from clubsim.experiments.jobs import failures, work
from clubsim.experiments.keys import keys_of
from clubsim.experiments.results import write_whole
from clubsim.experiments.shards import BROKEN, UNFINISHED, StoreError, commit, names_in, shard_of
from clubsim.experiments.store import Store
from clubsim.experiments.study import load_study


@pytest.fixture
def numbers(small_jobs):
    return [
        small_jobs.Number(arm=arm, seed=seed, factor=factor)
        for arm, factor in (("a", 1.0), ("b", 2.0))
        for seed in range(4)
    ]


def kept(folder, jobs):
    """The jobs done and written into a shard; its name."""
    return commit(work(list(zip(keys_of(jobs), jobs, strict=True)), strict=True).shard, folder)


def test_what_is_written_is_read_in_the_order_of_the_jobs_and_under_their_names(tmp_path, numbers):
    kept(tmp_path, numbers[::-1])
    store = Store(tmp_path)
    renamed = [replace(job, arm=f"new {job.arm}") for job in numbers]
    runs = store.table_of("runs", renamed)
    assert runs.columns == ["arm", "set", "seed", "value"]
    assert runs.rows() == [(f"new {job.arm}", -1, job.seed, job.factor * job.seed) for job in numbers]
    daily = store.table_of("daily", numbers)
    assert daily["seed"].to_list() == [job.seed for job in numbers for _ in range(3)]
    assert daily["day"].to_list() == [0, 1, 2] * 8 and daily["speakers"].to_list() == daily["seed"].to_list()
    members = store.table_of("members", numbers)
    assert members["seed"].to_list() == [job.seed for job in numbers for _ in range(job.seed % 3)]
    assert members["left"].null_count() == members.height  # -1 is NEVER, who is still in


def test_the_bytes_of_a_table_do_not_hang_on_the_shards(tmp_path, numbers):
    one, many = tmp_path / "one", tmp_path / "many"
    kept(one, numbers)
    for first in (4, 0, 6, 2):
        kept(many, numbers[first : first + 2])
    for name in ("runs", "daily", "members", "cohorts"):
        tables = [Store(folder).table_of(name, numbers) for folder in (one, many)]
        files = [folder / f"{name}.parquet" for folder in (one, many)]
        for table, file in zip(tables, files, strict=True):
            table.write_parquet(file)
        assert tables[0].equals(tables[1]) and files[0].read_bytes() == files[1].read_bytes(), name


def test_a_job_that_is_not_done_has_no_row_and_two_with_one_key_have_two(tmp_path, numbers):
    kept(tmp_path, numbers[:2])
    twin = replace(numbers[1], arm="twin")
    assert Store(tmp_path).table_of("runs", [*numbers, twin])["arm"].to_list() == ["a", "a", "twin"]


def test_a_run_that_two_wrote_stands_once_in_its_table(tmp_path, numbers):
    kept(tmp_path, numbers[:3])
    kept(tmp_path, numbers[2:5])
    store = Store(tmp_path)
    assert store.table("runs")["key"].n_unique() == store.table("runs").height == 5
    assert store.table("daily").height == 15
    assert store.scan("runs").collect().height == 5 and store.scan("daily").collect().height == 15


def test_a_look_sees_what_another_process_has_written_since(tmp_path, numbers):
    store, key = Store(tmp_path), keys_of(numbers[:1])[0]
    assert key not in store
    kept(tmp_path, numbers[:1])
    assert key not in store
    store.look()
    assert key in store


def test_a_done_run_counts_more_than_a_failed_one_whichever_came_first(tmp_path, numbers):
    (key,) = keys_of(numbers[:1])
    failed = shard_of({"runs": failures([(key, numbers[0], "ZeroDivisionError", 0.1)])})
    for order in ((failed, None), (None, failed)):
        folder = tmp_path / str(order[0] is None)
        for shard in order:
            if shard is None:
                kept(folder, numbers[:1])
            else:
                commit(shard, folder)
        store = Store(folder)
        assert (store.status(key), key in store) == ("done", True)
        assert store.table("runs")["error"].to_list() == [None]


def test_nothing_unfinished_is_ever_read(tmp_path, numbers):
    kept(tmp_path, numbers)
    unfinished = tmp_path / UNFINISHED / "0123456789abcdef"
    shutil.copytree(tmp_path / names_in(tmp_path)[0], unfinished)
    (unfinished / "daily.parquet").write_bytes(b"PAR1")
    assert len(Store(tmp_path).shards) == 1


def test_while_one_writes_another_reads_only_whole_shards(tmp_path, small_jobs):
    jobs = [small_jobs.Number(arm="a", seed=seed) for seed in range(60)]
    ended, wrong, looks = Event(), [], []

    def read():
        while not ended.is_set():
            store = Store(tmp_path)
            for name, rows in (("runs", 1), ("daily", 3), ("cohorts", 1)):
                found = store.table(name).height
                if found != rows * len(store.keys()):
                    wrong.append((name, found, len(store.keys())))
            looks.append(len(store.keys()))

    reader = Thread(target=read)
    reader.start()
    for first in range(0, 60, 3):
        kept(tmp_path, jobs[first : first + 3])
    ended.set()
    reader.join()
    assert wrong == [] and len(looks) > 2


@pytest.mark.parametrize("file", ["daily.parquet", "runs.parquet", "shard.json"])
def test_a_shard_cut_in_half_is_one_sentence_or_set_aside_and_nothing_else_is_lost(tmp_path, numbers, file):
    names = [kept(tmp_path, numbers[:4]), kept(tmp_path, numbers[4:])]
    cut = tmp_path / names[0] / file
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    with pytest.raises(StoreError, match=f"{names[0]} is damaged: {file} (has|is missing)") as said:
        Store(tmp_path)
    assert "\n" not in str(said.value)
    store = Store(tmp_path, repair=True)
    assert [key in store for key in keys_of(numbers)] == [False] * 4 + [True] * 4
    (note,) = store.notes
    assert f"{BROKEN}/{names[0]}" in note and (tmp_path / BROKEN / names[0] / file).exists()


def test_a_file_changed_within_is_found_when_it_is_read(tmp_path, numbers):
    file = tmp_path / kept(tmp_path, numbers) / "daily.parquet"
    file.write_bytes(b"x" * file.stat().st_size)
    with pytest.raises(StoreError, match=r"daily.parquet cannot be read .* does its runs again"):
        Store(tmp_path).table("daily")


def test_a_store_of_another_version_is_one_sentence(tmp_path, numbers):
    about = tmp_path / kept(tmp_path, numbers) / "shard.json"
    about.write_text(json.dumps({**json.loads(about.read_text()), "schema": 99}))
    for repair in (False, True):
        with pytest.raises(StoreError, match=r"written by another version of clubsim .stored form 99, .* --out"):
            Store(tmp_path, repair=repair)
    assert len(names_in(tmp_path)) == 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_is_one_sentence_and_leaves_what_was_there(tmp_path, numbers, monkeypatch, number):
    kept(tmp_path, numbers[:4])
    written = []

    def fill(descriptor):
        written.append(descriptor)
        if len(written) == 2:  # the second file of the shard
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(shards.os, "fsync", fill)
    with pytest.raises(StoreError, match=r"the disk of .* is full; make room"):
        kept(tmp_path, numbers[4:])
    assert len(names_in(tmp_path)) == 1 and not any((tmp_path / UNFINISHED).iterdir())
    assert [key in Store(tmp_path) for key in keys_of(numbers)] == [True] * 4 + [False] * 4


def test_a_file_that_cannot_be_written_whole_leaves_the_old_one(tmp_path):
    file = tmp_path / "comparison.json"
    file.write_text("old")

    def half(path):
        path.write_text("ne")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(StoreError, match="is full"):
        write_whole(file, half)
    assert file.read_text() == "old" and len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path, numbers):
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(StoreError, match=r"runs cannot be written: .*; give another folder by --out"):
        kept(tmp_path / "runs", numbers)


def test_compacting_keeps_every_row_and_takes_away_what_is_unfinished(tmp_path, numbers):
    for job in numbers:
        kept(tmp_path, [job])
    kept(tmp_path, numbers[:1])  # twice
    (tmp_path / UNFINISHED / "left").mkdir(parents=True)
    store = Store(tmp_path)
    before = {name: store.table_of(name, numbers) for name in ("runs", "daily", "members", "cohorts")}
    assert store.compact() == (9, 1)
    assert [path.name for path in tmp_path.iterdir()] == names_in(tmp_path)
    for name, table in before.items():
        assert store.table_of(name, numbers).equals(table) and Store(tmp_path).table_of(name, numbers).equals(table)
    assert Store(tmp_path).scan("runs").collect().height == 8


# The folder of a study


@pytest.fixture
def study():
    return load_study("operations_club", ["ensemble=null"])


def test_a_folder_takes_more_seeds_and_other_processes_of_its_study_and_no_other_study(tmp_path, study):
    with folder_of(study, "comparison", tmp_path) as folder:
        (folder / "runs").mkdir()
    for more in (["seeds=40"], ["first_seed=3"], ["workers=1"], ["engine=objects"], ["engine=dask"]):
        with folder_of(load_study("operations_club", ["ensemble=null", *more]), "comparison", tmp_path):
            pass
    others = {
        "gate.price=199": r"arms.as_described.gate.price is \S+ there and 199 here",
        "days=299": "days is 300 there and 299 here",
        "+reward=cash": "arms.as_described.reward is null there and",
    }
    for other, words in others.items():
        with (
            pytest.raises(Exception, match=f"{tmp_path} holds another study .operations_club.: {words}"),
            folder_of(load_study("operations_club", ["ensemble=null", other]), "comparison", tmp_path),
        ):
            pass
    with pytest.raises(Exception, match="kind is 'comparison' there and 'run' here"), folder_of(study, "run", tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["runs", "study.json"] or len(list(tmp_path.iterdir())) == 2


def test_without_a_folder_every_study_has_its_own(tmp_path, study, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = []
    for given, kind in (
        (study, "comparison"),
        (study, "run"),
        (replace(study, resolved={**study.resolved, "days": 9}), "run"),
    ):
        with folder_of(given, kind, None) as folder:
            made.append(folder)
    assert len(set(made)) == 3 and all(folder.parent == Path("results") for folder in made)


def test_a_study_that_cannot_be_run_leaves_no_folder_and_a_full_disk_leaves_all(tmp_path, study):
    for error, there in ((Refused("two quotas"), False), (StoreError("full"), True)):
        folder = tmp_path / "results" / "new"
        with pytest.raises(type(error)), folder_of(study, "comparison", folder):
            (folder / "runs").mkdir()
            raise error
        assert (folder / "runs").exists() is there is (tmp_path / "results").exists()
        shutil.rmtree(tmp_path / "results", ignore_errors=True)
    with pytest.raises(StoreError), folder_of(study, "comparison", folder):
        raise StoreError("nothing was done yet")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_another_version_is_one_sentence(tmp_path, study):
    for content, words in (("{", "cannot be read"), ('{"schema": 99}', "written by another version")):
        (tmp_path / "study.json").write_text(content)
        with pytest.raises(Exception, match=words), folder_of(study, "comparison", tmp_path):
            pass
        assert (tmp_path / "study.json").read_text() == content


def test_the_first_difference_of_two_trees_is_named():
    assert first_difference({"a": 1}, {"a": 1}) is None
    assert first_difference({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}) == ("a.b", "[1, 2]", "[1, 3]")
    assert first_difference({"a": 1, "b": 2}, {"a": 1}) == ("b", "2", "null")
    arms = [{"config": {"arms": {name: {} for name in names}}} for names in ("xy", "yx")]
    assert first_difference(*arms) == ("config.arms", "['x', 'y']", "['y', 'x']")


def test_tables_of_a_store_are_read_by_other_programs(tmp_path, numbers):
    kept(tmp_path, numbers[:5])
    kept(tmp_path, numbers[5:])
    files = f"{tmp_path}/*/daily.parquet"
    rows = duckdb.execute(
        f"SELECT arm, avg(speakers) FROM read_parquet('{files}') GROUP BY arm ORDER BY arm"
    ).fetchall()
    assert rows == [("a", 1.5), ("b", 1.5)]
    assert pl.read_parquet(f"{tmp_path}/*/runs.parquet").height == 8
