"""JSON of strangers: whole files up to a size, lines one at a time, and fields of the right type."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing.sources import Entry

LARGEST = 512 * 2**20  # of a file that has to be read whole [byte]
LONGEST = 64 * 2**20  # of a line [byte]; members' lines may hold their pictures


def whole(entry: Entry) -> Any:
    """
    The content of a JSON file.

    Raises:
        StudyError: too large, not in UTF-8, or not JSON.
    """
    content = entry.all(LARGEST)
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise StudyError(f"{entry.name} is not in UTF-8 (byte {error.start}); export it again as JSON") from None
    except RecursionError:
        raise StudyError(f"{entry.name} is nested too deeply to be a log; export it again") from None
    except json.JSONDecodeError as error:
        raise StudyError(
            f"{entry.name}, line {error.lineno}, column {error.colno}: this is not JSON ({error.msg}); "
            "export it again, for it may have been cut off"
        ) from None
    except ValueError:  # a number of thousands of digits
        raise StudyError(f"{entry.name} holds a number that is too long; export it again") from None


def lines(entry: Entry) -> Iterator[Mapping[str, Any] | None]:
    """
    The objects of a file with one a line; None for a line that is no JSON object. Empty lines and # lines are skipped.

    Raises:
        StudyError: a line that is longer than LONGEST.
    """
    with entry.reading() as file:
        number = 0
        while line := file.readline(LONGEST + 1):
            number += 1
            if len(line) > LONGEST:
                raise StudyError(f"{entry.name}, line {number} is longer than {LONGEST // 2**20} MB; export it again")
            if line.strip().removeprefix(b"\xef\xbb\xbf") and not line.startswith(b"#"):
                yield _object(line)


def _object(line: bytes) -> Mapping[str, Any] | None:
    try:
        content = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none of anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def word(value: Any) -> str:
    """An identifier as text, whether it was written as text or as a number; "" for anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def mapping(value: Any) -> dict[str, Any]:
    """An object; an empty one of anything else."""
    return value if isinstance(value, dict) else {}
