"""A Community is a Mesa model: agents, AgentSets, DataCollector and batch_run do as a Mesa user expects."""

from inspect import signature

import mesa
import numpy as np
import pandas as pd
import pytest

from clubsim.agents.member import Member
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.graphs import ties_of

ENGINES = ("compiled", "objects")
pytestmark = pytest.mark.everywhere


@pytest.fixture(params=ENGINES)
def community(request, town):
    return town.run(20, town.operated(), engine=request.param)


def test_agents_are_the_present_members(community):
    assert isinstance(community, mesa.Model)
    agents = community.agents
    assert len(agents) == community.headcount > 5
    assert all(isinstance(agent, mesa.Agent) for agent in agents)
    assert [agent.row for agent in agents] == community.present.tolist()


def test_attributes_are_the_columns(community):
    for agent in community.agents:
        assert agent.habit == community.members.habit[agent.row]
        assert agent.uid == community.members.uid[agent.row]
        assert agent.tenure == community.day - community.members.joined[agent.row]
        assert agent.is_present
    agent = next(iter(community.agents))
    agent.habit = 0.625
    assert community.members.habit[agent.row] == np.float32(0.625)


def test_select_groupby_and_agg_work(community):
    agents = community.agents
    regulars = agents.select(lambda member: member.all_check_ins >= 3)
    assert 0 < len(regulars) < len(agents)
    assert len(agents.select(at_most=4)) == 4
    m, here = community.members, community.present
    assert agents.agg("all_messages", sum) == m.all_messages[here].sum()
    assert max(agents.get("habit")) == m.habit[here].max()
    by_channel = agents.groupby("channel").count()
    channels, sizes = np.unique(m.channel[here], return_counts=True)
    assert by_channel == dict(zip(channels.tolist(), sizes.tolist(), strict=True))
    means = agents.groupby("channel").agg("all_messages", np.mean)
    for channel in channels.tolist():
        assert means[channel] == pytest.approx(m.all_messages[here][m.channel[here] == channel].mean())


def test_partners_are_the_ties(community):
    agents = community.agents
    with_ties = agents.select(lambda member: member.partners)
    assert len(with_ties) > 0
    for member in with_ties:
        partners, weights, _ = ties_of(community.members, np.array([member.row]))
        tied = partners >= 0
        assert member.partners == dict(zip(partners[tied].tolist(), weights[tied].tolist(), strict=True))


def test_a_member_who_is_gone_leaves_the_agents(town):
    for engine in ENGINES:
        community = town.run(13, town.operated(), engine=engine)
        before = {agent.row: agent for agent in community.agents}
        community.step()  # the quota's last evening
        gone = [row for row in before if community.members.left[row] >= 0]
        assert gone
        after = [agent.row for agent in community.agents]
        assert not set(gone) & set(after)
        assert not any(before[row].is_present for row in gone)
        assert all(before[row] in community.agents for row in after if row in before)


def collected(town, engine):
    """Tables of a DataCollector that a user calls every evening."""
    community = Community(town.small(), town.operated(), seed=5, engine=engine)
    collector = mesa.DataCollector(
        model_reporters={
            "headcount": "headcount",
            "regulars": lambda model: len(model.agents.select(lambda member: member.habit > 0.2)),
            "messages": lambda model: model.agents.agg("all_messages", sum),
        },
        agent_reporters={"row": "row", "uid": "uid", "habit": "habit", "partners": lambda agent: len(agent.partners)},
    )
    collector.collect(community)
    for _ in range(20):
        community.step()
        collector.collect(community)
    return collector.get_model_vars_dataframe(), collector.get_agent_vars_dataframe()


def test_a_data_collector_gives_the_same_tables_in_both_engines(town):
    (days, members), (days_of_objects, members_of_objects) = (collected(town, engine) for engine in ENGINES)
    pd.testing.assert_frame_equal(days, days_of_objects)
    assert days["headcount"].iloc[-1] > 5 and days["regulars"].max() > 0
    pd.testing.assert_frame_equal(members.reset_index(drop=True), members_of_objects.reset_index(drop=True))
    pd.testing.assert_frame_equal(members, members_of_objects)  # and under the same AgentIDs


def test_an_agents_id_does_not_hang_on_when_it_was_asked_for(town):
    """A collector that looks once a week, and one that looks every day, mean the same people by the same ids."""
    seldom, daily = (Community(town.small(), town.operated(), seed=5) for _ in range(2))
    for day in range(20):
        seldom.step()
        daily.step()
        assert daily.headcount == len(daily.agents)
        if day % 7 == 6:
            ids, ids_of_daily = ({agent.unique_id: agent.row for agent in c.agents} for c in (seldom, daily))
            assert ids == ids_of_daily


class Watched(Community):
    """As Mesa's users write it: a model that collects at the end of its step and knows when it is over."""

    def __init__(self, *, days, town, seed=0, engine="compiled"):
        super().__init__(town.small(), town.operated(), seed=seed, engine=engine)
        self.last_day = days
        self.datacollector = mesa.DataCollector(model_reporters={"headcount": "headcount", "day": "day"})

    def step(self):
        super().step()
        self.datacollector.collect(self)
        self.running = self.day < self.last_day


def batch(model, parameters, seeds, **how):
    """Rows of a batch run: Mesa 3.5 takes seeds as `rng` and hands them to the model's `seed`, 3.3 as a parameter."""
    if "rng" in signature(mesa.batch_run).parameters:
        how["rng"] = seeds
    else:
        parameters = parameters | {"seed": seeds}
    return mesa.batch_run(model, parameters=parameters, display_progress=False, **how)


def test_batch_run_runs_every_combination(town):
    rows = batch(Watched, {"days": 8, "town": town, "engine": list(ENGINES)}, [1, 2], max_steps=100)
    assert len(rows) == 4
    assert {row["day"] for row in rows} == {8}
    heads = {(row["seed"], row["engine"]): row["headcount"] for row in rows}
    assert heads[1, "compiled"] == heads[1, "objects"]
    assert heads[1, "compiled"] == town.run(8, town.operated(), seed=1).headcount


def test_batch_run_takes_the_community_itself(town):
    """Without a subclass, the daily counts are what a batch run collects."""
    parameters = {"scenario": town.small(), "policies": [town.operated()]}
    rows = batch(Community, parameters, [1, 2], max_steps=9, data_collection_period=1)
    for seed in (1, 2):
        days = [row for row in rows if row["seed"] == seed]
        assert 9 <= len(days) <= 10  # Mesa 3.3 takes a step more than the most
        alone = town.run(len(days), town.operated(), seed=seed)
        assert [row["headcount"] for row in days] == alone.counters.series("headcount").tolist()
        assert [row["messages"] for row in days] == alone.counters.series("messages").tolist()


def policies_at(price):
    """Policies that can be sent to another process."""
    return {
        "doors": build("recruitment/seasons", {"places": 30, "period": 14}),
        "gate": build("gate/paid", {"price": price}),
    }


def heads_of(rows):
    """Headcount by price and seed on the last day."""
    return {(row["policies"]["gate"].price, row["seed"]): row["headcount"] for row in rows}


def test_batch_run_takes_a_list_of_choices_of_policies(town):
    scenario, chosen = town.small(), [policies_at(1.0), policies_at(400.0)]
    rows = batch(Community, {"scenario": scenario, "policies": chosen}, [1, 2], max_steps=9)
    heads = heads_of(rows)
    assert len(rows) == len(heads) == 4
    days = 9 if "rng" in signature(mesa.batch_run).parameters else 10  # Mesa 3.3 takes a step more than the most
    for (price, seed), count in heads.items():
        assert count == Community(scenario, policies_at(price), seed=seed).run(days).headcount
    assert heads[1.0, 1] != heads[400.0, 1]


@pytest.mark.slow
def test_batch_run_gives_the_same_from_two_processes(town):
    parameters = {"scenario": town.small(), "policies": [policies_at(1.0), policies_at(400.0)]}
    one, two = (heads_of(batch(Community, parameters, [1, 2], max_steps=9, number_processes=n)) for n in (1, 2))
    assert one == two


def test_a_member_of_ones_own_changes_what_members_do(town):
    class Silent(Member):
        """Never writes."""

        def contribute(self):
            super().contribute()
            self.planned = 0

    with pytest.raises(ValueError, match=r"^Silent needs engine='objects'; the compiled engine calls no agent$"):
        Community(town.small(), member_class=Silent)
    community = town.run(5, engine="objects", member_class=Silent)
    assert all(type(agent) is Silent for agent in community.agents)
    assert community.counters.series("visitors").sum() > 0
    assert community.counters.series("messages").sum() == 0


def test_an_engine_that_is_none_is_told_the_names(town):
    with pytest.raises(ValueError, match=r"^engine is one of compiled, objects, not 'fast'$"):
        Community(town.small(), engine="fast")


def test_looking_at_agents_changes_nothing(town):
    looked_at = Community(town.small(), town.operated(), seed=5, events=True)
    for _ in range(20):
        looked_at.agents.agg("habit", np.mean)
        looked_at.step()
    assert town.differing(looked_at, town.run(20, town.operated(), events=True)) == []


def test_the_models_own_generators_are_not_what_luck_comes_from(town):
    shaken = Community(town.small(), town.operated(), seed=5, events=True)
    for _ in range(20):
        shaken.random.random()
        shaken.rng.random()
        shaken.step()
    assert town.differing(shaken, town.run(20, town.operated(), events=True)) == []
