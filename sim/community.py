"""`Community`, the Mesa model: a step is a day, a day is the phases of DAY in order."""

from collections.abc import Mapping
from typing import Any

import mesa
import networkx as nx
import numpy as np

from clubsim.agents.luck import luck_of
from clubsim.agents.member import Member
from clubsim.agents.motives import MOTIVES
from clubsim.agents.records import NEVER, Members, Prospects, Reason
from clubsim.sim import doors
from clubsim.sim.admissions import Admissions
from clubsim.sim.campaigns import check_channels
from clubsim.sim.columns import empty
from clubsim.sim.commons import Commons
from clubsim.sim.counters import DAILY, Counters
from clubsim.sim.engine import ENGINES
from clubsim.sim.events import EventLog
from clubsim.sim.feed import empty_feed
from clubsim.sim.graphs import graph_of, tie_up
from clubsim.sim.images import Images
from clubsim.sim.known import Known
from clubsim.sim.ledger import Ledger
from clubsim.sim.morning import today_of
from clubsim.sim.packets import Packet
from clubsim.sim.partners import Alliance, Awaited
from clubsim.sim.phases import arrive, contribute, leave, operate, record, remember, respond, visit
from clubsim.sim.policy import Policy
from clubsim.sim.rooms import Rooms
from clubsim.sim.standing import Notes, Standing
from clubsim.sim.vessel import check_policies
from clubsim.sim.world import Scenario

# The order is part of the model: members leave on what they met today, so `leave` follows `respond`.
DAY = (
    operate,  # policies see the morning and pull their levers
    arrive,  # prospects come by channel and meet the standing gates
    visit,  # members come: novelty, habit, belonging, programme
    contribute,  # visitors check in and write
    respond,  # speakers answer; ties form
    remember,  # novelty, habit, belonging; ties fade
    leave,  # voluntary exits, failed quotas, removals
    record,  # the day's counts and events
)


class Community(mesa.Model):
    """
    An interest community under an operator's policies.

    Args:
        scenario: what the operator does not control.
        policies: by slot, in the order in which they act.
        seed: of all luck, in [0, 2**63); two communities with one seed meet the same prospects.
        engine: "compiled" or "objects"; both give the same run to the last bit.
        events: True to keep the event log.
        member_class: a Member or a subclass of it; one that changes an act needs engine="objects".
        threads: in which members act where each writes the own row only, >= 1; no bit of a run hangs on it, and it
            gains little where there are few members or much talk.
        graph: ties among the founders on day 0, node k in its order being founder k; the scenario's if None.
        admissions: who gets in on which day, of another run with this seed; None for whom the gates let in.

    Raises:
        ValueError: a wrong seed, engine or number of threads, a graph with more nodes than there are founders, or a
            member class whose acts the compiled engine would not call; or a policy that works a channel which is not
            there or that the scenario's vessel does not allow.
    """

    def __init__(
        self,
        scenario: Scenario,
        policies: Mapping[str, Policy] | None = None,
        *,
        seed: int = 0,
        engine: str = "compiled",
        events: bool = False,
        member_class: type[Member] = Member,
        graph: nx.Graph | None = None,
        admissions: Admissions | None = None,
        threads: int = 1,
    ) -> None:
        self.luck = luck_of(seed)  # before Mesa sees the seed, so that the sentence about a wrong one is ours
        super().__init__(rng=seed)
        if engine not in ENGINES:
            raise ValueError(f"engine is one of {', '.join(ENGINES)}, not {engine!r}")
        if engine == "compiled" and member_class is not Member:
            raise ValueError(f"{member_class.__name__} needs engine='objects'; the compiled engine calls no agent")
        if threads < 1:
            raise ValueError(f"threads is a whole number from 1 on, not {threads}; write for example threads=2")
        self.threads = threads
        self.scenario_of_run = scenario
        self.policies = dict(policies or {})
        check_channels(scenario, self.policies)
        check_policies(scenario.vessel, self.policies)
        self.world = scenario.world
        self.engine = ENGINES[engine]()
        self.images = Images()
        self.day = 0
        self.member_class = member_class
        self.admissions = admissions
        self._agents_by_row: dict[int, Member] = {}
        self._own_datacollector: Any = None
        self._lay_out(events)
        doors.found(self)
        ties = scenario.graph if graph is None else graph
        if ties is not None:
            tie_up(self, ties)

    def _lay_out(self, events: bool) -> None:
        """Empty columns, accounts and counts."""
        world = self.world
        self.members: Members = empty(Members, 256, K=world.topics, S=self.scenario.tie_slots, Q=MOTIVES)
        self.prospects: Prospects = empty(Prospects, 256)
        self.feed = empty_feed()
        self.n_members = self.n_prospects = self.refused = 0
        self.pool_sizes = [0] * len(self.scenario.channels)
        self.known = Known()  # the uids of all who ever joined
        self.present = np.zeros(0, dtype=np.int64)  # rows of those who are in
        self.members_of_the_day = self.present  # rows of those who were in today
        # of the present, who has not dropped out or is stirred today, and who has and is not
        self.awake = self.asleep = self.present
        self.guests = self.present  # rows of who has a seat at today's meeting in person
        self.planning = self.speakers = self.present  # rows of who meant to write today, and of who wrote
        self.cohort_rows: dict[int, tuple[int, int]] = {}  # by day of joining: first row and one past the last
        self.n_joined_today = 0
        self.n_messages_yesterday = self.heads_yesterday = 0
        self.n_angry_today = 0
        self.event_yesterday = ""
        self.notice_days: list[int] = []  # on which the doors were opened
        self.quota_since = NEVER
        self.standing = Standing()
        self.cards: dict[str, dict[int, int]] = {}  # by gate without selection: whose answer decides for whom
        self.orders: dict[int, str] = {}  # why the operator had members removed, by row
        self.notes: dict[str, Notes] = {}  # by slot, what the operator has written down
        self.packets: list[Packet] = []  # that lie for members
        self.commons = Commons()
        self.rooms = Rooms(world.topics)
        self.waiting = np.zeros((0, 2), dtype=np.int64)  # prospects for whom there was no place, and until which day
        self.alliances: dict[str, Alliance] = {}  # by slot, with the partner communities
        self.awaited: list[Awaited] = []  # who comes from partner communities today
        self.exchanged = np.zeros(world.topics)  # what partners wrote yesterday and members read here, as `signal`
        self.signal = np.zeros(world.topics)  # yesterday's messages shown that are no noise, by topic and quality
        self.ledger = Ledger()
        self.counters = Counters()
        self.events = EventLog() if events else None
        self.today = today_of(self)

    @property
    def scenario(self) -> Scenario:
        """What the operator does not control (Mesa 3.5 has a word of its own for `scenario` and leaves it to us)."""
        return self.scenario_of_run

    @scenario.setter
    def scenario(self, value: Any) -> None:
        """Mesa 3.5 sets this to an empty scenario of its own, which nothing here needs."""

    @property
    def surroundings(self) -> tuple[Any, ...]:
        """What an act is given besides its row: members, feed, world, today, luck."""
        return self.members, self.feed, self.world, self.today, self.luck

    @property
    def places(self) -> tuple[int, int, int, int]:
        """Where the images of members, feed, world and today stand."""
        at = self.images
        return at.members.of(self.members), at.feed.of(self.feed), at.world.of(self.world), at.today.of(self.today)

    @property
    def weekday(self) -> int:
        """0 Monday .. 6 Sunday."""
        return (self.scenario_of_run.start.weekday() + self.day) % 7

    @property
    def headcount(self) -> int:
        """Members who are in."""
        return int(self.present.shape[0])

    def step(self) -> None:
        """Live through one day."""
        self.n_joined_today = 0 if self.day else self.n_members
        self.refused = 0
        for phase in DAY:
            phase(self)
        self.day += 1
        self._detach_the_gone()

    def run(self, days: int) -> "Community":
        """Live through `days` days, and return the community."""
        for _ in range(days):
            self.step()
        return self

    def arrived(self, rows: Any) -> None:
        """New rows are in from now on."""
        self.present = np.concatenate([self.present, rows])
        first, _ = self.cohort_rows.get(self.day, (int(rows[0]), 0))
        self.cohort_rows[self.day] = (first, int(rows[-1]) + 1)
        self.n_joined_today += rows.shape[0]

    def note(self, rows: Any, kind: str) -> None:
        """Write an event of today for each of `rows`, if events are kept."""
        if self.events is not None:
            self.events.note(rows, self.day, kind)

    def why_left(self, row: int) -> str:
        """Why somebody is gone: the word of a Reason, with the operator's own for the removed; "none" while here."""
        reason = Reason(int(self.members.reason[row]))
        word = reason.name.lower()
        return f"{word}: {self.orders[row]}" if reason == Reason.REMOVED and row in self.orders else word

    # Mesa's side: agents exist as far as somebody asks for them.

    def member(self, row: int) -> Member:
        """The Mesa agent of a row, made when first asked for."""
        agent = self._agents_by_row.get(row)
        if agent is None:
            agent = self._agents_by_row[row] = self.member_class(self, row)
        return agent

    @property
    def agents(self) -> Any:
        """Mesa's AgentSet of the present members."""
        for row in self.present.tolist():
            self.member(row)
        return super().agents

    def _detach_the_gone(self) -> None:
        if self._agents_by_row:
            here = self.members_of_the_day
            for row in here[self.members.left[here] != NEVER].tolist():
                agent = self._agents_by_row.pop(row, None)
                if agent is not None:
                    agent.remove()

    @property
    def datacollector(self) -> Any:
        """A DataCollector of one's own if one was set, else one that holds the daily counts, for mesa.batch_run."""
        if self._own_datacollector is not None:
            return self._own_datacollector
        collector = mesa.DataCollector()
        collector.model_vars = {name: self.counters.series(name).tolist() for name in DAILY}
        collector._collection_steps = list(range(1, self.counters.days + 1))
        return collector

    @datacollector.setter
    def datacollector(self, collector: Any) -> None:
        self._own_datacollector = collector

    def graph(self) -> nx.DiGraph:
        """The present members and their ties: node = row (uid, joined, ...), edge = tie (weight, last day)."""
        return graph_of(self)
