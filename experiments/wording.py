"""
What readers read, in their language: a text is written once, in English, and `say` gives it in the language chosen.

The texts of other languages stand in wordings/<language>/*.yaml, English to theirs. A text that is not there stays
English; names that users give, such as those of arms, are never translated.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from clubsim.agents.parameters import unknown

FOLDER = Path(__file__).parent / "wordings"
ENGLISH = "en"
NAMES = {ENGLISH: "English", "zh": "中文"}

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def say(text: str, /, **values: object) -> str:
    """
    A text in the language chosen, with its {places} filled in.

    Args:
        text: in English, a literal where it can be: a test looks up every literal in every language.
        values: by place, as they are to be read.
    """
    translated = wordings(_language.get()).get(text, text)
    return translated.format(**values) if values else translated


def language() -> str:
    """The language chosen, one of NAMES."""
    return _language.get()


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """
    Everything that is said inside is said in this language.

    Raises:
        ValueError: none of NAMES.
    """
    if code not in NAMES:
        raise ValueError(unknown("language", code, NAMES))
    before = _language.set(code)
    try:
        yield
    finally:
        _language.reset(before)


@cache
def wordings(code: str) -> dict[str, str]:
    """All texts of a language, by their English; none for English itself."""
    import yaml

    texts: dict[str, str] = {}
    for file in sorted((FOLDER / code).glob("*.yaml")):
        texts |= yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    return texts
