"""
One measurement in a process of its own: `python workloads.py NAME MEMBERS DAYS` prints it as a line of JSON.

full_model: the full default model without policies, as far as MEMBERS and DAYS say, by phase of the day. little_talk:
the same with as few messages a speaker as a mailing list has. all_on: the same as full_model with every mechanism
switched on that is off by default. objects: the same as full_model, each member a Mesa object in plain Python, for whom
compiled code draws.

club: the operations club as described, its first DAYS days, construction included. club_scaled: the same among so many
more people that about MEMBERS are in it on average. club_default: the operations club's channels and policies, in the
default world, from MEMBERS founders on. club_tenth: so, where a tenth come on a day as in full_model. club_alone:
MEMBERS founders in the default world, whom nobody joins and no policy is for. club_phases: the days of club_scaled by
phase.

All are warm: compiled code is there, and what is measured is CPU time of this process.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from clubsim.sim.community import DAY, Community
from clubsim.sim.engine import ENGINES
from clubsim.sim.policy import Policy
from clubsim.sim.warm_up import warm_up
from clubsim.sim.world import Scenario, world_of

SEED = 1
START = date(2016, 2, 15)
SETTLING = 5  # days before the clock starts: ties and threads build up
# The default is an inclination at which a half come every day; at this one a tenth does.
A_TENTH_DAILY = -5.1
CLUB_MEAN = 213.0  # members of the operations club, over its 300 days
PLACES = 100  # a season, of the operations club
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


def tenth_daily(members: int, **numbers: float) -> Scenario:
    """The scenario of all: `members` founders of whom a tenth come on a day; numbers: of the world."""
    world = world_of(visit_mean=A_TENTH_DAILY, **numbers)
    return Scenario(name="bench", start=START, world=world, founders=members)


def lived(numbers: dict[str, float], members: int, days: int) -> dict[str, Any]:
    """CPU seconds by phase of `days` days, with member-days, visits and messages; numbers: of the world."""
    community = Community(tenth_daily(members, **numbers), seed=SEED).run(SETTLING)
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


def objects(members: int, days: int) -> dict[str, Any]:
    """The full model, a Mesa object a member."""
    community = Community(tenth_daily(members), seed=SEED).run(SETTLING)
    community.engine = ENGINES["objects"]()  # the same bits, so that they need not settle so slowly
    member_days = 0
    start = time.process_time()
    for _ in range(days):
        member_days += community.headcount
        community.step()
    return {"seconds": {"all": time.process_time() - start}, "member_days": member_days}


def club(_: int, days: int) -> dict[str, Any]:
    """The operations club as described."""
    return lived_club(*operations_club(), days)


def club_scaled(members: int, days: int) -> dict[str, Any]:
    """The operations club with about so many members on average."""
    return lived_club(*operations_club(members / CLUB_MEAN), days)


def club_default(members: int, days: int) -> dict[str, Any]:
    """The default world, with the operations club's channels and policies."""
    described, policies = operations_club()
    return lived_club(replace(described, world=world_of(), founders=members), policies, days)


def club_tenth(members: int, days: int) -> dict[str, Any]:
    """The same where a tenth come on a day."""
    described, policies = operations_club()
    return lived_club(replace(tenth_daily(members), channels=described.channels), policies, days)


def club_alone(members: int, days: int) -> dict[str, Any]:
    """The default world, and nobody else."""
    return lived_club(Scenario(name="bench", start=START, founders=members), {}, days)


def operations_club(scale: float = 1.0) -> tuple[Scenario, Mapping[str, Policy]]:
    """Its scenario and policies, with `scale` times as many people and as many times the places a season."""
    from clubsim.experiments.study import load_study

    study = load_study("operations_club", [f"recruitment.places={round(PLACES * scale)}"])
    return study.scenario.scaled(scale), study.arms["as_described"].policies


def lived_club(scenario: Scenario, policies: Mapping[str, Policy], days: int) -> dict[str, Any]:
    """CPU seconds of a run, construction and days, and its member-days."""
    Community(scenario, policies, seed=SEED + 1).run(2)  # what is imported and loaded once
    start = time.process_time()
    community = Community(scenario, policies, seed=SEED)
    made = time.process_time()
    community.run(days)
    seconds = {"construction": made - start, "days": time.process_time() - made}
    return {"seconds": seconds, "member_days": float(community.counters.series("headcount").sum()), "days": days}


def club_phases(members: int, days: int) -> dict[str, Any]:
    """The days of `club_scaled`, by phase."""
    scenario, policies = operations_club(members / CLUB_MEAN)
    Community(scenario, policies, seed=SEED + 1).run(2)
    community = Community(scenario, policies, seed=SEED)
    seconds: Counter[str] = Counter()
    for _ in range(days):
        live_a_day(community, seconds)
    member_days = float(community.counters.series("headcount").sum())
    return {"seconds": dict(seconds), "member_days": member_days, "days": days}


MODELS = (full_model, little_talk, all_on, objects)
CLUBS = (club, club_scaled, club_default, club_tenth, club_alone, club_phases)
WORKLOADS: dict[str, Callable[[int, int], dict[str, Any]]] = {each.__name__: each for each in MODELS + CLUBS}

if __name__ == "__main__":
    name, members, days = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    warm_up()
    print(json.dumps(WORKLOADS[name](members, days)))
