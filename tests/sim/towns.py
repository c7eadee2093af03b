"""Small communities in which everything happens, and what two runs differ in."""

from datetime import date

import numpy as np

from clubsim.agents.parameters import world_of
from clubsim.policies.registry import build
from clubsim.sim.columns import in_use
from clubsim.sim.community import Community
from clubsim.sim.events import KINDS
from clubsim.sim.world import Channel, Scenario

START = date(2016, 2, 15)  # a Monday
LIVELY = {"visit_mean": -0.5, "check_in_mean": 1.0, "talk_mean": 0.0, "leave_base": -5.0, "further_messages": 3.0}
# Every mechanism that is off by default, switched on.
EVERYTHING = {
    "notice_damping": 0.5, "reading": 1, "noise_share": 0.15, "noise_unmet": 1.0, "noise_culture": 1.0,
    "discernment": 0.5, "visit_benefit": 0.8, "talk_benefit": 0.4, "archive_benefit": 0.2, "needs": 1,
    "visit_needs": 0.8, "leave_needs": 0.8, "visit_elsewhere": 0.4, "trusting": 1, "visit_trust": 1.0,
    "trust_hidden": 0.1,
    "leave_trust": 1.0, "first_words": 0.8, "talk_bonds": 0.5, "talk_praise": 0.5, "status_above": 0.2,
    "status_below": 0.2, "drift_sd": 0.02, "drift_home": 0.01, "drift_talk": 0.01, "invite_rate": 0.03,
    "content_recruitment": 0.5, "reputation_recruitment": 1.0, "identity_clarity": 0.02, "founder_hours": 1.0,
    "founder_fame": 0.5, "visit_founder": 0.3, "renewal_attachment": 0.5, "need_partners": 1, "need_days": 20,
    "visit_recency": -0.2, "visit_active_days": 0.1, "visit_partners": 0.1, "absence_rate": 0.01, "dropout_a": 0.4,
    "dropout_b": 6.0, "dropout_first": 0.1, "dropout_reply": 0.3,
}  # fmt: skip
CHANNELS = (
    Channel(name="readers", pool=60, growth=1.5, reach=0.5),
    Channel(name="passers_by", flow=1.2, enthusiasm=-0.5),
)
OPERATED = {
    "recruitment": ("recruitment/seasons", {"places": 25, "period": 14}),
    "gate": ("gate/paid", {"price": 60.0}),
    "cull": ("cull/quota", {"messages": 6, "check_ins": 3, "period": 14}),
    "inactive": ("cull/inactive", {"days": 12}),
    "cash": ("reward/cash", {"winners": 2, "amount": 20.0}),
    "merchandise": ("reward/merchandise", {"copies": 9, "period": 14, "funded": "outside"}),
    "topic": ("programme/discussion", {"weekday": "tuesday"}),
    "guest": ("programme/talk", {"weekday": "thursday", "fee": 30.0}),
    "stimuli": ("programme/stimuli", {"days": [9, 20], "share": 0.5}),
}


def small(founders=20, channels=CHANNELS, **world):
    """A lively scenario of some tens of people; world: what differs."""
    return Scenario(
        name="small", start=START, world=world_of(**{**LIVELY, **world}), channels=tuple(channels), founders=founders
    )


def operated(**changes):
    """Every policy at work, by slot; changes: a slot's other (name, fields), or None for without."""
    chosen = {slot: changes.get(slot, given) for slot, given in (OPERATED | changes).items()}
    return {slot: build(*given) for slot, given in chosen.items() if given is not None}


def bits(community):
    """Everything of a run that could differ, as bytes by name: columns, prospects, daily counts, events, accounts."""
    n, p = community.n_members, community.n_prospects
    state = {f"members.{name}": column for name, column in in_use(community.members, n)._asdict().items()}
    state |= {f"prospects.{name}": column[:p] for name, column in community.prospects._asdict().items()}
    state["daily"] = community.counters.daily
    if community.events is not None:
        state |= {f"events.{name}": column for name, column in community.events.columns().items()}
    found = {name: np.ascontiguousarray(column).tobytes() for name, column in state.items()}
    return found | {"present": community.present.tobytes(), "ledger": tuple(community.ledger.entries)}


def differing(one, other):
    """Names of what differs between two runs."""
    first, second = bits(one), bits(other)
    return [name for name in first if first[name] != second[name]]


def run(days, policies=None, scenario=None, **given):
    """A community after so many days; seed 5 unless given."""
    return Community(scenario or small(), policies, **{"seed": 5, **given}).run(days)


def kinds(log):
    """The kind of each event of a log, as words."""
    return np.array(KINDS)[log["kind"]]
