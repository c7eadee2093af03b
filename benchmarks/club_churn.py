"""
Club churn in one implementation, in a process of its own: `python club_churn.py NAME MEMBERS DAYS SEED [SEEDS]`.

NAME is a module of churn/. Prints a line of JSON for each of SEEDS seeds from SEED on: CPU seconds of the days, and by
day visitors, posts and members.
"""

import importlib
import json
import sys

if __name__ == "__main__":
    name, members, days, seed, *seeds = sys.argv[1], *map(int, sys.argv[2:])
    implementation = importlib.import_module(f"churn.{name}")
    for each in range(seed, seed + (seeds or [1])[0]):
        print(json.dumps(implementation.run(members, days, each)._asdict()), flush=True)
