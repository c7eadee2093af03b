"""A workshop in a browser: the picture comes, a slider changes it, nothing leaves this machine, nothing goes wrong."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from clubsim.experiments.workshops import opening

PATIENCE = 30.0  # [s] for the server and for the first picture
CHANGED = "before => document.querySelector('.workshop .pictures').innerHTML !== before"
FIT = "document.documentElement.scrollWidth <= window.innerWidth"
CLUBSIM = (sys.executable, "-m", "clubsim.experiments.cli")


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as trial:
        trial.bind((opening.LOOPBACK, 0))
        return int(trial.getsockname()[1])


def answers(port: int) -> bool:
    """Whether a server listens there."""
    try:
        socket.create_connection((opening.LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture
def address(request, tmp_path) -> Iterator[str]:
    """Where `clubsim workshop` serves a notebook, as long as the test runs."""
    pytest.importorskip("marimo", reason="the notebooks need marimo: pip install 'clubsim[workshop]'")
    port = free_port()
    words = [*CLUBSIM, "workshop", request.param, "--port", str(port), "--no-browser", "--quiet"]
    # of its own: neither a user's settings of marimo's are read, nor is anything left there
    home = {name: str(tmp_path) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    with subprocess.Popen(words, cwd=tmp_path, env={**os.environ, **home}, stdout=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + PATIENCE
            while not answers(port):
                assert server.poll() is None and time.monotonic() < end, "the server did not come up"
                time.sleep(0.05)
            yield f"http://{opening.LOOPBACK}:{port}"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


@pytest.mark.parametrize(("address", "pictures"), [("how", 4), ("which", 2)], indirect=["address"])
def test_a_slider_changes_the_pictures_and_no_request_leaves_this_machine(address, pictures, chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda line: asked.append(line.url))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        page.goto(address)
        page.wait_for_selector(".workshop .pictures img", timeout=1000 * PATIENCE)
        images = page.locator(".workshop .pictures img")
        assert images.count() == pictures
        assert all(len(image.get_attribute("alt") or "") > 20 for image in images.all())
        before = page.locator(".workshop .pictures").inner_html()
        page.locator(".workshop .dials [role=slider]").nth(2).press("ArrowRight")
        page.wait_for_function(CHANGED, arg=before, timeout=1000 * PATIENCE)
        assert all(
            image.evaluate("each => each.decode().then(() => each.naturalWidth)") > 100 for image in images.all()
        )
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate(FIT), "the page is wider than a phone"
    finally:
        page.close()
    own = tuple(f"{scheme}://{address.removeprefix('http://')}" for scheme in ("http", "ws"))
    assert any(url.startswith("ws:") for url in asked)
    assert [url for url in asked if not url.startswith((*own, "data:", "blob:"))] == []
    assert wrong == []
