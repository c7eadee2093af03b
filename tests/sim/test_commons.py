"""The community's own stocks from day to day, and what they do to how many come."""

import numpy as np
import pytest
from scipy.stats import poisson

from clubsim.agents.commons import archive_worth
from clubsim.agents.records import NEVER, Role
from clubsim.policies.registry import build
from clubsim.sim.commons import demand
from clubsim.sim.community import Community
from clubsim.sim.world import Channel

NOISY = {"noise_share": 0.3, "quality_sd": 0.0}  # so that a message that is no noise is worth one
FLOW = (Channel(name="passers_by", flow=2.0),)


def series(community, *names):
    return [community.counters.series(name) for name in names]


def test_the_archive_ages_and_takes_up_what_is_no_noise(town):
    messages, noise, archive = series(
        town.run(60, scenario=town.small(**NOISY, archive_days=20.0)), "messages", "noise", "archive"
    )
    assert 0 < noise.sum() < messages.sum()
    expected = 0.0
    for day in range(60):
        expected = expected * np.exp(-1 / 20) + messages[day] - noise[day]
        assert archive[day] == pytest.approx(expected)


def test_culture_follows_the_share_that_is_no_noise(town):
    messages, noise, culture = series(
        town.run(60, scenario=town.small(**NOISY, culture_gain=0.1)), "messages", "noise", "culture"
    )
    expected = 1.0
    for day in range(60):
        if messages[day]:
            expected += 0.1 * (1 - noise[day] / messages[day] - expected)
        assert culture[day] == pytest.approx(expected)
    assert culture[-1] == pytest.approx(0.7, abs=0.15)


def test_what_is_well_written_fills_the_archive_more(town):
    community = Community(town.small(quality_sd=1.0, archive_days=1e5), seed=5)
    expected = 0.0
    for _ in range(15):
        community.step()
        authors = community.feed.author[: int(community.counters.series("messages")[-1])]
        expected += community.members.quality[authors].astype(float).sum()
        assert community.counters.series("archive")[-1] == pytest.approx(expected, rel=1e-3)


def test_a_community_of_one_topic_becomes_clear_and_a_wide_one_does_not(town):
    clear, wide = (
        town.run(80, scenario=town.small(topics=topics, topic_focus=0.0, clarity_gain=0.1)).counters.series("clarity")
        for topics in (1, 8)
    )
    assert (np.diff(clear) >= 0).all() and clear[-1] > 0.99
    assert wide[-1] < 0.5


def test_a_name_follows_trust_and_stands_where_nobody_minds(town):
    removing = {"inactive": build("cull/inactive", {"days": 2})}
    world = {"trust_removal": 0.5, "reputation_gain": 0.05, "reputation_fall": 4.0}
    minded = Community(town.small(**world, trusting=1), removing, seed=5)
    expected = 1.0
    for _ in range(40):
        minded.step()
        trust = minded.members.trust[minded.present].astype(float).mean()
        expected += (0.2 if trust < expected else 0.05) * (trust - expected)
        assert minded.counters.series("reputation")[-1] == pytest.approx(expected)
    assert expected < 0.9
    unminded = town.run(40, removing, town.small(**world))
    assert (unminded.counters.series("reputation") == 1.0).all()


def test_an_empty_community_keeps_its_stocks_and_adds_nothing(town):
    community = town.run(10, scenario=town.small(founders=0, channels=[], trusting=1))
    archive, culture, reputation, clarity = series(community, "archive", "culture", "reputation", "clarity")
    assert not archive.any() and not clarity.any()
    assert (culture == 1.0).all() and (reputation == 1.0).all()


# What draws people.


def people(community):
    """Every prospect's traits by uid."""
    p, n = community.prospects, community.n_prospects
    columns = (p.channel, p.appears, p.enthusiasm, p.willingness, p.would_join)
    return {
        uid: tuple(values) for uid, *values in zip(p.uid[:n].tolist(), *(c[:n].tolist() for c in columns), strict=True)
    }


FAMOUS = {"founder_hours": 2.0, "founder_fame": 3.0}
DRAWING = {
    "content": ({"content_recruitment": 0.0}, {"content_recruitment": 6.0, "archive_scale": 50.0}),
    "fame": (FAMOUS | {"founder_fame": 0.0}, FAMOUS),
    "a name": (
        {"trusting": 1, "trust_exit": 0.9, "leave_base": -3.0, "reputation_gain": 0.2, "reputation_recruitment": 3.0},
        {"trusting": 1, "trust_exit": 0.9, "leave_base": -3.0, "reputation_gain": 0.2, "reputation_recruitment": 0.0},
    ),
}


@pytest.mark.parametrize("drawn_by", DRAWING)
def test_more_demand_adds_people_and_replaces_none(town, drawn_by):
    few, many = (people(town.run(40, scenario=town.small(channels=FLOW, **world))) for world in DRAWING[drawn_by])
    assert few.items() < many.items()
    assert len(many) > 1.3 * len(few)


@pytest.mark.parametrize("drawn_by", DRAWING)
def test_of_a_pool_more_knock_and_everybody_who_would_have(town, drawn_by):
    policies = {"recruitment": build("recruitment/seasons", {"places": 10_000, "period": 10, "first_day": 20})}
    channels = [Channel(name="readers", pool=300, reach=0.2)]
    knocked = []
    for world in DRAWING[drawn_by]:
        c = town.run(21, policies, town.small(channels=channels, **world))
        p, n = c.prospects, c.n_prospects
        knocked.append(set(p.uid[:n][p.knocked[:n] != NEVER].tolist()))
    assert knocked[0] < knocked[1]


@pytest.mark.parametrize("reputation", [0.25, 1.0])
def test_as_many_come_and_knock_as_the_flow_times_the_demand(town, reputation):
    """A bad name says how many come, and not once more whether they knock."""
    scenario = town.small(founders=0, channels=FLOW, reputation_recruitment=2.0, enthusiasm_join=10.0)
    community = Community(scenario, seed=6)
    community.commons.reputation = reputation
    factor = demand(community)
    assert factor == pytest.approx(np.exp(2.0 * (reputation - 1)))
    community.run(300)
    p, n = community.prospects, community.n_prospects
    low, high = poisson.interval(1 - 1e-6, 300 * 2.0 * factor)
    assert low <= n <= high
    assert (p.knocked[:n][p.would_join[:n] == 1] == p.appears[:n][p.would_join[:n] == 1]).all()
    assert p.would_join[:n].mean() > 0.99


def test_without_strengths_stocks_draw_nobody(town):
    community = town.run(30, scenario=town.small(founder_hours=2.0, trusting=1, trust_exit=0.5))
    assert archive_worth(community.commons.archive, community.world.archive_scale) > 0.05
    assert community.commons.hosted == 1 and community.commons.reputation < 1
    assert demand(community) == 1.0


# A founder who hosts.


def test_a_founder_is_the_first_row_and_hosts_until_they_have_had_enough(town):
    tired = {
        "founder_hours": 3.0,
        "founder_tiring": 0.1,
        "founder_rest": 0.0,
        "founder_quits": 0.6,
        "visit_founder": 1.0,
    }
    community = Community(town.small(**tired), seed=5)
    assert (community.members.role[: community.n_members] == Role.FOUNDER).nonzero()[0].tolist() == [0]
    hosted = []
    for _ in range(30):
        community.step()
        hosted.append(community.commons.hosted)
    assert hosted[0] == 1 and hosted[-1] == 0 and community.today.founder == 0.0
    assert not community.members.role.any() and community.members.fatigue[0] > 0.6


def test_a_founder_who_wrote_yesterday_draws_members(town):
    def visitors(pull):
        world = {"founder_hours": 3.0, "founder_tiring": 0.0, "visit_founder": pull, "visit_mean": -2.0}
        return town.run(30, scenario=town.small(**world)).counters.series("visitors").sum()

    assert visitors(2.0) > 1.3 * visitors(0.0)


def test_no_cull_removes_a_founder_who_hosts(town):
    policies = {
        "cull": build("cull/quota", {"messages": 1000, "check_ins": 40, "needed": "both", "period": 5, "grace": 0}),
        "inactive": build("cull/inactive", {"days": 1}),
    }
    community = town.run(30, policies, town.small(channels=[], founder_hours=0.5, founder_tiring=0.5))
    assert community.present.tolist() == [0] and community.members.ordered_out[0] == 0


def test_a_founder_without_hours_is_a_member_like_any_other(town):
    assert not town.run(5).members.role.any()


def test_where_nobody_founds_nobody_hosts(town):
    community = town.run(20, scenario=town.small(founders=0, founder_hours=1.0, channels=FLOW))
    assert community.n_members > 10 and not community.members.role.any() and community.commons.hosted == 0
