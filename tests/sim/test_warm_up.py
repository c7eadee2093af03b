"""Every loop is compiled before the first run, by as many processes as there are cores, and none in another's file."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from numba.core.registry import CPUDispatcher

from clubsim.sim import loops, warm_up
from clubsim.sim.compiling import is_kept
from clubsim.sim.loops import LOOPS, is_cold

HERE = Path(__file__).parent


def test_every_compiled_loop_is_one_of_the_loops_and_has_a_call():
    tables = [table.values() for name, table in vars(loops).items() if name.endswith(("_LOOPS", "IMPRINTS", "SUMS"))]
    found = [one for one in vars(loops).values() if isinstance(one, CPUDispatcher)]
    found += [loop for table in tables for loop in table]
    assert {id(loop) for loop in found} == {id(loop) for loop in LOOPS.values()}
    assert list(warm_up.calls()) == list(LOOPS)
    assert set(warm_up.SLOWEST) < set(LOOPS)


def test_no_two_loops_are_kept_in_one_file():
    assert len({loop.py_func.__qualname__ for loop in LOOPS.values()}) == len(LOOPS)


def test_after_the_warm_up_every_loop_is_compiled_and_kept():
    warm_up.warm_up()
    assert not is_cold()
    assert {name: len(loop.signatures) for name, loop in LOOPS.items()} == dict.fromkeys(LOOPS, 1)


def test_a_loop_is_kept_when_its_file_is_there_for_this_python_however_old_it_is(tmp_path):
    def loop():
        pass

    loop.__qualname__ = "some_loop.some_act"
    kept = SimpleNamespace(py_func=loop, stats=SimpleNamespace(cache_path=str(tmp_path)))
    this, other = (f"{sys.version_info.major}{minor}" for minor in (sys.version_info.minor, sys.version_info.minor + 1))
    for name in ("some_loop.some_act_more", "some_loop.other"):
        (tmp_path / f"engine.{name}-9.py{this}.nbi").touch()
    (tmp_path / f"engine.some_loop.some_act-9.py{other}.nbi").touch()
    assert not is_kept(kept)
    index = tmp_path / f"engine.some_loop.some_act-9.py{this}.nbi"
    index.touch()
    assert is_kept(kept)
    os.utime(index, (0, 0))  # sources that were fetched anew are younger and the same
    assert is_kept(kept)


def test_each_name_is_claimed_once_in_the_order_given(tmp_path):
    one, other = (warm_up.unclaimed(tmp_path, ["a", "b", "c", "d"]) for _ in range(2))
    assert [next(one), next(other), next(other), next(one)] == ["a", "b", "c", "d"]
    assert [*one, *other] == []


def test_nobody_helps_where_no_process_can_be_started(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.executable", str(tmp_path / "no_python"))
    assert warm_up.start_helpers(str(tmp_path), 3) == []


def test_a_helper_sees_the_same_modules_and_takes_what_is_not_claimed(tmp_path):
    """Of all loops it is left one, and ends well: compiled or loaded."""
    for name in LOOPS:
        if name != "appear":
            (tmp_path / name).touch()
    (process,) = warm_up.start_helpers(str(tmp_path), 1)
    assert process.wait() == 0
    assert {file.name for file in tmp_path.iterdir()} == set(LOOPS)


@pytest.mark.slow
def test_two_who_compile_at_once_leave_the_code_of_the_committed_digest(tmp_path):
    environment = {**os.environ, "CLUBSIM_CACHE_DIR": str(tmp_path)}
    both = [subprocess.Popen([sys.executable, "-m", "clubsim.sim.warm_up"], env=environment) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    kept = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.nb?")}
    assert len(kept) == 2 * len(LOOPS)
    asked = [sys.executable, str(HERE / "communities.py"), "45", "compiled"]
    done = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)
    committed = (HERE.parent / "baselines" / "digest.json").read_text(encoding="utf-8")
    assert f'"45": "{done.stdout.strip()}"' in committed
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.nb?")} == kept, "a run compiled again"
