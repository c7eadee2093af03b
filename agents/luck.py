"""
Draws that belong to (seed, purpose, member, day): pure functions, which no order and no engine moves.

Two runs with one seed share their members and their luck, and differ by the policy alone. The numbers
are Philox4x32-10 of Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3
(SC '11), with

    key     = the seed, low 32 bits and high 32 bits
    counter = uid low, uid high, day, purpose << 24 | index >> 2
    lane    = index & 3
"""

import operator
from collections.abc import Callable
from enum import IntEnum
from typing import Any, NamedTuple

from numba.extending import overload

from clubsim.agents.arithmetic import rule, whole, word

SEED_BITS = 63
HALF_WORD = 0.5
PER_WORD = 2.3283064365386963e-10  # 2**-32

INVITED_CLASS = 0x4000000000000000  # bit 62; the 62 bits below are Philox
PROSPECT_CLASS = 0x1000000000000000  # bits 61 and 60 are 01
ORGANIC_CLASS = 0x2000000000000000  # bits 61 and 60 are 10; of founders they are 00
ALLIED_CLASS = 0x3000000000000000  # bits 61 and 60 are 11; the 52 bits below the partner's number are Philox
CHANNELS_MOST = 1024  # 2**10
POOL_MOST = 4294967296  # 2**32
DAYS_MOST = 1048576  # 2**20
COMERS_MOST = 1073741824  # 2**30
PARTNERS_MOST = 256  # 2**8


class Luck(NamedTuple):
    """The seed all draws of a run come from; made by `luck_of`, which checks it."""

    seed: int  # in [0, 2**63)


class Purpose(IntEnum):
    """What a draw decides. Numbers are written out and never reused, so that a new one moves no old draw."""

    TRAIT = 1
    NOTICE = 2
    VISIT = 3
    HOUR = 4
    CHECK_IN = 5
    SPEAK = 6
    MESSAGE_COUNT = 7
    TOPIC = 8
    MESSAGE_KEY = 9
    REPLY = 10
    TARGET = 11
    ATTEND = 12
    LEAVE = 13
    PAY = 14
    PLACE = 15
    POLICY = 16
    ARRIVE = 17
    ACCEPT = 18
    INVITED_UID = 19
    SESSION = 20
    GAP = 21
    TRIAD = 22
    ANSWER = 23
    LAG = 24
    PARTNER = 25
    DROP_OUT = 26
    BETA = 27
    ABSENCE = 28
    NOISE = 29
    DRIFT = 30
    INVITE = 31
    KNOWS = 32
    RENEWAL = 33
    HOST = 34
    MODERATION = 35
    REVIEW = 40
    TASK = 41
    VALUES = 42
    COMMENTER = 43
    LOT = 44
    FOUND = 45
    EXPERIENCE = 46
    SIGNAL = 47
    ROOM = 50
    DIVISION = 51
    CITY = 52
    PROMISE = 55
    HELPER = 56
    ASSISTANT = 57
    ACQUAINTANCE = 58
    ANGER = 60
    GIVE_ON = 65
    GIFT_READ = 66
    MEETING = 70
    MINGLE = 71
    INTRODUCTION = 72
    WIN_BACK = 73
    MEETING_QUALITY = 74
    ALLIED_UID = 75
    ALLY = 76
    CARD = 77
    TOGETHER = 78
    PICKED = 79


def luck_of(seed: int) -> Luck:
    """
    The luck of a run.

    Args:
        seed: a whole number in [0, 2**63); 0 is a seed like any other.

    Raises:
        ValueError: the seed is no whole number, or out of that range.
    """
    try:
        number = operator.index(seed)
    except TypeError:
        raise ValueError(
            f"a seed is a whole number from 0 to 2**63 - 1, not {seed!r}; write for example seed: 1"
        ) from None
    if isinstance(seed, bool) or not 0 <= number < 1 << SEED_BITS:
        raise ValueError(f"a seed is a whole number from 0 to 2**63 - 1, not {seed!r}; write for example seed: 1")
    return Luck(seed=number)


@rule
def philox(first: int, second: int, third: int, fourth: int, low_key: int, high_key: int) -> tuple[int, int, int, int]:
    """
    Philox4x32-10: a counter of four 32-bit words and a key of two make four random 32-bit words.

    Args:
        first, second, third, fourth: the counter, each a `word` in [0, 2**32).
        low_key, high_key: the key, each a `word` in [0, 2**32).

    Returns:
        Four words, each in [0, 2**32).

    Source: measured. Salmon et al. (2011), with their multipliers and key steps.
    """
    mask = word(0xFFFFFFFF)
    half = word(32)
    even, odd = word(0xD2511F53), word(0xCD9E8D57)
    low_step, high_step = word(0x9E3779B9), word(0xBB67AE85)
    for _ in range(10):
        left = even * first
        right = odd * third
        first = right >> half ^ second ^ low_key
        second = right & mask
        third = left >> half ^ fourth ^ high_key
        fourth = left & mask
        low_key = low_key + low_step & mask
        high_key = high_key + high_step & mask
    return first, second, third, fourth


@rule
def block_of(seed: int, purpose: int, uid: int, day: int, block: int) -> tuple[int, int, int, int]:
    """`draw_block` of a seed."""
    mask = word(0xFFFFFFFF)
    half = word(32)
    key = word(seed)
    who = word(uid)
    what = (word(purpose) << word(24) | word(block)) & mask
    return philox(who & mask, who >> half & mask, word(day) & mask, what, key & mask, key >> half & mask)


Block = tuple[int, int, int, int]
_block: Callable[[int, int, int, int, int], Block] = block_of


def take_blocks_from(quicker: Callable[[int, int, int, int, int], Block]) -> None:
    """From now on plain Python has its blocks from another function, which gives those of `block_of`."""
    global _block
    _block = quicker


def draw_block(luck: Luck, purpose: int, uid: int, day: int, block: int) -> Block:
    """
    The four words of the indices 4 * block ... 4 * block + 3 of `draw_word`, for the price of one.

    Plain Python has them from compiled code once there is some, thirty times as fast: known answers pin the one to the
    other.

    Args:
        luck, purpose, uid, day: as of `draw_word`.
        block: in [0, 2**24).

    Returns:
        Four words, each in [0, 2**32).
    """
    return _block(luck.seed, int(purpose), int(uid), int(day), int(block))


@overload(draw_block, strict=False, jit_options={"forceinline": True, "no_cfunc_wrapper": True, "_nrt": False})
def _draw_block_compiled(luck: Any, purpose: Any, uid: Any, day: Any, block: Any) -> Any:
    return lambda luck, purpose, uid, day, block: block_of(luck.seed, purpose, uid, day, block)


@rule
def draw_word(luck: Luck, purpose: int, uid: int, day: int, index: int = 0) -> int:
    """
    A random 32-bit word that belongs to (seed, purpose, uid, day, index).

    Args:
        luck: the run's luck.
        purpose: what the draw decides, a `Purpose`.
        uid: whose draw, in [0, 2**63).
        day: of the draw; a negative day counts as day + 2**32.
        index: which of a purpose's draws on one day, in [0, 2**26).

    Returns:
        In [0, 2**32), uniform.
    """
    number = whole(index)
    words = draw_block(luck, purpose, uid, day, number >> 2)
    return whole(words[number & 3])


@rule
def draw(luck: Luck, purpose: int, uid: int, day: int, index: int = 0) -> float:
    """
    A uniform draw in (0, 1), never 0 or 1: (word + 1/2) / 2**32 of `draw_word`, of the same arguments.

    Symmetrical: 1 - draw is exact and as likely.
    """
    return (draw_word(luck, purpose, uid, day, index) + HALF_WORD) * PER_WORD


@rule
def founder_uid(j: int) -> int:
    """
    Who the j-th founder is, in every arm.

    Args:
        j: in [0, 2**32).

    Raises:
        ValueError: j is out of that range.
    """
    number = whole(j)
    if number < 0 or number >= POOL_MOST:
        raise ValueError("a founder's number must be in [0, 2**32); count the founders from 0")
    return number


@rule
def prospect_uid(channel: int, j: int) -> int:
    """
    Who the j-th of a channel's pool of prospects is, in every arm.

    Args:
        channel: in [0, 2**10).
        j: in [0, 2**32).

    Raises:
        ValueError: one of them is out of its range.
    """
    where, number = whole(channel), whole(j)
    if where < 0 or where >= CHANNELS_MOST:
        raise ValueError("a channel's number must be in [0, 2**10); count the channels from 0")
    if number < 0 or number >= POOL_MOST:
        raise ValueError("a prospect's number must be in [0, 2**32); count a channel's pool from 0")
    return PROSPECT_CLASS | where << 32 | number


@rule
def organic_uid(channel: int, day: int, j: int) -> int:
    """
    Who the j-th to come by a channel on a day is, in every arm.

    Args:
        channel: in [0, 2**10).
        day: in [0, 2**20).
        j: in [0, 2**30).

    Raises:
        ValueError: one of them is out of its range.
    """
    where, when, number = whole(channel), whole(day), whole(j)
    if where < 0 or where >= CHANNELS_MOST:
        raise ValueError("a channel's number must be in [0, 2**10); count the channels from 0")
    if when < 0 or when >= DAYS_MOST:
        raise ValueError("the day of an arrival must be in [0, 2**20); count days from the run's first")
    if number < 0 or number >= COMERS_MOST:
        raise ValueError("an arrival's number must be in [0, 2**30); count a day's arrivals from 0")
    return ORGANIC_CLASS | where << 50 | when << 30 | number


@rule
def invited_uid(luck: Luck, inviter_uid: int, j: int) -> int:
    """
    Whom a member asks at the j-th asking: 62 bits of Philox of (inviter, j) and the class bit.

    j counts askings, not admissions, so that a refusal moves nobody behind it.

    Args:
        luck: the run's luck.
        inviter_uid: the uid of the member who asks.
        j: how often they asked before, in [0, 2**32).

    Returns:
        In [2**62, 2**63). Two askings meet in one uid with chance 2**-62.
    """
    words = draw_block(luck, Purpose.INVITED_UID, inviter_uid, j, 0)
    bits = (words[0] & word(0x3FFFFFFF)) << word(32) | words[1]
    return INVITED_CLASS | whole(bits)


@rule
def allied_uid(luck: Luck, alliance: int, partner: int, uid: int) -> int:
    """
    Who a member of one community is in another that is allied with it, in every arm.

    Args:
        luck: of the community to which they come.
        alliance: number of the slot, in [0, 2**20).
        partner: number of the partner, in [0, 2**8).
        uid: who they are where they come from.

    Returns:
        In [3 * 2**60, 2**62). Two members of one partner meet in one uid with chance 2**-52.

    Raises:
        ValueError: the partner's number is out of its range.
    """
    number = whole(partner)
    if number < 0 or number >= PARTNERS_MOST:
        raise ValueError("a partner's number must be in [0, 2**8); count the partners from 0")
    words = draw_block(luck, Purpose.ALLIED_UID, uid, alliance, number)
    bits = (words[0] & word(0x000FFFFF)) << word(32) | words[1]
    return ALLIED_CLASS | number << 52 | whole(bits)
