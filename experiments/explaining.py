"""
Why one member came, wrote or left on one day: every term of each decision, its chance, the draw and the outcome.

The run is the same run: the day is lived through phase by phase, and before each phase that decides something the rules
of agents/ are asked for their chance with the state as it stands, as the acts do right after. No formula stands here.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from clubsim.agents.arithmetic import logistic, wide
from clubsim.agents.belonging import belonging_of
from clubsim.agents.birth import renewal_of
from clubsim.agents.founding import is_hosting, is_serving
from clubsim.agents.leaving import attachment_of, drop_out_chance, lacks_partners, own_leave_chance
from clubsim.agents.luck import Purpose, draw
from clubsim.agents.mood import mood_to_come, mood_to_leave, mood_to_talk
from clubsim.agents.novelty import find_novelty
from clubsim.agents.posting import reward_pull, speak_chance
from clubsim.agents.quotas import check_in_pressure, fails_quota, feels_quota, message_pressure
from clubsim.agents.records import NEVER, NOBODY
from clubsim.agents.renewing import dearer_by, lapse_chance, price_to_renew, term_ends, term_to_renew
from clubsim.agents.rooming import silence_around
from clubsim.agents.visiting import attend_chance, is_away, momentum_of, occasion_of, pings, visit_chance
from clubsim.experiments.explained import Decision, Explained, Term
from clubsim.sim.community import DAY, Community

OCCASION = ("visit_weekend", "visit_midweek", "visit_event", "pressure_visit")
MOMENTUM = ("visit_recency", "visit_active_days", "visit_partners")
COMING = ("visit_benefit", "visit_needs", "visit_elsewhere", "visit_trust")
TALKING = ("talk_praise", "talk_benefit", "talk_bonds", "first_words")
LEAVING = ("leave_trust", "leave_needs")
WORDS = {
    "visit_benefit": "benefit of reading",
    "visit_needs": "needs met beyond what was expected",
    "visit_elsewhere": "less what other groups have of them",
    "visit_trust": "less the trust that is missing",
    "talk_praise": "how often their messages were answered",
    "talk_benefit": "benefit of reading",
    "talk_bonds": "partners",
    "first_words": "less the barrier before the first words",
    "leave_trust": "the trust that is missing",
    "leave_needs": "less the needs met beyond what was expected",
    "visit_weekend": "weekend",
    "visit_midweek": "Tuesday to Thursday",
    "visit_event": "event, by its appeal",
    "pressure_visit": "pressure of the quota",
    "visit_recency": "ln days since the last visit",
    "visit_active_days": "ln (1 + active days of the last 28)",
    "visit_partners": "ln (1 + partners who came yesterday)",
}

KEPT = {  # state that is shown where its switch is on
    "benefit": "reading",
    "met": "needs",
    "expectation": "needs",
    "elsewhere": "needs",
    "trust": "trusting",
}


def explain_day(c: Community, who: Callable[[Community], Iterable[int]]) -> dict[int, Explained]:
    """
    Live through one day and say why some members did what they did.

    Args:
        c: on the morning of the day; afterwards on the next one's.
        who: rows of members who are in; asked once, after those who join today have joined.

    Returns:
        By row.
    """
    explained: dict[int, Explained] = {}
    c.n_joined_today = 0 if c.day else c.n_members
    c.refused = 0
    for phase in DAY:
        name = phase.__name__
        for one in explained.values():
            one.decisions += [decide(c, one.row) for decide in BEFORE.get(name, ())]
        phase(c)
        if name == "arrive":
            explained = {row: _morning(c, row) for row in who(c)}
        for one in explained.values():
            _note_outcomes(c, one, name)
    c.day += 1
    c._detach_the_gone()
    return explained


def _morning(c: Community, i: int) -> Explained:
    m = c.members
    state = {
        "joined": int(m.joined[i]),
        "last visit": int(m.last_visit[i]),
        "messages so far": int(m.all_messages[i]),
        "replies yesterday": int(m.replied[i]),
        "novelty": find_novelty(i, m, c.world),
        "habit": wide(m.habit[i]),
        "identity": wide(m.identity[i]),
        "bonds": wide(m.bonds[i]),
        **{name: wide(getattr(m, name)[i]) for name, switch in KEPT.items() if getattr(c.world, switch) == 1},
    }
    return Explained(row=i, uid=int(m.uid[i]), day=c.day, state=state)


# Each decision, from the state in which its act finds the member.


def coming(c: Community, i: int) -> Decision:
    """Does member i come today? Asked before the phase `visit`."""
    m, world, today = c.members, c.world, c.today
    decision = Decision(question="comes", rule=f"agents/visiting.py visit_chance, at most {world.visit_cap:g}")
    if int(m.dropped[i]) == 1:
        decision.because = "has dropped out and plans no visits, unless a reply stirs them"
        return decision
    apart = m._replace(away_until=m.away_until.copy())  # the act will write it
    if is_away(i, apart, world, today, c.luck):
        decision.because = f"is away until day {int(apart.away_until[i])}, for reasons of their own"
        return decision
    novelty, belonging = find_novelty(i, m, world), belonging_of(i, m, world)
    attachment = novelty + belonging
    occasion = occasion_of(i, m, world, today, attachment) + momentum_of(i, m, world, today)
    occasion += mood_to_come(i, m, world, today)
    notice = pings(int(m.replied[i]), world.notice_damping)
    base, habit = wide(m.visit_base[i]), wide(m.habit[i])
    decision.terms = (
        Term(name="own inclination", value=base),
        Term(name="novelty", value=novelty, weight=world.visit_novelty),
        Term(name="habit", value=habit, weight=world.visit_habit),
        Term(name="belonging", value=belonging, weight=world.visit_belonging),
        Term(name="replies yesterday", value=notice, weight=world.visit_reply),
        Term(name="a founder who wrote yesterday", value=today.founder),
        Term(name="how lively the group was (silence spiral)", value=silence_around(i, m, world, today)),
        *_occasion_terms(c, i, attachment),
        *_momentum_terms(c, i),
        *_mood_terms(c, COMING, lambda world: mood_to_come(i, m, world, today._replace(founder=0.0))),
    )
    chance = visit_chance(base, novelty, habit, belonging, notice, occasion, world)
    if is_hosting(i, m, world):
        decision.terms, decision.because = (), "hosts, and comes as far as fatigue lets them"
        chance = 1.0 - wide(m.fatigue[i])
    elif is_serving(i, m):
        chance = max(chance, 1.0 - wide(m.fatigue[i]))
    if int(m.joined[i]) == today.day and world.first_day > chance:
        decision.because = "joins today: comes at least with the chance first_day"
        chance = world.first_day
    return _with_draw(c, i, decision, chance, Purpose.VISIT)


def _occasion_terms(c: Community, i: int, attachment: float) -> list[Term]:
    """What each weight of `occasion_of` stands on: the act's own answer with that weight 1 and the others 0."""
    today = c.today._replace(silence=0.0)
    return [
        Term(
            name=WORDS[name],
            value=occasion_of(i, c.members, only(c.world, OCCASION, name), today, attachment),
            weight=getattr(c.world, name),
        )
        for name in OCCASION
    ]


def _momentum_terms(c: Community, i: int) -> list[Term]:
    """What each weight of `momentum_of` stands on, likewise."""
    return [
        Term(
            name=WORDS[name],
            value=momentum_of(i, c.members, only(c.world, MOMENTUM, name), c.today),
            weight=getattr(c.world, name),
        )
        for name in MOMENTUM
    ]


def _mood_terms(c: Community, weights: Sequence[str], mood: Callable[[Any], float]) -> list[Term]:
    """What each weight of a mood stands on, likewise; those that a scenario has switched off are left out."""
    return [
        Term(name=WORDS[name], value=mood(only(c.world, weights, name)), weight=getattr(c.world, name))
        for name in weights
        if getattr(c.world, name) != 0.0
    ]


def only(world: Any, weights: Sequence[str], name: str) -> Any:
    """The world with one of some weights 1 and the others 0."""
    return world._replace(**{**dict.fromkeys(weights, 0.0), name: 1.0})


def attending(c: Community, i: int) -> Decision:
    """Is member i at today's event, if they come? Asked before the phase `visit`."""
    m, world, today = c.members, c.world, c.today
    decision = Decision(question="is at the event, if they come", rule="agents/visiting.py attend_chance")
    if today.event == 0:
        decision.because = "there is no event"
        return decision
    match = wide(m.interests[i, today.event_topic]) * world.topics
    decision.terms = (
        Term(name="base", value=world.attend_base),
        Term(name="interest in its topic times its appeal, less 1", value=match * today.event_appeal - 1.0,
             weight=world.attend_match),
    )  # fmt: skip
    return _with_draw(c, i, decision, attend_chance(match, today.event_appeal, world), Purpose.ATTEND)


def checking_in(c: Community, i: int) -> Decision:
    """Does visitor i check in? Asked before the phase `contribute`."""
    m, world = c.members, c.world
    decision = Decision(question="checks in", rule="agents/posting.py check_in")
    if int(m.visited[i]) == 0 or world.check_ins == 0:
        decision.because = "does not come" if world.check_ins else "there are no check-ins here"
        return decision
    push = 0.0
    if feels_quota(i, m, c.today):
        push = check_in_pressure(i, m, world, c.today, _attachment(c, i))
    base = wide(m.check_in_base[i])
    decision.terms = (Term(name="own inclination", value=base), Term(name="pressure of the quota", value=push))
    return _with_draw(c, i, decision, logistic(base + push), Purpose.CHECK_IN)


def _attachment(c: Community, i: int) -> float:
    return wide(c.members.novelty[i]) + belonging_of(i, c.members, c.world)


def writing(c: Community, i: int) -> Decision:
    """Does visitor i mean to write? Asked before the phase `contribute`."""
    m, world, today = c.members, c.world, c.today
    decision = Decision(question="means to write", rule="agents/posting.py speak_chance")
    if int(m.visited[i]) == 0:
        decision.because = "does not come"
        return decision
    if is_hosting(i, m, world):
        decision.because = "hosts, and writes by the hours they have"
        return decision
    reward = reward_pull(i, m, world, today)
    push = reward + mood_to_talk(i, m, world) + wide(m.turn[i])
    quota = 0.0
    if feels_quota(i, m, today):
        quota = message_pressure(i, m, world, today, _attachment(c, i))
        push += quota
    base, attended, notice = wide(m.talk_base[i]), int(m.attended[i]), pings(int(m.replied[i]), world.notice_damping)
    decision.terms = (
        Term(name="own inclination", value=base),
        Term(name="is at the event", value=attended, weight=world.talk_event),
        Term(name="weekend", value=today.weekend, weight=world.talk_weekend),
        Term(name="replies yesterday", value=notice, weight=world.talk_reply),
        Term(name="what can be won, and was", value=reward),
        Term(name="pressure of the quota", value=quota),
        Term(name="it is their turn", value=wide(m.turn[i])),
        *_mood_terms(c, TALKING, lambda world: mood_to_talk(i, m, world)),
    )
    chance = speak_chance(base, attended, today.weekend, notice, push, world)
    if int(m.joined[i]) == today.day and world.first_day > 0.0:
        decision.because = "joins today, by writing: the draw does not count"
    return _with_draw(c, i, decision, chance, Purpose.SPEAK)


def dropping_out(c: Community, i: int) -> Decision:
    """Does member i silently stop planning visits? Asked before the phase `leave`."""
    m, world, today = c.members, c.world, c.today
    decision = Decision(question="drops out, unseen", rule="agents/leaving.py drop_out_chance")
    if int(m.dropped[i]) == 1:
        revived = int(m.replies[i]) > 0
        decision.because = "has dropped out; a reply may bring them back" if revived else "has dropped out before"
    elif is_hosting(i, m, world):
        decision.because = "hosts, and does not drop out"
    elif int(m.visited[i]) == 0:
        decision.because = "drop-out follows an active day, and this was none"
    elif world.dropout_a <= 0.0:
        decision.because = "nobody drops out here; only leaving ends membership"
    else:
        own = wide(m.dropout[i])
        first = "their first day adds to it" if int(m.joined[i]) == today.day else ""
        reply = "a reply of today protects" if int(m.replies[i]) > 0 else ""
        decision.because = "; ".join(filter(None, (f"own chance after an active day {own:.3g}", first, reply)))
        return _with_draw(c, i, decision, drop_out_chance(i, m, world, today), Purpose.DROP_OUT)
    return decision


def going(c: Community, i: int) -> Decision:
    """Does member i leave? Asked before the phase `leave`."""
    m, world = c.members, c.world
    decision = Decision(question="leaves", rule="agents/leaving.py leave_chance")
    decision.because = _why_no_choice(c, i)
    if decision.because:
        return decision
    novelty, belonging, habit = wide(m.novelty[i]), belonging_of(i, m, world), wide(m.habit[i])
    weight = -world.leave_attachment
    decision.terms = (
        Term(name="base", value=world.leave_base),
        Term(name="novelty", value=novelty, weight=weight),
        Term(name="belonging", value=belonging, weight=weight),
        Term(name="half of habit", value=habit / 2.0, weight=weight),
        Term(name="less an attachment of 1", value=-1.0, weight=weight),
        *_mood_terms(c, LEAVING, lambda world: mood_to_leave(i, m, world)),
    )
    if int(m.inviter[i]) != NOBODY:
        decision.because = f"was invited: the chance is multiplied by {world.invited_hazard:g}"
    return _with_draw(c, i, decision, own_leave_chance(i, m, world), Purpose.LEAVE)


def _why_no_choice(c: Community, i: int) -> str:
    """Why member i does not decide by the usual rule whether to leave; nothing if they do."""
    m, world = c.members, c.world
    if is_hosting(i, m, world):
        return "hosts, and stays"
    if int(m.ordered_out[i]) == 1:
        return "the operator removes them"
    if fails_quota(i, m, c.today):
        return "the period ends and the quota is not met"
    if term_ends(i, m, c.today) and c.today.free == 0 and term_to_renew(i, m, c.today) > 0:
        attachment = attachment_of(i, m, world)
        own = renewal_of(c.luck, int(m.uid[i]), world.renewal_a, world.renewal_b)
        dearer = dearer_by(price_to_renew(i, m, c.today), wide(m.agreed[i]))
        own = lapse_chance(own, -dearer, world.renewal_price)
        chance = lapse_chance(own, attachment, world.renewal_attachment)
        return f"the paid term ends: does not renew with chance {chance:.3g}, of their own {own:.3g}"
    if lacks_partners(i, m, world, c.today):
        return f"has fewer than {world.need_partners} partners left"
    return ""


def _with_draw(c: Community, i: int, decision: Decision, chance: float, purpose: Purpose) -> Decision:
    decision.chance = chance
    decision.draw = draw(c.luck, purpose, int(c.members.uid[i]), c.today.day)
    return decision


BEFORE: dict[str, tuple[Callable[[Community, int], Decision], ...]] = {
    "visit": (coming, attending),
    "contribute": (checking_in, writing),
    "leave": (dropping_out, going),
}
# After which phase a decision's outcome stands in which column.
OUTCOMES = {
    "visit": {"comes": "visited", "is at the event, if they come": "attended"},
    "contribute": {"checks in": "checked_in", "means to write": "planned"},
    "leave": {"drops out, unseen": "dropped"},
}


def _note_outcomes(c: Community, one: Explained, phase: str) -> None:
    m, i = c.members, one.row
    columns = OUTCOMES.get(phase, {})
    for decision in one.decisions:
        if decision.question in columns:
            decision.outcome = int(getattr(m, columns[decision.question])[i]) > 0
    if phase == "leave":
        dropping, leaving = one.decisions[-2:]
        if dropping.chance is None:
            dropping.outcome = None  # nothing was decided today, whatever the column says of earlier days
        leaving.outcome = int(m.left[i]) != NEVER
    if phase == "respond":
        one.evening = {
            "messages meant": int(m.planned[i]),
            "messages written, with answers": int(m.messages[i]),
            "replies received": int(m.replies[i]),
        }
