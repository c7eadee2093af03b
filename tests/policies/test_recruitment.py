"""Campaigns, launches, rewards for bringing somebody, enrolment, first users asked one by one."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from clubsim.agents.birth import QUALITY, trait
from clubsim.agents.records import NEVER, NOBODY
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.graphs import ties_of
from clubsim.sim.levers import Bounty, Give, LeverError, Referral, Remove, Spend
from clubsim.sim.world import HANDPICKED, LAUNCH, Channel

TOWNS = Path(__file__).parents[1] / "sim" / "towns.py"


def _towns():
    spec = importlib.util.spec_from_file_location("towns", TOWNS)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


towns = _towns()
SEASONS = ("recruitment/seasons", {"places": 1000, "period": 7})
CROWD = (Channel(name="campus", pool=200, reach=0.3), Channel(name="visitors", flow=4.0))


def lived(days, policies, engine="compiled", seed=5, channels=CROWD, founders=10, **world):
    built = {slot: build(*given) for slot, given in policies.items()}
    return Community(towns.small(founders, channels, **world), built, seed=seed, engine=engine).run(days)


def spent(community, purpose):
    return [entry for entry in community.ledger.entries if entry.purpose.startswith(purpose)]


def uids(community, channel):
    p, n = community.prospects, community.n_prospects
    return set(p.uid[:n][p.channel[:n] == channel].tolist())


def members_by(community, channel):
    return np.flatnonzero(community.members.channel[: community.n_members] == channel)


ALL = {
    "seasons": SEASONS,
    "fee": ("gate/paid", {"price": 40.0}),
    "campaign": ("recruitment/campaign", {"factor": 3.0, "first_day": 3, "days": 9, "enthusiasm": -0.5}),
    "launch": ("recruitment/launch", {"people": 40, "day": 6, "cost": 2.0}),
    "reward": ("recruitment/referral", {"amount": 5.0, "fee_share": 0.5, "gain": 4.0}),
    "enrolment": (
        "recruitment/enrol",
        {"channel": "campus", "share": 0.2, "groups": 3, "density": 0.3, "first_day": 9},
    ),
    "first": ("recruitment/seed_users", {"people": 15, "screen_after": 8, "asked_by": "anybody"}),
}


def test_both_engines_give_the_same_with_all_of_them_at_work():
    one, other = (
        lived(16, ALL, engine, **towns.EVERYTHING | {"invite_rate": 0.1}) for engine in ("compiled", "objects")
    )
    assert towns.differing(one, other) == []


# Campaigns


def test_a_campaign_adds_people_to_a_flow_and_replaces_none():
    campaign = {"factor": 3.0, "channel": "visitors", "first_day": 5, "days": 10, "enthusiasm": -1.0, "cost": 2.0}
    without, worked = lived(20, {}), lived(20, {"more": ("recruitment/campaign", campaign)})
    usual, came = uids(without, 1), uids(worked, 1)
    assert usual < came
    p, n = worked.prospects, worked.n_prospects
    won = np.isin(p.uid[:n], list(came - usual))
    assert set(p.appears[:n][won].tolist()) == set(range(5, 15))
    assert 50 < won.sum() < 110  # 4 a day become 12 for ten days
    assert set(p.shift[:n][won].tolist()) == {-1.0} and set(p.shift[:n][~won].tolist()) == {0.0}
    paid = spent(worked, "campaign: visitors")
    assert sum(entry.amount for entry in paid) == 2.0 * won.sum()
    assert {(entry.giver, entry.taker) for entry in paid} == {("outside", "suppliers")}
    assert sum(entry.hours for entry in worked.ledger.entries) == 10.0


def test_a_campaign_lets_a_notice_reach_more_of_a_pool():
    campaign = ("recruitment/campaign", {"factor": 2.0, "channel": "campus", "cost": 3.0, "days": 1})
    without, worked = (lived(1, {"seasons": SEASONS} | more) for more in ({}, {"more": campaign}))
    knocked = [
        set(c.prospects.uid[: c.n_prospects][c.prospects.knocked[: c.n_prospects] == 0]) for c in (without, worked)
    ]
    assert knocked[0] < knocked[1]
    (entry,) = spent(worked, "campaign: campus")
    assert entry.amount == pytest.approx(3.0 * 200 * 0.3)
    assert not spent(lived(6, {"more": campaign}), "campaign: campus")  # no notice, nothing bought


def test_a_factor_never_reaches_anybody_twice():
    campaign = ("recruitment/campaign", {"factor": 100.0, "channel": "campus", "cost": 1.0, "days": 1})
    (entry,) = spent(lived(1, {"seasons": SEASONS, "more": campaign}), "campaign: campus")
    assert entry.amount == pytest.approx(200 * 0.7)


def test_two_campaigns_on_one_channel_multiply():
    two = {"one": ("recruitment/campaign", {"factor": 2.0}), "other": ("recruitment/campaign", {"factor": 3.0})}
    six = {"one": ("recruitment/campaign", {"factor": 6.0})}
    assert uids(lived(10, two), 1) == uids(lived(10, six), 1)


@pytest.mark.parametrize("name", ["recruitment/campaign", "recruitment/enrol", "recruitment/seed_users"])
def test_a_channel_that_is_not_there_is_refused_before_the_first_day(name):
    policy = {"more": (name, {"channel": "campuss", "from_day": 9})}
    with pytest.raises(LeverError) as refusal:
        lived(0, policy)
    assert str(refusal.value) == "slot more: unknown channel of small 'campuss'; did you mean 'campus'?"


# Launches


def test_a_launch_comes_at_once_and_fades_by_halves():
    launch = ("recruitment/launch", {"people": 3000, "day": 5, "halflife": 2.0, "enthusiasm": -1.0, "hours": 7.0})
    community = lived(40, {"wave": launch}, channels=())
    p, n = community.prospects, community.n_prospects
    assert set(p.channel[:n].tolist()) == {LAUNCH} and set(p.shift[:n].tolist()) == {-1.0}
    by_day = np.bincount(p.appears[:n], minlength=40)
    assert by_day[:5].sum() == 0 and by_day.sum() == pytest.approx(3000, rel=0.06)
    assert by_day[5] == by_day.max()
    assert by_day[7] / by_day[5] == pytest.approx(0.5, abs=0.08)
    assert sum(entry.hours for entry in community.ledger.entries) == 7.0


def test_the_days_of_a_launch_sum_to_its_people():
    launch = build("recruitment/launch", {"people": 1000, "day": 3, "halflife": 4.5})
    assert sum(launch.people_on(day) for day in range(300)) == pytest.approx(1000)
    assert launch.people_on(2) == 0.0


def test_a_launch_that_matches_worse_converts_fewer():
    """H57, M27: of the same people fewer join who care less."""
    joined = [
        lived(
            12, {"wave": ("recruitment/launch", {"people": 500, "day": 2, "enthusiasm": shift})}, channels=()
        ).n_members
        for shift in (0.0, -1.0, -2.0)
    ]
    assert joined[0] > 1.5 * joined[1] > 2 * joined[2]


def test_of_two_launches_each_brings_its_own_people():
    two = {slot: ("recruitment/launch", {"people": 50, "day": 2}) for slot in ("phone", "press")}
    community = lived(10, two, channels=())
    assert 60 < community.n_prospects < 140
    assert len(uids(community, LAUNCH)) == community.n_prospects


# A reward for who brings somebody


def test_a_reward_is_promised_and_given_for_whom_one_has_brought(morning):
    policy = build("recruitment/referral", {"amount": 10.0, "fee_share": 0.5, "gain": 2.0, "value": 3.0})
    levers = policy.act(morning(day=4, rows=[0, 1, 2], balance=100.0, brought=[0, 2, 1], brought_fees=[0, 40.0, 0.0]))
    assert levers[0] == Referral(gain=2.0)
    gift, bounty = levers[1:]
    assert isinstance(gift, Give) and gift.value == 3.0 and isinstance(bounty, Bounty)
    assert gift.rows.tolist() == bounty.rows.tolist() == [1, 2]
    assert bounty.amounts.tolist() == [40.0, 10.0]


def test_out_of_fees_no_more_is_given_than_there_is(morning):
    policy = build("recruitment/referral", {"amount": 10.0})
    _, gift, bounty = policy.act(morning(day=4, rows=[0, 1, 2], balance=25.0, brought=[1, 1, 1]))
    assert gift.rows.tolist() == [0, 1] and bounty.amounts.sum() == 20.0
    assert policy.act(morning(day=4, rows=[0, 1], balance=5.0, brought=[0, 1])) == []


def test_goods_are_bought_and_not_paid_out(morning):
    policy = build("recruitment/referral", {"amount": 10.0, "kind": "goods", "funded": "outside"})
    _, _gift, goods = policy.act(morning(day=4, rows=[0, 1], brought=[1, 0]))
    assert goods == Spend(amount=10.0, hours=0.0, purpose="goods for bringing members", funded="outside")


def test_who_heeds_rewards_brings_more_and_is_paid_for_each():
    settings = {"amount": 5.0, "gain": 4.0, "funded": "outside"}
    world = {"invite_rate": 0.05, "reward_heeders": 0.5, "join_first": 2.0, "leave_base": -30.0}
    without, paid = (
        lived(40, given, founders=60, channels=(), **world)
        for given in ({}, {"reward": ("recruitment/referral", settings)})
    )
    heeds = [c.members.heeds_reward[:60] == 1 for c in (without, paid)]
    asked = [c.members.asked[:60] for c in (without, paid)]
    assert asked[1][heeds[1]].sum() > 2.5 * asked[0][heeds[0]].sum()
    brought = int((paid.members.inviter[: paid.n_members] != NOBODY).sum() - paid.n_joined_today)
    entries = spent(paid, "rewards for bringing")
    assert sum(entry.amount for entry in entries) == 5.0 * brought
    assert {(entry.giver, entry.taker) for entry in entries} == {("outside", "members")}


def test_a_recruiter_may_keep_the_whole_fee():
    """N62: what their own recruits pay at the door is theirs."""
    policies = {
        "fee": ("gate/paid", {"price": 20.0}),
        "kept": ("recruitment/referral", {"amount": 0.0, "fee_share": 1.0, "gain": 3.0}),
    }
    community = lived(40, policies, founders=60, channels=(), invite_rate=0.1, join_first=2.0, leave_base=-30.0)
    taken = 20.0 * (community.n_members - 60 - community.n_joined_today)
    assert taken > 100 and sum(entry.amount for entry in spent(community, "rewards for bringing")) == taken


# Enrolment


def test_all_of_a_channel_are_in_whether_they_would_have_joined_or_not():
    community = lived(3, {"auto": ("recruitment/enrol", {"channel": "campus", "first_day": 1, "hours": 0.01})})
    p, n = community.prospects, community.n_prospects
    campus = p.channel[:n] == 0
    assert (p.row[:n][campus] != NOBODY).all() and campus.sum() == 200
    assert 0 < p.would_join[:n][campus].sum() < 150
    assert set(community.members.joined[p.row[:n][campus]].tolist()) == {1}
    assert (p.row[:n][~campus & (p.would_join[:n] == 0)] == NOBODY).all()
    assert sum(entry.hours for entry in spent(community, "enrolment")) == pytest.approx(2.0)


def test_enrolment_passes_every_gate_unpaid():
    policies = {"fee": ("gate/paid", {"price": 40.0}), "auto": ("recruitment/enrol", {"channel": "campus"})}
    community = lived(2, policies, channels=CROWD[:1])
    assert community.n_members == 210 and community.ledger.revenue == 0.0


def test_a_share_of_a_channel_is_the_same_people_in_a_larger_share():
    some, more = (
        lived(1, {"auto": ("recruitment/enrol", {"channel": "campus", "share": share})}) for share in (0.3, 0.6)
    )
    fewer, most = (set(c.members.uid[: c.n_members].tolist()) for c in (some, more))
    assert fewer < most and 40 < len(fewer) - 10 < 85


def test_those_of_a_group_know_each_other_as_densely_as_said():
    settings = {"channel": "campus", "groups": 4, "density": 0.2, "exchanges": 3.0}
    quiet = {"visit_mean": -10.0, "visit_sd": 0.0, "tie_days": 1e5}
    community = lived(1, {"auto": ("recruitment/enrol", settings)}, channels=CROWD[:1], founders=0, **quiet)
    partners, weights, _ = ties_of(community.members, np.arange(200))
    tied = partners != NOBODY
    assert 4 * 50 * 49 * 0.2 * 0.85 < tied.sum() < 4 * 50 * 49 * 0.2 * 1.15
    np.testing.assert_allclose(weights[tied], 3.0, rtol=1e-3)
    for row, slot in zip(*np.nonzero(tied), strict=True):
        assert row in partners[partners[row, slot]]


# First users


def chosen(by, mist=0.0, people=20, looked=200, **more):
    settings = {"channel": "campus", "people": people, "looked_at": looked, "chosen_by": by, "mist": mist} | more
    return lived(1, {"first": ("recruitment/seed_users", settings)}, channels=CROWD[:1])


def of_the_asked(community):
    p, n = community.prospects, community.n_prospects
    rows = np.flatnonzero(p.channel[:n] == HANDPICKED)
    quality = np.array([trait(community.luck, int(uid), QUALITY) for uid in p.uid[rows]])
    return p.enthusiasm[rows], quality


def test_the_best_are_asked_as_far_as_one_can_see_them():
    care, _ = of_the_asked(chosen("care"))
    p = chosen("care").prospects
    assert care.size == 20
    np.testing.assert_array_equal(np.sort(care), np.sort(p.enthusiasm[:200])[-20:])
    _, quality = of_the_asked(chosen("quality"))
    _, misty = of_the_asked(chosen("quality", mist=2.0))
    _, lucky = of_the_asked(chosen("luck"))
    assert quality.mean() > 1.3 and quality.mean() > misty.mean() + 0.4 and abs(lucky.mean()) < 0.6


def test_only_those_looked_at_can_be_asked():
    care, _ = of_the_asked(chosen("care", people=20, looked=20))
    lucky, _ = of_the_asked(chosen("luck", people=20, looked=20))
    np.testing.assert_array_equal(np.sort(care), np.sort(lucky))


def test_who_is_asked_has_a_tie_to_who_asked_and_takes_the_operators_time():
    community = chosen("care", look_hours=0.1, ask_hours=1.0)
    rows, m = members_by(community, HANDPICKED), community.members
    assert 0 < rows.size <= 20
    assert set(m.inviter[rows].tolist()) == {0}
    assert (ties_of(m, rows)[0] == 0).any(axis=1).all()
    assert sum(entry.hours for entry in spent(community, "asking")) == pytest.approx(200 * 0.1 + 20)


def test_anybody_may_do_the_asking():
    community = chosen("care", asked_by="anybody")
    assert len(set(community.members.inviter[members_by(community, HANDPICKED)].tolist())) > 3


def test_persuasion_adds_people_and_loses_none():
    shy, bold = (chosen("luck", people=100, persuasion=persuasion) for persuasion in (0.0, 2.0))
    ones, others = (set(c.members.uid[members_by(c, HANDPICKED)].tolist()) for c in (shy, bold))
    assert ones < others


def test_the_silent_of_the_chosen_are_screened_out_again(morning):
    policy = build("recruitment/seed_users", {"people": 5, "screen_after": 30, "screen_messages": 3, "day": 2})
    four = {"rows": [0, 1, 2, 3], "channel": [HANDPICKED, HANDPICKED, 0, HANDPICKED], "tenure": [30, 30, 30, 4]}
    (remove,) = policy.act(morning(day=32, messages=[2, 3, 0, 0], **four))
    assert isinstance(remove, Remove) and remove.rows.tolist() == [0]
    assert policy.act(morning(day=31, messages=[2, 3, 0, 0], **four)) == []


def test_asking_may_take_several_days(morning):
    policy = build("recruitment/seed_users", {"people": 10, "days": 4, "day": 2, "looked_at": 21, "screen_after": 9})
    levers = {day: policy.act(morning(day=day)) for day in range(30)}
    asked = [lever for day in range(9) for lever in levers[day]]
    assert [each.people for each in asked] == [2, 3, 2, 3] and sum(each.looked for each in asked) == 21
    assert [day for day, found in levers.items() if any(isinstance(each, Remove) for each in found)] == [11, 12, 13, 14]
    community = chosen("luck", people=60, days=3)
    assert (community.prospects.channel[: community.n_prospects] == HANDPICKED).sum() == 20


def test_too_few_to_look_at_is_refused():
    with pytest.raises(ValueError, match=r"looked_at must be at least people, not 5; write 10 or more$"):
        build("recruitment/seed_users", {"people": 10, "looked_at": 5})


def test_screening_takes_only_silent_first_users_out_of_a_run():
    settings = {"channel": "campus", "people": 60, "screen_after": 10, "screen_messages": 2}
    community = lived(12, {"first": ("recruitment/seed_users", settings)})
    m = community.members
    out = np.flatnonzero((m.left[: community.n_members] == 10) & (m.reason[: community.n_members] == 3))
    assert out.size > 0 and set(m.channel[out].tolist()) == {HANDPICKED}
    assert (
        m.all_messages[members_by(community, HANDPICKED)][m.left[members_by(community, HANDPICKED)] == NEVER] >= 1
    ).all()
