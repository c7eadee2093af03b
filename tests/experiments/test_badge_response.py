"""V40: of those who earn a badge .05 to .30 did anything else for it than they would have; and that can fail."""

from dataclasses import replace

import pytest

from clubsim.experiments import badge_response
from clubsim.experiments.badge_response import ACCEPT, WINDOW, Earner, measured, share, table


@pytest.fixture(scope="module")
def earners():
    return measured(seed=5, days=80, workers=1, quiet=True)


def test_as_many_respond_as_in_the_band(earners):
    low, high = ACCEPT
    assert len(earners) > 40
    assert low <= share([one.written != one.own for one in earners]) <= high


def test_who_responds_heeds_rewards_and_writes_more_as_a_rule(earners):
    responded = [one for one in earners if one.written != one.own]
    assert all(one.heeds for one in responded)
    assert sum(one.written - one.own for one in responded) / len(responded) > 1


def test_without_the_badge_others_differ_too(earners):
    """So the plain difference of two runs would count as response what is none."""
    assert share([one.written != one.no_badge for one in earners if not one.heeds]) > 0


def test_a_badge_that_nobody_strives_for_moves_nobody(monkeypatch):
    monkeypatch.setattr(badge_response, "BADGE", replace(badge_response.BADGE, gain=0.0))
    earners = measured(seed=5, days=60, workers=1, quiet=True)
    assert earners and not any(one.written != one.own for one in earners)


def test_the_table_says_what_lies_inside():
    one = Earner(uid=1, day=40, heeds=False, written=9, own=9, no_badge=9)
    other = replace(one, uid=2, heeds=True, written=12)
    assert "responded: 0.250, inside" in table({0: [one, one, one, other]})
    assert "responded: 0.500, outside" in table({0: [one, other]})


def test_a_wrong_length_is_refused(capsys):
    with pytest.raises(SystemExit):
        badge_response.main(["--days", str(WINDOW)])
    assert f"--days {WINDOW + 1} or more" in capsys.readouterr().err
