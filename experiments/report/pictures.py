"""The figures of a report: the same as in the study's folder, drawn from its tables to stand in the page."""

from __future__ import annotations

from clubsim.experiments.figures.of_a_comparison import compared_in, figures_of
from clubsim.experiments.figures.style import alternative_text, figure_as_svg
from clubsim.experiments.kept import Kept
from clubsim.experiments.report.parts import Picture
from clubsim.experiments.wording import say


def captions() -> dict[str, str]:
    """What stands under each figure, by its name."""
    return {
        "weekly_speakers": say("Distinct members who wrote in the last seven days, day by day."),
        "headcount": say("Members in the group, the silent ones too."),
        "life_cycle": say("Weekly speakers with the stages of the community's life, read off the mean of all seeds."),
        "retention": say("Of those admitted, the share who came in each week since they joined; the gone count."),
        "survival": say("Share of members still in the group by days since they joined (Kaplan–Meier)."),
        "cohorts": say("Of each cohort of the control, the share who came in each week since they joined."),
        "power_users": say("Of those in the group, how many days of the last 28 they came."),
        "growth": say("Who came each week: new, stayed, came back; below zero, who did not come any more."),
        "funnel": say("From those who knocked to those who are active in the end, per 1,000 who knocked."),
        "forest": say("Each arm less the control: bars that do not touch the line at 0 are told from luck."),
        "segments": say("Change of active days by kind of members, picked in the control's run and in the arm's."),
        "ranking": say("In how many of the sets of assumptions one arm beats another."),
        "tornado": say("How far each assumption alone moves the main difference, the widest first."),
        "hinges": say("The main difference, with one assumption at a time moved over its plausible range."),
        "novelty": say("How fast the place grows old for a member, by this study's numbers."),
    }


def pictures(kept: Kept) -> dict[str, Picture]:
    """Every figure of the comparison that has something to show, by name."""
    under = captions()
    return {
        name: Picture(name, figure_as_svg(figure), alternative_text(figure), under[name])
        for name, figure in figures_of(compared_in(kept))
    }
