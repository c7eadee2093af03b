"""docs/reference/command_line.md: every command with its arguments and options, as the program itself declares them."""

import inspect
from typing import Any

from typer.main import get_command

from clubsim.experiments.tables_of_model import table

HELP = "--help"  # which every command has


def parts() -> list[str]:
    """The page, a part a paragraph or table."""
    commands = all_commands()
    return [
        "# Command line",
        "Results go to stdout, progress and errors to stderr. Exit codes: 0; 2 for what the user has to change, said "
        "in one sentence before anything is written; 130 for Ctrl-C, after which a study goes on where it was when "
        "the same command is given again. `clubsim COMMAND --help` prints the same as stands here. How an OVERRIDE "
        "is written: [configuration](configuration.md#overrides).",
        table(("command", "what it does"), [(f"[{name}](#{name})", _first(c.help)) for name, c in commands.items()]),
        *[part for name, command in commands.items() for part in _command(name, command)],
    ]


def all_commands() -> dict[str, Any]:
    """Every command by its name, in the order in which `clubsim --help` lists them."""
    from clubsim.experiments import cli

    return dict(get_command(cli.app).commands)  # type: ignore[attr-defined]


def _command(name: str, command: Any) -> list[str]:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and HELP not in one.opts]
    words = ["clubsim", name, *(["[OPTIONS]"] if options else []), *(_metavar(one) for one in arguments)]
    rows = [(f"`{_metavar(one)}`", _help(one), _default(one)) for one in arguments]
    rows += [(_option(one), _help(one), _default(one)) for one in options]
    shown = [table(("argument or option", "what it says", "default"), rows)] if rows else []
    return [f"## {name}", inspect.cleandoc(command.help or ""), f"```text\n{' '.join(words)}\n```", *shown]


def _metavar(one: Any) -> str:
    return str(one.metavar or one.type.name.upper())


def _option(one: Any) -> str:
    names = ", ".join([*one.opts, *one.secondary_opts])
    return f"`{names}`" if one.is_flag else f"`{names} {_metavar(one)}`"


def _help(one: Any) -> str:
    return " ".join((one.help or "").split())


def _default(one: Any) -> str:
    if one.required:
        return "must be given"
    unset = getattr(one, "is_flag", False) or one.default is None or one.default == ()
    return "" if unset else f"`{one.default}`"


def _first(text: str | None) -> str:
    return inspect.cleandoc(text or "").partition("\n")[0]
