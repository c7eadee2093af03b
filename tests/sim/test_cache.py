"""Compiled code is kept by the sources it was made from: a changed rule is never served from an old cache."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clubsim import agents, sim
from clubsim.sim.code_version import COMPILED

PACKAGES = {"agents": Path(str(agents.__file__)).parent, "sim": Path(str(sim.__file__)).parent}
RULE = "    return habit - loss * habit\n"
CHANGED = "    return habit - loss * loss * habit\n"

# One day on: who does not come loses habit. Prints the number of the sources, the habits and the folder in use.
ONE_DAY = """
from datetime import date
import numba
from clubsim import agents, sim
from clubsim.sim.code_version import compiled_version
from clubsim.sim.community import Community
from clubsim.sim.world import Scenario, world_of
scenario = Scenario(name="one_day", start=date(2016, 2, 15), founders=40, world=world_of(habit_loss=0.5))
community = Community(scenario, seed=3).run(3)
print(agents.__file__, sim.__file__, numba.config.CACHE_DIR, compiled_version())
print(community.members.habit[:40].tobytes().hex())
"""


@pytest.fixture
def own_sources(tmp_path):
    """A copy of agents/ and sim/ as packages of a `clubsim` of its own."""
    for name, folder in PACKAGES.items():
        shutil.copytree(folder, tmp_path / "clubsim" / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def change_a_rule(sources):
    """Another rule of forgetting in the copy."""
    file = sources / "clubsim" / "agents" / "habit.py"
    text = file.read_text(encoding="utf-8")
    assert text.count(RULE) == 1
    file.write_text(text.replace(RULE, CHANGED), encoding="utf-8")


def one_day(sources):
    """(folder of the cache, version, habits) of a short run in a process of its own, from those sources."""
    environment = {**os.environ, "PYTHONPATH": str(sources), "CLUBSIM_CACHE_DIR": str(sources / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", ONE_DAY], env=environment, cwd=sources, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    first, habits = done.stdout.splitlines()
    agents_file, sim_file, folder, version = first.split()
    assert all(Path(file).is_relative_to(sources / "clubsim") for file in (agents_file, sim_file))
    assert Path(folder).is_relative_to(sources / "cache")
    return folder, version, habits


def compiled_files(folder):
    """What is kept there, with the time at which it was written."""
    return {file: file.stat().st_mtime_ns for file in Path(folder).rglob("*.nbc")}


@pytest.mark.slow
def test_a_changed_rule_is_never_served_from_an_old_cache(own_sources):
    folder, version, habits = one_day(own_sources)
    kept = compiled_files(folder)
    assert kept
    assert one_day(own_sources) == (folder, version, habits)
    assert compiled_files(folder) == kept, "a second run of the same sources compiled again"
    change_a_rule(own_sources)
    new_folder, new_version, new_habits = one_day(own_sources)
    assert new_version != version
    assert new_folder != folder
    assert new_habits != habits
    assert compiled_files(folder) == kept


@pytest.fixture
def version_of(own_sources, monkeypatch):
    """What `code_version` says of the copy's sources."""
    module = importlib.import_module("clubsim.sim.code_version")
    monkeypatch.setattr(module, "files", lambda package: own_sources.joinpath(*package.split(".")))
    return module.code_version.__wrapped__


@pytest.fixture
def compiled_version_of(version_of):
    """What `compiled_version` says of the copy's sources."""
    return importlib.import_module("clubsim.sim.code_version").compiled_version.__wrapped__


def test_the_version_changes_with_a_rule(own_sources, version_of):
    before = version_of()
    assert version_of() == before
    change_a_rule(own_sources)
    assert version_of() != before


def every_source():
    """(package, file) of each Python file below the two packages."""
    return [
        pytest.param(name, str(file.relative_to(folder)), id=f"{name}/{file.relative_to(folder)}")
        for name, folder in PACKAGES.items()
        for file in sorted(folder.rglob("*.py"))
    ]


@pytest.mark.parametrize(("package", "file"), every_source())
def test_the_version_changes_with_any_byte_of_any_source(package, file, own_sources, version_of):
    before = version_of()
    path = own_sources / "clubsim" / package / file
    path.write_bytes(path.read_bytes() + b"#")
    assert version_of() != before


@pytest.mark.parametrize(("package", "file"), every_source())
def test_the_folder_of_compiled_code_changes_with_what_is_compiled_alone(
    package, file, own_sources, compiled_version_of
):
    before = compiled_version_of()
    path = own_sources / "clubsim" / package / file
    path.write_bytes(path.read_bytes() + b"#")
    assert (compiled_version_of() != before) == (package == "agents" or file in COMPILED["clubsim.sim"])


def test_what_is_compiled_stands_in_the_sources_that_name_its_folder():
    """No other file of sim/ asks for a compiled function, so that none is served from an old cache."""
    for file in PACKAGES["sim"].rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        compiles = "numba" in text or "@compiled(" in text
        assert compiles == (file.name in COMPILED["clubsim.sim"]), file


def test_the_version_changes_with_a_source_more_and_a_source_less(own_sources, version_of):
    before = version_of()
    extra = own_sources / "clubsim" / "agents" / "extra.py"
    extra.write_bytes(b"")
    with_extra = version_of()
    extra.rename(extra.with_name("other.py"))
    assert len({before, with_extra, version_of()}) == 3


def test_the_version_names_the_folder_of_compiled_code(monkeypatch, tmp_path):
    from clubsim.sim.code_version import compiled_version
    from clubsim.sim.compiling import cache_folder

    monkeypatch.setenv("CLUBSIM_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path / compiled_version()
    assert len(compiled_version()) == 16


def test_a_folder_that_cannot_be_written_gives_way_to_the_temporary_one(monkeypatch, tmp_path):
    from clubsim.sim.code_version import compiled_version
    from clubsim.sim.compiling import cache_folder

    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("CLUBSIM_CACHE_DIR", str(blocked / "below"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    folder = cache_folder()
    assert folder.parent.parent == tmp_path
    assert folder.name == compiled_version()
