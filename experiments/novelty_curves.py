"""How the new wears off in a world: the model's own rule over exposure, for every form and slow and quick members."""

from __future__ import annotations

import numpy as np
import polars as pl

from clubsim.agents.arithmetic import lognormal
from clubsim.agents.novelty import novelty_left
from clubsim.agents.parameters import NoveltyForm, World

QUARTILES = (0.25, 0.5, 0.75)  # of the half-lives of members
HALFLIVES = 4.0  # of the median member, over which curves go
POINTS = 121


def novelty_table(world: World) -> pl.DataFrame:
    """
    What is left of a newcomer's interest in a topic, by exposure to it.

    Args:
        world: its half-life, floor and shape hold for every form; the half-lives of its members are lognormal.

    Returns:
        A row a form, quartile of half-lives and exposure: form (lower case), own (whether the world has it), quartile,
        halflife [exposure], exposure, left (share in [0, 1]), a_visit (what a day with a visit adds [exposure]).
    """
    exposures = np.linspace(0.0, HALFLIVES * world.halflife, POINTS)
    rows = [
        (
            form.name.lower(),
            form == world.novelty_form,
            quartile,
            halflife,
            exposure,
            _left(exposure, halflife, world, form),
        )
        for form in NoveltyForm
        for quartile in QUARTILES
        for halflife in [lognormal(quartile, world.halflife, world.halflife_sd)]
        for exposure in exposures.tolist()
    ]
    names = ("form", "own", "quartile", "halflife", "exposure", "left")
    a_visit = world.exposure_by_day + world.exposure_by_visit
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(a_visit=pl.lit(float(a_visit)))


def _left(exposure: float, halflife: float, world: World, form: NoveltyForm) -> float:
    return float(novelty_left(exposure, halflife, world.novelty_floor, world.novelty_shape, int(form)))
