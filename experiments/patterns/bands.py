"""What real communities show: the accept band of each pattern and the values it was drawn from.

Values of six communities, computed from public archives; a figure is the reference analysis's own, of the
periods it had, and need not be to the last digit what `patterns` gives on another cut of the same archive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

from clubsim.experiments.patterns.lens import Type

COMMUNITIES: dict[str, Type] = {
    "college-msg": "messaging",
    "r-sig-geo": "list",
    "r-devel": "list",
    "r-help": "list",
    "mathoverflow": "qa",
    "lean-zulip": "chat",
}
Range = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Band:
    """
    The accept band of one pattern's value.

    `general` spans all types. A type's own band is `by_type` where the evidence states one, and otherwise
    the span of the type's communities, widened (see `of`): few communities say little about where others lie.
    """

    pattern: str
    name: str  # as in `table.patterns`
    general: Range
    real: dict[str, float] = field(default_factory=dict)  # community -> value
    by_type: dict[Type, Range] = field(default_factory=dict)

    def real_of(self, type: Type) -> dict[str, float]:
        """The values of the communities of a type."""
        return {name: value for name, value in self.real.items() if COMMUNITIES[name] == type}

    def of(self, type: Type) -> Range:
        """
        The band of a type.

            [min - w, max + w] of its communities, w = a quarter of the width of the general band, cut off
            where both the general band and the communities end

        The general band for types without a community, and where that is open to one side. The rule of
        widening is a design choice, not a finding: another cut of the same archive moves most values by less.
        """
        if type in self.by_type:
            return self.by_type[type]
        seen = list(self.real_of(type).values())
        low, high = self.general
        if not seen or inf in (abs(low), abs(high)):
            return self.general
        width = (high - low) / 4
        least, most = min(seen), max(seen)
        return max(least - width, min(low, least)), min(most + width, max(high, most))


def _row(*values: float | None) -> dict[str, float]:
    """Values in the order of COMMUNITIES; None where the evidence has none."""
    return {name: value for name, value in zip(COMMUNITIES, values, strict=True) if value is not None}


def _band(pattern: str, name: str, general: Range | None, *values: float | None, **by_type: Range) -> Band:
    """
    A band with the values of the six communities.

    Where the evidence states no band, `general` is None and becomes the values' own span, a tenth wider on either
    side and no lower than 0.
    """
    real = _row(*values) if values else {}
    if general is None:
        low, high = min(real.values()), max(real.values())
        general = (max(low - 0.1 * (high - low), 0.0), high + 0.1 * (high - low))
    stated: dict[Type, Range] = by_type  # type: ignore[assignment]
    return Band(pattern=pattern, name=name, general=general, real=real, by_type=stated)


MATURE = ("list", "qa", "chat")
BANDS: tuple[Band, ...] = (
    _band("V1", "top 1%", (0.35, 0.75), 0.14, 0.39, 0.53, 0.48, 0.42, 0.69, messaging=(0.10, 0.20)),
    _band("V2", "top 10%", (0.55, 0.95), 0.56, 0.68, 0.81, 0.76, 0.83, 0.93),
    _band("V3", "Gini", (0.70, 0.95), 0.71, 0.75, 0.83, 0.81, 0.86, 0.94),
    _band("V4", "tail exponent", (1.6, 2.4), 2.34, 2.16, 1.83, 2.01, 1.67, 1.68),
    _band("V5", "one post only", (0.10, 0.60), 0.13, 0.39, 0.57, 0.45, 0.42, 0.14),
    _band("V7", "departure R2", (0.90, inf), 0.89, 0.97, 0.98, 0.95, 0.98, 0.99, messaging=(0.87, inf)),
    _band("V7", "departure slope", (0.025, 0.13), 0.128, 0.048, 0.028, 0.043, 0.034, 0.059),
    _band("V8", "kept to day 30", (0.25, 0.50), 0.49, 0.40, 0.26, 0.38, 0.38, 0.47),
    _band("V9", "kept to day 365", (0.15, 0.32), None, 0.24, 0.17, 0.23, 0.27, 0.30),
    _band("V10", "week 1", None, 0.51, 0.09, 0.04, 0.10, 0.11, 0.19),
    _band("V10", "week 4", None, 0.27, 0.04, 0.02, 0.06, 0.07, 0.12),
    _band("V10", "week 12", None, 0.10, 0.03, 0.01, 0.04, 0.05, 0.07),
    _band("V10", "week 4 / week 1", (0.40, 0.65)),
    _band("V10", "weeks fall", (1, 1)),
    _band("V11", "return after 30 silent days", (0.55, 0.71), None, 0.60, 0.66, 0.65, 0.70, 0.57),
    _band("V11", "return after 60 silent days", (0.44, 0.60), None, 0.50, 0.54, 0.53, 0.59, 0.44),
    _band("V11", "return after 90 silent days", (0.36, 0.52), None, 0.43, 0.46, 0.44, 0.51, 0.37),
    _band("V11", "return after 180 silent days", (0.22, 0.38), None, 0.29, 0.31, 0.29, 0.35, 0.24),
    _band("V11", "return after 365 silent days", (0.08, 0.24), None, 0.16, 0.17, 0.16, 0.18, 0.14),
    _band("V12", "culled at 30 days", (0.83, 0.96)),
    _band("V12", "culled at 90 days", (0.70, 0.90)),
    _band("V12", "culled at 180 days", (0.56, 0.84)),
    _band("V12", "culled at 365 days", (0.38, 0.73)),
    _band("V12", "posts lost at 30 days", (0.08, 0.43)),
    _band("V12", "posts lost at 90 days", (0.05, 0.23)),
    _band("V12", "posts lost at 180 days", (0.03, 0.12)),
    _band("V12", "posts lost at 365 days", (0.02, 0.06)),
    _band("V12", "culled who return", (0.03, 0.10)),
    _band("V12", "cull falls", (1, 1)),
    # The evidence gives the span of the mature communities, alpha .13-.20 and beta .05-.18: widened by a quarter.
    _band(
        "V13", "renewal alpha", (0, 1), 1.32, None, None, None, None, None, **dict.fromkeys(MATURE, (0.11, 0.22))
    ),
    _band("V13", "renewal beta", (0, 1), 1.30, None, None, None, None, None, **dict.fromkeys(MATURE, (0.02, 0.21))),
    _band(
        "V14", "answered first post, any later post", (6, 30), None, 16, 16, 8, None, 28, list=(6, 17), chat=(20, 30)
    ),
    _band(
        "V15", "answered first post, post after a week", (2, 15), -7.8, 4.4, 4.7, 4.4, None, 12.2,
        messaging=(-14.1, 15),
    ),
    _band("V16", "first post answered", (0.44, 0.91), 0.44, 0.63, 0.56, 0.62, None, 0.91),
    _band("V16", "hours to first answer", None, 5.5, 2.6, 3.1, 1.2, None, 0.24),
    _band("V19", "reciprocity", (0.25, 0.75), 0.64, 0.49, 0.50, 0.26, 0.47, 0.74),
    _band("V20", "local clustering", (0.10, 0.67), 0.11, 0.28, 0.34, 0.38, 0.21, 0.67),
    _band("V20", "transitivity", (0.02, 0.10), 0.06, 0.02, 0.04, 0.03, 0.09, 0.10),
    _band("V21", "closure lift", (3, inf), 3.6, 5.3, 5.3, 6.1, 20, 20),
    _band("V23", "ties of one month", (0.65, 0.90), 0.88, 0.84, 0.81, 0.85, 0.85, 0.68),
    _band("V24", "attention half-life", (8, 10)),
    _band("V24", "replies within 1 day", (0.62, 0.70)),
    _band("V24", "replies within 8 days", (0.79, 0.95)),
    _band("V24", "attention exponent", (0.25, 0.65), None, 0.52, 0.57, None, None, 0.29),
    _band("V24", "exponential / stretched error", (4, inf)),
    _band("V25", "weekend / weekday", (0.3, 0.8), 0.68, 0.37, 0.44, 0.31, 0.77, 0.72),
    _band(
        "V26", "busiest hour / mean", (1.3, 2.3), 2.3, 2.0, 1.8, 2.0, 1.35, 1.4,
        list=(1.8, 2.3), messaging=(1.8, 2.3), qa=(1.3, 1.5), chat=(1.3, 1.5),
    ),
    _band("V26", "quietest hour / mean", None, 0.08, 0.13, 0.18, 0.11, 0.66, 0.45),
    _band("V27", "burstiness", (0.3, 0.65), 0.55, 0.36, 0.36, 0.32, 0.43, 0.65),
    _band("V27", "memory", (0.005, 0.16)),
    _band("V28", "interval slope", (-1.4, -0.8), -1.23, -0.85, -0.87, -0.90, -0.98, -1.35),
    _band("V29", "stickiness", (0.05, 0.20), 0.13, 0.06, 0.07, 0.07, 0.09, 0.20),
    _band("V30", "months with 1 active day", None, 0.38, 0.61, None, 0.60, 0.52, 0.33),
    _band("V30", "months with >= 20 active days", None, 0.01, 0.00, None, 0.01, 0.005, 0.07),
    _band("V33", "surge and survival", (-0.25, 0.25), None, 0.04, -0.24, -0.04, -0.16, 0.07),
    _band("V36", "arrivals R2", (0.8, inf)),
    _band("V37", "in-degree law R2", (0.88, 0.98)),
    _band("2.1", "logit, level", (-4.0, -1.5), -1.56, -3.54, None, -3.62, -3.28, -3.07),
    _band("2.1", "logit, recency", (-0.80, -0.50), -0.78, -0.60, None, -0.56, -0.53, -0.65),
    _band("2.1", "logit, habit", (0.4, 1.0), 0.45, 0.86, None, 0.95, 0.68, 0.85),
    _band("2.1", "logit, reply yesterday", (0.10, 0.85), 0.61, 0.57, None, 0.11, 0.83, 0.56),
    _band("2.1", "logit, social pull", (0.38, 0.55), 0.44, 0.40, None, 0.41, 0.54, 0.46),
    _band("2.1", "logit, weekend", (-1.1, 0.0), -0.07, -0.38, None, -1.07, -0.26, -0.10),
    _band("2.1", "logit, tenure", (-0.25, 0.10), -0.23, 0.07, None, 0.06, -0.05, -0.09),
)  # fmt: skip
