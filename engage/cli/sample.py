"""``sample``: load the fictional town of Larkmere, to try the product or to show it."""

import argparse
from typing import TYPE_CHECKING

from engage.cli import CommandError, add_command, opened_office

if TYPE_CHECKING:
    from engage.cli import Subparsers

REFUSED = (
    "The database already holds %(surveys)d of your own surveys, and the sample is not mixed with those. "
    "Nothing was changed. To try the sample, give another folder: --data DIR."
)


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    add_command(subparsers, "sample", _sample, help="load the sample consultation (a fictional town)")


def _sample(args: argparse.Namespace) -> int:
    from engage.sample import SampleRefusedError, load_sample

    with opened_office(args) as office:
        try:
            report = load_sample(office)
        except SampleRefusedError as error:
            raise CommandError(REFUSED % {"surveys": error.surveys}) from None
    told = "The sample was already there" if report.was_there else "The sample is loaded"
    print(
        f"{told}: {report.surveys} surveys, {report.responses:,} responses with {report.comments:,} comments."
    )
    return 0
