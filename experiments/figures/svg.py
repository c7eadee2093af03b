"""What is added to Matplotlib's SVG: words for who does not see it, fonts for who lacks ours, ids of its own."""

from __future__ import annotations

import re
from hashlib import blake2b
from xml.sax.saxutils import escape

from clubsim.experiments.figures.fonts import LATIN, SIMPLIFIED

OTHERS = ("Verdana", *SIMPLIFIED, "sans-serif")  # Verdana is as wide as DejaVu Sans
FAMILIES = ", ".join(f"'{name}'" if name != "sans-serif" else name for name in (LATIN, *OTHERS))
PIXELS = 4 / 3  # a point


def described(svg: str, title: str, text: str) -> str:
    """Matplotlib's SVG file as a picture with a title and a description, whose letters any machine can show."""
    words = f'<title id="title">{escape(title)}</title>\n <desc id="desc">{escape(text)}</desc>'
    opening = re.compile(r"<svg ([^>]*)>")
    told = f'font-family="{FAMILIES}" role="img" aria-labelledby="title desc"'
    svg = opening.sub(lambda tag: f"<svg {tag[1]} {told}>\n {words}", svg, count=1)
    return re.sub(r" font-family: [^;\"]*;", "", svg)


def for_page(svg: str) -> str:
    """
    An SVG file of `described` as a part of a page: no head, no metadata, as wide as there is room, ids of its own.

    Ids that nothing refers to are left out, since Matplotlib repeats them.
    """
    own = f"f{blake2b(svg.encode(), digest_size=4).hexdigest()}"
    svg = svg[svg.index("<svg ") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<[a-zA-Z][^>]*>", lambda tag: _own_ids(_short_numbers(tag[0]), own), _named_marks(svg))
    svg = svg.replace("*{stroke-linejoin", f"#{own} *{{stroke-linejoin", 1)
    width = float(re.search(r'width="([\d.]+)pt"', svg)[1]) * PIXELS  # type: ignore[index] # Matplotlib's, always there
    size = f'<svg id="{own}" width="100%" style="max-width:{width:.0f}px;height:auto"'
    return re.sub(r'<svg xmlns:xlink="[^"]*" width="[^"]*" height="[^"]*"', size, svg, count=1).strip()


def _named_marks(svg: str) -> str:
    """With the plain href that a page knows."""
    return svg.replace("xlink:href=", "href=")


def _own_ids(tag: str, own: str) -> str:
    """One tag with its ids and references made this figure's own."""
    if tag.startswith("<g "):
        tag = re.sub(r' id="[^"]*"', "", tag)
    tag = re.sub(r' id="([^"]*)"', rf' id="{own}-\1"', tag)
    tag = re.sub(r'(url\(#|href="#)', rf"\1{own}-", tag)
    return tag.replace('"title desc"', f'"{own}-title {own}-desc"')


def _short_numbers(tag: str) -> str:
    """Coordinates to a hundredth of a point."""
    return re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), tag)
