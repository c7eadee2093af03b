"""
The mechanisms of the model, each with what switches it off: feedback loops first, then what is not a loop.

A mechanism off is one whose parameters stand at the values here; all else stays. What a run without it no longer shows
is what the mechanism carries; where nothing changes, no pattern supports it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Mechanism:
    """
    One mechanism.

    what: in a line; loop: whether it feeds back on itself; off: World parameter -> the value without it; strength: the
    parameter that scales it; claims: ids of the source documents, where it is theirs.
    """

    name: str
    what: str
    loop: bool
    off: dict[str, float]
    strength: str
    claims: str = ""


MECHANISMS: tuple[Mechanism, ...] = (
    # feedback loops
    Mechanism(
        name="silence_spiral",
        what="fewer messages, fewer visits, fewer messages",
        loop=True,
        off={"silence_strength": 0.0},
        strength="silence_strength",
        claims="M50",
    ),
    Mechanism(
        name="noise_quality_spiral",
        what="noise costs readers, the good most; who is unmet or sees noise writes more of it",
        loop=True,
        off={"noise_share": 0.0},
        strength="noise_share",
        claims="M46 M51 M53",
    ),
    Mechanism(
        name="virtuous_circle",
        what="what is worth reading draws visits and messages, which are worth reading",
        loop=True,
        off={"visit_benefit": 0.0, "talk_benefit": 0.0},
        strength="visit_benefit",
        claims="M52",
    ),
    Mechanism(
        name="referral",
        what="members invite people like themselves, who have a tie from the first day",
        loop=True,
        off={"invite_rate": 0.0},
        strength="invite_rate",
        claims="M21",
    ),
    Mechanism(
        name="content_recruitment",
        what="what the archive holds draws newcomers, who add to it",
        loop=True,
        off={"content_recruitment": 0.0},
        strength="content_recruitment",
        claims="M22 M23",
    ),
    Mechanism(
        name="bad_news",
        what="removals and exits cost trust, which travels along ties, and the name outside",
        loop=True,
        off={"trusting": 0},
        strength="news_bad",
    ),
    Mechanism(
        name="answers_back",
        what="who is answered answers, and may be answered again",
        loop=True,
        off={"answer_back": 0.0},
        strength="answer_back",
    ),
    Mechanism(
        name="replies_draw",
        what="a reply yesterday draws the one who got it",
        loop=True,
        off={"visit_reply": 0.0, "talk_reply": 0.0},
        strength="visit_reply",
    ),
    Mechanism(
        name="further_pings",
        what="of several replies in a day each further one counts too",
        loop=True,
        off={"notice_damping": 0.0},
        strength="notice_damping",
    ),
    Mechanism(
        name="partners_draw",
        what="partners who came yesterday draw",
        loop=True,
        off={"visit_partners": 0.0},
        strength="visit_partners",
    ),
    Mechanism(
        name="popularity",
        what="who was answered often is answered again",
        loop=True,
        off={"popularity": 0.0},
        strength="popularity",
    ),
    Mechanism(
        name="praise",
        what="whose messages are answered writes more",
        loop=True,
        off={"talk_praise": 0.0},
        strength="talk_praise",
    ),
    # what members bring and keep
    Mechanism(
        name="inclinations",
        what="members differ in how often they come",
        loop=False,
        off={"visit_sd": 0.0},
        strength="visit_sd",
    ),
    Mechanism(
        name="talkativeness",
        what="members differ in how much they write",
        loop=False,
        off={"further_messages_sd": 0.0},
        strength="further_messages_sd",
    ),
    Mechanism(
        name="drop_out",
        what="planned activity ends after an active day, unseen, by an own chance",
        loop=False,
        off={"dropout_a": 0.0},
        strength="dropout_a",
    ),
    Mechanism(
        name="first_day_excess",
        what="many drop out after their first day",
        loop=False,
        off={"dropout_first": 0.0},
        strength="dropout_first",
    ),
    Mechanism(
        name="replies_protect",
        what="a reply protects from dropping out, and brings back",
        loop=False,
        off={"dropout_reply": 0.0},
        strength="dropout_reply",
    ),
    Mechanism(
        name="recency",
        what="the longer away, the less likely to come",
        loop=False,
        off={"visit_recency": 0.0},
        strength="visit_recency",
    ),
    Mechanism(
        name="active_days",
        what="active days of the last four weeks draw",
        loop=False,
        off={"visit_active_days": 0.0},
        strength="visit_active_days",
    ),
    Mechanism(name="habit", what="visits become habit", loop=False, off={"visit_habit": 0.0}, strength="visit_habit"),
    Mechanism(
        name="novelty",
        what="the new wears off, and recovers",
        loop=False,
        off={"visit_novelty": 0.0},
        strength="visit_novelty",
    ),
    Mechanism(
        name="belonging",
        what="belonging to the whole and to persons draws",
        loop=False,
        off={"visit_belonging": 0.0},
        strength="visit_belonging",
    ),
    Mechanism(
        name="absences",
        what="other duties keep people away for weeks",
        loop=False,
        off={"absence_rate": 0.0},
        strength="absence_rate",
    ),
    Mechanism(
        name="week",
        what="days of the week differ",
        loop=False,
        off={"visit_weekend": 0.0, "visit_midweek": 0.0, "talk_weekend": 0.0},
        strength="visit_weekend",
    ),
    Mechanism(
        name="stretched_attention",
        what="attention to a thread fades fast, then slowly",
        loop=False,
        off={"attention_shape": 1.0},
        strength="attention_shape",
    ),
    Mechanism(
        name="askers_and_answerers",
        what="the active answer, the occasional ask",
        loop=False,
        off={"open_active": 0.0},
        strength="open_active",
    ),
    Mechanism(
        name="unanswered_first",
        what="what nobody has answered draws answers",
        loop=False,
        off={"unanswered": 0.0},
        strength="unanswered",
    ),
    Mechanism(
        name="homophily",
        what="people answer in threads of their interest",
        loop=False,
        off={"topic_preference": 0.0},
        strength="topic_preference",
    ),
    Mechanism(
        name="reciprocity",
        what="partners are answered, by strength of the tie",
        loop=False,
        off={"partner_share": 0.0},
        strength="partner_share",
    ),
    Mechanism(
        name="closure",
        what="a partner's partner is answered",
        loop=False,
        off={"triad_share": 0.0},
        strength="triad_share",
    ),
    Mechanism(
        name="status",
        what="people like to be near those above them",
        loop=False,
        off={"status_above": 0.0, "status_below": 0.0},
        strength="status_above",
        claims="M09",
    ),
    Mechanism(
        name="needs",
        what="motives, what is expected, and what other groups get of unmet needs",
        loop=False,
        off={"needs": 0},
        strength="visit_needs",
        claims="M05 to M10 M126",
    ),
    Mechanism(
        name="first_words",
        what="a barrier before the first words, and ease among partners",
        loop=False,
        off={"first_words": 0.0, "talk_bonds": 0.0},
        strength="first_words",
        claims="M12",
    ),
    Mechanism(
        name="drift",
        what="interests drift",
        loop=False,
        off={"drift_sd": 0.0, "drift_home": 0.0, "drift_talk": 0.0},
        strength="drift_sd",
    ),
    Mechanism(
        name="clarity",
        what="a clear goal makes visitors belong",
        loop=False,
        off={"identity_clarity": 0.0},
        strength="identity_clarity",
        claims="M02",
    ),
    Mechanism(
        name="founder",
        what="a founder hosts by the hours they have, and tires",
        loop=False,
        off={"founder_hours": 0.0},
        strength="founder_hours",
        claims="M16 M24",
    ),
    Mechanism(
        name="archive",
        what="what was written before is worth reading while the community is new to somebody",
        loop=False,
        off={"archive_benefit": 0.0},
        strength="archive_benefit",
    ),
    Mechanism(
        name="renewal_by_attachment",
        what="who is attached rather renews a paid term",
        loop=False,
        off={"renewal_attachment": 0.0},
        strength="renewal_attachment",
    ),
    Mechanism(
        name="crowding_out",
        what="who has come to expect money and gets none any more is less inclined to write than before",
        loop=False,
        off={"crowding_out": 0.0},
        strength="crowding_out",
        claims="H37 H38",
    ),
    Mechanism(
        name="anger",
        what="who is put out and gets back less than they are owed says so, and the name outside falls",
        loop=False,
        off={"anger_share": 0.0},
        strength="anger_reputation",
        claims="M21",
    ),
    Mechanism(
        name="cherishing",
        what="what was hard or dear to get into is belonged to from the first day",
        loop=False,
        off={"cherishing": 0.0},
        strength="cherishing",
        claims="M39",
    ),
    Mechanism(
        name="win_back",
        what="an offer brings back some who had dropped out, the fewer the longer they are silent",
        loop=False,
        off={"win_back": 0.0},
        strength="win_back",
    ),
    Mechanism(
        name="unravelling",
        what="who has too few partners left leaves",
        loop=True,
        off={"need_partners": 0},
        strength="need_partners",
    ),
)
