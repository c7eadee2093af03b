"""Figures hold what they promise: a line an arm, labels apart and with units, the same bytes each time."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import matplotlib
import numpy as np
import polars as pl
import pytest

from clubsim.experiments.comparison import ensemble_differences, paired_differences
from clubsim.experiments.figures.cohorts import cohort_heatmap
from clubsim.experiments.figures.forest import UNTOLD, forest
from clubsim.experiments.figures.over_time import headcount, weekly_speakers
from clubsim.experiments.figures.ranking import ranking
from clubsim.experiments.figures.segments import segments
from clubsim.experiments.figures.style import COLOURS, lines_of, save, spread
from clubsim.experiments.figures.survival import survival
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.ranking import beaten

SEASONS = range(0, 294, 42)
OUTCOMES = ["remaining", "remaining_per_1000_knocked", "headcount_retention", "messages"]


@pytest.fixture(scope="module")
def figures(synthetic):
    """Every figure once, over a study of full size."""
    runs, daily = synthetic.runs(), synthetic.daily()
    differences, ensemble = paired_differences(runs, "as_described"), ensemble_differences(runs, "as_described")
    return {
        "weekly_speakers": weekly_speakers(daily, SEASONS),
        "headcount": headcount(daily, SEASONS),
        "survival": survival(synthetic.members(), end_day=276),
        "cohort_heatmap": cohort_heatmap(synthetic.cohorts(), "no_cull"),
        "forest": forest(differences, OUTCOMES, ensemble, control="as_described"),
    }


def curves(axes):
    """The lines of arms: not the samples beside the labels, leaders, or marks of seasons."""
    return [line for line in axes.get_lines() if line.get_gid() is None]


@pytest.mark.parametrize("name", ["weekly_speakers", "headcount", "survival", "cohort_heatmap", "forest"])
def test_every_axis_says_what_it_shows_and_in_which_unit(figures, name):
    for axes in figures[name].axes:
        if axes.get_visible() and axes.get_label() != "<colorbar>":
            assert "[" in axes.get_xlabel()
            assert axes.get_title(loc="left")
    main = figures[name].axes[0]
    assert name == "forest" or "[" in main.get_ylabel() or main.get_ylabel() == "season of joining"


@pytest.mark.parametrize("name", ["weekly_speakers", "headcount", "survival"])
def test_each_arm_has_one_line_that_differs_in_colour_dash_and_marker(figures, name, synthetic):
    lines = curves(figures[name].axes[0])
    assert len(lines) == len(synthetic.ARMS)
    assert len(figures[name].axes[0].collections) == len(synthetic.ARMS)  # a band each
    for look in ("color", "marker"):
        assert len({getattr(line, f"get_{look}")() for line in lines}) == len(lines)
    assert len({str(line._unscaled_dash_pattern) for line in lines}) == len(lines)


@pytest.mark.parametrize("name", ["weekly_speakers", "headcount", "survival"])
def test_labels_at_line_ends_name_every_arm_do_not_touch_and_are_in_the_picture(figures, name, synthetic):
    figure = figures[name]
    figure.canvas.draw()
    labels = [text for text in figure.axes[0].texts if text.get_gid() == "label"]
    assert {text.get_text() for text in labels} == {in_words(arm) for arm in synthetic.ARMS}
    boxes = sorted((text.get_window_extent() for text in labels), key=lambda box: box.y0)
    assert all(lower.y1 < upper.y0 for lower, upper in pairwise(boxes))
    assert all(box.x1 <= figure.bbox.width and box.y0 >= 0 and box.y1 <= figure.bbox.height for box in boxes)


def test_a_line_is_the_mean_over_seeds_and_its_band_the_interval():
    daily = pl.DataFrame(
        {
            "arm": "a",
            "set": [-1, -1, -1, -1, 0],
            "seed": [0, 1, 0, 1, 0],
            "day": [1, 1, 0, 0, 0],  # in any order
            "headcount": [10, 14, 4, 4, 1000],
        }
    )
    axes = headcount(daily).axes[0]
    (line,) = curves(axes)
    assert line.get_xdata().tolist() == [0, 1]
    assert line.get_ydata().tolist() == [4, 12]
    edges = axes.collections[0].get_paths()[0].vertices
    half = 12.7062047 * np.sqrt(8) / np.sqrt(2)  # t quantile of one degree of freedom, from a table
    assert edges[:, 1].max() == pytest.approx(12 + half)
    assert edges[:, 1].min() == pytest.approx(12 - half)


def test_seasons_are_marked(figures):
    marks = [line for line in figures["headcount"].axes[0].get_lines() if line.get_gid() == "season"]
    assert [line.get_xdata()[0] for line in marks] == list(SEASONS)


def test_a_day_of_one_seed_is_drawn_and_no_day_is_an_error(synthetic):
    one = synthetic.daily().filter(seed=0)
    assert len(curves(weekly_speakers(one).axes[0])) == len(synthetic.ARMS)
    with pytest.raises(ValueError, match="no day to draw headcount of"):
        headcount(one.clear())


def test_a_cell_is_the_share_of_a_season_that_visited_in_a_week():
    cohorts = pl.DataFrame(
        {
            "arm": ["a"] * 5 + ["b"],
            "seed": [0, 1, 0, 1, 0, 0],
            "cohort": [0, 0, 0, 0, 42, 0],
            "week": [0, 0, 1, 1, 0, 0],
            "size": [100, 50, 100, 50, 10, 7],
            "active": [80, 25, 10, 5, 9, 7],
        }
    )
    axes = cohort_heatmap(cohorts, "a").axes[0]
    shown = axes.images[0].get_array()
    np.testing.assert_allclose(shown.filled(np.nan), [[70, 10], [90, np.nan]])
    assert [text.get_text() for text in axes.texts] == ["70", "10", "90"]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "1 (day 0, 75 joined)",
        "2 (day 42, 10 joined)",
    ]
    with pytest.raises(ValueError, match="unknown arm 'c'; known are a, b"):
        cohort_heatmap(cohorts, "c")


def test_years_of_daily_cohorts_share_rows_and_columns_that_one_can_read():
    days, weeks = 730, 104
    table = [
        {"arm": "a", "seed": 0, "cohort": day, "week": week, "size": 4, "active": 4 if week == 0 else 1}
        for day in range(days)
        for week in range(weeks - day // 7)
    ]
    axes = cohort_heatmap(pl.DataFrame(table), "a").axes[0]
    shown = axes.images[0].get_array().filled(np.nan)
    assert shown.shape == (8, 52)
    first = 100 * np.array([4 + 1, *[2] * 51]) / 8  # two weeks a column
    np.testing.assert_allclose(shown[0], first)
    assert np.isnan(shown[-1, -1])
    assert axes.get_yticklabels()[0].get_text() == "days 0–90 (364 joined)"
    assert axes.get_xticklabels()[1].get_text() == "8"


def test_the_heatmap_s_colours_rise_in_darkness():
    red, green, blue, _ = matplotlib.colormaps["YlGnBu"](np.linspace(0, 1, 64)).T
    assert np.all(np.diff(0.299 * red + 0.587 * green + 0.114 * blue) < 0)


def test_a_forest_row_has_the_interval_over_seeds_and_the_range_over_the_ensemble(synthetic):
    runs = synthetic.runs()
    differences, ensemble = paired_differences(runs, "no_cull"), ensemble_differences(runs, "no_cull")
    axes = forest(differences, ["remaining"], ensemble).axes[0]
    for gid, table, width in (("seeds", differences, 6), ("sets", ensemble, 1.6)):
        bars = [line for line in axes.get_lines() if line.get_gid() == gid]
        wanted = table.filter(outcome="remaining").select("low", "high").rows()
        assert [tuple(bar.get_xdata()) for bar in bars] == wanted
        assert {bar.get_linewidth() for bar in bars} == {width}
    assert axes.get_lines()[0].get_xdata() == [0, 0]
    alone = forest(differences, ["remaining"]).axes[0]
    assert not [line for line in alone.get_lines() if line.get_gid() == "sets"]
    with pytest.raises(ValueError, match="no difference of 'culls_1'"):
        forest(differences, ["culls_1"])


def test_rounding_is_not_magnified_where_no_arm_differs(synthetic):
    differences = paired_differences(synthetic.runs(sets=0), "nothing").filter(outcome="active_30_bracket")
    noise = differences.with_columns(low=pl.lit(-1e-18))
    assert forest(noise, ["active_30_bracket"]).axes[0].get_xlim() == (-1, 1)


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ([0.2, 0.8], [0.2, 0.8]),
        ([0.5, 0.5], [0.45, 0.55]),
        ([0.52, 0.5, 0.9], [0.56, 0.46, 0.9]),
        ([0.0, 0.0], [0.0, 0.1]),
        ([1.0, 1.0], [0.9, 1.0]),
        ([], []),
    ],
)
def test_labels_move_as_little_as_possible(wanted, places):
    np.testing.assert_allclose(spread(np.array(wanted), gap=0.1), places)


@pytest.mark.parametrize("arms", [7, 10, 25])
def test_no_two_arms_look_alike(arms):
    lines = lines_of([str(k) for k in range(arms)])
    assert len({(line.colour, str(line.dash), line.marker) for line in lines.values()}) == arms
    assert len({line.colour for line in lines.values()}) == min(arms, len(COLOURS))


def test_a_user_s_own_matplotlib_settings_change_nothing(synthetic, figures, tmp_path):
    with matplotlib.rc_context({"font.size": 30, "axes.grid": True, "svg.fonttype": "path"}):
        styled = save(headcount(synthetic.daily(), SEASONS), tmp_path / "theirs")
    ours = save(figures["headcount"], tmp_path / "ours")
    assert [file.read_bytes() for file in styled] == [file.read_bytes() for file in ours]


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
import synthetic
from clubsim.experiments.figures.over_time import headcount
from clubsim.experiments.figures.style import save
save(headcount(synthetic.daily(), range(0, 294, 42)), sys.argv[2])
"""


def test_saved_twice_and_in_another_process_the_files_are_the_same(figures, tmp_path):
    first = save(figures["headcount"], tmp_path / "first")
    again = save(figures["headcount"], tmp_path / "again")
    assert [file.name for file in first] == ["first.svg", "first.png"]
    here = str(Path(__file__).parent)
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", SCRIPT, here, str(tmp_path / "elsewhere")]
    subprocess.run(command, check=True, env=environment, timeout=120)
    for one, two in zip(first, again, strict=True):
        assert one.read_bytes() == two.read_bytes()
        assert one.read_bytes() == (tmp_path / f"elsewhere{one.suffix}").read_bytes()


@pytest.mark.parametrize("name", ["survival", "cohort_heatmap", "forest"])
def test_the_other_figures_also_repeat(figures, name, tmp_path):
    one, two = (save(figures[name], tmp_path / word) for word in ("one", "two"))
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]


def test_no_global_state_of_pyplot_is_used():
    command = [sys.executable, "-c", "import sys; from clubsim.experiments.figures import cohorts, forest, "
               "over_time, survival; sys.exit('matplotlib.pyplot' in sys.modules)"]  # fmt: skip
    subprocess.run(command, check=True, timeout=120)


def test_the_package_alone_imports_no_matplotlib():
    words = "import sys, clubsim.experiments.figures; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", words], check=True, timeout=120)


@pytest.fixture(scope="module")
def changes():
    """Two segments of two arms: picked in either run, and one that has nobody."""
    rows = [
        ("paid", "core", "control", -1.0, -2.0, -0.5, 4),
        ("paid", "core", "arm", 1.5, None, None, 4),
        ("nothing", "core", "control", 0.5, 0.1, 0.9, 4),
        ("nothing", "core", "arm", None, None, None, 0),
        ("paid", "lurkers", "control", None, None, None, 0),
        ("paid", "all", "control", 0.2, 0.1, 0.3, 4),
    ]
    names = ("arm", "segment", "picked_in", "mean", "low", "high", "n")
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(measure=pl.lit("active_days"))


def test_segments_have_a_panel_each_with_both_ways_to_pick_and_no_panel_where_nobody_is(changes):
    figure = segments(changes, "free")
    core, everyone = figure.axes
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["core", "all who were ever in either"]
    marks = [line for line in core.get_lines() if line.get_gid() == "mean"]
    assert sorted(float(line.get_xdata()[0]) for line in marks) == [-1, 0.5, 1.5]
    assert len({line.get_marker() for line in marks}) == 2
    bars = [line.get_xdata().tolist() for line in core.get_lines() if line.get_gid() == "interval"]
    assert bars == [[-2, -0.5], [0.1, 0.9]]  # the one without an interval has its mark alone
    assert all("[days of 28]" in axes.get_xlabel() for axes in figure.axes)
    assert [text.get_text() for text in core.get_yticklabels()] == ["paid", "nothing"]
    assert len([line for line in everyone.get_lines() if line.get_gid() == "mean"]) == 1
    with pytest.raises(ValueError, match="no change of 'hours' to draw"):
        segments(changes, "free", measure="hours")


def test_a_ranking_shows_the_share_of_worlds_in_each_cell_and_none_against_itself(synthetic):
    table = beaten(synthetic.runs(), ["remaining", "messages"])
    figure = ranking(table, ["remaining", "hours", "messages"])
    assert len(figure.axes) == 2
    shown = figure.axes[0].images[0].get_array()
    place = {arm: number for number, arm in enumerate(synthetic.ARMS)}
    for row in table.filter(outcome="remaining").iter_rows(named=True):
        assert shown[place[row["arm"]], place[row["other"]]] == row["share"]
    assert np.ma.getmaskarray(np.diag(shown)).all()
    assert len(figure.axes[0].texts) == len(place) * (len(place) - 1)
    with pytest.raises(ValueError, match="no ranking by any of hours to draw"):
        ranking(table, ["hours"])


def test_a_difference_that_chance_explains_is_pale(synthetic):
    runs = synthetic.runs(0)
    differences = paired_differences(runs, "as_described")
    figure = forest(differences, ["remaining"])
    bars = [line for line in figure.axes[0].get_lines() if line.get_gid() == "seeds"]
    told = [row["p_holm"] <= 0.05 for row in differences.filter(outcome="remaining").iter_rows(named=True)]
    assert 0 < sum(told) < len(told)
    assert len({line.get_color() for line, found in zip(bars, told, strict=True) if found}) == 1
    assert [line.get_color() == UNTOLD for line in bars] == [not found for found in told]


def test_the_newer_figures_give_the_same_bytes_each_time(changes, synthetic, tmp_path):
    table = beaten(synthetic.runs(), ["remaining"])
    for name, draw in (
        ("segments", lambda: segments(changes, "free")),
        ("ranking", lambda: ranking(table, ["remaining"])),
    ):
        first, second = (save(draw(), tmp_path / f"{name}{k}") for k in (1, 2))
        for one, other in zip(first, second, strict=True):
            assert one.read_bytes() == other.read_bytes()
