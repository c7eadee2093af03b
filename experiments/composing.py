"""
From the name or the path of a study to one plain tree of its config, by Hydra; imports it only when called.

What a stranger's file may do is little: name what is shipped and set values. It can neither configure Hydra, nor call a
resolver such as `${oc.env:HOME}`, nor name anything to import.
"""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from clubsim.agents.parameters import unknown
from clubsim.experiments.errors import StudyError, one_line

CONFIGS = Path(__file__).resolve().parent.parent / "configs"
MOST_CHARACTERS = 250_000  # of a file
MOST_VALUES = 10_000  # of a study
MOST_WORDS = 500  # of what a parser says [character]
LARGEST = 10**300
INSTANTIATION = ("_target_", "_recursive_", "_convert_", "_partial_", "_args_")
PLAIN = re.compile(r"\$\{\s*[A-Za-z_][\w.]*\s*\}")  # such as ${reading.needed}: no call, nothing relative
ALSO_HYDRA = (
    AssertionError,
    AttributeError,
    RecursionError,
    TypeError,
    ValueError,
)  # what else it raises at a wrong defaults list
FROM_FILE = "__file__"  # the name under which Hydra knows a study that came by its path


def names(group: str) -> list[str]:
    """The configs of a group, such as "experiment" or "policy/gate", in which installed policies stand too."""
    family = group.removeprefix("policy/")
    installed = [name.rpartition("/") for name in policies_without_file()] if family != group else []
    return sorted(
        [
            *(file.stem for file in (CONFIGS / group).glob("*.yaml")),
            *(word for of, _, word in installed if of == family),
        ]
    )


def policies_without_file() -> list[str]:
    """
    The registered policies for which no YAML is shipped: those of installed packages.

    Raises:
        StudyError: a package's policies cannot be loaded.
    """
    from clubsim.policies.registry import registered

    try:
        return [name for name in registered() if not (CONFIGS / "policy" / f"{name}.yaml").is_file()]
    except ValueError as error:
        raise StudyError(str(error)) from None


def is_path(name: str) -> bool:
    """Whether a study is given by the path of its file and not by its name."""
    return name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name


def compose_study(name: str, scenario: str | None) -> dict[str, Any]:
    """
    The config of a study as a plain tree, its `${...}` not yet filled in.

    Args:
        name: a name in configs/experiment, or the path of a user's own file of that shape.
        scenario: the scenario to take instead of the study's own.

    Raises:
        StudyError: no such study, scenario or policy setting, or a file that may not be read.
    """
    if scenario is not None and scenario not in names("scenario"):
        raise StudyError(unknown("scenario", scenario, names("scenario")))
    if is_path(name):
        return _composed(FROM_FILE, scenario, _user_file(Path(name)))
    if name not in names("experiment"):
        beside = f", or the path of a file: {name}.yaml is here" if Path(f"{name}.yaml").is_file() else ""
        raise StudyError(unknown("experiment", name, names("experiment")) + beside)
    return deepcopy(_shipped(name, scenario))


@cache  # what is shipped does not change while a process lives
def _shipped(name: str, scenario: str | None) -> dict[str, Any]:
    return _composed(name, scenario, None)


def _user_file(path: Path) -> dict[str, Any]:
    """A user's study file, read without Hydra and refused if it does more than name and set."""
    tree = read_yaml(path)
    if not isinstance(tree, dict):
        raise StudyError(f"{path} is not a study: it should be a mapping with arms and control")
    refuse_unsafe(tree, str(path))
    return {**tree, "defaults": [_beside(entry) for entry in tree.get("defaults") or []]}


def _beside(entry: Any) -> Any:
    """`/experiment: NAME` as Hydra wants it said by a config that stands in for an experiment itself: `NAME`."""
    if isinstance(entry, Mapping):
        for group, name in entry.items():
            if str(group).lstrip("/") == "experiment" and name in names("experiment"):
                return name
    return entry


def read_yaml(path: Path) -> Any:
    """
    What a YAML file says, as plain values; a tag that would make an object is an error, and so is a file that is, or
    that its anchors would make, larger than any study.
    """
    import yaml
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(MOST_CHARACTERS + 1)
        if len(text) > MOST_CHARACTERS:
            raise StudyError(f"{path} is no study: it has more than {MOST_CHARACTERS:,} characters")
        if len(text) > MOST_VALUES or ("&" in text and "*" in text):
            _refuse_bomb(yaml.compose(text, Loader=yaml.SafeLoader), path)
        return OmegaConf.to_container(OmegaConf.load(StringIO(text)), resolve=False)
    except FileNotFoundError:
        raise StudyError(f"there is no file {path}; shipped studies are {', '.join(names('experiment'))}") from None
    except StudyError:
        raise
    except RecursionError:
        raise StudyError(f"{path} cannot be read as YAML: its brackets go too deep") from None
    except (OSError, ValueError, yaml.YAMLError, OmegaConfBaseException) as error:
        words = one_line(str(error)).replace('"<file>", ', "")
        raise StudyError(f"{path} cannot be read as YAML: {words[:MOST_WORDS]}") from None


def _refuse_bomb(root: Any, path: Path) -> None:
    """Raises StudyError if a YAML node with its anchors written out holds more values than any study, or itself."""
    ahead, values = [root], 0
    while ahead:
        node, values = ahead.pop(), values + 1
        if values > MOST_VALUES:
            raise StudyError(f"{path} is no study: it holds, or its anchors make, more than {MOST_VALUES:,} values")
        if node is not None and not isinstance(node.value, str):
            ahead.extend(part for entry in node.value for part in (entry if isinstance(entry, tuple) else (entry,)))


def refuse_unsafe(tree: Any, where: str) -> None:
    """
    Raises StudyError if a tree of plain values configures Hydra, names something to call, or has a `${...}` that is
    more than the path of another value. `where` is what the sentence blames.
    """
    if isinstance(tree, Mapping):
        for key, entry in tree.items():
            _refuse_key(str(key), where)
            if key == "defaults":
                _refuse_defaults(entry, where)
            refuse_unsafe(entry, where)
    elif isinstance(tree, list | tuple):
        for entry in tree:
            refuse_unsafe(entry, where)
    elif isinstance(tree, str):
        _refuse_text(tree, where)
    elif isinstance(tree, int) and abs(tree) > LARGEST:
        raise StudyError(f"{where} has a number of {tree.bit_length():,} bits; no number of a study is that large")


def _refuse_key(key: str, where: str) -> None:
    _refuse_text(key, where)
    if "hydra" in re.split(r"[\s./@]", key):
        raise StudyError(f"{where} may not configure Hydra: take out {key!r}")
    if key in INSTANTIATION:
        raise StudyError(f"{where} may not contain {key!r}: write policy: with the name of a registered policy")


def _refuse_text(text: str, where: str) -> None:
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        raise StudyError(f"{where} may not contain {text!r}: take out what cannot be printed")
    if "${" in text and not PLAIN.fullmatch(text.strip()):
        raise StudyError(
            f"{where} may not contain {text!r}: only the path of another value may stand in ${{...}}, "
            "such as ${reading.needed}"
        )


def _refuse_defaults(entries: Any, where: str) -> None:
    """The list of configs that a study is made of: a list of shipped ones, and nothing of Hydra's or from elsewhere."""
    if not isinstance(entries, list):
        raise StudyError(f"{where}: defaults is a list; write for example - override /scenario: operations_club")
    for entry in entries:
        names_one = isinstance(entry, str) or (isinstance(entry, Mapping) and len(entry) == 1)
        texts = [entry] if isinstance(entry, str) else [*entry.keys(), *entry.values()] if names_one else []
        if not names_one or any(text is not None and not isinstance(text, str) for text in texts):
            raise StudyError(f"{where}: {entry!r} is no entry of defaults; write /policy/gate@policies.gate: paid")
        for text in filter(None, texts):
            _refuse_key(text, where)
            if ".." in text or "\\" in text or ":" in text or FROM_FILE in text or _begins_at_root(entry, text):
                raise StudyError(f"{where}: defaults can only name what is shipped, not {text!r}")


def _begins_at_root(entry: Any, text: str) -> bool:
    """A config's name, unlike its group's, that is a path from the root, such as /etc/passwd."""
    return text.startswith("/") and (isinstance(entry, str) or text in entry.values())


def _composed(name: str, scenario: str | None, own: dict[str, Any] | None) -> dict[str, Any]:
    """One compose. `own` is a user's study, given to Hydra from memory."""
    from hydra import compose, initialize_config_dir
    from hydra.core.config_store import ConfigStore
    from hydra.errors import HydraException, MissingConfigException
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    add_installed()
    if own is not None:
        ConfigStore.instance().store(group="experiment", name=name, node=own, package="_global_")
    overrides = [f"experiment={name}"] + ([f"scenario={scenario}"] if scenario else [])
    try:
        with initialize_config_dir(version_base="1.3", config_dir=str(CONFIGS)):
            composed = compose(config_name="config", overrides=overrides)
        tree: dict[str, Any] = OmegaConf.to_container(composed, resolve=False)  # type: ignore[assignment]
    except MissingConfigException as error:
        raise StudyError(_missing(error)) from None
    except (HydraException, OmegaConfBaseException, *ALSO_HYDRA) as error:
        words = one_line(str(error)).removeprefix(f"In 'experiment/{FROM_FILE}': ")
        raise StudyError(f"the study cannot be composed: {words}") from None
    refuse_unsafe(tree, "the study")
    return tree


def add_installed() -> None:
    """Let Hydra compose the policies of installed packages, which have no file."""
    from hydra.core.config_store import ConfigStore

    for policy in policies_without_file():
        family, _, word = policy.rpartition("/")
        ConfigStore.instance().store(group=f"policy/{family}", name=word, node={"policy": policy})


def _missing(error: Any) -> str:
    """Hydra prints a missing config with the whole list on many lines; here the nearest name on one."""
    group, _, missing = str(error.missing_cfg_file or "").strip("/").rpartition("/")
    if not group or not names(group):
        return f"defaults can only name what is shipped, and there is no {group}/{missing}"
    return unknown(group.split("/")[-1], missing, names(group))


def filled_in(tree: dict[str, Any]) -> dict[str, Any]:
    """The same tree with every `${path}` replaced by the value that stands there."""
    _refuse_growth(tree)
    try:
        filled: dict[str, Any] = _filled(tree, tree)
    except LookupError:
        raise StudyError(f"a value in ${{...}} cannot be filled in: {_why_not_filled(tree)}") from None
    return filled


def _filled(value: Any, tree: dict[str, Any]) -> Any:
    """A copy of a part of the tree with its references filled in, a tenth of OmegaConf's time for the same values."""
    if isinstance(value, Mapping):
        return {key: _filled(entry, tree) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(entry, tree) for entry in value]
    if isinstance(value, str) and PLAIN.fullmatch(value.strip()):
        return _filled(_at(tree, value.strip()[2:-1].strip()), tree)
    return value


def _why_not_filled(tree: dict[str, Any]) -> str:
    """OmegaConf's words for a reference to nothing."""
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    try:
        OmegaConf.to_container(OmegaConf.create(tree), resolve=True)
    except OmegaConfBaseException as error:
        return one_line(str(error))
    return "nothing stands there"


def _refuse_growth(tree: dict[str, Any]) -> None:
    """Raises StudyError if a tree with every `${path}` filled in would hold more values than any study, or itself."""
    ahead: list[Any] = [tree]
    values = 0
    while ahead:
        value, values = ahead.pop(), values + 1
        if values > MOST_VALUES:
            raise StudyError(
                f"the study's ${{...}} go round in a circle or make more than {MOST_VALUES:,} values of it"
            )
        if isinstance(value, Mapping):
            ahead.extend(value.values())
        elif isinstance(value, list | tuple):
            ahead.extend(value)
        elif isinstance(value, str) and PLAIN.fullmatch(value.strip()):
            with suppress(LookupError):  # a reference to nothing is told where it is filled in
                ahead.append(_at(tree, value.strip()[2:-1].strip()))


def _at(tree: Any, path: str) -> Any:
    """What stands at a path of a tree. Raises LookupError where nothing does."""
    for key in path.split("."):
        if isinstance(tree, list) and key.isdecimal():
            tree = tree[int(key)]
        elif isinstance(tree, Mapping):
            tree = tree[key]
        else:
            raise LookupError(path)
    return tree
