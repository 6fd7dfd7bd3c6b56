"""``survey publish``: what residents answer from now on is the draft."""

import argparse
from typing import TYPE_CHECKING

from engage.cli import CommandError, add_command, opened_office
from engage.cli.reasons import lines, no_such_survey

if TYPE_CHECKING:
    from engage.cli import Subparsers

PUBLISH = (
    "Freeze a survey's draft and make it what residents answer; the first publishing opens the survey. What "
    "stops it is listed: each line names the place, a code, what is wrong and what to do. The exit code is 0 "
    "when it was published, 1 when not; then nothing has changed."
)


def add_part(parts: "Subparsers") -> None:
    """Add the command."""
    publish = add_command(parts, "publish", _publish, help="publish a survey's draft", description=PUBLISH)
    publish.add_argument("slug", metavar="SLUG", help="the survey, by the last part of its address")
    publish.add_argument(
        "--language", choices=("en", "fr"), default="en", help="of what is said (default en)"
    )


def _publish(args: argparse.Namespace) -> int:
    from engage.access import OPERATOR, NotFoundError
    from engage.actions import author
    from surveys.problems import DefinitionError

    with opened_office(args) as office:
        try:
            version = author.publish(office, OPERATOR, args.slug)
        except NotFoundError:
            raise CommandError(no_such_survey(office, args.slug)) from None
        except LookupError:
            raise CommandError(
                f"The survey {args.slug} has no draft now: there is nothing to publish."
            ) from None
        except DefinitionError as error:
            reasons = "\n".join(lines(error.problems, args.language))
            raise CommandError(f"The survey {args.slug} was not published:\n{reasons}") from None
        address = f"{office.settings.public_url}/en/s/{args.slug}"
    print(f"Published version {version.number} of {args.slug}: {address}")
    return 0
