"""Policies by name: what is there, what a config may say of it, and what a wrong word is told."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
import pytest
import yaml

import clubsim.policies
from clubsim.policies import registry
from clubsim.policies.cash import Cash
from clubsim.policies.catalogue import catalogue
from clubsim.policies.claims import CLAIMS
from clubsim.policies.during import TIMES, During, When
from clubsim.policies.fields import settings
from clubsim.policies.paid_gate import PaidGate
from clubsim.policies.registry import build, policy_class, register, registered
from clubsim.policies.stimuli import Stimuli
from clubsim.sim.policy import Policy

OURS = [
    "cull/inactive",
    "cull/quota",
    "cull/rank",
    "cull/violations",
    "gate/experience",
    "gate/homework",
    "gate/invite",
    "gate/micro",
    "gate/paid",
    "gate/plans",
    "gate/purchase",
    "gate/review",
    "gate/tiers",
    "gate/trial",
    "gate/values",
    "governance/simple_rules",
    "governance/style",
    "moderation/community",
    "moderation/mute",
    "moderation/noise",
    "moderation/personalised",
    "money/adverts",
    "money/charge",
    "money/deposit",
    "money/profit_share",
    "money/refund",
    "onboarding/assistants",
    "onboarding/first_reply",
    "onboarding/welcome",
    "outreach/buddies",
    "outreach/digest",
    "outreach/matchmaking",
    "outreach/mention",
    "outreach/nudge",
    "outreach/reminder",
    "outreach/winback",
    "programme/discussion",
    "programme/offline",
    "programme/ritual",
    "programme/rotation",
    "programme/stimuli",
    "programme/talk",
    "rebuild/dissolve",
    "rebuild/regroup",
    "recruitment/campaign",
    "recruitment/enrol",
    "recruitment/launch",
    "recruitment/referral",
    "recruitment/seasons",
    "recruitment/seed_users",
    "reward/access",
    "reward/badge",
    "reward/cash",
    "reward/levels",
    "reward/merchandise",
    "reward/privilege",
    "reward/recognition",
    "reward/red_packet",
    "reward/schedule",
    "roles/ladder",
    "roles/leaders",
    "roles/teams",
    "structure/alliance",
    "structure/cap",
    "structure/centres",
    "structure/fission",
    "structure/inner_circle",
    "structure/rooms",
    "structure/subgroups",
]
PACKAGE = Path(str(clubsim.policies.__file__)).resolve().parent
DECLARED = ("nothing", "dose", "example", "evidence", "claims")
CONFIGS = PACKAGE.parent / "configs" / "policy"


@pytest.fixture
def own_registry(monkeypatch):
    """A registry of its own for tests that register; the modules are loaded already."""
    monkeypatch.setattr(registry, "_classes", registered())
    return registry._classes


def policy(**members):
    """A frozen policy class with the given annotated fields, as a third party might write it."""

    class Foreign(Policy):
        nothing: ClassVar = {}
        dose: ClassVar = {}
        example: ClassVar = {}
        evidence: ClassVar = "assumed"
        claims: ClassVar = ()

        def act(self, view):
            return []

    annotations = {name: kind for name, (kind, *_) in members.items()}
    Foreign.__annotations__ = dict.fromkeys(DECLARED, ClassVar) | annotations
    for name, (_, *default) in members.items():
        if default:
            setattr(Foreign, name, default[0])
    return dataclass(frozen=True, kw_only=True)(Foreign)


def test_all_our_policies_are_registered():
    assert [name for name in registered() if registered()[name].__module__.startswith("clubsim.")] == OURS


def test_a_name_gives_its_class():
    assert policy_class("gate/paid") is PaidGate


def test_a_bare_word_will_do_where_one_name_ends_with_it():
    assert policy_class("cash") is Cash


def test_a_bare_word_that_fits_two_names_is_refused(own_registry):
    register("room/paid")(policy())
    with pytest.raises(ValueError, match=r"^policy 'paid' may be gate/paid or room/paid; write the one you mean$"):
        policy_class("paid")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gate/payed", "unknown policy 'gate/payed'; did you mean 'gate/paid'?"),
        ("payed", "unknown policy 'payed'; did you mean 'gate/paid'?"),
        ("merchandize", "unknown policy 'merchandize'; did you mean 'reward/merchandise'?"),
        ("subprocess.Popen", f"unknown policy 'subprocess.Popen'; known: {', '.join(OURS)}"),
        ("", f"unknown policy ''; known: {', '.join(OURS)}"),
        (None, f"policy must be a registered name, not None; known: {', '.join(OURS)}"),
    ],
)
def test_an_unknown_name_is_told_the_nearest(name, message):
    with pytest.raises(ValueError) as refusal:
        policy_class(name)
    assert str(refusal.value) == message


def test_a_policy_is_built_from_a_name_and_fields():
    assert build("cash", {"winners": 3, "amount": 10}) == Cash(winners=3, amount=10.0)


def test_a_list_becomes_a_tuple_and_a_numpy_number_a_number():
    built = build("stimuli", {"days": [1, 2], "share": np.float64(0.5)})
    assert built == Stimuli(days=(1, 2), share=0.5)
    assert type(built.share) is float
    assert build("gate/paid", {"price": np.int64(5)}) == PaidGate(price=5.0)


@pytest.mark.parametrize("times", [{"from_day": 84}, {"until_day": 9}, {"every": 7}, {"until_day": None}])
def test_times_wrap_the_policy(times):
    assert build("gate/paid", {"price": 5, **times}) == During(PaidGate(price=5), **times)


def test_conditions_wrap_the_policy():
    when = {"members_above": 100, "weekly_speakers_below": np.int64(10)}
    built = build("gate/paid", {"price": 5, "every": 2, "when": when})
    assert built == During(PaidGate(price=5), every=2, when=When(members_above=100, weekly_speakers_below=10))
    assert build("gate/paid", {"when": {}}) == During(PaidGate())


def test_without_times_it_is_not_wrapped():
    assert type(build("gate/paid", {})) is PaidGate


@pytest.mark.parametrize(
    ("name", "fields", "message"),
    [
        ("paid", {"prize": 5}, "unknown field of gate/paid 'prize'; did you mean 'price'?"),
        ("paid", {"from": 5}, "unknown field of gate/paid 'from'; did you mean 'from_day'?"),
        (
            "paid",
            {3: 5},
            "unknown field of gate/paid '3'; known: changes, cherished, ends, every, from_day, funds, limits, "
            "notice_days, price, price_kept, selects, steps, term_days, until_day",
        ),
        ("paid", {"price": -5}, "gate/paid: price must be a number of at least 0 [yuan], not -5; write for example 99"),
        (
            "paid",
            {"price": "5"},
            "gate/paid: price must be a number of at least 0 [yuan], not '5'; write for example 99",
        ),
        (
            "paid",
            {"price": True},
            "gate/paid: price must be a number of at least 0 [yuan], not true; write for example 99",
        ),
        (
            "paid",
            {"price": None},
            "gate/paid: price must be a number of at least 0 [yuan], not null; write for example 99",
        ),
        (
            "quota",
            {"messages": 2.6},
            "cull/quota: messages must be a whole number from 0 to 100000 [message/period], not 2.6; write 3",
        ),
        ("quota", {"executed": 1}, "cull/quota: executed must be true or false, not 1; write for example true"),
        (
            "quota",
            {"needed": "eiter"},
            "cull/quota: needed must be both or either, not 'eiter'; did you mean 'either'?",
        ),
        ("quota", {"scope": 0}, "cull/quota: scope must be everyone or newcomers, not 0; write for example 'everyone'"),
        (
            "cash",
            {"funded": "bank"},
            "reward/cash: funded must be fees or outside, not 'bank'; write for example 'fees'",
        ),
        (
            "merchandise",
            {"weekdays": "monday"},
            "reward/merchandise: weekdays must be a list, each a word, not 'monday'; ",
        ),
        ("discussion", {"weekday": "tue"}, "programme/discussion: unknown weekday 'tue'; did you mean 'tuesday'?"),
        ("paid", {"every": 0}, "gate/paid: every must be a whole number from 1 to 100000 [day], not 0; write for"),
        (
            "paid",
            {"from_day": 9, "until_day": 9},
            "gate/paid: until_day must be later than from_day, 9, not 9; write 10 or more, or null for no end",
        ),
        (
            "paid",
            {"when": {"members_abov": 3}},
            "gate/paid: unknown condition of when 'members_abov'; did you mean 'members_above'?",
        ),
        (
            "paid",
            {"when": {"age_above": "old"}},
            "gate/paid: when: age_above must be a whole number from 0 to 100000 [day] or null, not 'old'; ",
        ),
        ("paid", {"when": True}, "gate/paid: when must be conditions, not true; write for example {members_above: 1"),
    ],
)
def test_a_wrong_field_is_told_the_rule_and_what_to_write(name, fields, message):
    with pytest.raises(ValueError) as refusal:
        build(name, fields)
    assert str(refusal.value).startswith(message)
    assert "\n" not in str(refusal.value)


def test_a_field_without_default_must_be_given(own_registry):
    register("gate/vetting")(policy(threshold=(float,), lists=(tuple[str, ...], ())))
    with pytest.raises(ValueError, match=r"^gate/vetting: threshold must be given; write for example 1$"):
        build("gate/vetting", {})
    assert build("vetting", {"threshold": 2}).threshold == 2.0


def test_a_default_that_is_made_is_a_default(own_registry):
    made = field(default_factory=lambda: ("a",))
    register("gate/vetting")(policy(lists=(tuple[str, ...], made)))
    assert build("vetting", {}).lists == ("a",)


@pytest.mark.parametrize(
    ("name", "members", "message"),
    [
        ("Paid", {}, "a policy is registered as family/name in small letters, not 'Paid'"),
        ("gate/paid", {}, "policy 'gate/paid' is clubsim.policies.paid_gate.PaidGate already"),
        ("gate/x", {"every": (int, 1)}, "gate/x: every is taken by what every policy has"),
        ("gate/x", {"when": (int, 1)}, "gate/x: when is taken by what every policy has"),
        ("gate/x", {"policy": (str, "")}, "gate/x: policy is taken by what every policy has"),
        ("gate/x", {"members": (dict, None)}, "gate/x: members cannot be written in a config as <class 'dict'>"),
        ("gate/x", {"mode": (Literal[1, 2], 1)}, "gate/x: mode cannot be written in a config as"),
    ],
)
def test_a_class_that_no_config_can_name_is_not_registered(own_registry, name, members, message):
    with pytest.raises(ValueError) as refusal:
        register(name)(policy(**members))
    assert str(refusal.value).startswith(message)


def test_a_class_that_can_change_or_declares_no_tests_is_not_registered(own_registry):
    @dataclass(kw_only=True)
    class Changing(Policy):
        nothing: ClassVar = {}
        dose: ClassVar = {}

        def act(self, view):
            return []

    @dataclass(frozen=True, kw_only=True)
    class Untested(Policy):
        dose: ClassVar = {}

        def act(self, view):
            return []

    with pytest.raises(ValueError, match=r"^gate/x must be a frozen dataclass and a Policy, not .*Changing as it is"):
        register("gate/x")(Changing)
    with pytest.raises(ValueError, match=r"^gate/x must declare `nothing`"):
        register("gate/x")(Untested)


@pytest.mark.parametrize(
    ("declared", "value", "message"),
    [
        ("example", None, "gate/x must declare `example`, a dict of fields that tests run"),
        ("evidence", None, "gate/x must declare `evidence`, one of measured, adapted, assumed, weak"),
        ("evidence", "strong", "gate/x must declare `evidence`, one of measured, adapted, assumed, weak, not 'strong'"),
        (
            "claims",
            None,
            'gate/x must declare `claims`, a tuple of claims that it can test; write ("H01",) or ()',
        ),
        (
            "claims",
            "H01",
            'gate/x must declare `claims`, a tuple of claims that it can test; write ("H01",) or ()',
        ),
        ("claims", ("H01", "H65"), "gate/x: `claims` may name H01 to H64, not 'H65'"),
        ("claims", ("h1",), "gate/x: `claims` may name H01 to H64, not 'h1'"),
    ],
)
def test_a_class_that_does_not_say_what_it_rests_on_is_not_registered(own_registry, declared, value, message):
    foreign = policy()
    if value is None:
        delattr(foreign, declared)
    else:
        setattr(foreign, declared, value)
    with pytest.raises(ValueError) as refusal:
        register("gate/x")(foreign)
    assert str(refusal.value) == message


def test_there_is_a_line_of_its_own_on_each_claim():
    assert list(CLAIMS) == [f"H{number:02}" for number in range(1, 65)]
    assert len(set(CLAIMS.values())) == len(CLAIMS)
    assert all(20 < len(words) < 110 and not words.endswith(".") for words in CLAIMS.values())


@pytest.mark.parametrize("name", OURS)
def test_an_example_is_allowed_and_ours_put_some_claim_to_the_test(name):
    assert isinstance(build(name, registered()[name].example), registered()[name])
    claims = registered()[name].claims
    assert claims
    assert list(claims) == sorted(set(claims))


@pytest.fixture
def installed(tmp_path, monkeypatch, own_registry):
    """Install a module of another package with the given code, announced as an entry point."""

    def install(code, attribute=""):
        (tmp_path / "foreign_policies.py").write_text(code, encoding="utf-8")
        value = "foreign_policies" + (f":{attribute}" if attribute else "")
        point = EntryPoint(name="shout", value=value, group="clubsim.policies")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.setattr(registry, "entry_points", lambda group: [point] if group == "clubsim.policies" else [])
        registry._load.cache_clear()

    yield install
    registry._load.cache_clear()
    sys.modules.pop("foreign_policies", None)


FOREIGN = """
from dataclasses import dataclass
from typing import ClassVar
from clubsim.policies.registry import register
from clubsim.sim.levers import Gate
from clubsim.sim.policy import Policy

@register("gate/shout")
@dataclass(frozen=True, kw_only=True)
class Shout(Policy):
    nothing: ClassVar = {"loud": 0}
    dose: ClassVar = {"loud": 9}
    example: ClassVar = {"loud": 2}
    evidence: ClassVar = "weak"
    claims: ClassVar = ("H01",)
    loud: int = 1

    def act(self, view):
        return [Gate(price=float(self.loud))]
"""


@pytest.mark.parametrize("attribute", ["", "Shout"])
def test_an_installed_package_adds_its_policies(installed, attribute):
    installed(FOREIGN, attribute)
    assert build("shout", {"loud": 3}).loud == 3
    assert "gate/shout" in [row.name for row in catalogue()]


def test_an_installed_policy_that_does_not_load_is_named(installed):
    installed("import no_such_module_anywhere")
    with pytest.raises(
        ValueError, match=r"^the installed policy shout cannot be loaded from foreign_policies \(No mod"
    ):
        registered()


def test_an_installed_class_that_is_not_registered_is_named(installed):
    installed(FOREIGN.replace('@register("gate/shout")', ""), "Shout")
    with pytest.raises(ValueError, match="foreign_policies:Shout of an installed package is no policy yet"):
        registered()


@pytest.mark.parametrize("name", OURS)
def test_nothing_does_nothing_and_a_dose_is_allowed(name, morning):
    idle = build(name, registered()[name].nothing)
    for day in range(100):
        view = morning(
            day=day,
            rows=[0, 1],
            messages_yesterday=[4, 5],
            attended_yesterday=[1, 1],
            event_yesterday="topic",
            balance=1e6,
        )
        assert list(idle.act(view)) == []
    assert isinstance(build(name, registered()[name].dose), registered()[name])


@pytest.mark.parametrize("name", OURS)
def test_a_dose_pulls_levers(name, morning):
    policy = build(name, registered()[name].dose)
    view = {"rows": [0, 1], "messages_yesterday": [4, 5], "attended_yesterday": [1, 1], "event_yesterday": "topic"}
    assert any(policy.act(morning(day=day, tenure=[day, day], last_visit=[0, 0], **view)) for day in range(14))


@pytest.mark.parametrize("name", OURS)
def test_a_policy_says_where_it_comes_from(name):
    words = registered()[name].__doc__
    assert any(f"Source: {word}." in words for word in ("measured", "adapted", "assumed"))


def test_every_policy_has_a_config_and_every_config_a_policy():
    files = sorted(str(file.relative_to(CONFIGS).with_suffix("")) for file in CONFIGS.rglob("*.yaml"))
    assert files == OURS


@pytest.mark.parametrize("name", OURS)
def test_a_config_names_its_policy_and_mentions_every_field(name):
    text = (CONFIGS / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    content = yaml.safe_load(text)
    assert content == {"policy": name}
    for known in settings(registered()[name]):
        assert f"# {known}: " in text
    assert f"# {', '.join(TIMES)}: " in text
    module = registered()[name].__module__.rsplit(".", 1)[-1]
    assert f"policies/{module}.py" in text


def test_the_catalogue_says_what_a_policy_does_and_takes():
    rows = {row.name: row for row in catalogue()}
    assert list(rows) == OURS
    paid = rows["gate/paid"]
    assert paid.what == "Ask a fee of whoever knocks; 0 lets everybody in free."
    price, *_ = paid.fields
    assert (price.name, price.type, price.default) == ("price", "a number of at least 0 [yuan]", "99")
    assert price.source.startswith("assumed")


@pytest.mark.parametrize("name", OURS)
def test_every_number_in_the_catalogue_says_what_it_is(name):
    (row,) = [row for row in catalogue() if row.name == name]
    assert row.what.endswith(".")
    for entry in row.fields:
        if "number" in entry.type:
            assert entry.source.startswith(("measured", "adapted", "assumed"))
        assert entry.default


def test_naming_and_building_load_nothing_heavy():
    code = """
import json, sys
from clubsim.policies.catalogue import catalogue
from clubsim.policies.claims import CLAIMS
from clubsim.policies.registry import build, registered
for name, cls in registered().items():
    build(name, cls.dose)
catalogue()
heavy = ("numba", "mesa", "scipy", "polars", "matplotlib", "pandas", "networkx", "hydra", "typer", "rich")
print(json.dumps([name for name in heavy if name in sys.modules]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == []
