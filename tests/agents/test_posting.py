"""What a visitor does: checks in, speaks or stays silent, writes."""

import numpy as np
import pytest
from scipy.stats import binom

from clubsim.agents.parameters import world_of
from clubsim.agents.posting import PACE, contribute, reward_pull, speak_chance, topic_of, write
from clubsim.agents.records import NOBODY

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
    assert (scene.members.messages[0], scene.members.checked_in[0]) == (0, 0)


def test_a_check_in_is_not_a_message_and_neither_contains_the_other(stage):
    scene = stage(n=2, visited=1, talk_base=[30.0, -30.0], check_in_base=[-30.0, 30.0])
    for i in range(2):
        contribute(i, *scene.acting)
    assert scene.members.checked_in[:2].tolist() == [0, 1]
    assert (scene.members.messages[:2] > 0).tolist() == [True, False]


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
    messages = scene.members.messages
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
    assert scene.members.messages.max() == 7


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
    assert (scene.members.messages[:2] > 0).tolist() == [True, False]


def test_messages_stand_at_their_offset_one_after_the_other(stage):
    scene = stage(messages=[0, 3, 0, 0], offset=5, hour=12.5)
    write(1, *scene.acting)
    feed = scene.feed
    assert feed.author[5:8].tolist() == [1, 1, 1]
    assert feed.hour[5:8] == pytest.approx([12.5, 12.5 + PACE, 12.5 + 2 * PACE])
    assert feed.answers[5:8].tolist() == [NOBODY] * 3
    assert not feed.answered[5:8].any()
    assert len(set(feed.key[5:8].tolist())) == 3
    assert ((feed.key[5:8] >= 0) & (feed.key[5:8] < 2**32)).all()
    assert not feed.author[8:].any()


def test_at_an_event_one_writes_of_its_topic_and_else_by_interest(stage):
    scene = stage(n=2, interests=[[0, 0, 1, 0]], attended=[1, 0], today={"event_topic": 3})
    topics = [[topic_of(i, j, scene.members, scene.world, scene.today, scene.luck) for j in range(20)] for i in (0, 1)]
    assert topics == [[3] * 20, [2] * 20]


def test_topics_come_as_often_as_they_interest(stage):
    n, interests = 4000, [0.5, 0.125, 0.25, 0.125]
    scene = stage(n=1, interests=[interests])
    topics = [topic_of(0, j, scene.members, scene.world, scene.today, scene.luck) for j in range(n)]
    for topic, share in enumerate(interests):
        low, high = binom.interval(1 - 1e-6, n, share)
        assert low <= topics.count(topic) <= high
