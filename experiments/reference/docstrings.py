"""A function's docstring as Markdown: its words, its formula as a block, its source; not its arguments and errors."""

import inspect
import re
from collections.abc import Callable
from typing import Any

SECTION = re.compile(r"^(Args|Raises|Returns):")
LEFT_OUT = ("Args", "Raises")


def as_markdown(function: Callable[..., Any]) -> list[str]:
    """The paragraphs of a function's docstring, a formula that is set in as a block of its own."""
    parts = []
    for paragraph in re.split(r"\n\s*\n", inspect.getdoc(function) or ""):
        section = SECTION.match(paragraph)
        if section and section[1] in LEFT_OUT:
            continue
        parts.append(_formula(paragraph) if paragraph.startswith("    ") else plain(paragraph))
    return parts


def first_sentence(function: Callable[..., Any]) -> str:
    """What a function gives, in a line."""
    return plain(re.split(r"\n\s*\n", inspect.getdoc(function) or "")[0])


def plain(text: str) -> str:
    """Words of a docstring on one line, with what Markdown would take for something else made harmless."""
    line = " ".join(text.split()).replace("<", "\\<").replace("_", "\\_").replace("*", "\\*")
    return re.sub(r"`([^`]*)`", lambda code: "`" + code[1].replace("\\", "") + "`", line)


def _formula(paragraph: str) -> str:
    return f"```text\n{inspect.cleandoc(paragraph)}\n```"
