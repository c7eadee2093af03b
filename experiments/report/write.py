"""The page as a file: HTML that needs nothing else, the same bytes for the same study."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from clubsim.experiments.kept import Kept
from clubsim.experiments.report.page import page_of
from clubsim.experiments.report.pictures import pictures
from clubsim.experiments.results import write_whole
from clubsim.experiments.wording import ENGLISH, in_language, say

HERE = Path(__file__).parent
LOCALE = {"en": "en", "zh": "zh-Hans"}


def report_of(kept: Kept, code: str = ENGLISH) -> str:
    """
    The report of a comparison as HTML.

    Args:
        kept: what its folder holds.
        code: of the language, one of wording.NAMES.
    """
    with in_language(code):
        page = page_of(kept, pictures(kept))
        style = (HERE / "page.css").read_text(encoding="utf-8")
        words = {"contents": say("Contents"), "skip": say("Skip to the answer"), "figure": say("Figure")}
        html: str = template().render(page=page, style=style, words=words, language=LOCALE[code])
    return html


def write_report(kept: Kept, file: Path, code: str = ENGLISH) -> Path:
    """Write the report; what stood there before is replaced at once or not at all."""
    html = report_of(kept, code)
    write_whole(file, lambda path: path.write_text(html, encoding="utf-8", newline="\n"))
    return file


@cache
def template() -> Any:
    """The page's template; whatever stands in a study is escaped in it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["of_kind"] = lambda part, name: type(part).__name__ == name
    return environment.get_template("page.html.jinja")
