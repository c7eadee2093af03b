"""Languages: every text that is said exists in each of them, with the same places, and none is left over."""

import ast
from pathlib import Path
from string import Formatter

import pytest
import yaml

import clubsim.experiments
from clubsim.experiments.composing import CONFIGS
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.wording import ENGLISH, NAMES, in_language, language, say, wordings
from clubsim.policies.catalogue import catalogue

OTHERS = [code for code in NAMES if code != ENGLISH]
SOURCES = sorted(Path(str(clubsim.experiments.__file__)).parent.rglob("*.py"))


def literals() -> set[str]:
    """Every literal that is given to `say`."""
    calls = [
        node
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args
    ]
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def strings() -> set[str]:
    """Every string in the code of experiments, said directly or by a name, and those that outcomes put together."""
    found = {
        node.value
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return found | of_outcomes() | of_studies() | of_policies()


def of_outcomes() -> set[str]:
    return {text for one in OUTCOMES.values() for text in (one.label, one.unit, one.denominator)} - {"-"}


def of_policies() -> set[str]:
    """What our own policies do, and on what evidence."""
    return {text for row in catalogue() if row.name.partition("/")[0] != "thanks" for text in (row.what, row.strength)}


def of_studies() -> set[str]:
    """What the studies that come with the program say, and the names of their arms as readers see them."""
    found: set[str] = set()
    for file in [*(CONFIGS / "experiment").glob("*.yaml"), CONFIGS / "evidence" / "weak.yaml"]:
        found |= set(_leaves(yaml.safe_load(file.read_text(encoding="utf-8"))))
    return found


def _leaves(tree) -> list[str]:
    """Every text of a tree of plain values, and its keys as words."""
    if isinstance(tree, dict):
        return [text for key, value in tree.items() for text in (str(key).replace("_", " "), *_leaves(value))]
    if isinstance(tree, list):
        return [text for value in tree for text in _leaves(value)]
    return [tree] if isinstance(tree, str) else []


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_the_scan_finds_texts():
    assert len(SOURCES) > 50 and len(of_outcomes()) > 50


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_that_is_said_stands_in_the_language(code):
    assert sorted((literals() | of_outcomes() | of_policies()) - set(wordings(code))) == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_places_of_the_english(code):
    assert [text for text, other in wordings(code).items() if places(text) != places(other)] == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_is_left_over(code):
    assert sorted(set(wordings(code)) - strings()) == []


def test_a_text_is_said_in_the_language_chosen_and_in_english_outside():
    with in_language("zh"):
        assert (language(), say("weekly speakers")) == ("zh", "周发言人数")
    assert (language(), say("weekly speakers")) == ("en", "weekly speakers")


def test_a_text_without_translation_stays_and_its_places_are_filled():
    with in_language("zh"):
        assert say("an arm called {name}", name="无") == "an arm called 无"


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"unknown language 'fr'; .*zh"), in_language("fr"):
        pass
