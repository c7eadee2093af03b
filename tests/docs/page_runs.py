"""Somebody who tries a page: its blocks in order, in one folder, with one Python namespace and one results folder."""

import ast
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import page_forms as forms
import page_programs as programs
import yaml
from page_blocks import COMMANDS, Block, Command, commands_of

from clubsim.experiments.arms import built, complete
from clubsim.experiments.cli import main
from clubsim.experiments.composing import CONFIGS, read_yaml
from clubsim.experiments.study import load_study

STUDY = """\
# @package _global_
defaults: [override /scenario: operations_club, _self_]
control: as_it_is
arms: {as_it_is: {}}
ensemble: null
"""

WITHOUT_COMMENTS = (".csv", ".json")  # files whose name stands on the page only
SHOWN = 12  # lines of an output, in a failure


@dataclass
class Reader:
    """
    Somebody who tries a page.

    folder: where everything is written; names: what Python blocks have defined; said: what the last block printed.
    """

    page: str
    folder: Path
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    said: str = ""

    def carry_out(self, block: Block) -> None:
        """
        Run, write, check or compare a block, by its language.

        Raises:
            AssertionError: it does not do what the page says; the message begins with where the block stands.
        """
        does = self._doer(block)
        printed = StringIO()
        try:
            with redirect_stdout(printed), redirect_stderr(printed):
                does(block)
        except Exception as error:
            told = "\n".join(
                [f"{block.where}: {str(error) or type(error).__name__}", *printed.getvalue().splitlines()[-SHOWN:]]
            )
            raise AssertionError(told) from error
        self.said = printed.getvalue() if block.language in (*COMMANDS, "python") else self.said

    def _doer(self, block: Block) -> Callable[[Block], None]:
        if block.file is not None:
            return self._write
        if block.language in COMMANDS:
            return self._run_commands
        if block.language == "python":
            return self._run_python
        if block.language == "yaml":
            return self._check_yaml
        return self._compare if self.page.startswith(forms.AS_IT_STANDS) else lambda block: None

    def _write(self, block: Block) -> None:
        path = self.folder / str(block.file)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = block.text if path.suffix not in WITHOUT_COMMENTS else block.text.partition("\n")[2]
        path.write_text(text + "\n", encoding="utf-8")
        if block.language == "yaml":
            self._check_yaml(block, path)
        if block.language == "python":
            ast.parse(block.text)

    def _run_commands(self, block: Block) -> None:
        if is_left(self.page, block.text, whole=True):
            programs.check_syntax_of_shell(block.text)
            return
        text = small(self.page, block.text)
        for command in commands_of(text):
            if not is_left(self.page, " ".join(command.words)):
                self.run(command)

    def run(self, command: Command) -> None:
        """Run a command in this process."""
        program, *given = command.words
        if program == "clubsim":
            ended = main(given if self.page.startswith(forms.AS_IT_STANDS) else smaller(given))
        elif program in ("python", "python3"):
            ended = programs.python(given)
        elif program in programs.KNOWN:
            ended = programs.KNOWN[program](given)
        else:
            raise AssertionError(f"nobody knows how to try `{program}`: see page_programs.KNOWN and page_forms.LEFT")
        assert ended == command.code, f"`{' '.join(command.words)}` ended with {ended}"

    def _run_python(self, block: Block) -> None:
        code = compile(small(self.page, block.text), block.where, "exec")
        if is_left(self.page, block.text, whole=True):
            return
        known = set(self.names)
        module = next((name for begins, name in forms.MODULES.get(self.page, ()) if begins in block.text), None)
        names = self.names if module is None else module_named(module)
        exec(code, names)
        for name in [name for name in names if name.startswith("test_") and name not in known]:
            names[name]()

    def _check_yaml(self, block: Block, path: Path | None = None) -> None:
        tree = yaml.safe_load(block.text)
        if "policy" in tree:
            built("page", {"slot": complete("slot", tree)})
        elif set(tree) == {"policies"}:
            built("page", {slot: complete(slot, policy) for slot, policy in tree["policies"].items()})
        elif "study" in tree:
            self._check_sweep(block, path)
        else:
            load_study(str(path or self._as_study(tree)))

    def _check_sweep(self, block: Block, path: Path | None) -> None:
        from clubsim.experiments.sweep import read_sweep

        if path is None:
            path = self.folder / "sweep_on_page.yaml"
            path.write_text(block.text, encoding="utf-8")
        read_sweep(str(path), (), (), None, None, 0, None)

    def _as_study(self, tree: dict[str, Any]) -> Path:
        """A study on the page, or a part of one on top of a plain one, as a file."""
        known = {*read_yaml(CONFIGS / "config.yaml"), "defaults"}
        assert set(tree) <= known, f"neither a study nor a part of one: no study has {sorted(set(tree) - known)}"
        path = self.folder / "study_on_page.yaml"
        path.write_text(yaml.safe_dump({**yaml.safe_load(STUDY), **tree}, sort_keys=False), encoding="utf-8")
        return path

    def _compare(self, block: Block) -> None:
        """Every line of an output on the page must be one that the block before it printed, in that order."""
        printed = iter(plain(self.said))
        for line in plain(block.text):
            assert line == "…" or line in printed, f"the block before does not print (or not here): {line}\n{self.said}"


def plain(text: str) -> list[str]:
    """The lines of an output without spaces at their ends, and without empty ones."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def is_left(page: str, text: str, whole: bool = False) -> bool:
    """Whether a command of a page, or a whole block, is in the table of what is not run."""
    return any(left.page == page and left.whole == whole and text.startswith(left.begins) for left in forms.LEFT)


def small(page: str, text: str) -> str:
    """A block's text as it is run."""
    for form in forms.FORMS:
        if form.page == page:
            text = text.replace(form.old, form.new)
    return text


def smaller(words: list[str]) -> list[str]:
    """A clubsim command as it is run: of a study, with the overrides of page_forms.SMALL in the place of its own."""
    if words[:1] == ["validate"]:
        return [*words, "--quick"]
    if words[0] not in forms.STUDIES or "--from" in words:
        return words
    kept = [word for word in words if word.partition("=")[0] not in forms.SMALL]
    return [*kept, *(f"{key}={value}" for key, value in forms.SMALL.items())]


def module_named(name: str) -> dict[str, Any]:
    """The names of a new, empty module of that name; `forget` takes it out again."""
    module = ModuleType(name)
    sys.modules[name] = module
    return vars(module)


def prepare(reader: Reader) -> None:
    """What a page takes for granted: files that its readers have by then."""
    for command in commands_of(forms.PREPARED.get(reader.page, "")):
        reader.run(command)


def forget(folder: Path, known: set[str]) -> None:
    """Take out of sys.modules what a page has put there: its own modules, and those of its folder."""
    for name in set(sys.modules) - known:
        file = getattr(sys.modules[name], "__file__", None)
        if file is None or Path(file).is_relative_to(folder):
            del sys.modules[name]
