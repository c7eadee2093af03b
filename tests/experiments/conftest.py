"""What the tests of experiments/ share."""

import importlib
import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def synthetic():
    """The module `synthetic.py` beside this file: tables of the size of a study."""
    spec = importlib.util.spec_from_file_location("synthetic", Path(__file__).with_name("synthetic.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def small_jobs():
    """The module `small_jobs.py` beside this file, which other processes can import too."""
    sys.path.append(str(Path(__file__).parent))
    yield importlib.import_module("small_jobs")
    sys.path.remove(str(Path(__file__).parent))


@pytest.fixture(scope="session")
def chinese_letters():
    """For what draws Chinese: skipped where no font has such letters."""
    from clubsim.experiments.errors import StudyError
    from clubsim.experiments.figures.fonts import chinese

    try:
        return chinese()
    except StudyError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def compared(tmp_path_factory):
    """The folder of a small comparison of the operations club: every arm, 3 seeds, 2 sets, 60 days."""
    from clubsim.experiments.compare import compare_study
    from clubsim.experiments.study import load_study

    small = ["days=60", "seeds=3", "scale=0.2", "recruitment.period=14", "gate.from_day=14", "workers=1"]
    study = load_study("operations_club", [*small, "ensemble.sets=2", "ensemble.seeds=1"])
    folder = tmp_path_factory.mktemp("compared") / "small"
    assert compare_study(study, folder, as_json=False, quiet=True) == 0
    return folder
