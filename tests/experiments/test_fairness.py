"""Fairness: of the control's kinds of members, the one that loses most."""

import polars as pl

from clubsim.experiments.fairness import fairness_of, segment_changes


def members(*rows) -> pl.DataFrame:
    """seed, uid, joined, left, last_visit, messages, paid."""
    return pl.DataFrame(
        rows, schema=["seed", "uid", "joined", "left", "last_visit", "messages", "paid"], orient="row"
    ).cast({"left": pl.Int64})


def test_fairness_is_that_of_the_group_that_loses_most():
    control = members(
        (0, 1, 0, None, 99, 50, 99.0),  # core, pays
        (0, 2, 0, None, 99, 0, 99.0),  # lurks, pays
        (0, 3, 0, None, 98, 0, 0.0),  # lurks
        (0, 4, 90, None, 95, 3, 0.0),  # new
        (0, 5, 0, None, 10, 0, 0.0),  # neither: silent for long
        (0, 6, 0, 50, 40, 90, 99.0),  # gone before the day
    )
    other = members(
        (0, 1, 0, None, 99, 9, 0.0), (0, 2, 0, 60, 55, 0, 0.0), (0, 3, 0, None, 1, 0, 0.0), (0, 4, 90, 99, 95, 0, 0.0)
    )
    changes = segment_changes(control, other, [0], 99)
    assert {name: list(change) for name, change in changes.items()} == {
        "newcomers": [-1.0],
        "core": [0.0],
        "lurkers": [-0.5],
        "payers": [-0.5],
    }
    assert fairness_of(changes)[1] == "newcomers"
    same = segment_changes(control, control, [0], 99)
    assert all(change == [0.0] for change in same.values())


def test_a_group_that_has_nobody_on_some_seed_is_left_out():
    control = members((0, 1, 0, None, 99, 5, 9.0), (1, 1, 0, None, 99, 5, 0.0))
    assert list(segment_changes(control, control, [0, 1], 99)) == ["core"]
