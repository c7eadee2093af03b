"""Club churn in Mesa, an agent a member: first all decide on yesterday's visits, then the day turns."""

import math
import time

import mesa
import numpy as np

from churn.definition import (
    BASE,
    FADING,
    PATIENCE,
    POSTING,
    PULL_OF_FRIENDS,
    PULL_OF_NOVELTY,
    WARMTH,
    Course,
    random_graph,
)


class Member(mesa.Agent):
    """One member."""

    def __init__(self, model, match):
        super().__init__(model)
        self.match = match
        self.novelty = 1.0
        self.belonging = 0.0
        self.away = 0
        self.neighbours = []
        self.came_yesterday = False
        self.comes = False

    def decide(self):
        """Come or stay away, post or not."""
        friends = sum([each.came_yesterday for each in self.neighbours])
        pull = BASE + PULL_OF_NOVELTY * self.novelty * self.match + self.belonging
        if friends:
            pull += PULL_OF_FRIENDS * friends / len(self.neighbours)
        chance = self.model.random.random
        self.comes = chance() < 1.0 / (1.0 + math.exp(-pull))
        if self.comes:
            self.away = 0
            self.novelty *= 1.0 - FADING
            if friends:
                self.belonging += WARMTH
            self.model.visitors += 1
            if chance() < POSTING:
                self.model.posts += 1
        else:
            self.away += 1

    def turn_in(self):
        """The day is over: today is yesterday, and who has lost patience leaves."""
        self.came_yesterday = self.comes
        if self.away >= PATIENCE:
            self.remove()


class Club(mesa.Model):
    """The club."""

    def __init__(self, members, seed):
        super().__init__(seed=seed)
        luck = np.random.default_rng(seed)
        graph = random_graph(members, luck)
        everybody = [Member(self, match) for match in luck.random(members).tolist()]
        first, neighbour = graph.first.tolist(), graph.neighbour.tolist()
        for i, member in enumerate(everybody):
            member.neighbours = [everybody[j] for j in neighbour[first[i] : first[i + 1]]]
        self.visitors = self.posts = 0

    def step(self):
        """A day."""
        self.visitors = self.posts = 0
        self.agents.do("decide")
        self.agents.do("turn_in")


def run(members: int, days: int, seed: int) -> Course:
    """Club churn, once."""
    club = Club(members, seed)
    course = Course(0.0, [], [], [])
    start = time.process_time()
    for _ in range(days):
        club.step()
        course.visitors.append(club.visitors)
        course.posts.append(club.posts)
        course.members.append(len(club.agents))
    return course._replace(seconds=time.process_time() - start)
