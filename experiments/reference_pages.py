"""
The reference that is read off the code: `python -m clubsim.experiments.reference_pages` writes docs/reference.

Parameters, policies and the columns of the store have commands of their own: tables_of_model, policies_page,
columns_of_store.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from clubsim.experiments.reference import command_line, configuration, metrics, studies
from clubsim.experiments.results import write_whole

COMMAND = "python -m clubsim.experiments.reference_pages"
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE_BY = f"<!-- Written by `{COMMAND}`; a test says when this page is older than the code. Do not edit. -->"
PAGES: dict[str, Callable[[], list[str]]] = {
    "command_line": command_line.parts,
    "configuration": configuration.parts,
    "metrics": metrics.parts,
    "studies": studies.parts,
}


def page(name: str) -> str:
    """A page in Markdown. name: one of PAGES."""
    title, *rest = PAGES[name]()
    return "\n\n".join([title, MADE_BY, *rest]) + "\n"


def main() -> None:
    """Write every page and say which."""
    FOLDER.mkdir(exist_ok=True)
    for name in PAGES:
        file = FOLDER / f"{name}.md"
        write_whole(file, partial(Path.write_text, data=page(name), encoding="utf-8"))
        print(file.relative_to(FOLDER.parent))


if __name__ == "__main__":
    main()
