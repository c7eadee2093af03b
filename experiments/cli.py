"""
The command line `clubsim`; `clubsim --help` lists its commands. Results go to stdout, progress and errors to stderr.

Whatever a user did wrong ends in one sentence and exit code 2 before anything is written. Commands import what they
need when they are called, so that help and errors come at once.
"""

import sys
from collections.abc import Sequence
from typing import Any

import typer

from clubsim.experiments import (
    commands_drawing,
    commands_of_a_log,
    commands_of_a_report,
    commands_of_a_study,
    commands_opening,
    commands_over_many,
    commands_telling,
)
from clubsim.experiments.commands import app
from clubsim.experiments.errors import Interrupted, StudyError, one_line
from clubsim.sim.levers import LeverError

__all__ = [
    "commands_drawing",
    "commands_of_a_log",
    "commands_of_a_report",
    "commands_of_a_study",
    "commands_opening",
    "commands_over_many",
    "commands_telling",
    "main",
]

WRONG = 2  # exit code for what the user has to change
INTERRUPTED = 130  # as shells do for Ctrl-C

# Typer carries its own copy of click or uses the installed one; this is that one's UsageError, with whatever it is now.
UsageError: Any = typer.BadParameter.__mro__[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """
    The console script. Returns the exit code: 0, 2 for what the user has to change, 130 for Ctrl-C.

    Args:
        arguments: without the program's name; None for those of the process.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = typer.main.get_command(app)
    try:
        code = int(command.main(given or ["--help"], prog_name="clubsim", standalone_mode=False) or 0)
    except (StudyError, LeverError) as error:
        return _complain(str(error), WRONG)
    except UsageError as error:
        return _complain(one_line(error.format_message()), WRONG)
    except Interrupted as stop:
        return _complain(str(stop), INTERRUPTED)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    return _complain("interrupted", code) if code == INTERRUPTED else code  # some versions of Typer return it


def _complain(sentence: str, code: int) -> int:
    print(f"clubsim: {sentence}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
