"""
Every column of the store: name, type, unit, meaning, and what a missing value says.

`python -m clubsim.experiments.columns_of_store` writes them into docs/results.md.
"""

from dataclasses import dataclass
from pathlib import Path

from clubsim.experiments.outcomes import OUTCOMES

COMMAND = "python -m clubsim.experiments.columns_of_store"
PAGE = Path(__file__).resolve().parent.parent / "docs" / "results.md"
BEGIN = f"<!-- Written by `{COMMAND}`; a test says when it is older than the code. -->"
END = "<!-- Here ends what is written by that command. -->"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table. type: of polars; null: what a missing value says, or nothing if there is none."""

    name: str
    type: str
    unit: str
    meaning: str
    null: str = ""


def _columns(text: str) -> tuple[Column, ...]:
    """A column a line: name, type, unit, meaning and perhaps what a missing value says, between bars."""
    lines = [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
    return tuple(
        Column(name=name, type=kind, unit=unit, meaning=meaning, null=rest[0] if rest else "")
        for name, kind, unit, meaning, *rest in lines
    )


LABELS = _columns("""
key  | String | - | what the run is known by: 32 hexadecimal digits over all that its result depends on
arm  | String | - | what the arm was called when the run was made
set  | Int64  | - | number of the parameter set or point; -1 for the scenario's own parameters
seed | Int64  | - | of the run
""")

STATE = _columns("""
status  | String  | - | `done`, `failed` (it ended in an error) or `quarantined` (its process died three times)
error   | String  | - | the error in one line | the run is done
seconds | Float64 | s | wall time of the run; the only column that differs from machine to machine; 0 where quarantined
""")

DAILY = _columns("""
day              | Int32   | day       | 0 for the first
headcount        | Int32   | members   | in the evening
joined           | Int32   | members   | got in on this day
left             | Int32   | members   | went by themselves on this day
removed          | Int32   | members   | taken out by the operator on this day
visitors         | Int32   | members   | came on this day
check_ins        | Int32   | members   | checked in
speakers         | Int32   | members   | wrote on this day
messages         | Int32   | messages  | written on this day
replies          | Int32   | messages  | of them, answers to another one that stayed visible
opened           | Int32   | threads   | opened on this day
answered         | Int32   | threads   | opened the day before and answered by this evening
weekly_speakers  | Int32   | members   | distinct ones who wrote in the last 7 days
monthly_visitors | Int32   | members   | distinct ones who came in the last 28 days
refused          | Int32   | prospects | knocked on this day and did not get in
revenue          | Float64 | yuan      | money taken in so far
spent            | Float64 | yuan      | money paid out so far
hours            | Float64 | h         | of operators so far
invited          | Int32   | members   | of those who joined on this day, invited by a member
renewed          | Int32   | members   | paid for another term
lapsed           | Int32   | members   | did not pay when a fee was due, and are out
noise            | Int32   | messages  | shown on this day and of no worth to a reader
archive          | Float64 | messages  | what the community's archive holds
culture          | Float32 | share     | of talk that is no noise, smoothed, in [0, 1]
reputation       | Float32 | share     | outside, in [0, 1]
clarity          | Float32 | share     | how far talk keeps to one topic, smoothed, in [0, 1]
hidden           | Int32   | messages  | hidden by moderators on this day
weariness        | Float32 | share     | of moderators, in [0, 1]
rooms            | Int32   | rooms     | with members, sub-groups' too
largest_room     | Int32   | members   | of the room that has most
priced_out       | Int32   | members   | of the lapsed, those who were in for nothing before
angry            | Int32   | members   | went on this day and said aloud that they are owed something
""")

MEMBERS = _columns("""
row            | Int32   | -        | place in the order of joining, 0 for the first
uid            | Int64   | -        | who this is: the same person in every arm of one seed
channel        | Int16   | -        | number of the scenario's channel; below 0 for partners' and handpicked people
joined         | Int32   | day      | of joining
left           | Int32   | day      | of going | still in when the run ends (censored, and not "stayed for ever")
reason         | String  | -        | why they are gone: `left`, `lapsed`, `removed: ...` and others; `none` who is in
last_visit     | Int32   | day      | of the last visit | never came
last_message   | Int32   | day      | of the last message | never wrote
messages       | Int32   | messages | written in all
check_ins      | Int32   | days     | with a check-in in all
longest_streak | Int32   | days     | in a row with a check-in, at most
active_days_28 | UInt8   | days     | with a visit among the last 28
paid           | Float32 | yuan     | fees so far, at the door and for further terms
""")

COHORTS = _columns("""
cohort | Int32 | day     | of joining
week   | Int32 | week    | of tenure, 0 for the first 7 days; only weeks that have passed
size   | Int32 | members | joined on that day
active | Int32 | members | of them, came in that week, gone since or not
""")

GROWTH = _columns("""
week        | Int32 | week    | of the run, 0 for its days 0 to 6; only whole ones, and after a branch only later ones
new         | Int32 | members | joined in that week and came in it
retained    | Int32 | members | came in that week and in the one before
resurrected | Int32 | members | joined before that week, came in it and not in the one before
churned     | Int32 | members | came in the week before and not in that week, whether silent or gone
gone        | Int32 | members | of the churned, no longer in the group at the end of that week
""")

ADMISSIONS = _columns("""
day     | Int32   | day | of getting in
uid     | Int64   | -   | who this is
channel | Int16   | -   | number of the scenario's channel
shift   | Float32 | sd  | of enthusiasm, by the channel or towards who invited them
inviter | Int64   | -   | uid of who invited them; -1 for nobody
""")

ROWS = {
    "runs": "a row a run, whatever became of it",
    "daily": "a row a run and day, the days rising",
    "members": "a row a run and everybody who ever got in, founders first",
    "cohorts": "a row a run, cohort and week of tenure",
    "growth": "a row a run and week; who came is new + retained + resurrected, in the week before retained + churned",
    "admissions": "a row a run and member after the founders, in runs to whose people another is held (`decompose`)",
}


def tables() -> dict[str, tuple[Column, ...]]:
    """The columns of each table of the store, in no binding order."""
    outcomes = tuple(
        Column(
            name=outcome.name,
            type="Float64",  # null where the run has no such number, which the page says once
            unit=outcome.unit,
            meaning=outcome.definition,
            null="still alive at the end" if outcome.censored else "",
        )
        for outcome in OUTCOMES.values()
    )
    own = {"daily": DAILY, "members": MEMBERS, "cohorts": COHORTS, "growth": GROWTH, "admissions": ADMISSIONS}
    return {"runs": LABELS + STATE + outcomes, **{name: LABELS + columns for name, columns in own.items()}}


def part_of_page() -> str:
    """All tables in Markdown."""
    from clubsim.experiments.tables_of_model import table

    header = ("column", "type", "unit", "meaning", "missing if")
    parts = [BEGIN]
    for name, columns in tables().items():
        mine = columns if name == "runs" else columns[len(LABELS) :]
        before = "" if name == "runs" else "`key`, `arm`, `set` and `seed` as above, and:"
        cells = [(f"`{column.name}`", column.type, column.unit, column.meaning, column.null) for column in mine]
        parts += [f"### {name}.parquet", f"{ROWS[name][0].upper()}{ROWS[name][1:]}. {before}".strip()]
        parts.append(table(header, cells))
    return "\n\n".join([*parts, END])


def page(before: str) -> str:
    """The page with its tables as they are now, from how it was."""
    head, _, rest = before.partition(BEGIN)
    return head + part_of_page() + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(PAGE.name)
