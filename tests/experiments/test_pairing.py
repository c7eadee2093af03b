"""What pairing by seed is worth: the benchmark's arithmetic by hand, and what it says of the operations club."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "pairing.py"


@pytest.fixture(scope="module")
def pairing():
    spec = importlib.util.spec_from_file_location("pairing", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_paired_and_unpaired_standard_errors_worked_by_hand(pairing):
    """Two arms that move together: 1, 2, 3, 4 and 2, 3, 4, 7 differ by 1, 1, 1, 3."""
    base = np.array([1.0, 2.0, 3.0, 4.0])
    paired, unpaired = pairing.errors(base + np.array([1.0, 1.0, 1.0, 3.0]), base)
    assert paired == pytest.approx(1 / 2)  # sd 1 over the root of 4
    assert unpaired == pytest.approx(np.sqrt((14 / 3 + 5 / 3) / 4))


@pytest.mark.slow
def test_with_rewards_against_none_pairing_is_worth_three_times_the_precision(pairing, capsys):
    assert pairing.main(["12"]) == 0
    assert capsys.readouterr().out.strip().endswith("met.")
