"""The documentation as a site: it builds without a warning, nothing on it is broken, and it works from disk offline."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PHONE = {"width": 390, "height": 844}
GOOD = '<html lang="en"><title>A page</title><body><h1 id="a">A</h1><h2>B</h2>{}</body></html>'


def load_walker():
    """docs/walk_site.py, which `make docs` runs too."""
    spec = importlib.util.spec_from_file_location("walk_site", DOCS / "walk_site.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["walk_site"] = module
    spec.loader.exec_module(module)
    return module


walker = load_walker()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built as `make docs` builds it."""
    for needed in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(needed, reason=f"the documentation needs {needed}: pip install 'clubsim[docs]'")
    folder = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-E", "-b", "html"]
    built = subprocess.run(
        [*words, "-d", str(folder / "doctrees"), str(DOCS), str(folder / "html")], capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    return folder / "html"


def test_nothing_on_the_site_is_broken_or_from_outside(site):
    assert walker.complaints(site) == []
    pages = {str(page.relative_to(DOCS).with_suffix("")) for page in DOCS.rglob("*.md") if "_build" not in page.parts}
    assert {str(page.relative_to(site).with_suffix("")) for page in site.rglob("*.html")} >= pages


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ('<a href="gone.html">x</a>', "gone.html leads to no file of the site"),
        ('<a href="../site.html">x</a>', "../site.html leads to no file of the site"),
        ('<a href="#gone">x</a>', "#gone leads to no place on that page"),
        ('<a href="page.html#gone">x</a>', "page.html#gone leads to no place on that page"),
        ('<script src="https://example.org/a.js"></script>', "<script src> is fetched from outside"),
        ('<link href="//example.org/a.css">', "<link href> is fetched from outside"),
        ('<img src="a.png">', "the picture a.png has no text"),
        ("<h4>C</h4>", "a heading of level 4 follows one of level 2"),
        ("<h1>C</h1>", "there is not one heading of level 1"),
        ("<table><tr><td>1</td></tr></table>", "a table has no header"),
    ],
)
def test_the_walker_finds_what_is_wrong(body, complaint, tmp_path):
    (tmp_path / "page.html").write_text(GOOD.format(body), encoding="utf-8")
    (tmp_path / "a.png").touch()
    (found,) = walker.complaints(tmp_path)
    assert found.startswith(f"page.html: {complaint}")


def test_the_walker_finds_a_style_that_is_fetched_from_outside(tmp_path):
    (tmp_path / "page.html").write_text(GOOD.format(""), encoding="utf-8")
    (tmp_path / "a.css").write_text("body { background: url('https://example.org/a.png') }", encoding="utf-8")
    assert walker.complaints(tmp_path) == ["a.css: fetches https://example.org/a.png from outside"]


def test_the_walker_lets_a_reader_follow_a_link_and_wants_a_site(tmp_path):
    assert walker.complaints(tmp_path) == [f"{tmp_path} has no page; build it first: make docs"]
    links = '<a href="https://example.org">x</a><a href="#a">y</a>'
    body = f'{links}<img src="a.png" alt="z"><table><tr><th>1</th></tr></table>'
    (tmp_path / "page.html").write_text(GOOD.format(body), encoding="utf-8")
    (tmp_path / "a.png").touch()
    assert walker.complaints(tmp_path) == []


def test_the_search_works_from_disk_and_asks_nobody_else(site, chromium):
    page = chromium.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for words, found in (("silence spiral", "Glossary"), ("留存", "Glossary"), ("decompose", "Metrics")):
        page.goto((site / "search.html").as_uri() + f"?q={words}")
        page.wait_for_selector("#search-results li a")
        assert found in " ".join(page.locator("#search-results li a").all_inner_texts()), words
    assert asked and {url.partition(":")[0] for url in asked} == {"file"}


@pytest.mark.parametrize("name", ["index", "glossary", "policies", "reference/metrics", "explanation/model", "sweeps"])
def test_a_page_is_no_wider_than_a_phone(site, chromium, name):
    page = chromium.new_page(viewport=PHONE)
    page.goto((site / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out_from_what_is_behind_them(site, chromium, contrast, scheme):
    page = chromium.new_page(color_scheme=scheme)
    for name in ("index", "start", "reference/configuration", "snapshots", "results"):
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate(contrast) == [], name


def test_a_text_that_hardly_stands_out_is_found(chromium, contrast):
    page = chromium.new_page()
    page.set_content(
        '<body style="background: #fff"><p style="color: #777">pale</p><p style="color: #666">dark</p>'
        '<h1 style="color: #777">large</h1><p style="color: #000; background: rgba(0, 0, 0, .7)">in shade</p></body>'
    )
    assert page.evaluate(contrast) == ["pale", "in shade"]
