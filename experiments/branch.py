"""`clubsim branch`: a saved community goes on for some days under each of several choices, with the same luck."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from clubsim.experiments.arms import built, check_names, complete, merged
from clubsim.experiments.compare import OWN, check_arms, show, tables_of, write_all
from clubsim.experiments.comparison import compare
from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import RUNS, folder_of
from clubsim.experiments.overrides import STUDY_KEYS, apply, check_seen, read_override
from clubsim.experiments.runner import carry_out_all, tell
from clubsim.experiments.running import Task
from clubsim.experiments.store import Store
from clubsim.experiments.study import MOST_DAYS, RESERVED, USUAL_WINDOW, Arm, Study, load_study
from clubsim.experiments.where import Where
from clubsim.sim.community import Community
from clubsim.sim.engine import ENGINES
from clubsim.sim.snapshots import About, SnapshotError, about, hand_over, load
from clubsim.sim.world import Scenario

AS_IT_IS, CHANGED = "as_it_is", "changed"
# What a study says that the saved community has settled, or that --days does.
SETTLED = (
    *("scenario", "world", "ensemble", "seeds", "first_seed", "scale"),
    *("days", "read_off", "branch_at", "decompose", "hinges"),
)
ONE_LUCK = (
    "one community with one luck, so n = 1 and no interval can be given: whatever this luck does it does in every arm; "
    "for a spread over lucks give branch_at to a study with several seeds"
)


def branch_study(file: Path, words: Sequence[str], days: int) -> Study:
    """
    What is compared: the arms of a study, or the saved community as it is and as overrides of its policies make it.

    Args:
        file: of a saved community.
        words: the name of a study and overrides of it; or overrides of the policies that the file names.
        days: for which it goes on.

    Raises:
        StudyError: no such file, one that cannot go on, or arms that cannot be.
    """
    if not 1 <= days <= MOST_DAYS:
        raise StudyError(f"--days is a whole number from 1 to {MOST_DAYS}, not {days}; write for example --days 90")
    named = bool(words) and not is_override(words[0])
    refuse_settled(file, words[1:] if named else words)
    try:
        said = about(file)
        community = load(file, {})
        study = study_named(words, said) if named else study_of_policies(words, said, file, community.scenario)
        for arm in study.arms.values():
            hand_over(community, arm.policies)
    except SnapshotError as error:
        raise StudyError(str(error)) from None
    except ValueError as error:  # of an arm: no such channel, or what the vessel does not allow
        raise StudyError(str(error)) from None
    return going_on(study, community, file, days)


def is_override(word: str) -> bool:
    """Whether a word on the command line changes something, and is no study's name."""
    return "=" in word or word.startswith(("+", "~"))


def refuse_settled(file: Path, overrides: Sequence[str]) -> None:
    """Raises StudyError at an override of what the saved community has settled."""
    for text in overrides:
        first = read_override(text).path[0]
        if first in SETTLED:
            instead = "--days N says for how long it goes on" if first == "days" else "only its policies can be others"
            raise StudyError(f"{text!r}: {file} is a community with its scenario, seed and day; {instead}")


def study_named(words: Sequence[str], said: About) -> Study:
    """The study of that name, whose arms are taken; what it says of another scenario is left aside."""
    study = load_study(words[0], words[1:])
    other = study.scenario.name != said.scenario
    note = f"the arms are those of {study.name}, which is about {study.scenario.name}; the community is {said.scenario}"
    notes = [*(note for note in study.notes if note.startswith("arm ")), *([note] if other else [])]
    return replace(study, notes=tuple(notes))


def study_of_policies(words: Sequence[str], said: About, file: Path, scenario: Scenario) -> Study:
    """As it is, against as the overrides make it."""
    unsaid = [slot for slot, settings in said.policies.items() if not isinstance(settings, Mapping)]
    if unsaid:
        raise StudyError(f"{file} does not say the settings of its slot {unsaid[0]}; name a study whose arms are taken")
    given = [read_override(text) for text in words]
    for override in given:
        if override.path[0] in STUDY_KEYS and override.path[0] != "policies":
            raise StudyError(f"{override.text!r} is no policy of the saved community; {slots_of(said)}")
    check_names({AS_IT_IS: said.policies}, RESERVED)
    tree = {"policies": dict(said.policies), "arms": {CHANGED: {}}}
    apply(tree, given)
    now = {slot: complete(f"slot {slot}", settings) for slot, settings in said.policies.items()}
    slots = {AS_IT_IS: now}
    if given:
        slots[CHANGED] = merged(tree["policies"], CHANGED, {})
        check_seen(tree, {CHANGED: slots[CHANGED]}, given)
        check_names({CHANGED: tree["policies"]}, RESERVED)
    return Study(
        name=f"branch-{file.name.partition('.')[0]}",
        question="What if from tomorrow on?",
        scenario=scenario,
        days=1,
        seeds=(said.seed,),
        arms={arm: Arm(name=arm, policies=built(arm, policies)) for arm, policies in slots.items()},
        control=AS_IT_IS,
        engine=said.engine if said.engine in ENGINES else "compiled",
        where=Where(workers=2),
        ensemble=None,
        read_off_day=0,
        window=(0, 0),
        resolved={"arms": slots, "control": AS_IT_IS},
        overrides=tuple(words),
    )


def slots_of(said: About) -> str:
    """What can be changed, in words."""
    return f"its slots are {', '.join(said.policies)}" if said.policies else "it has none; +SLOT=POLICY adds one"


def going_on(study: Study, community: Community, file: Path, days: int) -> Study:
    """The study as one of the saved community: its scenario, its seed, its days and `days` more."""
    day, last = community.day, community.day + days - 1
    saved = {
        "file": file.name,
        "digest": blake2b(file.read_bytes(), digest_size=16).hexdigest(),
        "scenario": community.scenario.name,
        "seed": community.luck.seed,
        "day": day,
    }
    gone = [key for key in SETTLED if key in study.resolved]
    resolved = {key: value for key, value in study.resolved.items() if key not in gone}
    begins = max(day, last - USUAL_WINDOW + 1)
    notes = [
        f"branched on day {day} from {file.name}; days are counted from its day 0, members on the evening of day {last}"
        f" and means over days {begins} to {last}",
        ONE_LUCK,
    ]
    return replace(
        study,
        scenario=replace(community.scenario, reported={}),
        seeds=(community.luck.seed,),
        ensemble=None,
        decompose=(),
        hinges=(),
        branch_at=day,
        days=last + 1,
        read_off_day=last,
        window=(begins, last),
        resolved={
            **resolved,
            "snapshot": saved,
            "days": last + 1,
            "read_off": {"day": last, "window": [begins, last]},
        },
        notes=(*notes, *study.notes),
    )


def branch_community(
    study: Study, file: Path, out: Path | None, as_json: bool, quiet: bool, retry_failed: bool = False
) -> int:
    """
    Let the saved community go on under every arm; print, draw and write the comparison.

    Returns:
        The exit code: 0, or 1 if some runs have no result.
    """
    tasks = [task_from(study, arm, file) for arm in study.arms]
    with folder_of(study, "branch", out) as folder:
        store = Store(folder / RUNS, repair=True)
        report = carry_out_all(tasks, store, study.where, quiet, retry_failed)
        tables = tables_of(store, tasks)
        check_arms(study, tables["runs"], report)
        tell(report)
        comparison = compare(tables["runs"], study.control, {})
        written = write_all(study, comparison, tables, folder)
    show(study, comparison, None, folder, written, as_json)
    return 1 if report.without_result else 0


def task_from(study: Study, arm: str, file: Path) -> Task:
    """An arm's run, which begins where the file ends."""
    return Task(
        arm=arm,
        policies=study.arms[arm].policies,
        scenario=study.scenario,
        set=OWN,
        seed=study.seeds[0],
        days=study.days,
        read_off_day=study.read_off_day,
        window=study.window,
        engine=study.engine,
        snapshot=file,
    )
