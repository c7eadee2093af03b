"""What a visitor does: checks in, means to speak or stays silent, and at which hours."""

import numpy as np
import pytest
from scipy.stats import binom, kstest

from clubsim.agents.parameters import world_of
from clubsim.agents.posting import contribute, plan, reward_pull, speak_chance
from clubsim.agents.records import NOBODY, Count

WORLD = world_of(talk_event=0.5, talk_weekend=-0.25, talk_reply=0.75)
TALKER = {"visited": 1, "talk_base": 30.0}


def test_the_chance_to_speak_adds_up_its_reasons():
    assert speak_chance(0.0, 0, 0, 0, 0.0, WORLD) == 0.5
    assert speak_chance(-1.0, 1, 1, 1, 0.0, WORLD) == pytest.approx(0.5)
    assert speak_chance(0.0, 1, 0, 0, 0.0, WORLD) > 0.5 > speak_chance(0.0, 0, 1, 0, 0.0, WORLD)
    assert speak_chance(0.0, 0, 0, 1, 0.0, WORLD) > speak_chance(0.0, 0, 0, 0, 0.1, WORLD) > 0.5


def test_only_a_visitor_contributes(stage):
    scene = stage(visited=0, talk_base=30.0, check_in_base=30.0)
    contribute(0, *scene.acting)
    assert (scene.members.planned[0], scene.members.checked_in[0]) == (0, 0)


def test_a_check_in_is_not_a_message_and_neither_contains_the_other(stage):
    scene = stage(n=2, visited=1, talk_base=[30.0, -30.0], check_in_base=[-30.0, 30.0])
    for i in range(2):
        contribute(i, *scene.acting)
    assert scene.members.checked_in[:2].tolist() == [0, 1]
    assert (scene.members.planned[:2] > 0).tolist() == [True, False]


def test_a_community_without_check_ins_has_none(stage):
    scene = stage(world={"check_ins": 0}, visited=1, check_in_base=30.0)
    contribute(0, *scene.acting)
    assert scene.members.checked_in[0] == 0


def test_as_many_check_in_as_their_chance_says(stage):
    n = 4000
    scene = stage(n=n, visited=1, check_in_base=1.0, talk_base=-30.0)
    for i in range(n):
        contribute(i, *scene.acting)
    low, high = binom.interval(1 - 1e-6, n, 1 / (1 + np.exp(-1)))
    assert low <= int(scene.members.checked_in.sum()) <= high


@pytest.mark.parametrize(("attended", "mean"), [(0, 4.0), (1, 6.0)])
def test_speakers_write_one_and_a_geometric_number_more(stage, attended, mean):
    n = 4000
    scene = stage(n=n, world={"event_messages": 1.5, "most_messages": 1000}, further=4.0, attended=attended, **TALKER)
    for i in range(n):
        contribute(i, *scene.acting)
    messages = scene.members.planned
    assert messages.min() == 1
    sd = np.sqrt(mean * (1 + mean) / n)
    assert abs(messages.mean() - 1 - mean) < 5 * sd
    share = 1 / (1 + mean)
    low, high = binom.interval(1 - 1e-6, n, share)
    assert low <= int((messages == 1).sum()) <= high


def test_nobody_writes_more_than_the_most(stage):
    scene = stage(n=300, world={"most_messages": 7}, further=50.0, **TALKER)
    for i in range(300):
        contribute(i, *scene.acting)
    assert scene.members.planned.max() == 7


def test_a_reward_moves_those_who_heed_it_at_the_event_and_after_one(stage):
    scene = stage(
        heeds_reward=[0, 1, 1, 1],
        attended=[1, 0, 1, 1],
        reward_memory=[1, 0, 0, 0.5],
        world={"reward_learning": 0.5},
        today={"event": 1, "prize": 2.0},
    )
    pulls = [reward_pull(i, scene.members, scene.world, scene.today) for i in range(4)]
    assert pulls == pytest.approx([0, 0, 2, 2.25])


def test_the_quotas_push_reaches_check_ins_and_messages(stage):
    quota = {"quota": 1, "announced": 1, "need_messages": 40, "need_check_ins": 20, "quota_last": 39, "day": 0}
    pushed = {"pressure": 20.0, "talk_weekend": 0.0}
    scene = stage(
        n=2, visited=1, heeds_quota=[1, 0], novelty=1.0, talk_base=-8, check_in_base=-8, world=pushed, today=quota
    )
    for i in range(2):
        contribute(i, *scene.acting)
    assert scene.members.checked_in[:2].tolist() == [1, 0]
    assert (scene.members.planned[:2] > 0).tolist() == [True, False]


def planned(scene, i=0):
    """Hours at which member i's planned messages are due, in their order."""
    plan(i, *scene.acting)
    due = int(scene.feed.counts[Count.DUE])
    assert (scene.feed.due_author[:due] == i).all() and (scene.feed.due_uid[:due] == scene.members.uid[i]).all()
    assert (scene.feed.due_thread[:due] == NOBODY).all() and (scene.feed.due_to[:due] == NOBODY).all()
    return np.sort(scene.feed.due_hour[:due])


def test_who_plans_nothing_has_nothing_due(stage):
    assert planned(stage(planned=0, hour=9.0)).size == 0


def test_planned_messages_are_due_from_the_visit_on_one_gap_after_another(stage):
    world = {"session_share": 1.0, "session_gap": 0.25, "session_gap_sd": 0.0}
    assert planned(stage(planned=4, hour=12.5, joined=0, world=world)).tolist() == [12.5, 12.75, 13.0, 13.25]


def test_the_gaps_of_a_sitting_are_lognormal(stage):
    n = 1500
    scene = stage(n=1, planned=n, hour=0.0, room=n, world={"session_share": 1.0, "session_gap": 1e-3})
    gaps = np.diff(planned(scene))
    assert gaps.size > 100
    assert kstest(np.log(gaps), "norm", args=(np.log(1e-3), 1.5)).pvalue > 1e-6


def test_what_falls_behind_midnight_is_dropped_and_another_sitting_is_not(stage):
    sitting = {"session_gap": 1.0, "session_gap_sd": 0.0, "hour_sd": 0.0}
    at_night = {"n": 1, "planned": 30, "hour": 22.5, "usual_hour": 9.0, "joined": 0}
    assert planned(stage(**at_night, world=sitting | {"session_share": 1.0})).tolist() == [22.5, 23.5]
    hours = planned(stage(**at_night, world=sitting | {"session_share": 0.9}))
    assert hours[0] == 9.0 and hours[-1] == 23.5
    assert (hours < 24.0).all()


def test_another_sitting_is_around_the_usual_hour(stage):
    n = 1500
    world = {"session_share": 0.0, "hour_sd": 2.0}
    hours = planned(stage(n=1, planned=n, hour=4.0, usual_hour=23.0, joined=0, room=n, world=world))
    assert hours.size == n and hours[0] >= 0.0 and hours[-1] < 24.0
    others = np.delete(hours, np.searchsorted(hours, 4.0))
    around = (others - 23.0 + 12) % 24 - 12
    assert kstest(around, "norm", args=(0, 2)).pvalue > 1e-6


def test_as_many_stay_as_the_share_of_sittings_says(stage):
    n = 2000
    world = {"session_share": 0.7, "session_gap_sd": 0.0, "session_gap": 0.001, "hour_sd": 0.0}
    hours = planned(stage(n=1, planned=n, hour=4.0, usual_hour=9.0, joined=0, room=n, world=world))
    low, high = binom.interval(1 - 1e-6, n - 1, 0.3)
    assert low <= int((hours == 9.0).sum()) <= high


def test_the_first_day_is_one_sitting(stage):
    world = {"session_share": 0.0, "session_gap": 0.5, "session_gap_sd": 0.0}
    assert planned(stage(planned=3, hour=12.0, joined=10, world=world)).tolist() == [12.0, 12.5, 13.0]


def test_in_a_log_of_posts_all_write_on_the_day_they_come_first(stage):
    newcomer, other = (
        stage(n=50, visited=1, talk_base=-30.0, joined=joined, world={"first_day": 1.0}) for joined in (10, 9)
    )
    for i in range(50):
        contribute(i, *newcomer.acting)
        contribute(i, *other.acting)
    assert (newcomer.members.planned > 0).all() and not other.members.planned.any()
    quiet = stage(n=1, visited=1, talk_base=-30.0, joined=10, world={"first_day": 0.0})
    contribute(0, *quiet.acting)
    assert quiet.members.planned[0] == 0
