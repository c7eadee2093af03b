"""The report in a browser: from disk, asking nobody, no wider than a phone, with texts that can be read."""

import pytest

from clubsim.experiments.report.make import report_folder

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
OUTSIDE = "each => each.getBoundingClientRect().right > window.innerWidth + 1"


@pytest.fixture(scope="module")
def report(request, compared, tmp_path_factory):
    """The report in a language, as a file."""
    if request.param == "zh":
        request.getfixturevalue("chinese_letters")
    return report_folder(compared, tmp_path_factory.mktemp("report"), request.param)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("report", ["en", "zh"], indirect=True)
def test_the_report_fits_its_window_can_be_read_and_asks_nobody(report, chromium, contrast, size):
    page = chromium.new_page(viewport=size)
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: wrong.append(said.text))
    try:
        page.goto(report.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.evaluate(contrast) == []
        assert all(not text.evaluate(OUTSIDE) for text in page.locator("h1, h2, h3, p, li, figcaption").all())
        assert page.locator("figure svg").first.bounding_box()["width"] >= min(600, size["width"])
    finally:
        page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert wrong == []
