"""
Each rule alone, plain and compiled, on the same random arguments: what whole runs cannot see, they hide last bits.

`INPUTS` says for every rule of agents/ what its arguments may be: a column of a value a call, or one value for
many calls (a World, a Luck, an array to search in). The rules of arithmetic.py and luck.py, on which all others
stand, are compared by their own tests and named in `COMPARED_ELSEWHERE`.
"""

import ast
import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from itertools import repeat
from typing import Any

import numpy as np
from numba import njit

from clubsim.agents import (
    applying,
    belonging,
    birth,
    cherishing,
    choosing,
    commons,
    days,
    drifting,
    finding,
    founding,
    giving,
    habit,
    inviting,
    learning,
    leaving,
    lurking,
    meeting,
    moderating,
    motives,
    novelty,
    paying,
    posting,
    prospects,
    quotas,
    reading,
    renewing,
    replying,
    returning,
    status,
    striving,
    trusting,
    visiting,
)
from clubsim.agents.luck import luck_of
from clubsim.agents.parameters import World, specifications

N = 100_000  # calls of each rule
BLOCKS = 50  # worlds, lucks or arrays among them
ROUNDED = (0.0, 1.0, 0.5)  # values in the corners of a range, mixed in

COMPARED_ELSEWHERE = {
    "arithmetic": "test_arithmetic.py",
    "luck": "test_luck.py",
}

Columns = dict[str, Any]
Rule = Callable[..., Any]


def reals(rng: Any, low: float, high: float) -> Any:
    """float64 [N], in [low, high]; one in ten is an end or the middle."""
    values = rng.uniform(low, high, N)
    corners = low + (high - low) * rng.choice(ROUNDED, N)
    return np.where(rng.random(N) < 0.1, corners, values)


def sizes(rng: Any, low: float, high: float) -> Any:
    """float64 [N], positive, evenly spread over the orders of magnitude from low to high."""
    return np.exp(rng.uniform(np.log(low), np.log(high), N))


def stored(rng: Any, low: float, high: float) -> Any:
    """float64 [N], as `wide` reads them out of a column of 32 bits."""
    return reals(rng, low, high).astype(np.float32).astype(np.float64)


def wholes(rng: Any, low: int, high: int) -> Any:
    """int64 [N], in [low, high]."""
    return rng.integers(low, high, N, endpoint=True)


def uids(rng: Any) -> Any:
    """int64 [N], in [0, 2**63)."""
    return rng.integers(0, 2**63, N, dtype=np.int64)


def any_world(rng: Any) -> World:
    """A World with every parameter anywhere in its range, the widest ranges by orders of magnitude."""
    values = {}
    for name, (kind, spec, _) in specifications().items():
        if kind is int:
            values[name] = int(rng.integers(spec.low, spec.high, endpoint=True))
        elif spec.low > 0 and spec.high / spec.low > 1000:
            values[name] = float(np.exp(rng.uniform(np.log(spec.low), np.log(spec.high))))
        else:
            values[name] = float(rng.uniform(spec.low, spec.high))
    return World(**values)


def worlds(rng: Any) -> list[World]:
    """[BLOCKS] worlds."""
    return [any_world(rng) for _ in range(BLOCKS)]


def lucks(rng: Any) -> list[Any]:
    """[BLOCKS] lucks of any seed."""
    return [luck_of(int(rng.integers(0, 2**63))) for _ in range(BLOCKS)]


def ascending_hours(rng: Any) -> list[Any]:
    """[BLOCKS] arrays of up to 300 ascending hours and zeros behind them, as the feed keeps its threads."""
    arrays = []
    for block in range(BLOCKS):
        hours = np.zeros(400)
        size = 300 * block // BLOCKS
        hours[:size] = np.sort(rng.uniform(-720.0, 24.0, size).round(1))
        arrays.append(hours)
    return arrays


def some_bits(rng: Any) -> Any:
    """uint64 [N], from none to all of 64 bits set."""
    either, both = (rng.integers(0, 2**64, N, dtype=np.uint64) for _ in range(2))
    bits = rng.choice([either, either & both, either | both, np.zeros_like(both), ~np.zeros_like(both)], axis=0)
    return bits >> rng.integers(0, 64, N).astype(np.uint64)


def of_block(values: list[int]) -> Any:
    """int64 [N], the block's value for each of its calls."""
    return np.repeat(np.array(values, np.int64), N // BLOCKS)


# rule -> its arguments by name: a column [N], or a list [BLOCKS] of values that hold for N / BLOCKS calls each
INPUTS: dict[Rule, Callable[[Any], Columns]] = {
    belonging.bonds_of: lambda rng: {"exchanges": sizes(rng, 1e-3, 1e5), "scale": sizes(rng, 0.1, 1e5)},
    belonging.identity_tomorrow: lambda rng: {
        "identity": stored(rng, 0, 1),
        "attended": wholes(rng, 0, 1),
        "replies": wholes(rng, 0, 9),
        "by_event": reals(rng, 0, 1),
        "by_reply": reals(rng, 0, 1),
        "decay": reals(rng, 0, 1),
    },
    belonging.identity_by_clarity: lambda rng: {
        "identity": reals(rng, 0, 1),
        "visited": wholes(rng, 0, 1),
        "clarity": reals(rng, 0, 1),
        "gain": reals(rng, 0, 1),
    },
    birth.trait: lambda rng: {"luck": lucks(rng), "uid": uids(rng), "which": wholes(rng, 0, 40)},
    birth.mixed: lambda rng: {
        "common": reals(rng, -6, 6),
        "own": reals(rng, -6, 6),
        "correlation": reals(rng, -1, 1),
    },
    birth.enthusiasm_of: lambda rng: {"luck": lucks(rng), "uid": uids(rng), "shift": stored(rng, -3, 3)},
    birth.willingness_of: lambda rng: {
        "luck": lucks(rng),
        "uid": uids(rng),
        "enthusiasm": reals(rng, -6, 6),
        "world": worlds(rng),
    },
    birth.pull_of_topic: lambda rng: {
        "luck": lucks(rng),
        "uid": uids(rng),
        "topic": wholes(rng, 0, 15),
        "focus": reals(rng, 0, 4),
    },
    birth.pull_of_topics: lambda rng: {
        "luck": lucks(rng),
        "uid": uids(rng),
        "topics": wholes(rng, 1, 16),
        "focus": reals(rng, 0, 4),
    },
    applying.blurred: lambda rng: {
        "truth": stored(rng, -6, 6),
        "u": (rng.integers(0, 2**32, N) + 0.5) / 2**32,
        "spread": reals(rng, 0, 10),
    },
    applying.kinship_chance: lambda rng: {
        "match": sizes(rng, 1e-9, 16),
        "least": np.where(rng.random(N) < 0.05, 0.0, sizes(rng, 1e-3, 16)),
        "vagueness": sizes(rng, 0.01, 5),
    },
    applying.experience_of: lambda rng: {
        "luck": lucks(rng),
        "uid": uids(rng),
        "enthusiasm": stored(rng, -6, 6),
        "world": worlds(rng),
    },
    applying.signal_chance: lambda rng: {
        "enthusiasm": stored(rng, -6, 6),
        "least": reals(rng, -10, 10),
        "spread": sizes(rng, 0.01, 10),
    },
    cherishing.relative_cost: lambda rng: {
        "price": np.where(rng.random(N) < 0.05, 0.0, sizes(rng, 1e-2, 1e6)),
        "willingness": sizes(rng, 1e-6, 1e9),
        "toil": np.where(rng.random(N) < 0.05, 0.0, sizes(rng, 1e-5, 1e5)),
        "enthusiasm": stored(rng, -6, 6),
    },
    cherishing.cherished: lambda rng: {
        "cost": np.where(rng.random(N) < 0.05, 0.0, sizes(rng, 1e-6, 1e6)),
        "cherishing": reals(rng, 0, 3),
    },
    birth.around_the_clock: lambda rng: {"hour": reals(rng, -100, 100)},
    birth.gamma_of: lambda rng: {
        "luck": lucks(rng),
        "uid": uids(rng),
        "first": wholes(rng, 0, birth.GAMMA_DRAWS),
        "shape": sizes(rng, 1e-3, 500),
    },
    birth.dropout_of: lambda rng: {
        "luck": lucks(rng),
        "uid": uids(rng),
        "a": np.where(rng.random(N) < 0.05, 0.0, sizes(rng, 1e-3, 50)),
        "b": sizes(rng, 0.01, 500),
    },
    birth.renewal_of: lambda rng: {
        "luck": lucks(rng),
        "uid": uids(rng),
        "a": sizes(rng, 0.01, 500),
        "b": sizes(rng, 0.01, 500),
    },
    birth.beta_of: lambda rng: {
        "luck": lucks(rng),
        "uid": uids(rng),
        "first": wholes(rng, 0, 2 * birth.GAMMA_DRAWS),
        "a": sizes(rng, 1e-3, 500),
        "b": sizes(rng, 1e-3, 500),
    },
    commons.archive_tomorrow: lambda rng: {
        "archive": reals(rng, 0, 1e6),
        "signal": reals(rng, 0, 1e4),
        "days": sizes(rng, 1, 1e5),
    },
    commons.archive_worth: lambda rng: {"archive": reals(rng, 0, 1e6), "scale": sizes(rng, 1, 1e7)},
    commons.culture_tomorrow: lambda rng: {
        "culture": reals(rng, 0, 1),
        "signal": np.where(rng.random(N) < 0.1, 0.0, sizes(rng, 1e-2, 1e4)),
        "noise": np.where(rng.random(N) < 0.1, 0.0, wholes(rng, 0, 1000).astype(float)),
        "gain": reals(rng, 0, 1),
    },
    commons.reputation_tomorrow: lambda rng: {
        "reputation": reals(rng, 0, 1),
        "trust": reals(rng, 0, 1),
        "gain": reals(rng, 0, 1),
        "fall": reals(rng, 1, 100),
    },
    commons.clarity_tomorrow: lambda rng: {
        "clarity": reals(rng, 0, 1),
        "concentration": reals(rng, 0, 1),
        "topics": wholes(rng, 1, 16),
        "gain": reals(rng, 0, 1),
    },
    commons.demand_factor: lambda rng: {
        "worth": reals(rng, 0, 1),
        "reputation": reals(rng, 0, 1),
        "fame": reals(rng, 0, 20),
        "by_content": reals(rng, 0, 20),
        "by_reputation": reals(rng, 0, 20),
    },
    drifting.interest_tomorrow: lambda rng: {
        "interest": stored(rng, 0, 1),
        "taste": stored(rng, 0, 1),
        "talked": reals(rng, 0, 1),
        "shock": reals(rng, -4, 4),
        "visited": wholes(rng, 0, 1),
        "home": reals(rng, 0, 1),
        "talk": reals(rng, 0, 1),
    },
    founding.fatigue_tomorrow: lambda rng: {
        "fatigue": stored(rng, 0, 1),
        "hours": reals(rng, 0, 24),
        "tiring": reals(rng, 0, 1),
        "rest": reals(rng, 0, 1),
    },
    inviting.invitation_rate: lambda rng: {
        "belonging": reals(rng, 0, 1),
        "trust": stored(rng, 0, 1),
        "unreached": reals(rng, 0, 1),
        "rate": reals(rng, 0, 5),
        "content": reals(rng, 0, 10),
    },
    inviting.invitations_left: lambda rng: {
        "allowance": wholes(rng, -1, 50),
        "days": wholes(rng, 0, 60),
        "tenure": wholes(rng, 0, 2000),
        "asked": wholes(rng, 0, 300),
    },
    inviting.join_chance: lambda rng: {
        "friends": wholes(rng, 0, 24),
        "linked": stored(rng, 0, 1),
        "first": reals(rng, 0, 5),
        "by_friends": reals(rng, 0, 5),
        "by_links": reals(rng, 0, 5),
    },
    inviting.shift_of_invited: lambda rng: {
        "luck": lucks(rng),
        "uid": uids(rng),
        "inviters": reals(rng, -6, 6),
        "likeness": reals(rng, 0, 1),
    },
    learning.praise_tomorrow: lambda rng: {
        "praise": stored(rng, 0, 1),
        "messages": wholes(rng, 0, 40),
        "replies": wholes(rng, 0, 60),
        "gain": reals(rng, 0, 1),
    },
    lurking.barrier: lambda rng: {
        "days_here": wholes(rng, 0, 64),
        "strength": reals(rng, 0, 10),
        "days": reals(rng, 0.5, 60),
    },
    moderating.hide_chance: lambda rng: {
        "noise": wholes(rng, 0, 1),
        "off_topic": wholes(rng, 0, 1),
        "of_noise": reals(rng, 0, 1),
        "of_off_topic": reals(rng, 0, 1),
        "of_others": reals(rng, 0, 1),
    },
    moderating.part_in_order: lambda rng: {
        "volume": np.where(rng.random(N) < 0.1, 0.0, reals(rng, 0, 500)),
        "before": reals(rng, 0, 500),
        "budget": reals(rng, 1, 500),
    },
    motives.motive_mean: lambda rng: {"which": wholes(rng, 0, 3), "world": worlds(rng)},
    reading.information_benefit: lambda rng: {"matching": reals(rng, 0, 5000), "scale": sizes(rng, 1, 1e4)},
    reading.overload_cost: lambda rng: {
        "read": reals(rng, 0, 5000),
        "matching": reals(rng, 0, 5000),
        "cost": reals(rng, 0, 1),
        "quality": np.exp(stored(rng, -9, 9)),
        "discernment": reals(rng, 0, 4),
    },
    reading.noise_chance: lambda rng: {
        "base": stored(rng, -30, 10),
        "surplus": reals(rng, -1, 1),
        "culture": reals(rng, 0, 1),
        "world": worlds(rng),
    },
    reading.noisy_base_of: lambda rng: {"own": reals(rng, -6, 6), "world": worlds(rng)},
    choosing.worth_of_term: lambda rng: {
        "days": np.where(rng.random(N) < 0.05, 0.0, sizes(rng, 1, 1e4)),
        "exponent": reals(rng, 0, 1),
    },
    choosing.appeal_of: lambda rng: {
        "willingness": sizes(rng, 1e-6, 1e9),
        "price": sizes(rng, 1e-2, 1e6),
        "softness": sizes(rng, 0.01, 5),
    },
    commons.reputation_after_anger: lambda rng: {
        "reputation": reals(rng, 0, 1),
        "share": reals(rng, 0, 1),
        "weight": reals(rng, 0, 50),
    },
    paying.willingness_inside: lambda rng: {
        "willingness": sizes(rng, 1e-6, 1e9),
        "attachment": reals(rng, -1, 1.5),
        "weight": reals(rng, 0, 5),
        "worth": sizes(rng, 0.1, 10),
    },
    renewing.dearer_by: lambda rng: {
        "price": np.where(rng.random(N) < 0.05, 0.0, sizes(rng, 1e-2, 1e6)),
        "agreed": np.where(rng.random(N) < 0.05, 0.0, sizes(rng, 1e-2, 1e6)),
    },
    renewing.lapse_chance: lambda rng: {
        "own": reals(rng, 0, 1),
        "attachment": reals(rng, -1, 1.5),
        "weight": np.where(rng.random(N) < 0.1, 0.0, reals(rng, 0, 10)),
    },
    status.status_of: lambda rng: {"replies": wholes(rng, 0, 100_000)},
    status.status_pull: lambda rng: {
        "own": reals(rng, 0, 12),
        "theirs": reals(rng, 0, 12),
        "above": reals(rng, 0, 5),
        "below": reals(rng, 0, 5),
    },
    trusting.trust_after: lambda rng: {
        "trust": stored(rng, 0, 1),
        "removed": wholes(rng, 0, 24),
        "gone": wholes(rng, 0, 24),
        "by_removal": reals(rng, 0, 1),
        "by_exit": reals(rng, 0, 1),
    },
    trusting.trust_heard: lambda rng: {
        "trust": reals(rng, 0, 1),
        "of_partners": reals(rng, 0, 1),
        "bad": reals(rng, 0, 1),
        "good": reals(rng, 0, 1),
    },
    visiting.pings: lambda rng: {"replies": wholes(rng, 0, 20), "damping": reals(rng, 0, 1)},
    days.days_of: lambda rng: {
        "visits": rng.integers(0, 2**64, N, dtype=np.uint64),
        "visited": wholes(rng, 0, 1),
    },
    days.came_within: lambda rng: {
        "visits": np.uint64(1) << rng.integers(0, 64, N).astype(np.uint64),
        "days": wholes(rng, -1, 70),
    },
    days.bits_set: lambda rng: {"days": some_bits(rng)},
    habit.habit_tomorrow: lambda rng: {
        "habit": stored(rng, 0, 1),
        "visited": wholes(rng, 0, 1),
        "gain": reals(rng, 0, 1),
        "loss": reals(rng, 0, 1),
    },
    leaving.leave_chance: lambda rng: {
        "novelty": stored(rng, 0, 1),
        "belonging": reals(rng, 0, 1),
        "habit": stored(rng, 0, 1),
        "base": reals(rng, -30, 10),
        "weight": reals(rng, 0, 10),
    },
    novelty.novelty_left: lambda rng: {
        "exposure": np.where(rng.random(N) < 0.05, 0.0, sizes(rng, 1e-6, 1e4)),
        "halflife": sizes(rng, 0.05, 1e5),
        "floor": reals(rng, 0, 1),
        "shape": sizes(rng, 0.05, 5),
        "form": wholes(rng, 0, 4),
    },
    novelty.exposure_tomorrow: lambda rng: {
        "exposure": stored(rng, 0, 1000),
        "visited": wholes(rng, 0, 1),
        "mix": reals(rng, 0, 16),
        "by_day": reals(rng, 0, 5),
        "by_visit": reals(rng, 0, 5),
        "recovery": reals(rng, 0, 1),
    },
    posting.speak_chance: lambda rng: {
        "base": stored(rng, -20, 20),
        "attended": wholes(rng, 0, 1),
        "weekend": wholes(rng, 0, 1),
        "notice": reals(rng, 0, 8),
        "push": reals(rng, 0, 60),
        "world": worlds(rng),
    },
    prospects.pay_chance: lambda rng: {
        "willingness": sizes(rng, 1e-6, 1e9),
        "price": np.where(rng.random(N) < 0.05, 0.0, sizes(rng, 1e-2, 1e6)),
        "softness": sizes(rng, 0.01, 5),
    },
    quotas.pressure_of: lambda rng: {
        "needed": wholes(rng, -20, 200),
        "total": wholes(rng, 0, 200),
        "days_left": wholes(rng, 1, 90),
        "days": wholes(rng, 1, 90),
        "most_a_day": sizes(rng, 1, 1000),
        "attachment": reals(rng, 0, 2),
        "strength": reals(rng, 0, 20),
        "most": reals(rng, 1, 20),
    },
    quotas.deadline_pressure: lambda rng: {
        "days_left": wholes(rng, -50, 400),
        "days": wholes(rng, 1, 400),
        "attachment": reals(rng, 0, 2),
        "strength": reals(rng, 0, 20),
        "most": reals(rng, 1, 20),
    },
    striving.goal_factor: lambda rng: {
        "left": wholes(rng, -20, 2000),
        "gain": reals(rng, 0, 100),
        "distance": sizes(rng, 0.1, 1e4),
    },
    giving.give_on_chance: lambda rng: {
        "received": np.where(rng.random(N) < 0.05, 0.0, sizes(rng, 1e-3, 1e5)),
        "contagion": reals(rng, 0, 0.95),
        "usual": sizes(rng, 0.01, 1e4),
    },
    giving.gift_of: lambda rng: {
        "received": sizes(rng, 1e-3, 1e5),
        "contagion": reals(rng, 0, 0.95),
        "usual": sizes(rng, 0.01, 1e4),
    },
    quotas.passes: lambda rng: {
        "messages": wholes(rng, 0, 5),
        "check_ins": wholes(rng, 0, 5),
        "need_messages": wholes(rng, 0, 5),
        "need_check_ins": wholes(rng, 0, 5),
        "either": wholes(rng, 0, 1),
    },
    finding.attention: lambda rng: {
        "age": np.where(rng.random(N) < 0.05, -1.0, sizes(rng, 1e-4, 800)),
        "scale": sizes(rng, 0.01, 1000),
        "shape": sizes(rng, 0.1, 2),
    },
    finding.age_attended: lambda rng: {
        "u": (rng.integers(0, 2**32, N) + 0.5) / 2**32,
        "scale": sizes(rng, 0.01, 1000),
        "shape": sizes(rng, 0.1, 2),
    },
    finding.open_chance: lambda rng: {
        "activity": reals(rng, -20, 20),
        "first": wholes(rng, 0, 1),
        "base": reals(rng, -10, 10),
        "active": reals(rng, -5, 5),
        "first_chance": reals(rng, 0, 1),
    },
    finding.thread_weight: lambda rng: {
        "replies_of_starter": wholes(rng, 0, 5000),
        "replies": wholes(rng, 0, 2),
        "match": reals(rng, 0, 16),
        "own_replies": wholes(rng, 0, 5000),
        "world": worlds(rng),
    },
    finding.weight_to_anybody: lambda rng: {
        "replies_of_starter": wholes(rng, 0, 5000),
        "replies": wholes(rng, 0, 2),
        "match": reals(rng, 0, 16),
        "world": worlds(rng),
    },
    finding.last_at_or_before: lambda rng: {
        "hours": ascending_hours(rng),
        "size": of_block([300 * block // BLOCKS for block in range(BLOCKS)]),
        "hour": reals(rng, -800, 30).round(1),
    },
    replying.is_awake: lambda rng: {
        "hour": np.where(rng.random(N) < 0.5, wholes(rng, 0, 400) / 2, sizes(rng, 1e-3, 1e13)),
        "usual_hour": np.where(rng.random(N) < 0.5, wholes(rng, 0, 47) / 2, stored(rng, 0, 23.99)),
    },
    meeting.sign_up_chance: lambda rng: {
        "match": reals(rng, 0, 16),
        "belonging": reals(rng, 0, 1),
        "weekend": wholes(rng, 0, 1),
        "world": worlds(rng),
    },
    meeting.talk_chance: lambda rng: {
        "guests": wholes(rng, 0, 200),
        "partners": reals(rng, 0, 20),
        "exchange": reals(rng, 0, 1),
    },
    meeting.draw_of_pair: lambda rng: {
        "luck": lucks(rng),
        "one": uids(rng),
        "other": uids(rng),
        "day": wholes(rng, 0, 1000),
    },
    returning.return_chance: lambda rng: {
        "after_a_month": reals(rng, 0, 1),
        "silence": wholes(rng, 0, 1000),
        "exponent": reals(rng, 0, 3),
    },
    visiting.visit_chance: lambda rng: {
        "base": stored(rng, -20, 20),
        "novelty": reals(rng, 0, 1),
        "habit": stored(rng, 0, 1),
        "belonging": reals(rng, 0, 1),
        "notice": reals(rng, 0, 8),
        "occasion": reals(rng, -20, 60),
        "world": worlds(rng),
    },
    visiting.momentum: lambda rng: {
        "days_away": wholes(rng, 0, 800),
        "active_days": wholes(rng, 0, 28),
        "partners": wholes(rng, 0, 24),
        "world": worlds(rng),
    },
    visiting.attend_chance: lambda rng: {
        "match": reals(rng, 0, 16),
        "appeal": sizes(rng, 0.01, 10),
        "world": worlds(rng),
    },
}


def rules_in(sources: Mapping[str, str], mark_of: Callable[[ast.expr], str]) -> Iterator[tuple[str, str]]:
    """(module, name) of every function marked `@rule` in the texts of some modules, by module name."""
    for module, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and any(mark_of(each) == "rule" for each in node.decorator_list):
                yield module, node.name


def rule_named(module: str, name: str) -> Rule:
    """The function itself."""
    found: Rule = getattr(import_module(f"clubsim.agents.{module}"), name)
    return found


def inputs_of(rule: Rule) -> Columns:
    """Arguments of a rule by name, the same in every run."""
    seed = int.from_bytes(rule.__name__.encode(), "little")
    return INPUTS[rule](np.random.default_rng(seed))


def differences(rule: Rule, inputs: Columns) -> list[str]:
    """
    Where a rule in plain Python and compiled do not give the same 64 bits.

    Args:
        rule: a function marked `@rule`, possibly a faulty one.
        inputs: its arguments, as in INPUTS.

    Returns:
        One line a call that differs, with its arguments and both results; empty if all agree.
    """
    kind = typing.get_type_hints(rule)["return"]
    names = list(inspect.signature(rule).parameters)
    assert set(names) == set(inputs), f"INPUTS gives {sorted(inputs)} and {rule.__name__} takes {names}"
    loop = compiled_loop(rule, [name for name in names if not isinstance(inputs[name], list)])
    lines = []
    for block in blocks(inputs):
        plain = [rule(*call) for call in zip(*(plain_values(block[name]) for name in names), strict=False)]
        compiled = np.empty(len(plain), {float: np.float64, bool: np.bool_, int: np.uint64}[kind])
        loop(compiled, *(block[name] for name in names))
        lines += [
            f"{rule.__name__}({', '.join(f'{name}={at(block[name], k)!r}' for name in names if name != 'world')}): "
            f"plain {plain[k]!r}, compiled {compiled[k]!r}"
            for k in unlike(plain, compiled, kind)
        ]
    return lines


def blocks(inputs: Columns) -> Iterator[Columns]:
    """The calls, cut so that each block has one World, Luck or array."""
    if not any(isinstance(each, list) for each in inputs.values()):
        yield inputs
        return
    size = N // BLOCKS
    for block in range(BLOCKS):
        calls = slice(block * size, (block + 1) * size)
        yield {name: each[block] if isinstance(each, list) else each[calls] for name, each in inputs.items()}


def plain_values(values: Any) -> Any:
    """A column as plain Python numbers; what holds for the whole block again for every call."""
    return values.tolist() if is_column(values) else repeat(values)


def at(values: Any, k: int) -> Any:
    """The k-th value of a column; any other value as it is."""
    return values[k].item() if is_column(values) else values


def is_column(values: Any) -> bool:
    """Whether there is a value for each call of a block; an array to search in is shorter."""
    return isinstance(values, np.ndarray) and values.size >= N // BLOCKS


def unlike(plain: list[Any], compiled: Any, kind: type) -> list[int]:
    """Positions at which the results differ in a bit, or at which plain Python's is of another type than declared."""
    wrong = {k for k, value in enumerate(plain) if type(value) is not kind}
    if kind is float:
        pattern = np.array([float(value) for value in plain]).view(np.int64)
        return sorted(wrong | set(np.flatnonzero(pattern != compiled.view(np.int64)).tolist()))
    signed = [value + 2**64 if value < 0 else value for value in map(int, plain)]
    return sorted(wrong | {k for k, value in enumerate(compiled.tolist()) if int(value) != signed[k]})


def compiled_loop(rule: Rule, columns: list[str]) -> Any:
    """A compiled loop over calls of `rule`, written for its arguments: those in `columns` differ from call to call."""
    names = list(inspect.signature(rule).parameters)
    arguments = ", ".join(f"{name}[k]" if name in columns else name for name in names)
    text = (
        f"def loop(results, {', '.join(names)}):\n"
        f"    for k in range(results.size):\n"
        f"        results[k] = called({arguments})\n"
    )
    space: dict[str, Any] = {"called": rule}
    exec(text, space)
    return njit(space["loop"], no_cfunc_wrapper=True)
