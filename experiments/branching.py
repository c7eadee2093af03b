"""
Runs that begin together and part: a study's warm-up is run once a seed, under its control, and every arm goes on from
there. The arms have the same people, the same past and the same luck, and differ by what is done from that day on.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from clubsim.experiments.keys import keys_of
from clubsim.experiments.running import Task, community_of
from clubsim.experiments.side_by_side import side_by_side
from clubsim.experiments.study import Study
from clubsim.sim.archive import ArchiveError, read_archive
from clubsim.sim.community import Community
from clubsim.sim.snapshots import hand_over, save

FOLDER = "snapshots"  # in a study's folder
SUFFIX = ".clubsim"


def branched(study: Study, tasks: Sequence[Task], folder: Path, quiet: bool) -> list[Task]:
    """
    The tasks, each with the file of its warm-up, if the study branches; else as they are.

    Warm-ups that are not in the folder yet are run first and kept there. A file's name says what it was made of, so a
    study that is run again finds it. Dask's workers have no such folder and live through the warm-up in each run.
    """
    if study.branch_at is None or study.where.dask:
        return list(tasks)
    shared = [before_the_branch(task) for task in tasks]
    files = [folder / FOLDER / f"{key}{SUFFIX}" for key in keys_of(shared)]
    missing = {file: task for file, task in zip(files, shared, strict=True) if not is_whole(file)}
    if missing:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        side_by_side(live_through, [(task, file) for file, task in missing.items()], study.where.workers, quiet)
    return [kept_in(task, file) for task, file in zip(tasks, files, strict=True)]


def kept_in(task: Task, file: Path) -> Task:
    """The task with the file that its warm-up is kept in."""
    return task if task.warm_up is None else replace(task, warm_up=replace(task.warm_up, file=file))


def before_the_branch(task: Task) -> Task:
    """The run that ends with a task's warm-up; the same for every arm of a seed."""
    if task.warm_up is None:
        raise ValueError(f"the task of arm {task.arm} has no warm-up")
    return replace(
        task,
        arm="",
        policies=task.warm_up.policies,
        days=task.warm_up.day,
        read_off_day=task.warm_up.day - 1,
        window=(0, 0),
        detail=False,
        keep_admissions=False,
        warm_up=None,
    )


def live_through(given: tuple[Task, Path]) -> None:
    """Run a warm-up and write the community of its last evening into a file."""
    task, file = given
    save(community_of(task).run(task.days), file, note={"made_of": file.stem})


def is_whole(path: Path) -> bool:
    """Whether a file is there and fits its own checksum; one that was damaged is made anew."""
    try:
        return path.is_file() and read_archive(path)[0]["note"]["made_of"] == path.stem
    except (ArchiveError, OSError, KeyError, TypeError):
        return False


def on_morning(study: Study, task: Task, day: int, **others: Any) -> Community:
    """
    The community of a task on the morning of a day, before which it lived under the control up to the branch, if the
    study branches.

    Args:
        others: as for `community_of`.
    """
    branch = study.branch_at
    if branch is None:
        return community_of(task, **others).run(day)
    before = community_of(replace(task, policies=study.arms[study.control].policies, warm_up=None), **others)
    return go_on(before.run(min(day, branch)), study, task, day)


def go_on(community: Community, study: Study, task: Task, day: int) -> Community:
    """The community on a later morning; at the branch it is handed over to the task's arm."""
    branch = study.branch_at
    if branch is not None and community.day <= branch <= day:
        community.run(branch - community.day)
        hand_over(community, task.policies)
    return community.run(day - community.day)
