"""Compiling before the first run, with a word to whoever waits."""

import sys
import time


def compile_first(quiet: bool) -> None:
    """Compile once, before any process starts, and say so: the first time takes about a minute on two cores."""
    from clubsim.sim.loops import is_cold
    from clubsim.sim.warm_up import warm_up

    if not is_cold():
        return
    began = time.perf_counter()
    if not quiet:
        print("compiling the model for this machine (the first time only, about a minute) ...", file=sys.stderr)
    warm_up()
    if not quiet:
        print(f"compiled in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
