"""The few programs beside `clubsim` that stand on pages, done in this process: python, pip, pytest, make, cp, cmp."""

import filecmp
import importlib
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from inspect import signature
from pathlib import Path

import page_forms as forms
from page_blocks import ROOT

from clubsim.policies import registry

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def python(given: list[str]) -> int:
    """`python -m clubsim...`, `python benchmarks/...`, `python FILE` by page_forms.PROGRAMS; `python -c CODE`."""
    if given[0] == "-c":
        exec(compile(given[1], "-c", "exec"), {"__name__": "__main__"})
        return 0
    module, arguments = (given[1], given[2:]) if given[0] == "-m" else (given[0], given[1:])
    if module == "pytest":
        return pytest(arguments)
    program = forms.PROGRAMS.get(module)
    if program is not None and program.imported_only:
        _load(module)
        return 0
    return _called(_load(module), [*arguments, *(program.small.split() if program else ())])


def _load(module: str) -> dict[str, object]:
    """The names of a module, or of a script of this repository or of the page's folder, without running it."""
    if not module.endswith(".py"):
        return vars(importlib.import_module(module))
    path = ROOT / module if module.startswith("benchmarks/") else Path(module)
    sys.path.insert(0, str(path.parent))
    try:
        return runpy.run_path(str(path), run_name="on_a_page" if module.startswith("benchmarks/") else "__main__")
    finally:
        sys.path.remove(str(path.parent))


def _called(names: dict[str, object], arguments: list[str]) -> int:
    main = names.get("main")
    if main is None:  # a script of the page itself, which has run
        return 0
    assert callable(main)
    before, sys.argv = sys.argv, ["program", *arguments]
    try:
        return int((main(arguments) if signature(main).parameters else main()) or 0)
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        sys.argv = before


def pip(given: list[str]) -> int:
    """`pip install -e FOLDER` as installers lay out a linked package; `'clubsim[extra]'` if there is such an extra."""
    assert given[0] == "install", "only pip install is known"
    words = [word for word in given[1:] if word not in ("-e", "--editable")]
    for word in words:
        if extra := re.fullmatch(r"clubsim\[([\w,]+)\]|\.\[([\w,]+)\]", word):
            wanted = set((extra[1] or extra[2]).split(","))
            assert wanted <= set(PROJECT["optional-dependencies"]), f"{word}: there is no such extra in pyproject.toml"
        elif word not in (".", "clubsim"):
            _install(Path(word) if Path(word).is_dir() else ROOT / word)
    return 0


def _install(source: Path) -> None:
    """A package's metadata with its entry points, and its `src`, where this process looks for packages."""
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    metadata = Path("site") / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir(parents=True)
    about = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (metadata / "METADATA").write_text(about, encoding="utf-8")
    points = [
        line
        for group, entries in project.get("entry-points", {}).items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()))
    ]
    (metadata / "entry_points.txt").write_text("\n".join([*points, ""]), encoding="utf-8")
    sys.path[:0] = [str(metadata.parent.absolute()), str((source / "src").absolute())]
    importlib.invalidate_caches()
    registry._load.cache_clear()


def pytest(given: list[str]) -> int:
    """Call every test of the files, which take no fixtures."""
    tests = []
    for word in given:
        if word.endswith(".py"):
            names = runpy.run_path(word, run_name="tests_on_a_page")
            tests += [names[name] for name in names if name.startswith("test_")]
    assert tests, "there is no test in these files"
    for test in tests:
        test()
    print(f"{len(tests)} passed")
    return 0


def make(given: list[str]) -> int:
    """Only whether there is such a target: .ci/run and its readers run them."""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    unknown = [word for word in given if "=" not in word and word not in targets]
    assert not unknown, f"the Makefile has no target {unknown[0]}"
    return 0


def cp(given: list[str]) -> int:
    """Copy a file; one of this repository by its path from the root."""
    source = Path(given[0]) if Path(given[0]).exists() else ROOT / given[0]
    shutil.copy(source, given[1])
    return 0


def cmp(given: list[str]) -> int:
    """0 if two files are the same to the last byte."""
    return 0 if filecmp.cmp(given[0], given[1], shallow=False) else 1


def check_syntax_of_shell(text: str) -> None:
    """Whether a shell could read these lines; nothing of them is run."""
    shell = shutil.which("bash")
    if shell is not None:
        read = subprocess.run([shell, "-n"], input=text, capture_output=True, text=True, check=False)
        assert read.returncode == 0, read.stderr


KNOWN: dict[str, Callable[[list[str]], int]] = {
    "pip": pip, "pytest": pytest, "make": make, "cp": cp, "cmp": cmp
}  # fmt: skip
