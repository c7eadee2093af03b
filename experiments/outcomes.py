"""What a run is judged by: every outcome with its name, unit, denominator and definition, once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from clubsim.experiments.outcome import Outcome
from clubsim.experiments.outcomes_of_money import COSTS
from clubsim.experiments.wording import say

SEASONS = 7  # signups and culls are told season by season, as the operations club told them


def _activity(day: int) -> list[Outcome]:
    """Both activity retentions of one tenure [day]: inside a bracket of a week, and unbounded."""
    return [
        Outcome(
            name=f"active_{day}_bracket",
            label=f"visited on days {day}–{day + 6}",
            unit="share",
            denominator="per admitted",
            better=0,
            definition=f"Of those admitted at least {day + 6} days before the read-off day, the share who "
            f"visited in days {day}–{day + 6} of their tenure; who had left by then counts as not active.",
        ),
        Outcome(
            name=f"active_{day}_unbounded",
            label=f"visited on or after day {day}",
            unit="share",
            denominator="per admitted",
            better=0,
            definition=f"Of those admitted at least {day} days before the read-off day, the share who "
            f"visited on or after day {day} of their tenure.",
        ),
    ]


def _seasons(name: str, label: str, definition: str) -> list[Outcome]:
    """A count of members for each season, 1 to SEASONS."""
    return [
        Outcome(
            name=f"{name}_{season}",
            label=f"{label} {season}",
            unit="members",
            denominator="count",
            better=0,
            definition=f"{definition} {season}.",
        )
        for season in range(1, SEASONS + 1)
    ]


_COUNTS = [
    Outcome(
        name="recruited",
        label="recruited",
        unit="members",
        denominator="count",
        better=0,
        definition="Members ever admitted by the read-off day.",
    ),
    Outcome(
        name="remaining",
        label="remaining",
        unit="members",
        denominator="count",
        better=1,
        definition="Members still in the group on the read-off day, the silent ones too.",
    ),
    Outcome(
        name="knocked",
        label="knocked",
        unit="prospects",
        denominator="count",
        better=0,
        definition="Distinct prospects who ever knocked by the read-off day, of themselves or on a notice: the same "
        "people in every arm, unless an archive, a name, a founder, a campaign or a launch draws them; nobody who "
        "comes from a partner community.",
    ),
    Outcome(
        name="knocked_invited",
        label="knocked on invitation",
        unit="prospects",
        denominator="count",
        better=0,
        definition="Distinct people who knocked because a member invited them: no arm shares them, for they depend on "
        "who is in. Whom the operator had a member ask one by one is counted as knocked.",
    ),
    Outcome(
        name="joined_invited",
        label="recruited on invitation",
        unit="members",
        denominator="count",
        better=0,
        definition="Of the recruited, those whom a member invited, of themselves or because the operator chose them.",
    ),
    Outcome(
        name="joined_partner",
        label="recruited from partners",
        unit="members",
        denominator="count",
        better=0,
        definition="Of the recruited, those who came from partner communities: no arm shares them.",
    ),
    Outcome(
        name="left_for_partner",
        label="left for a partner",
        unit="members",
        denominator="count",
        better=0,
        definition="Of those who left by themselves, those who went over to a partner community.",
    ),
    Outcome(
        name="left",
        label="left by themselves",
        unit="members",
        denominator="count",
        better=0,
        definition="Members who left of their own accord by the read-off day.",
    ),
    Outcome(
        name="removed",
        label="removed",
        unit="members",
        denominator="count",
        better=0,
        definition="Members removed by the operator by the read-off day.",
    ),
    Outcome(
        name="lapsed",
        label="did not renew",
        unit="members",
        denominator="count",
        better=0,
        definition="Members whose paid term ended by the read-off day and who did not pay for another.",
    ),
    Outcome(
        name="priced_out",
        label="would not pay to stay",
        unit="members",
        denominator="count",
        better=0,
        definition="Members who were in for nothing, were asked for a fee by the read-off day, and went.",
    ),
    Outcome(
        name="angry",
        label="went in anger",
        unit="members",
        denominator="count",
        better=-1,
        definition="Members who were put out by the read-off day and said aloud that they are owed something.",
    ),
    Outcome(
        name="headcount_retention",
        label="remaining per admitted",
        unit="share",
        denominator="per admitted",
        better=0,
        definition="Remaining divided by recruited; who was removed counts as lost.",
    ),
]

_ROOMS = [
    Outcome(
        name="rooms",
        label="rooms",
        unit="rooms",
        denominator="count",
        better=0,
        definition="Rooms in which there are members on the read-off day, sub-groups' too; 1 where there are none.",
    ),
    Outcome(
        name="largest_room",
        label="members of the largest room",
        unit="members",
        denominator="count",
        better=0,
        definition="Members of the room that has most on the read-off day.",
    ),
    Outcome(
        name="visitors_per_room",
        label="visitors a day per room",
        unit="members/day",
        denominator="-",
        better=0,
        definition="Visitors of the window divided by its rooms, each summed over the days.",
    ),
]

_RHYTHM = [
    Outcome(
        name="visitors",
        label="visitors a day",
        unit="members/day",
        denominator="count",
        better=1,
        definition="Distinct members who visit on a day, mean over the window.",
    ),
    Outcome(
        name="check_ins",
        label="check-ins a day",
        unit="members/day",
        denominator="count",
        better=1,
        definition="Distinct members who check in on a day, mean over the window.",
    ),
    Outcome(
        name="speakers",
        label="speakers a day",
        unit="members/day",
        denominator="count",
        better=1,
        definition="Distinct members with a message on a day, mean over the window.",
    ),
    Outcome(
        name="messages",
        label="messages a day",
        unit="messages/day",
        denominator="count",
        better=1,
        definition="Messages on a day, mean over the window.",
    ),
    Outcome(
        name="noise",
        label="noise per message",
        unit="share",
        denominator="-",
        better=0,
        definition="Share of the window's messages that are filler or advertisements.",
    ),
    Outcome(
        name="peak_ratio",
        label="busiest day ÷ mean day",
        unit="ratio",
        denominator="-",
        better=0,
        definition="Largest number of messages on a day of the window divided by the mean of the window.",
    ),
    Outcome(
        name="longest_streak",
        label="longest streak",
        unit="days",
        denominator="-",
        better=0,
        definition="Longest run of consecutive days with a check-in of any member by the read-off day.",
    ),
    Outcome(
        name="weekend_ratio",
        label="weekend ÷ Mon, Wed, Fri",
        unit="ratio",
        denominator="-",
        better=0,
        definition="Mean messages on Saturdays and Sundays divided by the mean on Mondays, Wednesdays and "
        "Fridays of the window.",
    ),
    Outcome(
        name="weekly_speakers",
        label="weekly speakers",
        unit="members",
        denominator="count",
        better=1,
        definition="Distinct members with a message in the 7 days up to the read-off day.",
    ),
    Outcome(
        name="messages_per_head",
        label="messages a day per remaining",
        unit="messages/day/member",
        denominator="per remaining",
        better=0,
        definition="Messages on a day, mean over the window, divided by remaining.",
    ),
]

_STAYING = [
    *_activity(30),
    *_activity(90),
    Outcome(
        name="core_retention",
        label="core that stays active",
        unit="share",
        denominator="-",
        better=0,
        definition="Share of the top decile of contributors of 28 days who also write in the 28 days after, "
        "over all periods together.",
    ),
    Outcome(
        name="renewal",
        label="renewed per term ended",
        unit="share",
        denominator="-",
        better=0,
        definition="Of the paid terms that ended by the read-off day with their member still in, the share paid for "
        "anew; missing where nothing is sold for a term.",
    ),
    Outcome(
        name="lifetime",
        label="days until dead",
        unit="days",
        denominator="-",
        better=1,
        definition="Days until the weekly distinct speakers stay under 5 % of their peak for 28 days; "
        "missing while alive at the end of the run (censored).",
        censored=True,
    ),
]

_DENOMINATED = [
    Outcome(
        name="remaining_per_1000_knocked",
        label="remaining per 1,000 who knocked",
        unit="members",
        denominator="per 1,000 who knocked",
        better=1,
        definition="Remaining per 1,000 who knocked: nobody is left out, whatever the gate.",
    ),
    Outcome(
        name="speakers_per_1000_knocked",
        label="speakers a day per 1,000 who knocked",
        unit="members/day",
        denominator="per 1,000 who knocked",
        better=1,
        definition="Speakers a day, mean over the window, per 1,000 who knocked.",
    ),
    Outcome(
        name="weekly_speakers_per_1000_knocked",
        label="weekly speakers per 1,000 who knocked",
        unit="members",
        denominator="per 1,000 who knocked",
        better=1,
        definition="Weekly speakers per 1,000 who knocked.",
    ),
    Outcome(
        name="weekly_speakers_per_admitted",
        label="weekly speakers per admitted",
        unit="share",
        denominator="per admitted",
        better=0,
        definition="Weekly speakers divided by recruited.",
    ),
    Outcome(
        name="weekly_speakers_per_remaining",
        label="weekly speakers per remaining",
        unit="share",
        denominator="per remaining",
        better=0,
        definition="Weekly speakers divided by remaining; above 1 where many spoke and then left.",
    ),
]

OUTCOMES: dict[str, Outcome] = {
    outcome.name: outcome
    for outcome in [
        *_COUNTS,
        *_RHYTHM,
        *_ROOMS,
        *_STAYING,
        *COSTS,
        *_DENOMINATED,
        *_seasons("signups", "signups, season", "Members admitted in season"),
        *_seasons("culls", "removed, season", "Members removed by the cull that ends season"),
    ]
}


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of an error message: the known name closest to `name`, or all of them."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1)
    return f"did you mean '{close[0]}'?" if close else f"known are {', '.join(names)}"


def chosen(names: Sequence[str]) -> list[Outcome]:
    """
    The outcomes of these names, in the order given.

    Raises:
        ValueError: a name is not in OUTCOMES; the message gives the nearest one.
    """
    for name in names:
        if name not in OUTCOMES:
            raise ValueError(f"unknown outcome '{name}'; {nearest(name, OUTCOMES)}")
    return [OUTCOMES[name] for name in names]


def in_words(arm: str) -> str:
    """
    The name of an arm as tables and figures print it: `never_a_fee` is 'never a fee'.

    The arms of studies that come with the program have names in other languages too; a user's own stay as they are.
    """
    return say(arm.replace("_", " "))
