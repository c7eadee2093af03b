"""The moderation experiment: its settings, its arms and its table."""

from clubsim.experiments.ren_kraut import ACCEPT, STYLES, Seen, Task, settings, simulate, table


def test_three_breadths_and_three_volumes_share_the_middle():
    assert list(settings()) == ["middle of both", "narrow breadth", "broad breadth", "low volume", "high volume"]


def test_the_styles_differ_from_one_another_in_what_is_shown():
    tasks = [Task(setting="middle of both", style=style, changes={}, seed=3, days=20) for style in STYLES]
    none, community, personalised = (simulate(task) for task in tasks)
    assert none.shown == none.posts and personalised.shown == personalised.posts
    assert 0 < community.shown < community.posts
    assert len({one.posts for one in (none, community, personalised)}) == 3


def test_the_table_says_what_lies_inside():
    posts = {"none": 10.0, "community": 9.0, "personalised": 13.0}
    rest = {"setting": "middle of both", "seed": 0, "logins": 0.2, "information": 0.3, "bonds": 0.1}
    seen = [Seen(style=style, posts=number, shown=number, **rest) for style, number in posts.items()]
    lines = table(seen).splitlines()[1:4]
    assert [line.split()[6] for line in lines] == ["1.30", "1.44", "0.90"]
    assert all("inside" in line for line in lines) and len(ACCEPT) == 3
    assert "outside" in table([*seen[:2], Seen(style="personalised", posts=30.0, shown=30.0, **rest)])
