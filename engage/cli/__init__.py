"""The operator's commands: one module a group, each adding itself to the parser.

A command is a function from parsed arguments to an exit code: 0 done, 1 not done (a sentence on
standard error says why and what to do), 2 wrong usage. Modules import what they need only when they
run, so that ``--help`` is instant.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engage.office import Office
    from engage.settings import Settings

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

GROUPS = (
    "serve",
    "sample",
    "survey",
    "import_",
    "responses",
    "analyse",
    "evaluate",
    "staff",
    "database",
    "backup",
    "version",
)
Run = Callable[[argparse.Namespace], int]


class CommandError(RuntimeError):
    """The command cannot do what was asked; the message says why and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nobody ever meets a traceback."""
    args = _parser().parse_args(argv)
    run: Run = args.run
    try:
        return run(args)
    except CommandError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return _refuse("Stopped.", code=130)
    except BrokenPipeError:
        # Whoever read our output has gone (``| head``); there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _refuse(explained(error))


def add_command(
    subparsers: "Subparsers", name: str, run: Run, *, help: str, description: str = ""
) -> argparse.ArgumentParser:
    """Add a command with the option every command has, and return its parser for more."""
    parser = subparsers.add_parser(name, help=help, description=description or help)
    parser.set_defaults(run=run)
    add_data(parser)
    return parser


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add ``--data``."""
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="folder of the database and the secret (or ENGAGE_DATA)"
    )


def settings_of(args: argparse.Namespace) -> "Settings":
    """Read the settings for a command; ``--data`` wins over the environment."""
    from engage.settings import load_settings

    return load_settings(data=args.data)


@contextmanager
def opened_office(args: argparse.Namespace) -> "Iterator[Office]":
    """Open the office a command works in, migrated, for the length of a block."""
    from engage.office import office_of

    with office_of(settings_of(args)) as office:
        yield office


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engage", description="Citizen engagement and beta-feedback surveys for towns."
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in GROUPS:
        import_module(f"engage.cli.{group}").add(subparsers)
    return parser


def _refuse(message: str, *, code: int = 1) -> int:
    print(message, file=sys.stderr)
    return code


def explained(error: Exception) -> str:
    """Return what went wrong and what to do, as a sentence for an operator."""
    from engage.settings import SettingsError

    if isinstance(error, SettingsError):
        return "These settings cannot be used:\n" + "\n".join(f"- {reason}" for reason in error.reasons)
    from engage.cli.database import reason_of

    known = reason_of(error)
    if known:
        return known
    # The message of an unforeseen error may quote a resident, so only its kind and place are told.
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name} line {place.lineno}"
    return (
        f"This did not work, for a reason we did not foresee: {type(error).__name__} in {where}.\n"
        "Nothing was half done. Please report it with this line."
    )
