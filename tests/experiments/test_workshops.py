"""Workshops: what the dials do, what is said of it, and that the notebooks run; in a browser: a file of its own."""

import importlib
import re
import sys
from dataclasses import asdict, replace

import polars as pl
import pytest

from clubsim.agents.parameters import Spec, specifications
from clubsim.experiments.cli import main
from clubsim.experiments.figures import workshop as draw
from clubsim.experiments.figures.style import alternative_text
from clubsim.experiments.overrides import read_override
from clubsim.experiments.study import load_study
from clubsim.experiments.workshops import choosing, choosing_words, life, life_words, opening, showing
from clubsim.experiments.workshops.dials import Dial, label, of_policy, span

BEGUN = life.start()
SHORT = replace(BEGUN, days=70)


def difference(mean, low, high):
    return {"mean": mean, "low": low, "high": high}


# Dials.


@pytest.mark.parametrize("dial", [*life.dials().values(), *choosing.dials().values()], ids=lambda dial: dial.name)
def test_a_dial_shows_its_name_its_range_and_its_source(dial):
    shown = label(dial)
    assert dial.name in shown and span(dial.spec) in shown
    assert dial.spec.source.split(":")[0].split(" ")[0] in shown


def test_a_dial_of_the_world_begins_where_the_study_stands_and_stays_in_the_range_of_the_parameter():
    world = load_study(life.STUDY).scenario.world
    turned = {name: dial for name, dial in life.dials().items() if dial.name.startswith("world.")}
    assert len(turned) == 5
    for name, dial in turned.items():
        assert dial.start == getattr(world, name)
        assert dial.spec == specifications()[name][1]


def test_a_dial_outside_its_range_is_refused():
    with pytest.raises(ValueError, match="its steps go from 0 to 2, which is outside 0 to 1"):
        Dial(name="share", words="", steps=(0.0, 2.0), start=0.0, spec=Spec(0, 1, "share", "assumed"))


def test_a_dial_needs_a_field_with_a_range():
    with pytest.raises(ValueError, match="funded is no number with a range"):
        of_policy("reward/merchandise", "gifts", "funded", "", [0], 0)


# How communities live and die.


def test_the_command_line_that_is_shown_gives_the_world_that_was_run():
    one = replace(BEGUN, halflife=60.0, noise_share=0.4, novelty_form=3, silence_strength=2.0, days=98)
    study = load_study(life.STUDY, life.overrides(one))
    assert study.scenario == life.study_of(one).scenario
    assert study.days == 98
    assert life.overrides(BEGUN) == []


def test_newcomers_and_no_newcomers_are_other_channels():
    (channel,) = life.study_of(replace(BEGUN, flow=7.0)).scenario.channels
    assert channel.flow == 7.0
    nobody = life.live(replace(SHORT, flow=0.0))
    assert nobody.outcomes["recruited"] == 1000
    few, many = (life.live(replace(SHORT, flow=flow)).outcomes["recruited"] for flow in (1.0, 7.0))
    assert 1000 < few < many < 1000 + 70 * 7


def test_the_same_try_is_run_once_and_another_seed_is_another_life():
    assert life.live(SHORT) is life.live(replace(BEGUN, days=70))
    other = life.live(replace(SHORT, seed=2))
    assert not other.daily.equals(life.live(SHORT).daily)


@pytest.mark.parametrize(
    ("dial", "less", "more"),
    [("halflife", 10.0, 200.0), ("silence_strength", 3.0, 0.0), ("noise_share", 0.8, 0.0), ("reading_cost", 0.06, 0.0)],
)
def test_every_dial_moves_the_weekly_speakers(dial, less, more):
    few, many = (life.live(replace(SHORT, **{dial: value})) for value in (less, more))
    assert few.daily["weekly_speakers"][-1] < many.daily["weekly_speakers"][-1]


def test_a_group_to_which_nothing_stays_new_dies_and_one_to_which_all_does_lives_and_the_sentence_says_which():
    one = replace(BEGUN, flow=0.0, days=182)
    dead = life.live(replace(one, halflife=2.0, silence_strength=4.0, noise_share=0.9, reading_cost=0.06))
    alive = life.live(replace(one, novelty_form=0))
    assert life_words.fate(dead).startswith("**It died.** From day ")
    assert life_words.fate(alive).startswith("**It is alive on day 181:**")
    assert "died in 1 and was alive at the end in 1" in life_words.throws_said([dead, alive])


def test_a_group_just_under_the_bound_is_not_called_dead_yet():
    lived = life.live(SHORT)
    speakers = pl.Series([100] * 60 + [3] * 10, dtype=pl.Int32)
    quiet = replace(lived, daily=lived.daily.with_columns(weekly_speakers=speakers))
    assert "as good as dead on day 69, but not yet for 28 days" in life_words.fate(quiet)
    silent = replace(lived, daily=lived.daily.with_columns(weekly_speakers=pl.lit(0)))
    assert life_words.fate(silent).startswith("Nobody ever wrote")


def test_what_is_said_beside_the_beginning_changes_sides_with_the_runs():
    few, many = (life.live(replace(SHORT, halflife=halflife)) for halflife in (10.0, 200.0))
    assert "fewer** than with before" in life_words.against(few, many, "before")
    assert "more** than with before" in life_words.against(many, few, "before")
    assert life_words.against(few, few, "before") == "The dials stand as with before."
    assert "other luck" in life_words.against(few, replace(many, one=replace(many.one, seed=9)), "before")


@pytest.mark.parametrize(("expected", "said"), [(90, "too hopeful, by"), (0, "too gloomy, by")])
def test_an_expectation_is_held_against_the_run(expected, said):
    assert said in life_words.expected_said(life.live(replace(SHORT, halflife=40.0)), expected)


def test_the_numbers_in_the_sentences_are_those_of_the_run():
    lived = life.live(SHORT)
    came = lived.daily["weekly_speakers"]
    assert f"{came[-1]:,} members spoke in the last week" in life_words.fate(lived)
    share = lived.daily["noise"].sum() / lived.daily["messages"].sum()
    assert f"{share:.0%} of all" in life_words.noise_said(lived)
    assert f"{lived.daily['headcount'][-1]:,} still are" in life_words.membership_said(lived)
    assert life_words.stages_said(lived).endswith("to 69.")


def test_retention_pools_the_later_cohorts_and_keeps_the_first_day_apart():
    cohorts = pl.DataFrame(
        {
            "cohort": [0, 0, 5, 9, 5],
            "week": [0, 1, 0, 0, 1],
            "size": [100, 100, 10, 30, 10],
            "active": [80, 40, 5, 15, 1],
        }
    )
    shares = life.retention(cohorts)
    assert shares.filter(pl.col("group") == "first day")["share"].to_list() == [0.8, 0.4]
    assert shares.filter(pl.col("group") == "later")["share"].to_list() == [0.5, 0.1]
    assert shares.filter(pl.col("group") == "later")["size"].to_list() == [40, 10]


# Which policy would you choose.


def test_a_dial_at_zero_takes_its_policy_out_and_the_command_line_gives_the_arms_that_were_run():
    first, second = choosing.examples().values()
    words = re.findall(r"'([^']*)'", choosing.command_line(first, second, 4))
    typed = load_study(choosing.STUDY, words)
    ran = choosing.study_of(first, second)
    assert {name: list(arm.policies) for name, arm in typed.arms.items()} == {
        "nothing": ["recruitment"],
        "first": ["recruitment", "gate", "programme"],
        "second": ["recruitment", "cull", "programme"],
    }
    assert all(typed.arms[name].policies == ran.arms[name].policies for name in choosing.ARMS)
    assert choosing.study_of(choosing.NONE, second).arm("first").policies == typed.arm("nothing").policies


def test_every_dial_of_a_choice_reaches_its_policy():
    for field, dial in choosing.dials().items():
        slot, what = dial.name.split(".")
        policies = (
            choosing.study_of(replace(choosing.NONE, **{field: dial.steps[-1]}), choosing.NONE).arm("first").policies
        )
        assert getattr(policies[slot], what) == dial.steps[-1]


@pytest.fixture(scope="module")
def compared():
    return choosing.compare(replace(choosing.NONE, fee=200.0), choosing.NONE, 3)


def test_two_groups_that_do_nothing_have_the_very_run_of_the_arm_that_does_nothing(compared):
    same = compared.against.filter(pl.col("arm") == "second")
    assert same["mean"].drop_nulls().abs().max() == 0
    assert "Between **second** and **nothing** there is no difference in any of 3 throws." in choosing_words.verdict(
        compared
    )


def test_all_arms_meet_the_same_people(compared):
    joined = {arm: choosing_words.row_of(compared.summary, arm, "revenue")["mean"] for arm in choosing.ARMS}
    assert joined["first"] > 0 == joined["nothing"] == joined["second"]
    knocked = {
        choosing.run(choice, 0).outcomes["knocked"] for choice in (choosing.NONE, replace(choosing.NONE, fee=200.0))
    }
    assert len(knocked) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (difference(5.0, 2.0, 8.0), "**First** has 2.0 to 8.0 **more** members"),
        (difference(-5.0, -8.0, -2.0), "**First** has 2.0 to 8.0 **fewer** members"),
        (difference(1.0, -2.0, 4.0), "nothing can be told: from 2.0 fewer to 4.0 more members"),
        (difference(1.0, 0.0, 4.0), "nothing can be told"),
        (difference(0.0, 0.0, 0.0), "there is no difference in any of 4 throws"),
        (difference(None, None, None), "nothing can be told: there are too few throws"),
        (difference(1.0, None, None), "nothing can be told: there are too few throws"),
    ],
)
def test_the_verdict_changes_sides_with_the_difference_and_is_none_where_luck_reaches_both(row, said):
    assert said in choosing_words.told(row, "first", "nothing", 4)


def test_denominators_that_disagree_are_told_apart(compared):
    said = choosing_words.denominators(compared, "first")
    signs = {
        outcome: choosing_words.sign(choosing_words.row_of(compared.against, "first", outcome))
        for outcome in choosing.DENOMINATORS
    }
    assert signs[choosing.MAIN] == "fewer speak"
    assert ("depends on whom you count" in said) == (len(set(signs.values())) > 1)
    turned = replace(compared, against=compared.against.with_columns(low=pl.lit(1.0), high=pl.lit(2.0)))
    assert "the same by all three denominators: more speak" in choosing_words.denominators(turned, "first")
    assert "the same by all three denominators: as many speak" in choosing_words.denominators(compared, "second")


def test_who_gains_is_told_only_where_both_ways_of_picking_agree(compared):
    def with_intervals(control, arm):
        low, high = (
            pl.when(pl.col("picked_in") == "control").then(pl.lit(c)).otherwise(pl.lit(a))
            for c, a in zip(control, arm, strict=True)
        )
        return replace(compared, segments=compared.segments.with_columns(low=low, high=high, people=pl.lit(50.0)))

    assert "gain: newcomers" in choosing_words.winners(with_intervals((1.0, 2.0), (1.0, 2.0)), "first")
    assert "lose: newcomers" in choosing_words.winners(with_intervals((-2.0, -1.0), (-2.0, -1.0)), "first")
    assert "no answer: newcomers" in choosing_words.winners(with_intervals((1.0, 2.0), (-2.0, -1.0)), "first")
    nobody = replace(compared, segments=compared.segments.with_columns(people=pl.lit(1.0)))
    assert "no kind of member is large enough" in choosing_words.winners(nobody, "first")


def test_the_table_has_an_outcome_a_row_and_says_where_luck_alone_may_make_a_difference(compared):
    rows = choosing_words.outcome_rows(compared)
    assert [len(row) for row in rows] == [7] * len(choosing.SHOWN)
    assert choosing_words.interval(difference(1.0, -1.0, 3.0)).endswith(", untold")
    assert choosing_words.interval(difference(0.0, 0.0, 0.0)) == "the same"
    assert choosing_words.interval(difference(None, None, None)) == "–"
    assert rows[0][0] == "weekly speakers" and rows[0][5] == "the same"


# Pictures and pages.


def test_pictures_carry_words_with_the_numbers_of_the_run(compared):
    lived = life.live(SHORT)
    curve = draw.life_curve(lived.daily, lived.stages, lived.daily)
    assert str(lived.daily["weekly_speakers"].max()) in alternative_text(curve)
    weeks = draw.weeks_since_joining(life.retention(lived.cohorts))
    assert "joined on the first day: " in alternative_text(weeks)
    arms = draw.speakers_of_arms(compared.daily)
    assert alternative_text(arms).count("at the end") == 3
    three = draw.three_denominators(choosing.in_percent(compared), choosing.DENOMINATORS)
    assert "per admitted, first: " in alternative_text(three)
    for figure in (curve, weeks, arms, three, draw.messages_and_noise(lived.daily)):
        (axes,) = figure.axes
        assert axes.get_xlabel() and axes.get_title(loc="left")


def test_half_of_the_new_is_gone_on_the_picture_when_it_says_so():
    figure = draw.novelty_curves(halflife=10.0, floor=0.0, shape=0.5, form=1, daily_exposure=1.0, days=10)
    assert "50% of the new is left" in alternative_text(figure)


def test_a_picture_stands_in_the_page_itself_and_a_table_escapes_its_words():
    shown = showing.picture(draw.novelty_curves(10.0, 0.0, 0.5, 1, 1.0, 50))
    assert shown.startswith('<img alt="Novelty curve') and "data:image/svg+xml;base64," in shown
    assert "http" not in shown
    assert "<td>&lt;b&gt;</td>" in showing.table("", ("", "a"), [["x", "<b>"]])


# The notebooks and the command.


@pytest.mark.parametrize("name", opening.NOTEBOOKS)
def test_a_notebook_runs_as_a_script_and_shows_pictures_and_computed_sentences(name):
    pytest.importorskip("marimo", reason="the notebooks need marimo: pip install 'clubsim[workshop]'")
    notebook = importlib.import_module(f"clubsim.experiments.workshops.{name}")
    outputs, _ = notebook.app.run()
    shown = " ".join(output.text for output in outputs if output is not None and hasattr(output, "text"))
    assert len(re.findall(r"<img alt=\"[^\"]{20,}\" src=\"data:", shown)) == (4 if name.startswith("how") else 2)
    if name.startswith("how"):
        assert f"{life.live(BEGUN).daily['weekly_speakers'][-1]:,} members spoke in the last week" in shown
        assert "clubsim run workshop_life --seed 1" in shown
    else:
        assert "throws)." in shown and "<caption>" in shown
        assert "clubsim compare workshop_choice" in shown


def test_the_command_lists_the_notebooks(capsys):
    assert main(["workshop"]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in opening.NOTEBOOKS)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["wich"], "unknown workshop 'wich'; known: how_communities_live_and_die, which_policy_would_you_choose"),
        (["how", "--port", "80"], "--port is a number from 1024 to 65535, not 80"),
    ],
)
def test_a_wrong_word_ends_in_one_sentence(words, said, capsys):
    assert main(["workshop", *words]) == 2
    assert said in capsys.readouterr().err


def test_without_marimo_the_command_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "marimo", None)
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    assert main(["workshop", "how"]) == 2
    assert "pip install 'clubsim[workshop]'" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said_so(capsys):
    import socket

    with socket.socket() as mine:
        mine.bind((opening.LOOPBACK, 0))
        mine.listen()
        port = mine.getsockname()[1]
        assert main(["workshop", "how", "--port", str(port)]) == 2
    assert f"--port {port} is taken" in capsys.readouterr().err


def test_the_server_listens_on_loopback_alone_and_asks_nobody_for_updates():
    file = opening.notebook("how")
    used, edited = opening.command(file, False, 2718, False), opening.command(file, True, None, True)
    for words in (used, edited):
        assert words[words.index("--host") + 1] == "127.0.0.1"
    assert "run" in used and used[-3:] == ["--port", "2718", "--headless"]
    assert "--skip-update-check" in edited and "--headless" not in edited


def test_to_edit_is_to_edit_a_copy_and_what_is_there_is_kept(tmp_path):
    file = opening.notebook("which")
    mine = opening.own_copy(file, tmp_path)
    assert mine.parent == tmp_path and mine.read_bytes() == file.read_bytes()
    mine.write_text("changed", encoding="utf-8")
    assert opening.own_copy(file, tmp_path).read_text(encoding="utf-8") == "changed"


def test_the_first_words_of_a_choice_name_what_was_set():
    first = choosing.examples()["first"]
    assert choosing_words.chosen("first", first).startswith("**First**: Fee at the door 100 [yuan]; ")
    assert choosing_words.chosen("second", choosing.NONE) == "**Second**: nothing."
    assert read_override(choosing.override("first", first)).value["gate"] == {"price": 100}
    assert set(asdict(first)) == set(choosing.dials())


def test_an_answer_is_shown_after_two_throws_and_after_all():
    assert choosing.growing(2) == [2]
    assert choosing.growing(4) == [2, 4]
    assert choosing.growing(20) == [2, 4, 8, 16, 20]


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (0.125, "0.12"), (-4.2, "−4.2"), (65949.7, "65,950"), (None, "–")]
)
def test_a_number_has_the_digits_that_say_something(value, shown):
    assert choosing_words.number(value) == shown
