"""Policies see the morning, and each of their levers is pulled."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import clubsim.sim.effects
from clubsim.sim.effects.pull import pull
from clubsim.sim.policy import Policy
from clubsim.sim.standing import Standing
from clubsim.sim.view import MorningView

if TYPE_CHECKING:
    from clubsim.sim.community import Community

for _module in iter_modules(clubsim.sim.effects.__path__):  # each registers its handlers
    import_module(f"clubsim.sim.effects.{_module.name}")


def pull_levers(community: "Community", policies: Mapping[str, Policy]) -> Standing:
    """Let every policy see the morning and act; do at once what is for once, and return what stands today."""
    standing = Standing()
    for slot, policy in policies.items():
        for lever in policy.act(MorningView(community, slot)):
            pull(lever, community, standing, slot)
    return standing
