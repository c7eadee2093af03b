"""What every block of code on the pages keeps to, and what the tables of page_forms.py say of them."""

import re

import page_forms as forms
import pytest
from page_blocks import COMMANDS, ROOT, RUN, SHOWN, Block, blocks_of, commands_of, indented_blocks, pages, read_blocks
from page_runs import Reader, is_left, plain, smaller

BLOCKS = [block for page in pages() for block in blocks_of(page)]
COMMAND = re.compile(r"(?!.*\[OPTIONS\])\s*(\$|clubsim|clubsim-hydra|python3?|pip|make|git|pytest)\s+\S")


def left_by(left: forms.Left) -> list[str]:
    """The commands, or the blocks, that an entry of the table leaves."""
    texts = [block for block in BLOCKS if block.page == left.page]
    if left.whole:
        return [block.text for block in texts if block.text.startswith(left.begins)]
    lines = [
        " ".join(command.words) for block in texts if block.language in COMMANDS for command in commands_of(block.text)
    ]
    return [line for line in lines if line.startswith(left.begins)]


@pytest.mark.parametrize("page", pages())
def test_every_block_of_a_page_names_a_language_that_the_tests_know(page):
    assert [block.where for block in blocks_of(page) if block.language not in (*RUN, *SHOWN)] == []
    assert indented_blocks((ROOT / page).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", pages())
def test_what_is_called_an_output_holds_no_command(page):
    shown = [block for block in blocks_of(page) if block.language == "text"]
    assert [line for block in shown for line in block.text.splitlines() if COMMAND.match(line)] == []


@pytest.mark.parametrize("form", forms.FORMS, ids=lambda form: f"{form.page}: {form.old}")
def test_what_is_run_in_another_form_still_stands_on_its_page(form):
    assert any(form.old in block.text for block in BLOCKS if block.page == form.page)


@pytest.mark.parametrize("left", forms.LEFT, ids=lambda left: f"{left.page}: {left.begins}")
def test_what_is_left_out_still_stands_on_its_page(left):
    assert left_by(left)


@pytest.mark.parametrize("program", forms.PROGRAMS)
def test_a_program_that_is_run_small_still_stands_on_a_page(program):
    assert any(program in block.text for block in BLOCKS if block.language in COMMANDS)


def test_pages_with_preparations_or_modules_are_pages_with_blocks():
    assert {*forms.PREPARED, *forms.MODULES} <= {block.page for block in BLOCKS}
    assert all(any(page.startswith(begins) for page in pages()) for begins in forms.DRAWN)


def test_nothing_of_a_tutorial_is_changed_or_left_out():
    changed = [entry.page for entry in (*forms.FORMS, *forms.LEFT)]
    assert [page for page in [*changed, *forms.PREPARED] if page.startswith(forms.AS_IT_STANDS)] == []


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        ("bash", "clubsim compare operations_clup", "ended with 2"),
        ("bash", "clubsim compare operations_club gate.prise=3", "did you mean 'price'"),
        ("bash", "rm -r results", "nobody knows how to try"),
        ("bash", "make no_such_target", "no target"),
        ("bash", "pip install 'clubsim[no_such_extra]'", "no such extra"),
        ("python", "1 / 0", "division by zero"),
        ("python", "def test_it():\n    assert False, 'it ran'", "it ran"),
        ("yaml", "policy: gate/pay", "unknown policy"),
        ("yaml", "policies: {gate: {policy: gate/paid, prise: 3}}", "did you mean 'price'"),
        ("yaml", "arms: {a: {gate: {price: 3}}}\ncontrol: a", "a slot that the base has not"),
        ("yaml", "day: 3", "no study has"),
        ("yaml", "study: operations_club\nsweep: {gate.prise: [1, 2]}", "prise"),
    ],
)
def test_a_block_that_is_wrong_fails_and_says_where(language, text, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError) as failure:
        Reader("README.md", tmp_path).carry_out(Block("README.md", 7, language, text))
    assert str(failure.value).startswith("README.md:7: ") and says in str(failure.value)


def test_an_output_on_a_tutorial_must_have_been_printed(tmp_path):
    page = f"{forms.AS_IT_STANDS}some.md"
    reader = Reader(page, tmp_path)
    reader.carry_out(Block(page, 1, "python", "print('one  \\n\\ntwo\\nthree')"))
    reader.carry_out(Block(page, 2, "text", "one\n…\nthree"))
    for wrong in ("four", "three\none", "tw"):
        with pytest.raises(AssertionError, match=f"{page}:2"):
            reader.carry_out(Block(page, 2, "text", wrong))


def test_a_block_that_names_a_file_is_that_file(tmp_path):
    text = "# @package _global_\n# mine/study.yaml\ndefaults: [override /scenario: chat, _self_]\ncontrol: a"
    text += "\narms: {a: {}}"
    Reader("README.md", tmp_path).carry_out(Block("README.md", 1, "yaml", text))
    assert (tmp_path / "mine" / "study.yaml").read_text(encoding="utf-8") == f"{text}\n"


def test_blocks_are_read_in_lists_and_between_tildes_and_directives_are_none():
    text = "- a\n\n  ```bash\n  make test\n  ```\n\n~~~text\n```\n~~~\n\n```{toctree}\nx\n```\n"
    assert [(block.line, block.language, block.text) for block in read_blocks(text, "x.md")] == [
        (3, "bash", "make test"),
        (7, "text", "```"),
    ]
    with pytest.raises(ValueError, match="nothing closes"):
        read_blocks("```bash\nmake test\n", "x.md")


def test_an_indented_block_is_found_and_what_is_deeper_in_a_list_is_none():
    assert indented_blocks("a\n\n    clubsim list\n\n- b\n\n    - c\n") == [3]


def test_comments_prompts_and_ends_of_lines_are_no_part_of_a_command():
    text = "# nothing\n$ clubsim list   # everything\nclubsim compare x \\\n    'a=[1, 2]'\n"
    found = commands_of(text)
    assert [command.words for command in found] == [["clubsim", "list"], ["clubsim", "compare", "x", "a=[1, 2]"]]
    assert [command.code for command in found] == [0, 0]


def test_a_command_that_shall_fail_says_with_which_code(tmp_path):
    reader = Reader("README.md", tmp_path)
    reader.carry_out(Block("README.md", 1, "bash", "clubsim compare operations_clup   # exit code 2"))
    assert "did you mean 'operations_club'" in reader.said
    with pytest.raises(AssertionError, match="ended with 0"):
        reader.carry_out(Block("README.md", 1, "bash", "clubsim --version   # exit code 2"))


def test_a_study_is_made_smaller_and_another_command_is_not():
    assert smaller(["compare", "x", "days=900", "gate.price=3"])[:3] == ["compare", "x", "gate.price=3"]
    assert f"days={forms.SMALL['days']}" in smaller(["compare", "x", "days=900"])
    assert smaller(["run", "x", "days=9"]) == ["run", "x", "days=9"]


def test_a_block_is_left_out_as_a_whole_only_if_the_table_says_so():
    assert is_left("docs/clusters.md", "dask worker x") and not is_left("docs/clusters.md", "dask worker x", whole=True)
    assert plain("a \n\nb\n") == ["a", "b"]
