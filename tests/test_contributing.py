"""The example in CONTRIBUTING.md is a policy as it says: it registers, and passes its own test."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from clubsim.policies import registry

TEXT = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")


def block(language: str, containing: str) -> str:
    """The only block of a language with those words in it."""
    (found,) = [b for b in re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL) if containing in b]
    return str(found)


def load(source: str, name: str, file: Path) -> ModuleType:
    """A module of that name from source text, by way of a file."""
    file.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def thanks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The example as the module it says it is; afterwards no policy of that name is left."""
    registry.registered()
    monkeypatch.setattr(registry, "_classes", dict(registry._classes))
    monkeypatch.setitem(sys.modules, "clubsim.policies.thanks", ModuleType("taken out afterwards"))
    return load(block("python", "@register"), "clubsim.policies.thanks", tmp_path / "thanks.py")


def test_the_example_is_registered_under_the_name_of_its_yaml(thanks: ModuleType):
    settings = yaml.safe_load(block("yaml", "policy:"))
    policy = registry.build(settings.pop("policy"), settings)
    assert isinstance(policy, thanks.Thanks)


def test_the_examples_nothing_dose_and_example_are_settings_it_accepts(thanks: ModuleType):
    for setting in (thanks.Thanks.nothing, thanks.Thanks.dose, thanks.Thanks.example):
        assert isinstance(registry.build("reward/thanks", setting), thanks.Thanks)


def test_the_examples_test_passes(thanks: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setitem(sys.modules, "test_thanks", ModuleType("taken out afterwards"))
    module = load(block("python", "def test_"), "test_thanks", tmp_path / "test_thanks.py")
    tests = [getattr(module, name) for name in dir(module) if name.startswith("test_")]
    assert tests
    for test in tests:
        test()
