"""``analyse``: findings from any spreadsheet with a column of comments, without a survey."""

from typing import TYPE_CHECKING

from engage.analyse.command import add_arguments, run

if TYPE_CHECKING:
    from engage.cli import Subparsers

HELP = "find themes and sentiment in a column of any spreadsheet"


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    parser = subparsers.add_parser("analyse", help=HELP, description=HELP)
    parser.set_defaults(run=run)
    add_arguments(parser)
