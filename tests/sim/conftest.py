"""What the tests of sim/ share: the modules beside this file."""

import importlib.util
from pathlib import Path

import pytest


def beside(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def communities():
    """The module `communities.py`: runs of both engines, compared bit by bit."""
    return beside("communities")


@pytest.fixture(scope="session")
def town():
    """The module `towns.py`: small communities in which everything happens."""
    return beside("towns")
