"""
Tables as people save them: UTF-8, GB18030 or UTF-16; commas, semicolons or tabs; headers in English or Chinese.

A cell keeps where it stands, so that whatever is wrong with it can be said with file, line and column.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing.sources import Entry

LARGEST = 512 * 2**20  # of a table [byte]
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ENCODINGS = ("utf-8", "gb18030")
LONGEST = 40  # of a value in a complaint [character]


class Cell(NamedTuple):
    """A text of a table and where it stands."""

    text: str
    file: str
    line: int
    column: str  # the header as it is written in the file
    decimal_comma: bool = False  # whether commas may be decimal points here: where they do not separate columns

    def wrong(self, rule: str, instead: str) -> StudyError:
        """The sentence on a value that breaks a rule."""
        text = self.text if len(self.text) <= LONGEST else self.text[:LONGEST] + "…"
        return StudyError(f"{self.file}, line {self.line}, column “{self.column}”: {rule}, not {text!r}; {instead}")


@dataclass(frozen=True)
class Sheet:
    """A table: a row a mapping from the columns' own names to their cells. Columns it has not are not in the rows."""

    file: str
    columns: tuple[str, ...]  # known columns that are there
    rows: list[dict[str, Cell]]
    encoding: str
    delimiter: str
    unread: tuple[str, ...]  # headers that are no known column


def read_sheet(entry: Entry, names: Mapping[str, Collection[str]], needed: Sequence[str] = ()) -> Sheet:
    """
    A table with a header.

    Args:
        names: column -> every header it may bear, in lower case.
        needed: columns that must be there.

    Raises:
        StudyError: no such columns, no text, a quote that is not closed, or a row of another length.
    """
    text, encoding = decoded(entry)
    lines = text.splitlines(keepends=True)
    begin = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if begin is None:
        raise StudyError(f"{entry.name} is empty; its first line names the columns, such as {_example(names)}")
    delimiter = max(DELIMITERS, key=lambda mark: _n_known(_cells(lines[begin], mark), names))
    header = _cells(lines[begin], delimiter)
    known = {at: name for at, head in enumerate(header) if (name := _column(head, names))}
    missing = [name for name in needed if name not in known.values()]
    if missing or not known:
        raise StudyError(
            f"{entry.name} has no column “{(missing or list(names))[0]}” among: {', '.join(header)[:200]}; "
            f"write a first line such as {_example(names)}"
        )
    _check_twice(entry, header, known)
    rows = list(_rows(entry.name, lines[begin + 1 :], begin + 1, header, known, delimiter))
    unread = tuple(head for at, head in enumerate(header) if at not in known and head)
    return Sheet(entry.name, tuple(known.values()), rows, encoding, delimiter, unread)


def header_of(entry: Entry) -> list[str]:
    """The first line's cells in lower case, of a file that may be no table at all; none of a binary one."""
    head = entry.head()
    for encoding in (*(name for mark, name in MARKS if head.startswith(mark)), *ENCODINGS):
        text = head.decode(encoding, "ignore").lstrip("\ufeff")
        first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
        if "\0" not in first:
            mark = max(DELIMITERS, key=first.count)
            return [cell.lower() for cell in _cells(first, mark)]
    return []


def decoded(entry: Entry) -> tuple[str, str]:
    """
    Text and encoding of a file: by its mark, else UTF-8 if it is that, else GB18030.

    Raises:
        StudyError: none of them.
    """
    content = entry.all(LARGEST)
    marked = [name for mark, name in MARKS if content.startswith(mark)]
    for encoding in marked or ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text, encoding.removesuffix("-sig")
    raise StudyError(f"{entry.name} is no text in UTF-8 or GB18030; save the sheet as “CSV UTF-8” and give that file")


def _rows(
    file: str, lines: list[str], above: int, header: list[str], known: dict[int, str], delimiter: str
) -> Iterator[dict[str, Cell]]:
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=delimiter, strict=True)
    end = above
    try:
        for row in reader:
            begin, end = end + 1, above + reader.line_num
            if not any(cell.strip() for cell in row) or row[0].startswith("#"):
                continue
            if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
                raise StudyError(
                    f"{file}, line {begin} has {len(row)} cells and the header {len(header)}; "
                    f"put a value that holds {DELIMITERS[delimiter]} between quotation marks"
                )
            yield {
                name: Cell(row[at].strip() if at < len(row) else "", file, begin, header[at], delimiter != ",")
                for at, name in known.items()
            }
    except csv.Error as error:
        raise StudyError(
            f"{file}, line {end + 1} cannot be read ({error}); close every quotation mark, or save it as CSV again"
        ) from None


def _check_twice(entry: Entry, header: list[str], known: dict[int, str]) -> None:
    for at, name in known.items():
        before = next((other for other, same in known.items() if other < at and same == name), None)
        if before is not None:
            raise StudyError(
                f"{entry.name} has the column “{name}” twice, as “{header[before]}” and “{header[at]}”; take one out"
            )


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [
            cell.strip().strip("\ufeff").strip('"').strip()
            for cell in next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
        ]
    except csv.Error:
        return []


def _n_known(header: list[str], names: Mapping[str, Collection[str]]) -> int:
    return sum(_column(head, names) != "" for head in header)


def _column(head: str, names: Mapping[str, Collection[str]]) -> str:
    """The column that a header names, "" for none."""
    plain = " ".join(head.lower().replace("_", " ").split())
    return next((name for name, heads in names.items() if plain in heads or plain == name.replace("_", " ")), "")


def _example(names: Mapping[str, Collection[str]]) -> str:
    return ",".join(names)
