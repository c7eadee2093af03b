"""Figures of a community's life: values worked by hand, units, words that stand apart, the same bytes each time."""

import subprocess
import sys
from itertools import combinations

import numpy as np
import polars as pl
import pytest

from clubsim.experiments.figures.funnel import funnel
from clubsim.experiments.figures.growth import ABOVE, BELOW, growth
from clubsim.experiments.figures.life_cycle import TINTS, life_cycle, stages_table
from clubsim.experiments.figures.panels import side_by_side
from clubsim.experiments.figures.power_users import power_users
from clubsim.experiments.figures.retention import retention
from clubsim.experiments.figures.style import alternative_text, save
from clubsim.experiments.life_of_arms import funnel_steps, growth_by_week, retention_by_week
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.patterns.stages import from_series
from clubsim.experiments.wording import in_language, say

NAMES = ("life_cycle", "retention", "power_users", "growth", "funnel")
DAYS, WEEKS = 70, 10
TWO_SEEDS = 12.7062047 / np.sqrt(2)  # half of an interval over the sd of two seeds; the t quantile is from a table


def tables(arms, seeds=3):
    """Tables of a made-up study of ten weeks: people join on days 0 and 21, a third leaves on day 30."""
    rng = np.random.default_rng(4)
    found = {name: [] for name in ("runs", "daily", "members", "cohorts", "growth")}
    for place, arm in enumerate(arms):
        for seed in range(seeds):
            run = {"arm": arm, "set": -1, "seed": seed}
            many = 40 + 5 * place
            days = rng.poisson(many / 2 + np.arange(DAYS) / 3)
            joined = np.repeat([0, 21], many // 2)
            stay = rng.random(joined.size) > 1 / 3
            last = np.where(rng.random(joined.size) < 0.9, DAYS - 1 - rng.integers(0, 20, joined.size), 30)
            frames = {
                "runs": {"knocked": 60.0, "joined_invited": 3.0, "joined_partner": 1.0},
                "daily": {"day": np.arange(DAYS), "weekly_speakers": days},
                "members": {
                    "channel": 0,
                    "joined": joined,
                    "left": [None if here else 30 for here in stay],
                    "last_visit": np.where(stay, last, 29),
                    "messages": rng.poisson(2, joined.size),
                    "active_days_28": rng.binomial(28, 0.6, joined.size),
                },
                "cohorts": {
                    "cohort": np.repeat([0, 21], [10, 7]),
                    "week": [*range(10), *range(7)],
                    "size": many // 2,
                    "active": [many // 2 - k for k in (*range(10), *range(7))],
                },
                "growth": {
                    "week": np.arange(WEEKS),
                    **{name: rng.integers(3, 9, WEEKS) for name in ("new", "retained", "resurrected", "gone")},
                    "churned": 12,
                },
            }
            for name, columns in frames.items():
                mine = pl.DataFrame(columns, schema_overrides={"left": pl.Int64} if name == "members" else None)
                found[name].append(mine.with_columns(**{key: pl.lit(value) for key, value in run.items()}))
    return {name: pl.concat(parts) for name, parts in found.items()}


def drawings(of):
    """Every figure, drawn when asked for."""
    return {
        "life_cycle": lambda: life_cycle(of["daily"]),
        "retention": lambda: retention(of["cohorts"]),
        "power_users": lambda: power_users(of["members"], DAYS - 1),
        "growth": lambda: growth(of["growth"]),
        "funnel": lambda: funnel(of["runs"], of["members"], DAYS - 8, DAYS - 1),
    }


SEVEN = ("as_described", "never_a_fee", "never_a_fee_no_rewards", "no_cull", "announced_only", "no_rewards", "nothing")


@pytest.fixture(scope="module")
def figures():
    """Every figure of seven arms and of one, by name and number of arms."""
    return {(name, len(arms)): draw() for arms in (SEVEN, SEVEN[:1]) for name, draw in drawings(tables(arms)).items()}


def panels(figure):
    return [axes for axes in figure.axes if axes.get_visible()]


def words(figure):
    """Every text of a figure that is seen."""
    figure.canvas.draw()
    texts = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for axes in panels(figure):
        texts += [*axes.texts, *(axes.title, axes._left_title), axes.xaxis.label, axes.yaxis.label]
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            texts += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


@pytest.mark.parametrize("arms", [1, 7])
@pytest.mark.parametrize("name", NAMES)
def test_axes_have_units_where_they_are_named_and_every_figure_its_words(figures, name, arms):
    figure = figures[name, arms]
    named = [(axes.get_xlabel(), axes.get_ylabel()) for axes in panels(figure)]
    assert named[-1][0].count("[") == 1  # the last panel is in the last row
    assert "[" in named[0][1] or name == "funnel"  # whose steps have names and no numbers
    assert all("[" in label for pair in named for label in pair if label)
    text = alternative_text(figure)
    assert all(in_words(arm) in text for arm in SEVEN[:arms])
    assert any(letter.isdigit() for letter in text)


@pytest.mark.parametrize("arms", [1, 7])
@pytest.mark.parametrize("name", NAMES)
def test_words_do_not_touch_and_are_in_the_picture(figures, name, arms):
    figure = figures[name, arms]
    boxes = [(text.get_text(), text.get_window_extent()) for text in words(figure)]
    assert len(boxes) > 8
    width, height = figure.bbox.width, figure.bbox.height
    outside = [text for text, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
    touching = [(one, two) for (one, a), (two, b) in combinations(boxes, 2) if a.padded(-0.5).overlaps(b.padded(-0.5))]
    assert (outside, touching) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes_twice(figures, name, tmp_path):
    again = drawings(tables(SEVEN[:1]))[name]()
    one, two = save(figures[name, 1], tmp_path / "one"), save(again, tmp_path / "two")
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]


@pytest.mark.parametrize("name", NAMES)
def test_one_seed_is_drawn_and_says_so(name):
    figure = drawings(tables(("alone",), seeds=1))[name]()
    said = [figure.get_suptitle(), panels(figure)[0].get_title(loc="left")]
    assert any("one seed" in text for text in said)


EMPTY = {
    "life_cycle": "daily has no row",
    "retention": "cohorts has no row",
    "power_users": "members has no row",
    "growth": "growth has no row",
    "funnel": "runs has no row",
}


@pytest.mark.parametrize(("name", "sentence"), EMPTY.items())
def test_no_row_is_a_sentence(name, sentence):
    none = {table: frame.clear() for table, frame in tables(("a",), seeds=1).items()}
    with pytest.raises(ValueError, match=sentence):
        drawings(none)[name]()


def test_a_run_shorter_than_what_is_drawn_of_it_is_a_sentence():
    brief = tables(("a",))
    with pytest.raises(ValueError, match=r"a run of 6 days has no whole week to draw; run it for 7 days or longer"):
        life_cycle(brief["daily"].filter(pl.col("day") < 6))
    with pytest.raises(ValueError, match=r"nobody was in the group for all of the 28 days up to the last, day 26"):
        power_users(brief["members"], 26)
    assert power_users(brief["members"], 27)


def test_rows_of_an_ensemble_s_sets_change_nothing():
    own = tables(("a", "b"))
    more = {name: pl.concat([frame, frame.with_columns(set=pl.lit(3))]) for name, frame in own.items()}
    for table, draw in ((retention_by_week, "cohorts"), (growth_by_week, "growth"), (stages_table, "daily")):
        assert table(own[draw]).equals(table(more[draw]))
    assert funnel_steps(own["runs"], own["members"], 60, 69).equals(funnel_steps(more["runs"], more["members"], 60, 69))


def test_every_text_of_a_figure_is_in_the_language_chosen():
    with in_language("zh"):
        assert [say(stage) for stage in TINTS] == ["萌芽期", "成长期", "成熟期", "衰退期", "死亡期", "复兴期"]


def test_no_global_state_of_pyplot_is_used():
    command = "import sys; from clubsim.experiments.figures import " + ", ".join(NAMES)
    asked = f"{command}; sys.exit('matplotlib.pyplot' in sys.modules)"
    subprocess.run([sys.executable, "-c", asked], check=True, timeout=120)


@pytest.mark.parametrize(("n", "across"), [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3), (6, 3), (7, 4), (8, 4), (9, 3)])
def test_panels_leave_few_places_empty(n, across):
    assert side_by_side(n) == across


# The life-cycle curve


def lived(weekly, arm="a"):
    """Daily rows of two seeds, a tenth above and below a weekly series; the days within a week are not to be read."""
    parts = []
    for seed, factor in ((0, 0.9), (1, 1.1)):
        days = np.repeat(np.array(weekly, dtype=np.float64), 7) * factor
        days[np.arange(days.size) % 7 != 6] = 1e6
        parts.append(
            pl.DataFrame({"arm": arm, "set": -1, "seed": seed, "day": range(days.size), "weekly_speakers": days})
        )
    return pl.concat(parts)


RISE_AND_FALL = [*[4.0] * 12, *np.linspace(6, 100, 18), *[100.0] * 24, *np.linspace(100, 1, 26), *[1.0] * 24]


def test_stages_are_those_of_the_mean_series_and_have_no_gap():
    found = stages_table(pl.concat([lived(RISE_AND_FALL, "whole"), lived(RISE_AND_FALL[:60], "half")]))
    wanted = [
        (arm, stage.stage, stage.first_day, stage.last_day)
        for arm, weekly in (("whole", RISE_AND_FALL), ("half", RISE_AND_FALL[:60]))
        for stage in from_series(np.array(weekly))
    ]
    assert found.rows() == wanted
    whole = found.filter(arm="whole")
    assert whole["stage"].to_list() == ["inception", "growth", "maturity", "decline", "death"]
    assert whole["first_day"].to_list()[1:] == [last + 1 for last in whole["last_day"].to_list()[:-1]]
    assert (whole["first_day"][0], whole["last_day"].to_list()[-1]) == (0, 104 * 7 - 1)


def test_the_curve_is_the_mean_of_each_week_and_the_stages_stand_behind_it_with_their_names():
    (axes,) = panels(life_cycle(lived(RISE_AND_FALL)))
    (curve,) = [line for line in axes.get_lines() if line.get_gid() != "edge"]
    np.testing.assert_allclose(curve.get_ydata(), RISE_AND_FALL)
    np.testing.assert_allclose(curve.get_xdata()[:2], [3.5, 10.5])  # the middle of its week [day]
    edges = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert edges.max() == pytest.approx(100 + TWO_SEEDS * 20 / np.sqrt(2))  # 90 and 110
    stages = stages_table(lived(RISE_AND_FALL))
    spans = [(p.get_gid(), p.get_x(), p.get_x() + p.get_width()) for p in axes.patches]
    assert spans == [(f"stage {stage}", first, last + 1) for _, stage, first, last in stages.rows()]
    names = [text.get_text() for text in axes.texts if text.get_gid() == "stage name"]
    assert names == stages["stage"].to_list()


def test_how_sharp_an_edge_is_is_said():
    assert (
        "no sharper than 11 weeks, and no stage is shorter than 8" in life_cycle(lived(RISE_AND_FALL)).get_supxlabel()
    )
    assert "no sharper than 1 weeks, and no stage is shorter than 2" in life_cycle(lived([5.0] * 6)).get_supxlabel()


def test_a_silent_community_is_drawn():
    (axes,) = panels(life_cycle(lived([0.0] * 8)))
    assert axes.get_ylim()[1] >= 1


# Retention by week of tenure


def test_retention_is_of_the_cohorts_that_are_old_enough_and_pale_where_they_are_few():
    """Seed 0: 32 of 40 in week 0, then 5 of the 10 that are old enough; seed 1: 20 of 40, 3 of 10."""
    rows = [
        *((0, 0, 0, 10, 8), (0, 0, 1, 10, 5), (0, 7, 0, 30, 24)),
        *((1, 0, 0, 10, 9), (1, 0, 1, 10, 3), (1, 7, 0, 30, 11)),
    ]
    cohorts = pl.DataFrame(rows, schema=["seed", "cohort", "week", "size", "active"], orient="row")
    cohorts = cohorts.with_columns(arm=pl.lit("a"))
    table = retention_by_week(cohorts)
    assert table["week"].to_list() == [0, 1] and table["base"].to_list() == [1.0, 0.25]
    assert table["mean"].to_list() == pytest.approx([(0.8 + 0.5) / 2, (0.5 + 0.3) / 2])
    assert table["half"].to_list() == pytest.approx([TWO_SEEDS * 0.3 / np.sqrt(2), TWO_SEEDS * 0.2 / np.sqrt(2)])
    axes = retention(cohorts).axes[0]
    firm, pale = [line for line in axes.get_lines() if line.get_gid() in (None, "pale")]
    assert (firm.get_ydata().tolist(), pale.get_gid()) == ([pytest.approx(0.65)], "pale")
    assert pale.get_ydata().tolist() == pytest.approx([0.65, 0.4])
    assert "65 % in week 0" in alternative_text(retention(cohorts.filter(week=0)))


def test_where_nobody_joined_nothing_is_retained():
    none = tables(("a",))["cohorts"].with_columns(size=0, active=0)
    with pytest.raises(ValueError, match="no cohort has a member to draw"):
        retention(none)


# Active days of 28


def test_active_days_are_of_who_was_in_for_all_of_them():
    """Four count: on 0, 28, 28 and 7 days. One has left, one joined a day too late."""
    members = pl.DataFrame(
        {
            "arm": "a",
            "seed": 0,
            "joined": [0, 0, 3, 12, 0, 13],
            "left": [None, None, None, None, 39, None],
            "active_days_28": [0, 28, 28, 7, 20, 27],
        },
        schema_overrides={"active_days_28": pl.UInt8},
    )
    figure = power_users(members, end_day=39)
    (axes,) = panels(figure)
    tall = {round(bar.get_x() + bar.get_width() / 2): bar.get_height() for bar in axes.patches if bar.get_height()}
    assert tall == {7: 0.25, 28: 0.5}
    assert [text.get_text() for text in axes.texts] == ["on no day: 25 % of 4"]
    assert "of 4 members, 25 % came on none, 50 % on 21 or more" in alternative_text(figure)


def test_a_share_of_active_days_has_its_interval_over_seeds():
    members = pl.DataFrame(
        {"arm": "a", "seed": [0, 0, 1, 1], "joined": 0, "left": None, "active_days_28": [5, 9, 5, 5]}
    )
    (axes,) = panels(power_users(members, end_day=30))
    (lines,) = axes.collections
    spans = {round(path.vertices[0, 0]): path.vertices[:, 1].tolist() for path in lines.get_paths()}
    half = TWO_SEEDS * 0.5 / np.sqrt(2)
    assert spans[5] == pytest.approx([max(0.75 - half, 0), 0.75 + half])
    assert spans[28] == [0, 0]


# Growth accounting


def test_weeks_stack_who_came_above_zero_and_who_stayed_away_below():
    accounts = pl.DataFrame(
        {
            "arm": "a",
            "seed": [0, 0, 1, 1],
            "week": [0, 1, 0, 1],
            "new": [10, 2, 14, 4],
            "retained": [0, 6, 0, 8],
            "resurrected": [0, 1, 0, 3],
            "churned": [0, 4, 0, 6],
            "gone": [0, 1, 0, 3],
        }
    )
    figure = growth(accounts)
    (axes,) = panels(figure)
    bars = {(bar.get_gid(), round(bar.get_x() + 0.43)): (bar.get_y(), bar.get_height()) for bar in axes.patches}
    assert bars["new", 0] == (0, 12)
    assert [bars[kind, 1] for kind in ABOVE] == [(0, 7), (7, 2), (9, 3)]
    assert [bars[kind, 1] for kind in BELOW] == [(0, -3), (-3, -2)]
    lines = [path.vertices[:, 1].tolist() for drawn in axes.collections for path in drawn.get_paths()]
    active, churned = TWO_SEEDS * 6 / np.sqrt(2), TWO_SEEDS * 2 / np.sqrt(2)  # 9 and 15; 4 and 6
    assert lines[1] == pytest.approx([0, 12 + active])  # nobody is less than none
    assert lines[3] == pytest.approx([0, -5 - churned])
    assert {text.get_text() for text in figure.legends[0].get_texts()} >= {"new", "came back", "stayed away, gone"}
    assert "7.5 new, 3.5 who came the week before too, 1.0 back; 1.5 stayed away and are still in, 1.0 are gone" in (
        alternative_text(figure)
    )


# From the door to staying


def test_each_step_is_counted_of_a_thousand_who_knocked():
    """Of 20 who knocked six were admitted by day 60; a seventh came later and is not counted."""
    runs = pl.DataFrame({"arm": "a", "seed": [0], "knocked": 20.0, "joined_invited": 1.0, "joined_partner": 1.0})
    members = pl.DataFrame(
        {
            "arm": "a",
            "seed": 0,
            "channel": [0, 0, -1, 0, 0, 1, -4],
            "joined": [0, 0, 10, 20, 45, 60, 61],
            "left": [None, 40, None, None, 50, None, None],
            "last_visit": [69, 30, 39, None, 49, 68, 69],
            "messages": [4, 1, 0, 0, 2, 1, 9],
            "active_days_28": [20, 0, 0, 0, 3, 5, 9],
        }
    )
    found = dict(funnel_steps(runs, members, 60, 69).select("step", "mean").iter_rows())
    counts = {"admitted": 6, "wrote": 4, "came_late": 2, "still_in": 4, "active": 2, "beside": 2, "too_late": 2}
    assert found == {step: 50.0 * count for step, count in counts.items()}
    figure = funnel(runs, members, 60, 69)
    (axes,) = panels(figure)
    assert [bar.get_width() for bar in axes.patches] == [1000, 300, 200, 100, 200, 100]
    assert [text.get_text() for text in axes.texts] == ["1,000", "300", "200", "100", "200", "100"]
    assert "by day 60, followed to day 69" in figure.get_supxlabel()
    assert "came from partners; up to about 100" in figure.get_supxlabel()
    assert "up to 100 were admitted within 30 days" in figure.get_supxlabel()


def test_who_is_brought_past_the_base_is_said_and_who_is_asked_one_by_one_is_in_it():
    """Of ten who knocked one was asked; 16 are in, so that six or more were enrolled."""
    runs = pl.DataFrame({"arm": "a", "seed": [0], "knocked": 10.0, "joined_invited": 1.0, "joined_partner": 0.0})
    members = tables(("a",), seeds=1)["members"].head(16).with_columns(channel=pl.Series([-4, *[0] * 15]))
    found = dict(funnel_steps(runs, members, 60, 69).select("step", "mean").iter_rows())
    assert (found["admitted"], found["beside"]) == (1600, 600)
    asked = dict(funnel_steps(runs, members.head(8), 60, 69).select("step", "mean").iter_rows())
    assert (asked["admitted"], asked["beside"]) == (800, 0)
    assert "alone" not in funnel(runs, members.head(8), 60, 69).get_supxlabel()


def test_an_arm_that_admits_nobody_stands_beside_the_others_with_zeros():
    own = tables(("open", "shut"))
    closed = own["members"].filter(arm="open")
    found = funnel_steps(own["runs"], closed, 60, 69).filter(arm="shut").filter(~pl.col("step").is_in(["beside"]))
    assert found["mean"].to_list() == [0.0] * 6 and found["n"].to_list() == [3] * 6
    assert len(panels(funnel(own["runs"], closed, 60, 69))) == 2
    with pytest.raises(ValueError, match="nobody knocked in any run"):
        funnel(own["runs"].with_columns(knocked=0.0), own["members"], 60, 69)
