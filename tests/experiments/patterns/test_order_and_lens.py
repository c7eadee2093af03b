"""The time order of a log, its optional threads, and the lens of each type."""

import polars as pl
import pytest

from clubsim.experiments.measures.reading import LogError, check_log
from clubsim.experiments.patterns import lens


def test_events_come_in_the_order_of_the_clock_and_people_are_numbered(spoken):
    found = spoken([(5, 1.5, -1), (3, 1.25, 9), (3, 0.5, 5), (5, 2.0, 5)])
    assert found.member.tolist() == [0, 0, 1, 1]
    assert found.target.tolist() == [1, 2, -1, -1]  # 9 never acts; 5 aims at itself
    assert found.time.tolist() == [12, 30, 36, 48]
    assert (found.n_members, found.n_people, found.clock) == (2, 3, True)


def test_without_a_clock_the_rows_are_the_order(spoken):
    found = spoken([(1, 0, -1), (0, 0, 1), (1, 0, 0)], clock=False)
    assert found.member.tolist() == [1, 0, 1]
    assert not found.clock and found.thread is None


def test_threads_are_read_and_checked():
    good = {"member": [0], "day": [0], "kind": ["post"], "target": [-1], "thread": [-1]}
    assert check_log(pl.DataFrame(good))["thread"].to_list() == [-1]
    with pytest.raises(LogError, match=r"column 'thread' .* must be an integer"):
        check_log(pl.DataFrame(good | {"thread": ["a"]}))
    with pytest.raises(LogError, match="write -1 for no thread"):
        check_log(pl.DataFrame(good | {"thread": [None]}, schema_overrides={"thread": pl.Int64}))
    with pytest.raises(LogError, match="write -1 for no thread"):
        check_log(pl.DataFrame(good | {"thread": [-2]}))


def test_a_list_is_seen_as_it_is(make_log):
    log = make_log([(0, 0.0, -1, 1), (1, 0.5, 0, 1)])
    assert lens.through(log, "list").equals(log)


def test_private_messages_are_what_is_aimed_at_somebody_and_stand_in_no_thread(make_log):
    log = make_log([(0, 0.0, -1, 1), (1, 0.5, 0, 1), (2, 0.6, -1, 2), (0, 0.7, 1, 1)])
    seen = lens.through(log, "messaging")
    assert seen["member"].to_list() == [1, 0]
    assert seen["target"].to_list() == [0, 1]
    assert "thread" not in seen.columns
    without = log.drop("thread")
    assert lens.through(without, "messaging").equals(without)


def test_a_qa_log_shows_no_questions(make_log):
    log = make_log([(1, 0.5, 0, 1), (0, 0.0, -1, 1), (2, 0.7, -1, -1), (2, 1.0, -1, 2), (0, 1.1, 2, 2)])
    seen = lens.through(log, "qa")
    assert seen["member"].to_list() == [1, 2, 0]
    assert seen["thread"].to_list() == [1, -1, 2]
    asked = log.drop("thread").with_columns(kind=pl.Series(["question", "answer", "answer", "answer", "answer"]))
    assert lens.through(asked, "qa").height == 4


def test_in_a_chat_everyone_answers_the_last_other_speaker(make_log):
    talk = [(0, 0.1, -1, 1), (0, 0.2, 7, 1), (1, 0.3, 7, 1), (2, 0.35, -1, 2), (1, 0.4, -1, 1), (0, 0.5, 7, 1)]
    seen = lens.through(make_log([*talk[::-1], (2, 0.6, 7, -1)]), "chat")
    assert seen["member"].to_list() == [0, 0, 1, 2, 1, 0, 2]
    assert seen["target"].to_list() == [-1, -1, 0, -1, 0, 1, -1]


def test_an_unknown_type_is_named():
    with pytest.raises(ValueError, match="list, qa, chat, messaging, not 'forum'"):
        lens.check_type("forum")
