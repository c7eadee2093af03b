"""
A sweep written down, as configs/sweep/*.yaml or a file of one's own:

    study: operations_club              # a name in configs/experiment, or the path of a study
    overrides: [days=120, seeds=5]      # as on the command line
    sets:                               # whole choices of policies, in the place of the study's own
      none: {}
      fee: {gate: paid}
      fee_and_cull: {gate: paid, cull: quota}
    keep: [recruitment]                 # slots of the study that every set has too
    control: none                       # the set to compare with, else the first
    sweep:                              # values as on the command line, or lists
      gate.price: [50, 100, 200]
      world.visit_cap: range(0.7,0.95,0.05)
    design: grid                        # or lhs, sobol
    points: null                        # of lhs and sobol
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clubsim.experiments.axes import Axis, listed, read_part
from clubsim.experiments.composing import CONFIGS, is_path, names, read_yaml, refuse_unsafe
from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import known_keys, mapping, shown, whole, word
from clubsim.experiments.overrides import parsed_override
from clubsim.experiments.sweeping import Part, Sets

KEYS = ("study", "overrides", "sets", "keep", "control", "sweep", "design", "points", "question")


@dataclass(frozen=True, kw_only=True)
class SweepFile:
    """What such a file says."""

    study: str
    parts: tuple[Part, ...]
    sets: Sets | None
    design: str
    points: int | None


def sweep_file(name: str) -> SweepFile | None:
    """
    The sweep of that name or path, None if it is the name or path of a study.

    Raises:
        StudyError: a file that may not be read, or is no sweep.
    """
    if not is_path(name):
        path = CONFIGS / "sweep" / f"{name}.yaml"
        return _read(path, _tree(path)) if name in names("sweep") else None
    tree = _tree(Path(name))
    return _read(Path(name), tree) if isinstance(tree, Mapping) and "study" in tree else None


def _tree(path: Path) -> Any:
    tree = read_yaml(path)
    refuse_unsafe(tree, str(path))
    return tree


def _read(path: Path, tree: Mapping[str, Any]) -> SweepFile:
    known_keys(f"key of {path.name}", tree, KEYS)
    study = tree.get("study")
    if not isinstance(study, str):
        raise StudyError(f"{path.name}: study names a study, not {shown(study)}; write study: operations_club")
    points = tree.get("points")
    return SweepFile(
        study=_beside(path, study),
        parts=(*_overrides(path, tree.get("overrides")), *_axes(path, tree.get("sweep"))),
        sets=_sets(path, tree),
        design=str(tree.get("design") or "grid"),
        points=None if points is None else whole(f"{path.name}: points", points, 2, 10_000, 64),
    )


def _beside(path: Path, study: str) -> str:
    """A study's path as seen from the file that names it."""
    return str(path.parent / study) if is_path(study) and not Path(study).is_absolute() else study


def _overrides(path: Path, given: Any) -> list[Part]:
    texts = [] if given is None else given
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise StudyError(f"{path.name}: overrides is a list of such as days=120, not {shown(given)}")
    return [read_part(text) for text in texts]


def _axes(path: Path, given: Any) -> list[Axis]:
    axes = []
    for key, value in mapping(f"{path.name}: sweep", given, "{gate.price: [99, 199]}").items():
        if isinstance(value, list):
            axes.append(listed(parsed_override(f"{key}=0"), value, f"{key}={value}"))
            continue
        part = read_part(f"{key}={value}") if isinstance(value, str) else None
        if not isinstance(part, Axis):
            raise StudyError(f"{path.name}: {key} is a list or several values, not {shown(value)}; write [99, 199]")
        axes.append(part)
    return axes


def _sets(path: Path, tree: Mapping[str, Any]) -> Sets | None:
    sets = mapping(f"{path.name}: sets", tree.get("sets"), "{none: {}, fee: {gate: paid}}")
    control, keep = tree.get("control"), tree.get("keep") or []
    if not sets and (control is not None or keep):
        raise StudyError(
            f"{path.name}: control and keep are about sets, and there are none; write control=ARM under overrides"
        )
    if not isinstance(keep, list) or not all(isinstance(slot, str) for slot in keep):
        raise StudyError(f"{path.name}: keep is a list of slots, not {shown(keep)}; write [recruitment]")
    if not sets:
        return None
    arms = {name: mapping(f"{path.name}: set {name}", slots, "{gate: paid}") for name, slots in sets.items()}
    chosen = next(iter(arms)) if control is None else word(f"{path.name}: control", control, arms)
    return Sets(arms=arms, control=chosen, keep=tuple(keep))
