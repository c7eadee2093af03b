"""`clubsim figures` draws what stands in a folder, in any language and format, and runs nothing."""

import importlib
import json
import re
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from PIL import Image

from clubsim.experiments.cli import main
from clubsim.experiments.compare import DRAWN
from clubsim.experiments.errors import StudyError
from clubsim.experiments.figures import fonts
from clubsim.experiments.figures.of_a_comparison import FIGURES, compared_in
from clubsim.experiments.folders import ABOUT
from clubsim.experiments.kept import read_kept
from clubsim.experiments.keys import SCHEMA
from clubsim.experiments.optimise import Told
from clubsim.experiments.optimise import write as write_optimisation
from clubsim.sim.community import Community

CLUB = "operations_club"
SMALL = ("days=9", "scale=.05", "gate.from_day=0", "seeds=2", "ensemble=null", "workers=1")
KEPT = {
    "run": ("run", CLUB, *SMALL),
    "sweep": ("sweep", CLUB, *SMALL, "gate.price=20,400", "--arm", "as_described", "--outcome", "messages"),
    "phase": ("phase", CLUB, *SMALL, "gate.price=20,400", "cull.messages=0,80", "--outcome", "messages"),
    "screening": ("screen", CLUB, *SMALL, "--trajectories", "4", "--outcome", "messages"),
    "sensitivity": ("sensitivity", CLUB, *SMALL, "--outcome", "messages", "--points", "8", "--parameters",
                    "world.visit_mean=interval(-4,0),gate.price=interval(20,400)"),
}  # fmt: skip
NAMES = {
    "run": {"weekly_speakers", "headcount", "social_graph", "novelty"},
    "sweep": {"messages"},
    "phase": {"phase"},
    "screening": {"screening_messages"},
    "sensitivity": {"sensitivity_messages"},
    "optimisation": {"pareto"},
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> dict[str, Path]:
    """A small folder of each kind but a comparison's, by kind; only read."""
    base = tmp_path_factory.mktemp("kept")
    ranges = base / "ranges.yaml"
    ranges.write_text("world:\n  visit_mean: {low: -4, high: 0}\n  talk_mean: {low: -3, high: 1}\n", "utf-8")
    for kind, words in KEPT.items():
        more = ["--ranges", str(ranges)] if kind == "screening" else []
        assert main([*words, *more, "--out", str(base / kind), "--quiet"]) == 0
    (base / "optimisation").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent))
        gallery = importlib.import_module("gallery")
    write_optimisation(Told(about={**gallery.ABOUT, "notes": []}, table=gallery.trials()), base / "optimisation")
    about = {"schema": SCHEMA, "study": CLUB, "kind": "optimisation", "config": {}}
    (base / "optimisation" / ABOUT).write_text(json.dumps(about), "utf-8")
    return {kind: base / kind for kind in NAMES}


@pytest.fixture
def no_simulation(monkeypatch):
    """Whoever makes a community fails."""

    def refuse(*_, **__):
        raise AssertionError("a community was made")

    monkeypatch.setattr(Community, "__init__", refuse)


def drawn_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_every_figure_of_a_comparison_is_drawn_without_a_run(compared, tmp_path, no_simulation, capsys):
    assert main(["figures", str(compared), "--out", str(tmp_path), "--format", "svg"]) == 0
    there = set(FIGURES) - {"hinges", "tornado"}  # of what a report alone tries
    assert drawn_in(tmp_path) == {f"{name}.svg" for name in there}
    assert capsys.readouterr().out == f"{len(there)} files in {tmp_path}\n"
    for name in DRAWN:  # to the last byte as compare drew it
        assert (tmp_path / f"{name}.svg").read_bytes() == (compared / f"{name}.svg").read_bytes()


@pytest.mark.parametrize("kind", NAMES)
def test_every_other_folder_is_drawn_without_a_run(kept, kind, tmp_path, no_simulation):
    before = {file: file.stat().st_mtime_ns for file in kept[kind].iterdir()}
    assert main(["figures", str(kept[kind]), "--out", str(tmp_path), "--format", "svg"]) == 0
    assert drawn_in(tmp_path) == {f"{name}.svg" for name in NAMES[kind]}
    assert {file: file.stat().st_mtime_ns for file in kept[kind].iterdir()} == before
    for name in NAMES[kind]:
        first = kept[kind] / f"{name}.svg"
        assert kind in ("run", "optimisation") or first.read_bytes() == (tmp_path / first.name).read_bytes()


def test_one_figure_in_every_format_for_a_column(compared, tmp_path, no_simulation):
    words = ["--only", "headcount", "--width", "89", "--out", str(tmp_path)]
    formats = ["--format", "pdf", "--format", "png", "--format", "svg"]
    assert main(["figures", str(compared), *words, *formats]) == 0
    assert drawn_in(tmp_path) == {"headcount.pdf", "headcount.png", "headcount.svg"}
    svg = (tmp_path / "headcount.svg").read_text("utf-8")
    assert float(re.search(r'width="([\d.]+)pt"', svg)[1]) * 25.4 / 72 == pytest.approx(89, abs=0.1)
    with Image.open(tmp_path / "headcount.png") as shown:
        assert shown.width == pytest.approx(89 / 25.4 * 150, abs=2)


def test_in_chinese(compared, tmp_path, no_simulation):
    try:
        fonts.chinese()
    except StudyError as error:
        pytest.skip(str(error))
    words = ["--lang", "zh", "--only", "headcount", "--only", "funnel", "--format", "svg", "--out", str(tmp_path)]
    assert main(["figures", str(compared), *words]) == 0
    assert "在群人数" in (tmp_path / "headcount.svg").read_text("utf-8")
    assert "入群" in (tmp_path / "funnel.svg").read_text("utf-8")


def test_without_a_chinese_font_nothing_is_written(compared, tmp_path, monkeypatch, capsys):
    latin = [each for each in fonts.fontManager.ttflist if each.name == fonts.LATIN]
    monkeypatch.setattr(fonts.fontManager, "ttflist", latin)
    monkeypatch.setattr(fonts, "findSystemFonts", lambda: [])
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package")
    fonts.chinese.cache_clear()
    out = tmp_path / "new"
    assert main(["figures", str(compared), "--lang", "zh", "--out", str(out)]) == 2
    assert "pip install 'clubsim[chinese]'" in capsys.readouterr().err
    assert not out.exists()
    fonts.chinese.cache_clear()


def test_the_social_graph_of_chosen_days(kept, tmp_path, no_simulation):
    words = ["--only", "social_graph", "--day", "8", "--day", "3", "--format", "svg", "--out", str(tmp_path)]
    assert main(["figures", str(kept["run"]), *words]) == 0
    svg = (tmp_path / "social_graph.svg").read_text("utf-8")
    assert re.findall(r">day (\d+): \d+ members, \d+ ties<", svg) == ["3", "8"]


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("run", ["--only", "social_grap"], "unknown figure 'social_grap'; did you mean 'social_graph'?"),
        ("run", ["--day", "9"], "--day is a day of the log, 0 to 8, not 9; write for example --day 8"),
        ("phase", ["--day", "3"], "--day is for the social graph of a run, and .* holds a phase"),
        ("run", ["--lang", "fr"], "unknown language 'fr'; .*zh"),
        ("run", ["--format", "jpg"], "unknown format 'jpg'; .*png"),
        ("run", ["--width", "20"], "--width is 60 to 400 mm, not 20; .* write --width 183"),
    ],
)
def test_what_is_asked_for_wrongly_is_said_in_one_sentence(kept, kind, words, said, tmp_path, capsys):
    out = tmp_path / "new"
    assert main(["figures", str(kept[kind]), *words, "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert re.search(said, error) and error.count("\n") == 1
    assert not out.exists()


def test_a_folder_without_a_study_is_said_so(tmp_path, capsys):
    assert main(["figures", str(tmp_path)]) == 2
    assert "holds no study; give the folder that clubsim compare" in capsys.readouterr().err
    assert main(["figures", str(tmp_path / "nowhere")]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_a_figure_of_which_there_is_nothing_is_said_so_where_it_was_asked_for(compared, tmp_path, capsys):
    folder = tmp_path / "older"
    shutil.copytree(compared, folder, ignore=shutil.ignore_patterns("runs", "growth.*"))
    assert main(["figures", str(folder), "--only", "growth"]) == 2
    assert "holds nothing to draw growth of; leave out --only growth" in capsys.readouterr().err


def test_a_table_that_is_damaged_is_said_so(kept, tmp_path, capsys):
    folder = tmp_path / "damaged"
    shutil.copytree(kept["phase"], folder)
    (folder / "phase.parquet").write_bytes(b"half a fi")
    assert main(["figures", str(folder)]) == 2
    assert "phase.parquet cannot be read" in capsys.readouterr().err


def test_a_sweep_of_an_earlier_version_is_drawn_too(kept, tmp_path):
    folder = tmp_path / "older"
    shutil.copytree(kept["sweep"], folder)
    about = json.loads((folder / "sweep.json").read_text("utf-8"))
    (folder / "sweep.json").write_text(json.dumps({key: about[key] for key in about if key not in ("axes", "name")}))
    out = tmp_path / "drawn"
    assert main(["figures", str(folder), "--out", str(out), "--format", "svg"]) == 0
    assert drawn_in(out) == {"messages.svg"}


def test_where_there_is_nothing_to_draw_there_is_no_figure(compared):
    found = compared_in(read_kept(compared))
    nobody = {name: table.clear() for name, table in found.tables.items()}
    empty = type(found)(**{**vars(found), "tables": {**nobody, "runs": found.tables["runs"].with_columns(knocked=0.0)}})
    for name in ("survival", "cohorts", "retention", "power_users", "growth", "funnel", "life_cycle"):
        assert FIGURES[name](empty) is None, name


def test_the_words_of_a_figure_are_of_its_own_tables(compared):
    found = compared_in(read_kept(compared))
    daily = found.tables["daily"].filter(pl.col("arm") == found.control)
    last = daily.filter(pl.col("day") == daily["day"].max())["headcount"].to_numpy()
    words = FIGURES["headcount"](found).get_label()
    assert f"as described {np.mean(last):.3g}" in words
