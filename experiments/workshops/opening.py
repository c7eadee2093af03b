"""Opens a workshop's notebook in the browser: a server of marimo's, on this machine alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from clubsim.agents.parameters import unknown
from clubsim.experiments.errors import StudyError

NOTEBOOKS = {
    "how_communities_live_and_die": "How communities live and die: novelty, noise, silence, newcomers",
    "which_policy_would_you_choose": "Which policy would you choose: two choices beside doing nothing",
}
LOOPBACK = "127.0.0.1"
PORTS = (1024, 65535)


def listed() -> str:
    """The notebooks with a line on each, and how one is opened."""
    lines = [f"{name:<32}{words}" for name, words in NOTEBOOKS.items()]
    return "\n".join([*lines, "", "open one with: clubsim workshop NAME"])


def notebook(name: str) -> Path:
    """
    The file of a notebook.

    Args:
        name: its name or the beginning of it, such as `how`.

    Raises:
        StudyError: none or both begin so.
    """
    found = [each for each in NOTEBOOKS if name and each.startswith(name)]
    if len(found) != 1:
        raise StudyError(unknown("workshop", name, NOTEBOOKS))
    return Path(__file__).parent / f"{found[0]}.py"


def own_copy(file: Path, folder: Path) -> Path:
    """The notebook as a file of one's own in a folder, to edit: what is there already is left as it is."""
    mine = folder / file.name
    if not mine.exists():
        shutil.copyfile(file, mine)
    return mine


def check(port: int | None) -> None:
    """
    See that a notebook can be served.

    Raises:
        StudyError: marimo is not installed, or the port is none or taken.
    """
    if find_spec("marimo") is None:
        raise StudyError("the workshops need marimo, which is not installed; write pip install 'clubsim[workshop]'")
    if port is not None and not PORTS[0] <= port <= PORTS[1]:
        raise StudyError(f"--port is a number from {PORTS[0]} to {PORTS[1]}, not {port}; write for example --port 2718")
    if port is not None and is_taken(port):
        raise StudyError(f"--port {port} is taken by another program; write another number, or leave --port out")


def command(file: Path, edit: bool, port: int | None, browser: bool) -> list[str]:
    """The command that serves a notebook on loopback, to use or to edit, on a free port where none is given."""
    how = ["edit", "--skip-update-check"] if edit else ["run"]
    chosen = [] if port is None else ["--port", str(port)]
    return [
        *(sys.executable, "-m", "marimo", *how, str(file), "--host", LOOPBACK, "--no-sandbox"),
        *chosen,
        *([] if browser else ["--headless"]),
    ]


def is_taken(port: int) -> bool:
    """Whether another program listens there."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def serve(words: list[str]) -> int:
    """Become the server where a process can become another one, so that whoever stops it stops the server."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execv(words[0], words)
    return subprocess.call(words)
