"""
A policy of another package, installed: it stands everywhere where clubsim's own do.

The package is examples/clubsim-thanks. It is laid out as installers do it, copied or linked, which takes neither a
network nor a build tool, and by pip where that can build a wheel here.
"""

import json
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "clubsim-thanks"
POLICY = "src/clubsim_thanks/thanks.py"
WAYS = ("copied", "linked", "pip", "pip, editable")

# As a start of the interpreter does with the folder of its packages, links in .pth files included.
CLI = """
import contextlib, io, json, site, sys
site.addsitedir(sys.argv[1])
from clubsim.experiments.cli import main
told = []
for words in json.loads(sys.argv[2]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    told.append((code, out.getvalue(), err.getvalue()))
print(json.dumps(told))
"""
PYTEST = """
import site, sys
site.addsitedir(sys.argv[1])
import pytest
sys.exit(pytest.main(sys.argv[2:]))
"""
STUDY = """\
# @package _global_
defaults:
  - /policy/reward@policies.gift: {word}
  - override /scenario: free_chat_group
  - _self_
control: without
arms:
  without: {{gift: null}}
  gift: {{gift: {{tenure: 7}}}}
"""


def pip_builds() -> bool:
    """Whether a wheel can be built with what is installed: setuptools that can by itself, or the package wheel."""
    try:
        major, minor = (int(part) for part in version("setuptools").split(".")[:2])
    except PackageNotFoundError:
        return False
    return (major, minor) >= (70, 1) or find_spec("wheel") is not None


def lay_out(source: Path, site: Path, linked: bool) -> None:
    """What an installer leaves behind: the package or a link to it, and its metadata with the entry points."""
    project = tomllib.loads((source / "pyproject.toml").read_text("utf-8"))["project"]
    metadata = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
    )
    points = [
        line
        for group, entries in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()))
    ]
    (metadata / "entry_points.txt").write_text("\n".join([*points, ""]), encoding="utf-8")
    if linked:
        (site / f"{metadata.stem}.pth").write_text(f"{source / 'src'}\n", encoding="utf-8")
    else:
        shutil.copytree(source / "src" / "clubsim_thanks", site / "clubsim_thanks")


def pip(source: Path, site: Path, linked: bool) -> Path:
    """Install by pip without a network; returns the folder of the packages."""
    given = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet"]
    what = ["--prefix", str(site), "--editable", str(source)] if linked else ["--target", str(site), str(source)]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *given, *what], check=True, capture_output=True, timeout=120
    )
    return next(site.rglob("*.dist-info")).parent


def install(way: str, folder: Path) -> tuple[Path, Path]:
    """The copied source and the folder of packages in which it is installed."""
    source, site = folder / "source", folder / "site"
    shutil.copytree(EXAMPLE, source)
    if way.startswith("pip"):
        if not pip_builds():
            pytest.skip("pip cannot build here without a network: it takes setuptools 70.1 or the package wheel")
        site = pip(source, site, linked=way != "pip")
    else:
        lay_out(source, site, linked=way == "linked")
    return source, site


def clubsim(site: Path, folder: Path, *commands: list[str]) -> list[tuple[int, str, str]]:
    """Code, output and complaints of each command, with the packages of `site` installed."""
    ended = subprocess.run(
        [sys.executable, "-c", CLI, str(site), json.dumps(commands)],
        capture_output=True, text=True, cwd=folder, check=True, timeout=120,
    )  # fmt: skip
    return [(code, out, err) for code, out, err in json.loads(ended.stdout.splitlines()[-1])]


@pytest.fixture(params=WAYS)
def installed(request, tmp_path):
    """Source and folder of packages, in each way; what is told of it is read in a process of its own."""
    return install(request.param, tmp_path)


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    return install("copied", tmp_path_factory.mktemp("copied"))[1]


def test_an_installed_policy_is_listed_told_named_and_proposed(installed, tmp_path):
    _, site = installed
    (tmp_path / "good.yaml").write_text(STUDY.format(word="thanks"), encoding="utf-8")
    (tmp_path / "misspelt.yaml").write_text(STUDY.format(word="thansk"), encoding="utf-8")
    small = ["days=2", "seeds=1", "workers=1", "scale=0.1", "--json", "--quiet"]
    listed, policies, told, misspelt, other, unknown_field, grouped, run = clubsim(
        site,
        tmp_path,
        ["list", "policies"],
        ["policies"],
        ["policies", "thanks"],
        ["policies", "thansk"],
        ["compare", "operations_club", "+gift=thansk"],
        ["compare", "operations_club", "+gift=thanks", "gift.tenur=3"],
        ["compare", "misspelt.yaml"],
        ["run", "good.yaml", "--arm", "gift", *small],
    )
    assert "  reward/thanks " in listed[1] and "  reward/thanks " in policies[1]
    assert "Give every member something" in told[1] and "Source: assumed." in told[1] and "H41" in told[1]
    assert (misspelt[0], misspelt[2]) == (2, "clubsim: unknown policy 'thansk'; did you mean 'reward/thanks'?\n")
    assert (other[0], other[2]) == (2, "clubsim: unknown policy 'thansk'; did you mean 'reward/thanks'?\n")
    assert unknown_field[0] == 2 and "did you mean 'tenure'?" in unknown_field[2]
    assert (grouped[0], grouped[2]) == (2, "clubsim: unknown reward 'thansk'; did you mean 'thanks'?\n")
    assert (run[0], run[2]) == (0, "")


def test_what_is_written_in_a_linked_package_is_told_at_once(tmp_path):
    source, site = install("linked", tmp_path)
    code = (source / POLICY).read_text(encoding="utf-8")
    (source / POLICY).write_text(code.replace('"assumed")] = 100', '"assumed")] = 77'), encoding="utf-8")
    ((_, told, _),) = clubsim(site, tmp_path, ["policies", "thanks", "--json"])
    assert [field["default"] for field in json.loads(told)[0]["fields"] if field["name"] == "tenure"] == ["77"]


def test_the_packages_own_study_compares_arms_with_and_without_it(copied, tmp_path):
    small = ["days=40", "seeds=2", "workers=1", "scale=0.3"]
    ((code, told, complaint),) = clubsim(
        copied, tmp_path, ["compare", str(EXAMPLE / "study.yaml"), *small, "--json", "--quiet", "--out", "results"]
    )
    assert (code, complaint) == (0, "")
    arms = json.loads(told)["arms"]
    assert list(arms) == ["as_it_is", "thanked", "dearer"]
    spent = {arm: outcomes["spent"]["mean"] for arm, outcomes in arms.items()}
    assert spent["as_it_is"] == 0 < spent["thanked"]
    assert spent["dearer"] == pytest.approx(5 * spent["thanked"])


def test_the_tests_of_nothing_and_dose_run_on_it(copied, tmp_path):
    ended = subprocess.run(
        [sys.executable, "-c", PYTEST, str(copied), "-q", "-p", "no:cacheprovider", "-k", "thanks",
         "tests/policies/test_nothing_and_dose.py"],
        capture_output=True, text=True, cwd=ROOT, timeout=300,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout
    assert "8 passed" in ended.stdout


def test_a_package_that_cannot_be_loaded_is_one_sentence_everywhere(tmp_path):
    source, site = install("linked", tmp_path)
    (source / POLICY).write_text("import no_such_module_anywhere\n", encoding="utf-8")
    commands = ["list"], ["policies"], ["policies", "paid"], ["compare", "operations_club"], ["compare", "x.yaml"]
    (tmp_path / "x.yaml").write_text(STUDY.format(word="cash"), encoding="utf-8")
    for code, out, err in clubsim(site, tmp_path, *commands):
        assert (code, out) == (2, "")
        assert err.startswith(
            "clubsim: the installed policy thanks cannot be loaded from clubsim_thanks.thanks (No mod"
        )
        assert err.count("\n") == 1


def test_the_example_is_typed_and_says_what_it_needs():
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["entry-points"]["clubsim.policies"] == {"thanks": "clubsim_thanks.thanks"}
    assert project["project"]["dependencies"] == ["clubsim"]
    assert (EXAMPLE / "src" / "clubsim_thanks" / "py.typed").exists()
