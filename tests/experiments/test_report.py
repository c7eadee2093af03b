"""The page of a comparison: whole in one file, the same bytes each time, readable by those who do not see it."""

import json
import re
import shutil
from html.parser import HTMLParser
from itertools import pairwise

import polars as pl
import pytest

from clubsim.experiments.cli import main
from clubsim.experiments.figures.of_a_comparison import FIGURES
from clubsim.experiments.kept import read_kept
from clubsim.experiments.report.make import report_folder
from clubsim.experiments.report.page import evidence_of
from clubsim.experiments.report.parts import Picture
from clubsim.experiments.report.pictures import captions
from clubsim.experiments.report.verdict import verdicts
from clubsim.experiments.report.write import report_of
from clubsim.sim.community import Community

TINY = ["days=40", "seeds=2", "scale=0.1", "recruitment.period=14", "gate.from_day=14", "ensemble=null", "workers=1"]
FEW_ARMS = ["~arms.never_a_fee_no_rewards", "~arms.no_cull", "~arms.announced_only", "~arms.no_rewards"]


class Elements(HTMLParser):
    """Every element of a page in order: its name, its attributes, and the text right within."""

    def __init__(self, page):
        super().__init__()
        self.found, self.open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append({"tag": tag, "text": "", "inside": [one["tag"] for one in self.open], **dict(attributes)})
        if tag not in ("meta", "link", "br", "img", "use", "path"):
            self.open.append(self.found[-1])

    def handle_startendtag(self, tag, attributes):
        self.found.append({"tag": tag, "text": "", "inside": [one["tag"] for one in self.open], **dict(attributes)})

    def handle_endtag(self, tag):
        while self.open and self.open.pop()["tag"] != tag:
            pass

    def handle_data(self, data):
        if self.open:
            self.open[-1]["text"] += data

    def of(self, *tags):
        return [one for one in self.found if one["tag"] in tags]


@pytest.fixture(scope="module")
def page(compared):
    return report_of(read_kept(compared))


@pytest.fixture
def drawn_before(page, monkeypatch):
    """One figure of a page as it stands in it already, for tests that are on something else."""
    svg = re.search(r"<svg .*?</svg>", page, flags=re.DOTALL)[0]
    stand_in = {"survival": Picture("survival", svg, "words", "caption")}
    monkeypatch.setattr("clubsim.experiments.report.write.pictures", lambda kept: stand_in)


@pytest.fixture(scope="module")
def elements(page):
    return Elements(page)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """The folder that `clubsim report` leaves: a comparison, its decomposition and one hinge."""
    folder = tmp_path_factory.mktemp("asked") / "club"
    words = ["report", "operations_club", *TINY, *FEW_ARMS, "hinges={halflife: how fast it gets old}"]
    assert main([*words, "--out", str(folder), "--quiet"]) == 0
    return folder


def test_the_page_needs_nothing_else(elements):
    addresses = [one.get(name) for one in elements.found for name in ("src", "href", "xlink:href", "data", "action")]
    assert [
        address for address in addresses if address and not address.startswith(("#", "data:image/png;base64,"))
    ] == []
    assert not elements.of("script", "iframe", "link", "img", "object")


def test_its_style_reaches_for_nothing_outside(page):
    assert "@import" not in page and re.findall(r"url\((?!#)", page) == []


def test_every_place_that_is_pointed_to_is_there_once(elements):
    names = [one["id"] for one in elements.found if "id" in one]
    assert len(names) == len(set(names))
    pointed = {one["href"][1:] for one in elements.found if one.get("href", "").startswith("#")}
    assert pointed <= set(names)


def test_the_same_study_gives_the_same_bytes(compared, page, tmp_path):
    assert report_folder(compared, tmp_path, "en").read_bytes() == page.encode()


@pytest.mark.usefixtures("drawn_before")
def test_another_time_of_making_changes_no_byte(compared, tmp_path):
    folder = tmp_path / "later"
    shutil.copytree(compared, folder, ignore=shutil.ignore_patterns("runs"))
    made = json.loads((folder / "provenance.json").read_text("utf-8"))
    (folder / "provenance.json").write_text(json.dumps({**made, "time": "2031-01-01T00:00:00+00:00"}), "utf-8")
    assert report_of(read_kept(folder)) == report_of(read_kept(compared))


def test_headings_go_down_a_level_at_a_time(elements):
    levels = [int(one["tag"][1]) for one in elements.of("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_every_figure_has_words_and_every_table_is_one(elements):
    pictures = [one for one in elements.of("svg")]
    assert len(pictures) > 8
    words = {one["id"]: one["text"] for one in elements.of("title", "desc") if "id" in one}
    for picture in pictures:
        assert picture["role"] == "img"
        title, text = (words[name] for name in picture["aria-labelledby"].split())
        assert title and len(text) > 40
    assert len(elements.of("caption")) == len(elements.of("table")) > 8
    assert {one["scope"] for one in elements.of("th")} == {"col", "row"}


def test_a_wide_table_or_figure_can_be_scrolled_by_keyboard_and_has_a_name(elements):
    wide = [one for one in elements.of("div") if one.get("class") == "wide"]
    assert len(wide) == len(elements.of("table")) + len(elements.of("figure"))
    assert all(one["tabindex"] == "0" and one["role"] == "region" and one["aria-label"] for one in wide)


@pytest.mark.usefixtures("drawn_before")
def test_the_page_says_its_language(page, compared):
    assert '<html lang="en">' in page
    chinese = report_of(read_kept(compared), "zh")
    assert '<html lang="zh-Hans">' in chinese and "结论" in chinese and "退群" not in page


def test_every_verdict_stands_on_the_page_as_it_was_computed(page, compared):
    texts = re.sub(r"\s+", " ", page).replace("&#39;", "'")
    told = [sentence.text for verdict in verdicts(evidence_of(read_kept(compared))) for sentence in verdict.sentences]
    assert len(told) > 20
    assert [text for text in told if text not in texts] == []


def test_every_parameter_is_there_with_the_word_for_its_source(elements, compared):
    rows = {one["text"] for one in elements.of("th") if one["scope"] == "row"}
    assert set(read_kept(compared).scenario.world._fields) <= rows


def test_what_is_not_known_is_said_of_the_policies_that_are_used(page):
    assert "What a cull does to those who stay was never measured" in page  # the club culls
    assert "When a community splits" not in page  # and splits nothing
    assert "the source cannot tell: the strength of rewards and of belonging" in page


@pytest.mark.usefixtures("drawn_before")
def test_what_a_study_says_is_never_taken_for_html(compared, tmp_path):
    folder = tmp_path / "hostile"
    shutil.copytree(compared, folder, ignore=shutil.ignore_patterns("runs"))
    made = json.loads((folder / "provenance.json").read_text("utf-8"))
    made["config"]["question"] = "</title><script>alert(1)</script> {{ 7 * 7 }}"
    made["notes"] = ["<img src=x onerror=alert(1)>"]
    (folder / "provenance.json").write_text(json.dumps(made), "utf-8")
    found = report_of(read_kept(folder))
    assert "<script" not in found and "<img" not in found and "{{ 7 * 7 }}" in found


def test_no_run_is_made_for_a_page_of_what_is_kept(compared, monkeypatch, tmp_path, page):
    def refuse(*_, **__):
        raise AssertionError("something was simulated")

    monkeypatch.setattr(Community, "__init__", refuse)
    monkeypatch.setattr("clubsim.experiments.compare.carry_out_all", refuse)
    assert main(["report", str(compared), "--out", str(tmp_path)]) == 0
    assert (tmp_path / "report.html").read_text("utf-8") == page


def test_the_command_compares_splits_and_tries_what_it_hangs_on(asked):
    kept = read_kept(asked)
    assert {"decomposition", "hinges"} <= set(kept.tables)
    assert kept.tables["hinges"]["parameter"].unique().to_list() == ["halflife"]
    assert kept.tables["hinges"].group_by("value").len()["len"].to_list() == [6] * 4  # three arms on two seeds
    found = (asked / "report.html").read_text("utf-8")
    assert "how fast it gets old" in found and "figure-hinges" in found


def test_a_hinge_at_the_study_s_own_value_gives_the_study_s_own_runs(asked):
    kept = read_kept(asked)
    first = kept.tables["hinges"].filter(pl.col("value") == pl.col("value").min())
    assert not first["messages"].equals(kept.tables["runs"]["messages"])  # another half-life, other runs
    assert first.select("arm", "seed").equals(kept.tables["runs"].select("arm", "seed"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["operations_club", "--lang", "fr"], "--lang is one of en, zh, not 'fr'"),
        (["operations_club", "hinges=[halflive]"], "unknown hinges 'halflive'; did you mean 'halflife'?"),
        (["operations_club", "hinges=3"], "hinges is a list of names of parameters"),
        (["operation_club"], "operations_club"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["report", *words]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_overrides_of_what_is_there_are_refused(compared, capsys):
    assert main(["report", str(compared), "days=3"]) == 2
    assert "is the folder of a comparison that is there; leave out 'days=3'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["luoji", "free_group"])
def test_a_study_whose_arms_cannot_be_split_or_that_has_no_money_has_a_page_too(name, tmp_path):
    words = ["days=30", "seeds=2", "ensemble=null", "workers=1"]
    assert main(["report", name, *words, "--out", str(tmp_path / name), "--quiet"]) == 0
    found = (tmp_path / name / "report.html").read_text("utf-8")
    assert "cannot be told" in found and "split over" not in found


def test_every_figure_of_a_comparison_has_its_caption():
    assert set(captions()) == set(FIGURES)
