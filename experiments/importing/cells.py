"""Numbers, words and yes or no as people write them in cells; an empty cell is None."""

import re
import unicodedata
from collections.abc import Collection, Mapping

from clubsim.agents.parameters import unknown
from clubsim.experiments.importing.sheets import Cell

MOST = 1e12  # a larger number is a mistake
CURRENCY = re.compile(r"^(?:CNY|RMB|USD|EUR|US\$|[¥$€£])\s*|\s*(?:CNY|RMB|USD|EUR|[¥$€£]|元)$", re.IGNORECASE)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,'’ \u00a0\u202f]\d{3})+(?:\.\d+)?")
COMMA = re.compile(r"[+-]?\d+,\d+")
PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
YES = {"yes": True, "y": True, "true": True, "1": True, "是": True, "有": True, "已公告": True}
NO = {"no": False, "n": False, "false": False, "0": False, "否": False, "无": False, "未公告": False}


def count(cell: Cell) -> int | None:
    """
    A whole number of at least 0, such as 1234, 1,234 or 1 234.

    Raises:
        StudyError: anything else.
    """
    if not cell.text:
        return None
    value = _number(cell, whole=True)
    if value < 0 or value != int(value):
        raise cell.wrong("this is a whole number of at least 0", f"write for example {max(round(abs(value)), 0)}")
    return int(value)


def amount(cell: Cell) -> float | None:
    """
    A number, with or without a sign of a currency, such as 1234.50 or ¥1,234.50.

    Raises:
        StudyError: anything else, or a comma that may be a decimal point or not.
    """
    return _number(cell, whole=False) if cell.text else None


def share(cell: Cell) -> float | None:
    """
    A share in [0, 1], also written in percent with its sign.

    Raises:
        StudyError: anything else.
    """
    if not cell.text:
        return None
    text = unicodedata.normalize("NFKC", cell.text)
    percent = text.endswith("%")
    value = _number(cell._replace(text=text.rstrip("% ")), whole=False) / (100 if percent else 1)
    if not 0 <= value <= 1:
        raise cell.wrong("this is a share from 0 to 1, or percent with their sign", "write for example 0.62 or 62%")
    return value


def truth(cell: Cell) -> bool | None:
    """
    Yes or no.

    Raises:
        StudyError: anything else.
    """
    if not cell.text:
        return None
    word = cell.text.lower()
    if word not in YES | NO:
        raise cell.wrong("this is yes or no (是 or 否)", "write one of them, or nothing")
    return word in YES


def choice(cell: Cell, known: Mapping[str, Collection[str]]) -> str | None:
    """
    One of some words, each with the other words for it.

    Raises:
        StudyError: none of them.
    """
    if not cell.text:
        return None
    word = " ".join(cell.text.lower().replace("_", " ").split())
    for name, others in known.items():
        if word == name.replace("_", " ") or word in others:
            return name
    hint = unknown("word", cell.text[:40], known).partition("; ")[2]
    raise cell.wrong(f"this is one of {', '.join(known)}", hint if "mean" in hint else f"write {next(iter(known))}")


def _number(cell: Cell, whole: bool) -> float:
    text = CURRENCY.sub("", unicodedata.normalize("NFKC", cell.text).strip()).strip().replace("−", "-")
    if GROUPED.fullmatch(text):
        if not whole and cell.decimal_comma and COMMA.fullmatch(text):
            raise cell.wrong("a comma may be a decimal point or between thousands here", "write 1234.5 or 1234")
        text = re.sub(r"[,'’\s]", "", text)
    elif COMMA.fullmatch(text) and not whole:
        raise cell.wrong("a number has a point before its decimals", f"write {text.replace(',', '.')}")
    if not PLAIN.fullmatch(text) or abs(float(text)) > MOST:
        raise cell.wrong("this is a number", "write for example 1234 or 1234.5, or nothing where you do not know it")
    return float(text)
