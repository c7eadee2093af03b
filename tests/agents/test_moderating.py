"""What moderators hide, and what a sorted feed shows whom."""

import numpy as np
import pytest

from clubsim.agents.finding import thread_noticed
from clubsim.agents.moderating import hide_chance, is_hidden, notices, part_in_order, part_sorted
from clubsim.agents.reading import find_benefit
from clubsim.agents.records import NOBODY, Count
from clubsim.agents.replying import write_down

ALL = {"looked_through": 100.0, "hides_noise": 1.0, "hides_off_topic": 1.0, "main_topic": 2}


@pytest.mark.parametrize(("noise", "off_topic", "chance"), [(0, 0, 0.1), (1, 0, 0.5), (0, 1, 0.7), (1, 1, 0.7)])
def test_what_is_noise_and_off_topic_is_found_by_whichever_finds_more(noise, off_topic, chance):
    assert hide_chance(noise, off_topic, 0.5, 0.7, 0.1) == chance


def hidden(stage, topic=2, noise=False, written=0, **today):
    scene = stage(n=1, today={**ALL, **today})
    scene.feed.counts[Count.MESSAGES] = written
    return is_hidden(0, topic, noise, scene.members, scene.feed, scene.today, scene.luck)


def test_off_topic_messages_and_noise_are_hidden_and_nothing_else(stage):
    assert hidden(stage, topic=1) and hidden(stage, noise=True)
    assert not hidden(stage)


def test_what_an_event_is_about_is_on_topic(stage):
    assert not hidden(stage, topic=1, event=1, event_topic=1)
    assert hidden(stage, topic=0, event=1, event_topic=1)


def test_without_a_main_topic_nothing_is_off_it(stage):
    assert not hidden(stage, topic=1, main_topic=NOBODY)


def test_what_moderators_do_not_come_to_is_shown(stage):
    assert hidden(stage, noise=True, written=99)
    assert not hidden(stage, noise=True, written=100)
    assert not hidden(stage, noise=True, looked_through=0.0)


def test_a_part_in_order_is_what_the_budget_leaves():
    assert [part_in_order(20.0, before, 30.0) for before in (0.0, 10.0, 20.0, 30.0, 50.0)] == [1.0, 1.0, 0.5, 0.0, 0.0]
    assert part_in_order(0.0, 0.0, 30.0) == 1.0


def reader(stage, today=None, **world):
    columns = {"interests": np.array([[0.5, 0.3, 0.15, 0.05]])}
    signal = {"signal": np.full(4, 20.0)}
    return stage(n=1, world={"reading_budget": 50.0, **world}, today={**signal, **(today or {})}, **columns)


def parts(scene):
    return [part_sorted(0, topic, scene.members, scene.world, scene.today) for topic in range(4)]


def test_what_interests_most_is_read_first(stage):
    assert parts(reader(stage)) == [1.0, 1.0, 0.5, 0.0]


def test_what_hardly_interests_is_not_shown_even_where_there_is_time(stage):
    scene = reader(stage, {"least_interest": 0.5}, reading_budget=1000.0)
    assert parts(scene) == [1.0, 1.0, 1.0, 0.0]  # .15 of four topics is .6 of a fair share, .05 is .2


def test_equal_interests_are_read_in_the_order_of_topics(stage):
    scene = stage(n=1, world={"reading_budget": 50.0}, today={"signal": np.full(4, 20.0)})
    assert parts(scene) == [1.0, 1.0, 0.5, 0.0]


def test_a_feed_sorted_by_half_knowledge_shows_half_of_the_rest(stage):
    def seen(**today):
        scene = reader(stage, today)
        scene.feed.thread_topic[:4] = range(4)
        return [notices(0, place, scene.members, scene.feed, scene.world, scene.today) for place in range(4)]

    assert seen(sorted=0.5) == [1.0, 1.0, 0.75, 0.5]
    assert seen() == [1.0] * 4


def benefit(stage, today=None, **world):
    scene = reader(stage, today, reading_cost=0.0, benefit_messages=40.0, **world)
    return find_benefit(0, scene.members, scene.world, scene.today)


def test_a_sorted_feed_gives_a_reader_more_of_what_interests_them(stage):
    # Unsorted, 50 of 80 are read: 5/8 of 20 + 20 + 12 + 4; sorted, 20 + 20 + half of 12.
    assert benefit(stage) == pytest.approx(1 - np.exp(-35.0 / 40))
    assert benefit(stage, {"sorted": 1.0}) == pytest.approx(1 - np.exp(-46.0 / 40))
    assert benefit(stage, {"sorted": 0.5}) == pytest.approx(1 - np.exp(-40.5 / 40))


def test_where_all_is_read_the_order_does_not_matter(stage):
    whole = {"reading_budget": 500.0}
    assert benefit(stage, {"sorted": 1.0, "noise": 30.0}, **whole) == benefit(stage, {"noise": 30.0}, **whole)


def test_noise_comes_last_and_is_left_out_with_what_hardly_interests(stage):
    def cost(least):
        today = {"sorted": 1.0, "noise": 1000.0, "least_interest": least}
        scene = reader(stage, today, reading_cost=0.001, benefit_messages=1e4)
        return find_benefit(0, scene.members, scene.world, scene.today)

    all_interest = 46.0  # messages of interest among the 50 that are read, none of them noise
    assert cost(0.0) == pytest.approx(1 - np.exp(-all_interest / 1e4) - 0.001 * 50 * 50 / all_interest)
    assert cost(0.1) == pytest.approx(cost(0.0))
    assert cost(1.0) > cost(0.1)  # only two topics are shown, and no noise


def test_nobody_answers_in_a_hidden_thread(stage):
    scene = stage(n=2, today={"looked_through": 100.0})
    feed = scene.feed
    feed.counts[Count.THREADS] = 2
    feed.thread_hour[:2] = [1.0, 9.0]
    feed.thread_hidden[:2] = [0, 1]
    found = {thread_noticed(1, 64 * k, 10.0, *scene.acting) for k in range(40)}
    assert found <= {NOBODY, 0} and 0 in found


def test_moderators_who_hide_nothing_do_not_change_whom_one_answers(stage):
    def chosen(**today):
        scene = stage(n=2, today=today)
        scene.feed.counts[Count.THREADS] = 8
        scene.feed.thread_hour[:8] = np.arange(8)
        scene.feed.thread_last[:8] = [0, 1] * 4
        scene.feed.thread_starter[:8] = [1, 1, 0, 0] * 2
        return [thread_noticed(1, 64 * k, 10.0, *scene.acting) for k in range(60)]

    assert chosen(looked_through=100.0) == chosen() and len(set(chosen())) > 4


def test_a_hidden_answer_is_written_and_the_thread_does_not_know_it(stage):
    scene = stage(n=3)
    write_down(0, 1, 2, False, True, scene.members, scene.feed, scene.today)
    assert (scene.members.messages[0], scene.members.hidden[0]) == (1, 1)
    assert (scene.feed.thread_replies[1], scene.feed.thread_last[1], scene.feed.thread_hidden[1]) == (0, 0, 0)
    write_down(0, 1, NOBODY, False, True, scene.members, scene.feed, scene.today)
    assert scene.feed.thread_hidden[1] == 1
