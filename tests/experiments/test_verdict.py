"""A verdict is computed: other data, another side; and where the interval spans 0 it says that nothing can be told."""

import numpy as np
import polars as pl
import pytest

from clubsim.experiments.comparison import compare
from clubsim.experiments.decomposition import PARTS
from clubsim.experiments.figures.tornado import ends_of, widest_first
from clubsim.experiments.hinges import turning
from clubsim.experiments.report.losers import who_gains_and_loses
from clubsim.experiments.report.standing import best_sentences
from clubsim.experiments.report.turns import what_it_hangs_on
from clubsim.experiments.report.verdict import SHARE, SPEAKING, STILL_IN, Evidence, in_one_word, verdicts
from clubsim.experiments.wording import in_language

OUTCOMES = {SPEAKING: 200.0, STILL_IN: 300.0, SHARE: 0.6, "revenue": 30000.0, "spent": 2000.0, "hours": 300.0}
SIZES = {SPEAKING: 50.0, STILL_IN: 60.0, SHARE: 0.09, "revenue": 5000.0, "spent": 400.0, "hours": 30.0}


def runs_of(effect, seeds=20, noise=0.02, sets=()):
    """Runs of “free” and “fee”: the fee adds `effect` times SIZES; in each set of an ensemble, its own effect."""
    rng = np.random.default_rng(7)
    rows = []
    for number, size in [(-1, effect), *enumerate(sets)]:
        for seed in range(seeds if number < 0 else 2):
            base = {name: value * (1 + noise * rng.normal()) for name, value in OUTCOMES.items()}
            change = {name: value * (size + noise * rng.normal()) for name, value in SIZES.items()}
            rows.append({"arm": "free", "set": number, "seed": seed, **base})
            rows.append({"arm": "fee", "set": number, "seed": seed, **{k: v + change[k] for k, v in base.items()}})
    return pl.DataFrame(rows)


def evidence(effect, **given):
    further = {key: given.pop(key) for key in ("parts", "hinges") if key in given}
    return Evidence(compare(runs_of(effect, **given), "free"), 90, **further)


def verdict(effect, **given):
    (found,) = verdicts(evidence(effect, **given))
    return found


def parts_of(who, what):
    rows = [
        {"arm": "fee", "against": "free", "outcome": name, "part": part, "mean": mean * scale, "n": 10}
        for name, scale in ((SPEAKING, 1.0), (SHARE, 0.01))
        for part, mean in zip(PARTS, (who + what, who, what), strict=True)
    ]
    return pl.DataFrame(rows)


def test_fewer_speaking_weekly_is_said_with_its_interval_and_denominator():
    row = evidence(-1).difference("fee", SPEAKING)
    assert verdict(-1).on("main").text == (
        f"Of 1,000 who knocked, “fee” leaves {-row['high']:.0f} to {-row['low']:.0f} fewer speaking weekly on day 90 "
        "than “free” (95 % interval over 20 seeds)."
    )
    assert -row["high"] == pytest.approx(50, abs=2)


@pytest.mark.parametrize(
    ("about", "down", "up"),
    [
        ("main", "fewer speaking weekly", "more speaking weekly"),
        ("sets", "fewer in 100 % of all", "more in 100 % of all"),
        ("still in", "fewer are still in", "more are still in"),
        ("share", "less likely to speak", "likelier to speak"),
        ("money", "yuan less in fees", "yuan more in fees"),
        ("money", "yuan less spent", "yuan more spent"),
        ("money", "hours less of", "hours more of"),
    ],
)
def test_a_sentence_changes_sides_with_the_data(about, down, up):
    lower, higher = (verdict(effect, sets=[effect] * 12).on(about).text for effect in (-1, 1))
    assert down in lower and up not in lower
    assert up in higher and down not in higher


def test_every_side_is_turned_by_turned_data():
    lower, higher = (verdict(effect, sets=[effect] * 12) for effect in (-1, 1))
    assert [-sentence.side for sentence in lower.sentences] == [sentence.side for sentence in higher.sentences]
    assert (lower.side, higher.side) == (-1, 1)
    assert {sentence.about for sentence in lower.sentences if sentence.side} == {"main", "sets", "still in", "share"}


@pytest.mark.parametrize("about", ["main", "still in", "share", "money"])
def test_where_the_interval_spans_zero_nothing_is_said_to_differ(about):
    found = verdict(0, noise=0.2)
    sentence = found.on(about)
    assert sentence.side == 0 == found.side
    assert "cannot be told" in sentence.text or "no difference is told" in sentence.text


def test_an_interval_that_spans_zero_is_shown_with_its_signs():
    row = evidence(0, noise=0.2).difference("fee", SPEAKING)
    assert row["low"] < 0 < row["high"]
    assert f"−{-row['low']:.1f} to +{row['high']:.1f}" in verdict(0, noise=0.2).on("main").text


def test_three_seeds_cannot_tell_what_chance_could_have_done():
    found = verdict(-1, seeds=3)
    assert found.side == 0
    assert "from 3 seeds" in found.on("main").text and "p = 0.25" in found.on("main").text


def test_one_seed_tells_nothing():
    assert "cannot be told from one seed" in verdict(-1, seeds=1).on("main").text


def test_an_arm_that_does_nothing_leaves_exactly_as_many():
    found = verdict(0, noise=0.0)
    assert "exactly as many" in found.on("main").text
    assert in_one_word(found, evidence(0, noise=0.0)) == "the same"


def test_there_is_no_verdict_where_the_sets_of_assumptions_disagree():
    found = evidence(-1, sets=[-1.0, -0.5, 0.5, 1.0] * 3)
    (told,) = verdicts(found)
    assert (told.side, told.on("main").side) == (0, -1)
    assert "hangs on the assumptions: no verdict" in told.on("sets").text
    assert in_one_word(told, found) == "hangs on the assumptions"


def test_there_is_no_verdict_against_the_sets_of_assumptions():
    told = verdict(-1, sets=[1.0] * 12)
    assert told.side == 0
    assert "no verdict" in told.on("sets").text


def test_without_an_ensemble_it_is_said_that_this_is_luck_alone():
    assert verdict(-1).on("sets").text == "What is assumed was not varied: this is luck alone."


def test_of_a_share_that_moves_with_its_base_this_is_said():
    assert "also moves because its base does" in verdict(1).on("share").text
    still = runs_of(1).with_columns(pl.col(STILL_IN).mean())
    alone = verdicts(Evidence(compare(still, "free"), 90))[0]
    assert alone.on("share").text.endswith("to speak in a week.")


def test_the_parts_of_a_difference_are_said_where_it_was_split_and_told():
    told = verdict(1, parts=parts_of(who=40.0, what=-6.0))
    assert "+40 is who gets in and −6.0 is what people do" in told.on("parts").text
    assert ", of which +40 are who got in" in told.on("share").text
    assert verdict(0, noise=0.2, parts=parts_of(who=1.0, what=-1.0)).on("parts") is None


def segments(control, arm, people=40.0):
    rows = [
        {"arm": "fee", "segment": kind, "picked_in": way, "measure": "still_in", "people": size, "low": low, "high": up}
        for kind, way, size, (low, up) in [
            ("newcomers", "control", people, control),
            ("newcomers", "arm", people, arm),
            ("only_in_arm", "control", 12.0, (None, None)),
            ("only_in_control", "control", 30.0, (None, None)),
        ]
    ]
    return pl.DataFrame(rows)


@pytest.mark.parametrize(
    ("control", "arm", "said"),
    [
        ((0.1, 0.2), (0.05, 0.1), "Who gains: newcomers (10 to 20 of 100 more are still in)."),
        ((-0.2, -0.1), (-0.1, -0.05), "Who loses: newcomers (10 to 20 of 100 fewer are still in)."),
        ((-0.2, -0.1), (0.05, 0.1), "Not told: newcomers."),
        ((-0.2, 0.1), (0.05, 0.1), "Not told: newcomers."),
    ],
)
def test_who_loses_is_said_only_where_both_ways_of_picking_agree(control, arm, said):
    assert who_gains_and_loses("fee", segments(control, arm)).startswith(said)


def test_of_a_handful_nothing_is_said_and_who_gets_in_at_all_is():
    said = who_gains_and_loses("fee", segments((0.1, 0.2), (0.1, 0.2), people=2.0))
    assert said == "It lets in 12 whom the control keeps out, and keeps out 30 whom the control lets in (a run)."


def effects(intervals):
    rows = [
        {"arm": "fee", "parameter": "willingness_enthusiasm", "value": value, "own": 0.3, "n": 6}
        | {"mean": (low + high) / 2, "low": low, "high": high}
        for value, (low, high) in zip((0.0, 0.2, 0.4, 0.6), intervals, strict=True)
    ]
    return pl.DataFrame(rows)


UP, DOWN, OPEN = (5.0, 15.0), (-15.0, -5.0), (-5.0, 5.0)


@pytest.mark.parametrize(
    ("intervals", "kind", "ends", "at"),
    [
        ([UP] * 4, "holds", (None, None), None),
        ([UP, UP, DOWN, DOWN], "turns", (0.2, 0.4), 0.3),
        ([UP, OPEN, OPEN, DOWN], "turns", (0.0, 0.6), 0.2),
        ([UP, UP, OPEN, OPEN], "fades", (0.2, 0.4), None),
        ([OPEN, UP, UP, UP], "fades", (0.2, 0.0), None),
        ([UP, OPEN, UP, UP], "holds", (None, None), None),
        ([OPEN] * 4, "untold", (None, None), None),
    ],
)
def test_what_becomes_of_a_difference_over_an_assumption_is_read_off_its_intervals(intervals, kind, ends, at):
    (row,) = turning(effects(intervals)).to_dicts()
    assert (row["verdict"], (row["from_value"], row["to_value"])) == (kind, ends)
    assert row["at"] == (None if at is None else pytest.approx(at))


def test_what_a_verdict_hangs_on_is_said_with_the_word_for_its_source():
    words = {"willingness_enthusiasm": "how far willingness to pay goes with enthusiasm"}
    turned = what_it_hangs_on("fee", turning(effects([UP, UP, DOWN, DOWN])), words, 1)
    assert turned == (
        "It turns once “how far willingness to pay goes with enthusiasm” passes about 0.3 (told to lie on the one side "
        "at 0.2, on the other at 0.4; here 0.3, assumed)."
    )
    assert "no longer told with “willingness_enthusiasm” at 0.4" in what_it_hangs_on(
        "fee", turning(effects([UP, UP, OPEN, OPEN])), {}, 1
    )
    assert "keeps its sign" in what_it_hangs_on("fee", turning(effects([UP] * 4)), words, 1)
    assert what_it_hangs_on("fee", turning(effects([UP] * 4)), words, 0) == ""
    assert what_it_hangs_on("fee", None, words, 1) == "No assumption was tried alone over its range."


@pytest.mark.parametrize(("effect", "best"), [(1, "fee"), (-1, "free")])
def test_which_is_best_is_read_off_the_ensemble(effect, best):
    said = best_sentences(compare(runs_of(effect, sets=[effect] * 12), "free"), [SPEAKING])
    assert said == [f"Counted by weekly speakers per 1,000 who knocked, “{best}” does best in 100 % of 12 sets of "
                    "assumptions."]  # fmt: skip


def test_none_is_best_where_the_sets_disagree():
    (said,) = best_sentences(compare(runs_of(1, sets=[1.0, -1.0] * 6), "free"), [SPEAKING])
    assert "none does best throughout" in said and "“fee” 50 %" in said and "“free” 50 %" in said


def test_a_verdict_in_chinese_has_the_same_sides_and_other_words():
    english = verdict(-1, sets=[-1.0] * 12)
    with in_language("zh"):
        chinese = verdict(-1, sets=[-1.0] * 12)
    assert [one.side for one in english.sentences] == [one.side for one in chinese.sentences]
    assert "少留下" in chinese.on("main").text and "多留下" not in chinese.on("main").text


def test_a_tornado_has_the_differences_at_both_ends_and_the_widest_assumption_first():
    near = effects([UP, UP, UP, (8.0, 14.0)])
    far = effects([UP, UP, DOWN, DOWN]).with_columns(parameter=pl.lit("halflife"))
    ends = ends_of(pl.concat([near, far]))
    assert widest_first(ends) == ["halflife", "willingness_enthusiasm"]
    assert ends.filter(pl.col("parameter") == "halflife").row(0, named=True) == {
        **{"arm": "fee", "parameter": "halflife", "at_low": 10.0, "at_high": -10.0, "at_own": 10.0},
        **{"low": 0.0, "high": 0.6},
    }
