"""Pictures and tables as HTML that refers to nothing outside: a picture carries its words, a table its heads."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import Any

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import alternative_text, our_settings

STYLE = """<style>
.workshop {display: grid; grid-template-columns: minmax(18rem, 22rem) minmax(0, 1fr); gap: 1.5rem; align-items: start}
.workshop .dials {position: sticky; top: 0.5rem; max-height: 97vh; overflow-y: auto; padding-right: 0.5rem}
.workshop .pictures {display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); gap: 1rem}
.workshop .pictures img {width: 100%; height: auto; background: white}
.workshop table {border-collapse: collapse; font-size: 0.85rem; margin: 0.5rem 0; width: 100%}
.workshop caption {text-align: left; font-weight: bold; padding: 0.4rem 0}
.workshop th, .workshop td {border-bottom: 1px solid #ccc; padding: 0.25rem 0.5rem; text-align: right}
.workshop th[scope=row], .workshop th:first-child {text-align: left; font-weight: normal}
.workshop thead th {font-weight: bold; vertical-align: bottom}
.workshop td, .workshop thead th {white-space: nowrap}
.workshop .wide {overflow-x: auto}
@media (max-width: 60rem) {
  .workshop {grid-template-columns: minmax(0, 1fr)}
  .workshop .dials {max-height: 42vh; top: 0; z-index: 2; background: white; border-bottom: 2px solid #888}
}
</style>"""


def page(dials: str, answer: str) -> str:
    """Dials at the left and what came of them at the right, both HTML; on a narrow screen one after the other."""
    return f'{STYLE}<div class="workshop"><div class="dials">{dials}</div><div class="answer">{answer}</div></div>'


def pictures(figures: Sequence[Figure]) -> str:
    """Figures side by side, as many as the screen is wide."""
    return f'<div class="pictures">{"".join(map(picture, figures))}</div>'


def picture(figure: Figure) -> str:
    """A figure as an image that stands in the page itself, with its alternative text."""
    memory = io.BytesIO()
    with our_settings():  # print_svg and not savefig, which lays out everything a second time
        drawing: Any = FigureCanvasSVG(figure)
        drawing.print_svg(memory, metadata={"Date": None})
    data = b64encode(memory.getvalue()).decode("ascii")
    return f'<img alt="{escape(alternative_text(figure), quote=True)}" src="data:image/svg+xml;base64,{data}">'


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of words: the first cell of a row is its head."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(text)}</td>" for text in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f'<div class="wide"><table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
