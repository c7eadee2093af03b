"""docs/odd.md beside the code: every file of behaviour stands on it, and nothing that is gone."""

import re
from pathlib import Path

from clubsim.sim.community import DAY

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`(\w+\.py)`", TEXT))


def files(folder):
    return {file.name for file in (ROOT / folder).glob("*.py")}


def test_every_file_of_behaviour_is_named():
    assert files("agents") - {"__init__.py"} <= NAMED


def test_every_file_that_is_named_is_there():
    assert files("agents") | files("sim") >= NAMED


def test_the_day_has_the_phases_that_are_told_in_their_order():
    schedule = TEXT.partition("## 3. ")[2].partition("\n## ")[0]
    assert re.findall(r"^\d\. `(\w+)`", schedule, re.MULTILINE) == [phase.__name__ for phase in DAY]
