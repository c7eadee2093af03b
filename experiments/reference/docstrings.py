"""
The docstring of a function or module as Markdown: its words, its formula as a block, its source; not its arguments and
errors. A constant that it names stands there with its value.
"""

import inspect
import re
from collections.abc import Mapping
from typing import Any

SECTION = re.compile(r"^(Args|Raises|Returns):")
LEFT_OUT = ("Args", "Raises")
CONSTANT = re.compile(r"\b[A-Z][A-Z_]{3,}\b")


def as_markdown(what: Any) -> list[str]:
    """The paragraphs of a docstring, of a function or module, a formula that is set in as a block of its own."""
    parts = []
    names = vars(inspect.getmodule(what))
    told = CONSTANT.sub(lambda name: _value(names, name[0]), inspect.getdoc(what) or "")
    for paragraph in re.split(r"\n\s*\n", told):
        section = SECTION.match(paragraph)
        if section and section[1] in LEFT_OUT:
            continue
        parts.append(_formula(paragraph) if paragraph.startswith("    ") else plain(paragraph))
    return parts


def plain(text: str) -> str:
    """Words of a docstring on one line, with what Markdown would take for something else made harmless."""
    line = " ".join(text.split()).replace("<", "\\<").replace("_", "\\_").replace("*", "\\*")
    return re.sub(r"`([^`]*)`", lambda code: "`" + code[1].replace("\\", "") + "`", line)


def _value(names: Mapping[str, Any], name: str) -> str:
    """What a module's constant of that name is, if it is a number or several; else the name."""
    value = names.get(name)
    if isinstance(value, int | float):
        return f"{value:g}"
    return ", ".join(f"{one:g}" for one in value) if isinstance(value, tuple) else name


def _formula(paragraph: str) -> str:
    return f"```text\n{inspect.cleandoc(paragraph)}\n```"
