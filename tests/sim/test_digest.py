"""One committed digest of a small fixed community: the same bits in both engines and on every machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from clubsim.agents.parameters import World
from clubsim.agents.records import NOBODY, Count, Reason
from clubsim.sim.events import KINDS
from clubsim.sim.ledger import ACCOUNTS

HERE = Path(__file__).parent
COMMITTED = json.loads((HERE.parent / "baselines" / "digest.json").read_text(encoding="utf-8"))
LONG, SHORT = 45, 15  # days; the short one also as plain Python objects
# Without the instructions by which the C library's functions change their last bits.
OLD_GLIBC = "glibc.cpu.hwcaps=-FMA,-FMA_Usable,-FMA4,-AVX2,-AVX2_Usable,-AVX512F"


def check(digest, days):
    """The digest is the committed one; if not, the message says what to do."""
    assert digest == COMMITTED[str(days)], (
        f"{days} days give {digest}. If the model was meant to change, write this in tests/baselines/digest.json; "
        "it is only changed by a commit that says why."
    )


def without_numpy_features():
    """The optional instruction sets that NumPy uses on this processor and can be told not to use."""
    module = np._core._multiarray_umath
    return [name for name in module.__cpu_dispatch__ if module.__cpu_features__.get(name)]


def digest_elsewhere(days, engine, **environment):
    """The digest from a process of its own, with other environment variables; and what it wrote as warnings."""
    command = [sys.executable, str(HERE / "communities.py"), str(days), engine]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=580, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip(), done.stderr


@pytest.mark.everywhere
@pytest.mark.parametrize(("days", "engine"), [(LONG, "compiled"), (SHORT, "compiled"), (SHORT, "objects")])
def test_the_digest_is_the_committed_one(days, engine, communities):
    check(communities.digest_of(communities.fixed_community(days, engine)), days)


@pytest.mark.parametrize("engine", ["compiled", "objects"])
def test_the_digest_is_the_same_without_newer_instructions(engine):
    days = LONG if engine == "compiled" else SHORT
    features = " ".join(without_numpy_features())
    digest, warnings = digest_elsewhere(days, engine, NPY_DISABLE_CPU_FEATURES=features, GLIBC_TUNABLES=OLD_GLIBC)
    assert "NPY_DISABLE_CPU_FEATURES" not in warnings, warnings
    check(digest, days)


@pytest.mark.slow
def test_the_digest_is_the_same_compiled_for_any_processor(tmp_path):
    """Compiled anew for the least processor of this kind, without wide registers and fused operations."""
    digest, _ = digest_elsewhere(
        LONG,
        "compiled",
        CLUBSIM_CACHE_DIR=str(tmp_path),
        NUMBA_CPU_NAME="generic",
        NUMBA_CPU_FEATURES="",
        NUMBA_ENABLE_AVX="0",
        NPY_DISABLE_CPU_FEATURES=" ".join(without_numpy_features()),
        GLIBC_TUNABLES=OLD_GLIBC,
    )
    check(digest, LONG)
    assert list(tmp_path.rglob("*.nbc")), "nothing was compiled anew"


def test_the_fixed_community_says_every_number_itself(communities):
    """So that a new default, or numbers fitted anew, move no digest."""
    assert set(communities.FIXED_NUMBERS) == set(World._fields)


def test_everything_happens_in_the_fixed_community(communities):
    """A digest of a community in which nothing happens would pin nothing."""
    community = communities.fixed_community(LONG, "compiled")
    events = np.bincount(community.events.columns()["kind"], minlength=len(KINDS))
    assert events.min() > 0
    reasons = np.bincount(community.members.reason[: community.n_members], minlength=len(Reason))
    assert reasons[[Reason.LEFT, Reason.FAILED_QUOTA, Reason.REMOVED, Reason.LAPSED]].min() > 0
    refusals = np.bincount(community.prospects.refused[: community.n_prospects], minlength=6)
    assert refusals[4:].min() > 0  # too dear, full
    assert (community.members.inviter[: community.n_members] != NOBODY).any()
    assert all(community.ledger.balances[account] != 0 for account in ACCOUNTS)
    m, counts = community.members, community.feed.counts
    assert m.dropped.any() and m.away_until.any()
    assert counts[Count.FIRST_THREAD] > 0 and counts[Count.DUE] > 0  # threads that left the window, answers for later
    assert (m.all_messages[m.dropped == 1] > 0).any() and (m.planned < m.messages).any()  # who answered back


def test_one_bit_more_is_another_digest(communities):
    community = communities.fixed_community(SHORT, "compiled")
    before = communities.digest_of(community)
    community.members.bonds.view(np.int32)[0] ^= 1
    assert communities.digest_of(community) != before
