"""The pages of the documentation and the blocks of code on them."""

import re
import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("bash", "console", "sh", "shell")
RUN = (*COMMANDS, "python", "yaml")  # languages whose blocks are carried out
SHOWN = ("text", "csv", "json", "toml", "dockerfile")  # written to a file if they name one, else only shown
FENCE = re.compile(r"^(?P<indent> *)(?P<marks>`{3,}|~{3,})(?P<language>.*)$")
CODE = re.compile(r"# exit code (\d+)$")
FILE = re.compile(r"#\s*([\w./-]+\.(?:yaml|yml|py|toml|csv|json))\s*")


@dataclass(frozen=True)
class Block:
    """A block of code: its page (from the root), the line of its first mark, its language and its text."""

    page: str
    line: int
    language: str
    text: str

    @property
    def where(self) -> str:
        """Where it stands, as editors take it."""
        return f"{self.page}:{self.line}"

    @property
    def file(self) -> PurePosixPath | None:
        """The name of the file that its first comments give, if they do: `# my_study.yaml`."""
        for line in self.text.splitlines():
            if not line.startswith("#"):
                return None
            if named := FILE.fullmatch(line):
                return PurePosixPath(named[1])
        return None


@dataclass(frozen=True)
class Command:
    """The words of a command, and the code that it ends with: 0, or what a comment behind it says."""

    words: list[str]
    code: int


@cache
def pages() -> tuple[str, ...]:
    """Every page, from the root: the README, CONTRIBUTING, and all of docs/ but what is built there."""
    written = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))]
    return "README.md", "CONTRIBUTING.md", *(path for path in written if not path.startswith("docs/_"))


@cache
def blocks_of(page: str) -> tuple[Block, ...]:
    """The fenced blocks of a page in their order; directives of the site, such as `{toctree}`, are none."""
    return tuple(read_blocks((ROOT / page).read_text(encoding="utf-8"), page))


def read_blocks(text: str, page: str) -> list[Block]:
    """The fenced blocks of a text."""
    blocks: list[Block] = []
    lines = enumerate(text.splitlines(), start=1)
    for number, line in lines:
        if not (opened := FENCE.match(line)):
            continue
        inside: list[str] = []
        for _, within in lines:
            if within.strip() == opened["marks"]:
                break
            inside.append(within.removeprefix(opened["indent"]))
        else:
            raise ValueError(f"{page}:{number} opens a block that nothing closes")
        if not opened["language"].startswith("{"):
            blocks.append(Block(page, number, opened["language"].strip(), "\n".join(inside)))
    return blocks


def indented_blocks(text: str) -> list[int]:
    """The lines at which an indented block begins outside of fences: it has no language, so there should be none."""
    found, fence, before = [], None, ""
    for number, line in enumerate(text.splitlines(), start=1):
        mark = FENCE.match(line)
        if mark and fence in (None, mark["marks"]):
            fence = None if fence else mark["marks"]
        elif (
            fence is None
            and line.startswith("    ")
            and not before.strip()
            and not line.lstrip().startswith(("-", "*"))
        ):
            found.append(number)
        before = line
    return found


def commands_of(text: str) -> list[Command]:
    """The commands of a block of shell: comments and prompts gone, continued lines joined."""
    joined = re.sub(r"\\\n\s*", " ", text)
    lines = [line.strip().removeprefix("$ ") for line in joined.splitlines()]
    words = [shlex.split(line, comments=True) for line in lines]
    return [Command(found, _code_of(line)) for line, found in zip(lines, words, strict=True) if found]


def _code_of(line: str) -> int:
    told = CODE.search(line)
    return int(told[1]) if told else 0
