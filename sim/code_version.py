"""Which code made a run: one digest of all sources that decide its bits."""

from functools import cache
from hashlib import blake2b
from importlib.resources import files

PACKAGES = ("clubsim.agents", "clubsim.sim")


@cache
def code_version() -> str:
    """
    16 hexadecimal digits over every Python file of agents/ and sim/.

    It names the folder of the compiled code, because a compiler's cache does not see that a rule in another file has
    changed, and it stands in every result.
    """
    digest = blake2b(digest_size=8)
    for package in PACKAGES:
        sources = [entry for entry in files(package).iterdir() if entry.name.endswith(".py")]
        for source in sorted(sources, key=lambda entry: entry.name):
            digest.update(f"{package}/{source.name}\0".encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()
