"""
The files of a source: one file, a folder, or a ZIP, which is read in place and never unpacked.

A ZIP may come from a stranger: names that lead outside, bombs and encryption are refused before anything is read.
"""

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from clubsim.experiments.errors import StudyError

MOST_FILES = 200_000  # in one source
LARGEST = 8 * 2**30  # of all files of a ZIP, unpacked [byte]
SMALL = 2**20  # up to here any compression is believed [byte]
TIGHTEST = 200  # unpacked over packed size; logs reach 5 to 30
HEAD = 64 * 1024  # what a format is recognised by [byte]
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, OSError)


@dataclass(frozen=True)
class Entry:
    """One file of a source."""

    name: str  # inside of the source, parts separated by /
    size: int  # [byte]
    open: Callable[[], IO[bytes]]

    @property
    def base(self) -> str:
        """The last part of the name."""
        return PurePosixPath(self.name).name

    @property
    def folder(self) -> str:
        """The name of the folder it is in, "" at the top."""
        return PurePosixPath(self.name).parent.name

    def head(self, size: int = HEAD) -> bytes:
        """Its first bytes."""
        with self.reading() as file:
            return file.read(size)

    def all(self, most: int) -> bytes:
        """
        All its bytes.

        Raises:
            StudyError: more than `most`, or damaged.
        """
        with self.reading() as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise StudyError(
                f"{self.name} is larger than {most / 2**20:,.0f} MB, the most that is read at once; "
                "export shorter spans of time into several files and give their folder"
            )
        return content

    @contextmanager
    def reading(self) -> Iterator[IO[bytes]]:
        """
        The file, open.

        Raises:
            StudyError: it cannot be opened or read, or is damaged.
        """
        try:
            with self.open() as file:
                yield file
        except DAMAGED as error:
            raise StudyError(f"{self.name} cannot be read ({error}); export or copy it again") from None


@contextmanager
def files_of(source: Path) -> Iterator[list[Entry]]:
    """
    The files of a source by name; hidden ones and links are left out.

    Raises:
        StudyError: there is no such source, it has no files, or it is a ZIP that is refused.
    """
    if source.is_dir():
        yield _some(_in_folder(source), source)
    elif not source.is_file():
        raise StudyError(f"there is no file or folder {source}; give a log, a ZIP of one, or a folder of tables")
    elif _starts(source, b"PK\x03\x04"):
        with _archive(source) as archive:
            yield _some(_in_archive(archive, source), source)
    elif _starts(source, b"\x1f\x8b"):
        raise StudyError(f"{source.name} is packed with gzip; unpack it (gunzip) and give what comes out")
    else:
        yield [Entry(source.name, source.stat().st_size, lambda: source.open("rb"))]


def _starts(source: Path, magic: bytes) -> bool:
    with source.open("rb") as file:
        return file.read(len(magic)) == magic


def _some(entries: list[Entry], source: Path) -> list[Entry]:
    if not entries:
        raise StudyError(f"{source} has no files; give a log, a ZIP of one, or a folder of tables")
    if len(entries) > MOST_FILES:
        raise StudyError(f"{source} has {len(entries):,} files, more than {MOST_FILES:,}; give a part of them")
    return sorted(entries, key=lambda entry: entry.name)


def _in_folder(folder: Path) -> list[Entry]:
    found = []
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_symlink() or not path.is_file() or _hidden(inside.as_posix()):
            continue
        if any((folder / parent).is_symlink() for parent in inside.parents):
            continue
        found.append(Entry(inside.as_posix(), path.stat().st_size, lambda path=path: path.open("rb")))  # type: ignore[misc]
    return found


@contextmanager
def _archive(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(source)
    except DAMAGED as error:
        raise StudyError(f"{source.name} is a damaged ZIP ({error}); download or copy it again") from None
    with archive:
        yield archive


def _in_archive(archive: zipfile.ZipFile, source: Path) -> list[Entry]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if any(info.filename == "xl/workbook.xml" for info in infos):
        raise StudyError(f"{source.name} is an Excel workbook; save each sheet as “CSV UTF-8” and give their folder")
    if sum(info.file_size for info in infos) > LARGEST:
        raise StudyError(
            f"{source.name} would be {sum(info.file_size for info in infos) / 2**30:,.1f} GB unpacked, more than "
            f"{LARGEST / 2**30:,.0f} GB; if it is what you expect, unpack it yourself and give the folder"
        )
    for info in infos:
        _check(info, source)
    return [
        Entry(info.filename, info.file_size, lambda info=info: archive.open(info))  # type: ignore[misc]
        for info in infos
        if not _hidden(info.filename)
    ]


def _check(info: zipfile.ZipInfo, source: Path) -> None:
    """Raises StudyError at a name that leads outside, an encrypted file, or one packed too tightly to be a log."""
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise StudyError(f"{source.name} names a file outside of itself ({info.filename!r}); do not trust this ZIP")
    if info.flag_bits & 1:
        raise StudyError(f"{source.name} is encrypted; unpack it with its password and give the folder")
    if info.file_size > SMALL and info.file_size > TIGHTEST * max(info.compress_size, 1):
        raise StudyError(
            f"{info.filename} in {source.name} unpacks to {info.file_size // max(info.compress_size, 1):,} times its "
            f"size, more than {TIGHTEST} times; no log does, so this ZIP is not read"
        )


def _hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)
