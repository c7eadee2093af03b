"""`clubsim validate`: what is simulated, measured and judged, and the null models beside it."""

import json
from dataclasses import replace

import pytest

from clubsim.agents.parameters import World, specifications, world_of
from clubsim.experiments import power, validate, validation
from clubsim.experiments.cli import main
from clubsim.experiments.errors import StudyError
from clubsim.experiments.patterns.bands import BANDS, COMMUNITIES
from clubsim.experiments.patterns.value import PatternValue
from clubsim.experiments.posting import (
    PRESETS,
    Posting,
    Seen,
    Sighting,
    load_posting,
    see,
    simulated_log,
)
from clubsim.sim.world import Scenario

SMALL = """
# A list of posts, small and short.
name: small
start: 2007-01-01
validation: {type: list, years: 1}
world: {check_ins: 0, visit_novelty: 0, visit_habit: 0, visit_belonging: 0, silence_strength: 0, visit_cap: 1.0,
  first_day: 1.0, leave_base: -30.0, leave_attachment: 0, talk_mean: 10.0, talk_sd: 0, further_messages: 0.3,
  visit_mean: -2.0, visit_recency: -0.4, dropout_a: 0.7, dropout_b: 2.7, dropout_first: 0.4}
channels: [{name: anyone, flow: 1.0}]
"""


@pytest.fixture
def small(tmp_path):
    """The path of a scenario that can be validated in a second."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def showing(**values):
    """What a log would show whose patterns have these values and the others none; spaces of names are written _."""
    given = {name.replace("_", " "): value for name, value in values.items()}
    assert set(given) <= {band.name for band in BANDS}
    rows = [
        PatternValue(pattern=band.pattern, name=band.name, value=given.get(band.name), unit="", definition="")
        for band in BANDS
    ]
    return Seen(label="", seed=0, members=10, posts=100, days=365, values=tuple(rows))


def row_of(result, name):
    (row,) = [row for row in result.rows if row.judged.name == name]
    return row


def a_list(small):
    return replace(load_posting(str(small)), name="mailing_list")


def test_a_scenario_says_its_type_and_length(small):
    posting = load_posting(str(small))
    assert (posting.name, posting.type, posting.days) == ("small", "list", 365)
    assert posting.scenario.world.visit_recency == -0.4


@pytest.mark.parametrize(
    ("instead", "words"),
    [
        ("", "does not say what to hold it against; write validation: {type: list, years: 10}"),
        ("validation: {type: lists, years: 1}", "unknown validation.type 'lists'; did you mean 'list'?"),
        ("validation: {type: list, years: 0.2}", "validation.years is from 0.25 to 50, not 0.2"),
        ("validation: {type: list}", "validation.years is a number, not null"),
        ("validation: {type: list, year: 1}", "unknown key of validation 'year'; did you mean 'years'?"),
    ],
)
def test_a_scenario_that_cannot_be_held_against_anything_is_one_sentence(small, capsys, instead, words):
    small.write_text(SMALL.replace("validation: {type: list, years: 1}", instead), encoding="utf-8")
    assert main(["validate", str(small)]) == 2
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1


def test_half_a_year_is_enough_and_what_needs_a_year_is_not_measured(small, capsys):
    small.write_text(SMALL.replace("years: 1}", "years: 0.5}"), encoding="utf-8")
    assert main(["validate", str(small), "--seeds", "1", "--workers", "1", "--quiet", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    unseen = {row["name"]: row["value"] for row in told["patterns"] if row["inside"] is None}
    late = {"kept to day 365", "return after 30 silent days", "posts lost at 365 days", "surge and survival"}
    assert late <= set(unseen) and set(unseen.values()) == {None}
    assert "Gini" not in unseen and told["years"] == 0.5


def test_a_wrong_name_is_said_with_the_nearest_right_one():
    with pytest.raises(StudyError, match="unknown scenario 'operation_club'; did you mean 'operations_club'"):
        load_posting("operation_club")
    with pytest.raises(StudyError, match="operations_club does not say what to hold it against"):
        load_posting("operations_club")


def test_a_simulated_log_holds_posts_alone_with_hour_and_thread(small):
    posting = load_posting(str(small))
    task = Sighting(label="small", scenario=posting.scenario, type="list", days=120, seed=3)
    community, log = simulated_log(task)
    assert set(log["kind"].cast(str).unique()) == {"message", "reply"}
    assert log.height == community.counters.series("messages").sum() > 100
    assert log["day"].max() <= 119
    assert not log["hour"].null_count() and log["thread"].min() >= 0


def test_a_run_that_writes_too_much_is_given_up(small):
    posting = load_posting(str(small))
    task = Sighting(label="x", scenario=posting.scenario, type="list", days=365, seed=3, most_posts=50)
    seen = see(task)
    assert seen.values == () and seen.posts > 50 and seen.days < 365


def test_the_command_measures_every_pattern_and_says_what_lies_outside(small, capsys):
    given = ["validate", str(small), "--seeds", "2", "--workers", "1", "--quiet"]
    assert main([*given, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in told["patterns"]] == [band.name for band in BANDS]
    assert (told["type"], told["seeds"], told["years"]) == ("list", 2, 1)
    verdicts = [row["inside"] for row in told["patterns"]]
    assert told["tally"]["inside"] == verdicts.count(True) > 5
    assert told["tally"]["checks"] == len(verdicts) - verdicts.count(None)
    gini = next(row for row in told["patterns"] if row["name"] == "Gini")
    assert gini["sd"] > 0 and gini["seeds_measured"] == 2
    assert gini["real"] == {"r-sig-geo": 0.75, "r-devel": 0.83, "r-help": 0.81}
    assert main(given) == 0
    text = capsys.readouterr().out
    assert "OUTSIDE" in text and "social pull" in text and "lean-zulip" in text
    assert f"{told['tally']['inside']} of {told['tally']['checks']} checks inside" in text


def test_quick_is_short_and_says_that_it_is_no_verdict(small):
    posting = replace(load_posting(str(small)), years=9.0)
    asked = []

    def stand_in(function, tasks, workers, quiet):
        asked.extend(tasks)
        return [showing() for _ in tasks]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "side_by_side", stand_in)
        (result,) = validation.validate([posting], seeds=5, quick=True)
    assert [task.days for task in asked] == [round(3 * 365.25)]
    assert "no verdict" in result.notes[0]


def test_the_verdict_is_of_the_mean_and_the_seeds_inside_are_counted(small):
    low, high = next(band for band in BANDS if band.name == "Gini").of("list")
    width = high - low
    seen = [showing(Gini=low + 0.1 * width), showing(Gini=low - 0.05 * width), showing()]
    row = row_of(validation.held_against(a_list(small), seen), "Gini")
    assert row.judged.value == pytest.approx(low + 0.025 * width)
    assert (row.judged.inside, row.measured, row.inside) == (True, 2, 1)
    assert row.sd == pytest.approx(0.15 * width / 2**0.5)
    below = row_of(validation.held_against(a_list(small), [showing(Gini=low - 0.01)]), "Gini")
    assert below.judged.inside is False and below.sd is None


def test_what_is_outside_and_what_was_not_seen_is_printed_so(small):
    result = validation.held_against(a_list(small), [showing(Gini=0.1, stickiness=0.07)])
    text = "\n".join(part for part in validate.as_text([result]) if isinstance(part, str))
    assert "1 of 2 checks inside" in text and "outside: V3 Gini" in text
    assert "not measured: top 1%" in text


def test_a_community_in_which_nobody_posts_is_measured_as_nothing(small):
    silent = Seen(label="", seed=0, members=0, posts=0, days=365, values=())
    result = validation.held_against(a_list(small), [silent])
    assert result.tally.checks == 0 and len(result.rows) == len(BANDS)


# Null models.


def three():
    """Presets that differ in two parameters."""
    return [world_of(visit_sd=sd, visit_recency=recency) for sd, recency in ((1.0, -0.5), (1.4, -0.3), (1.2, -0.1))]


def test_parameters_are_drawn_around_those_in_which_the_presets_differ():
    spans = power.spans(three())
    assert {name: pytest.approx(span) for name, span in spans.items()} == {
        "visit_sd": (0.9, 1.5),
        "visit_recency": (-0.6, 0.0),
    }
    known = specifications()
    worlds = [power.drawn(three()[0], spans, (0, k)) for k in range(50)]
    assert len({world.visit_sd for world in worlds}) == 50
    for name in World._fields:
        low, high = spans.get(name, (getattr(three()[0], name),) * 2)
        assert all(low <= getattr(world, name) <= high for world in worlds)
        assert known[name][1].low <= low


def test_in_the_null_of_drop_out_alone_members_differ_in_nothing_else():
    world = power.sbg_only(world_of(visit_mean=-3.0, visit_sd=1.2, visit_recency=-0.4, dropout_a=0.7, answer_back=0.5))
    assert world.visit_mean == pytest.approx(-3.0 + 1.2**2 / 2)
    assert (world.visit_sd, world.visit_recency, world.answer_back, world.attention_shape) == (0, 0, 0, 1)
    assert world.dropout_a == 0.7


def test_in_the_null_of_attachment_drop_out_is_the_same_for_all_and_as_likely_on_average():
    world = power.attachment_only(world_of(dropout_a=0.7, dropout_b=2.1))
    assert world.dropout_a / (world.dropout_a + world.dropout_b) == pytest.approx(0.25)
    assert world.dropout_a > 40
    assert (world.popularity, world.partner_share) == (1, 0)


def test_power_counts_the_models_inside_and_a_model_that_shows_nothing_lies_outside():
    nulls = [
        power.Null(type="list", null=power.RANDOM, draw=k, values={"Gini": value})
        for k, value in enumerate((0.7, 0.8, 0.95, None))
    ]
    nulls.append(power.Null(type="qa", null=power.RANDOM, draw=0, values={"Gini": 0.8}))
    found = power.power_of(nulls, "list", "Gini", (0.7, 0.9))
    assert found == {power.SBG: (0, 0), power.ATTACHMENT: (0, 0), power.RANDOM: (2, 4)}


def test_a_draw_that_ran_away_is_drawn_again_and_counted(small, monkeypatch):
    posting = a_list(small)
    calls = []

    def stand_in(function, tasks, workers, quiet):
        calls.append(tasks)
        none = [replace(showing(), values=()) for _ in tasks]
        return none if len(calls) == 1 else [showing(Gini=0.5) for _ in tasks]

    monkeypatch.setattr(power, "side_by_side", stand_in)
    nulls, ran_away = power.measured([posting], draws=2, seeds=1, workers=1, quiet=True)
    assert (len(nulls), ran_away) == (4, 4)
    assert {one.null for one in nulls} == set(power.NULLS)
    assert [task.seed for task in calls[0]] == [task.seed for task in calls[1]]


def test_a_table_is_read_as_it_was_written(small, tmp_path):
    posting = a_list(small)
    nulls = [power.Null(type="list", null=power.SBG, draw=1, values={"Gini": 0.123456789, "logit, recency": -0.5})]
    power.write_table(tmp_path / "power.csv", nulls, [posting], ran_away=3)
    made_for, (one,) = power.read_table(tmp_path / "power.csv")
    assert made_for == power.digest_of([posting])
    assert (one.type, one.null, one.draw) == ("list", power.SBG, 1)
    assert one.values["Gini"] == 0.12346 and one.values["logit, recency"] == -0.5 and one.values["top 1%"] is None
    assert "3 draws" in (tmp_path / "power.csv").read_text(encoding="utf-8")


def test_the_shipped_table_has_every_type_and_every_pattern():
    made_for, nulls = power.read_table()
    assert len(made_for) == 16
    for kind in ("list", "qa", "chat"):
        counted = [one.null for one in nulls if one.type == kind]
        assert counted.count(power.SBG) == counted.count(power.ATTACHMENT) == power.SEEDS
        assert counted.count(power.RANDOM) >= 12
    assert set(nulls[0].values) == {band.name for band in BANDS}
    inside = [power.power_of(nulls, "list", band.name, band.of("list"))[power.SBG] for band in BANDS]
    assert 0 < sum(part for part, _ in inside) < sum(whole for _, whole in inside)


def test_the_shipped_table_was_made_for_the_presets_as_they_are():
    made_for, _ = power.read_table()
    assert made_for == power.digest_of(load_posting(name) for name in PRESETS), f"run: {power.COMMAND}"


def test_the_digest_of_presets_sees_a_number_changed(small):
    posting = a_list(small)
    other = Posting(
        name=posting.name,
        type=posting.type,
        years=posting.years,
        scenario=Scenario(
            name="small",
            start=posting.scenario.start,
            world=posting.scenario.world._replace(visit_mean=-2.1),
            channels=posting.scenario.channels,
        ),
    )
    assert power.digest_of([posting]) != power.digest_of([other])


def test_real_values_stand_beside_every_slope():
    known = {band.name: band.real for band in BANDS}
    for name in validation.FIVE:
        assert set(known[name]) <= set(COMMUNITIES) and len(known[name]) >= 5
