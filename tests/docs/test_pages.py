"""Every block of code on every page of the documentation runs, in order, as its reader would do it."""

import os
import sys

import page_forms as forms
import pytest
from page_blocks import blocks_of, pages
from page_runs import Reader, forget, prepare

from clubsim.experiments.figures.of_a_comparison import FIGURES
from clubsim.experiments.where import Where
from clubsim.experiments.workshops import opening
from clubsim.policies import registry


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to try a page in; afterwards no policy and no module of the page is left."""
    known = set(sys.modules)
    registry.registered()
    monkeypatch.setattr(registry, "_classes", dict(registry._classes))
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(Where, "processes", 1)  # so that all runs are done in this process
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(opening, "serve", lambda command: 0)  # a notebook's server, which would not end
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    forget(tmp_path, known)
    registry._load.cache_clear()


@pytest.mark.parametrize("page", [page for page in pages() if blocks_of(page)])
def test_every_block_of_the_page_does_what_it_says(page, folder, monkeypatch):
    drawn = [figures for begins, figures in forms.DRAWN.items() if page.startswith(begins)]
    for name in set(FIGURES).difference(*drawn):
        monkeypatch.setitem(FIGURES, name, lambda kept: None)
    reader = Reader(page, folder)
    prepare(reader)
    for block in blocks_of(page):
        reader.carry_out(block)
