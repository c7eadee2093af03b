"""What is the case today, from the calendar, yesterday's talk and the standing levers."""

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.arithmetic import exp, log
from clubsim.agents.commons import archive_worth
from clubsim.agents.records import NO_LIMIT, NO_PRICES, NO_TERMS, NOBODY, Today
from clubsim.sim.contracts import contracts_of
from clubsim.sim.meetings import quality_of_day

if TYPE_CHECKING:
    from clubsim.sim.community import Community
    from clubsim.sim.levers import Event, Meeting, Moderate, Promise, Quota, Trial
    from clubsim.sim.standing import Standing

NO_ROWS = np.zeros(0, dtype=np.int64)
SATURDAY, TUESDAY, THURSDAY = 5, 1, 3
# Of a day on which the operator does nothing.
QUIET: dict[str, Any] = {
    "noise": 0.0, "trial_days": 0, "trial_messages": 0, "trial_check_ins": 0,
    "invitations": NO_LIMIT, "invitation_days": 0, "term": 0, "dear": 0.0, "toil": 0.0,
    "event": 0, "event_topic": 0, "event_appeal": 1.0, "event_hour": 0.0, "event_notice": 0, "event_slot": 0,
    "prize": 0.0, "meeting": 0, "meeting_topic": 0, "meeting_notice": 0, "meeting_quality": 0.0,
    "meeting_exchange": 0.0, "guests": NO_ROWS, "goals": NO_ROWS, "goal_gains": NO_PRICES,
    "looked_through": 0.0, "hides_noise": 0.0, "hides_off_topic": 0.0, "hides_others": 0.0, "main_topic": NOBODY,
    "harsh": 0.0, "sorted": 0.0, "least_interest": 0.0, "promised": 0.0, "answer_after": 0.0, "helpers": NO_ROWS,
    "answers_each": 0, "quota": 0, "announced": 0, "executed": 0, "either": 0, "newcomers": 0, "grace": 0,
    "need_messages": 0, "need_check_ins": 0, "quota_first": 0, "quota_last": 0,
    "free": 0, "renewal": 0.0, "price": 0.0, "price_kept": 0, "offer_prices": NO_PRICES, "offer_terms": NO_TERMS,
    "charge": 0.0, "charge_term": 0, "charge_worth": 1.0,
}  # fmt: skip


def today_of(c: "Community") -> Today:
    """What is the case today for everybody."""
    world, standing = c.world, c.standing
    muted = standing.muted_hours
    found: dict[str, Any] = {
        **QUIET,
        **constants_of(world.topics, world.tie_days, world.recovery_days),
        "day": c.day,
        "weekend": int(c.weekday >= SATURDAY),
        "midweek": int(TUESDAY <= c.weekday <= THURSDAY),
        "silence": silence_of(c),
        "signal": c.signal,
        **c.rooms.today(),
        "group_share": standing.group_share,
        "archive": archive_worth(c.commons.archive, world.archive_scale),
        "culture": c.commons.culture,
        "clarity": c.commons.clarity,
        "unreached": max(1.0 - c.n_members / world.invite_market, 0.0),
        "founder": world.visit_founder * c.commons.hosted,
        "referral": float(standing.referral),
        "packets": int(bool(c.packets)),
        "mute_from": muted[0],
        "mute_until": muted[1],
        "deadline": standing.deadline,
        "warned": float(standing.warned),
        "exits_visible": int(c.scenario_of_run.vessel.exits_visible),
    }
    if standing.gates or standing.menu or standing.charge:
        found |= of_gates(standing) | contracts_of(c)
    if standing.trial:
        found |= of_trial(standing.trial)
    if standing.event:
        found |= of_event(standing.event, standing, world.topics)
    if standing.meeting:
        found |= of_meeting(standing.meeting, c)
    if standing.goals:
        found |= of_goals(standing)
    if standing.moderation:
        found |= of_moderation(standing.moderation, c)
    if standing.order:
        found |= {"sorted": float(standing.order.accuracy), "least_interest": float(standing.order.least)}
    if standing.promise:
        found |= of_promise(standing.promise)
    if standing.quota:
        found |= of_quota(standing.quota)
    return Today(**found)


@cache
def constants_of(topics: int, tie_days: float, recovery_days: float) -> dict[str, Any]:
    """What is the same every day of a run."""
    return {"tie_keep": exp(-1.0 / tie_days), "recovery": exp(-1.0 / recovery_days), "mix": np.ones(topics)}


def silence_of(c: "Community") -> float:
    """The silence spiral's push on visits, by yesterday's messages a head [logit]."""
    if c.heads_yesterday == 0:
        return 0.0
    chatter = c.n_messages_yesterday / c.heads_yesterday
    level = (c.world.silence_floor + chatter) / c.world.silence_reference
    return float(c.world.silence_strength * log(level))


def of_gates(standing: "Standing") -> dict[str, Any]:
    """What members know of the gates."""
    invitations, days = standing.allowance
    return {
        "price": float(standing.renewal),
        "term": standing.term,
        "dear": standing.dear,
        "toil": standing.toil,
        "invitations": invitations,
        "invitation_days": days,
    }


def of_trial(trial: "Trial") -> dict[str, Any]:
    """For how long newcomers are candidates, and what they must do."""
    return {
        "trial_days": trial.days,
        "trial_messages": trial.messages,
        "trial_check_ins": trial.check_ins,
    }


def of_event(event: "Event", standing: "Standing", topics: int) -> dict[str, Any]:
    """Today's event and what can be won there."""
    return {
        "event": 1,
        "event_topic": event.topic % topics,
        "event_appeal": float(event.appeal),
        "event_hour": float(event.hour),
        "event_notice": event.notice,
        "event_slot": int(event.fixed),
        "prize": float(standing.prize),
    }


def of_meeting(meeting: "Meeting", c: "Community") -> dict[str, Any]:
    """Today's meeting in person."""
    return {
        "meeting": 1,
        "meeting_topic": meeting.topic % c.world.topics,
        "meeting_notice": meeting.notice,
        "meeting_quality": quality_of_day(meeting, c.luck, c.day),
        "meeting_exchange": float(meeting.exchange),
    }


def of_goals(standing: "Standing") -> dict[str, Any]:
    """What earns a badge, the nearest first."""
    goals = sorted(standing.goals, key=lambda goal: (goal.messages, -goal.gain))
    return {
        "goals": np.array([goal.messages for goal in goals], dtype=np.int64),
        "goal_gains": np.array([goal.gain for goal in goals], dtype=np.float64),
    }


def of_moderation(hiding: "Moderate", c: "Community") -> dict[str, Any]:
    """What moderators hide today."""
    return {
        "looked_through": hiding.messages_of(c.commons.weariness),
        "hides_noise": float(hiding.noise),
        "hides_off_topic": float(hiding.off_topic),
        "hides_others": float(hiding.mistakes),
        "main_topic": hiding.topic % c.world.topics if hiding.off_topic > 0 else NOBODY,
        "harsh": float(hiding.harsh),
    }


def of_promise(promise: "Promise") -> dict[str, Any]:
    """What newcomers are promised, and who keeps it."""
    return {
        "promised": float(promise.share),
        "answer_after": float(promise.wait),
        "helpers": np.ascontiguousarray(promise.helpers, np.int64),
        "answers_each": promise.answers_each,
    }


def of_quota(quota: "Quota") -> dict[str, Any]:
    """The quota in force."""
    return {
        "quota": 1,
        "announced": int(quota.announced),
        "executed": int(quota.executed),
        "either": int(quota.either),
        "newcomers": int(quota.newcomers),
        "grace": quota.grace,
        "need_messages": quota.messages,
        "need_check_ins": quota.check_ins,
        "quota_first": quota.first_day,
        "quota_last": quota.last_day,
    }
