"""Luck: the published known answers, one word in both engines, uniform draws, and uids that never meet."""

import itertools
import re

import numpy as np
import pytest
from numba import njit
from scipy.stats import chi2

from clubsim.agents.arithmetic import word
from clubsim.agents.luck import (
    Luck,
    Purpose,
    allied_uid,
    block_of,
    draw,
    draw_block,
    draw_word,
    founder_uid,
    invited_uid,
    luck_of,
    organic_uid,
    philox,
    prospect_uid,
)

# counter, key, answer: the known answers for philox4x32-10 that Salmon et al. publish with Random123
KNOWN = [
    (
        (0, 0, 0, 0),
        (0, 0),
        (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
    ),
    (
        (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF),
        (0xFFFFFFFF, 0xFFFFFFFF),
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
N = 100_000


@njit
def compiled_philox(first, second, third, fourth, low_key, high_key):
    counter = word(first), word(second), word(third), word(fourth)
    return philox(*counter, word(low_key), word(high_key))


@njit
def compiled_words(luck, purposes, uids, days, indices, result):
    for i in range(result.size):
        result[i] = draw_word(luck, purposes[i], uids[i], days[i], indices[i])


@njit
def compiled_draws(luck, purposes, uids, days, indices, result):
    for i in range(result.size):
        result[i] = draw(luck, purposes[i], uids[i], days[i], indices[i])


@njit
def compiled_uids(luck, channels, days, numbers, result):
    for i in range(numbers.size):
        result[0, i] = founder_uid(numbers[i])
        result[1, i] = prospect_uid(channels[i], numbers[i])
        result[2, i] = organic_uid(channels[i], days[i], numbers[i])
        result[3, i] = invited_uid(luck, result[2, i], numbers[i])
        result[4, i] = allied_uid(luck, numbers[i] & 0xFFFFF, channels[i] & 0xFF, result[3, i])


def arguments(key, n=N):
    """Purposes, uids, days (negative ones too) and indices of draws, int64 [n] each."""
    rng = np.random.default_rng(key)
    return (
        rng.integers(0, 2**8, n),
        rng.integers(0, 2**63, n),
        rng.integers(-1000, 2**31, n),
        rng.integers(0, 2**26, n),
    )


def rows(columns):
    """The columns as rows of plain integers."""
    return zip(*(each.tolist() for each in columns), strict=True)


@pytest.mark.everywhere
@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_philox_gives_the_published_answers_in_both_engines(counter, key, answer):
    assert philox(*counter, *key) == answer
    assert compiled_philox(*counter, *key) == answer


@pytest.mark.everywhere
@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_a_draw_is_the_word_of_the_counter_it_says(counter, key, answer):
    low, high, day, what = counter
    seed, uid = key[1] << 32 | key[0], high << 32 | low
    assert block_of(seed, what >> 24, uid, day, what & 0xFFFFFF) == answer


def plain_word(luck, purpose, uid, day, index):
    """`draw_word` in plain Python all the way down."""
    return block_of(luck.seed, purpose, uid, day, index >> 2)[index & 3]


@pytest.mark.everywhere
@pytest.mark.parametrize("seed", [0, 7, 2**63 - 1])
def test_plain_and_compiled_draws_agree_in_every_bit(seed):
    columns, luck = arguments(seed % 1000), luck_of(seed)
    words, draws = np.empty(N, np.int64), np.empty(N)
    compiled_words(luck, *columns, words)
    compiled_draws(luck, *columns, draws)
    np.testing.assert_array_equal([plain_word(luck, *row) for row in rows(columns)], words)
    expected = np.array([draw(luck, *row) for row in itertools.islice(rows(columns), 20_000)])
    np.testing.assert_array_equal(expected.view(np.int64), draws[:20_000].view(np.int64))
    np.testing.assert_array_equal((words + 0.5) / 2**32, draws)


@pytest.mark.everywhere
def test_a_purpose_can_be_named_in_compiled_code():
    @njit
    def visit_draw(luck, uid, day):
        return draw(luck, Purpose.VISIT, uid, day), draw_word(luck, Purpose.ACCEPT, uid, day, 9)

    luck = luck_of(11)
    expected = draw(luck, Purpose.VISIT, 5, 3), draw_word(luck, Purpose.ACCEPT, 5, 3, 9)
    assert visit_draw(luck, 5, 3) == expected
    assert draw(luck, 3, 5, 3) == expected[0]


@pytest.mark.everywhere
def test_what_plain_python_draws_by_compiled_code_is_the_plain_block_word_for_word():
    from clubsim.sim.loops import one_block  # with which plain Python draws from then on

    luck = luck_of(2**62 + 5)
    for purpose, uid, day, index in rows(arguments(4, 10_000)):
        assert one_block(luck.seed, purpose, uid, day, index >> 2) == draw_block(luck, purpose, uid, day, index >> 2)
        assert draw_block(luck, purpose, uid, day, index >> 2) == block_of(luck.seed, purpose, uid, day, index >> 2)
        assert draw_word(luck, purpose, uid, day, index) == plain_word(luck, purpose, uid, day, index)
    assert draw(luck, Purpose.VISIT, np.int64(5), np.int32(3)) == draw(luck, Purpose.VISIT, 5, 3)
    assert len(one_block.signatures) == 1


def test_numpy_numbers_draw_the_same():
    luck = luck_of(3)
    expected = draw_word(luck, Purpose.VISIT, 2**40 + 1, -2, 5)
    assert draw_word(luck, Purpose.VISIT, np.int64(2**40 + 1), np.int32(-2), np.int8(5)) == expected
    assert type(draw_word(luck, Purpose.VISIT, np.int64(1), np.int32(2))) is int


def test_a_negative_day_counts_from_the_end_of_32_bits():
    luck = luck_of(3)
    assert draw_word(luck, Purpose.TRAIT, 9, -1) == draw_word(luck, Purpose.TRAIT, 9, 2**32 - 1)


def test_no_draw_is_zero_or_one_and_every_draw_has_its_mirror():
    draws = np.array([draw(luck_of(1), *row) for row in rows(arguments(5, 5000))])
    assert draws.min() > 0 and draws.max() < 1
    np.testing.assert_array_equal(1 - (1 - draws), draws)


def test_every_part_of_the_key_makes_another_draw():
    base = {"seed": 1, "purpose": 3, "uid": 5, "day": 7, "index": 0}
    changes = [{}, {"seed": 2}, {"seed": 1 + 2**32}, {"purpose": 4}, {"uid": 6}, {"uid": 5 + 2**32}]
    changes += [{"day": 8}, {"day": -7}, {"index": 1}, {"index": 2}, {"index": 3}, {"index": 4}, {"index": 8}]
    words = set()
    for change in changes:
        key = {**base, **change}
        words.add(draw_word(Luck(key.pop("seed")), **key))
    assert len(words) == len(changes)


@pytest.mark.parametrize("varied", ["uid", "day", "index", "purpose", "seed"])
def test_draws_are_uniform_along_every_part_of_the_key(varied):
    """256 equal cells, a million-to-one bound on chi-square from either side."""
    count = 256 if varied == "purpose" else 20_000
    cells = np.zeros(256)
    for number in range(count):
        key = {"seed": 42, "purpose": 3, "uid": 1001, "day": 17, "index": 0, varied: number}
        luck = luck_of(key.pop("seed"))
        for day in range(80) if varied == "purpose" else [key["day"]]:
            cells[int(draw(luck, **{**key, "day": day}) * 256)] += 1
    expected = cells.sum() / 256
    statistic = ((cells - expected) ** 2 / expected).sum()
    low, high = chi2.ppf([1e-6, 1 - 1e-6], 255)
    assert low < statistic < high


def test_draws_of_neighbours_do_not_go_together():
    luck, n = luck_of(8), 20_000
    own = np.array([draw(luck, Purpose.VISIT, uid, 3) for uid in range(n)])
    for other in [
        [draw(luck, Purpose.VISIT, uid, 4) for uid in range(n)],
        [draw(luck, Purpose.HOUR, uid, 3) for uid in range(n)],
        [draw(luck, Purpose.VISIT, uid, 3, 1) for uid in range(n)],
        [draw(luck_of(9), Purpose.VISIT, uid, 3) for uid in range(n)],
        np.roll(own, 1),
    ]:
        assert abs(np.corrcoef(own, other)[0, 1]) < 5 / np.sqrt(n)


def test_purposes_keep_their_numbers():
    names = "TRAIT NOTICE VISIT HOUR CHECK_IN SPEAK MESSAGE_COUNT TOPIC MESSAGE_KEY REPLY TARGET ATTEND LEAVE"
    names += " PAY PLACE POLICY ARRIVE ACCEPT INVITED_UID"
    assert [each.name for each in Purpose][:19] == names.split()
    assert [each.value for each in Purpose][:19] == list(range(1, 20))
    assert max(Purpose) < 2**8  # the bits it has in the counter


@pytest.mark.parametrize("seed", [-1, 2**63, 1.0, "7", None, True])
def test_a_seed_that_is_none_says_what_to_write(seed):
    with pytest.raises(ValueError, match=re.escape(repr(seed))) as caught:
        luck_of(seed)
    assert "seed: 1" in str(caught.value)


def test_a_numpy_seed_becomes_a_plain_number():
    assert type(luck_of(np.uint64(2**63 - 1)).seed) is int
    assert luck_of(np.int32(0)) == Luck(seed=0)


@pytest.mark.parametrize(
    ("function", "numbers", "said"),
    [
        (founder_uid, (-1,), "founder's"),
        (founder_uid, (2**32,), "founder's"),
        (prospect_uid, (1024, 0), "channel's"),
        (prospect_uid, (-1, 0), "channel's"),
        (prospect_uid, (0, 2**32), "prospect's"),
        (organic_uid, (1024, 0, 0), "channel's"),
        (organic_uid, (0, 2**20, 0), "day of an arrival"),
        (organic_uid, (0, -1, 0), "day of an arrival"),
        (organic_uid, (0, 0, 2**30), "arrival's"),
    ],
)
def test_a_number_that_would_leave_its_class_is_refused(function, numbers, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        function(*numbers)


@pytest.mark.everywhere
def test_uids_agree_in_both_engines():
    rng = np.random.default_rng(6)
    channels, days, numbers = rng.integers(0, 2**10, N), rng.integers(0, 2**20, N), rng.integers(0, 2**30, N)
    luck, result = luck_of(12), np.empty((5, N), np.int64)
    compiled_uids(luck, channels, days, numbers, result)
    expected = [
        (founder_uid(j), prospect_uid(c, j), organic_uid(c, d, j), invited_uid(luck, organic_uid(c, d, j), j))
        for c, d, j in rows((channels, days, numbers))
    ]
    np.testing.assert_array_equal(np.array(expected).T, result[:4])
    allied = [
        allied_uid(luck, j & 0xFFFFF, c & 0xFF, int(uid))
        for c, j, uid in zip(channels.tolist(), numbers.tolist(), result[3], strict=True)
    ]
    np.testing.assert_array_equal(allied, result[4])


def test_a_million_uids_of_all_classes_are_distinct_and_fit_in_63_bits():
    n = 250_000
    numbers = np.arange(n)
    result = np.empty((5, n), np.int64)
    compiled_uids(luck_of(13), numbers % 7, numbers % 365, numbers, result)
    assert np.unique(result).size == 5 * n
    assert result.min() >= 0


def test_the_classes_keep_apart_at_their_corners():
    corners = [0, 1, 2**30 - 1]
    founders = {founder_uid(j) for j in [*corners, 2**32 - 1]}
    prospects = {prospect_uid(c, j) for c in (0, 1, 1023) for j in [*corners, 2**32 - 1]}
    organic = {organic_uid(c, d, j) for c in (0, 1, 1023) for d in (0, 1, 2**20 - 1) for j in corners}
    luck = luck_of(0)
    invited = {invited_uid(luck, uid, j) for uid in founders | prospects | organic for j in (0, 1, 2**32 - 1)}
    sizes = [len(each) for each in (founders, prospects, organic, invited)]
    assert sizes == [4, 12, 27, 43 * 3]
    assert len(founders | prospects | organic | invited) == sum(sizes)
    assert {uid >> 60 for uid in founders} == {0}
    assert {uid >> 60 for uid in prospects} == {1}
    assert {uid >> 60 for uid in organic} == {2}
    assert {uid >> 60 for uid in invited} == {4, 5, 6, 7}
    allied = {allied_uid(luck, slot, 0, uid) for slot in (0, 2**20 - 1) for uid in founders | invited}
    assert {uid >> 60 for uid in allied} == {3}


def test_the_invited_of_the_invited_are_new_people_too():
    luck, known, current = luck_of(5), set(), founder_uid(0)
    for _ in range(1000):
        asked = [invited_uid(luck, current, j) for j in range(3)]
        known.update(asked)
        current = asked[0]
    assert len(known) == 3000


def test_whom_a_member_asks_depends_on_the_seed():
    assert invited_uid(luck_of(1), 5, 0) != invited_uid(luck_of(2), 5, 0)
