"""
Mailing lists as mbox, such as Mailman's monthly archives: of each message its headers, never its body.

The standard library's `mailbox` would parse bodies and attachments and needs a file on disk; this reads headers only, a
line at a time, and ZIPs in place. A body line that starts with "From " counts as a message only after an empty line
and with a year in it, as separators have.
"""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from itertools import pairwise

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing.clock import Clock, Moment
from clubsim.experiments.importing.happenings import UNDATED, UNSIGNED, Happening, Log
from clubsim.experiments.importing.sources import Entry

NAME, LABEL = "mbox", "mailing list (mbox)"
SEPARATOR = re.compile(rb"From .*\b(19|20)\d\d\b")
IDENTIFIER = re.compile(r"<([^<>\s]+)>")
HIDDEN = re.compile(r"([\w.+-]+) at ([\w-]+(?:\.[\w-]+)+)")
MOST_HEADERS = 2**20  # of one message [byte]; the rest of longer ones is not read
LONGEST = 2**20  # of a line [byte]


def recognised(entry: Entry, head: bytes) -> bool:
    """Whether a file starts like an mbox: a separator, and headers."""
    first, _, rest = head.lstrip(b"\xef\xbb\xbf\r\n").partition(b"\n")
    return (
        SEPARATOR.match(first) is not None
        and re.search(rb"^(From|Date):", rest, re.MULTILINE | re.IGNORECASE) is not None
    )


def read(entries: list[Entry], clock: Clock) -> Log:
    """
    The messages of some mbox files.

    Raises:
        StudyError: a file with no message in it.
    """
    log = Log()
    parents: dict[str, str] = {}
    seen: set[str] = set()
    for entry in entries:
        n_before = len(log.happenings) + log.dropped.total()
        for headers in _messages(entry):
            _message(headers, clock, log, parents, seen)
        if len(log.happenings) + log.dropped.total() == n_before:
            raise StudyError(
                f"{entry.name} has no message; an mbox has lines such as “From ann Fri Jan  5 10:00:00 2024”"
            )
    log.happenings = [one._replace(thread=_root(one.message, parents)) for one in log.happenings]
    return log


def _messages(entry: Entry) -> Iterator[Message]:
    """The headers of each message."""
    parser = BytesHeaderParser()
    with entry.reading() as file:
        headers: list[bytes] = []
        inside, blank, size = False, True, 0
        while line := file.readline(LONGEST):
            if blank and SEPARATOR.match(line):
                if headers:
                    yield parser.parsebytes(b"".join(headers))
                headers, inside, size = [], True, 0
            elif inside and not line.strip():
                inside = False
            elif inside and size < MOST_HEADERS:
                headers.append(line)
                size += len(line)
            blank = not line.strip()
        if headers:
            yield parser.parsebytes(b"".join(headers))


def _message(headers: Message, clock: Clock, log: Log, parents: dict[str, str], seen: set[str]) -> None:
    account, moment = _sender(headers), _moment(headers, clock)
    number = _first(_text(headers, "Message-ID")) or f"without an id, {len(log.happenings)}"
    if _text(headers, "Auto-Submitted").strip().lower() not in ("", "no"):
        log.dropped["sent automatically"] += 1
    elif moment is None or not account:
        log.dropped[UNSIGNED if moment else UNDATED] += 1
    elif number in seen:
        log.dropped["messages that are there twice"] += 1
    else:
        seen.add(number)
        before = IDENTIFIER.findall(_text(headers, "References"))
        answers = _first(_text(headers, "In-Reply-To")) or (before[-1] if before else "")
        parents[number] = answers if answers != number else ""
        for earlier, later in pairwise(before):
            parents.setdefault(later, earlier)
        log.happenings.append(
            Happening(account, *moment, "reply" if answers else "post", message=number, answers=answers)
        )


def _sender(headers: Message) -> str:
    """The address, in lower case, also if hidden as `ann at example.org`; the whole line where there is none."""
    text = _text(headers, "From")
    address = parseaddr(text)[1]
    if "@" not in address:
        hidden = HIDDEN.search(text)
        address = f"{hidden[1]}@{hidden[2]}" if hidden else text
    return address.strip().lower()


def _moment(headers: Message, clock: Clock) -> Moment | None:
    try:
        return clock.of(parsedate_to_datetime(_text(headers, "Date")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _text(headers: Message, name: str) -> str:
    return str(headers.get(name, ""))


def _first(text: str) -> str:
    found = IDENTIFIER.search(text)
    return found.group(1) if found else ""


def _root(number: str, parents: dict[str, str]) -> str:
    """The first message of a conversation, as far up as the archive knows; a circle ends where it is met again."""
    passed = {number}
    while (above := parents.get(number, "")) and above not in passed:
        passed.add(above)
        number = above
    return number
