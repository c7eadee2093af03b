"""
What a member takes in memory: `python benchmarks/memory.py [--members N ...] [--days 30] [--columns]`.

The full default model of workloads.py, in a fresh process for each number of members. What grows is measured from
where the process stands with everything imported, compiled code loaded and a small club lived: bytes of memory that is
held (VmRSS), and of the most that ever was (VmHWM). 10,000,000 members take some 5 GiB and ten minutes a month.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from clubsim.sim.community import Community
from clubsim.sim.warm_up import warm_up

sys.path.insert(0, str(Path(__file__).parent))  # where workloads.py stands, from wherever this is loaded
from workloads import tenth_daily

SIZES = (10_000, 100_000, 1_000_000)
DAYS = 30
PAGE = 4096  # bytes that the system hands out at once
PAGE_OF_DOCS = Path(__file__).parents[1] / "docs" / "memory.md"
SMALL = 300  # members of the club that lives before anything is measured
Measured = dict[str, Any]


def held(what: str) -> int:
    """Bytes of memory that this process holds: "VmRSS", or the most it ever held: "VmHWM"."""
    found = re.search(rf"^{what}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    if found is None:
        raise OSError(f"/proc/self/status has no {what}; memory is measured on Linux only")
    return 1024 * int(found[1])


def written(column: Any) -> int:
    """Bytes of a column in pages of which any byte is not 0: what was never written takes no memory."""
    pages = column.reshape(-1).view(np.uint8)
    whole = pages.shape[0] // PAGE * PAGE
    touched = pages[:whole].reshape(-1, PAGE).any(axis=1)
    return int(np.count_nonzero(touched)) * PAGE + int(pages[whole:].any()) * (pages.shape[0] - whole)


def lived(members: int, days: int) -> Measured:
    """
    A community that lives some days in this process.

    Returns:
        Bytes a member: declared by its columns; by which memory grew at its founding, after its days, and at most;
        and what was written of each column.
    """
    warm_up()
    Community(tenth_daily(SMALL), seed=2).run(2)
    before, most_before = held("VmRSS"), held("VmHWM")
    community = Community(tenth_daily(members), seed=1)
    founded = held("VmRSS")
    community.run(days)
    evening, most = held("VmRSS"), held("VmHWM")
    columns = community.members._asdict()
    return {
        "members": members,
        "days": days,
        "declared": sum(column[:members].nbytes for column in columns.values()) / members,
        "founded": (founded - before) / members,
        "evening": (evening - before) / members,
        "peak": (most - most_before) / members,
        "columns": {name: written(column) / members for name, column in columns.items()},
        "feed": {name: written(column) / members for name, column in community.feed._asdict().items()},
    }


def apart(members: int, days: int) -> Measured:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--alone", "--members", str(members), "--days", str(days)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    measured: Measured = json.loads(done.stdout)
    return measured


def table(results: list[Measured]) -> list[str]:
    """Lines of Markdown: bytes a member, a line for each number of members."""
    lines = [
        "| members | days | declared by members' columns | written of it | of the feed's | held when founded "
        "| after the days | at most |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for each in results:
        numbers = (each["declared"], sum(each["columns"].values()), sum(each["feed"].values()))
        numbers += (each["founded"], each["evening"], each["peak"])
        cells = " | ".join(f"{number:.0f}" for number in numbers)
        lines.append(f"| {each['members']:,} | {each['days']} | {cells} |")
    return lines


def page(results: list[Measured]) -> str:
    """The page of the docs."""
    return "\n".join(
        [
            "# What a member takes in memory",
            "",
            "The full default model, every parameter at its default but `visit_mean`, set so that about a tenth come",
            "on a day, in a fresh process each: bytes a member by which the process grows over one that has everything",
            "imported and has lived a small club. The columns' declaration is the data dictionary",
            "([parameters.md](parameters.md)); a page of a column takes memory from when it is first written, and the",
            "columns of mechanisms that are off never are. Made by",
            "",
            "```bash",
            "python benchmarks/memory.py --write",
            "```",
            "",
            *table(results),
            "",
        ]
    )


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--columns", action="store_true", help="what was written of each column, of the last size")
    parser.add_argument("--write", action="store_true", help="write docs/memory.md")
    parser.add_argument("--alone", action="store_true", help="one size in this process, as a line of JSON")
    given = parser.parse_args()
    if given.alone:
        print(json.dumps(lived(given.members[0], given.days)))
        return 0
    results = [apart(members, given.days) for members in given.members]
    if given.write:
        PAGE_OF_DOCS.write_text(page(results), encoding="utf-8")
    print("Bytes a member.", "", *table(results), sep="\n")
    if given.columns:
        for part in ("columns", "feed"):
            print("", *(f"{name:20} {size:7.2f}" for name, size in results[-1][part].items()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
