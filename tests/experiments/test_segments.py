"""Who wins and who loses: planted people whose change is known, and what picking in one of two runs does."""

import numpy as np
import polars as pl
import pytest

from clubsim.experiments.segments import MEASURES, SEGMENTS, segment_changes

DAY = 100  # read off; runs end on day 119
COLUMNS = ("arm", "seed", "uid", "joined", "left", "last_visit", "messages", "active_days_28", "paid")


def people(rows):
    schema = dict.fromkeys(COLUMNS, pl.Int64) | {"arm": pl.String, "active_days_28": pl.UInt8, "paid": pl.Float32}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(set=-1)


def of(table, segment, measure, picked_in="control", arm="paid"):
    (row,) = table.filter(arm=arm, segment=segment, measure=measure, picked_in=picked_in).to_dicts()
    return row


PLANTED = people(
    [
        # arm, seed, uid, joined, left, last visit, messages, active days, paid
        ("free", 0, 1, 0, None, 119, 50, 20, 0.0),  # core: the only one of the busiest tenth of three
        ("free", 0, 2, 90, None, 110, 10, 8, 0.0),  # newcomer
        ("free", 0, 3, 10, None, 95, 0, 2, 9.0),  # lurker, payer
        ("free", 0, 4, 5, 60, 59, 99, 14, 9.0),  # busy, paid, and gone before the day
        ("paid", 0, 1, 0, None, 119, 80, 25, 5.0),
        (
            "paid",
            0,
            2,
            90,
            105,
            104,
            4,
            8,
            5.0,
        ),  # left: its 8 days were those before it left, and are none of the last 28
        ("paid", 0, 3, 10, None, 118, 1, 5, 9.0),
        ("paid", 0, 5, 95, None, 119, 7, 6, 5.0),  # only here
    ]
)


def test_changes_of_planted_people_are_found_segment_by_segment():
    table = segment_changes(PLANTED, "free", DAY)
    found = {
        segment: [of(table, segment, measure)["mean"] for measure in MEASURES]
        for segment in ("newcomers", "core", "lurkers", "payers")
    }
    assert found == {
        "newcomers": [-1, -8, -6, 5],
        "core": [0, 5, 30, 5],
        "lurkers": [0, 3, 1, 0],
        "payers": [0, 3, 1, 0],
    }
    assert of(table, "newcomers", "still_in")["share_less"] == 1
    assert of(table, "core", "still_in")["share_equal"] == 1
    assert [of(table, name, "paid")["people"] for name in SEGMENTS] == [1, 1, 1, 1, 5, 1, 1]


def test_all_adds_up_to_the_difference_of_the_arms_totals():
    table = segment_changes(PLANTED, "free", DAY)
    row = of(table, "all", "messages")
    assert row["mean"] * row["people"] == pytest.approx((80 + 4 + 1 + 7) - (50 + 10 + 0 + 99))
    assert (row["share_more"], row["share_less"]) == pytest.approx((3 / 5, 2 / 5))


def test_who_got_in_because_of_an_arm_and_whom_it_kept_out_are_counted():
    table = segment_changes(PLANTED, "free", DAY)
    here, there = (of(table, name, "messages") for name in ("only_in_arm", "only_in_control"))
    assert (here["people"], here["mean"]) == (1, 7)
    assert (there["people"], there["mean"]) == (1, -99)


def test_a_segment_can_be_picked_in_the_arms_run_instead():
    table = segment_changes(PLANTED, "free", DAY)
    assert of(table, "newcomers", "messages", "arm")["people"] == 2  # 2 and 5, both in on the day
    assert of(table, "newcomers", "messages", "arm")["mean"] == ((4 - 10) + 7) / 2
    assert of(table, "payers", "active_days", "arm")["people"] == 4
    assert of(table, "lurkers", "messages", "arm")["people"] == 0


def test_a_segment_without_people_has_no_number_and_not_zero():
    table = segment_changes(PLANTED, "free", DAY)
    row = of(table, "lurkers", "messages", "arm")
    assert [row[key] for key in ("mean", "low", "share_more", "share_equal", "n")] == [None, None, None, None, 0]
    assert row["seeds"] == 1


def lucky(arm, luck, seeds=12):
    """100 people whose messages are their own level, the same in every arm, and the luck of this run."""
    rows = []
    for seed in range(seeds):
        level = np.random.default_rng(seed).normal(200, 10, 100)
        messages = level + np.random.default_rng([seed, luck]).normal(0, 30, 100)
        rows += [(arm, seed, uid, 0, None, 119, round(messages[uid]), 10, 0.0) for uid in range(100)]
    return people(rows)


def test_picking_the_core_in_one_run_makes_it_lose_in_the_other_and_the_mirror_shows_it():
    """Nothing but luck differs: the control's core falls back in the arm, and the arm's core did in the control."""
    table = segment_changes(pl.concat([lucky("free", 1), lucky("paid", 2)]), "free", DAY)
    by_control, by_arm = (of(table, "core", "messages", picked_in) for picked_in in ("control", "arm"))
    assert by_control["high"] < -30 and by_arm["low"] > 30
    assert abs(of(table, "all", "messages")["mean"]) < 5


def test_an_arm_that_changes_nothing_changes_nobody():
    table = segment_changes(pl.concat([lucky("free", 1, 3), lucky("paid", 1, 3)]), "free", DAY)
    assert set(table["mean"].drop_nulls()) == {0.0}
    assert set(table["share_equal"].drop_nulls()) == {1.0}


def test_the_seed_is_the_unit_of_the_interval():
    rows = [("free", seed, uid, 0, None, 119, 10, 10, 0.0) for seed in range(4) for uid in range(5)]
    rows += [("paid", seed, uid, 0, None, 119, 10 + seed, 10, 0.0) for seed in range(4) for uid in range(5)]
    row = of(segment_changes(people(rows), "free", DAY), "all", "messages")
    half = 3.182446305 * np.std([0, 1, 2, 3], ddof=1) / 2  # t of 3 degrees of freedom, from a table
    assert (row["mean"], row["low"], row["high"]) == pytest.approx((1.5, 1.5 - half, 1.5 + half))
    assert (row["interval"], row["n"], row["people"]) == ("t", 4, 5)


def test_an_arm_in_which_nobody_ever_was_keeps_everybody_out():
    table = segment_changes(PLANTED, "free", DAY, arms=["free", "paid", "closed"], seeds=[0, 1])
    assert of(table, "only_in_control", "messages", arm="closed")["people"] == 4 / 2  # in one of two seeds
    assert of(table, "core", "messages", arm="closed")["mean"] == -50
    assert of(table, "only_in_arm", "messages", arm="closed")["n"] == 0
    empty = segment_changes(PLANTED, "closed", DAY, arms=["closed", "free"], seeds=[0])
    assert of(empty, "only_in_arm", "messages", arm="free")["people"] == 4
    nobody = segment_changes(PLANTED.clear(), "free", DAY, arms=["free", "paid"], seeds=[0])
    assert nobody["people"].sum() == 0 and nobody["n"].sum() == 0


def test_an_unknown_control_is_named():
    with pytest.raises(ValueError, match="unknown arm 'fre'"):
        segment_changes(PLANTED, "fre", DAY)
