"""
What the pages' blocks are run as: the one place where anything is made smaller, prepared, or left out, with the reason.

A test says so when an entry no longer meets any block. The tutorials are run as they stand.
"""

from dataclasses import dataclass

AS_IT_STANDS = "docs/tutorials/"  # pages whose commands nothing is changed in, and whose outputs are compared

# Put behind every study command of the other pages, in the place of what the line itself says of the same keys.
SMALL = {"days": "126", "seeds": "2", "scale": "0.1", "ensemble": "null", "hinges": "null"}
STUDIES = ("compare", "sweep", "phase", "optimise", "screen", "sensitivity", "report")

# The figures of a comparison that are drawn, by the beginning of the page: those that it shows or names. No other is,
# since tests/experiments/test_figures.py draws them all.
DRAWN = {AS_IT_STANDS: {"weekly_speakers"}, "docs/how_to/draw_figures_again.md": {"forest"}}


@dataclass(frozen=True)
class Form:
    """On a page, `old` is run as `new`, and why."""

    page: str
    old: str
    new: str
    why: str


@dataclass(frozen=True)
class Left:
    """On a page, commands that begin so, or the `whole` block that does, are not run, and why."""

    page: str
    begins: str
    why: str
    whole: bool = False


@dataclass(frozen=True)
class Program:
    """A program of this repository: what is put behind its arguments, or that it is only imported, and why."""

    small: str = ""
    imported_only: bool = False
    why: str = "it takes minutes"


SOME = "fewer of the same do"
ONE_ARM = "clubsim sweep operations_club --arm as_described"
SCREEN = "clubsim screen operations_club --ranges ranges.yaml --trajectories 6"

FORMS = (
    Form("README.md", "clubsim sweep operations_club", ONE_ARM, SOME),
    Form("README.md", "clubsim report operations_club", "clubsim report class_group", "two arms do"),
    Form("docs/report.md", "clubsim report operations_club", "clubsim report class_group", "two arms do"),
    Form("docs/start.md", "clubsim report operations_club", "clubsim report class_group", "two arms do"),
    Form("docs/statistics.md", "operations_club until", "class_group until", "two arms do, on twenty seeds"),
    Form("README.md", "clubsim screen operations_club", SCREEN, SOME),
    Form(
        "README.md",
        "--from-screening DIR",
        "--parameters world.visit_mean,world.dropout_a --cost",
        "docs/sensitivity.md does",
    ),
    Form("README.md", "--maximise revenue", "--maximise revenue --trials 4", SOME),
    Form("README.md", "until_halfwidth=0.012", "until_halfwidth=null", "docs/statistics.md has the same"),
    Form(
        "docs/statistics.md", "until_halfwidth=0.012", "until_halfwidth=0.012 until.at_most=20", "it asks for hundreds"
    ),
    Form("docs/statistics.md", "until.at_most=100", "until.at_most=20", "as above"),
    Form("docs/clusters.md", "engine=dask cluster=tcp://127.0.0.1:PORT", "", "no scheduler is there"),
    Form("docs/clusters.md", "engine=dask cluster=tls://10.0.0.5:8786", "", "no scheduler is there"),
    Form("docs/clusters.md", "import warm_up; warm_up()", "import warm_up", "it would compile for a minute"),
    Form("docs/sensitivity.md", "clubsim screen operations_club", SCREEN, SOME),
    Form("docs/sensitivity.md", "--top 6", "--top 2", "few are tried"),
    Form("docs/sensitivity.md", "--points 64", "--points 8", SOME),
    Form("docs/optimisation.md", "--against never_a_fee", "--against never_a_fee --trials 8", SOME),
    Form("docs/sweeps.md", "clubsim sweep operations_club", ONE_ARM, SOME),
    Form("docs/sweeps.md", "--points 64", "--points 4", SOME),
    Form("docs/sweeps.md", "range(10,111,20)", "range(10,111,100)", SOME),
    Form("docs/sweeps.md", "number_processes=2", "number_processes=1", "processes import this one's main module"),
)

SLURM, KUBERNETES = "there is no SLURM here", "there is no Kubernetes here"
LEFT = (
    Left("docs/clusters.md", "dask ", "starts a server that does not end"),
    Left("docs/clusters.md", "export ", "sets what this process reads when it starts"),
    Left("docs/clusters.md", "T=--tls", "a server that does not end, with certificates that are not here"),
    Left("docs/clusters.md", "#!/bin/bash\n#SBATCH", SLURM, whole=True),
    Left("docs/clusters.md", "import subprocess\n\nfrom dask_jobqueue", SLURM, whole=True),
    Left("docs/clusters.md", "import subprocess\n\nfrom dask_kubernetes", KUBERNETES, whole=True),
    Left("docs/clusters.md", "helm install", KUBERNETES),
    Left("docs/clusters.md", "pip install dask-kubernetes", KUBERNETES),
    Left(
        "docs/sweeps.md", "clubsim-hydra", "tests/experiments/test_hydra_job.py runs it, each in a process of its own"
    ),
    Left("docs/sweeps.md", "eval ", "for an interactive shell"),
)

PROGRAMS = {
    "clubsim.experiments.ren_kraut": Program(small="--seeds 1 --days 3 --workers 1 --quiet"),
    "clubsim.experiments.newcomer_answer": Program(
        small="--seeds 1 --days 10 --workers 1 --quiet --community mailing_list"
    ),
    "clubsim.experiments.cull_dial": Program(small="--help", why="one seed takes 13 s"),
    "clubsim.experiments.paywall": Program(small="--seeds 1 --workers 1 --quiet"),
    "clubsim.experiments.badge_response": Program(small="--seeds 1 --days 60 --workers 1 --quiet"),
    "clubsim.experiments.gift_contagion": Program(small="--seeds 1 --days 40 --workers 1 --quiet"),
    "clubsim.experiments.johnson": Program(small="--seeds 2 --days 30 --workers 1 --quiet"),
    "clubsim.experiments.coverage": Program(small="--quick"),
    "clubsim.experiments.calibration": Program(
        small="--help", why="it fits for an hour; tests/experiments/test_calibration.py does it small"
    ),
    "clubsim.experiments.policies_page": Program(
        imported_only=True, why="it writes docs/policies.md; tests/experiments/test_policies_page.py compares"
    ),
    "benchmarks/memory.py": Program(small="--help", why="it writes docs/memory.md"),
    "benchmarks/pairing.py": Program(imported_only=True, why="it takes minutes and no options"),
}

# What a page takes for granted: files that its reader has by then.
PREPARED = {
    "README.md": """
        clubsim run operations_club --seed 7 --snapshot-at 120 --quiet --out club
        cp club/day_120.clubsim day_120.clubsim
        cp club/events.parquet events.parquet
        cp configs/experiment/free_group.yaml my_study.yaml
        cp tests/experiments/importing/samples/chatlab.json chat.json
        clubsim compare class_group --quiet --out results/NAME
        cp tests/docs/ranges.yaml ranges.yaml
    """,
    "docs/sensitivity.md": "cp tests/docs/ranges.yaml ranges.yaml",
    "docs/sweeps.md": "cp tests/docs/points.csv points.csv",
    "docs/results.md": "clubsim compare operations_club --quiet --out results/club",
}

# Blocks of Python that are a module: the page says so in the sentence before.
MODULES = {"CONTRIBUTING.md": (('@register("reward/thanks")', "clubsim.policies.thanks"),)}
