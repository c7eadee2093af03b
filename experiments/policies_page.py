"""
The catalogue of policies as a page: `python -m clubsim.experiments.policies_page` writes docs/policies.md.

Only our own policies stand on it; `clubsim policies` also tells those of installed packages.
"""

from collections.abc import Iterable
from pathlib import Path

from clubsim.experiments.policy_words import EVERY_POLICY, NOTHING, families, rows
from clubsim.experiments.tables_of_model import table
from clubsim.policies.catalogue import FieldRow, Row
from clubsim.policies.claims import EVIDENCE
from clubsim.policies.registry import registered

COMMAND = "python -m clubsim.experiments.policies_page"
WORDS = (
    "Words that return. A gate has up to four switches: without `selects` as many get in by lot; without `limits` "
    "somebody else who has not knocked that day is found for each who is refused; without `funds` what is paid goes to "
    "somebody outside; without `cherished` what getting in cost makes nobody belong (with it, it does as far as the "
    "World's `cherishing` says, which is 0 by default). `announced` is whether members are told beforehand, "
    "`executed` whether it is done. `funded: fees` pays out of the club's balance, `outside` lets a sponsor pay. Only "
    "a share of members heeds rewards or quotas (`reward_heeders`, `quota_heeders`). *Noise* is messages of no "
    "worth to any reader. A *usual gift* is the unit in which gifts please; a *logit* is added to the log odds of "
    "what somebody may do; an *sd* is how much people differ. The World's numbers are in "
    "[parameters.md](parameters.md). M, N, H and S with a number are mechanisms, numbers, claims and scenarios of "
    "operators' own accounts, A0 and A1 with a number those who give them, V with a number a measured pattern."
)
PAGE = Path(__file__).resolve().parent.parent / "docs" / "policies.md"


def ours() -> list[Row]:
    """The rows of the policies that clubsim itself brings."""
    known = registered()
    return [row for row in rows() if known[row.name].__module__.startswith("clubsim.")]


def page() -> str:
    """The whole page in Markdown."""
    parts = [
        "# Policies",
        f"<!-- Written by `{COMMAND}`; a test says when this page is older than the code. Do not edit. -->",
        "What an operator may try, read off the code in `policies/`. `clubsim policies` prints the same in a terminal, "
        "with the policies of installed packages.",
        "An example is pasted into a study's file, where `policies:` is what all arms have; an arm takes it out with "
        "`my_paid: null` or has it alone with the same lines below its own name under `arms:`. A bare name will do on "
        "the command line: `clubsim compare operations_club +my_cash=cash`.",
        EVERY_POLICY,
        WORDS,
        "How far a policy's mechanism is backed: " + "; ".join(f"*{word}*, {what}" for word, what in EVIDENCE.items())
        + ". Each number has a source of its own beside it. That a policy can put a claim to the test says nothing on "
        "whether the claim holds.",
        _contents(ours()),
        *[part for family, some in families(ours()) for part in _family(family, some)],
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _contents(every: Iterable[Row]) -> str:
    cells = [(f"[{row.name}](#{_anchor(row)})", row.what, row.evidence, " ".join(row.claims)) for row in every]
    return table(("policy", "what it does", "evidence", "claims"), cells)


def _anchor(row: Row) -> str:
    """Where a Markdown reader puts the heading that is the policy's name."""
    return row.name.replace("/", "")


def _family(family: str, some: Iterable[Row]) -> list[str]:
    return [f"## {family[0].upper()}{family[1:]}", *[part for row in some for part in _policy(row)]]


def _policy(row: Row) -> list[str]:
    fields = [_cells(field) for field in row.fields]
    header = ("field", "what may stand there", "default", "source")
    parts = [
        f"### {row.name}",
        *[" ".join(paragraph.split()) for paragraph in row.words.split("\n\n")],
        *(["Levers:", _bullets(row.levers)] if row.levers else []),
        *([table(header, fields)] if fields else []),
        f"Evidence: {row.strength}.",
        *(["Claims it can put to the test:", _bullets(row.tests.items())] if row.tests else []),
        f"```yaml\n{row.yaml}\n```",
    ]
    return parts


def _bullets(entries: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- `{name}`: {what}" for name, what in entries)


def _cells(field: FieldRow) -> tuple[str, ...]:
    default = f"`{field.default}`" if field.default else "must be given"
    return f"`{field.name}`", field.type, default, field.source or NOTHING


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.name)
