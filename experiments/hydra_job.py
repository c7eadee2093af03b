"""
A study as a job of Hydra's, for who has launchers, sweepers and habits of their own:

    python -m clubsim.experiments.hydra_job experiment=operations_club policies.gate.price=199
    python -m clubsim.experiments.hydra_job -m experiment=operations_club policies.gate.price=99,199 days=120 seeds=4
    python -m clubsim.experiments.hydra_job experiment=operations_club arm=no_cull headline=weekly_speakers
    python -m clubsim.experiments.hydra_job experiment=operations_club --cfg job
    python -m clubsim.experiments.hydra_job --config-dir my_configs experiment=mine    # my_configs/experiment/mine.yaml

`clubsim-hydra` is the same command, and the one that a shell completes: eval "$(clubsim-hydra -sc install=bash)".

One job is one study, or one arm of it, and its seeds run inside; arms are merged by our own code after Hydra has
composed. Results stand in the job's folder. A job returns the mean of `headline`, so that a sweeper can optimise it.

Hydra itself is the user's to configure here. A config that came from somebody else is refused what a study file is
refused: in --config-dir, what stands under experiment, scenario and policy may neither configure Hydra nor call
anything.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.errors import CompactHydraException
from omegaconf import DictConfig, OmegaConf

from clubsim.experiments.composing import CONFIGS, MOST_CHARACTERS, add_installed, read_yaml, refuse_unsafe
from clubsim.experiments.errors import StudyError
from clubsim.experiments.overrides import STUDY_KEYS, Override, override_of, parsed_override, plain
from clubsim.experiments.study import Study, template_of
from clubsim.experiments.sweeping import check_outcomes

OURS = ("experiment", "scenario", "policy")  # groups whose files are studies, or parts of one
CONFIG_FOLDER = ("--config-dir", "-cd", "--config-path", "-cp")
SEARCH_PATH = "hydra.searchpath"


@hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="job")
def job(config: DictConfig) -> float:
    """Run the study that was composed. Returns the mean of the headline outcome, NaN where it has none."""
    try:
        return carried_out(config, HydraConfig.get().overrides.task, Path(HydraConfig.get().runtime.output_dir))
    except StudyError as error:
        raise CompactHydraException(f"clubsim: {error}") from None


def carried_out(config: DictConfig, texts: Sequence[str], folder: Path) -> float:
    """
    Run a composed study into a folder.

    Args:
        texts: Hydra's overrides of this job, which are already in the config.

    Raises:
        StudyError: a config that is no study, or holds what no study may.
    """
    from clubsim.experiments.compare import compare_study

    tree: dict[str, Any] = OmegaConf.to_container(config, resolve=False)  # type: ignore[assignment]
    arm, headline = tree.pop("arm", None), tree.pop("headline", None)
    check_outcomes([str(headline)])
    study = study_of(tree, texts)
    if arm is None:
        compare_study(study, folder, as_json=False, quiet=True)
        means = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))["arms"][study.control]
        mean = means[headline]["mean"]
        return float("nan") if mean is None else float(mean)
    return run_arm(study, study.arm(arm).name, str(headline), folder)


def study_of(tree: dict[str, Any], texts: Sequence[str]) -> Study:
    """The study of a tree that Hydra composed; raises StudyError."""
    if not tree.get("arms"):
        raise StudyError("no study is named; write experiment=NAME, for example experiment=operations_club")
    refuse_unsafe(tree, "the study")
    name = str(HydraConfig.get().runtime.choices.get("experiment") or "study") if HydraConfig.initialized() else "study"
    return template_of(name, tree).study(list(values_among(texts)))


def values_among(texts: Sequence[str]) -> Iterator[Override]:
    """
    Those of Hydra's overrides that set a value of a study. They are in its tree already and change nothing by being
    applied again, but what no arm sees is found, and a run that is cut short is read off on its last day.
    """
    for text in texts:
        parsed = parsed_override(text)
        changes = not parsed.is_delete() and not parsed.is_add() and not parsed.is_force_add()
        first, *rest = parsed.key_or_group.split(".")
        if changes and "/" not in text.partition("=")[0] and first in STUDY_KEYS and (first != "scenario" or rest):
            yield override_of(parsed, plain(parsed.value()), text)


def run_arm(study: Study, arm: str, headline: str, folder: Path) -> float:
    """One arm on every seed, into a folder: the table of runs, what they amount to, what made them."""
    from clubsim.experiments.compare import OWN, task_of
    from clubsim.experiments.comparison import arm_summary
    from clubsim.experiments.folders import folder_of
    from clubsim.experiments.points import POINT, run_points
    from clubsim.experiments.printing import NOTHING
    from clubsim.experiments.results import provenance, write_json, write_table, write_whole

    alone = replace(study, arms={arm: study.arms[arm]}, control=arm, ensemble=None, decompose=(), hinges=())
    with folder_of(alone, "arm", folder, {"arm": arm}):
        tasks = [task_of(alone, arm, OWN, seed) for seed in alone.seeds]
        runs = run_points(tasks, folder, alone.where, quiet=True).rename({POINT: "set"})
        summary = arm_summary(runs)
        write_table(folder / "runs.parquet", runs)
        write_whole(folder / "summary.csv", summary.write_csv)
        write_json(folder / "provenance.json", {**provenance(alone), "arm": arm})
    mean = dict(summary.select("outcome", "mean").iter_rows())[headline]
    print(f"arm {arm}: {headline} {NOTHING if mean is None else format(mean, '.6g')}, files in {folder}")
    return float("nan") if mean is None else float(mean)


def refuse_strange(arguments: Sequence[str]) -> None:
    """
    Raises StudyError if a folder of configs that is named holds a study, a scenario or a policy's settings that
    configures Hydra or calls anything: Hydra would do it while it composes, before a job sees the config.
    """
    for folder in folders_named(arguments):
        files = [file for group in OURS for file in sorted((folder / group).rglob("*.yaml"))]
        for file in files:
            if file.stat().st_size > 4 * MOST_CHARACTERS:
                raise StudyError(f"{file} is no study: it has more than {4 * MOST_CHARACTERS:,} bytes")
            refuse_unsafe(read_yaml(file), str(file))


def folders_named(arguments: Sequence[str]) -> list[Path]:
    """The folders that --config-dir, --config-path and hydra.searchpath name among a command's arguments."""
    found = []
    for place, argument in enumerate(arguments):
        option, _, value = argument.partition("=")
        if option in CONFIG_FOLDER:
            found.append(Path(value or (arguments[place + 1] if place + 1 < len(arguments) else ".")))
        elif option.lstrip("+") == SEARCH_PATH:
            places = parsed_override(argument).value()
            for text in places if isinstance(places, list) else [places]:
                found.append(Path(str(text).removeprefix("file://")))
    return [folder for folder in found if folder.is_dir()]


def main() -> None:
    """The module's command: Hydra's own, once what came from elsewhere has been looked at."""
    try:
        refuse_strange(sys.argv[1:])
        add_installed()
    except StudyError as error:
        print(f"clubsim: {error}", file=sys.stderr)
        sys.exit(2)
    job()


if __name__ == "__main__":
    main()
