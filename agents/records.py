"""
The data dictionary: who is a prospect, who a member, what is written in the feed, what is the case today.

Columns are arrays of one row each; a row never moves and is never used again. dtype, shape, unit and range stand here
and nowhere else. N members, P prospects, M messages, K topics, S tie slots. Arrays are grown by the engine between
phases, so nobody keeps a column or one of these records across a phase.
"""

import inspect
from enum import IntEnum
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]

NEVER = -1  # a day that has not come
NOBODY = -1  # no row
NO_LIMIT = -1  # as many as they like
NO_PRICES: Column = np.zeros(0)
NO_TERMS: Column = np.zeros(0, dtype=np.int64)


class Reason(IntEnum):
    """Why somebody is no longer a member, or why a prospect was refused."""

    NONE = 0
    LEFT = 1  # by themselves
    FAILED_QUOTA = 2
    REMOVED = 3  # by the operator's order
    TOO_DEAR = 4  # a prospect who would not pay
    FULL = 5  # a prospect for whom there was no place
    LAPSED = 6  # a paid term ended and was not renewed
    NOT_INVITED = 10  # a prospect whom no member invited
    UNCONVINCING = 11  # a prospect whom a reviewer turned down
    GAVE_UP = 12  # a prospect to whom a task at the door was not worth its effort
    OTHER_VALUES = 13  # a prospect whom the published values kept away
    OTHER_EXPERIENCE = 14  # a prospect with fewer or more years than are asked for
    FAILED_TRIAL = 15  # a candidate who took too little part
    NO_SIGNAL = 16  # a prospect who did not do some small thing first
    PRICED_OUT = 20  # a member who would not pay the fee that was asked of those who were in


class Role(IntEnum):
    """What somebody is in the community."""

    MEMBER = 0
    FOUNDER = 1  # hosts, by the hours they have
    DEPUTY = 2  # hosts beside the founder, by the hours they give
    VOLUNTEER = 3  # does a part of the operator's work, by the hours they give
    CORE = 4  # has come up the ladder
    HEAD = 10  # round whom a room was formed


class Prospects(NamedTuple):
    """Everyone out there who may hear of the community, a row each, whether or not they ever join."""

    uid: Column  # int64 [P], who this is in every arm
    channel: Column  # int16 [P], number of the scenario's channel
    appears: Column  # int32 [P], first day on which a notice can reach them
    reach: Column  # float32 [P], chance of hearing of a notice, in [0, 1]
    shift: Column  # float32 [P], of enthusiasm, by the channel or towards who invited them [sd]
    enthusiasm: Column  # float32 [P], interest in what the community is about [sd]
    willingness: Column  # float32 [P], the most they would pay [yuan], > 0
    would_join: Column  # int8 [P], 1 if they would join at all were it free
    inviter: Column  # int32 [P], row of the member who invited them; NOBODY
    friends: Column  # int32 [P], members they knew when they were invited
    linked: Column  # float32 [P], share of pairs of those friends who know each other, in [0, 1]
    hears: Column  # int8 [P], 1 if today's notice reached them and they knock
    place: Column  # float32 [P], luck in the queue for places today, in (0, 1)
    can_pay: Column  # int8 [P], 1 if today's price is not too much
    offers: Column  # int32 [P], bit k: they would take offer k of the last gate with several prices
    passes: Column  # int8 [P], 1 if they met what the last review, task or statement of values asked of them
    knocked: Column  # int32 [P], day of the first knock; NEVER before
    refused: Column  # int8 [P], Reason of the last refusal
    row: Column  # int32 [P], row as a member; NOBODY if they never joined


class Members(NamedTuple):
    """Everyone who ever joined, a row each."""

    # who they are
    uid: Column  # int64 [N]
    channel: Column  # int16 [N]
    joined: Column  # int32 [N], day
    left: Column  # int32 [N], day of leaving; NEVER while still here
    reason: Column  # int8 [N], Reason of leaving
    paid: Column  # float32 [N], fees paid so far, at the door and for further terms [yuan]
    shift: Column  # float32 [N], of enthusiasm, by the channel or towards who invited them [sd]
    interests: Column  # float32 [N, K], >= 0, each row sums to 1
    visit_base: Column  # float32 [N], [logit]
    check_in_base: Column  # float32 [N], [logit]
    talk_base: Column  # float32 [N], [logit]
    further: Column  # float32 [N], mean messages beyond the first of a speaking day
    halflife: Column  # float32 [N], of novelty [exposure], > 0
    usual_hour: Column  # float32 [N], [hour], in [0, 24)
    heeds_quota: Column  # int8 [N], 1 if an announced quota moves them
    heeds_reward: Column  # int8 [N], 1 if a reward moves them
    dropout: Column  # float32 [N], chance of dropping out after an active day, in [0, 1]
    role: Column  # int8 [N], Role
    inviter: Column  # int32 [N], row of who invited them; NOBODY
    taste: Column  # float32 [N, K], interests at birth, to which drifting ones return; 0 where none drift
    motives: Column  # float32 [N, Q], weights of information, bonds, recognition and gain, sum 1; 0 without needs
    quality: Column  # float32 [N], of what they write, mean 1, > 0
    noisy_base: Column  # float32 [N], inclination that a message is noise [logit]; 0 where none is
    # how it stands with them
    dropped: Column  # int8 [N], 1 once they plan no more visits; they have not left
    away_until: Column  # int32 [N], day on which an absence ends; 0 before the first
    exposure: Column  # float32 [N, K], effective exposure to each topic, >= 0
    novelty: Column  # float32 [N], this morning's, in [0, 1]
    habit: Column  # float32 [N], in [0, 1]
    identity: Column  # float32 [N], belonging to the whole, in [0, 1]
    bonds: Column  # float32 [N], belonging to persons, in [0, 1]
    reward_memory: Column  # float32 [N], in [0, 1]
    benefit: Column  # float32 [N], of reading, less its cost, smoothed, in [-1, 1]
    met: Column  # float32 [N], how far needs are met, in [0, 1]; as expected till the first evening; 0 without needs
    expectation: Column  # float32 [N], of needs met, in [0, 1]; 0 without needs
    elsewhere: Column  # float32 [N], attention that other groups have, in [0, 1]; 0 without needs
    allied: Column  # float32 [N], share of what is unmet here that partner communities meet, in [0, 1]
    trust: Column  # float32 [N], in the operator, in [0, 1]
    told: Column  # float32 [N], trust of the last morning awake, which partners hear of, in [0, 1]; 0 where none do
    praise: Column  # float32 [N], answers that messages met with, smoothed, in [0, 1]; 0 where none counts
    fatigue: Column  # float32 [N], of who hosts, in [0, 1]
    paid_until: Column  # int32 [N], day on which the paid term ends; NEVER without one
    trial_until: Column  # int32 [N], last day as a candidate; NEVER without a trial
    paid_on: Column  # int32 [N], day of the last payment; NEVER before
    agreed: Column  # float64 [N], price at which they last agreed to be in [yuan]; 0 for nothing
    agreed_term: Column  # int32 [N], for how long that is [day]; 0 for good
    offer: Column  # int8 [N], which of several plans or tiers at the door they took, from 1 on; 0 without
    deposit: Column  # float32 [N], at stake until its period ends [yuan]; 0 without
    deposit_base: Column  # int32 [N], check-ins since joining when the deposit was paid
    refunded: Column  # float32 [N], of what they paid, given back [yuan]
    angry: Column  # int8 [N], 1 if they were put out and say that they are owed something
    serving: Column  # float32 [N], hours a day that they give as deputy or volunteer; 0 for who holds no office
    stepped_down: Column  # int32 [N], day on which they last gave up or lost an office; NEVER
    turn: Column  # float32 [N], what it adds to the inclination to write that it is their turn today [logit]
    turns_kept: Column  # int32 [N], days on which it was their turn and they wrote
    turns_missed: Column  # int32 [N], days on which it was and they did not
    nudge: Column  # float32 [N], what the operator's message of the day adds to the inclination to come [logit]
    nudged: Column  # int32 [N], messages of the operator since the last visit
    replied: Column  # int32 [N], replies received yesterday; of the last day awake for who has dropped out
    packet: Column  # float64 [N], that lies for them today and goes back if they do not come [yuan]
    giving: Column  # float64 [N], that they give on this evening [yuan]
    giving_to: Column  # int32 [N], row of who is to have it
    money_memory: Column  # float32 [N], of money won, in [0, 1]; 0 where nothing crowds out
    money_expected: Column  # float32 [N], in [0, 1]
    ahead: Column  # int32 [N], messages that earn them something, as they were told this morning; 0 for none
    ahead_gain: Column  # float32 [N], what the last of them adds to the rate of messages [share]
    level: Column  # int32 [N], to which the operator raised them, 0 is the lowest
    redeemed: Column  # float64 [N], points that they have exchanged
    introduced: Column  # int32 [N], row of whom the operator introduced them to and who is not written to yet; NOBODY
    slot_habit: Column  # float32 [N], of being at the slot that is always at its hour, in [0, 1]
    burden: Column  # float32 [N], of having held a session for the others, in [0, 1]
    room: Column  # int32 [N], number of the main room
    group: Column  # int32 [N], number of the sub-group's room; NOBODY without one
    # today
    visited: Column  # int8 [N]
    hour: Column  # float32 [N], hour of the visit, in [0, 24)
    attended: Column  # int8 [N], was at today's event
    at_meeting: Column  # int8 [N], signs up for today's meeting in person, and after that has a seat at it
    checked_in: Column  # int8 [N]
    planned: Column  # int32 [N], messages they mean to write today, besides answers
    begun: Column  # int32 [N], of the planned messages, those whose turn has come
    messages: Column  # int32 [N], written today, answers too
    hidden: Column  # int32 [N], of the messages written today, those that were hidden
    considered: Column  # int32 [N], replies of today that they considered to answer
    replies: Column  # int32 [N], received today
    helped: Column  # int32 [N], first messages that they answered today for the operator
    worked: Column  # float32 [N], hours that they hosted or served today
    ordered_out: Column  # int8 [N], the operator removes them this evening
    drawn: Column  # int16 [N], 1 + number of the partner community for which they leave this evening; 0 for none
    inviting: Column  # int32 [N], invitations made on the last day awake, which arrive the next morning
    asked: Column  # int32 [N], invitations ever made
    renewed: Column  # int8 [N], paid for another term today
    # counts
    visits: Column  # uint64 [N], bit d: visited d days ago, bit 0 is today
    last_visit: Column  # int32 [N], day; NEVER
    last_message: Column  # int32 [N], day; NEVER
    last_hour: Column  # float32 [N], hour of the last message on its day
    last_thread: Column  # int32 [N], number of the thread of the last message
    all_replies: Column  # int32 [N], received
    all_messages: Column  # int32 [N]
    all_noise: Column  # int32 [N], messages that were noise
    written: Column  # int32 [N, K], messages by topic
    sessions: Column  # int32 [N], that they have held for the others
    introductions: Column  # int32 [N], that the operator has made for them
    badge: Column  # int32 [N], messages for which the last badge was given; 0 without one
    all_check_ins: Column  # int32 [N]
    quota_messages: Column  # int32 [N], in the quota's period so far
    quota_check_ins: Column  # int32 [N], in the quota's period so far
    streak: Column  # int32 [N], consecutive days with a check-in
    longest_streak: Column  # int32 [N]
    # ties, S slots; the weakest makes way. Most members have none, so who has a first one takes the next row of slots
    tied: Column  # int32 [N], 1 + the row in which their ties stand; 0 before the first
    tie_row: Column  # int32 [N, S], partner's row; NOBODY for an empty slot
    tie_weight: Column  # float32 [N, S], exchanges, decayed
    tie_day: Column  # int32 [N, S], day of the last exchange
    tie_count: Column  # int64 [L], rows of slots that are taken


class Feed(NamedTuple):
    """
    What one can read and what is about to be written. Hours count from this midnight, yesterday's are below 0.

    Threads stand in the order of their opening; a thread's number is its place plus `counts[FIRST_THREAD]` and never
    changes. Due messages are a heap by hour.
    """

    # threads of the window
    thread_hour: Column  # float64 [T], when it was opened
    thread_starter: Column  # int32 [T], row
    thread_last: Column  # int32 [T], row of who wrote in it last
    thread_topic: Column  # int16 [T]
    thread_replies: Column  # int32 [T]
    thread_hidden: Column  # int8 [T], 1 if it is shown to nobody
    thread_room: Column  # int32 [T], number of its room, where there are rooms
    thread_earlier: Column  # int32 [T], number of the room's thread before it; NOBODY
    thread_back: Column  # int32 [T], number of one of the room's threads further back; NOBODY
    thread_leap: Column  # int32 [T], how many threads back that is
    # rooms; no rows while there is one room only
    room_last: Column  # int32 [R], number of the room's newest thread; NOBODY
    # today's messages, in the order of writing
    author: Column  # int32 [M], row
    hour: Column  # float64 [M], in [0, 24)
    topic: Column  # int16 [M]
    noise: Column  # int8 [M], 1 if it is worth nothing to anybody: filler or an advertisement
    hidden: Column  # int8 [M], 1 if it is shown to nobody
    thread: Column  # int32 [M], number of the thread
    answers: Column  # int32 [M], row of the member answered; NOBODY for a message to all
    # due messages
    due_hour: Column  # float64 [H], beyond 24 for another day's
    due_author: Column  # int32 [H], row
    due_uid: Column  # int64 [H], who, to settle equal hours
    due_thread: Column  # int32 [H], number of the thread; NOBODY for a planned message
    due_to: Column  # int32 [H], row of who is answered; NOBODY for a planned message, the author's own for an answer
    #   promised to them, which a helper will write
    # the message that is being written, and how many there are
    now_hour: Column  # float64 [L]
    counts: Column  # int64 [C], by the numbers of Count


class Hurdle(NamedTuple):
    """What one gate asks today of each prospect who stands before it; a gate reads what it needs."""

    number: int  # of the gate's slot, to which its luck belongs, in [0, 2**20)
    least: float  # enthusiasm that lets pass [sd], interest in the topic [usual interest], price [yuan] or years
    spread: float  # how far luck blurs that [sd], or how vague the values are [log interest]
    topic: int  # which the values are about
    most: float = 0.0  # of a band that begins with `least` [year]


class Offers(NamedTuple):
    """What one gate sells today: plans of which one is chosen, or tiers of which each is weighed alone."""

    prices: Column  # float64 [O], > 0 [yuan]
    worths: Column  # float64 [O], factor on what somebody would pay for the usual offer, > 0
    one: int  # 1 if they settle on one of them, 0 if each they would pay for is marked


class Count(IntEnum):
    """Which of the feed's counts is which."""

    THREADS = 0  # in the window
    FIRST_THREAD = 1  # number of the window's first
    MESSAGES = 2  # of today
    DUE = 3
    NOW_AUTHOR = 4  # row of who writes now
    NOW_THREAD = 5  # number of the thread that is answered; NOBODY for a planned message
    NOW_TO = 6  # row of who is answered
    DROPPED = 7  # messages of today for which there was no room
    NOW_ROOM = 8  # number of the room in which is written, where there are rooms


class Today(NamedTuple):
    """What is the case today for everybody."""

    day: int
    weekend: int  # 1 on Saturday and Sunday
    midweek: int  # 1 from Tuesday to Thursday
    silence: float  # the silence spiral's push on visits [logit]
    tie_keep: float  # share of a tie's weight that outlasts a day
    recovery: float  # share of exposure that outlasts a day away
    mix: Column  # float64 [K], topic shares of what can be read, times K
    signal: Column  # float64 [K], messages shown that are no noise, by topic and quality; yesterday's till the evening
    noise: float  # messages shown today that are noise; known in the evening
    # of each room; no rows while there is one room only
    room_signal: Column  # float64 [R, K], as `signal`
    room_noise: Column  # float64 [R], as `noise`
    room_topics: Column  # float64 [R, K], messages shown today, by topic; known in the evening
    room_shown: Column  # float64 [R], messages shown today; known in the evening
    room_chatter: Column  # float64 [R], yesterday's messages per member; -1 for a room without any
    group_share: float  # of a member's own messages that go to the sub-group, in [0, 1]
    archive: float  # what the archive holds, 0 empty, towards 1
    culture: float  # share of talk that is no noise, smoothed, in [0, 1]
    clarity: float  # how far talk keeps to one topic, in [0, 1]
    unreached: float  # share of those whom anybody could invite who never joined, in [0, 1]
    founder: float  # the pull of a founder who wrote yesterday [logit]
    price: float  # for another term [yuan]
    term: int  # for how long one pays [day]; 0 for good
    dear: float  # of the price at the door, what is cherished [yuan]
    toil: float  # exp(effort) of the tasks at the door that are cherished, summed
    trial_days: int  # for which newcomers are candidates; 0 without a trial
    trial_messages: int  # that a candidate must write
    trial_check_ins: int
    invitations: int  # that a member may make, in each period if there is one; NO_LIMIT
    invitation_days: int  # the period [day of membership]; 0 for once and for all
    referral: float  # what a promised reward adds to the invitations of who heeds rewards [share]
    # the event
    event: int  # 1 if there is one
    event_topic: int
    event_appeal: float  # factor
    event_hour: float
    event_notice: int  # days for which it has been announced; 0 if everybody knows of it
    event_slot: int  # 1 if it is always at its hour
    prize: float  # appeal of what can be won [logit], 0 without an event
    # the meeting in person
    meeting: int  # 1 if there is one
    meeting_topic: int
    meeting_notice: int  # days for which it has been announced; 0 if everybody knows of it
    meeting_quality: float  # in [-1, 1], known to who is there
    meeting_exchange: float  # share of it in which guests talk with each other, in [0, 1]
    guests: Column  # int64 [A], rows of who has a seat, in the order of signing up
    # what earns a badge, G goals, the nearest first
    goals: Column  # int64 [G], messages since joining
    goal_gains: Column  # float64 [G], what the last step to it adds to the rate of messages [share]
    packets: int  # 1 if a red packet lies for anybody
    # moderation
    looked_through: float  # messages of today that moderators manage, 0 without any
    hides_noise: float  # share of the noise among them that is hidden, in [0, 1]
    hides_off_topic: float  # of what is off the main topic, in [0, 1]
    hides_others: float  # of all else, by mistake, in [0, 1]
    main_topic: int  # NOBODY where every topic is welcome
    mute_from: float  # hour from which nobody but the founder can write
    mute_until: float  # and until which; not later than the other for no such hours
    harsh: float  # how much of the trust that a hidden message can cost it does cost, in [0, 1]
    sorted: float  # how well the feed is sorted by each reader's interests, 0 not at all, 1 perfectly
    least_interest: float  # below which a sorted feed does not show a topic [fair share]
    # what newcomers are promised, H helpers
    promised: float  # share of newcomers whose first message is sure of an answer, in [0, 1]
    answer_after: float  # hours without an answer after which a helper writes one
    helpers: Column  # int64 [H], rows
    answers_each: int  # that a helper has time for today
    # the quota in force
    quota: int  # 1 if there is one
    announced: int
    executed: int
    either: int
    newcomers: int
    grace: int  # [day]
    need_messages: int
    need_check_ins: int
    quota_first: int  # day
    quota_last: int  # day
    # other threats that members know of
    deadline: int  # whole days of absence after which one is removed; 0 for none
    warned: float  # chance with which a noise message is caught, in [0, 1]
    # contracts with those who are in
    free: int = 0  # 1 if the fee has been done away with
    renewal: float = 0.0  # price for another term, where one is sold [yuan]
    price_kept: int = 0  # 1 if who agreed to a price keeps it
    offer_prices: Column = NO_PRICES  # float64 [O], of the plans or tiers at the door [yuan]
    offer_terms: Column = NO_TERMS  # int64 [O], theirs [day]; 0 for good
    charge: float = 0.0  # asked of those who are in and have agreed to no price [yuan]; 0 for none
    charge_term: int = 0  # for how long they pay it [day]; 0 for good
    charge_worth: float = 1.0  # factor on what they would pay, by how the fee is explained
    exits_visible: int = 1  # 1 if members see which of their partners have gone


@cache
def dictionary(record: type) -> tuple[tuple[str, str, str], ...]:
    """(column, dtype and shape, meaning) of each field of a record, read from the declarations above."""
    rows = []
    for line in inspect.getsource(record).splitlines():
        declared, _, comment = line.strip().partition("  # ")
        name, separator, _ = declared.partition(": Column")
        if separator:
            kind, _, meaning = comment.partition("], ")
            rows.append((name, kind + ("]" if meaning else ""), meaning or comment))
    return tuple(rows)


def allocate(record: type, sizes: dict[str, int]) -> Any:
    """
    A record of zeroed, C-contiguous columns as its declaration says.

    Args:
        sizes: length of each dimension's letter, e.g. {"N": 64, "K": 4, "S": 24}.
    """
    columns = {}
    for name, kind, _ in dictionary(record):
        dtype, _, shape = kind.partition(" [")
        letters = shape.rstrip("]").split(", ")
        columns[name] = np.zeros([sizes[letter] for letter in letters], dtype=dtype)
    return record(**columns)
