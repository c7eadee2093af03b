"""The generated tables: complete, and the page in docs/ as old as the code."""

import json

from clubsim.agents.parameters import World
from clubsim.agents.records import Feed, Members, Prospects, Today
from clubsim.experiments import tables_of_model
from clubsim.experiments.cli import main
from clubsim.sim.community import DAY


def test_the_page_in_the_documentation_is_current():
    page = tables_of_model.PAGE
    assert page.read_text(encoding="utf-8") == tables_of_model.page(), f"run: {tables_of_model.COMMAND}"


def test_every_parameter_stands_in_the_table_with_unit_range_and_a_word_for_its_source():
    rows = tables_of_model.parameter_rows()
    assert [row.name for row in rows] == list(World._fields)
    for row in rows:
        assert tables_of_model.source_word(row.source) in tables_of_model.SOURCES, row.name
        assert row.group and row.unit and row.low <= row.default <= row.high, row.name


def test_every_state_variable_stands_in_the_table():
    rows = tables_of_model.state_rows()
    for record in (Members, Prospects, Feed, Today):
        assert [row.name for row in rows if row.record == record.__name__] == list(record._fields)
    assert all(row.kind for row in rows)


def test_the_schedule_is_the_day_with_a_sentence_a_phase():
    steps = tables_of_model.schedule_rows()
    assert [step.name for step in steps] == [phase.__name__ for phase in DAY]
    assert all(step.what for step in steps)


def test_the_command_prints_the_tables(capsys):
    assert main(["parameters", "--json"]) == 0
    tables = json.loads(capsys.readouterr().out)
    assert {name: len(rows) > 7 for name, rows in tables.items()} == dict.fromkeys(
        ("parameters", "state", "schedule"), True
    )
    assert main(["parameters"]) == 0
    text = capsys.readouterr().out
    assert "visit_recency" in text and "tie_weight" in text and "order of a day" in text
