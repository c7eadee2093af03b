"""
Small communities, everything that is left of a run, the comparison of two runs bit by bit, and their digest.

As a program it prints the digest of the fixed community: `python communities.py DAYS ENGINE`.
"""

import sys
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np

from clubsim.agents.records import Count
from clubsim.policies.registry import build
from clubsim.sim.columns import in_use
from clubsim.sim.community import Community
from clubsim.sim.feed import COLUMNS
from clubsim.sim.graphs import ties_of
from clubsim.sim.world import Channel, Scenario, World

MONDAY = date(2016, 2, 15)
PARTS_OF_FEED = {"T": Count.THREADS, "M": Count.MESSAGES, "H": Count.DUE}  # how many rows of a part are in use

# Every number of the fixed community's World, written out, so that no new default moves its digest.
FIXED_NUMBERS = {
    "topics": 3,
    "topic_focus": 0.9,
    "enthusiasm_join": 0.4,
    "visit_mean": -1.2,
    "visit_sd": 1.5,
    "visit_enthusiasm": 0.4,
    "check_in_mean": 1.1,
    "check_in_sd": 0.9,
    "talk_mean": 0.1,
    "talk_sd": 0.6,
    "talk_visit": 0.35,
    "further_messages": 2.3,
    "further_visit": 0.25,
    "further_messages_sd": 0.5,
    "halflife": 17.0,
    "halflife_sd": 0.6,
    "usual_hour": 20.0,
    "usual_hour_sd": 3.5,
    "quota_heeders": 0.6,
    "reward_heeders": 0.5,
    "experience_median": 3.0,
    "experience_sd": 0.8,
    "experience_enthusiasm": 0.0,
    "willingness_median": 70.0,
    "willingness_sd": 0.9,
    "willingness_enthusiasm": 0.4,
    "price_softness": 0.35,
    "novelty_form": 2,
    "novelty_floor": 0.05,
    "novelty_shape": 0.7,
    "exposure_by_day": 0.4,
    "exposure_by_visit": 0.9,
    "recovery_days": 60.0,
    "visit_cap": 0.97,
    "visit_novelty": 1.9,
    "visit_habit": 1.4,
    "visit_belonging": 0.8,
    "visit_reply": 0.45,
    "visit_recency": -0.2,
    "visit_active_days": 0.15,
    "visit_partners": 0.1,
    "visit_midweek": 0.06,
    "visit_weekend": -0.3,
    "visit_event": 0.35,
    "silence_strength": 0.4,
    "silence_floor": 0.15,
    "silence_reference": 1.1,
    "hour_sd": 1.7,
    "absence_rate": 0.01,
    "absence_days": 4.0,
    "first_day": 0.7,
    "check_ins": 1,
    "attend_base": 0.6,
    "attend_match": 0.7,
    "talk_event": 0.8,
    "talk_weekend": -0.2,
    "talk_reply": 0.5,
    "event_messages": 1.6,
    "most_messages": 30,
    "session_share": 0.75,
    "session_gap": 0.15,
    "session_gap_sd": 1.2,
    "open_base": -0.6,
    "open_active": 0.5,
    "open_first": 0.45,
    "attention_scale": 9.0,
    "attention_shape": 0.4,
    "candidates": 3,
    "reply_root": 0.35,
    "popularity": 0.4,
    "unanswered": 0.5,
    "topic_preference": 0.6,
    "partner_share": 0.35,
    "triad_share": 0.2,
    "answer_back": 0.4,
    "answer_lag": 3.0,
    "answer_lag_sd": 1.4,
    "tie_days": 25.0,
    "bond_scale": 12.0,
    "bond_share": 0.45,
    "identity_event": 0.05,
    "identity_reply": 0.04,
    "identity_decay": 0.015,
    "habit_gain": 0.05,
    "habit_loss": 0.025,
    "pressure": 1.2,
    "pressure_most": 2.5,
    "pressure_visit": 0.6,
    "reachable_messages": 9.0,
    "cherishing": 0.0,
    "reward_gain": 0.15,
    "reward_learning": 0.4,
    "reward_forgetting": 0.06,
    "goal_distance": 8.0,
    "gift_contagion": 0.3,
    "gift_usual": 4.0,
    "gift_worth": 0.05,
    "leave_base": -4.6,
    "leave_attachment": 1.3,
    "dropout_a": 0.6,
    "dropout_b": 6.0,
    "dropout_first": 0.1,
    "dropout_reply": 0.3,
    "notice_damping": 0.4,
    "nudge_damping": 0.6,
    "crowding_out": 0.9,
    "crowding_gain": 0.08,
    "reading": 1,
    "quality_sd": 0.6,
    "noise_share": 0.15,
    "noise_sd": 1.1,
    "noise_unmet": 1.5,
    "noise_culture": 0.9,
    "reading_budget": 45.0,
    "benefit_messages": 12.0,
    "reading_cost": 0.003,
    "discernment": 0.7,
    "benefit_gain": 0.15,
    "visit_benefit": 0.8,
    "talk_benefit": 0.5,
    "needs": 1,
    "motive_information": 0.35,
    "motive_bonds": 0.3,
    "motive_recognition": 0.25,
    "motive_gain": 0.1,
    "motive_sd": 0.6,
    "expectation_start": 0.35,
    "expectation_gain": 0.03,
    "visit_needs": 0.9,
    "leave_needs": 1.2,
    "elsewhere_start": 0.45,
    "elsewhere_gain": 0.04,
    "visit_elsewhere": 0.5,
    "trusting": 1,
    "trust_removal": 0.12,
    "trust_exit": 0.03,
    "trust_hidden": 0.1,
    "trust_advert": 0.2,
    "trust_gain": 0.015,
    "news_bad": 0.08,
    "news_good": 0.02,
    "visit_trust": 1.3,
    "leave_trust": 1.1,
    "first_words": 0.9,
    "first_words_days": 4.0,
    "talk_bonds": 0.6,
    "praise_gain": 0.1,
    "talk_praise": 0.7,
    "status_above": 0.2,
    "status_below": 0.3,
    "drift_sd": 0.02,
    "drift_home": 0.01,
    "drift_talk": 0.015,
    "invite_rate": 0.04,
    "invite_market": 2000.0,
    "invite_belonging": 0.8,
    "join_first": 0.15,
    "join_friends": 0.45,
    "join_linked": 0.4,
    "friend_overlap": 0.3,
    "invited_likeness": 0.6,
    "invited_hazard": 0.8,
    "archive_days": 200.0,
    "archive_scale": 300.0,
    "archive_benefit": 0.2,
    "content_recruitment": 0.7,
    "culture_gain": 0.05,
    "reputation_gain": 0.02,
    "reputation_fall": 4.0,
    "reputation_recruitment": 1.5,
    "clarity_gain": 0.04,
    "identity_clarity": 0.02,
    "founder_hours": 1.5,
    "founder_message_hours": 0.3,
    "founder_tiring": 0.02,
    "founder_rest": 0.03,
    "founder_quits": 0.9,
    "founder_fame": 0.6,
    "visit_founder": 0.25,
    "renewal_a": 0.8,
    "renewal_b": 2.2,
    "renewal_attachment": 0.6,
    "meeting_near": 0.4,
    "meeting_base": -1.5,
    "meeting_belonging": 2.5,
    "meeting_weekend": 0.8,
    "meeting_offline": 1.5,
    "meeting_partners": 3.0,
    "meeting_exchanges": 4.0,
    "meeting_identity": 0.15,
    "meeting_trust": 0.25,
    "introduction_followed": 0.6,
    "slot_gain": 0.25,
    "slot_loss": 0.15,
    "visit_slot": 0.6,
    "burden_rest": 0.12,
    "visit_burden": 0.9,
    "win_back": 0.3,
    "win_back_silence": 0.5,
    "cities": 4,
    "city_skew": 0.8,
    "renewal_price": 0.8,
    "term_worth": 0.6,
    "willingness_attachment": 0.3,
    "anger_share": 0.7,
    "anger_reputation": 3.0,
    "need_partners": 1,
    "need_days": 25,
}
FIXED_WORLD = World(**FIXED_NUMBERS)
FIXED_SCENARIO = Scenario(
    name="fixed",
    start=MONDAY,
    world=FIXED_WORLD,
    channels=(
        Channel(name="readers", pool=80.0, growth=1.3, reach=0.45, enthusiasm=0.2),
        Channel(name="passers_by", flow=1.2, opens=3, enthusiasm=-0.3),
    ),
    founders=25,
    tie_slots=5,
)
# All policies of clubsim.policies, every field written out.
FIXED_POLICIES = {
    "recruitment": ("recruitment/seasons", {"places": 12, "period": 14, "first_day": 1}),
    "gate": ("gate/paid", {"price": 55.0, "term_days": 15, "from_day": 10}),
    "topic": ("programme/discussion", {"weekday": "tuesday", "appeal": 1.4, "hour": 21.0, "hours_of_work": 2.0}),
    "guest": (
        "programme/talk",
        {
            "weekday": "thursday",
            "appeal": 1.9,
            "hour": 20.25,
            "hours_of_work": 4.0,
            "fee": 30.0,
            "funded": "fees",
            "from_day": 7,
            "every": 14,
        },
    ),
    "stimuli": ("programme/stimuli", {"days": [9, 24, 38], "share": 0.3}),
    "cull": (
        "cull/quota",
        {
            "messages": 9,
            "check_ins": 5,
            "needed": "either",
            "scope": "everyone",
            "period": 14,
            "first_day": 1,
            "grace": 4,
            "announced": True,
            "executed": True,
        },
    ),
    "inactive": ("cull/inactive", {"days": 9, "from_day": 12}),
    "moderators": (
        "moderation/community",
        {"topic": 1, "found": 0.6, "hours": 0.5, "pace": 80.0, "tiring": 0.05, "rest": 0.2, "until_day": 20},
    ),
    "noise": (
        "moderation/noise",
        {
            "manner": "strict",
            "detection": 0.7,
            "mistakes": 0.05,
            "hours": 0.8,
            "pace": 90.0,
            "tiring": 0.04,
            "rest": 0.1,
            "from_day": 20,
        },
    ),
    "sorted": (
        "moderation/personalised",
        {"accuracy": 0.8, "least": 0.3, "cost": 0.5, "funded": "outside", "from_day": 7},
    ),
    "nudge": (
        "outreach/nudge",
        {"days": 3, "again": 2, "most": 3, "lift": 1.2, "hours_per_message": 0.05},
    ),
    "digest": ("outreach/digest", {"weekday": "friday", "days": 2, "lift": 0.5, "hours_of_work": 1.5}),
    "cash": ("reward/cash", {"winners": 3, "amount": 8.0, "appeal": 0.6, "value": 1.2, "funded": "outside"}),
    "merchandise": (
        "reward/merchandise",
        {
            "copies": 9,
            "period": 14,
            "first_day": 1,
            "weekdays": ["tuesday", "thursday"],
            "winners": 2,
            "cost": 12.0,
            "appeal": 0.4,
            "value": 1.0,
            "funded": "fees",
        },
    ),
    "answers": (
        "onboarding/first_reply",
        {"share": 0.6, "wait": 9.0, "helpers": 3, "chosen": "messages", "tenure": 2, "recent": 10, "hours": 0.4,
         "minutes": 8.0, "pay": 15.0, "funded": "outside"},
    ),
    "greeting": (
        "onboarding/assistants",
        {"assistants": 2, "chosen": "tenure", "tenure": 2, "recent": 9, "hours": 0.6, "minutes": 12.0, "exchanges": 2,
         "introductions": 2, "pay": 0.0, "funded": "fees"},
    ),
    "deputies": (
        "roles/leaders",
        {"number": 2, "chosen": "answered", "tenure": 3, "recent": 8, "hours": 5.0, "endurance": 0.2, "replaced": True,
         "pay": 4.0, "funded": "outside"},
    ),
    "ladder": ("roles/ladder", {"messages": 12, "answers": 3, "tenure": 6, "most": 9, "gain": 0.3}),
    "turns": (
        "governance/simple_rules",
        {"turns": 2, "come": 1.1, "write": 1.3, "ratings": 3, "worth": 1.2, "misses": 3, "hours_of_work": 0.1},
    ),
    "refund": ("money/refund", {"removed": "rest_of_term", "days": 6, "until_day": 25}),
    "deposit": (
        "money/deposit",
        {"amount": 20.0, "check_ins": 4, "period": 12, "first_day": 2, "uptake": 0.5, "lift": 0.9,
         "forfeits": "shared"},
    ),
    "packets": ("reward/red_packet", {"packets": 4, "amount": 6.0, "every": 2, "hours_of_work": 0.2}),
    "meeting": (
        "programme/offline",
        {"weeks": 1, "seats": 12, "quality": 0.2, "spread": 0.5, "exchange": 0.6, "notice_days": 5, "cost": 90.0,
         "hours_of_work": 6.0, "from_day": 8},
    ),
    "adverts": (
        "money/adverts",
        {"messages": 2, "price": 0.05, "marked": False, "hidden_gain": 2.0, "found_out": 0.05, "from_day": 5},
    ),
    "rooms": ("structure/rooms", {"capacity": 30, "from_day": 30}),
    "subgroups": ("structure/subgroups", {"by": "interest", "least": 6, "share": 0.3, "from_day": 12}),
}  # fmt: skip


def fixed_community(days: int, engine: str) -> Community:
    """The community of the digest, `days` days old: its own World, every policy at once, 25 founders."""
    policies = {slot: build(name, fields) for slot, (name, fields) in FIXED_POLICIES.items()}
    return Community(FIXED_SCENARIO, policies, seed=20160215, engine=engine, events=True).run(days)


def small_scenario(**numbers: Any) -> Scenario:
    """A community of about 40 people in which every act happens; `numbers` of its World are set otherwise."""
    world = FIXED_WORLD._replace(**numbers)
    channels = (Channel(name="readers", pool=40.0, reach=0.5), Channel(name="passers_by", flow=0.7))
    return replace(FIXED_SCENARIO, name="small", world=world, channels=channels, founders=20, tie_slots=4)


def small_policies() -> dict[str, Any]:
    """By registered name: doors, a fee, a programme and a quota, so that any other policy finds something to act on."""
    return {
        name: build(name, fields)
        for name, fields in {
            "recruitment/seasons": {"places": 8, "period": 10},
            "gate/paid": {"price": 40.0},
            "programme/discussion": {"appeal": 1.5},
            "cull/quota": {"messages": 3, "check_ins": 2, "period": 10, "grace": 5},
        }.items()
    }


def in_both_engines(scenario: Scenario, policies: Any, *, days: int, seed: int = 1, **others: Any) -> list[str]:
    """What differs between one run as plain Python objects and the same compiled; empty if nothing does."""
    one, other = (
        Community(scenario, policies, seed=seed, engine=engine, events=True, **others).run(days)
        for engine in ("objects", "compiled")
    )
    return differences(one, other)


def differences(one: Community, other: Community) -> list[str]:
    """One line for each part of a run's record in which two communities are not the same to the last bit."""
    ours, theirs = record_of(one), record_of(other)
    assert ours.keys() == theirs.keys()
    return [f"{name}: {how_unlike(ours[name], theirs[name])}" for name in ours if how_unlike(ours[name], theirs[name])]


def how_unlike(one: Any, other: Any) -> str:
    """In words, where two arrays differ; "" if they do not."""
    if one.dtype != other.dtype or one.shape != other.shape:
        return f"{one.dtype}{list(one.shape)} and {other.dtype}{list(other.shape)}"
    places = np.argwhere(bits(one) != bits(other))
    if places.size == 0:
        return ""
    first = tuple(places[0].tolist())
    return f"{places.shape[0]} of {one.size} differ, first at {list(first)}: {one[first]!r} and {other[first]!r}"


def bits(array: Any) -> Any:
    """An array's numbers as whole numbers of the same bits."""
    return np.ascontiguousarray(array).view(f"u{array.dtype.itemsize}")


def record_of(c: Community) -> dict[str, Any]:
    """All that is left of a run, as arrays: every column, feed, events, daily counts, cohorts, accounts."""
    record = {f"members.{name}": column for name, column in in_use(c.members, c.n_members)._asdict().items()}
    del record["members.tied"], record["members.tie_count"]  # in which row they stand is nobody's business
    ties = ties_of(c.members, np.arange(c.n_members))
    record |= dict(zip(("members.tie_row", "members.tie_weight", "members.tie_day"), ties, strict=True))
    record |= {f"prospects.{name}": column[: c.n_prospects] for name, column in c.prospects._asdict().items()}
    for letter, count in PARTS_OF_FEED.items():
        record |= {f"feed.{name}": getattr(c.feed, name)[: c.feed.counts[count]] for name in COLUMNS[letter]}
    record["feed.counts"] = c.feed.counts
    if c.events is not None:
        record |= {f"events.{name}": column for name, column in c.events.columns().items()}
    record["daily"] = c.counters.daily
    record["present"] = c.present
    counters, ledger = c.counters, c.ledger
    parts = {
        "cohorts": (counters.cohort_size, counters.cohort_active, counters.bracket_active, c.cohort_rows),
        "core": counters.core,
        "entries": [tuple(entry) for entry in ledger.entries],
        "accounts": (ledger.balances, ledger.hours, ledger.spent, ledger.revenue),
        "doors": (c.notice_days, c.pool_sizes, c.refused),
        "commons": c.commons,
    }
    return record | {name: as_text(part) for name, part in parts.items()}


def as_text(part: Any) -> Any:
    """uint8 [n], plain numbers and words as they are written, a double by the digits that are its own."""
    return np.frombuffer(repr(part).encode(), np.uint8)


def digest_of(c: Community) -> str:
    """32 hexadecimal digits of all that is left of a run."""
    digest = blake2b(digest_size=16)
    for name, array in record_of(c).items():
        numbers = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<")))
        digest.update(f"{name} {numbers.dtype.str} {numbers.shape}\0".encode())
        digest.update(numbers.tobytes())
    return digest.hexdigest()


if __name__ == "__main__":
    print(digest_of(fixed_community(int(sys.argv[1]), sys.argv[2])))
