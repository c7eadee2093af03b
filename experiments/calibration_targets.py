"""What the operations club is fitted to, which parameters are free, and what its figures leave open."""

import math
from dataclasses import dataclass

Means = dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Span:
    """A parameter's range and start; `log` searches its logarithm."""

    name: str
    start: float
    low: float
    high: float
    log: bool = False

    @property
    def width(self) -> float:
        """The range on the searched scale."""
        return self.inward(self.high) - self.inward(self.low)

    def inward(self, value: float) -> float:
        """The value on the searched scale."""
        return math.log(value) if self.log else value

    def outward(self, point: float) -> float:
        """The value at a point of the searched scale, brought into the range."""
        return min(max(math.exp(point) if self.log else point, self.low), self.high)


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A mean over seeds that must lie in [low, high]; `aim`, if given, is what the misfit is measured from."""

    name: str
    low: float
    high: float
    aim: float | None = None
    weight: float = 1.0

    def value(self, means: Means) -> float:
        """The mean that is judged."""
        return means[self.name]

    def is_met(self, means: Means) -> bool:
        """Whether it lies in the range."""
        return self.low <= self.value(means) <= self.high

    def misfit(self, means: Means) -> float:
        """Squared distance, 1 at a third of the way from the aim to the nearer bound, or from the range if no aim."""
        value = self.value(means)
        if not math.isfinite(value):
            return 100.0
        if self.aim is not None:
            return self.weight * (3.0 * (value - self.aim) / min(self.high - self.aim, self.aim - self.low)) ** 2
        outside = max(self.low - value, value - self.high, 0.0)
        return self.weight * (outside / (0.05 * max(abs(self.low), abs(self.high), 1e-9))) ** 2 if outside else 0.0

    def shown(self, means: Means) -> str:
        """Value and range in words."""
        return f"{self.value(means):8.3f} in [{self.low:g}, {self.high:g}] {'' if self.is_met(means) else 'NOT MET'}"


@dataclass(frozen=True, kw_only=True)
class Drop(Criterion):
    """How far one mean lies below another, as a ratio later / earlier."""

    later: str
    earlier: str

    def value(self, means: Means) -> float:
        return means[self.later] / means[self.earlier] if means[self.earlier] else float("inf")


@dataclass(frozen=True, kw_only=True)
class Anchor(Criterion):
    """
    A bound from outside the source, so that the counterfactual is not absurd.

    outcome: of the described arm; or days: late and early span whose messages a day in the bare arm are compared.
    """

    outcome: str = ""
    days: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What the fit moves a mean towards, and how exactly: `sd` on the compared scale; `log` compares logarithms."""

    criterion: Criterion
    value: float
    sd: float
    log: bool = True

    @property
    def aim(self) -> float:
        """The value aimed at, on the compared scale."""
        return math.log(self.value) if self.log else self.value

    def seen(self, means: Means) -> float:
        """The mean on the compared scale; what is absent or extreme is brought near the aim's own scale."""
        value = self.criterion.value(means)
        if not math.isfinite(value):
            value = 3.0 * self.value
        if self.log:
            return math.log(min(max(value, self.value / 5), self.value * 5))
        return value


def within(name: str, reported: float, keep: float = 0.1) -> Criterion:
    """A reported figure: a set is kept inside `keep`, which leaves room to the 15 % that are asked for."""
    return Criterion(name=name, low=reported * (1 - keep), high=reported * (1 + keep), aim=reported)


CRITERIA = (
    within("recruited", 537),  # N03
    within("remaining", 291, keep=0.125),  # N04
    within("check_ins", 160),  # N14
    within("speakers", 102),  # N16
    within("messages", 662),  # N17
    Criterion(name="peak_ratio", low=1.5, high=2.2),  # N18: 1.81
    Criterion(name="longest_streak", low=66, high=112),  # N15: 89
    Criterion(name="weekend_ratio", low=0.4, high=0.85),  # N19
    Drop(name="signups 4 / 3", later="signups_4", earlier="signups_3", low=0, high=0.95),  # N07
    Drop(name="signups 5 / 4", later="signups_5", earlier="signups_4", low=0, high=0.95),
    Drop(name="signups 6 / 5", later="signups_6", earlier="signups_5", low=0, high=0.95),
    Drop(name="signups 7 / 6", later="signups_7", earlier="signups_6", low=1.3, high=100),
    Drop(name="culls 5 / 4", later="culls_5", earlier="culls_4", low=0, high=0.94),  # N08
    Drop(name="culls 6 / 5", later="culls_6", earlier="culls_5", low=0, high=0.94),
)
ANCHORS = (
    # Assumed: at least so many of the 246 who were lost left of their own accord.
    Anchor(name="left by themselves", outcome="left", low=30, high=250),
    # S09: an unrewarded group without programme declines around the novelty length.
    Anchor(name="decline of the bare arm", days=((120, 160), (0, 30)), low=0.05, high=0.65, weight=0.5),
)
FREE = (
    Span(name="visit_mean", start=-2.3, low=-5, high=0.5),
    Span(name="visit_sd", start=2.0, low=0.8, high=3.2),
    Span(name="visit_novelty", start=2.15, low=0.8, high=4),
    Span(name="check_in_mean", start=1.7, low=0.2, high=3.5),
    Span(name="check_in_sd", start=1.2, low=0.4, high=2.4),
    Span(name="talk_mean", start=-0.65, low=-2.5, high=1),
    Span(name="talk_sd", start=0.3, low=0.05, high=1.5),
    Span(name="talk_event", start=0.7, low=0.1, high=1.6),
    Span(name="further_messages", start=5.6, low=3, high=9, log=True),
    Span(name="event_messages", start=1.35, low=0.9, high=2.0),
    Span(name="pressure", start=1.55, low=0.2, high=4),
    Span(name="leave_base", start=-6.9, low=-9, high=-4.5),
    Span(name="willingness_median", start=80, low=25, high=250, log=True),
    Span(name="readers.pool", start=1600, low=900, high=3000, log=True),
    Span(name="second_channel.pool", start=1800, low=500, high=3500, log=True),
)
# What the figures hardly say anything about; the ensemble spans it, the fit itself keeps the start.
OPEN = (
    Span(name="halflife", start=27, low=18, high=60, log=True),
    Span(name="visit_cap", start=0.985, low=0.95, high=0.999),
    Span(name="visit_habit", start=1.3, low=0.6, high=1.8),
    Span(name="visit_belonging", start=0.6, low=0.2, high=1.2),
    Span(name="silence_strength", start=0.3, low=0.0, high=0.6),
    Span(name="quota_heeders", start=0.3, low=0.15, high=0.5),
    Span(name="reward_heeders", start=0.2, low=0.05, high=0.3),
    Span(name="willingness_enthusiasm", start=0.3, low=0.0, high=0.6),
    Span(name="bond_scale", start=60, low=30, high=120, log=True),
)
SPANS = (*FREE, *OPEN)
_BY_NAME = {criterion.name: criterion for criterion in (*CRITERIA, *ANCHORS)}
AIMS = (
    Aim(criterion=_BY_NAME["recruited"], value=537, sd=0.03),
    Aim(criterion=_BY_NAME["remaining"], value=285, sd=0.03),
    Aim(criterion=_BY_NAME["check_ins"], value=160, sd=0.03),
    Aim(criterion=_BY_NAME["speakers"], value=102, sd=0.03),
    Aim(criterion=_BY_NAME["messages"], value=662, sd=0.03),
    Aim(criterion=_BY_NAME["peak_ratio"], value=1.81, sd=0.1),
    Aim(criterion=_BY_NAME["longest_streak"], value=88, sd=0.15),
    Aim(criterion=_BY_NAME["weekend_ratio"], value=0.7, sd=0.15),
    Aim(criterion=_BY_NAME["signups 4 / 3"], value=0.75, sd=0.15),
    Aim(criterion=_BY_NAME["signups 5 / 4"], value=0.75, sd=0.15),
    Aim(criterion=_BY_NAME["signups 6 / 5"], value=0.75, sd=0.15),
    Aim(criterion=_BY_NAME["culls 5 / 4"], value=0.78, sd=0.1),
    Aim(criterion=_BY_NAME["culls 6 / 5"], value=0.78, sd=0.1),
    Aim(criterion=_BY_NAME["left by themselves"], value=60, sd=0.35),
    Aim(criterion=_BY_NAME["decline of the bare arm"], value=0.52, sd=0.15),
)
