"""For all tests: properties without deadlines, and a browser to look at pages with."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# The first draw of a process loads compiled code, so no example of a property has a deadline.
settings.register_profile("without a deadline", deadline=None)
settings.load_profile("without a deadline")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


@pytest.fixture(scope="module")
def chromium():
    """
    A Chromium that is there already, driven by playwright; its tests are skipped where one of the two is missing.

    It goes after each module: playwright keeps an event loop running, which no other test is to meet.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="no browser is driven without playwright")
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"there is none of {', '.join(BROWSERS)} to open a page in")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contrast():
    """A script that gives the texts of a page that stand out too little (WCAG 2.1 AA)."""
    return Path(__file__).with_name("contrast.js").read_text(encoding="utf-8").partition("\n")[2]
