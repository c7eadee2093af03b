"""Styles of management: whose hours they take, how these grow, and what gets done at which size."""

import numpy as np
import pytest

from clubsim.policies.style import Style
from clubsim.sim.levers import Moderate, Promise, Serve, Spend, Work
from clubsim.sim.world import Channel

WORLD = {"leave_base": -30.0, "open_base": 10.0, "open_first": 1.0, "first_day": 1.0, "partner_share": 0.0}


@pytest.fixture(scope="module")
def town():
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def view_of(morning, n, **given):
    return morning(day=60, rows=list(range(n)), tenure=[50] * n, last_visit=[59] * n, **given)


def test_one_operator_has_the_same_hours_whatever_the_size(morning):
    for n in (3, 30):
        promise, moderate, spend = Style(hours=3.0, answering=0.4).act(view_of(morning, n))
        assert isinstance(promise, Promise) and isinstance(moderate, Moderate)
        assert promise.helpers.size == 1 and promise.hours == pytest.approx(1.2) and promise.entered
        assert moderate.hours == pytest.approx(1.8)
        assert spend == Spend(amount=0.0, hours=moderate.hours, purpose="moderation")


def test_an_operator_who_cannot_be_paid_does_nothing(morning):
    paid = Style(hours=2.0, pay=50.0)
    assert paid.act(view_of(morning, 3, balance=99.0)) == []
    assert paid.act(view_of(morning, 3, balance=100.0))[2].amount == 50.0


def test_leaders_lose_time_to_agreeing_with_each_other(morning):
    net = {}
    for leaders in (1, 4, 13):
        divided = Style(style="divided", leaders=leaders, hours=1.0, agreeing=5.0)
        serve, promise, moderate = divided.act(view_of(morning, 40))
        assert isinstance(serve, Serve) and serve.hours == 1.0 and not promise.entered
        net[leaders] = promise.hours * promise.helpers.size + moderate.hours
    assert net == {1: pytest.approx(1.0), 4: pytest.approx(3.0), 13: pytest.approx(0.0)}


def test_the_hours_of_all_grow_with_the_size_and_are_given(morning):
    for n in (3, 30):
        promise, moderate, work = Style(style="self_governed", minutes_each=6.0).act(view_of(morning, n))
        assert promise.helpers.size == n and promise.hours == pytest.approx(0.05)
        assert isinstance(work, Work) and work.hours == moderate.hours == pytest.approx(0.05 * n)


def answered(town, style, flow):
    """Share of newcomers of the last weeks whose first message was answered, with `flow` of them a day."""
    scenario = town.small(founders=20, channels=(Channel(name="all", flow=flow),), answer_back=0.0, **WORLD)
    policy = Style(
        style=style, hours=0.6, minutes_each=12.0, leaders=3, agreeing=0.0, tenure=0, endurance=1.0, wait=1.0
    )
    c = town.run(25, {"style": policy}, scenario)
    m, n = c.members, c.n_members
    counted = (m.channel[:n] >= 0) & (m.joined[:n] >= 5) & (m.joined[:n] < 23)
    return float((m.all_replies[:n][counted] > 0).mean()), c.ledger


def test_one_operator_is_enough_for_few_newcomers_and_not_for_many(town):
    few, many = (answered(town, "centralised", flow)[0] for flow in (1.0, 40.0))
    assert few > 0.85 and many < 0.5
    assert answered(town, "divided", 40.0)[0] > many + 0.2
    everybody, ledger = answered(town, "self_governed", 40.0)
    assert everybody > 0.85 and ledger.volunteered == ledger.hours > 0
    nobody, ledger = answered(town, "none", 1.0)
    assert nobody < 0.1 and not ledger.entries


def test_noise_is_removed_in_every_style_but_none(town):
    noise = {}
    for style in ("centralised", "divided", "self_governed", "none"):
        policy = Style(style=style, tenure=0, found=1.0, hours=3.0, minutes_each=60.0)
        c = town.run(15, {"style": policy}, town.small(noise_share=0.3))
        noise[style] = c.counters.series("noise")[1:].sum()
    assert noise.pop("none") > 50 and set(noise.values()) == {0}


@pytest.mark.parametrize("style", ["centralised", "divided", "self_governed"])
def test_the_objects_do_the_same(town, style):
    policy = Style(style=style, tenure=0, wait=2.0, minutes_each=20.0)
    one, other = (
        town.run(12, {"style": policy}, town.small(noise_share=0.2, **WORLD), events=True, engine=engine)
        for engine in ("compiled", "objects")
    )
    assert town.differing(one, other) == [] and np.isfinite(one.ledger.hours) and one.ledger.hours > 0
