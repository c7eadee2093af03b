"""Which font letters are drawn in: DejaVu Sans, which comes with Matplotlib, and one with Chinese letters."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib.font_manager import findSystemFonts, fontManager, get_font

from clubsim.experiments.errors import StudyError
from clubsim.experiments.wording import ENGLISH, language

LATIN = "DejaVu Sans"
SIMPLIFIED = (  # in this order
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "Hiragino Sans GB",
    "SimHei",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)
PACKAGE = "pylopdf_fonts_zh_cn"  # the extra `chinese`: Noto Sans SC under the Open Font License
FIRST_OF_COLLECTION = {"Noto Sans CJK JP": "Noto Sans CJK SC"}  # one file holds both, and Matplotlib names it so


def families() -> list[str]:
    """
    The fonts of the language that is said now, each for the letters that those before it lack.

    Raises:
        StudyError: nothing here has Chinese letters.
    """
    return [LATIN] if language() == ENGLISH else [LATIN, chinese()]


@cache
def chinese() -> str:
    """
    The name of the first font of SIMPLIFIED that is installed, or else of the package's, as Matplotlib knows it.

    Raises:
        StudyError: there is none.
    """
    for find in (_known, _on_this_machine, _in_the_package):
        name = _first(find())
        if name is not None:
            return name
    raise StudyError(
        f"figures in Chinese need a font with Chinese letters, and none of {', '.join(SIMPLIFIED)} is installed; "
        "install one, or write pip install 'clubsim[chinese]'"
    )


def _first(names: set[str]) -> str | None:
    """The first of SIMPLIFIED among the names, as the collection calls it that holds it."""
    for wanted in SIMPLIFIED:
        for name in (wanted, *(one for one, other in FIRST_OF_COLLECTION.items() if other == wanted)):
            if name in names:
                return name
    return None


def _known() -> set[str]:
    """Those in Matplotlib's list, which it keeps from earlier runs."""
    return {font.name for font in fontManager.ttflist if Path(font.fname).is_file()}


def _on_this_machine() -> set[str]:
    """All that are installed now: those that came since are added to Matplotlib's list."""
    listed = {font.fname for font in fontManager.ttflist}
    for path in findSystemFonts():
        if path not in listed and _name_in(path) in (*SIMPLIFIED, *FIRST_OF_COLLECTION):
            fontManager.addfont(path)
    return _known()


def _name_in(path: str) -> str | None:
    """The name of the font in a file; None for a file that Matplotlib cannot read."""
    try:
        return str(get_font(path).family_name)
    except (OSError, RuntimeError, ValueError):
        return None


def _in_the_package() -> set[str]:
    """With the font of the extra `chinese` added, if that is installed."""
    found = find_spec(PACKAGE)
    if found is not None and found.origin is not None:
        for path in Path(found.origin).parent.glob("*Sans*.otf"):
            fontManager.addfont(path)
    return _known()
