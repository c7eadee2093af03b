"""Days as bits: bit 0 of a set is the latest day, bit 63 the day 63 days before."""

from clubsim.agents.arithmetic import rule, whole, word

ALL_BITS = 0xFFFFFFFFFFFFFFFF
LAST_28_DAYS = 0xFFFFFFF


@rule
def days_of(visits: int, visited: int) -> int:
    """The bit set of days with a visit, a day later: bit 0 is today, bit 63 drops out."""
    return (word(visits) << word(1) | word(visited)) & word(ALL_BITS)


@rule
def came_within(visits: int, days: int) -> bool:
    """Whether one of the latest `days` bits of a 64-bit word is set; more than 64 are all, 0 or fewer are none."""
    if days <= 0:
        return False
    return word(visits) << word(64 - min(days, 64)) & word(ALL_BITS) != word(0)


@rule
def bits_set(days: int) -> int:
    """How many bits of a 64-bit word are set, by adding neighbours: 0 .. 64."""
    pairs = word(days) - (word(days) >> word(1) & word(0x5555555555555555))
    fours = (pairs & word(0x3333333333333333)) + (pairs >> word(2) & word(0x3333333333333333))
    eights = fours + (fours >> word(4)) & word(0x0F0F0F0F0F0F0F0F)
    return whole((eights * word(0x0101010101010101) & word(ALL_BITS)) >> word(56))
