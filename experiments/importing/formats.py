"""The formats of logs, a module each, and which of them a source is in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from clubsim.agents.parameters import unknown
from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing import chatlab, discord, discourse, git_log, mail, slack
from clubsim.experiments.importing.clock import Clock
from clubsim.experiments.importing.happenings import Log
from clubsim.experiments.importing.sources import Entry


class Format(Protocol):
    """What a module of a format has, besides NAME and LABEL."""

    NAME: str
    LABEL: str

    def read(self, entries: list[Entry], clock: Clock) -> Log:
        """The happenings of the files of a source."""


@dataclass(frozen=True)
class Recognised:
    """The format of a source, and those of its files that are in it."""

    format: Format
    entries: list[Entry]
    others: int  # files in no format, such as pictures


OF_FILES = (chatlab, discord, discourse, mail, git_log)  # told by a file's first bytes; slack by the names of its files
FORMATS: dict[str, Format] = {module.NAME: module for module in (*OF_FILES, slack)}
TABLES = "tables"  # the folder of the template; read by `tables.py`
NAMES = (*FORMATS, TABLES)


def recognised(source: Path, entries: list[Entry], asked: str | None) -> Recognised:
    """
    The format of a source: the one asked for, else by content.

    Raises:
        StudyError: none that is known, several at once, or no file in the format asked for.
    """
    if asked is not None and asked not in NAMES:
        raise StudyError(unknown("--format", asked, NAMES))
    if asked == slack.NAME or (asked is None and slack.is_export(entries)):
        return Recognised(slack, entries, 0)
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        head = entry.head()
        for module in OF_FILES:
            if module.recognised(entry, head):
                found.setdefault(module.NAME, []).append(entry)
                break
    if asked is not None and asked not in found:
        raise StudyError(
            f"{source.name} does not look like {FORMATS[asked].LABEL}; {_looks(found)}see docs/your_own_community.md "
            "for how to get each export"
        )
    if len(found) > 1 and asked is None:
        both = " and ".join(FORMATS[name].LABEL for name in found)
        raise StudyError(f"{source.name} holds {both}; choose one, such as --format {next(iter(found))}")
    if not found:
        raise StudyError(
            f"{source.name} is in no format that is known ({', '.join(module.LABEL for module in FORMATS.values())}, "
            "or the tables of `clubsim template`); export it in one of them"
        )
    name = asked or next(iter(found))
    return Recognised(FORMATS[name], found[name], len(entries) - len(found[name]))


def _looks(found: dict[str, list[Entry]]) -> str:
    labels = " and ".join(FORMATS[name].LABEL for name in found)
    return f"it looks like {labels}, so write --format {next(iter(found))}; " if found else ""
