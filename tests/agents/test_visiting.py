"""Does a member come, at what hour, and to the event?"""

import numpy as np
import pytest
from scipy.stats import binom

from clubsim.agents.parameters import world_of
from clubsim.agents.visiting import attend_chance, occasion_of, visit, visit_chance

WORLD = world_of(visit_cap=0.8, visit_novelty=2, visit_habit=1, visit_belonging=0.5, visit_reply=0.25)
QUOTA = {
    "quota": 1,
    "announced": 1,
    "need_messages": 40,
    "need_check_ins": 20,
    "day": 0,
    "quota_first": 0,
    "quota_last": 39,
}


def chance(base=0.0, novelty=0.0, habit=0.0, belonging=0.0, notice=0, occasion=0.0):
    return visit_chance(base, novelty, habit, belonging, notice, occasion, WORLD)


def test_a_pull_of_nothing_is_half_of_the_cap():
    assert chance() == pytest.approx(0.4)
    assert chance(-3.75, 1, 1, 1, 1) == pytest.approx(0.4)


def test_nobody_ever_comes_surely():
    assert chance(base=50.0) == pytest.approx(0.8)
    assert 0 < chance(base=-50.0) < 1e-20


@pytest.mark.parametrize("what", ["base", "novelty", "habit", "belonging", "notice", "occasion"])
def test_everything_that_pulls_raises_the_chance(what):
    assert chance(**{what: 1}) > chance()


def test_who_is_keener_on_the_topic_or_meets_a_stronger_event_attends_more():
    world = world_of(attend_base=0, attend_match=2)
    assert attend_chance(1.0, 1.0, world) == pytest.approx(0.5)
    assert attend_chance(0.5, 1.0, world) < attend_chance(1.0, 1.0, world) < attend_chance(2.0, 1.0, world)
    assert attend_chance(1.0, 2.0, world) == attend_chance(2.0, 1.0, world)


def test_the_occasion_adds_up_silence_weekend_and_event(stage):
    scene = stage(
        world={"visit_weekend": -0.5, "visit_event": 0.25},
        today={"silence": -0.125, "weekend": 1, "event": 1, "event_appeal": 3.0},
    )
    assert occasion_of(0, scene.members, scene.world, scene.today, 1.0) == pytest.approx(-0.125 - 0.5 + 0.75)


def test_an_announced_quota_draws_who_heeds_it(stage):
    scene = stage(n=2, heeds_quota=[1, 0], world={"pressure": 1.0, "pressure_visit": 0.5}, today=QUOTA)
    felt = [occasion_of(i, scene.members, scene.world, scene.today, 1.0) for i in range(2)]
    assert felt == pytest.approx([0.5 * (1 + 1), 0])


def test_without_check_ins_their_quota_does_not_draw(stage):
    scene = stage(heeds_quota=1, world={"pressure": 1.0, "pressure_visit": 0.5, "check_ins": 0}, today=QUOTA)
    assert occasion_of(0, scene.members, scene.world, scene.today, 1.0) == pytest.approx(0.5)


def test_as_many_come_as_their_chance_says(stage):
    n = 4000
    base = 0.5
    scene = stage(n=n, world={"visit_cap": 0.9, "visit_novelty": 0.0}, visit_base=base)
    for i in range(n):
        visit(i, *scene.acting)
    low, high = binom.interval(1 - 1e-6, n, 0.9 / (1 + np.exp(-base)))
    assert low <= int(scene.members.visited.sum()) <= high
    came = scene.members.visited == 1
    assert (scene.members.last_visit[came] == scene.today.day).all()
    assert (scene.members.last_visit[~came] == -1).all()


def test_yesterdays_counts_are_gone_whether_one_comes_or_not(stage):
    scene = stage(n=2, visit_base=[30.0, -30.0], messages=5, replies=3, attended=1, checked_in=1)
    for i in range(2):
        visit(i, *scene.acting)
    assert scene.members.visited.tolist() == [1, 0]
    for name in ("messages", "replies", "attended", "checked_in"):
        assert not getattr(scene.members, name).any()


def test_who_comes_does_so_around_their_usual_hour_inside_the_day(stage):
    n = 1000
    scene = stage(n=n, world={"hour_sd": 2.0, "visit_cap": 1.0}, visit_base=30.0, usual_hour=23.5)
    for i in range(n):
        visit(i, *scene.acting)
    hours = scene.members.hour
    assert (hours >= 0).all() and (hours < 24).all()
    around = (hours.astype(float) - 23.5 + 12) % 24 - 12
    assert abs(around.mean()) < 5 * 2.0 / np.sqrt(n)
    assert np.std(around) == pytest.approx(2.0, rel=0.15)


def test_at_the_event_one_is_there_in_its_hour(stage):
    scene = stage(
        n=50, world={"attend_base": 10.0, "visit_cap": 1.0}, visit_base=30.0, today={"event": 1, "event_hour": 20.0}
    )
    for i in range(50):
        visit(i, *scene.acting)
    assert scene.members.attended.all()
    assert ((scene.members.hour >= 20) & (scene.members.hour <= 21)).all()
    assert len(np.unique(scene.members.hour)) > 40


def test_who_does_not_come_is_at_no_event(stage):
    scene = stage(world={"attend_base": 10.0}, visit_base=-30.0, today={"event": 1})
    visit(0, *scene.acting)
    assert scene.members.attended[0] == 0
