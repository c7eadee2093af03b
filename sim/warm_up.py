"""Compile every loop once, on a community of three days."""

from datetime import date

import numpy as np

from clubsim.agents.records import Hurdle, Offers
from clubsim.sim.community import Community
from clubsim.sim.engine import FORESEEING_LOOPS, GATE_LOOPS, MEMBER_LOOPS, PROSPECT_LOOPS
from clubsim.sim.world import Channel, Scenario


def warm_up() -> None:
    """Run a small community, and call the loops it has no use for with nobody; all are compiled and kept on disk."""
    channel = Channel(name="anyone", flow=4.0)
    scenario = Scenario(name="warm_up", start=date(2016, 2, 15), channels=(channel,), founders=30)
    community = Community(scenario, seed=0, engine="compiled").run(3)
    engine, nobody = community.engine, np.zeros(0, dtype=np.int64)
    for act in (*MEMBER_LOOPS, *FORESEEING_LOOPS):
        engine.let_members(community, act, nobody)
    for act in PROSPECT_LOOPS:
        engine.let_prospects(community, act, nobody, 0.0, 1.0)
    engine.let_meet(community, nobody)
    hurdle = Hurdle(number=0, least=0.0, spread=1.0, topic=0, most=0.0)
    offers = Offers(prices=np.ones(1), worths=np.ones(1), one=0)
    for act in GATE_LOOPS:
        engine.let_try(community, act, nobody, offers if act == "weigh_offers" else hurdle)
