"""Every figure once, from tables made of formulas: small enough to draw them often."""

from functools import cache

import numpy as np
import polars as pl
import synthetic

from clubsim.agents.parameters import World
from clubsim.experiments.axes import read_part
from clubsim.experiments.comparison import ensemble_differences, paired_differences
from clubsim.experiments.figures.cohorts import cohort_heatmap
from clubsim.experiments.figures.forest import forest
from clubsim.experiments.figures.funnel import funnel
from clubsim.experiments.figures.growth import growth
from clubsim.experiments.figures.hinges import hinges
from clubsim.experiments.figures.life_cycle import life_cycle
from clubsim.experiments.figures.novelty import novelty
from clubsim.experiments.figures.optimum import history, pareto
from clubsim.experiments.figures.over_time import headcount, weekly_speakers
from clubsim.experiments.figures.phase import phase_figure
from clubsim.experiments.figures.power_users import power_users
from clubsim.experiments.figures.ranking import ranking
from clubsim.experiments.figures.retention import retention
from clubsim.experiments.figures.screening import screening_figure
from clubsim.experiments.figures.segments import segments
from clubsim.experiments.figures.sensitivity import sensitivity_figure
from clubsim.experiments.figures.social_graph import social_graph
from clubsim.experiments.figures.survival import survival
from clubsim.experiments.figures.sweeping import sweep_figure
from clubsim.experiments.figures.tornado import tornado
from clubsim.experiments.kinds import KINDS
from clubsim.experiments.novelty_curves import novelty_table
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.ranking import beaten
from clubsim.experiments.screening import Index as Moved
from clubsim.experiments.searching import Goal
from clubsim.experiments.sobol import Index, Indices

SEASONS = range(0, 294, 42)
CONTROL = "as_described"
GOALS = (Goal(outcome="revenue", maximise=True), Goal(outcome="weekly_speakers", maximise=True))
ABOUT = {
    "study": "operations_club", "arm": "as_described", "against": "never_a_fee", "fresh_seeds": [5, 6],
    "goals": [vars(goal) for goal in GOALS],
}  # fmt: skip
PRICE, QUOTA = read_part("gate.price=50,100,150,200"), read_part("cull.messages=0,20,40,60")


@cache
def table(name):
    """One of synthetic.py, made once."""
    return getattr(synthetic, name)()


def everything():
    """A function without arguments a figure, by name."""
    return {
        "weekly_speakers": lambda: weekly_speakers(table("daily"), SEASONS),
        "headcount": lambda: headcount(table("daily").filter(seed=0), SEASONS),
        "survival": lambda: survival(table("members"), end_day=276),
        "cohort_heatmap": lambda: cohort_heatmap(table("cohorts"), CONTROL),
        "life_cycle": lambda: life_cycle(few("daily")),
        "growth": lambda: growth(accounts()),
        "retention": lambda: retention(few("cohorts")),
        "power_users": lambda: power_users(people(few("members")), end_day=299),
        "funnel": lambda: funnel(knocking(), people(few("members")), read_off_day=276, end_day=299),
        "forest": _forest,
        "segments": lambda: segments(changes(), CONTROL),
        "ranking": lambda: ranking(beaten(table("runs"), SHOWN), SHOWN),
        "hinges": lambda: hinges(over_assumptions(), "weekly_speakers_per_1000_knocked", {"halflife": "its half-life"}),
        "tornado": lambda: tornado(
            over_assumptions(), "weekly_speakers_per_1000_knocked", {"halflife": "its half-life"}
        ),
        "sweep_figure": lambda: sweep_figure(swept([PRICE]), [PRICE], OUTCOMES["weekly_speakers"], "club"),
        "sweep_figure_of_two": lambda: sweep_figure(swept([PRICE, QUOTA]), [PRICE, QUOTA], OUTCOMES["revenue"], "club"),
        "phase_figure": _phase,
        "screening_figure": lambda: screening_figure(moved(), OUTCOMES["active_90_bracket"], "club, as described"),
        "sensitivity_figure": lambda: sensitivity_figure(shares(), OUTCOMES["messages"], "club, as described", 4),
        "pareto": lambda: pareto(trials(), GOALS, ABOUT),
        "social_graph": lambda: social_graph(talk(), [30, 60, 89], "club"),
        "novelty": lambda: novelty(novelty_table(World())),
        "history": lambda: history(trials().with_columns(front=pl.col("trial") == 9), GOALS[:1], ABOUT),
    }


SHOWN = ["remaining", "weekly_speakers_per_1000_knocked", "messages"]


def few(name):
    """A table of three arms: a panel an arm takes long to draw."""
    return table(name).filter(pl.col("arm").is_in(synthetic.ARMS[:3]))


def people(members):
    """Members with what they did."""
    tenure = (pl.col("left").fill_null(300) - pl.col("joined")).clip(0, 300)
    return members.with_columns(
        channel=pl.lit(0), last_visit=pl.col("joined") + tenure - 1, messages=tenure // 20, active_days_28=tenure % 29
    )


def knocking():
    """Runs with who came in by others."""
    return few("runs").with_columns(joined_invited=pl.lit(20.0), joined_partner=pl.lit(5.0))


def accounts():
    """Growth of every week, the first half of it with newcomers."""
    rows = [
        (arm, -1, seed, week, 40 * (week < 6), 100 + place, 5 + seed, 12 + week, 7)
        for place, arm in enumerate(synthetic.ARMS[:3])
        for seed in range(3)
        for week in range(12)
    ]
    names = ("arm", "set", "seed", "week", "new", "retained", "resurrected", "churned", "gone")
    return pl.DataFrame(rows, schema=names, orient="row")


def _forest():
    return forest(differences(), [*SHOWN, "headcount_retention"], ensemble_differences(table("runs"), CONTROL), CONTROL)


@cache
def differences():
    """Of all arms to the control."""
    return paired_differences(table("runs"), CONTROL)


def changes():
    """Of segments: every kind picked in both runs."""
    rows = [
        (arm, kind, run, place - 2.0 + shift, place - 2.6 + shift, place - 1.4 + shift, 9)
        for place, arm in enumerate(synthetic.ARMS[1:])
        for kind in (*KINDS, "all")
        for run, shift in (("control", 0.0), ("arm", 0.7))
    ]
    names = ("arm", "segment", "picked_in", "mean", "low", "high", "n")
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(measure=pl.lit("active_days"))


def swept(axes):
    """A summary over every point of the axes for three arms."""
    grid = np.array(np.meshgrid(*(axis.values for axis in axes))).reshape(len(axes), -1).T
    rows = [
        {"point": point, **{axis.name: float(value) for axis, value in zip(axes, values, strict=True)}, "arm": arm}
        | {"mean": mean, "low": mean - 12, "high": mean + 12}
        for point, values in enumerate(grid)
        for place, arm in enumerate(synthetic.ARMS[:3])
        for mean in [300.0 - values.sum() * (0.4 + 0.2 * place) + 20 * place]
    ]
    return pl.DataFrame(rows)


def _phase():
    found = swept([PRICE, QUOTA]).filter(arm=CONTROL).with_columns(difference=pl.col("mean") - 240)
    found = found.with_columns(low=pl.col("difference") - 15, high=pl.col("difference") + 15)
    arms = ("never_a_fee", CONTROL)
    return phase_figure(found, (PRICE.name, QUOTA.name), arms, OUTCOMES["remaining"], own=(120.0, 30.0))


def moved():
    """Of a screening: some that raise, lower, go either way, are noise, or never changed anything."""
    names = (
        "visit_mean",
        "habit_gain",
        "novelty_floor",
        "halflife",
        "reply_pull",
        "tie_decay",
        "weekend",
        "cherishing",
    )
    looks = [
        (0.09, 0.11),
        (-0.07, 0.08),
        (0.01, 0.05),
        (0.03, 0.03),
        (0.02, 0.04),
        (0.0, 0.001),
        (0, 0.0),
        (0.01, 0.02),
    ]
    return [
        Moved(
            parameter=name,
            mu=mu,
            mu_star=star,
            sigma=0.8 * star,
            interval=0.3 * star,
            floor=0.004 if star else 0.0,
            outcome="active_90_bracket",
        )
        for name, (mu, star) in zip(names, looks, strict=True)
    ]


def shares():
    """Of a sensitivity analysis with its noise."""
    names = ("world.visit_mean", "gate.price", "world.halflife", "cull.messages")
    inputs = tuple(
        Index(
            outcome="messages",
            input=name,
            first=first,
            first_low=first - 0.05,
            first_high=first + 0.05,
            total=first + 0.1,
            total_low=first,
            total_high=first + 0.2,
            first_raw=first,
            total_raw=first + 0.15,
        )
        for name, first in zip(names, (0.5, 0.2, 0.08, 0.0), strict=True)
    )
    spread = {"mean": 200.0, "variance": 900.0, "low": 150.0, "high": 260.0, "above": 1.0}
    return Indices(outcome="messages", inputs=inputs, pairs=(), noise=0.06, luck=0.2, points=64, left_out=0, **spread)


def talk():
    """A log of 80 members, of whom some come later."""
    rng = np.random.default_rng(9)
    days = np.sort(rng.integers(0, 90, 1500))
    one, other = (rng.integers(0, 80, 1500) * (days + 10) // 100 for _ in range(2))
    return pl.DataFrame({"member": one, "day": days, "kind": "reply", "target": other})


def over_assumptions():
    """Differences of three arms over four assumptions."""
    rows = [
        {"arm": arm, "parameter": name, "value": x, "own": 0.4, "mean": y, "low": y - 8, "high": y + 8, "n": 6}
        for name in ("halflife", "visit_novelty", "quota_heeders", "dropout_a")
        for arm, level in (("never_a_fee", 60.0), ("no_cull", 55.0), ("no_rewards", -3.0))
        for x, y in ((0.0, level), (0.4, level * 0.8), (1.0, level * 0.5 + 3 * len(name)))
    ]
    return pl.DataFrame(rows)


def trials():
    """Of an optimisation of two goals: twelve trials, five of them on the front, and the two references."""
    rows = [{"role": role, "trial": None, "revenue": 9000.0, "weekly_speakers": up, "front": False, "feasible": True}
            for role, up in (("own", 120.0), ("control", 150.0))]  # fmt: skip
    for trial in range(12):
        front, x = trial >= 7, 4000.0 + 1500 * (trial % 7)
        y = 220.0 - x / 100 - (0 if front else 25 + trial)
        rows.append({"role": "trial", "trial": trial, "revenue": x, "weekly_speakers": y, "front": front}
                    | {"feasible": trial != 3})  # fmt: skip
    fresh = {f"fresh_{name}": pl.when("front").then(pl.col(name) * 0.97) for name in ("revenue", "weekly_speakers")}
    found = pl.DataFrame(rows).with_columns(why=pl.lit(None, pl.String), **fresh)
    ends = {f"fresh_{name}_{end}": pl.col(f"fresh_{name}") * factor
            for name in ("revenue", "weekly_speakers") for end, factor in (("low", 0.95), ("high", 1.05))}  # fmt: skip
    return found.with_columns(**ends)
