"""
The history of a repository, as this command prints it:

    git log --output=history.txt --format="%H%x09%P%x09%aI%x09%aE%x09%cI%x09%cE"

`--output` and not `>`, which makes another encoding of it on Windows.

A commit is an event of its author; one that somebody else put in is an event `apply` of the committer, aimed at the
author; a merge is an event of its author, aimed at the author of what was merged.
"""

import re

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing.clock import Clock
from clubsim.experiments.importing.happenings import UNDATED, Happening, Log
from clubsim.experiments.importing.sources import Entry

NAME, LABEL = "git", "git log"
COMMAND = 'git log --output=history.txt --format="%H%x09%P%x09%aI%x09%aE%x09%cI%x09%cE"'
COMMIT = re.compile(r"([0-9a-f]{40,64})\t([0-9a-f ]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)")
BOTS = re.compile(r"\[bot\]|^noreply@github\.com$|^bot@|-bot@")
LONGEST = 2**20  # of a line [byte]


def recognised(entry: Entry, head: bytes) -> bool:
    """Whether the first line is one of the command's."""
    return COMMIT.fullmatch(head.partition(b"\n")[0].decode("utf-8", "replace").strip("\ufeff\r")) is not None


def read(entries: list[Entry], clock: Clock) -> Log:
    """
    The commits of some repositories.

    Raises:
        StudyError: a line that is not as the command prints it.
    """
    log = Log()
    for entry in entries:
        with entry.reading() as file:
            number = 0
            while line := file.readline(LONGEST):
                number += 1
                _commit(line.decode("utf-8", "replace").strip("\ufeff\r\n"), f"{entry.name}, line {number}", clock, log)
    return log


def _commit(line: str, where: str, clock: Clock, log: Log) -> None:
    if not line:
        return
    found = COMMIT.fullmatch(line)
    if not found:
        raise StudyError(f"{where} is not a commit with its six fields; make the file with: {COMMAND}")
    commit, parents, authored, author, committed, committer = found.groups()
    author, committer = author.lower(), committer.lower()
    log.bots |= {who for who in (author, committer) if BOTS.search(who)}
    written, put_in = clock.of_text(authored), clock.of_text(committed)
    if written is None or put_in is None:
        log.dropped[UNDATED] += 1
    elif len(parents.split()) > 1:
        log.happenings.append(Happening(author, *written, "merge", message=commit, answers=parents.split()[1]))
    else:
        log.happenings.append(Happening(author, *written, "commit", message=commit))
        if committer != author:
            log.happenings.append(Happening(committer, *put_in, "apply", aimed=author))
