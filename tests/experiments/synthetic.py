"""Tables of the size of a real study, 7 arms x 20 seeds x 300 days, drawn from formulas and no model."""

import numpy as np
import polars as pl

ARMS = (
    "as_described",
    "never_a_fee",
    "never_a_fee_without_rewards",
    "no_cull",
    "announced_only",
    "no_rewards",
    "nothing",
)
SEEDS, DAYS, SEASON = 20, 300, 42
LEVEL = {"never_a_fee": 1.2, "never_a_fee_without_rewards": 1.18, "no_cull": 1.5, "announced_only": 1.55}
FADE = {"nothing": 0.006, "no_rewards": 0.0003}


def runs(sets: int = 40) -> pl.DataFrame:
    """A row a run: set -1 on 20 seeds, then `sets` sets on 3 seeds."""
    rng = np.random.default_rng(5)
    plan = [(-1, SEEDS), *((k, 3) for k in range(sets))]
    rows = []
    for k, seeds in plan:
        tilt = 0.0 if k < 0 else rng.normal(0, 0.2)
        for seed in range(seeds):
            base = rng.normal(260, 14)
            rows += [_run(arm, k, seed, base, tilt, rng) for arm in ARMS]
    return pl.DataFrame(rows, infer_schema_length=None)


def _run(arm, k, seed, base, tilt, rng):
    remaining = base * (1 + (LEVEL.get(arm, 1.0) - 1) * (1 + tilt)) + rng.normal(0, 3)
    free = arm.startswith("never") or arm == "nothing"
    recruited, knocked = (700.0 if free else 540.0 + seed % 5), 1900.0 + seed
    weekly = 0.6 * remaining
    messages = remaining * (1.3 if arm == "nothing" else 2.4) + rng.normal(0, 10)
    return {
        "arm": arm,
        "set": k,
        "seed": seed,
        "recruited": recruited,
        "remaining": remaining,
        "knocked": knocked,
        "headcount_retention": remaining / recruited,
        "check_ins": 0.6 * remaining,
        "speakers": 0.4 * remaining,
        "messages": messages,
        "longest_streak": float(70 + seed),
        "weekly_speakers": weekly,
        "messages_per_head": messages / remaining,
        "active_30_bracket": 0.61,
        "active_30_unbounded": 0.66,
        "active_90_bracket": 0.4,
        "active_90_unbounded": float("nan") if seed == 3 else 0.45,
        "core_retention": 0.8 + rng.normal(0, 0.02),
        "lifetime": None,
        "remaining_per_1000_knocked": 1000 * remaining / knocked,
        "weekly_speakers_per_1000_knocked": 1000 * weekly / knocked,
        "weekly_speakers_per_admitted": weekly / recruited,
        "weekly_speakers_per_remaining": weekly / remaining,
    }


def daily() -> pl.DataFrame:
    """A row an arm, seed and day: headcount that steps at each season, weekly speakers that follow it."""
    rng = np.random.default_rng(6)
    day = np.arange(DAYS)
    season = day // SEASON
    tables = []
    for arm in ARMS:
        step = 60.0 if arm not in ("no_cull", "announced_only", "nothing") else 95.0
        shape = (80 + step * season - 0.5 * (day % SEASON)) * np.exp(-FADE.get(arm, 0.0) * day)
        for seed in range(SEEDS):
            headcount = shape * LEVEL.get(arm, 1.0) ** 0.5 * rng.normal(1, 0.05)
            wave = 0.55 + 0.04 * np.sin(2 * np.pi * day / 7) + rng.normal(0, 0.01, DAYS)
            columns = {"arm": arm, "set": -1, "seed": seed, "day": day}
            counts = {"headcount": headcount.round(), "weekly_speakers": (headcount * wave).round()}
            tables.append(pl.DataFrame(columns | counts))
    return pl.concat(tables)


def members() -> pl.DataFrame:
    """A row a member: tenures from an exponential law of each arm's own, null where longer than the run."""
    rng = np.random.default_rng(7)
    tables = []
    for place, arm in enumerate(ARMS):
        for seed in range(SEEDS):
            joined = rng.integers(0, 7, 540) * SEASON
            left = joined + 1 + np.floor(rng.exponential(120 + 60 * place, 540))
            gone = [int(day) if day < DAYS else None for day in left]
            columns = {"arm": arm, "seed": seed, "joined": joined, "left": gone}
            tables.append(pl.DataFrame(columns, schema_overrides={"left": pl.Int64}))
    return pl.concat(tables)


def cohorts() -> pl.DataFrame:
    """A row an arm, seed, season's first day and week since: those who came, fewer each week."""
    rng = np.random.default_rng(8)
    rows = []
    for arm in ARMS:
        for seed in range(SEEDS):
            for season in range(7):
                first, size = season * SEASON, 100 - 10 * season
                for week in range((DAYS - first) // 7):
                    share = 0.25 + 0.65 * 0.85**week
                    rows.append((arm, seed, first, week, size, int(rng.binomial(size, share))))
    return pl.DataFrame(rows, schema=["arm", "seed", "cohort", "week", "size", "active"], orient="row")
