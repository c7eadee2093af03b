"""What a comparison says beside its differences: every number where it belongs, in 100 columns, and in the JSON."""

import io
import json
import re

import polars as pl
import pytest
from rich.console import Console

from clubsim.experiments.comparison import compare
from clubsim.experiments.printing import as_json, chance, print_comparison
from clubsim.experiments.statistics_table import print_statistics


def followed(table):
    """The synthetic members with the columns of a real table: the n-th of a run is the same person in every arm."""
    person = pl.int_range(pl.len()).over("arm", "seed")
    return table.with_columns(
        set=pl.lit(-1),
        uid=person,
        last_visit=pl.coalesce("left", pl.lit(299)),
        messages=person % 50,
        active_days_28=pl.lit(7, dtype=pl.UInt8),
        paid=pl.when(person % 2 == 0).then(99.0).otherwise(0.0),
    )


@pytest.fixture(scope="module")
def comparison(synthetic):
    members = followed(synthetic.members())
    return compare(synthetic.runs(), "as_described", members=members, days=(276, 299))


def printed(show, comparison):
    console = Console(width=100, record=True, file=io.StringIO(), highlight=False)
    show(comparison, console=console)
    return console.export_text()


def test_the_tables_stand_in_100_columns_with_every_arm_and_segment(comparison, synthetic):
    text = printed(print_statistics, comparison)
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "…\n" not in text
    words = " ".join(text.split())
    for phrase in (
        "How well the differences are known",
        "How long members stay: days in the group, of the first 299",
        "Who wins and who loses against “as described”",
        "Share of the 40 sets of assumptions in which an arm is the best",
        "weekly speakers per 1,000 who knocked: share of sets in which the arm of the row beats",
        *("newcomers", "core", "lurkers", "payers", "all of either", "only here", "only in the control"),
    ):
        assert phrase in words, phrase


def test_a_table_says_the_numbers_of_the_frames(comparison):
    lines = printed(print_statistics, comparison).splitlines()
    (row,) = comparison.precision.filter(outcome="remaining").sort("sd").tail(1).to_dicts()
    told = next(line for line in lines if line.startswith("remaining ") and "about" in line)
    assert told.split()[-1] == f"{row['seeds_needed']:,}"
    (stay,) = comparison.staying.filter(arm="nothing").to_dicts()
    (line,) = [line for line in lines if line.startswith("nothing") and "< .001" in line]
    assert line.split()[1] == f"{stay['days']:.0f}"
    assert line.split()[3] == f"+{stay['mean']:.0f}"


def test_the_table_of_differences_has_a_p_value_and_says_how_the_interval_was_made(comparison):
    text = printed(print_comparison, comparison)
    assert "(Holm)" in text and "bootstrap, BCa" in text
    assert (
        len(re.findall(r"^  remaining +[+−][\d.]+ .* 0\.001 ", text, re.M)) == 4
    )  # of six arms; 10^4 tosses give no less


def test_few_seeds_are_told_that_no_p_can_be_small(synthetic):
    few = compare(synthetic.runs(sets=0).filter(pl.col("seed") < 5), "as_described")
    words = " ".join(printed(print_comparison, few).split())
    assert "with 5 seeds the least of them is 0.38" in words  # 2 / 2**5 by six arms
    assert "Student's t" in words


def test_without_members_and_without_an_ensemble_what_cannot_be_said_is_left_out(synthetic):
    bare = compare(synthetic.runs(sets=0), "as_described")
    text = printed(print_statistics, bare)
    assert "How well the differences are known" in text
    assert all(word not in text for word in ("Who wins", "How long", "sets of assumptions"))
    content = as_json(bare)
    assert content["staying"] == content["segments"] == {}
    assert content["ranking"] == {"beats": {}, "best": {}}


def test_the_json_holds_all_of_it_and_is_plain(comparison):
    content = json.loads(json.dumps(as_json(comparison), allow_nan=False))
    (row,) = comparison.differences.filter(arm="no_cull", outcome="remaining").to_dicts()
    assert content["differences"]["no_cull"]["remaining"]["p_holm"] == row["p_holm"]
    assert content["differences"]["no_cull"]["remaining"]["interval"] == "BCa"
    assert content["staying"]["nothing"]["n"] == 20
    assert content["segments"]["nothing"]["core"]["arm"]["messages"]["seeds"] == 20
    assert content["ranking"]["beats"]["remaining"]["no_cull"]["as_described"]["sets"] == 40
    assert sum(row["share"] for row in content["ranking"]["best"]["remaining"].values()) == pytest.approx(1)
    assert content["precision"]["nothing"]["remaining"]["wished"] > 0


@pytest.mark.parametrize(
    ("p", "text"),
    [(None, "–"), (0.0001, "< .001"), (0.0005, "0.001"), (0.0494, "0.049"), (0.0996, "0.10"), (1.0, "1.00")],
)
def test_p_values_have_three_decimals_where_it_matters(p, text):
    assert chance(p) == text
