"""Each rule alone gives the same 64 bits in plain Python and compiled, and no rule is forgotten."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from clubsim import agents

AGENTS = Path(str(agents.__file__)).parent


def helper(name):
    """The module of that name beside this file."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


rules_alone, syntax_rules = helper("rules_alone"), helper("syntax_rules")
EVERY = list(rules_alone.rules_in(syntax_rules.sources_in(AGENTS), syntax_rules.mark_of))


@pytest.mark.everywhere
@pytest.mark.parametrize("rule", rules_alone.INPUTS, ids=lambda each: each.__name__)
def test_plain_and_compiled_agree_in_every_bit(rule):
    assert rules_alone.differences(rule, rules_alone.inputs_of(rule))[:3] == []


def test_every_rule_has_a_generator_of_inputs():
    elsewhere = set(rules_alone.COMPARED_ELSEWHERE)
    there = {rules_alone.rule_named(module, name) for module, name in EVERY if module not in elsewhere}
    missing = {each.__name__ for each in there - set(rules_alone.INPUTS)}
    assert not missing, f"write in INPUTS of rules_alone.py what may be given to {sorted(missing)}"
    assert set(rules_alone.INPUTS) <= there


@pytest.mark.parametrize(("module", "test"), rules_alone.COMPARED_ELSEWHERE.items())
def test_the_rules_compared_elsewhere_are_compared_there(module, test):
    text = Path(__file__).with_name(test).read_text(encoding="utf-8")
    names = [name for where, name in EVERY if where == module]
    assert names
    assert [name for name in names if name not in text] == []


def test_the_comparison_sees_results_that_are_not_all_alike():
    """A column of one and the same result would compare nothing."""
    for rule in rules_alone.INPUTS:
        *_, inputs = rules_alone.blocks(rules_alone.inputs_of(rule))
        names = list(inputs)
        calls = zip(*(rules_alone.plain_values(inputs[name]) for name in names), strict=False)
        results = {rule(**dict(zip(names, call, strict=True))) for call in list(calls)[:2000]}
        assert len(results) > 1, rule.__name__


def test_a_search_by_hour_meets_empty_and_full_windows():
    inputs = rules_alone.inputs_of(rules_alone.finding.last_at_or_before)
    assert inputs["size"].min() == 0
    assert np.unique(inputs["size"]).size == rules_alone.BLOCKS
