"""Every mechanism has a switch: off it changes nothing whatever its other numbers say, on it shows."""

from dataclasses import replace

import numpy as np
import pytest

from clubsim.agents.parameters import World, specifications
from clubsim.experiments.mechanisms import MECHANISMS
from clubsim.policies.registry import build
from clubsim.sim.community import Community

BY_NAME = {mechanism.name: mechanism for mechanism in MECHANISMS}
DAYS = 40
# The fixed community has every mechanism on; with these each shows within DAYS days among some tens of people.
STRONG = {
    "silence_strength": 1.5,
    "first_words": 3.0,
    "trust_exit": 0.4,
    "trust_removal": 0.6,
    "news_bad": 0.5,
    "news_good": 0.2,
    "visit_trust": 3.0,
    "reputation_gain": 0.1,
    "reputation_recruitment": 3.0,
    "topic_focus": 3.0,
    "visit_belonging": 3.0,
    "identity_clarity": 0.5,
    "clarity_gain": 0.2,
    "visit_mean": -3.0,  # so that people are away for days
    "leave_base": -4.0,
    "leave_needs": 3.0,
    "invite_rate": 0.2,
    "invite_market": 100.0,
    "need_partners": 3,
    "need_days": 12,
    "crowding_out": 6.0,  # few win anything
    "cherishing": 1.0,
    "founder_tiring": 0.1,
    "founder_quits": 0.4,
    "visit_founder": 1.0,
}
# What is read only where the mechanism is on, and, behind it, columns that members are born with for it alone.
ONLY_WITH = {
    "silence_spiral": ("silence_floor silence_reference", ""),
    "noise_quality_spiral": ("noise_sd noise_unmet noise_culture culture_gain", "noisy_base"),
    "virtuous_circle": ("", ""),
    "referral": (
        "invite_market invite_belonging join_first join_friends join_linked friend_overlap invited_likeness"
        " invited_hazard",
        "",
    ),
    "content_recruitment": ("", ""),
    "bad_news": (
        "trust_removal trust_exit trust_gain news_bad news_good visit_trust leave_trust"
        " reputation_gain reputation_fall reputation_recruitment",
        "",
    ),
    "answers_back": ("answer_lag answer_lag_sd", ""),
    "drop_out": ("dropout_b dropout_first dropout_reply", ""),
    "absences": ("absence_days", ""),
    "needs": (
        "motive_information motive_bonds motive_recognition motive_gain motive_sd expectation_start expectation_gain"
        " visit_needs leave_needs elsewhere_start elsewhere_gain visit_elsewhere",
        "motives met expectation elsewhere",
    ),
    "first_words": ("first_words_days", ""),
    "unravelling": ("need_days", ""),
    "crowding_out": ("crowding_gain", ""),
    "anger": ("anger_reputation", ""),
    "win_back": ("win_back_silence", ""),
    "founder": (
        "founder_message_hours founder_tiring founder_rest founder_quits founder_fame visit_founder",
        "",
    ),
}  # fmt: skip

# Off too where a mechanism is tried off, since it reads some of the same numbers: the name outside has two causes.
BESIDE = {"bad_news": {"anger_share": 0.0}}


def one_run(communities, changes, drop=()):
    """What is left of a small community with everything on but for `changes`, without the columns in `drop`."""
    scenario = communities.small_scenario(**STRONG | changes)
    policies = communities.small_policies() | {
        "gate/paid": build("gate/paid", {"price": 40.0, "term_days": 9}),
        "inactive": build("cull/inactive", {"days": 6}),
        "offers": build("outreach/winback", {"days": 2, "again": 1, "most": 9, "lift": 0.1, "funded": "outside"}),
        "cash": build("reward/cash", {"winners": 20, "funded": "outside", "until_day": 18}),
    }
    run = Community(scenario, policies, seed=11, events=True).run(DAYS)
    return {
        name: part for name, part in communities.record_of(run).items() if name.removeprefix("members.") not in drop
    }


def unlike(communities, one, other):
    """Names of the parts in which two records differ to the last bit."""
    assert one.keys() == other.keys()
    return [name for name in one if communities.how_unlike(one[name], other[name])]


@pytest.fixture(scope="module")
def with_all(communities):
    """The record of a run with every mechanism on."""
    return one_run(communities, {})


def otherwise(name, value):
    """The greatest value that a parameter may have, or the least if it has the greatest."""
    kind, spec, _ = specifications()[name]
    return kind(spec.high) if value != spec.high else kind(spec.low)


@pytest.mark.parametrize("name", ONLY_WITH)
def test_off_changes_nothing_whatever_the_others_say(name, communities):
    off = BY_NAME[name].off | BESIDE.get(name, {})
    numbers, columns = (words.split() for words in ONLY_WITH[name])
    moved = {number: otherwise(number, STRONG.get(number, communities.FIXED_NUMBERS[number])) for number in numbers}
    assert unlike(communities, one_run(communities, off, columns), one_run(communities, off | moved, columns)) == []


@pytest.mark.parametrize("name", [name for name, (numbers, _) in ONLY_WITH.items() if numbers])
def test_each_of_the_others_shows_where_it_is_on(name, communities, with_all):
    """Else the test above would find nothing of a number that nobody reads."""
    idle = []
    for number in ONLY_WITH[name][0].split():
        value = STRONG.get(number, communities.FIXED_NUMBERS[number])
        if not unlike(communities, one_run(communities, {number: otherwise(number, value)}), with_all):
            idle.append(number)
    assert idle == []


@pytest.mark.parametrize("name", BY_NAME)
def test_on_shows(name, communities, with_all):
    changed = unlike(communities, one_run(communities, BY_NAME[name].off), with_all)
    assert {"daily", "events.member"} <= set(changed), f"{name} moves only {changed}"


@pytest.mark.parametrize("name", BY_NAME)
def test_its_strength_shows(name, communities, with_all):
    strength = BY_NAME[name].strength
    value = STRONG.get(strength, communities.FIXED_NUMBERS[strength])
    changed = unlike(communities, one_run(communities, {strength: otherwise(strength, value)}), with_all)
    assert "events.member" in changed


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda each: each.name)
def test_a_mechanism_names_parameters_within_their_ranges(mechanism):
    known = specifications()
    assert mechanism.strength in known
    for name, value in mechanism.off.items():
        _, spec, _ = known[name]
        assert spec.low <= value <= spec.high
    assert mechanism.what and mechanism.off


def test_names_are_unique_and_what_is_said_here_is_of_mechanisms():
    assert len(BY_NAME) == len(MECHANISMS)
    assert set(ONLY_WITH) <= set(BY_NAME)
    named = [number for numbers, _ in ONLY_WITH.values() for number in numbers.split()]
    assert len(set(named)) == len(named) and set(named) <= set(World._fields)


NEW = (
    "noise_quality_spiral", "virtuous_circle", "referral", "content_recruitment", "bad_news", "praise", "status",
    "needs", "first_words", "drift", "clarity", "founder", "unravelling", "crowding_out",
    "anger", "cherishing", "win_back",
)  # fmt: skip


def test_a_world_of_defaults_has_none_of_the_newer_mechanisms():
    defaults = World()._asdict()
    for name in NEW:
        assert {key: defaults[key] for key in BY_NAME[name].off} == BY_NAME[name].off, name


def test_all_off_at_once_is_a_community_that_still_lives(communities):
    off = {}
    for mechanism in MECHANISMS:
        off |= mechanism.off
    scenario = replace(communities.small_scenario(**off), channels=())
    run = Community(scenario, {}, seed=2).run(20)
    assert run.counters.series("messages").sum() > 0
    assert np.isfinite(run.counters.daily).all()
