"""Compile every loop once, on a community of three days."""

from datetime import date

from clubsim.sim.community import Community
from clubsim.sim.world import Channel, Scenario


def warm_up() -> None:
    """Run a small community in which every loop is called, so that it is compiled and kept on disk."""
    channel = Channel(name="anyone", flow=4.0)
    scenario = Scenario(name="warm_up", start=date(2016, 2, 15), channels=(channel,), founders=30)
    Community(scenario, seed=0, engine="compiled").run(3)
