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
