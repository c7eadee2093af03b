"""Does a member come, at what hour, and to the event?"""

import numpy as np
import pytest
from scipy.stats import binom

from clubsim.agents.parameters import world_of
from clubsim.agents.visiting import (
    attend_chance,
    is_away,
    momentum,
    momentum_of,
    occasion_of,
    pings,
    visit,
    visit_chance,
)

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
        world={"visit_weekend": -0.5, "visit_event": 0.25, "visit_midweek": 0.0625},
        today={"silence": -0.125, "weekend": 1, "midweek": 1, "event": 1, "event_appeal": 3.0},
    )
    assert occasion_of(0, scene.members, scene.world, scene.today, 1.0) == pytest.approx(-0.125 - 0.5 + 0.75 + 0.0625)


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
    yesterday = {"messages": 5, "replies": 3, "attended": 1, "checked_in": 1, "planned": 4, "considered": 2}
    scene = stage(n=2, visit_base=[30.0, -30.0], **yesterday)
    for i in range(2):
        visit(i, *scene.acting)
    assert scene.members.visited.tolist() == [1, 0]
    for name in yesterday:
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


# Momentum.

MOVED = {"visit_recency": -0.5, "visit_active_days": 0.25, "visit_partners": 2.0}


def test_momentum_adds_up_recency_active_days_and_partners():
    world = world_of(**MOVED)
    assert momentum(1, 0, 0, world) == 0.0
    assert momentum(7, 0, 0, world) == pytest.approx(-0.5 * np.log(7))
    assert momentum(1, 3, 0, world) == pytest.approx(0.25 * np.log(4))
    assert momentum(1, 0, 4, world) == pytest.approx(2 * np.log(5))
    assert momentum(7, 28, 24, world) == pytest.approx(-0.5 * np.log(7) + 0.25 * np.log(29) + 2 * np.log(25))


def test_days_away_count_from_one_to_a_year():
    world = world_of(**MOVED)
    assert momentum(0, 0, 0, world) == momentum(1, 0, 0, world)
    assert momentum(5000, 0, 0, world) == momentum(365, 0, 0, world) < momentum(364, 0, 0, world)


def test_a_member_has_the_momentum_of_their_own_days_and_ties(stage):
    scene = stage(joined=2, last_visit=[-1, 7, 9, 9], visits=[0, 0b100, (1 << 40) | (1 << 28) | 0b111, 1], world=MOVED)
    scene.members.tie_row[1] = [2, 3, 0]
    found = [momentum_of(i, scene.members, scene.world, scene.today) for i in range(3)]
    expected = [momentum(8, 0, 0, scene.world), momentum(3, 1, 2, scene.world), momentum(1, 3, 0, scene.world)]
    assert found == expected


def test_where_nothing_of_it_counts_there_is_no_momentum(stage):
    scene = stage(joined=2, visits=7)
    assert momentum_of(0, scene.members, scene.world, scene.today) == 0.0


def test_what_others_do_on_the_same_day_does_not_matter(stage):
    """Members decide one after the other, each on what all did until yesterday."""
    n = 40
    came = []
    for order in (range(n), reversed(range(n))):
        scene = stage(n=n, joined=0, visits=np.arange(n) % 2, visit_base=-1.0, world=MOVED | {"visit_partners": 1.0})
        scene.members.tie_row[:] = (np.arange(n)[:, None] + [1, 2, 3]) % n
        for i in order:
            visit(i, *scene.acting)
        came.append(scene.members.visited.tolist())
    assert came[0] == came[1]
    assert 0 < sum(came[0]) < n


# The first day, and after the last.


def test_on_the_first_day_one_comes_by_a_chance_of_its_own_if_it_is_greater(stage):
    n = 4000
    scene = stage(n=n, visit_base=-30.0, joined=10 - np.arange(n) % 2, world={"first_day": 0.75})
    for i in range(n):
        visit(i, *scene.acting)
    low, high = binom.interval(1 - 1e-6, n // 2, 0.75)
    assert low <= int(scene.members.visited[::2].sum()) <= high
    assert not scene.members.visited[1::2].any()
    keen = stage(n=200, visit_base=30.0, joined=10, world={"first_day": 0.01, "visit_cap": 1.0})
    for i in range(200):
        visit(i, *keen.acting)
    assert keen.members.visited.all()


def test_who_has_dropped_out_does_not_come_and_forgets_nothing(stage):
    scene = stage(dropped=1, visit_base=30.0, novelty=0.5, messages=3, replies=2)
    visit(0, *scene.acting)
    assert (scene.members.visited[0], scene.members.messages[0], scene.members.replies[0]) == (0, 0, 0)
    assert scene.members.novelty[0] == 0.5 and scene.members.last_visit[0] == -1


# Absences.


def absences(stage, n=3000, **columns):
    """Who of n members is away today; and the members' columns after."""
    scene = stage(n=n, world={"absence_rate": 0.25, "absence_days": 6.0}, **columns)
    away = [is_away(i, scene.members, scene.world, scene.today, scene.luck) for i in range(n)]
    return np.array(away), scene.members


def test_absences_begin_at_their_rate_and_last_a_geometric_number_of_days(stage):
    n = 3000
    away, m = absences(stage, n)
    low, high = binom.interval(1 - 1e-6, n, -np.expm1(-0.25))
    assert low <= int(away.sum()) <= high
    assert not m.away_until[~away].any()
    days = m.away_until[away] - 10
    assert days.min() == 1
    assert abs(days.mean() - 6.0) < 5 * np.sqrt(5.0 * 6.0 / days.size)
    low, high = binom.interval(1 - 1e-6, days.size, 1 / 6)
    assert low <= int((days == 1).sum()) <= high


def test_an_absence_ends_on_its_day(stage):
    scene = stage(away_until=[11, 10, 0, 0])
    assert [is_away(i, scene.members, scene.world, scene.today, scene.luck) for i in range(2)] == [True, False]


def test_nobody_is_away_on_the_day_they_join(stage):
    away, _ = absences(stage, joined=10)
    assert not away.any()


def test_who_is_away_does_not_come(stage):
    scene = stage(n=2, away_until=[12, 0], visit_base=30.0, messages=3, world={"visit_cap": 1.0})
    for i in range(2):
        visit(i, *scene.acting)
    assert scene.members.visited.tolist() == [0, 1] and not scene.members.messages.any()
    assert scene.members.last_visit[0] == -1


def test_of_several_replies_each_further_one_counts_less():
    assert pings(0, 0.5) == 0.0
    assert pings(1, 0.5) == 1.0
    assert pings(3, 0.5) == pytest.approx(1.75)
    assert pings(8, 1.0) == 8.0
    assert pings(8, 0.5) == pings(800, 0.5)


@pytest.mark.parametrize("replies", [1, 2, 50])
def test_undamped_it_only_matters_whether_anybody_replied(replies):
    assert pings(replies, 0.0) == 1.0


def test_yesterdays_replies_draw_by_their_number_where_they_count(stage):
    def comers(replied, damping):
        world = {"visit_reply": 1.0, "notice_damping": damping}
        scene = stage(n=600, replied=replied, joined=0, visit_base=-4.0, world=world)
        for i in range(600):
            visit(i, *scene.acting)
        return int(scene.members.visited.sum())

    assert comers(0, 0.9) < comers(1, 0.9) < comers(6, 0.9)
    assert comers(1, 0.0) == comers(6, 0.0) == comers(1, 0.9)
