"""What is found side by side is what is found one by one; here both are plain Python."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clubsim.agents.abreast import AT_ONCE, count_until, draw_abreast
from clubsim.agents.finding import last_at_or_before
from clubsim.agents.luck import Purpose, draw, luck_of

HOURS = st.sampled_from([-700.0, -3.5, 0.0, 7.25, 7.25, 23.75]) | st.floats(-720, 24)


@given(st.lists(HOURS, max_size=70), st.lists(HOURS, min_size=AT_ONCE, max_size=AT_ONCE), st.integers(0, 3))
def test_a_search_for_several_hours_finds_what_each_alone_finds(opened, points, spare):
    hours = np.array([*sorted(opened), *[0.0] * spare])
    if hours.shape[0] == 0:
        return
    counts = [-5] * AT_ONCE
    count_until(hours, len(opened), points, counts)
    assert counts == [1 + last_at_or_before(hours, len(opened), point) for point in points]


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1), st.integers(0, 1000), st.integers(0, 2**22))
def test_the_draws_of_a_block_are_those_of_its_indices(seed, uid, day, block):
    luck, points = luck_of(seed), [0.0] * AT_ONCE
    draw_abreast(luck, Purpose.TARGET, uid, day, AT_ONCE * block, points)
    assert points == [draw(luck, Purpose.TARGET, uid, day, AT_ONCE * block + lane) for lane in range(AT_ONCE)]
