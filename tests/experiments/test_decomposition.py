"""A difference split into who is in and what they do: planted cases, exact sums, and the way through a study."""

import json
from functools import cache

import polars as pl
import pytest
from rich.console import Console

from clubsim.experiments.compare import compare_study, tasks_of
from clubsim.experiments.decomposition import PARTS, TOTAL, WHAT, WHO, crossed_tasks, decompose
from clubsim.experiments.decomposition_table import decomposition_as_json, print_decomposition
from clubsim.experiments.errors import StudyError
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.running import carry_out
from clubsim.experiments.study import load_study
from clubsim.experiments.tidy import runs_table

BASE = ("days=40", "seeds=3", "scale=0.3", "recruitment.period=10", "cull.period=14", "ensemble.file=null", "workers=1")
ALONE = ("merchandise=null", "~cash")  # what fees would pay for
MONEY = ("revenue", "spent")


def planted(**values):
    """The four runs of each seed as a table; values: by aa, ab, ba, bb, those of one outcome over the seeds."""
    names = {"aa": "a", "ab": "a under b", "ba": "b under a", "bb": "b"}
    return pl.DataFrame(
        [
            {"arm": names[run], "set": -1, "seed": seed, "remaining": value}
            for run, series in values.items()
            for seed, value in enumerate(series)
        ]
    )


def parts_of(table, outcome="remaining"):
    rows = table.filter(pl.col("outcome") == outcome).iter_rows(named=True)
    return {row["part"]: row for row in rows}


def test_the_parts_of_four_numbers_worked_by_hand():
    found = parts_of(decompose(planted(aa=[10.0, 12.0], ab=[7.0, 8.0], ba=[6.0, 9.0], bb=[4.0, 2.0]), [("a", "b")]))
    assert [found[part]["mean"] for part in (TOTAL, WHO, WHAT)] == [8.0, 4.0, 4.0]
    assert found[WHO]["n"] == found[WHO]["seeds"] == 2
    half = 12.7062 * 0.5 / 2**0.5 * 2**0.5  # t of one degree of freedom; who is in: 3.5 and 4.5
    assert found[WHO]["high"] - found[WHO]["mean"] == pytest.approx(half, rel=1e-4)


def test_a_seed_without_one_of_its_four_runs_counts_in_no_part():
    table = decompose(planted(aa=[10.0, 12.0], ab=[7.0, None], ba=[6.0, 9.0], bb=[4.0, 2.0]), [("a", "b")])
    found = parts_of(table)
    assert [found[part]["n"] for part in PARTS] == [1, 1, 1]
    assert found[TOTAL]["mean"] == found[WHO]["mean"] + found[WHAT]["mean"] == 6.0


@cache
def split(*overrides, pair=("one", "other")):
    """The parts of a pair of arms and the runs they come from, of a small club."""
    study = load_study("operations_club", [*BASE, *overrides, f"decompose=[{','.join(pair)}]"])
    tasks = [task for task in tasks_of(study) if task.keep_admissions]
    results = [carry_out(task) for task in tasks]
    let_in = {result.task_key[::2]: result.admissions for result in results}
    crossed = [carry_out(task) for task in crossed_tasks(tasks, let_in, study.decompose)]
    runs = runs_table([*results, *crossed])
    return runs, decompose(runs, study.decompose)


def differing(table, part):
    """Outcomes of which a part is not 0 to the bit in all seeds."""
    mine = table.filter((pl.col("part") == part) & (pl.col("n") > 0) & (pl.col("mean").is_not_null()))
    return set(mine.filter((pl.col("mean") != 0) | (pl.col("low") != 0) | (pl.col("high") != 0))["outcome"])


FEE = (*ALONE, "gate.from_day=0", "gate.price=99", "+arms.one={}", "+arms.other={gate: null}")


def test_of_a_fee_that_only_selects_nothing_is_what_they_do_but_the_money():
    _, table = split(*FEE)
    assert {"recruited", "remaining", "messages", "check_ins"} <= differing(table, WHO)
    assert differing(table, WHAT) == {"revenue", "revenue_per_admitted", "revenue_per_remaining"}


def test_of_a_cull_nothing_is_who_is_in_where_nobody_is_admitted_differently():
    _, table = split(*ALONE, "gate=null", "+arms.one={}", "+arms.other={cull: null}")
    assert differing(table, WHO) == set()
    assert {"remaining", "removed", "check_ins"} <= differing(table, WHAT)


def test_a_fee_and_a_cull_at_once_have_both_parts_and_they_add_up():
    both = (*ALONE, "gate.from_day=0", "+arms.one={}", "+arms.other={gate: null, cull: null}")
    runs, table = split(*both)
    assert {"remaining", "messages"} <= differing(table, WHO) & differing(table, WHAT)
    one, other = (runs.filter(pl.col("arm") == arm).sort("seed") for arm in ("one", "other"))
    for name in OUTCOMES:
        found = parts_of(table, name)
        if found[TOTAL]["n"] < 3 or found[TOTAL]["mean"] is None:
            continue
        assert found[TOTAL]["mean"] == pytest.approx((one[name] - other[name]).mean(), rel=1e-12, abs=1e-12)
        scale = max(one[name].abs().max(), other[name].abs().max(), 1.0)
        assert found[TOTAL]["gap"] <= 1e-12 * scale, name


def test_the_other_way_round_every_part_changes_its_sign_only():
    _, table = split(*FEE)
    _, turned = split(*FEE, pair=("other", "one"))
    for part in PARTS:
        assert parts_of(turned)[part]["mean"] == -parts_of(table)[part]["mean"]


def test_the_table_says_that_the_parts_add_up():
    _, table = split(*FEE)
    console = Console(width=100, record=True, file=None, quiet=False, highlight=False)
    with console.capture() as captured:
        print_decomposition(table, console=console)
    text = captured.get()
    assert "“one” minus “other”: who is in, and what they do" in text
    assert "add up to the total; largest gap in a seed: " in text
    assert all(len(line) <= 100 for line in text.splitlines())


def test_compare_writes_prints_and_tells_it(tmp_path, capsys):
    study = load_study("operations_club", [*BASE, "days=15", "seeds=2", "decompose=[no_cull,as_described]"])
    compare_study(study, tmp_path, as_json=True, quiet=True)
    told = json.loads(capsys.readouterr().out)["decomposition"]
    written = json.loads((tmp_path / "comparison.json").read_text("utf-8"))
    assert (
        told == written["decomposition"] == decomposition_as_json(pl.read_parquet(tmp_path / "decomposition.parquet"))
    )
    (only,) = told
    assert (only["arm"], only["against"]) == ("no_cull", "as_described")
    assert set(only["outcomes"]["remaining"]) == {"total", "who_is_in", "what_they_do"}
    assert only["outcomes"]["remaining"]["total"]["n"] == 2
    total = only["outcomes"]["remaining"]["total"]["mean"]
    difference = written["arms"]["no_cull"]["remaining"]["mean"] - written["arms"]["as_described"]["remaining"]["mean"]
    assert total == pytest.approx(difference)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("[as_described]", "names two arms or is a list of such pairs, not ['as_described']; write for example"),
        ("as_described", "names two arms"),
        ("[as_described,as_describd]", "did you mean 'as_described'?"),
        ("[nothing,nothing]", "an arm does not differ from itself"),
        ("[[nothing,no_cull],nothing]", "names two arms"),
        ("3", "names two arms"),
    ],
)
def test_pairs_that_cannot_be_are_refused_in_one_sentence(given, words):
    with pytest.raises(StudyError) as refused:
        load_study("operations_club", [f"decompose={given}"])
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_one_pair_or_several_may_be_asked_for():
    one = load_study("operations_club", ["decompose=[nothing,no_cull]"])
    assert one.decompose == (("nothing", "no_cull"),)
    two = load_study("operations_club", ["decompose=[[nothing,no_cull],[no_rewards,no_cull],[nothing,no_cull]]"])
    assert two.decompose == (("nothing", "no_cull"), ("no_rewards", "no_cull"))
    assert load_study("operations_club").decompose == ()
