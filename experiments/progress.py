"""How far a study is: a bar with the time that is left on a terminal, else a line now and then."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

SAY_EVERY = 10.0  # [s] between lines of progress where stderr is no terminal

Ended = TypeVar("Ended")


def shown(ended: Iterable[Ended], total: int, quiet: bool, before: int = 0) -> Iterator[Ended]:
    """
    The same items, each of which is a run that has ended, with progress on stderr.

    Args:
        total: of all runs, those of before too.
        before: runs that were there already.
    """
    if quiet or total - before < 2:
        yield from ended
    elif sys.stderr.isatty():
        yield from _with_bar(ended, total, before)
    else:
        yield from _with_lines(ended, total, before)


def _with_bar(ended: Iterable[Ended], total: int, before: int) -> Iterator[Ended]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("runs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("runs", total=total, completed=before)
        for item in ended:
            yield item
            progress.advance(bar)


def _with_lines(ended: Iterable[Ended], total: int, before: int) -> Iterator[Ended]:
    began = said = time.perf_counter()
    for done, item in enumerate(ended, start=1):
        yield item
        now = time.perf_counter()
        if now - said > SAY_EVERY:
            said = now
            left = (now - began) / done * (total - before - done)
            print(f"{before + done} of {total} runs, {in_words(left)} left", file=sys.stderr, flush=True)


def in_words(seconds: float) -> str:
    """About how long, such as `about 3 min`."""
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    return f"about {round(seconds / 60)} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"
