"""
Who writes into a study's folder: several commands at once, or one that puts its files together and wants to be alone.

The operating system holds the lock and lets go of it when the process ends, however it ends, and no file is left. It
knows the processes of this machine; those of another one that share a disk it knows on some file systems only.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clubsim.experiments.shards import StoreError


@contextmanager
def held(folder: Path, *, alone: bool = False) -> Iterator[bool]:
    """
    Hold a folder while something is written into it.

    Args:
        alone: refuse all others, and be refused while there is one.

    Yields:
        Whether it is held: some systems and file systems cannot lock a folder.

    Raises:
        StoreError: somebody else holds it who goes not with this.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(_taken(folder, alone)) from None
        except OSError:  # a file system without such locks
            yield False
            return
        yield True
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _taken(folder: Path, alone: bool) -> str:
    if alone:
        return f"another process works on {folder}; wait until it is done, or stop it by Ctrl-C, which loses nothing"
    return f"the runs in {folder} are being put together; give the same command again in a moment"
