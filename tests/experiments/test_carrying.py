"""What each mechanism carries: switched off in turn, at the level it was, held against the bands."""

from dataclasses import replace

import pytest

from clubsim.agents.parameters import world_of
from clubsim.experiments import carrying, carrying_table
from clubsim.experiments.carrying import Carried, Sights, is_on, levelled, messages_of, moved, what_changed, without
from clubsim.experiments.mechanisms import MECHANISMS
from clubsim.experiments.patterns.bands import BANDS
from clubsim.experiments.patterns.value import PatternValue
from clubsim.experiments.posting import Seen, load_posting

BY_NAME = {one.name: one for one in MECHANISMS}
RECIPROCITY = next(band for band in BANDS if band.name == "reciprocity")


def sights(*values, name="reciprocity"):
    """Trials whose logs each show one value."""
    logs = tuple(
        Seen(
            label="",
            seed=seed,
            members=1,
            posts=1,
            days=1,
            values=(PatternValue(pattern="V19", name=name, value=value, unit="", definition=""),),
        )
        for seed, value in enumerate(values)
    )
    return Sights(shift=0.5, logs=logs)


def test_a_mechanism_is_on_where_one_of_its_numbers_stands_elsewhere():
    assert is_on(BY_NAME["week"], world_of(visit_weekend=0.0, visit_midweek=0.1, talk_weekend=0.0))
    off = without(world_of(), BY_NAME["week"])
    assert (off.visit_weekend, off.visit_midweek, off.talk_weekend) == (0.0, 0.0, 0.0)
    assert not is_on(BY_NAME["week"], off)


def test_everything_can_be_off_at_once():
    world = world_of()
    for mechanism in MECHANISMS:
        world = without(world, mechanism)
    assert not any(is_on(mechanism, world) for mechanism in MECHANISMS)


def test_means_have_moved_beyond_two_standard_errors_only():
    assert moved([1.0, 1.2, 0.8, 1.0], [2.0, 2.1])
    assert not moved([1.0, 2.0, 0.0, 1.0], [1.5, 1.4])


def test_what_leaves_the_band_breaks_and_what_enters_it_mends():
    low, high = RECIPROCITY.of("list")
    inside, outside = (low + high) / 2, high + 0.2
    base = {"reciprocity": [inside, inside + 0.01, inside - 0.01]}
    broken = what_changed("x", base, sights(outside, outside), "list")
    assert broken.broken == ("V19 reciprocity",) and broken.mended == () and (broken.inside, broken.checks) == (0, 1)
    back = {"reciprocity": [outside, outside + 0.01, outside - 0.01]}
    assert what_changed("x", back, sights(inside, inside), "list").mended == ("V19 reciprocity",)


def test_what_moves_within_the_seeds_noise_breaks_nothing():
    _, high = RECIPROCITY.of("list")
    base = {"reciprocity": [high - 0.3, high + 0.25, high - 0.01]}
    assert what_changed("x", base, sights(high + 0.02, high + 0.03), "list").broken == ()


def test_a_trial_without_logs_has_run_away():
    gone = Sights(shift=1.0, logs=(Seen(label="", seed=0, members=9, posts=9, days=9, values=()),))
    assert what_changed("x", {}, gone, "list").ran_away


def test_the_level_is_set_anew_until_about_as_much_is_written():
    scenario = load_posting("mailing_list").scenario
    wanted = messages_of(scenario, 200)
    shy = replace(scenario, world=without(scenario.world, BY_NAME["inclinations"]))
    assert messages_of(shy, 200) < 0.8 * wanted
    again, shift = levelled(shy, wanted, 200)
    assert shift > 0
    assert messages_of(again, 200) == pytest.approx(wanted, rel=0.15)


def test_a_posting_community_is_tried_without_each_of_its_mechanisms(monkeypatch):
    kept = [BY_NAME["week"], BY_NAME["habit"], BY_NAME["drop_out"]]
    monkeypatch.setattr(carrying, "MECHANISMS", kept)
    rows = carrying.carried(load_posting("mailing_list"), seeds=2, base_seeds=2, years=1.0, workers=1, quiet=True)
    assert [row.mechanism for row in rows] == ["", "week", "drop_out"]  # habit is off there
    assert all(row.checks > 30 for row in rows)
    assert rows[0].broken == rows[0].mended == () and rows[0].shift == 0.0
    assert "2.1 logit, weekend" in rows[1].broken or "V25 weekend / weekday" in rows[1].broken


def test_the_page_names_every_mechanism_once_as_needed_unsupported_or_off():
    def row(name, broken=()):
        return Carried(mechanism=name, inside=1, checks=2, broken=broken, mended=(), shift=0.0, ran_away=False)

    rows = [row(""), row("week", ("V25 weekend / weekday",)), row("closure")]
    text = carrying_table.page({"mailing_list": rows}, {"": {"remaining": 300.0}, "habit": {"remaining": 100.0}},
                               {"remaining": 291.0})  # fmt: skip
    assert "| week |  | 1 of 2 | +0.00 | V25 weekend / weekday |  |" in text
    listed = [line for line in text.splitlines() if line.startswith("- `")]
    assert len(listed) == len(MECHANISMS) - 1 and not any("`week`" in line for line in listed)
    assert "| habit | **100** |" in text and "| *nothing* | 300 |" in text


def test_the_shipped_page_lists_every_mechanism():
    text = carrying_table.PAGE.read_text(encoding="utf-8")
    assert [one.name for one in MECHANISMS if f"| {one.name} |" not in text and f"`{one.name}`" not in text] == []
