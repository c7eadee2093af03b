"""Twins of what a message needs most: threads that are noticed and partners are looked at side by side."""

from typing import Any

from clubsim.agents.arithmetic import (
    QUANTILE_TAIL,
    act,
    exp,
    log,
    middle_quantile,
    normal_quantile,
    quotient,
    whole,
    wide,
    word,
)
from clubsim.agents.birth import around_the_clock
from clubsim.agents.due import push
from clubsim.agents.finding import (
    LOOKS,
    age_attended,
    is_own,
    match_of,
    thread_noticed,
    thread_weight,
    weight_to_anybody,
)
from clubsim.agents.luck import HALF_WORD, PER_WORD, Luck, Purpose, draw, draw_block, draw_word
from clubsim.agents.moderating import notices
from clubsim.agents.posting import MIDNIGHT, plan
from clubsim.agents.records import NOBODY, Count
from clubsim.agents.rooming import has_rooms, nearest_in_room
from clubsim.agents.ties import OF_A_PARTNER, slots_at, some_partner, ties_at
from clubsim.agents.twins import LANES, all_lanes, row_of_numbers, row_of_places, twin_of

AT_ONCE = 4  # threads that are looked up at once, for as many draws come out of one Philox block


@act
def draw_abreast(luck: Luck, purpose: int, uid: int, day: int, first: int, points: Any, lane: int = 0) -> None:
    """The draws of the indices first ... first + AT_ONCE - 1, a multiple of AT_ONCE, from a lane of `points` on."""
    one, two, three, four = draw_block(luck, purpose, uid, day, first >> 2)
    points[lane] = (whole(one) + HALF_WORD) * PER_WORD
    points[lane + 1] = (whole(two) + HALF_WORD) * PER_WORD
    points[lane + 2] = (whole(three) + HALF_WORD) * PER_WORD
    points[lane + 3] = (whole(four) + HALF_WORD) * PER_WORD


@act
def count_until(hours: Any, size: int, points: Any, counts: Any) -> None:
    """
    How many of `size` ascending hours are <= each of AT_ONCE points.

    A count's digits to the base 4 are found from the highest on, each by adding 1 for each of three hours that are not
    later: nothing branches on what is compared, half of which would be guessed wrong, and nine times is waited for
    memory where halves would wait eighteen times.
    """
    bits = 0
    while size >> bits > 0:
        bits += 2
    for lane in range(AT_ONCE):
        counts[lane] = 0
    while bits > 0:
        bits -= 2
        for lane in range(AT_ONCE):
            digit = 0
            for tried in range(1, 4):
                count = (4 * int(counts[lane]) + tried) << bits
                last = word(min(count, size) - 1)
                digit += int(count <= size) & int(wide(hours[last]) <= wide(points[lane]))
            counts[lane] = 4 * int(counts[lane]) + digit


@act
def nearest_threads(feed: Any, hours: Any, places: Any) -> None:
    """`nearest_thread` of AT_ONCE hours."""
    if has_rooms(feed):
        room = int(feed.counts[Count.NOW_ROOM])
        for lane in range(AT_ONCE):
            places[lane] = nearest_in_room(feed, room, wide(hours[lane]))
        return
    size = int(feed.counts[Count.THREADS])
    count_until(feed.thread_hour, size, hours, places)
    for lane in range(AT_ONCE):
        after = int(places[lane])
        late, early = min(after, size - 1), max(after - 1, 0)
        hour = wide(hours[lane])
        is_after = wide(feed.thread_hour[late]) - hour < hour - wide(feed.thread_hour[early])
        places[lane] = late if is_after else early


@act
def weigh_abreast(i: int, places: Any, members: Any, feed: Any, world: Any, weights: Any) -> None:
    """`thread_weight` of AT_ONCE threads for member i."""
    starters_replies, replies, matches = row_of_places(), row_of_places(), row_of_numbers()
    for lane in range(AT_ONCE, LANES):
        starters_replies[lane], replies[lane], matches[lane] = 0, 0, 0.0
    for lane in range(AT_ONCE):
        place = max(int(places[lane]), 0)
        starters_replies[lane] = int(members.all_replies[int(feed.thread_starter[place])])
        replies[lane] = int(feed.thread_replies[place])
        matches[lane] = match_of(i, place, members, feed, world)
    for lane in range(all_lanes()):
        weights[lane] = weight_to_anybody(int(starters_replies[lane]), int(replies[lane]), wide(matches[lane]), world)
    if world.status_above > 0.0 or world.status_below > 0.0:
        own = int(members.all_replies[i])
        for lane in range(AT_ONCE):
            theirs = int(starters_replies[lane])
            weights[lane] = thread_weight(theirs, int(replies[lane]), wide(matches[lane]), own, world)


@twin_of(thread_noticed)
@act
def thread_noticed_abreast(
    i: int, first_draw: int, hour: float, members: Any, feed: Any, world: Any, today: Any, luck: Luck
) -> int:
    """The twin of `thread_noticed`: AT_ONCE threads are looked up and weighed side by side."""
    uid = int(members.uid[i])
    points, chances, weights, places = row_of_numbers(), row_of_numbers(), row_of_numbers(), row_of_places()
    for lane in range(LANES):
        points[lane] = 0.5
    chosen = NOBODY
    whole_weight = 0.0
    looks = world.candidates
    scale, shape = world.attention_scale, world.attention_shape
    begin = 0
    if int(feed.counts[Count.THREADS]) == 0:
        return NOBODY
    while begin < looks and begin < world.candidates * LOOKS:
        draw_abreast(luck, Purpose.TARGET, uid, today.day, first_draw + begin, points)
        draw_abreast(luck, Purpose.ACCEPT, uid, today.day, first_draw + begin, chances)
        for lane in range(all_lanes()):
            age = age_attended(wide(points[lane]), scale, shape)
            points[lane] = hour - age
        nearest_threads(feed, points, places)
        weigh_abreast(i, places, members, feed, world, weights)
        for lane in range(AT_ONCE):
            place = int(places[lane])
            if begin + lane >= looks or place == NOBODY or is_own(i, place, feed):
                continue
            shown = notices(i, place, members, feed, world, today)
            if shown <= 0.0:
                looks = min(looks + 1, world.candidates * LOOKS)
                continue
            weight = wide(weights[lane]) * shown
            whole_weight += weight
            if wide(chances[lane]) * whole_weight < weight:
                chosen = place
        begin += AT_ONCE
    return chosen


@twin_of(some_partner)
@act
def some_partner_abreast(i: int, members: Any, uid: int, day: int, index: int, luck: Luck) -> int:
    """The twin of `some_partner`: LANES ties are looked at side by side."""
    at = ties_at(i, members)
    slots = slots_at(at, members)
    waits, weights, uids = row_of_numbers(), row_of_numbers(), row_of_places()
    chosen = NOBODY
    least = 0.0
    choice = draw_word(luck, Purpose.PARTNER, uid, day, index)
    for begin in range(0, slots, LANES):
        for lane in range(LANES):
            slot = min(begin + lane, slots - 1)
            partner = int(members.tie_row[at, slot])
            uids[lane] = int(members.uid[max(partner, 0)])
            weights[lane] = wide(members.tie_weight[at, slot]) if partner != NOBODY else 0.0
        for lane in range(LANES):
            point = draw(luck, Purpose.PARTNER, int(uids[lane]), choice, OF_A_PARTNER)
            weight = wide(weights[lane])
            waits[lane] = quotient(-log(point), weight if weight > 0.0 else 1.0)
        for lane in range(min(LANES, slots - begin)):
            if wide(weights[lane]) > 0.0 and (chosen == NOBODY or wide(waits[lane]) < least):
                chosen = int(members.tie_row[at, begin + lane])
                least = wide(waits[lane])
    return chosen


@twin_of(plan)
@act
def plan_abreast(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """The twin of `plan`: gaps and hours of LANES messages are found side by side."""
    uid, hour, planned = int(members.uid[i]), wide(members.hour[i]), int(members.planned[i])
    first_day = int(members.joined[i]) == today.day
    sittings, points, normals, gaps = row_of_numbers(), row_of_numbers(), row_of_numbers(), row_of_numbers()
    for begin in range(0, planned, LANES):
        for lane in range(0, LANES, AT_ONCE):
            draw_abreast(luck, Purpose.SESSION, uid, today.day, begin + lane, sittings, lane)
            draw_abreast(luck, Purpose.GAP, uid, today.day, begin + lane, points, lane)
        for lane in range(all_lanes()):
            normals[lane] = middle_quantile(wide(points[lane]))
        for lane in range(LANES):
            if not QUANTILE_TAIL <= wide(points[lane]) <= 1.0 - QUANTILE_TAIL:
                normals[lane] = normal_quantile(wide(points[lane]))
        for lane in range(all_lanes()):
            gaps[lane] = world.session_gap * exp(world.session_gap_sd * wide(normals[lane]))
        for lane in range(min(LANES, planned - begin)):
            if begin + lane > 0 and (first_day or wide(sittings[lane]) < world.session_share):
                hour += wide(gaps[lane])
            elif begin + lane > 0:
                hour = around_the_clock(wide(members.usual_hour[i]) + world.hour_sd * wide(normals[lane]))
            if hour < MIDNIGHT:
                push(feed, hour, i, uid, NOBODY, NOBODY)
