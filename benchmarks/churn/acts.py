"""Club churn in acts of this project: one act, one column written, and no branch, so that rows go side by side."""

from typing import Any, NamedTuple

import numpy as np

from clubsim.agents.arithmetic import act, logistic, rule, wide, word
from clubsim.agents.luck import HALF_WORD, PER_WORD, Luck, Purpose, draw_block


class Club(NamedTuple):
    """Everybody who was ever in the club, a row each, and the graph between them."""

    uid: np.ndarray  # int64 [N], who this is
    match: np.ndarray  # float32 [N], in [0, 1): how well the club meets the member's interest
    novelty: np.ndarray  # float32 [N], in (0, 1], 1 at first
    belonging: np.ndarray  # float32 [N], >= 0 [logit]
    weight: np.ndarray  # float32 [N], what one neighbour counts in the share: 1 / first degree, 0 without any
    around: np.ndarray  # int8 [N], neighbours who came yesterday
    away: np.ndarray  # int8 [N], days in a row without a visit; `patience` for who has left
    visited: np.ndarray  # bool [N], came today
    posted: np.ndarray  # bool [N], posted today
    first: np.ndarray  # int32 [N + 1], first[i] .. first[i + 1] - 1 are the places of member i's neighbours
    neighbour: np.ndarray  # int32 [10 N], a row


class Nature(NamedTuple):
    """The numbers of the workload, as definition.py names and explains them."""

    base: float
    pull_of_novelty: float
    pull_of_friends: float
    fading: float
    warmth: float
    posting: float
    patience: int


class Today(NamedTuple):
    """What holds for everybody."""

    day: int


@rule
def visit_chance(appeal: float, share: float, belonging: float, world: Any) -> float:
    """
    Chance that a member comes on a day.

        logistic(base + w_n appeal + w_f share + belonging)

    Args:
        appeal: novelty times match, in [0, 1].
        share: of the neighbours, who came yesterday, in [0, 1].
        belonging: >= 0 [logit].

    Source: assumed. The common workload's definition.
    """
    return logistic(world.base + world.pull_of_novelty * appeal + world.pull_of_friends * share + belonging)


@act
def weigh(i: int, place: int, club: Any, world: Any, today: Any, luck: Luck, desk: Any) -> None:
    """Member i's chance to come, in desk[0]. Reads novelty, match, belonging, neighbours' visits of yesterday."""
    appeal = wide(club.novelty[i]) * wide(club.match[i])
    share = int(club.around[i]) * wide(club.weight[i])
    desk[0, place] = visit_chance(appeal, share, wide(club.belonging[i]), world)


@act
def cast(i: int, place: int, club: Any, world: Any, today: Any, luck: Luck, desk: Any) -> None:
    """Member i's two draws of the day, of whether to come and to post, in desk[1] and desk[2]: lanes of one block."""
    words = draw_block(luck, Purpose.VISIT, int(club.uid[i]), today.day, 0)
    desk[1, place] = (words[0] + HALF_WORD) * PER_WORD
    desk[2, place] = (words[1] + HALF_WORD) * PER_WORD


@act
def come(i: int, place: int, club: Any, world: Any, today: Any, luck: Luck, desk: Any) -> None:
    """Member i comes, or not, or has left. Writes visited."""
    club.visited[i] = int(desk[1, place] < desk[0, place]) & int(int(club.away[i]) < world.patience)


@act
def post(i: int, place: int, club: Any, world: Any, today: Any, luck: Luck, desk: Any) -> None:
    """Member i posts if they came and feel like it. Writes posted."""
    club.posted[i] = int(club.visited[i]) & int(desk[2, place] < world.posting)


@act
def tire(i: int, place: int, club: Any, world: Any, today: Any, luck: Luck, desk: Any) -> None:
    """A visit takes some of the novelty. Writes novelty."""
    club.novelty[i] = wide(club.novelty[i]) * (1.0 - world.fading * int(club.visited[i]))


@act
def warm_to(i: int, place: int, club: Any, world: Any, today: Any, luck: Luck, desk: Any) -> None:
    """A visit after a day on which a neighbour came lets one belong. Writes belonging."""
    in_company = int(club.visited[i]) & int(int(club.around[i]) > 0)
    club.belonging[i] = wide(club.belonging[i]) + world.warmth * in_company


@act
def stay_away(i: int, place: int, club: Any, world: Any, today: Any, luck: Luck, desk: Any) -> None:
    """Counts the days in a row without a visit, up to `patience`, with which member i leaves. Writes away."""
    days = int(club.away[i])
    club.away[i] = (days + int(days < world.patience)) * (1 - int(club.visited[i]))


@act
def be_seen(i: int, club: Any) -> None:
    """Member i, who came today, is seen by the neighbours, who know tomorrow. Writes around, of theirs."""
    for place in range(word(club.first[i]), word(club.first[i + 1])):
        other = word(club.neighbour[place])
        club.around[other] = int(club.around[other]) + 1


DAY = (weigh, cast, come, post, tire, warm_to, stay_away)  # a member's own; then everybody who came is seen
