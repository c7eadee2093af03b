"""The reply graph: which exchanges make a tie, who is drawn, and that nobody moves from panel to panel."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from clubsim.experiments.errors import StudyError
from clubsim.experiments.figures.social_graph import MOST_MEMBERS, social_graph
from clubsim.experiments.figures.style import alternative_text, content_of
from clubsim.experiments.measures.reading import read_log
from clubsim.experiments.reply_graph import WEEKS, moment_of, places_of, strongest, usual_days

REAL = Path(__file__).parents[3] / "shared" / "data" / "communities"


def log_of(*rows) -> pl.DataFrame:
    """Events as (member, day, kind, target)."""
    names = {"member": pl.Int64, "day": pl.Int32, "kind": pl.String, "target": pl.Int64}
    return pl.DataFrame(rows, schema=names, orient="row")


@pytest.fixture(scope="module")
def busy() -> pl.DataFrame:
    """A log of 300 members in 120 days, the first of them the busiest, nobody new after day 59."""
    rng = np.random.default_rng(4)
    days = np.sort(rng.integers(0, 120, 6000))
    members = rng.integers(0, 300, 6000) * np.minimum(days + 5, 60) // 60
    targets = (rng.random(6000) ** 3 * 300).astype(int) * np.minimum(days + 5, 60) // 60
    return log_of(*((int(m), int(d), "reply", int(t)) for m, d, t in zip(members, days, targets, strict=True)))


def test_a_tie_is_a_pair_that_exchanged_in_the_weeks_up_to_the_day():
    log = log_of((0, 0, "join", -1), (0, 5, "reply", 1), (1, 6, "reply", 0), (2, 40, "reply", 1), (2, 41, "visit", 1),
                 (3, 41, "reply", 3), (0, 42, "reply", 2))  # fmt: skip
    moment = moment_of(log, 5 + WEEKS - 1)
    assert moment.ties.rows() == [(0, 1, 2)]
    assert (moment.partners, moment.exchanges, moment.largest) == ({0: 1, 1: 1}, 2, 1.0)
    later = moment_of(log, 41)
    assert later.ties.rows() == [
        (1, 2, 1)
    ]  # neither the old ones, nor a visit, nor an answer to oneself, nor tomorrow's
    assert later.tenure == {0: 41, 1: 36, 2: 1, 3: 0}  # the second was spoken to on day 5


def test_apart_from_the_largest_group_others_are_not_connected():
    log = log_of((0, 1, "reply", 1), (1, 1, "reply", 2), (3, 1, "reply", 4))
    assert moment_of(log, 1).largest == pytest.approx(3 / 5)


def test_the_strongest_are_those_with_most_exchanges_over_all_moments(busy):
    moments = [moment_of(busy, day) for day in (40, 80, 119)]
    sums = {}
    for moment in moments:
        for one, other, exchanges in moment.ties.iter_rows():
            for member in (one, other):
                sums[member] = sums.get(member, 0) + exchanges
    chosen = strongest(moments, 25)
    assert len(chosen) == 25
    assert min(sums[each] for each in chosen) >= max(value for each, value in sums.items() if each not in chosen)


def test_nobody_moves_and_all_of_the_disc_is_used(busy):
    moments = [moment_of(busy, day) for day in (40, 80, 119)]
    members = strongest(moments, 100)
    places, again = places_of(moments, members), places_of(moments, members)
    assert places == again
    radii = np.sort([np.hypot(*place) for place in places.values()])
    np.testing.assert_allclose(radii, np.sqrt((np.arange(100) + 0.5) / 100))
    figure = social_graph(busy, [40, 119], "busy")
    seen = [{tuple(point) for marks in axes.collections[1:] for point in marks.get_offsets()} for axes in figure.axes]
    both = seen[0] & seen[1]
    assert len(both) > 60  # of those who exchanged at both times


def test_at_most_so_many_are_drawn_and_that_is_said(busy):
    figure = social_graph(busy, [119], "busy")
    marks = sum(len(each.get_offsets()) for each in figure.axes[0].collections[1:])
    silent = next(line for line in figure.axes[0].get_lines() if line.get_gid() == "silent")
    assert 100 < marks + len(silent.get_xdata()) <= MOST_MEMBERS
    words = figure.legends[0].get_title().get_text().replace("\n", " ")
    assert f"Drawn are the {MOST_MEMBERS} members of" in words
    few = social_graph(log_of((0, 1, "reply", 1)), [1], "few")
    assert "Drawn are" not in few.legends[0].get_title().get_text()


def test_who_came_later_is_not_there_before_and_who_fell_silent_is_a_ring():
    log = log_of((0, 0, "reply", 1), (1, 60, "post", -1), (2, 60, "reply", 3))
    before, after = social_graph(log, [1, 60], "two").axes
    rings = [next(line for line in axes.get_lines() if line.get_gid() == "silent") for axes in (before, after)]
    assert [len(ring.get_xdata()) for ring in rings] == [0, 2]


def test_the_words_tell_members_ties_and_exchanges(busy):
    moment = moment_of(busy, 119)
    words = alternative_text(social_graph(busy, [119], "busy"))
    assert (
        f"{len(moment.partners)} members with {moment.ties.height:,} ties and {moment.exchanges:,} exchanges" in words
    )


def test_the_same_log_gives_the_same_bytes(busy):
    first, again = (content_of(social_graph(busy, [60, 119], "busy"), "svg") for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("log", "days", "words"),
    [
        (log_of((0, 0, "post", -1)), [0], "no event with a target"),
        (log_of((0, 0, "reply", 1)), [3], "--day is a day of the log, 0 to 0, not 3"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_sentence(log, days, words):
    with pytest.raises(StudyError, match=words):
        social_graph(log, days, "wrong")


@pytest.mark.parametrize("name", ["college-msg", "r-sig-geo"])
def test_real_logs_are_drawn(name):
    file = REAL / f"{name}.parquet"
    if not file.is_file():
        pytest.skip(f"{file.name} is not here")
    log = read_log(file)
    figure = social_graph(log, usual_days(log, panels=2), name)
    assert len(figure.axes) == 2 and all(len(axes.collections) == 4 for axes in figure.axes)
