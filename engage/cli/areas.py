"""``survey areas``: wards or neighbourhoods of a GeoJSON file into a question of a survey's draft."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engage.cli import CommandError, add_command, opened_office

if TYPE_CHECKING:
    from engage.cli import Subparsers

AREAS = (
    "Read the areas of a GeoJSON file (longitude and latitude, WGS 84) into a question of a survey's draft. "
    "A question with a list of areas takes them as its answers; a question for a place takes them to tell in "
    "which area a point lies. Results then show a map."
)


def add_part(parts: "Subparsers") -> None:
    """Add the command."""
    areas = add_command(parts, "areas", _areas, help="take areas from a GeoJSON file", description=AREAS)
    areas.add_argument("slug", metavar="SLUG", help="the survey, by the last part of its address")
    areas.add_argument("question", metavar="QUESTION", help="the question's name")
    areas.add_argument("file", type=Path, metavar="FILE", help="the GeoJSON file")
    areas.add_argument("--en", required=True, metavar="PROPERTY", help="what holds an area's English name")
    areas.add_argument("--fr", default="", metavar="PROPERTY", help="what holds its French name (as --en)")


def _areas(args: argparse.Namespace) -> int:
    from engage.access import OPERATOR, NotFoundError
    from engage.actions import author, ground
    from engage.wording.problems import told
    from surveys.problems import DefinitionError

    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise CommandError(f"{args.file} cannot be read: {error.strerror}.") from None
    with opened_office(args) as office:
        try:
            found = ground.set_areas(
                office, OPERATOR, args.slug, args.question, content=content, english=args.en, french=args.fr
            )
        except NotFoundError:
            where = f"question {args.question!r} in a survey {args.slug!r}"
            raise CommandError(f"There is no {where} that can have areas.") from None
        except DefinitionError as error:
            raise CommandError("\n".join(told(problem, "en").whole for problem in error.problems)) from None
        except author.EditConflictError:
            raise CommandError("Somebody changed the draft meanwhile. Please run this again.") from None
    print(f"The draft of {args.slug} now has {len(found)} areas in {args.question}.", file=sys.stderr)
    return 0
