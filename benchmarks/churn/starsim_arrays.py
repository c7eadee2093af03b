"""Club churn in Starsim: a module over its arrays and its network, with its common random numbers."""

import time

import numpy as np
import starsim

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


class Neighbours(starsim.Network):
    """The graph, which stays as it is."""

    def step(self):
        """Nothing changes."""


class Visits(starsim.Module):
    """Everybody comes or stays away, day by day."""

    def __init__(self, match, degree):
        super().__init__()
        self.define_states(
            starsim.FloatArr("match"),
            starsim.FloatArr("degree"),
            starsim.FloatArr("novelty", default=1.0),
            starsim.FloatArr("belonging", default=0.0),
            starsim.FloatArr("away", default=0.0),
            starsim.FloatArr("friends", default=0.0),
            starsim.BoolArr("came", default=False),
        )
        self.given = match, degree
        self.coming = starsim.bernoulli(p=self.chance)
        self.posting = starsim.bernoulli(p=POSTING)
        self.course = Course(0.0, [], [], [])

    def init_post(self):
        """What everybody brings along."""
        super().init_post()
        self.match[:], self.degree[:] = self.given

    @staticmethod
    def chance(self, sim, uids):
        """Of each of these people, to come today."""
        pull = BASE + PULL_OF_NOVELTY * self.novelty[uids] * self.match[uids] + self.belonging[uids]
        pull += PULL_OF_FRIENDS * self.friends[uids] / self.degree[uids]
        return 1.0 / (1.0 + np.exp(-pull))

    def step(self):
        """A day."""
        everybody = self.sim.people.auids
        one, other = self.sim.networks[0].p1, self.sim.networks[0].p2
        came, size = self.came.raw, len(self.friends.raw)
        friends = np.bincount(other[came[one]], minlength=size) + np.bincount(one[came[other]], minlength=size)
        self.friends[everybody] = friends[everybody]
        visitors = self.coming.filter(everybody)
        self.came[everybody] = False
        self.came[visitors] = True
        self.novelty[visitors] *= 1.0 - FADING
        self.belonging[visitors[friends[visitors] > 0]] += WARMTH
        self.away[everybody] += 1.0
        self.away[visitors] = 0.0
        gone = (self.away >= PATIENCE).uids
        self.sim.people.request_removal(gone)
        self.course.visitors.append(len(visitors))
        self.course.posts.append(len(self.posting.filter(visitors)))
        self.course.members.append(len(everybody) - len(gone))


def run(members: int, days: int, seed: int) -> Course:
    """Club churn, once."""
    luck = np.random.default_rng(seed)
    graph = random_graph(members, luck)
    visits = Visits(luck.random(members), np.maximum(np.diff(graph.first), 1))
    network = Neighbours(p1=graph.edges[0], p2=graph.edges[1], beta=np.ones(graph.edges.shape[1]))
    club = starsim.Sim(
        n_agents=members, networks=network, custom=visits, dt=starsim.days(1), start="2020-01-01",
        dur=starsim.days(days - 1), rand_seed=seed, verbose=0, copy_inputs=False,
    )  # fmt: skip
    club.init()
    start = time.process_time()
    club.run()
    return visits.course._replace(seconds=time.process_time() - start)
