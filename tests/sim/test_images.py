"""Images of records: read as the record says, laid down anew for another one, refused if not as declared."""

from datetime import date

import numba
import numpy as np
import pytest
from numba.core.errors import TypingError

from clubsim.agents.records import Members, Today
from clubsim.sim.community import Community
from clubsim.sim.images import IMPRINTS, Image, kind_of, read_members, read_today, read_world
from clubsim.sim.world import Scenario


@pytest.fixture(scope="module")
def community():
    return Community(Scenario(name="images", start=date(2016, 2, 15), founders=7), seed=2).run(3)


@pytest.mark.parametrize("name", ["members", "prospects", "feed", "world", "today"])
def test_the_declaration_gives_the_type_that_the_compiler_finds(community, name):
    record = getattr(community, name)
    assert kind_of(type(record)) == numba.typeof(record)


@numba.njit
def look(members_at, world_at, today_at, row):
    members, world, today = read_members(members_at), read_world(world_at), read_today(today_at)
    return members.uid[row], members.interests[row, 1], members.tie_row.shape, world.visit_cap, today.day, today.mix[0]


def test_an_image_has_the_fields_of_the_record(community):
    c = community
    members, world, today = (Image(IMPRINTS[type(record)]) for record in (c.members, c.world, c.today))
    found = look(members.of(c.members), world.of(c.world), today.of(c.today), 3)
    m = c.members
    assert found == (m.uid[3], m.interests[3, 1], m.tie_row.shape, c.world.visit_cap, c.today.day, c.today.mix[0])


def test_another_record_gets_an_image_in_the_same_place(community):
    c = community
    members, world, today = (Image(IMPRINTS[type(record)]) for record in (c.members, c.world, c.today))
    first = today.of(c.today)
    later = c.today._replace(day=c.today.day + 40, mix=np.full(4, 0.25))
    assert today.of(later) == first
    assert look(members.of(c.members), world.of(c.world), today.of(later), 0)[4:] == (c.today.day + 40, 0.25)


@pytest.mark.parametrize(
    ("record", "field", "wrong"),
    [
        (Today, "price", 5),
        (Today, "day", 5.0),
        (Today, "mix", np.zeros(4, dtype=np.float32)),
        (Today, "goals", np.zeros((2, 2), dtype=np.int64)[:, 0]),
        (Members, "uid", np.zeros(7)),
    ],
)
def test_a_record_that_is_not_as_declared_is_refused(community, record, field, wrong):
    whole = community.today if record is Today else community.members
    with pytest.raises(TypingError, match=f"a {record.__name__} is not as its declaration says: {field} is"):
        Image(IMPRINTS[record]).of(whole._replace(**{field: wrong}))
    assert len(IMPRINTS[record].signatures) == 1
