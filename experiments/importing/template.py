"""The empty tables of `clubsim template`, with a page that says what goes where."""

import csv
import io
from pathlib import Path

from clubsim.agents.parameters import unknown
from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing.columns import CHANGES, KINDS, NUMBERS, TABLES, Table
from clubsim.experiments.results import write_whole
from clubsim.experiments.wording import NAMES, in_language, say

GUIDE = "README.txt"
ENCODINGS = ("utf-8", "gb18030")


def write_template(folder: Path, language: str, encoding: str) -> list[Path]:
    """
    Write the tables that are not there yet. A file that is there stays as it is, filled or not.

    Args:
        language: of headers and explanations, one of wording.NAMES.
        encoding: one of ENCODINGS. UTF-8 gets the mark by which Excel knows it.

    Returns:
        What was written.

    Raises:
        StudyError: an unknown language or encoding, a file in the folder's place, or a disk that cannot be written.
    """
    if language not in NAMES:
        raise StudyError(unknown("--lang", language, NAMES))
    if encoding.lower() not in ENCODINGS:
        raise StudyError(unknown("--encoding", encoding, ENCODINGS))
    if folder.exists() and not folder.is_dir():
        raise StudyError(f"{folder} is a file; give the folder to write the tables into")
    codec = "utf-8-sig" if encoding.lower() == "utf-8" else "gb18030"
    with in_language(language):
        texts = {table.file: _empty(table, language) for table in TABLES} | {GUIDE: _guide(language)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudyError(f"{folder} cannot be made ({error.strerror}); give another folder") from None
    written = [folder / name for name in texts if not (folder / name).exists()]
    for path in written:
        write_whole(path, lambda file, path=path: file.write_bytes(texts[path.name].encode(codec)))  # type: ignore[misc]
    return written


def _empty(table: Table, language: str) -> str:
    """The header, and for the eight numbers a row each."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    chinese = language == "zh"
    writer.writerow([column.chinese if chinese else column.name for column in table.columns])
    if table.name == "numbers":
        writer.writerows([one.chinese if chinese else one.name, "", say(one.meaning)] for one in NUMBERS)
    return text.getvalue()


def _guide(language: str) -> str:
    """What goes where, as plain text."""
    chinese = language == "zh"
    lines = [
        say("Tables about your community, for `clubsim import`"),
        "",
        say("Each table is useful alone; the more you fill in, the more can be told. Empty tables are skipped."),
        say("Dates: 2024-01-05, 2024/1/5, 2024年1月5日 or as Excel keeps them. Names become numbers and are not kept."),
    ]
    for table in TABLES:
        lines += ["", f"{table.file}: {say(table.about)}"]
        lines += [f"  {column.chinese if chinese else column.name}: {say(column.meaning)}" for column in table.columns]
    lines += ["", say("Words for what somebody did: {words}", words=_words(KINDS, chinese))]
    lines += [say("Words for what changed: {words}", words=_words(CHANGES, chinese)), ""]
    lines += [say("Then: clubsim import THIS_FOLDER --out club, and: clubsim measure club"), ""]
    return "\r\n".join(lines)


def _words(known: dict[str, tuple[str, ...]], chinese: bool) -> str:
    words = {name: next((word for word in others if not word.isascii()), name) for name, others in known.items()}
    return ", ".join(words.values() if chinese else words)
