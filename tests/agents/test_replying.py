"""To whom a message is an answer."""

import numpy as np
import pytest
from scipy.stats import binom

from clubsim.agents.records import NOBODY
from clubsim.agents.replying import attention, first_at_or_after, message_to_answer, respond, weight_of
from clubsim.agents.ties import slot_of, strengthen


def write_down(scene, authors, hours, keys=None):
    """Messages in the feed: yesterday's have an hour below 0."""
    feed, n = scene.feed, len(authors)
    feed.author[:n], feed.hour[:n] = authors, hours
    feed.key[:n] = np.linspace(0, 2**32 - 1, n + 1)[1:] if keys is None else keys
    feed.answers[:n] = NOBODY
    feed.order[:n] = np.argsort(feed.key[:n])
    feed.sorted_key[:n] = np.sort(feed.key[:n])
    scene.feed = feed._replace(end=n)
    scene.acting = (scene.members, scene.feed, scene.world, scene.today, scene.luck)


def test_attention_is_whole_at_first_and_half_after_its_scale():
    assert attention(0.0, 9.0, 0.5) == 1.0
    assert attention(-3.0, 9.0, 0.5) == 1.0
    assert attention(9.0, 9.0, 0.5) == pytest.approx(0.5)
    assert attention(36.0, 9.0, 0.5) == pytest.approx(0.25)  # two half-lives at sqrt(4)
    curve = [attention(age, 9.0, 0.4) for age in (0.1, 1, 5, 20, 40)]
    assert curve == sorted(curve, reverse=True)


@pytest.mark.parametrize("size", [1, 2, 7, 64])
def test_a_key_finds_the_first_at_or_after_it_counted_round(size):
    keys = np.arange(size) * 10 + 5
    for key in range(size * 10 + 10):
        at = np.flatnonzero(keys >= key)
        assert first_at_or_after(keys, size, key) == (at[0] if at.size else 0)


def test_own_later_and_orphaned_messages_weigh_nothing(stage):
    scene = stage(left=[-1, -1, -1, 4])
    write_down(scene, [0, 1, 2, 3], [9.0, 11.0, 9.0, 9.0])
    weights = [weight_of(0, message, 10.0, scene.members, scene.feed, scene.world) for message in range(4)]
    assert weights[0] == weights[1] == weights[3] == 0.0
    assert weights[2] > 0.0


def test_an_acquaintance_is_minded_more_by_the_preference(stage):
    scene = stage(world={"tie_preference": 3.0})
    write_down(scene, [1, 2], [9.0, 9.0])
    strengthen(0, 1, scene.members, 9)
    known, unknown = (weight_of(0, message, 10.0, scene.members, scene.feed, scene.world) for message in range(2))
    assert known == pytest.approx(4 * unknown)
    assert known == attention(1.0, scene.world.attention_scale, scene.world.attention_shape)


def test_nobody_answers_where_there_is_nothing_to_answer(stage):
    scene = stage(messages=3, offset=0, hour=10.0)
    write_down(scene, [0, 0, 0], [10.0, 10.0, 10.0])
    assert message_to_answer(0, 1, scene.members, scene.feed, scene.world, scene.today, scene.luck) == NOBODY


def test_one_message_more_changes_only_the_answers_it_draws_to_itself(stage):
    """Messages are chosen by key and never by place; this alone keeps two arms paired."""
    chosen = []
    for extra in (False, True):
        scene = stage(n=40, messages=20, hour=10.0)
        authors, keys = list(range(1, 31)), list(range(10**8, 31 * 10**8, 10**8))
        if extra:
            authors, keys = [31, *authors], [1_550_000_000, *keys]
        write_down(scene, [*authors, 0], [1.0] * len(authors) + [10.0], [*keys, 2**32 - 1])
        position = len(authors)
        scene.members.offset[:] = position  # the author's own message stands last in the feed
        picks = []
        for uid in range(1000, 1200):
            scene.members.uid[0] = uid
            message = message_to_answer(0, position, scene.members, scene.feed, scene.world, scene.today, scene.luck)
            picks.append(NOBODY if message == NOBODY else int(scene.feed.author[message]))
        chosen.append(picks)
    before, after = chosen
    moved = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert len(set(before)) > 20
    assert 1 <= len(moved) <= 40
    # whoever changed either answers the new message or drew it, minded it too little and drew on
    assert sum(other == 31 for _, other in moved) >= len(moved) / 2


def test_an_answer_counts_for_its_author_and_ties_both(stage):
    scene = stage(n=3, world={"reply_share": 1.0, "reply_tries": 64, "attention_scale": 1000.0}, messages=[1, 0, 0])
    write_down(scene, [1, 0], [9.0, 10.0])
    scene.members.offset[0] = 1
    respond(0, *scene.acting)
    assert scene.feed.answers[:2].tolist() == [NOBODY, 1]
    assert scene.feed.answered[:2].tolist() == [1, 0]
    assert scene.members.replies.tolist() == [0, 1, 0]
    assert slot_of(0, 1, scene.members) != NOBODY and slot_of(1, 0, scene.members) != NOBODY


def test_without_replies_nobody_answers(stage):
    scene = stage(n=2, world={"reply_share": 0.0}, messages=[1, 0])
    write_down(scene, [1, 0], [9.0, 10.0])
    scene.members.offset[0] = 1
    respond(0, *scene.acting)
    assert not scene.members.replies.any()


def test_the_share_of_answers_is_the_worlds_where_all_are_minded(stage):
    n = 2000
    world = {"reply_share": 0.3, "reply_tries": 64, "attention_scale": 1000.0, "tie_preference": 0.0}
    scene = stage(n=2, world=world, messages=[1, 0])
    write_down(scene, [1, 0], [9.99, 10.0])
    scene.members.offset[0] = 1
    for uid in range(n):
        scene.members.uid[0] = uid
        respond(0, *scene.acting)
    low, high = binom.interval(1 - 1e-6, n, 0.3)
    assert low <= int(scene.members.replies[1]) <= high
