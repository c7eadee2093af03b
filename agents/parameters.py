"""
The numbers behaviour reads: `World`, one flat record, so that both engines see the same values.

Parameters are fields of a record and never module globals: a compiled global is frozen. Every field says its unit,
its range and where its default comes from (`measured`, `adapted` or `assumed`), and that is the table of parameters
which the documentation prints.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, NamedTuple, get_type_hints


class NoveltyForm(IntEnum):
    """The family of novelty curves; see agents/novelty.py."""

    NONE = 0
    EXPONENTIAL = 1
    STRETCHED = 2
    LOMAX = 3
    HYPERBOLIC = 4


@dataclass(frozen=True)
class Spec:
    """What a parameter may be: inclusive range, unit, and the word for its source with a reason."""

    low: float
    high: float
    unit: str
    source: str


CLUB = "assumed; start value found with the operations club (S01)"


class World(NamedTuple):
    """What members are like and how they decide. Not in the operator's hands."""

    # who members are
    topics: Annotated[int, Spec(1, 16, "count", "assumed")] = 4
    topic_focus: Annotated[float, Spec(0, 4, "log-weight sd", "assumed")] = 0.8
    enthusiasm_join: Annotated[float, Spec(-10, 10, "logit", CLUB)] = -0.5
    visit_mean: Annotated[float, Spec(-10, 10, "logit", CLUB)] = -2.3
    visit_sd: Annotated[float, Spec(0, 5, "logit", CLUB)] = 2.0
    visit_enthusiasm: Annotated[float, Spec(-1, 1, "correlation", CLUB)] = 0.5
    check_in_mean: Annotated[float, Spec(-10, 10, "logit", CLUB)] = 1.7
    check_in_sd: Annotated[float, Spec(0, 5, "logit", CLUB)] = 1.2
    talk_mean: Annotated[float, Spec(-10, 10, "logit", CLUB)] = -0.65
    talk_sd: Annotated[float, Spec(0, 5, "logit", CLUB)] = 0.3
    talk_visit: Annotated[float, Spec(-1, 1, "correlation", "assumed")] = 0.3
    further_messages: Annotated[float, Spec(0, 60, "messages/speaking day", "measured: N16, N17, less the first")] = 5.6
    further_visit: Annotated[float, Spec(-1, 1, "correlation", "adapted: model-notes, .5 fixed without loss")] = 0.0
    further_messages_sd: Annotated[float, Spec(0, 3, "log sd", "assumed")] = 0.4
    halflife: Annotated[float, Spec(0.5, 5000, "day", "adapted from N21: 5 to 10 % left after 90 days")] = 25.0
    halflife_sd: Annotated[float, Spec(0, 2, "log sd", "assumed")] = 0.5
    usual_hour: Annotated[float, Spec(0, 24, "hour", "adapted from N67: evening ritual")] = 20.5
    usual_hour_sd: Annotated[float, Spec(0, 12, "hour", "assumed")] = 3.0
    quota_heeders: Annotated[float, Spec(0, 1, "share", "adapted from V40: .05 to .30 respond")] = 0.3
    reward_heeders: Annotated[float, Spec(0, 1, "share", "measured: V40, about .20")] = 0.2
    experience_median: Annotated[float, Spec(0.01, 100, "year", "assumed; of prospects; M32 names 3 to 5")] = 3.0
    experience_sd: Annotated[float, Spec(0, 4, "log sd", "assumed")] = 0.8
    experience_enthusiasm: Annotated[float, Spec(-1, 1, "correlation", "assumed: none")] = 0.0
    willingness_median: Annotated[float, Spec(0.01, 1e6, "yuan", CLUB)] = 80.0
    willingness_sd: Annotated[float, Spec(0, 4, "log sd", "assumed")] = 1.0
    willingness_enthusiasm: Annotated[float, Spec(-1, 1, "correlation", "assumed: evidence 2.2, 0 to .6")] = 0.3
    price_softness: Annotated[float, Spec(0.01, 5, "log yuan", "adapted: evidence 2.2, .3 to .8")] = 0.3
    term_worth: Annotated[float, Spec(0, 1, "exponent", "assumed: a month is worth more than a twelfth of a year")] = (
        0.7
    )
    willingness_attachment: Annotated[float, Spec(0, 5, "log yuan", "assumed: M116, who is at home pays more")] = 0.0

    # novelty
    novelty_form: Annotated[int, Spec(0, 4, "NoveltyForm", "assumed")] = 1
    novelty_floor: Annotated[float, Spec(0, 1, "share", "assumed")] = 0.0
    novelty_shape: Annotated[float, Spec(0.05, 5, "exponent", "assumed: stretched .5, Lomax .5")] = 0.5
    exposure_by_day: Annotated[float, Spec(0, 5, "exposure/day", "assumed")] = 0.5
    exposure_by_visit: Annotated[float, Spec(0, 5, "exposure/visit", "assumed")] = 0.8
    recovery_days: Annotated[float, Spec(1, 1e5, "day", "assumed: evidence 2.2, 14 to 365")] = 120.0

    # visiting
    visit_cap: Annotated[float, Spec(0.01, 1, "chance", "assumed; set by the longest streak, N15")] = 0.99
    visit_novelty: Annotated[float, Spec(0, 10, "logit", CLUB)] = 2.15
    visit_habit: Annotated[float, Spec(0, 10, "logit", CLUB)] = 1.3
    visit_belonging: Annotated[float, Spec(0, 10, "logit", "assumed")] = 0.6
    visit_reply: Annotated[float, Spec(0, 5, "logit", "adapted from the daily logit, b3 .1 to .85")] = 0.5
    visit_recency: Annotated[float, Spec(-3, 3, "logit/log day", "adapted: evidence 2.1, -.8 to -.5 measured")] = 0.0
    visit_active_days: Annotated[float, Spec(-3, 3, "logit/log day", "adapted: evidence 2.1, .4 to 1 measured")] = 0.0
    visit_partners: Annotated[float, Spec(-3, 3, "logit/log count", "assumed; not told from co-activity by logs")] = 0.0
    visit_midweek: Annotated[float, Spec(-3, 3, "logit", "adapted: Tue to Thu, V25")] = 0.0
    visit_weekend: Annotated[float, Spec(-5, 5, "logit", "adapted from the daily logit, b5 -1.1 to 0")] = -0.25
    visit_event: Annotated[float, Spec(0, 5, "logit", "assumed")] = 0.2
    silence_strength: Annotated[float, Spec(0, 5, "logit/log ratio", "assumed")] = 0.3
    silence_floor: Annotated[float, Spec(1e-6, 10, "messages/head/day", "assumed")] = 0.2
    silence_reference: Annotated[float, Spec(0.01, 100, "messages/head/day", "assumed")] = 1.2
    hour_sd: Annotated[float, Spec(0, 12, "hour", "assumed")] = 2.0

    absence_rate: Annotated[float, Spec(0, 1, "1/day", "assumed: holidays and other duties; for V12 in chat")] = 0.0
    absence_days: Annotated[float, Spec(1, 1000, "day", "assumed")] = 30.0
    first_day: Annotated[float, Spec(0, 1, "chance", "adapted: in a log of posts all post when they come")] = 0.0

    # taking part
    check_ins: Annotated[int, Spec(0, 1, "switch", "measured: N10")] = 1
    attend_base: Annotated[float, Spec(-10, 10, "logit", "assumed")] = 1.0
    attend_match: Annotated[float, Spec(0, 10, "logit", "assumed")] = 0.5
    talk_event: Annotated[float, Spec(-5, 5, "logit", CLUB)] = 0.7
    talk_weekend: Annotated[float, Spec(-5, 5, "logit", CLUB)] = -0.3
    talk_reply: Annotated[float, Spec(0, 5, "logit", "assumed")] = 0.4
    event_messages: Annotated[float, Spec(0, 10, "factor", CLUB)] = 1.35
    most_messages: Annotated[int, Spec(1, 1000, "messages/day", "assumed")] = 80

    # when: the hours of a day's messages
    session_share: Annotated[float, Spec(0, 1, "share", "adapted: model-notes, 80 % in one session")] = 0.8
    session_gap: Annotated[float, Spec(0.001, 12, "hour", "adapted: median .1 chat to .7 list")] = 0.1
    session_gap_sd: Annotated[float, Spec(0, 4, "log sd", "adapted: model-notes")] = 1.5

    # threads, replies and ties
    open_base: Annotated[float, Spec(-10, 10, "logit", "adapted: model-notes, .2 to .46 open a thread")] = 0.0
    open_active: Annotated[float, Spec(-5, 5, "logit/logit", "adapted: the active answer, others ask; .4 to 1.5")] = 0.0
    open_first: Annotated[float, Spec(0, 1, "chance", "adapted: a first message opens a thread; .26 to .48")] = 0.5
    attention_scale: Annotated[float, Spec(0.01, 1000, "hour", "adapted: V24; 5 h chat, 9 h list")] = 9.0
    attention_shape: Annotated[float, Spec(0.1, 2, "exponent", "adapted: V24; .28 to .35 as generator")] = 0.35
    candidates: Annotated[int, Spec(1, 16, "threads", "adapted: model-notes; 8 do the same as 4")] = 4
    reply_root: Annotated[float, Spec(0, 1, "share", "adapted: model-notes; .18 list, .66 Q&A")] = 0.3
    popularity: Annotated[float, Spec(0, 2, "exponent", "assumed; hardly visible in posting logs")] = 0.3
    unanswered: Annotated[float, Spec(-5, 5, "log weight", "adapted: 0 list, 1.2 chat")] = 0.0
    topic_preference: Annotated[float, Spec(0, 5, "log weight", "assumed: homophily, evidence 2.2")] = 0.3
    partner_share: Annotated[float, Spec(0, 1, "share", "assumed; hardly visible in posting logs")] = 0.3
    triad_share: Annotated[float, Spec(0, 1, "share", "assumed; hardly visible in posting logs")] = 0.1
    answer_back: Annotated[float, Spec(0, 0.95, "chance", "adapted: model-notes; .16 Q&A to .58 chat")] = 0.3
    answer_lag: Annotated[float, Spec(0.01, 100, "hour", "adapted: median .12 chat, 3 list")] = 0.3
    answer_lag_sd: Annotated[float, Spec(0, 4, "log sd", "adapted: model-notes")] = 1.5
    tie_days: Annotated[float, Spec(1, 1e5, "day", "adapted: evidence 2.2, 20 to 60 d")] = 40.0

    # belonging and habit
    bond_scale: Annotated[float, Spec(0.1, 1e5, "exchanges", "assumed")] = 60.0
    bond_share: Annotated[float, Spec(0, 1, "share", "assumed: identity is the stronger, Ren et al. 2012")] = 0.4
    identity_event: Annotated[float, Spec(0, 1, "share of the gap", "assumed")] = 0.04
    identity_reply: Annotated[float, Spec(0, 1, "share of the gap", "assumed")] = 0.03
    identity_decay: Annotated[float, Spec(0, 1, "share/day", "assumed")] = 0.02
    habit_gain: Annotated[float, Spec(0, 1, "share of the gap/visit", "measured: Lally et al. 2010, ln 20 / 66 d")] = (
        0.045
    )
    habit_loss: Annotated[float, Spec(0, 1, "share/missed day", "assumed; the measured tenth hardly fades")] = 0.03

    # quotas and rewards
    pressure: Annotated[float, Spec(0, 20, "logit", CLUB)] = 1.55
    pressure_most: Annotated[float, Spec(1, 20, "needed pace / quota pace", "assumed")] = 3.0
    pressure_visit: Annotated[float, Spec(0, 5, "factor", CLUB)] = 0.5
    reachable_messages: Annotated[float, Spec(1, 1000, "messages/day", "assumed")] = 12.0
    cherishing: Annotated[float, Spec(0, 3, "share of the gap/cost", "assumed: off; evidence 2.2, 0 to .3 (M39)")] = 0.0
    reward_gain: Annotated[float, Spec(0, 1, "share of the gap", CLUB)] = 0.1
    reward_learning: Annotated[float, Spec(0, 5, "logit", "assumed: evidence 2.2, reward learning")] = 0.3
    reward_forgetting: Annotated[float, Spec(0, 1, "share/day", "adapted: alpha .05")] = 0.05
    goal_distance: Annotated[float, Spec(0.1, 1e4, "messages", "assumed; Kivetz et al. 2006 give the form")] = 10.0
    gift_contagion: Annotated[float, Spec(0, 0.95, "share given on", "adapted: V41, .18 in 24 h, .10 to .25")] = 0.18
    gift_usual: Annotated[float, Spec(0.01, 1e4, "yuan/gift", "assumed")] = 5.0
    gift_worth: Annotated[float, Spec(0, 10, "usual gifts/yuan", "assumed: 30 yuan are a usual gift")] = 0.033

    # leaving
    leave_base: Annotated[float, Spec(-30, 10, "logit/day", CLUB)] = -6.9
    leave_attachment: Annotated[float, Spec(0, 10, "logit", CLUB)] = 2.0

    # latent drop-out: planned activity ends, and nobody is told; 0 for a community where only leaving ends it
    dropout_a: Annotated[float, Spec(0, 50, "Beta shape", "adapted: BG/NBD; model-notes .3 to .75; 0 for none")] = 0.0
    dropout_b: Annotated[float, Spec(0.01, 500, "Beta shape", "adapted: BG/NBD; model-notes 1.6 to 3.2")] = 2.5
    dropout_first: Annotated[float, Spec(0, 1, "chance", "adapted: first-day excess, .19 to .61")] = 0.0
    dropout_reply: Annotated[float, Spec(0, 1, "share", "adapted: replies protect and revive, .10 to .36")] = 0.0

    # Below, every mechanism is off unless a scenario switches it on; experiments/mechanisms.py says by which number.

    # pings: of several replies in a day each further one counts less
    notice_damping: Annotated[float, Spec(0, 1, "factor", "assumed: evidence 2.2, .5; 0: only whether any came")] = 0.0

    nudge_damping: Annotated[float, Spec(0, 1, "factor", "adapted: evidence 2.2, halves with each unread one")] = 0.5

    # crowding out: money that came and no longer comes
    crowding_out: Annotated[float, Spec(0, 10, "logit", "assumed: evidence 2.2, size unknown in communities")] = 0.0
    crowding_gain: Annotated[float, Spec(0, 1, "share of the gap/day", "assumed: expectation follows in weeks")] = 0.03

    # reading: what is worth reading, and overload
    reading: Annotated[int, Spec(0, 1, "switch", "adapted: Ren & Kraut 2014")] = 0
    quality_sd: Annotated[float, Spec(0, 3, "log sd", "assumed")] = 0.5
    noise_share: Annotated[float, Spec(0, 0.95, "share of messages", "assumed")] = 0.0
    noise_sd: Annotated[float, Spec(0, 4, "logit", "assumed")] = 1.0
    noise_unmet: Annotated[float, Spec(0, 10, "logit", "assumed: M46, M53, the unmet advertise")] = 0.0
    noise_culture: Annotated[float, Spec(0, 10, "logit", "assumed: M51, filler begets filler")] = 0.0
    reading_budget: Annotated[float, Spec(1, 1e5, "messages/day", "assumed")] = 100.0
    benefit_messages: Annotated[float, Spec(1, 1e4, "messages", "measured: Ren & Kraut 2014, about 40")] = 40.0
    reading_cost: Annotated[float, Spec(0, 1, "benefit/message", "assumed: Ren & Kraut 2014 give the form")] = 0.002
    discernment: Annotated[float, Spec(0, 4, "exponent", "assumed: M51, noise drives the good out first")] = 0.0
    benefit_gain: Annotated[float, Spec(0.001, 1, "share of the gap/visit", "assumed")] = 0.1
    visit_benefit: Annotated[float, Spec(0, 10, "logit", "assumed")] = 0.0
    talk_benefit: Annotated[float, Spec(0, 10, "logit", "assumed: M52")] = 0.0

    # needs: why people join, what they expect, and where else they turn
    needs: Annotated[int, Spec(0, 1, "switch", "assumed: M05 to M10")] = 0
    motive_information: Annotated[float, Spec(0, 1, "weight", "assumed")] = 0.4
    motive_bonds: Annotated[float, Spec(0, 1, "weight", "assumed")] = 0.3
    motive_recognition: Annotated[float, Spec(0, 1, "weight", "assumed")] = 0.2
    motive_gain: Annotated[float, Spec(0, 1, "weight", "assumed")] = 0.1
    motive_sd: Annotated[float, Spec(0, 3, "log sd", "assumed")] = 0.5
    expectation_start: Annotated[float, Spec(0, 1, "share of needs met", "assumed")] = 0.3
    expectation_gain: Annotated[float, Spec(0, 1, "share of the gap/day", "assumed")] = 0.02
    visit_needs: Annotated[float, Spec(0, 10, "logit", "assumed")] = 0.0
    leave_needs: Annotated[float, Spec(0, 10, "logit", "assumed")] = 0.0
    elsewhere_start: Annotated[float, Spec(0, 1, "share of attention", "assumed: M126")] = 0.5
    elsewhere_gain: Annotated[float, Spec(0, 1, "share of the gap/day", "assumed")] = 0.02
    visit_elsewhere: Annotated[float, Spec(0, 10, "logit", "assumed: M10, M126")] = 0.0

    # trust and news of it
    trusting: Annotated[int, Spec(0, 1, "switch", "assumed")] = 0
    trust_removal: Annotated[float, Spec(0, 1, "share/removed partner", "assumed")] = 0.1
    trust_exit: Annotated[float, Spec(0, 1, "share/partner who left", "assumed")] = 0.02
    trust_hidden: Annotated[float, Spec(0, 1, "share/own message hidden", "assumed: M94")] = 0.0
    trust_advert: Annotated[float, Spec(0, 1, "share/hidden advert found out", "assumed: M120, H46")] = 0.0
    trust_gain: Annotated[float, Spec(0, 1, "share of the gap/visit", "assumed")] = 0.01
    news_bad: Annotated[float, Spec(0, 1, "share of the gap/visit", "assumed: bad news outruns good")] = 0.05
    news_good: Annotated[float, Spec(0, 1, "share of the gap/visit", "assumed")] = 0.01
    visit_trust: Annotated[float, Spec(0, 10, "logit", "assumed")] = 0.0
    leave_trust: Annotated[float, Spec(0, 10, "logit", "assumed")] = 0.0

    # first words and what is learnt from replies
    first_words: Annotated[float, Spec(0, 10, "logit", "assumed: M12, a barrier among strangers")] = 0.0
    first_words_days: Annotated[float, Spec(0.5, 60, "day visited", "assumed")] = 5.0
    talk_bonds: Annotated[float, Spec(0, 10, "logit", "assumed: M12")] = 0.0
    praise_gain: Annotated[float, Spec(0, 1, "share of the gap/speaking day", "adapted: alpha .05, .01 to .3")] = 0.05
    talk_praise: Annotated[float, Spec(0, 10, "logit", "adapted: Lindstrom et al. 2021 give the form")] = 0.0

    # status and drift
    status_above: Annotated[float, Spec(0, 5, "log weight/log reply", "assumed: M09")] = 0.0
    status_below: Annotated[float, Spec(0, 5, "log weight/log reply", "assumed: M09, corrected in 0.4")] = 0.0
    drift_sd: Annotated[float, Spec(0, 1, "log share/day**.5", "assumed")] = 0.0
    drift_home: Annotated[float, Spec(0, 1, "share of the gap/day", "adapted: half-life of about 2 years")] = 0.0
    drift_talk: Annotated[float, Spec(0, 1, "share of the gap/visit", "assumed")] = 0.0

    # invitations
    invite_rate: Annotated[float, Spec(0, 5, "invitations/active day", "adapted: evidence 2.2, .002 to .05")] = 0.0
    invite_market: Annotated[float, Spec(1, 1e10, "person", "assumed; whom anybody could ever invite")] = 1e6
    invite_belonging: Annotated[float, Spec(0, 10, "log rate", "assumed: M21, who is content invites")] = 0.0
    join_first: Annotated[float, Spec(0, 5, "hazard", "assumed")] = 0.1
    join_friends: Annotated[float, Spec(0, 5, "hazard/log friend", "adapted: Backstrom et al. 2006, 2 to 10 times")] = (
        0.4
    )
    join_linked: Annotated[float, Spec(0, 5, "factor", "assumed: Backstrom et al. 2006 give the sign")] = 0.5
    friend_overlap: Annotated[float, Spec(0, 1, "chance", "assumed: a partner of who invites is known too")] = 0.2
    invited_likeness: Annotated[float, Spec(0, 1, "correlation", "assumed")] = 0.5
    invited_hazard: Annotated[float, Spec(0, 2, "factor", "adapted: Schmitt et al. 2011, .70 to 1")] = 0.82

    # what the community as a whole keeps
    archive_days: Annotated[float, Spec(1, 1e5, "day", "assumed")] = 365.0
    archive_scale: Annotated[float, Spec(1, 1e7, "messages", "assumed")] = 1000.0
    archive_benefit: Annotated[float, Spec(0, 1, "benefit", "assumed: old threads are new to newcomers")] = 0.0
    content_recruitment: Annotated[float, Spec(0, 20, "factor", "assumed: M22, M23")] = 0.0
    culture_gain: Annotated[float, Spec(0, 1, "share of the gap/day", "assumed")] = 0.02
    reputation_gain: Annotated[float, Spec(0, 1, "share of the gap/day", "assumed")] = 0.01
    reputation_fall: Annotated[float, Spec(1, 100, "factor", "assumed: bad news outruns good")] = 5.0
    reputation_recruitment: Annotated[float, Spec(0, 20, "log rate", "assumed: M21")] = 0.0
    clarity_gain: Annotated[float, Spec(0, 1, "share of the gap/day", "assumed")] = 0.02
    identity_clarity: Annotated[float, Spec(0, 1, "share of the gap/visit", "assumed: M02")] = 0.0

    # a founder who hosts
    founder_hours: Annotated[float, Spec(0, 24, "hour/day", "assumed; 0 for none")] = 0.0
    founder_message_hours: Annotated[float, Spec(0.01, 24, "hour/message", "assumed")] = 0.2
    founder_tiring: Annotated[float, Spec(0, 1, "share of the gap/hour", "assumed")] = 0.005
    founder_rest: Annotated[float, Spec(0, 1, "share/day", "assumed")] = 0.02
    founder_quits: Annotated[float, Spec(0, 2, "fatigue", "assumed; above 1 for never")] = 2.0
    founder_fame: Annotated[float, Spec(0, 20, "factor", "assumed: M24")] = 0.0
    visit_founder: Annotated[float, Spec(0, 10, "logit", "assumed: M09, M16, the leader's visible example")] = 0.0

    # renewal of a paid membership, where the gate sells a term
    renewal_a: Annotated[float, Spec(0.01, 500, "Beta shape", "measured: .67, sBG of a yearly plan")] = 0.668
    renewal_b: Annotated[float, Spec(0.01, 500, "Beta shape", "measured: 3.8, sBG of a yearly plan")] = 3.806
    renewal_attachment: Annotated[float, Spec(0, 10, "logit", "assumed: evidence 2.2, shifted by utility")] = 0.0
    renewal_price: Annotated[float, Spec(0, 10, "logit/log price", "assumed: M117, a price above the agreed one")] = 0.0

    # anger of those who are put out and get back less than they are owed
    anger_share: Annotated[float, Spec(0, 1, "share", "assumed: of them, who say so aloud")] = 0.0
    anger_reputation: Annotated[float, Spec(0, 50, "factor", "assumed: M21, bad word of mouth")] = 0.0

    # meetings in person, introductions, slots and hosts, where the operator brings them about
    meeting_near: Annotated[float, Spec(0, 1, "share", "assumed: who lives where meetings are held")] = 0.3
    meeting_base: Annotated[float, Spec(-10, 10, "logit", "assumed")] = -2.0
    meeting_belonging: Annotated[float, Spec(0, 10, "logit", "assumed")] = 3.0
    meeting_weekend: Annotated[float, Spec(-5, 5, "logit", "assumed")] = 1.0
    meeting_offline: Annotated[float, Spec(0, 10, "logit", "assumed: M105, who is out is not online")] = 2.0
    meeting_partners: Annotated[float, Spec(0, 100, "guest", "assumed: with how many one talks at length")] = 4.0
    meeting_exchanges: Annotated[float, Spec(0, 1000, "exchange", "assumed: M105, what such a talk is worth")] = 5.0
    meeting_identity: Annotated[float, Spec(0, 1, "share of the gap", "assumed: by the best of meetings")] = 0.1
    meeting_trust: Annotated[float, Spec(0, 1, "share", "assumed: M59, lost by the worst of meetings")] = 0.2
    introduction_followed: Annotated[float, Spec(0, 1, "chance", "assumed")] = 0.5
    slot_gain: Annotated[float, Spec(0, 1, "share of the gap/slot", "assumed")] = 0.2
    slot_loss: Annotated[float, Spec(0, 1, "share/missed slot", "assumed")] = 0.2
    visit_slot: Annotated[float, Spec(0, 10, "logit", "assumed: M63, one looks forward to it")] = 0.5
    burden_rest: Annotated[float, Spec(0, 1, "share/day", "assumed")] = 0.1
    visit_burden: Annotated[float, Spec(0, 10, "logit", "assumed: M64, hosting takes something out of one")] = 1.0
    win_back: Annotated[float, Spec(0, 1, "chance", "assumed: of who is silent for a month; WoW: 5 %/month")] = 0.0
    win_back_silence: Annotated[float, Spec(0, 3, "exponent", "adapted: evidence 2.2, about .6")] = 0.6

    # where members live
    cities: Annotated[int, Spec(1, 1000, "count", "adapted: M102 names five")] = 5
    city_skew: Annotated[float, Spec(0, 3, "exponent of the rank", "assumed: Zipf, the k-th city has 1/k")] = 1.0

    # unravelling
    need_partners: Annotated[int, Spec(0, 1000, "partners", "adapted: Garcia et al. 2013; 0 for nobody minds")] = 0
    need_days: Annotated[int, Spec(0, 100_000, "day", "assumed: of membership, in which to find them")] = 90


def specifications() -> dict[str, tuple[type, Spec, float]]:
    """Type, range with unit and source, and default of every parameter, by name."""
    hints = get_type_hints(World, include_extras=True)
    return {name: (_bare(hint), hint.__metadata__[0], World._field_defaults[name]) for name, hint in hints.items()}


def _bare(hint: Any) -> type:
    bare: type = hint.__origin__
    return bare


def world_of(**values: float) -> World:
    """
    A World with the given parameters and the defaults for the rest; floats stay floats and counts whole numbers,
    so that a compiled loop sees one signature.

    Raises:
        ValueError: an unknown name, or a value outside its range; says which and what to write.
    """
    known = specifications()
    fields: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise ValueError(unknown("parameter", name, known))
        kind, spec, default = known[name]
        fields[name] = _checked(name, value, kind, spec, default)
    return World(**fields)


def _checked(name: str, value: Any, kind: type, spec: Spec, default: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"world.{name} is a number [{spec.unit}], not {value!r}; its default is {default:g}")
    if not spec.low <= value <= spec.high:
        raise ValueError(
            f"world.{name} must be between {spec.low:g} and {spec.high:g} [{spec.unit}], not {value:g}; "
            f"its default is {default:g}"
        )
    if kind is int and value != int(value):
        raise ValueError(f"world.{name} must be a whole number, not {value:g}; write {round(value)}")
    checked: float = kind(value)
    return checked


def unknown(what: str, name: str, known: Any) -> str:
    """One sentence about a wrong name, with the nearest right one."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known))}"
    return f"unknown {what} {name!r}; {hint}"
