"""What the tests of agents/ share: a few members' columns to try one act on, and the surroundings of a day."""

from types import SimpleNamespace

import numpy as np
import pytest

from clubsim.agents.luck import luck_of
from clubsim.agents.parameters import world_of
from clubsim.agents.records import NEVER, NO_LIMIT, NOBODY, Count, Feed, Members, Prospects, Today, allocate

QUIET = Today(
    day=10,
    weekend=0,
    midweek=0,
    silence=0.0,
    tie_keep=0.5,
    recovery=0.5,
    mix=np.ones(4),
    signal=np.zeros(4),
    noise=0.0,
    room_signal=np.zeros((0, 4)),
    room_noise=np.zeros(0),
    room_topics=np.zeros((0, 4)),
    room_shown=np.zeros(0),
    room_chatter=np.zeros(0),
    group_share=0.0,
    archive=0.0,
    culture=1.0,
    clarity=0.0,
    unreached=1.0,
    founder=0.0,
    price=0.0,
    term=0,
    dear=0.0,
    toil=0.0,
    trial_days=0,
    trial_messages=0,
    trial_check_ins=0,
    invitations=NO_LIMIT,
    invitation_days=0,
    referral=0.0,
    event=0,
    event_topic=0,
    event_appeal=1.0,
    event_hour=20.0,
    event_notice=0,
    event_slot=0,
    prize=0.0,
    meeting=0,
    meeting_topic=0,
    meeting_notice=0,
    meeting_quality=0.0,
    meeting_exchange=0.0,
    guests=np.zeros(0, np.int64),
    goals=np.zeros(0, np.int64),
    goal_gains=np.zeros(0),
    packets=0,
    looked_through=0.0,
    hides_noise=0.0,
    hides_off_topic=0.0,
    hides_others=0.0,
    main_topic=NOBODY,
    mute_from=0.0,
    mute_until=0.0,
    harsh=0.0,
    sorted=0.0,
    least_interest=0.0,
    promised=0.0,
    answer_after=0.0,
    helpers=np.zeros(0, np.int64),
    answers_each=0,
    quota=0,
    announced=0,
    executed=0,
    either=0,
    newcomers=0,
    grace=0,
    need_messages=0,
    need_check_ins=0,
    quota_first=0,
    quota_last=0,
    deadline=0,
    warned=0.0,
)


def stage(n=4, slots=3, seed=7, world=None, today=None, room=64, **columns):
    """
    Members with equal interests and no ties, an empty feed, a quiet day: `members, feed, world, today, luck` as an act
    takes them, by name and as `.acting`.

    world, today: what differs from the defaults; room: for threads, messages and due messages; columns: of the
    members, broadcast over rows.
    """
    world = world_of(**(world or {}))
    members = allocate(Members, {"N": n, "K": world.topics, "S": slots, "Q": 4, "L": 1})
    members.uid[:] = np.arange(n) + 100
    members.left[:] = members.last_visit[:] = members.last_message[:] = NEVER
    members.stepped_down[:] = NEVER
    members.interests[:] = 1 / world.topics
    members.halflife[:] = 20.0
    members.tie_row[:] = members.inviter[:] = members.introduced[:] = members.group[:] = NOBODY
    members.tied[:], members.tie_count[:] = np.arange(n) + 1, n  # the ties of a member stand in their own row
    members.paid_until[:] = members.trial_until[:] = NEVER
    members.trust[:] = members.told[:] = members.quality[:] = 1.0
    members.motives[:] = 0.25
    for name, values in columns.items():
        getattr(members, name)[...] = values
    scene = SimpleNamespace(
        members=members,
        feed=allocate(Feed, {"T": room, "M": room, "H": room, "R": 0, "L": 1, "C": len(Count)}),
        world=world,
        today=QUIET._replace(**(today or {})),
        luck=luck_of(seed),
    )
    scene.acting = (members, scene.feed, world, scene.today, scene.luck)
    return scene


@pytest.fixture(name="stage", scope="session")
def stage_fixture():
    return stage


@pytest.fixture
def out_there():
    """Prospects of the given uids, by default with reach 1 and who would all join."""

    def make(n, **columns):
        prospects = allocate(Prospects, {"P": n})
        prospects.uid[:] = np.arange(n) + 500
        prospects.reach[:] = 1.0
        prospects.would_join[:] = 1
        prospects.knocked[:] = NEVER
        prospects.row[:] = prospects.inviter[:] = NOBODY
        for name, values in columns.items():
            getattr(prospects, name)[:] = values
        return prospects

    return make
