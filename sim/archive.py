"""
One file of a tree and arrays: a zip of a JSON text and .npy files with a checksum over all. Nothing in it is code.

What a file says of itself is not believed: sizes are held to a bound before anything is read, arrays can hold numbers
only, and whatever has been damaged since it was written does not fit the checksum.
"""

import json
import os
import zipfile
import zlib
from hashlib import blake2b
from io import BytesIO
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy

TREE, CHECKSUM, ARRAY = "tree.json", "checksum", ".npy"
MOST_BYTES = 4 << 30  # of all arrays together, unpacked: some eight million members
MOST_TEXT = 64 << 20  # of the tree
MOST_PARTS = 20_000
LEVEL = 1  # of compression; 6 takes three times as long for a tenth less
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError)


class ArchiveError(ValueError):
    """A file that is no such archive or not a whole one; the words go on from its name."""


def write_archive(path: Path, tree: Any, arrays: dict[str, Any]) -> None:
    """Put the file there at once: nobody ever reads half of one, and after a crash it is the old or the new."""
    text = json.dumps(tree, separators=(",", ":")).encode()
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as packed:
                put(packed, TREE, text)
                for name, array in arrays.items():
                    put(packed, name + ARRAY, as_npy(array))
                put(packed, CHECKSUM, checksum(text, arrays).encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def put(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    """One part, which says nothing of when it was written: the same content makes the same file."""
    with packed.open(zipfile.ZipInfo(name), "w", force_zip64=len(content) > 1 << 31) as part:
        part.write(content)


def as_npy(array: Any) -> bytes:
    """An array as NumPy's format has it."""
    file = BytesIO()
    npy.write_array(file, array, allow_pickle=False)
    return file.getvalue()


def checksum(text: bytes, arrays: dict[str, Any]) -> str:
    """64 hexadecimal digits over the tree's text and every array, its name, kind and shape."""
    digest = blake2b(text, digest_size=32)
    for name, array in sorted(arrays.items()):
        digest.update(f"\0{name} {array.dtype.str} {array.shape}\0".encode())
        digest.update(np.ascontiguousarray(array).data if array.size else b"")
    return digest.hexdigest()


def read_tree(path: Path) -> Any:
    """
    The tree alone, which is little; it has not been held against the checksum.

    Raises:
        ArchiveError: the file is none of ours.
        OSError: it cannot be read.
    """
    with opened(path) as packed:
        return parsed(content_of(packed, TREE))


def read_archive(path: Path) -> tuple[Any, dict[str, Any]]:
    """
    The tree and the arrays by name.

    Raises:
        ArchiveError: the file is none of ours, was damaged, or says that it holds more than any community.
        OSError: it cannot be read.
    """
    with opened(path) as packed:
        text = content_of(packed, TREE)
        names = [name for name in packed.namelist() if name.endswith(ARRAY)]
        arrays = {name.removesuffix(ARRAY): from_npy(content_of(packed, name)) for name in names}
        if content_of(packed, CHECKSUM).decode("ascii", "replace") != checksum(text, arrays):
            raise ArchiveError("was damaged: it does not fit its own checksum")
        return parsed(text), arrays


def opened(path: Path) -> zipfile.ZipFile:
    """The file, opened and not too large to be read."""
    try:
        packed = zipfile.ZipFile(path)
    except BROKEN:
        raise ArchiveError("is no snapshot, or only a part of one") from None
    parts = packed.infolist()
    names = [part.filename for part in parts]
    if TREE not in names or CHECKSUM not in names or len(set(names)) < len(names):
        packed.close()
        raise ArchiveError("is no snapshot of a community")
    text = packed.getinfo(TREE).file_size
    if text > MOST_TEXT or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        packed.close()
        raise ArchiveError(f"says that it holds more than {MOST_BYTES >> 30} GB, and no community is so large")
    return packed


def content_of(packed: zipfile.ZipFile, name: str) -> bytes:
    """A part unpacked, never more of it than the file says there is."""
    part = packed.getinfo(name)
    if part.compress_type not in METHODS or part.flag_bits & 1:
        raise ArchiveError(f"was not written by clubsim: {name} is packed in another way")
    try:
        return packed.read(part)
    except BROKEN:
        raise ArchiveError(f"was damaged: {name} cannot be unpacked") from None


def from_npy(content: bytes) -> Any:
    """An array of numbers. Its header is held against the length of what follows before room is made for it."""
    file = BytesIO(content)
    try:
        read_header = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}[npy.read_magic(file)]
        shape, _, dtype = read_header(file)
        if dtype.hasobject or dtype.kind not in "biuf" or prod(shape) * dtype.itemsize != len(content) - file.tell():
            raise ArchiveError("holds an array that is not what it says it is")
        file.seek(0)
        return npy.read_array(file, allow_pickle=False)
    except ArchiveError:
        raise
    except (*BROKEN, TypeError, SyntaxError, MemoryError):
        raise ArchiveError("holds an array that cannot be read") from None


def parsed(text: bytes) -> Any:
    """The tree of a JSON text."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ArchiveError("was damaged: its description cannot be read") from None
