"""
Members of a forum who choose whom to answer in other ways than the model's: by preferential attachment alone, by the
mixture of Johnson et al. (2014), or by the model's rule without one of its parts.

Each says whom a message answers and leaves the rest to `Member`: when it is written, whether it opens a thread, and
what becomes of it. A message that the model's rule would send back to whoever answered is written as well, and goes
where the class says, so that all write about as much.
"""

from abc import ABC, abstractmethod
from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from clubsim.agents.arithmetic import wide
from clubsim.agents.finding import (
    DRAWS,
    age_attended,
    is_own,
    match_of,
    nearest_thread,
    open_chance,
    thread_of_partner,
    thread_weight,
)
from clubsim.agents.luck import Purpose, draw
from clubsim.agents.member import Member
from clubsim.agents.records import NOBODY, Count
from clubsim.agents.replying import open_thread, topic_of, write_down

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

OPEN = 192.0  # [hour] threads close after 8 days; Johnson et al. (2014)
BACK = 1000  # number of the first message of a day that would have answered back; planned ones are counted from 0
LEAST_EFFORT, MECHANISM = 0, 1  # indices of the draws of how easily one is answered, and of the day's mechanism
CHOICES = 4  # indices of a message's draws; those below are the day's
# Preferential attachment (around one half in the paper), direct reciprocity, least effort, indirect (these assumed).
SHARES = (0.5, 0.2, 0.15, 0.15)


class Answered(NamedTuple):
    """Where a message goes: the place of a thread and the row of who is answered; NOBODY for both if nowhere."""

    place: int
    to: int


NOWHERE = Answered(NOBODY, NOBODY)


class Choosing(Member, ABC):
    """A member whose answers go where `whom` says; a planned one that finds nobody to answer opens a thread."""

    redirects = True  # whether a message that would answer back goes where `whom` says

    def respond(self) -> None:
        counts = self.model.feed.counts
        planned = int(counts[Count.NOW_THREAD]) == NOBODY
        if self.opens() if planned else not self.redirects:
            super().respond()
            return
        chosen = self.whom(self.begun if planned else BACK + self.messages)
        if chosen.place == NOBODY:
            if planned:
                self.open()
            return
        if planned:
            self.begun += 1
        counts[Count.NOW_THREAD] = chosen.place + int(counts[Count.FIRST_THREAD])
        counts[Count.NOW_TO] = chosen.to
        super().respond()

    def open(self) -> None:
        """The planned message opens a thread for want of one to answer in, as in the model."""
        members, feed, world, today, luck = self.model.surroundings
        place = open_thread(self.row, topic_of(self.row, members, world, today, luck), feed)
        if place != NOBODY:
            self.begun += 1
            write_down(self.row, place, NOBODY, False, False, members, feed, today)

    def opens(self) -> bool:
        """Whether the planned message opens a thread: the model's own decision, by the model's own draw."""
        world = self.model.world
        first = int(self.all_messages + self.messages == 0)
        activity = self.visit_base - world.visit_mean
        chance = open_chance(activity, first, world.open_base, world.open_active, world.open_first)
        return bool(self.drawn(Purpose.REPLY, self.begun * DRAWS) < chance)

    @abstractmethod
    def whom(self, number: int) -> Answered:
        """Where the message goes. number: which of the day's messages it is."""

    def drawn(self, purpose: Purpose, index: int) -> float:
        """A draw of this member's for today."""
        return draw(self.model.luck, purpose, self.uid, self.model.day, index)

    def open_places(self) -> Ints:
        """Places of the threads that are open and that others began, the oldest first."""
        feed = self.model.feed
        count = int(feed.counts[Count.THREADS])
        recent = feed.thread_hour[:count] >= feed.now_hour[0] - OPEN
        places: Ints = np.flatnonzero(recent & (feed.thread_starter[:count] != self.row))
        return places


class ByPerson(Choosing):
    """Whoever has an open thread is answered by `weights`, in the oldest of their open threads."""

    @abstractmethod
    def weights(self, people: Ints) -> Floats:
        """How much each of `people` (rows) draws an answer, >= 0."""

    def whom(self, number: int) -> Answered:
        places = self.open_places()
        if not places.size:
            return NOWHERE
        people, oldest = np.unique(self.model.feed.thread_starter[places], return_index=True)
        weights = self.weights(people.astype(np.int64))
        if not weights.any():
            return NOWHERE
        k = self.taken(weights, number)
        return Answered(int(places[oldest[k]]), int(people[k]))

    def taken(self, weights: Floats, number: int) -> int:
        """The place that the draw of a message takes, by weight; the weights are not all 0."""
        bounds = np.cumsum(weights)
        point = self.drawn(Purpose.POLICY, CHOICES * (1 + number)) * bounds[-1]
        return int(np.searchsorted(bounds, point, side="right"))


class Preferential(ByPerson):
    """
    Preferential attachment alone: drawn by 1 + answers received so far, whatever the age, the tie and the topic.

    Source: adapted. Johnson et al. (2014), Figure A4; there a draw of somebody without an open thread is lost, here it
    is drawn again, which leaves the chances among the others as they are and writes as much as in the other arms.
    """

    def weights(self, people: Ints) -> Floats:
        weights: Floats = 1.0 + self.model.members.all_replies[people]
        return weights


class Mixing(ByPerson):
    """
    The mixture of Johnson et al. (2014): a mechanism a member and day, drawn by SHARES.

    Source: adapted. Figure A4 and the text before it. How easily a member is answered is one uniform draw, which is
    assumed; that members differ in how much they answer by what they received is left to the model's own posting.
    """

    def __init__(self, community: Any, row: int) -> None:
        super().__init__(community, row)
        self.answered: Counter[int] = Counter()  # answers written, by row of who was answered

    def whom(self, number: int) -> Answered:
        chosen = super().whom(number)
        if chosen.to != NOBODY:
            self.answered[chosen.to] += 1
        return chosen

    def weights(self, people: Ints) -> Floats:
        mechanism = int(np.searchsorted(np.cumsum(SHARES), self.drawn(Purpose.POLICY, MECHANISM), side="right"))
        if mechanism == 0:
            popular: Floats = 1.0 + self.model.members.all_replies[people]
            return popular
        if mechanism == 1:
            return np.array([self.owed(row) for row in people.tolist()])
        if mechanism == 2:
            return np.array([self.model.member(row).ease for row in people.tolist()])
        return np.ones(people.size)

    def owed(self, row: int) -> float:
        """
        Direct reciprocity: 2 for who answered and was never answered, 1 for a stranger, else 1 + (out - in) / (out +
        in), with out the answers written to them and in those received from them; as printed.
        """
        given = self.answered[row]
        received: int = self.model.member(row).answered[self.row]
        if given == 0:
            return 2.0 if received > 0 else 1.0
        return 1.0 + (given - received) / (given + received)

    @property
    def ease(self) -> float:
        """How easily this member is answered, in (0, 1), all their life."""
        return float(draw(self.model.luck, Purpose.POLICY, self.uid, 0, LEAST_EFFORT))


class Noticing(Choosing):
    """The model's own rule, step by step, of which a subclass can leave out a part; the same run as `Member`'s."""

    redirects = False

    def whom(self, number: int) -> Answered:
        model, first_draw = self.model, number * DRAWS
        hour = wide(model.feed.now_hour[0])
        if self.drawn(Purpose.REPLY, first_draw + 1) < model.world.partner_share:
            place = thread_of_partner(self.row, first_draw, hour, *model.surroundings)
            if place != NOBODY:
                return Answered(place, int(model.feed.counts[Count.NOW_TO]))
        place = self.noticed(first_draw, hour)
        return NOWHERE if place == NOBODY else Answered(place, self.who_in(place, first_draw))

    def noticed(self, first_draw: int, hour: float) -> int:
        """One of the threads that are noticed, by their weights; NOBODY if none can be answered."""
        model, chosen, whole = self.model, NOBODY, 0.0
        members, feed, world = model.members, model.feed, model.world
        for k in range(world.candidates):
            place = self.candidate(self.drawn(Purpose.TARGET, first_draw + k), hour)
            if place == NOBODY or is_own(self.row, place, feed):
                continue
            replies = int(members.all_replies[int(feed.thread_starter[place])])
            match = match_of(self.row, place, members, feed, world)
            weight = thread_weight(replies, int(feed.thread_replies[place]), match, int(self.all_replies), world)
            whole += weight
            if self.drawn(Purpose.ACCEPT, first_draw + k) * whole < weight:
                chosen = place
        return chosen

    def candidate(self, u: float, hour: float) -> int:
        """The thread that a uniform draw notices: the one begun nearest to an age drawn from attention."""
        world = self.model.world
        age = age_attended(u, world.attention_scale, world.attention_shape)
        return int(nearest_thread(self.model.feed, hour - age))

    def who_in(self, place: int, first_draw: int) -> int:
        """Who is answered in a thread: who began it, or who wrote last; never oneself."""
        feed = self.model.feed
        starter, last = int(feed.thread_starter[place]), int(feed.thread_last[place])
        to_root = self.drawn(Purpose.REPLY, first_draw + 2) < self.model.world.reply_root
        return last if starter == self.row or (not to_root and last != self.row) else starter


class Unhurried(Noticing):
    """Without least effort: every open thread is noticed alike, whatever its age."""

    def candidate(self, u: float, hour: float) -> int:
        feed = self.model.feed
        count = int(feed.counts[Count.THREADS])
        first = int(np.searchsorted(feed.thread_hour[:count], hour - OPEN))
        return NOBODY if first == count else first + int(u * (count - first))


class Unreciprocal(Noticing):
    """Without direct reciprocity: a message that would answer back goes to whatever is noticed."""

    redirects = True
