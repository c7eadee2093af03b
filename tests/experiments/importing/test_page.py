"""The page on one's own community says what the code does."""

from pathlib import Path

from clubsim.experiments.importing import discourse, git_log
from clubsim.experiments.importing.columns import TABLES
from clubsim.experiments.importing.formats import NAMES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "your_own_community.md").read_text(encoding="utf-8")


def test_the_page_names_every_format_and_every_table():
    assert [name for name in NAMES if f"`{name}`" not in PAGE] == []
    assert [table.file for table in TABLES if f"`{table.file}`" not in PAGE] == []


def test_the_command_for_git_and_the_query_for_discourse_are_those_of_the_readers():
    assert git_log.COMMAND in PAGE
    query = [line.removeprefix("    ") for line in str(discourse.__doc__).splitlines() if line.startswith("    ")]
    assert len(query) == 5 and "\n".join(query) in PAGE
