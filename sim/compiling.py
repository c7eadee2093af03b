"""Code that is compiled when first called and kept on disk, safely for other versions, processes and Pythons."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

from clubsim.sim.code_version import compiled_version


def cache_folder() -> Path:
    """
    Where compiled code is kept: a folder named by the sources, so that a changed rule is never served from it.

    CLUBSIM_CACHE_DIR if set, else the user's cache folder, else (read-only home) the temporary folder.
    """
    chosen = os.environ.get("CLUBSIM_CACHE_DIR")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "clubsim"
    for root in (Path(chosen) if chosen else home, Path(tempfile.gettempdir()) / f"clubsim-{os.getuid()}"):
        folder = root / compiled_version()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".written").touch()
        except OSError:
            continue
        return folder
    raise OSError(f"no folder for compiled code can be written; set CLUBSIM_CACHE_DIR to one (tried {home})")


numba.config.CACHE_DIR = str(cache_folder())


def compiled(name: str) -> Callable[[Callable[..., Any]], Any]:
    """
    Compiled when first called, and kept on disk under `name`.

    A name of its own gives a loop files of its own: the compiler numbers the codes that share a name, and two
    processes that keep two loops at the same moment could give both one number.
    """

    def compiled_later(loop: Callable[..., Any]) -> Any:
        loop.__qualname__ = name
        return numba.njit(cache=True, nogil=True, no_cfunc_wrapper=True, _nrt=False)(loop)

    return compiled_later


def is_kept(loop: Any) -> bool:
    """True if the loop's compiled code stands on disk for this Python; its folder is named by the sources."""
    name = f"*.{loop.py_func.__qualname__}-*.py{sys.version_info.major}{sys.version_info.minor}*.nbi"
    return any(Path(loop.stats.cache_path).glob(name))
