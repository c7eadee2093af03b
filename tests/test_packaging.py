"""The packages of pyproject.toml are those of the tree, and no file of the tree is missing once installed."""

import ast
import importlib.util
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS = SETTINGS["tool"]["setuptools"]
FOLDERS = ["agents", "configs", "experiments", "policies", "sim"]


def folder_of(package: str) -> Path:
    """Where a package `clubsim.a.b` stands in the tree: `a/b`."""
    return ROOT.joinpath(*package.split(".")[1:])


def files_of(folder: str) -> set[Path]:
    """Every file below one of the top-level folders, without the interpreter's caches."""
    found = (ROOT / folder).rglob("*")
    return {file for file in found if file.is_file() and "__pycache__" not in file.parts}


def test_every_folder_with_code_is_a_listed_package_and_no_other():
    with_code = {file.parent for folder in FOLDERS for file in files_of(folder) if file.suffix == ".py"}
    tree = {".".join(["clubsim", *folder.relative_to(ROOT).parts]) for folder in with_code}
    assert sorted(tree) == sorted(SETUPTOOLS["packages"])


def test_every_top_level_package_is_mapped_on_its_folder():
    assert SETUPTOOLS["package-dir"] == {f"clubsim.{folder}": folder for folder in FOLDERS}


@pytest.mark.parametrize("package", SETUPTOOLS["packages"])
def test_a_package_says_what_belongs_there_and_that_it_is_typed(package):
    init = folder_of(package) / "__init__.py"
    words = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8")))
    assert words is not None and len(words.splitlines()) >= 2
    assert (folder_of(package) / "py.typed").exists()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_that_is_not_code_is_declared_as_package_data(folder):
    data = {file for file in files_of(folder) if file.suffix != ".py"}
    packages = [folder_of(p) for p in SETUPTOOLS["packages"] if p.split(".")[1] == folder]
    patterns = SETUPTOOLS["package-data"]["*"]
    declared = {file for package in packages for pattern in patterns for file in package.glob(pattern)}
    assert data - declared == set()


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_package_under_its_bare_name_says_what_to_import_instead(folder):
    spec = importlib.util.spec_from_file_location(folder, ROOT / folder / "__init__.py")
    with pytest.raises(ImportError, match=rf"^import clubsim\.{folder}, not {folder}$"):
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_package_is_importable_under_its_full_name_from_this_checkout(folder):
    spec = importlib.util.find_spec(f"clubsim.{folder}")
    assert Path(spec.origin).resolve() == ROOT / folder / "__init__.py"


@pytest.mark.parametrize("folder", FOLDERS)
def test_static_tools_see_the_same_files_and_refuse_the_bare_name(folder):
    link = ROOT / ".typing" / "clubsim" / folder
    assert link.resolve() == ROOT / folder or link.read_text(encoding="utf-8") == f"../../{folder}"
    ruff = SETTINGS["tool"]["ruff"]["lint"]
    assert folder in ruff["flake8-tidy-imports"]["banned-api"]
    assert "TID251" in ruff["select"]


def test_dependencies_have_lower_bounds_and_only_hydra_an_upper_one():
    for requirement in SETTINGS["project"]["dependencies"]:
        assert ">=" in requirement
        assert "==" not in requirement
        assert ("<" in requirement) == requirement.startswith("hydra-core")
