"""Club churn in AgentPy, an agent a member: first all decide on yesterday's visits, then the day turns."""

import math
import time

import agentpy
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


class Member(agentpy.Agent):
    """One member."""

    def setup(self):
        """The first morning; match and neighbours come from the club."""
        self.novelty = 1.0
        self.belonging = 0.0
        self.away = 0
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
        """The day is over: today is yesterday."""
        self.came_yesterday = self.comes


class Club(agentpy.Model):
    """The club."""

    def setup(self):
        """Members and their graph."""
        luck = np.random.default_rng(self.p.seed)
        graph = random_graph(self.p.members, luck)
        self.members = agentpy.AgentList(self, self.p.members, Member)
        everybody = list(self.members)
        first, neighbour = graph.first.tolist(), graph.neighbour.tolist()
        for i, match in enumerate(luck.random(self.p.members).tolist()):
            everybody[i].match = match
            everybody[i].neighbours = [everybody[j] for j in neighbour[first[i] : first[i + 1]]]
        self.course = Course(0.0, [], [], [])

    def step(self):
        """A day."""
        self.visitors = self.posts = 0
        self.members.decide()
        self.members.turn_in()
        if any(member.away >= PATIENCE for member in self.members):
            self.members = agentpy.AgentList(self, [each for each in self.members if each.away < PATIENCE])
        for kept, value in zip(self.course[1:], (self.visitors, self.posts, len(self.members)), strict=True):
            kept.append(value)


def run(members: int, days: int, seed: int) -> Course:
    """Club churn, once."""
    club = Club({"members": members, "seed": seed})
    club.sim_setup(steps=days, seed=seed)
    start = time.process_time()
    while club.running:
        club.sim_step()
    return club.course._replace(seconds=time.process_time() - start)
