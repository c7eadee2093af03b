"""The two engines are one model: whole runs as plain Python objects and compiled leave the same bits."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from clubsim.agents.member import Member
from clubsim.agents.parameters import NoveltyForm, World, specifications
from clubsim.agents.records import Count
from clubsim.experiments.composing import CONFIGS
from clubsim.experiments.study import load_study
from clubsim.policies.during import During
from clubsim.policies.fields import settings as fields_of
from clubsim.policies.registry import registered
from clubsim.sim.community import Community
from clubsim.sim.engine import ENGINES
from clubsim.sim.levers import LeverError
from clubsim.sim.loops import FORESEEING_LOOPS, GATE_LOOPS, MEMBER_LOOPS, PROSPECT_LOOPS, converse, fill_draws

READINGS = sorted(path.stem for path in (CONFIGS / "scenario").glob("operations_club*.yaml"))
STUDIES = sorted({path.stem for path in (CONFIGS / "experiment").glob("*.yaml")} - {"operations_club"})
# The end of a season, a fee and every reward within the days that are compared; few people, so that doors are full.
SHORT_SEASONS = [
    "days=60",
    "scale=0.1",
    "recruitment.places=25",
    "recruitment.until_day=58",
    "gate.from_day=20",
    "cash.from_day=10",
    "merchandise.from_day=24",
    "stimuli.days=[28,50]",
]
BOTH = ("objects", "compiled")
MOST_POLICIES = 12  # at once


def arms_of(scenario):
    """The study of the operations club in a scenario: how it is described, small and with short seasons."""
    study = load_study("operations_club", [f"scenario={scenario}", *SHORT_SEASONS])
    return study.scenario, study.arms[study.control].policies


def small_study(name, size=60):
    """The scenario of a study, so small that some hundred join at most, and the policies of its last arm."""
    study = load_study(name, ["days=60"])
    *_, arm = study.arms.values()
    scenario = study.scenario.scaled(min(1.0, size / max(study.scenario.founders, 1)))
    while Community(scenario, arm.policies, seed=5).run(60).n_members > 5 * size:
        scenario = scenario.scaled(0.5)
    return scenario, arm.policies


@pytest.mark.parametrize("name", STUDIES)
def test_another_study_is_the_same_in_both_engines(name, communities):
    scenario, policies = small_study(name)
    one, other = (Community(scenario, policies, seed=5, engine=engine, events=True).run(60) for engine in BOTH)
    assert 10 <= one.n_members <= 300
    assert one.counters.series("messages").sum() > 0
    assert communities.differences(one, other) == []


@pytest.mark.parametrize("scenario", READINGS)
def test_a_reading_of_the_club_is_the_same_in_both_engines(scenario, communities):
    surroundings, policies = arms_of(scenario)
    one, other = (Community(surroundings, policies, seed=5, engine=engine, events=True).run(60) for engine in BOTH)
    assert 30 <= one.n_members <= 200
    assert one.ledger.revenue > 0
    assert communities.differences(one, other) == []


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.everywhere if name == "cull/quota" else ()) for name in registered()]
)
def test_every_policy_is_the_same_in_both_engines(name, communities):
    policies = {**communities.small_policies(), name: registered()[name](**registered()[name].dose)}
    assert communities.in_both_engines(communities.small_scenario(), policies, days=30) == []


@pytest.mark.parametrize("form", NoveltyForm, ids=lambda form: form.name.lower())
def test_every_novelty_form_is_the_same_in_both_engines(form, communities):
    scenario = communities.small_scenario(novelty_form=int(form), novelty_shape=0.6, recovery_days=9.0)
    assert communities.in_both_engines(scenario, communities.small_policies(), days=25) == []


@pytest.mark.parametrize("topics", [1, 16])
def test_any_number_of_topics_is_the_same_in_both_engines(topics, communities):
    scenario = communities.small_scenario(topics=topics)
    assert communities.in_both_engines(scenario, communities.small_policies(), days=15) == []


# Communities that differ in what a day is like.
KINDS_OF_COMMUNITY = {
    "a log of posts": {
        **{"first_day": 1.0, "check_ins": 0, "talk_mean": 10.0, "visit_novelty": 0.0, "visit_habit": 0.0},
        **{"visit_recency": -0.4, "visit_active_days": 0.24, "visit_partners": 0.1, "dropout_a": 0.74},
        **{"dropout_b": 2.66, "dropout_first": 0.4, "dropout_reply": 0.18, "answer_back": 0.23, "answer_lag": 3.0},
    },
    "nobody drops out": {"dropout_a": 0.0, "first_day": 0.0},
    "nearly all drop out": {"dropout_a": 5.0, "dropout_b": 1.0, "dropout_first": 0.9, "dropout_reply": 0.8},
    "often away": {"absence_rate": 0.2, "absence_days": 5.0},
    "no momentum": {"visit_recency": 0.0, "visit_active_days": 0.0, "visit_partners": 0.0},
    "strong momentum": {"visit_recency": -1.5, "visit_active_days": 2.0, "visit_partners": 1.5, "visit_mean": -4.0},
    "sparse": {"visit_mean": -5.0, "talk_mean": -3.0, "further_messages": 0.0, "answer_back": 0.1, "answer_lag": 90.0},
    "busy": {"visit_mean": 2.0, "talk_mean": 1.0, "further_messages": 8.0, "answer_back": 0.6, "answer_lag": 0.1},
    "answers for weeks": {"answer_back": 0.9, "answer_lag": 100.0, "answer_lag_sd": 3.5},
    "all in threads of partners": {"partner_share": 1.0, "triad_share": 0.5, "open_base": -4.0},
    "questions alone": {"open_base": 10.0, "open_first": 1.0, "answer_back": 0.95},
}


@pytest.mark.parametrize("kind", KINDS_OF_COMMUNITY)
def test_every_kind_of_community_is_the_same_in_both_engines(kind, communities):
    scenario = communities.small_scenario(**KINDS_OF_COMMUNITY[kind])
    assert communities.in_both_engines(scenario, communities.small_policies(), days=40) == []


def test_a_conversation_beyond_its_room_is_the_same_in_both_engines(communities):
    """Near to never-ending answers: the day's room is full, and what is dropped is the same."""
    chat = {"answer_back": 0.95, "answer_lag": 0.01, "answer_lag_sd": 0.1, "open_base": -8.0, "open_first": 0.05}
    scenario = communities.small_scenario(**chat, visit_mean=3.0, talk_mean=3.0, dropout_a=0.0)
    scenario = replace(scenario, founders=80)
    one, other = (Community(scenario, {}, seed=4, engine=engine, events=True) for engine in BOTH)
    dropped = 0
    for _ in range(3):
        for community in (one, other):
            community.step()
        dropped += int(one.feed.counts[Count.DROPPED])
        assert communities.differences(one, other) == []
    assert dropped > 0


def test_threads_that_leave_the_window_are_the_same_in_both_engines(communities):
    scenario = replace(communities.small_scenario(answer_lag=20.0, leave_base=-9.0), founders=12)
    one, other = (Community(scenario, {}, seed=4, engine=engine).run(70) for engine in BOTH)
    assert one.feed.counts[Count.FIRST_THREAD] > 20
    assert communities.differences(one, other) == []


def test_founders_with_ties_are_the_same_in_both_engines(communities):
    graph = nx.karate_club_graph()
    scenario = replace(communities.small_scenario(), founders=graph.number_of_nodes())
    assert communities.in_both_engines(scenario, communities.small_policies(), days=20, graph=graph) == []


@pytest.mark.parametrize("seed", [0, 2**32, 2**63 - 1])
def test_the_ends_of_the_seeds_are_the_same_in_both_engines(seed, communities):
    scenario = communities.small_scenario()
    assert communities.in_both_engines(scenario, communities.small_policies(), days=12, seed=seed) == []


def test_columns_that_grow_are_the_same_in_both_engines(communities):
    """More members than there is room for at first, and more messages in a day."""
    scenario = replace(communities.small_scenario(further_messages=6.0), founders=255)
    one, other = (Community(scenario, {}, seed=4, engine=engine, events=True).run(8) for engine in BOTH)
    assert one.n_members > 256
    capacities = [getattr(one.feed, name).shape[0] for name in ("author", "thread_hour", "due_hour")]
    assert min(capacities) > 512
    assert one.counters.series("messages").max() > 512
    assert communities.differences(one, other) == []


@pytest.mark.everywhere
def test_a_run_that_changes_its_engine_on_the_way_is_the_same_run(communities):
    scenario, policies = communities.small_scenario(), communities.small_policies()
    whole = Community(scenario, policies, seed=9, events=True).run(24)
    mixed = Community(scenario, policies, seed=9, events=True)
    for engine in ("compiled", "objects", "compiled", "objects"):
        mixed.engine = ENGINES[engine]()
        mixed.run(6)
    assert communities.differences(whole, mixed) == []


def test_the_comparison_sees_another_seed_and_one_bit(communities):
    """Otherwise every test above passes on nothing."""
    scenario, policies = communities.small_scenario(), communities.small_policies()
    one, other, third = (Community(scenario, policies, seed=seed, events=True).run(12) for seed in (1, 1, 2))
    assert communities.differences(one, other) == []
    unlike = {line.split(":")[0] for line in communities.differences(one, third)}
    assert {"members.habit", "members.tie_row", "prospects.place", "feed.author", "events.hour", "daily"} <= unlike
    other.members.habit.view(np.int32)[3] ^= 1
    assert [line.split(":")[0] for line in communities.differences(one, other)] == ["members.habit"]


# Any configuration.


@st.composite
def any_world(draw, around):
    """A World around the numbers of a lively community: each within half or one, and within its own range."""
    numbers = {}
    for name, (kind, spec, _) in specifications().items():
        span = max(1.0, abs(around[name]) / 2)
        low, high = max(spec.low, around[name] - span), min(spec.high, around[name] + span)
        numbers[name] = draw(st.integers(int(low), int(high)) if kind is int else st.floats(low, high))
    numbers["novelty_form"] = int(draw(st.sampled_from(NoveltyForm)))
    return World(**numbers)


def any_value(setting):
    """A value of a policy's field; of a kind not known here its default."""
    spec = setting.spec
    if setting.kind is int:
        return st.integers(int(spec.low), int(min(spec.high, 30)))
    if setting.kind is float:
        return st.floats(spec.low, min(spec.high, 200.0))
    if setting.kind is bool:
        return st.booleans()
    if setting.kind == tuple[int, ...]:
        return st.lists(st.integers(0, 40), max_size=6).map(tuple)
    words = getattr(setting.kind, "__args__", ())
    if words and all(isinstance(word, str) for word in words):
        return st.sampled_from(words)
    return st.just(setting.default)


@st.composite
def any_policy(draw, name):
    """A registered policy with any settings, its example where these break a rule, perhaps only on some days."""
    cls = registered()[name]
    drawn = {field: draw(any_value(setting)) for field, setting in fields_of(cls).items()}
    try:
        policy = cls(**drawn)
    except ValueError:  # a rule about several fields
        policy = cls(**cls.example)
    if draw(st.booleans()):
        first = draw(st.integers(0, 15))
        return During(policy, from_day=first, until_day=first + draw(st.integers(1, 30)), every=draw(st.integers(1, 4)))
    return policy


@st.composite
def any_policies(draw):
    """Some of the registered policies, in any order of their slots."""
    names = draw(st.lists(st.sampled_from(list(registered())), unique=True, min_size=4, max_size=MOST_POLICIES))
    return {name.replace("/", "_"): draw(any_policy(name)) for name in names}


@settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(
    data=st.data(),
    policies=any_policies(),
    days=st.integers(15, 40),
    founders=st.integers(8, 30),
    slots=st.integers(1, 6),
    seed=st.integers(0, 2**63 - 1),
)
def test_any_configuration_is_the_same_in_both_engines(communities, data, policies, days, founders, slots, seed):
    world = data.draw(any_world(communities.FIXED_NUMBERS))
    scenario = replace(communities.small_scenario(), world=world, founders=founders, tie_slots=slots)
    try:
        differing = communities.in_both_engines(scenario, policies, days=days, seed=seed)
    except LeverError:  # only one policy may hide messages, ask for a quota, sort the feed, ...
        assume(False)
    assert differing == []


# One signature a loop.


def test_each_loop_is_compiled_once_for_all_runs(communities):
    for name in STUDIES:
        Community(*small_study(name), seed=3).run(3)
    for scenario in READINGS:
        surroundings, policies = arms_of(scenario)
        Community(surroundings, policies, seed=np.int64(3)).run(45)
        Community(surroundings, seed=7, events=True).run(2)
    for name, cls in registered().items():
        Community(communities.small_scenario(), {**communities.small_policies(), name: cls(**cls.dose)}).run(15)
    quiet = replace(communities.small_scenario(topics=1, founder_hours=0.0), founders=0, channels=())
    Community(quiet, communities.small_policies()).run(15)
    Community(replace(quiet, founders=5), {}, graph=nx.path_graph(5)).run(2)
    loops = {**MEMBER_LOOPS, **FORESEEING_LOOPS, **PROSPECT_LOOPS, **GATE_LOOPS}
    loops |= {"converse": converse, "fill_draws": fill_draws}
    assert {name: loop.signatures for name, loop in loops.items() if len(loop.signatures) != 1} == {}


# Members one can replace.


class Chatterbox(Member):
    """A member who says one thing more whenever they say something."""

    def contribute(self):
        super().contribute()
        if self.planned > 0:
            self.planned += 1


class Silent(Member):
    """A member who never writes what is due."""

    def respond(self):
        pass


class Unchanged(Member):
    """A member who overrides an act and does what the act does."""

    def remember(self):
        super().remember()


class Plain(Member):
    """A member who overrides nothing."""


def with_members_of(cls, communities, engine="objects"):
    """Twelve days of a small community whose members are of a class."""
    scenario, policies = communities.small_scenario(), communities.small_policies()
    return Community(scenario, policies, seed=2, engine=engine, events=True, member_class=cls).run(12)


def test_a_subclass_that_overrides_an_act_changes_the_run(communities):
    usual, chatty, silent = (with_members_of(cls, communities) for cls in (Member, Chatterbox, Silent))
    messages = [each.counters.series("messages").sum() for each in (silent, usual, chatty)]
    assert messages[0] == 0 < messages[1] < messages[2]


def test_a_subclass_that_overrides_nothing_of_the_act_leaves_the_run_as_it_is(communities):
    assert communities.differences(with_members_of(Unchanged, communities), with_members_of(Member, communities)) == []


@pytest.mark.parametrize("cls", [Chatterbox, Unchanged, Plain])
def test_the_compiled_engine_refuses_members_it_would_not_call(cls, communities):
    with pytest.raises(ValueError, match=rf"{cls.__name__} needs engine='objects'"):
        with_members_of(cls, communities, engine="compiled")


def test_an_unknown_engine_is_refused_with_the_known_ones(communities):
    with pytest.raises(ValueError, match="compiled, objects"):
        Community(communities.small_scenario(), engine="quick")


def test_objects_live_day_by_day_as_mesa_agents(communities):
    scenario, policies = communities.small_scenario(), communities.small_policies()
    community = Community(scenario, policies, seed=2, engine="objects")
    heads = []
    for day in range(12):
        assert community.day == day
        community.step()
        heads.append(community.headcount)
        agents = list(community.agents)
        assert [agent.row for agent in agents] == community.present.tolist()
        assert all(isinstance(agent, Member) and agent.is_present for agent in agents)
    assert heads == community.counters.series("headcount").tolist()
    assert len(set(heads)) > 1
