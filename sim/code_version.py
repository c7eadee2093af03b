"""Which code made a run: one digest of all sources that decide its bits."""

from functools import cache
from hashlib import blake2b
from importlib.resources import files

PACKAGES = ("clubsim.agents", "clubsim.sim", "clubsim.sim.effects", "clubsim.sim.levers")
# What is compiled: a package, and the files of it that count, or all of them.
COMPILED: dict[str, tuple[str, ...]] = {
    "clubsim.agents": (),
    "clubsim.sim": ("compiling.py", "images.py", "loops.py", "sums.py"),
}


@cache
def code_version() -> str:
    """16 hexadecimal digits over every Python file of agents/ and sim/; it stands in every result."""
    return digest_of(dict.fromkeys(PACKAGES, ()))


@cache
def compiled_version() -> str:
    """
    16 hexadecimal digits over every Python file that is compiled: the acts and the loops over them.

    It names the folder of the compiled code, because a compiler's cache does not see that a rule in another file has
    changed.
    """
    return digest_of(COMPILED)


def digest_of(sources: dict[str, tuple[str, ...]]) -> str:
    """16 hexadecimal digits over the Python files of some packages, or over those that are named."""
    digest = blake2b(digest_size=8)
    for package, only in sources.items():
        found = [entry for entry in files(package).iterdir() if entry.name.endswith(".py")]
        found = [entry for entry in found if not only or entry.name in only]
        for source in sorted(found, key=lambda entry: entry.name):
            digest.update(f"{package}/{source.name}\0".encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()
