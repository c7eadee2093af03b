"""The documentation as a site: `make docs` builds docs/_build/html, every warning an error, without a network."""

import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = PROJECT["name"]
author = PROJECT["authors"][0]["name"]
release = version = PROJECT["version"]
language = "en"

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 4  # the anchors that a code host makes of headings, so that one link serves both
highlight_language = "none"  # a block that names no language is what a terminal shows

smartquotes = False  # quotation marks and dashes stay as they are written

html_theme = "furo"
html_title = f"{project} {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
