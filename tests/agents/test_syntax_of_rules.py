"""Rules and acts say nothing that differs between plain Python and compiled code."""

import importlib.util
from pathlib import Path

import pytest

from clubsim import agents

HERE = Path(__file__)
SPEC = importlib.util.spec_from_file_location("syntax_rules", HERE.with_name("syntax_rules.py"))
assert SPEC is not None and SPEC.loader is not None
syntax_rules = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(syntax_rules)

AGENTS = Path(str(agents.__file__)).parent
HEAD = """
import math
import numpy as np
from clubsim.agents.arithmetic import LN2, act, exp, rule, wide
from clubsim.agents.luck import Purpose, draw

LIMIT = 3.0
SHARES = (0.1, 0.2)
FIRST, SECOND = 0, 1
THIRD, FOURTH = range(2)
factor = 2.0

"""


def planted(body: str, mark: str = "@rule") -> list[str]:
    """What the walk says of a module `planted` beside the real ones, with one function of this body."""
    source = f"{HEAD}{mark}\ndef planted_rule(i, members, x, y=1.0):\n    {body}\n"
    lines = syntax_rules.breaches({**syntax_rules.sources_in(AGENTS), "planted": source})
    return [line for line in lines if line.startswith("planted.py")]


def test_rules_and_acts_say_nothing_that_differs_between_the_engines():
    assert syntax_rules.breaches(syntax_rules.sources_in(AGENTS)) == []


def test_the_walk_finds_the_rules_that_are_there():
    trees = {name: syntax_rules.ast.parse(text) for name, text in syntax_rules.sources_in(AGENTS).items()}
    names = {function.name for tree in trees.values() for function in syntax_rules.marked(tree)}
    assert {"exp", "log", "draw", "organic_uid"} <= names


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return 2.0**x", "`**`"),
        ("x **= 2\n    return x", "`**=`"),
        ("return pow(x, 2)", "pow"),
        ("return np.exp(x)", "np is another module"),
        ("return math.exp(x)", "math.exp"),
        ("return math.lgamma(x)", "math.lgamma"),
        ("return float(x)", "float"),
        ("return round(x, 2)", "round"),
        ("return sum((x, y))", "sum"),
        ("return factor * x", "factor is a module variable"),
        ("return THIRD * x", "THIRD"),
        ("return SHARES[0] * x", "SHARES is a module variable"),
        ("global factor\n    return x", "global"),
        ("from math import exp\n    return exp(x)", "imports inside"),
        ("return x * members.habit[i]", "members.habit[i] is read as it is stored"),
        ("return exp(members.habit[i])", "members.habit[i] is read as it is stored"),
        ("members.pull[i] = members.habit[i]", "members.habit[i] is read as it is stored"),
        ("return wide(members.habit[i] * 2.0)", "members.habit[i] is read as it is stored"),
        ("return wide(members.habit[members.host[i]])", "members.host[i] is read as it is stored"),
        ("return wide(members.interests[i][0] + 1.0)", "members.interests[i] is read as it is stored"),
        ("habit = members.habit\n    return habit[i] * x", "habit[i] is read as it is stored"),
        ("a, b = members.habit, members.pull\n    return a[i] * x", "a[i] is read as it is stored"),
        ("members.visits[i] += 1", "members.visits[i] is read unwidened"),
        ("members.pull[i] *= 0.5", "members.pull[i] is read unwidened"),
    ],
)
def test_a_planted_breach_is_seen(body, said):
    found = planted(body)
    assert found
    assert any(said in line for line in found), found


@pytest.mark.parametrize("mark", ["@rule", "@act", "@arithmetic.rule", "@rule()"])
def test_every_way_to_mark_a_rule_is_walked(mark):
    assert planted("return 2.0**x", mark=mark)


@pytest.mark.parametrize(
    "body",
    [
        "return exp(-LN2 * x / LIMIT) + math.sqrt(y) + math.floor(x)",
        "return wide(members.habit[i]) * x + SECOND",
        "return x * members.tie_row.shape[1]",
        "members.visits[i] = int(members.visits[i]) + 1",
        "return wide(members.interests[i, int(members.host[i])])",
        "return draw(x, Purpose.VISIT, int(members.uid[i]), 3) < y",
        "pair = exp(x), exp(y)\n    return pair[i]",
        "if bool(members.visited[i]):\n        return x\n    return max(y, 0.0)",
        "share: float = 2.0\n    return share * x",
    ],
)
def test_what_rules_need_to_say_is_let_through(body):
    assert planted(body) == []


def test_a_helper_that_is_no_rule_may_do_what_it_likes():
    assert planted("return np.exp(x) ** factor", mark="@staticmethod") == []


def test_a_name_imported_from_elsewhere_is_seen():
    source = "from math import exp\n\n@rule\ndef grow(x):\n    return exp(x)\n"
    found = syntax_rules.breaches({"planted": source})
    assert found == ["planted.py:5 grow: exp is a name from outside agents/; write a parameter, a field or a constant"]


def test_a_constant_bound_twice_is_a_variable():
    source = "LIMIT = 1.0\nLIMIT = 2.0\n\n@rule\ndef cut(x):\n    return min(x, LIMIT)\n"
    assert len(syntax_rules.breaches({"planted": source})) == 1


def test_a_variable_stays_one_through_an_import():
    elsewhere = "LEVELS = [1.0]\nTOP = 2.0\n"
    import_line = "from clubsim.agents.elsewhere import LEVELS, TOP\n\n"
    source = import_line + "@rule\ndef cut(x):\n    return LEVELS[0] * TOP * x\n"
    found = syntax_rules.breaches({"planted": source, "elsewhere": elsewhere})
    assert len(found) == 1
    assert "LEVELS" in found[0]
