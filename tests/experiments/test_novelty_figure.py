"""Novelty curves: the numbers are the model's own, the quartiles those of its members, and the figure tells them."""

import numpy as np
import polars as pl
import pytest

from clubsim.agents.novelty import novelty_left
from clubsim.agents.parameters import NoveltyForm, World
from clubsim.experiments.figures.novelty import novelty
from clubsim.experiments.figures.style import alternative_text
from clubsim.experiments.novelty_curves import QUARTILES, novelty_table

WORLD = World()._replace(halflife=20.0, halflife_sd=0.5, novelty_floor=0.2, novelty_shape=0.7, novelty_form=2)


@pytest.fixture(scope="module")
def table():
    return novelty_table(WORLD)


def test_every_number_is_the_models_own(table):
    for form, exposure, halflife, left in (
        table.sample(200, seed=1).select("form", "exposure", "halflife", "left").rows()
    ):
        number = int(NoveltyForm[form.upper()])
        assert left == novelty_left(exposure, halflife, WORLD.novelty_floor, WORLD.novelty_shape, number)
    assert table["form"].n_unique() == len(NoveltyForm)


def test_at_its_half_life_every_curve_has_lost_half_of_what_can_fade(table):
    at_half = table.filter((pl.col("quartile") == 0.5) & (pl.col("exposure") == 20.0) & (pl.col("form") != "none"))
    np.testing.assert_allclose(at_half["left"], 0.6)
    assert at_half.height == 4


def test_half_lives_are_the_quartiles_of_members(table):
    drawn = 20.0 * np.exp(0.5 * np.random.default_rng(2).normal(size=200_000))
    halflives = table["halflife"].unique().sort().to_list()
    np.testing.assert_allclose(halflives, np.quantile(drawn, QUARTILES), rtol=0.01)


def test_the_world_s_own_form_is_named_and_has_the_band_of_its_members(table):
    axes = novelty(table).axes[0]
    labels = [text.get_text() for text in axes.texts if text.get_gid() == "label"]
    assert [label for label in labels if "this world" in label] == ["stretched exponential (this world)"]
    (band,) = axes.collections
    edges = band.get_paths()[0].vertices
    low, high = (
        table.filter((pl.col("form") == "stretched") & (pl.col("quartile") == q))["left"] for q in (0.25, 0.75)
    )
    assert edges[:, 1].min() == pytest.approx(low.min()) and high.to_list()[-1] in edges[:, 1]
    assert f"After an exposure of 80: exponential {100 * (0.2 + 0.8 / 16):.0f} %" in alternative_text(novelty(table))
