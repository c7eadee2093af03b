"""`clubsim run`: one arm on one seed, with everything that happened written down."""

import json
from pathlib import Path
from typing import Any

from clubsim.agents.member import Member
from clubsim.experiments.branching import SUFFIX, go_on, on_morning
from clubsim.experiments.compare import task_of
from clubsim.experiments.compiling import compile_first
from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import folder_of
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.results import provenance, write_json, write_table, write_whole
from clubsim.experiments.running import Result, Task, cohorts_of, lifetime, members_of, outcomes_of
from clubsim.experiments.study import Study
from clubsim.experiments.tidy import daily_table, events_table, ledger_table, members_table
from clubsim.sim.community import Community
from clubsim.sim.snapshots import SnapshotError, save


def run_once(
    study: Study,
    arm: str,
    seed: int,
    out: Path | None,
    as_json: bool,
    quiet: bool,
    own_member: type[Member] | None = None,
    snapshot_at: int | None = None,
    threads: int = 1,
) -> int:
    """
    Run one arm on one seed; write daily counts, members, the event log and the graph, and print the outcomes.

    Args:
        own_member: a subclass of Member to try another behaviour with, under engine=objects.
        threads: in which members act where each writes the own row only.
        snapshot_at: the day on whose morning the community is written into a file; `study.days` for the end.

    Returns:
        The exit code, 0.
    """
    if study.engine == "compiled":
        compile_first(quiet)
    task = task_of(study, arm, -1, seed)
    with folder_of(study, "run", out, {"arm": arm, "seed": seed}) as folder:
        community = on_morning(study, task, 0, events=True, member_class=own_member or Member)
        community.threads = threads
        for day in sorted({study.read_off_day + 1, study.days, *(() if snapshot_at is None else (snapshot_at,))}):
            go_on(community, study, task, day)
            if day == snapshot_at:
                write_snapshot(study, arm, community, folder)
            if day == study.read_off_day + 1:
                outcomes = outcomes_of(community, study.window)
        outcomes["lifetime"] = lifetime(community.counters.series("weekly_speakers"))
        write_run(folder, result_of(task, community, outcomes), community)
        write_json(folder / "provenance.json", {**provenance(study), "arm": arm, "seed": seed})
    show(arm, seed, outcomes, folder, as_json)
    return 0


def result_of(task: Task, community: Community, outcomes: dict[str, float]) -> Result:
    """All that a run came to."""
    return Result(
        task_key=(task.arm, task.set, task.seed),
        outcomes=outcomes,
        daily=community.counters.daily,
        members=members_of(community),
        cohorts=cohorts_of(community),
    )


def write_snapshot(study: Study, arm: str, community: Community, folder: Path) -> Path:
    """The community of this morning as a file in the run's folder, with its arm's policies as plain settings."""
    now = arm if study.branch_at is None or community.day >= study.branch_at else study.control
    said = {"study": study.name, "arm": now}
    try:
        return save(community, folder / f"day_{community.day}{SUFFIX}", study.resolved["arms"][now], said)
    except SnapshotError as error:
        raise StudyError(str(error)) from None


def write_run(folder: Path, result: Result, community: Any) -> None:
    """Daily counts, members, events and the ledger as Parquet, the social graph of the last day as GraphML."""
    import networkx as nx

    tables = {
        "daily": daily_table([result]),
        "members": members_table([result]),
        "events": events_table(community.events.columns()),
        "ledger": ledger_table(community.ledger.entries),
    }
    for name, table in tables.items():
        write_table(folder / f"{name}.parquet", table)
    write_whole(folder / "graph.graphml", lambda file: nx.write_graphml(community.graph(), file))


def show(arm: str, seed: int, outcomes: dict[str, float], folder: Path, as_json: bool) -> None:
    """The outcomes on stdout."""
    values = {name: (None if outcomes[name] != outcomes[name] else outcomes[name]) for name in OUTCOMES}
    if as_json:
        print(json.dumps({"arm": arm, "seed": seed, "outcomes": values, "folder": str(folder)}, indent=2))
        return
    print(f"arm {arm}, seed {seed}")
    for name, value in values.items():
        outcome = OUTCOMES[name]
        print(f"  {outcome.label:<42} {'–' if value is None else f'{value:,.2f}':>12} {outcome.unit}")
    print(f"files in {folder}")
