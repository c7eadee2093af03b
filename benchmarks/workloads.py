"""
One measurement in a process of its own: `python workloads.py NAME MEMBERS DAYS` prints it as a line of JSON.

full_model: the full default model without policies, as far as MEMBERS and DAYS say, by phase of the day. little_talk:
the same with as few messages a speaker as a mailing list has. all_on: the same as full_model with every mechanism
switched on that is off by default. club: the operations club as described, its first DAYS days, construction included.
All are warm: compiled code is there, and what is measured is CPU time of this process.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from clubsim.sim.community import DAY, Community
from clubsim.sim.warm_up import warm_up
from clubsim.sim.world import Scenario, world_of

SEED = 1
SETTLING = 5  # days before the clock starts: ties and threads build up
# The default is an inclination at which a half come every day; at this one a tenth does.
A_TENTH_DAILY = -5.1
LIST_TALK = {"further_messages": 0.34}
ALL_ON = {
    "reading": 1, "noise_share": 0.1, "visit_benefit": 0.5, "needs": 1, "visit_needs": 0.5, "visit_elsewhere": 0.2,
    "trusting": 1, "visit_trust": 0.5, "first_words": 0.5, "talk_praise": 0.3, "status_above": 0.1, "drift_home": 0.001,
    "drift_talk": 0.001, "invite_rate": 0.002, "content_recruitment": 0.1, "identity_clarity": 0.005,
    "founder_hours": 1.0, "need_partners": 1, "need_days": 100, "visit_recency": -0.1, "visit_active_days": 0.1,
    "visit_partners": 0.05, "absence_rate": 0.001, "dropout_a": 0.05, "dropout_b": 10.0,
}  # fmt: skip


def full_model(members: int, days: int) -> dict[str, Any]:
    """The model with all its defaults but for how many come."""
    return lived({}, members, days)


def little_talk(members: int, days: int) -> dict[str, Any]:
    """The same with few messages a speaker."""
    return lived(LIST_TALK, members, days)


def all_on(members: int, days: int) -> dict[str, Any]:
    """The same with every mechanism on."""
    return lived(ALL_ON, members, days)


def lived(numbers: dict[str, float], members: int, days: int) -> dict[str, Any]:
    """CPU seconds by phase of `days` days, with member-days, visits and messages; numbers: of the world."""
    world = world_of(visit_mean=A_TENTH_DAILY, **numbers)
    community = Community(Scenario(name="bench", start=date(2016, 2, 15), world=world, founders=members), seed=SEED)
    community.run(SETTLING)
    seconds: Counter[str] = Counter()
    member_days = 0
    for _ in range(days):
        member_days += community.headcount
        live_a_day(community, seconds)
    visits, messages = (float(community.counters.series(name)[-days:].sum()) for name in ("visitors", "messages"))
    return {"seconds": dict(seconds), "member_days": member_days, "visits": visits, "messages": messages}


def live_a_day(community: Community, seconds: Counter[str]) -> None:
    """A day as `Community.step` lives it, with the CPU time of each phase."""
    community.n_joined_today = 0
    community.refused = 0
    for phase in DAY:
        start = time.process_time()
        phase(community)
        seconds[phase.__name__] += time.process_time() - start
    community.day += 1


def club(_: int, days: int) -> dict[str, Any]:
    """CPU seconds of the operations club's run, and its member-days."""
    from clubsim.experiments.study import load_study

    study = load_study("operations_club")
    policies = study.arms["as_described"].policies
    Community(study.scenario, policies, seed=SEED + 1).run(2)  # what is imported and loaded once
    start = time.process_time()
    community = Community(study.scenario, policies, seed=SEED).run(days)
    seconds = time.process_time() - start
    return {"seconds": {"all": seconds}, "member_days": float(community.counters.series("headcount").sum())}


WORKLOADS: dict[str, Callable[[int, int], dict[str, Any]]] = {
    each.__name__: each for each in (full_model, little_talk, all_on, club)
}

if __name__ == "__main__":
    name, members, days = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    warm_up()
    print(json.dumps(WORKLOADS[name](members, days)))
