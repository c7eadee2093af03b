"""What every figure keeps: contrast, colours for all eyes, words for who does not see it, room for every letter."""

import ast
import importlib
import re
import subprocess
import sys
import warnings
from io import BytesIO
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import same_color, to_rgb, to_rgba
from matplotlib.text import Text
from PIL import Image

import clubsim.experiments.figures
from clubsim.experiments.errors import StudyError
from clubsim.experiments.figures import fonts, style
from clubsim.experiments.figures.breaking import break_titles
from clubsim.experiments.figures.hinges import hinges
from clubsim.experiments.figures.over_time import headcount
from clubsim.experiments.figures.style import (
    ALL_FORMATS,
    DOUBLE,
    SINGLE,
    alternative_text,
    content_of,
    figure_as_svg,
    in_column,
    letters_on,
    luminance,
    save,
    title_of,
)
from clubsim.experiments.wording import in_language


def beside(name):
    """A module that lies beside this file, and those that it imports from there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent))
        return importlib.import_module(name)


gallery = beside("gallery")
NAMES = list(gallery.everything())
FOLDER = Path(str(clubsim.experiments.figures.__file__)).parent


@pytest.fixture(scope="module")
def drawn():
    """Every figure in English, once."""
    return {name: draw() for name, draw in gallery.everything().items()}


def chinese_or_skip() -> None:
    try:
        fonts.chinese()
    except StudyError as error:
        pytest.skip(str(error))


def functions() -> set[str]:
    """The functions that draw, as the package's sources decorate them."""
    return {
        node.name
        for source in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and any(getattr(each, "id", "") == "drawn" for each in node.decorator_list)
    }


def test_the_gallery_holds_every_function_that_draws():
    assert len(functions()) >= 20
    assert functions() - set(NAMES) == set()


# contrast


def contrast(one, other="white"):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_guidelines():
    assert contrast("white", "black") == pytest.approx(21)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)  # the palest grey that passes AA, as is well known


@pytest.mark.parametrize("name", NAMES)
def test_letters_have_a_contrast_of_four_and_a_half(drawn, name):
    for text in drawn[name].findobj(Text):
        if text.get_text().strip() and text.get_visible() and text.get_gid() != "cell":
            assert contrast(text.get_color()) >= 4.5, text.get_text()


def test_letters_in_cells_are_read_on_every_colour():
    for red, green, blue in np.random.default_rng(3).random((500, 3)):
        assert contrast(letters_on((red, green, blue)), (red, green, blue)) >= 4.5


@pytest.mark.parametrize("name", NAMES)
def test_lines_and_marks_that_carry_meaning_have_a_contrast_of_three(drawn, name):
    seen = 0
    for axes in drawn[name].axes:
        grid = {*axes.get_xgridlines(), *axes.get_ygridlines()}
        for line in axes.get_lines():
            if line in grid or not axes.get_visible():
                continue
            edge = line.get_markeredgecolor() if line.get_marker() not in ("None", "", None) else line.get_color()
            strong = [each for each in (line.get_color(), edge, line.get_markerfacecolor()) if alone(each)]
            assert max(contrast(each) for each in strong) >= 3, line.get_gid()
            seen += 1
        for bar in (bar for bars in axes.containers for bar in bars.patches):
            assert max(contrast(on_white(each)) for each in (bar.get_facecolor(), bar.get_edgecolor())) >= 3
            seen += 1
    assert seen or name in ("cohort_heatmap", "ranking", "sweep_figure_of_two")


def on_white(colour) -> tuple[float, ...]:
    """What a colour that is seen through comes to on white."""
    *channels, alpha = to_rgba(colour)
    return tuple(alpha * each + 1 - alpha for each in channels)


def alone(colour) -> bool:
    """Whether it is drawn at all, and not see-through."""
    return str(colour).lower() != "none" and to_rgba(colour)[3] == 1


def test_all_named_colours_but_those_of_the_ground_have_a_contrast_of_three():
    for colour in (style.INK, style.SOFT, style.FAINT, style.BLUE, style.ORANGE, *style.COLOURS):
        assert contrast(colour) >= 3
    assert contrast(style.INK) >= 4.5 and contrast(style.SOFT) >= 4.5


# eyes

# How linear red, green and blue look without one kind of cone: Machado et al. (2009), table 1, severity 1.
EYES = {
    "all three": np.eye(3),
    "no long": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no medium": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no short": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour, eyes) -> np.ndarray:
    """A colour in CIELAB (D65) as these eyes see it."""
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(np.array(eyes) @ linear, 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eyes", EYES)
def test_colours_of_lines_are_far_apart_for_all_eyes(eyes):
    seen = [lab(colour, EYES[eyes]) for colour in style.COLOURS]
    nearest = min(np.linalg.norm(one - other) for one, other in combinations(seen, 2))
    assert nearest > 18  # 2.3 is what one can just tell apart side by side
    two = np.linalg.norm(lab(style.BLUE, EYES[eyes]) - lab(style.ORANGE, EYES[eyes]))
    assert two > 18


def test_a_well_known_confusion_is_found():
    red, green = "#c03030", "#5c7a10"
    assert np.linalg.norm(lab(red, EYES["no medium"]) - lab(green, EYES["no medium"])) < 25
    assert np.linalg.norm(lab(red, EYES["all three"]) - lab(green, EYES["all three"])) > 60


def test_neighbours_differ_in_lightness_for_print_in_grey():
    lightness = [lab(colour, EYES["all three"])[0] for colour in style.COLOURS]
    assert np.abs(np.diff(lightness)).min() > 9


# words


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_an_alternative_text_with_computed_numbers(drawn, name):
    words = alternative_text(drawn[name])
    assert len(words) > 60 and words.endswith(".")
    assert len(re.findall(r"\d+", words)) >= 2


def test_the_alternative_text_follows_the_data(synthetic):
    daily = synthetic.daily().filter(seed=0)
    arms = {arm: alternative_text(headcount(daily.filter(arm=arm))) for arm in ("nothing", "no_cull")}
    for arm, words in arms.items():
        last = daily.filter(arm=arm)["headcount"].to_list()[-1]
        assert f"{arm.replace('_', ' ')} {last:,.0f}" in words


def test_the_words_are_in_every_kind_of_file(drawn, tmp_path):
    figure = drawn["phase_figure"]
    words, title = alternative_text(figure), title_of(figure)
    vector, picture, paper = save(figure, tmp_path / "phase", ALL_FORMATS)
    root = ElementTree.fromstring(vector.read_text("utf-8"))
    spaces = {"svg": "http://www.w3.org/2000/svg"}
    assert root.get("role") == "img" and root.get("aria-labelledby") == "title desc"
    assert [root.find(f"svg:{tag}", spaces).text for tag in ("title", "desc")] == [title, words]
    with Image.open(picture) as shown:
        assert (shown.text["Title"], shown.text["Description"]) == (title, words)
    assert b"/Subject" in paper.read_bytes() and b"/CreationDate" not in paper.read_bytes()


def test_a_pdf_has_its_fonts_in_it_and_is_the_same_each_time(drawn):
    first, again = (content_of(drawn["survival"], "pdf") for _ in range(2))
    assert first == again
    described, embedded = (len(re.findall(pattern, first)) for pattern in (rb"/Type /FontDescriptor", rb"/FontFile2 "))
    assert described == embedded > 0
    assert b"/Type3" not in first


# pages


def test_several_figures_stand_in_one_page(drawn):
    page = "".join(figure_as_svg(drawn[name]) for name in ("phase_figure", "survival", "sensitivity_figure", "forest"))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    used = re.findall(r"url\(#([^)]+)\)", page) + re.findall(r'href="#([^"]+)"', page)
    assert used and set(used) <= set(ids)
    assert [word for words in re.findall(r'aria-labelledby="([^"]+)"', page) for word in words.split()] == [
        one for one in ids if one.endswith(("-title", "-desc"))
    ]


def test_a_figure_in_a_page_is_as_wide_as_there_is_room_and_reaches_for_nothing(drawn):
    svg = figure_as_svg(drawn["survival"])
    root = ElementTree.fromstring(svg)
    assert svg.startswith("<svg ") and "<?xml" not in svg and "<!DOCTYPE" not in svg and "<metadata" not in svg
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("100%", None, "0 0 648 331.2")
    assert re.findall(r'(?:href|src)="(?!#)|url\((?!#)|@import', svg) == []
    assert "*{" not in re.sub(r"#\w+ \*\{", "", svg)  # its style reaches nothing else in the page
    labels = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "never a fee without rewards" in labels and "200" in labels
    assert len(svg) < len(content_of(drawn["survival"], "svg"))


# room


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_is_cut_off(drawn, name):
    assert cut_off(drawn[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_chinese_letter_is_cut_off_or_missing(name):
    chinese_or_skip()
    with warnings.catch_warnings(), in_language("zh"):
        warnings.filterwarnings("error", message=".*[Gg]lyph.*")
        figure = gallery.everything()[name]()
    assert cut_off(figure) == []
    assert re.search("[\u4e00-\u9fff]", alternative_text(figure))


@pytest.mark.parametrize("name", ["weekly_speakers", "segments"])
def test_no_letter_is_cut_off_in_a_column(name):
    with in_column(DOUBLE):
        assert cut_off(gallery.everything()[name]()) == []


def cut_off(figure) -> list[str]:
    """What does not lie wholly in the figure; labels of ticks, of which those out of sight are not drawn, by axis."""
    figure.draw_without_rendering()  # a figure that was saved as PDF has the places of its letters there
    shown = [axes for axes in figure.axes if axes.get_visible()]
    axis = [axis for axes in shown for axis in (axes.xaxis, axes.yaxis)]
    ticks = {text for each in axis for tick in (*each.majorTicks, *each.minorTicks) for text in tick.findobj(Text)}
    texts = [text for each in (*shown, *figure.texts, *figure.legends) for text in each.findobj(Text)]
    boxes = {text.get_text(): text.get_window_extent() for text in texts if text not in ticks}
    boxes |= {f"ticks of {each.get_label_text()}": each.get_tightbbox() for each in axis}
    width, height = figure.bbox.size + 2  # [pixel]
    known = {name: box for name, box in boxes.items() if name.strip() and box is not None}
    assert len(known) > 3
    return [name for name, box in known.items() if min(box.x0, box.y0) < -2 or box.x1 > width or box.y1 > height]


def test_a_figure_for_a_column_is_as_wide_as_it_with_the_letters_that_journals_print(synthetic):
    with in_column(SINGLE):
        figure = headcount(synthetic.daily().filter(seed=0))
    assert figure.get_figwidth() * 25.4 == pytest.approx(SINGLE)
    labels = [text for text in figure.axes[0].texts if text.get_gid() == "label"]
    assert {text.get_fontsize() for text in labels} == {style.PRINTED}
    assert headcount(synthetic.daily().filter(seed=0)).get_figwidth() == 9.0


def test_a_title_too_long_is_broken_between_words_and_no_shorter_one(synthetic):
    figure = headcount(synthetic.daily().filter(seed=0))
    before = figure.axes[0].get_title("left")
    assert not break_titles(figure) and figure.axes[0].get_title("left") == before
    figure.axes[0].set_title(" ".join(["words"] * 40), loc="left")
    figure.draw_without_rendering()
    assert break_titles(figure)
    lines = figure.axes[0].get_title("left").split("\n")
    assert len(lines) > 1 and set(" ".join(lines).split()) == {"words"}


# Chinese


def test_chinese_letters_are_drawn_in_a_font_that_has_them_and_others_in_the_usual_one(synthetic):
    chinese_or_skip()
    with in_language("zh"):
        figure = headcount(synthetic.daily().filter(seed=0))
        svg = content_of(figure, "svg").decode()
        content_of(figure, "pdf")
    assert figure.axes[0].title.get_fontfamily() == [fonts.LATIN, fonts.chinese()]
    assert figure.axes[0].get_ylabel() == "在群人数 [人]"
    assert "在群人数 [人]" in svg and "Noto Sans CJK SC" in svg


@pytest.fixture
def no_fonts(monkeypatch):
    """A machine without Chinese letters."""
    monkeypatch.setattr(
        fonts.fontManager, "ttflist", [each for each in fonts.fontManager.ttflist if each.name == fonts.LATIN]
    )
    monkeypatch.setattr(fonts, "findSystemFonts", lambda: [])
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package")
    fonts.chinese.cache_clear()
    yield
    fonts.chinese.cache_clear()


def test_without_a_chinese_font_nothing_is_drawn_and_one_sentence_says_what_to_install(no_fonts, synthetic):
    with in_language("zh"), pytest.raises(StudyError, match=r"Noto Sans CJK SC.*pip install 'clubsim\[chinese\]'"):
        headcount(synthetic.daily())
    assert headcount(synthetic.daily().filter(seed=0)).axes  # English needs none


def test_a_font_that_was_installed_since_is_found(no_fonts, monkeypatch):
    paths = (
        [
            path
            for path in subprocess.run(["fc-list", ":lang=zh-cn", "file"], capture_output=True, text=True).stdout.split(
                ":"
            )
            if path.strip()
        ]
        if sys.platform == "linux"
        else []
    )
    monkeypatch.setattr(fonts, "findSystemFonts", lambda: [path.strip() for path in paths])
    try:
        assert fonts.chinese() in (*fonts.SIMPLIFIED, *fonts.FIRST_OF_COLLECTION)
    except StudyError:
        pytest.skip("no font with Chinese letters is installed here")


def test_pictures_are_pictures(drawn):
    with Image.open(BytesIO(content_of(drawn["forest"], "png"))) as shown:
        colours = shown.convert("RGB").getcolors(1 << 24)
    assert len(colours) > 100
    assert any(same_color(np.array(colour) / 255, style.BLUE) for _, colour in colours)


def test_words_of_a_user_are_never_taken_for_a_formula_or_for_markup():
    words = r"costs $\frac{ & $ <b>"
    svg = figure_as_svg(hinges(gallery.over_assumptions(), "weekly_speakers_per_1000_knocked", {"halflife": words}))
    assert r"costs $\frac{ &amp; $ &lt;b&gt;" in svg and "<b>" not in svg
