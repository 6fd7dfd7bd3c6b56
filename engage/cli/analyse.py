"""``analyse``: findings from any spreadsheet with a column of comments, without a survey."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engage.cli import Subparsers

HELP = "find themes and sentiment in a column of any spreadsheet"


def add(subparsers: "Subparsers") -> None:
    """Add the command; its options are added by ``engage.cli`` when it is the one asked for."""
    subparsers.add_parser("analyse", help=HELP, description=HELP).set_defaults(run=_analyse)


def _analyse(args: argparse.Namespace) -> int:
    from engage.analyse.command import run

    return run(args)
