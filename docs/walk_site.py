"""
Walk a built site: python docs/walk_site.py docs/_build/html

Everything that a page names inside the site is there, with its anchor; nothing is fetched from outside, so that the
site works from disk without a network (a link that a reader clicks may lead out); every picture has a text, headings go
down a step at a time, and tables have a header.
"""

import re
import sys
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FETCHED = {"src", "srcset", "poster", "data", "action"}  # attributes whose address a browser asks for by itself
OUTSIDE = re.compile(r"^(?:[a-z][a-z+.-]*:)?//|^(?!data:|mailto:)[a-z][a-z+.-]*:", re.IGNORECASE)
OF_STYLES = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
WRITTEN_LATER = ("search.html",)  # whose heading a script writes with the results
HEADING = re.compile(r"h[1-6]")


@dataclass
class Page:
    """What one page holds. links: (tag, attribute, address); headings: levels in their order."""

    links: list[tuple[str, str, str]] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    headings: list[int] = field(default_factory=list)
    without_text: list[str] = field(default_factory=list)
    without_header: int = 0
    language: str = ""
    title: str = ""


class Reader(HTMLParser):
    """Reads a page into a `Page`."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._headers: list[int] = []  # header cells of each table that is open
        self._in_title = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.page.anchors.update(given[name] for name in ("id", "name") if given.get(name))
        self.page.links += [(tag, name, value) for name, value in given.items() if name in FETCHED | {"href"}]
        if tag == "html":
            self.page.language = given.get("lang", "")
        elif tag == "img" and not given.get("alt", "").strip():
            self.page.without_text.append(given.get("src", "?"))
        elif tag == "table":
            self._headers.append(0)
        elif tag == "th" and self._headers:
            self._headers[-1] += 1
        elif HEADING.fullmatch(tag):
            self.page.headings.append(int(tag[1]))
        self._in_title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._headers.pop() == 0:
            self.page.without_header += 1
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title += data


@cache
def read(file: Path) -> Page:
    """The page in a file."""
    reader = Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    return reader.page


def complaints(site: Path) -> list[str]:
    """Everything that is wrong with the site in a folder, a sentence each."""
    files = sorted(site.rglob("*.html"))
    if not files:
        return [f"{site} has no page; build it first: make docs"]
    found = [f"{file.relative_to(site)}: {what}" for file in files for what in _of_page(file, site)]
    styles = [f for f in sorted(site.rglob("*.css")) if f.is_file()]
    return found + [f"{file.relative_to(site)}: {what}" for file in styles for what in _of_style(file)]


def _of_page(file: Path, site: Path) -> list[str]:
    page = read(file)
    steps = zip(page.headings, page.headings[1:], strict=False)
    return [
        *(what for link in page.links if (what := _of_link(link, file, site))),
        *(f"the picture {name} has no text" for name in page.without_text),
        *(["a table has no header"] * page.without_header),
        *(f"a heading of level {after} follows one of level {before}" for before, after in steps if after > before + 1),
        *([] if page.headings.count(1) == 1 or file.name in WRITTEN_LATER else ["there is not one heading of level 1"]),
        *([] if page.language and page.title.strip() else ["the page does not say its language and title"]),
    ]


def _of_link(link: tuple[str, str, str], file: Path, site: Path) -> str:
    """What is wrong with an address on a page; "" for nothing."""
    tag, attribute, address = link
    if OUTSIDE.match(address):
        return "" if (tag, attribute) == ("a", "href") else f"<{tag} {attribute}> is fetched from outside: {address}"
    if address.startswith(("data:", "mailto:")):
        return ""
    parts = urlsplit(address)
    target = file if not parts.path else (file.parent / unquote(parts.path)).resolve()
    if not target.is_file() or not target.is_relative_to(site.resolve()):
        return f"{address} leads to no file of the site"
    anchor = unquote(parts.fragment)
    if anchor and target.suffix == ".html" and anchor not in read(target).anchors:
        return f"{address} leads to no place on that page"
    return ""


def _of_style(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    return [f"fetches {a or b} from outside" for a, b in OF_STYLES.findall(text) if OUTSIDE.match(a or b)]


def main(folder: str) -> int:
    """Prints what is wrong; 1 if anything is."""
    site = Path(folder).resolve()
    wrong = complaints(site)
    print("\n".join(wrong) or f"{len(list(site.rglob('*.html')))} pages: nothing broken, nothing from outside")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
