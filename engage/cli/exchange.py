"""``survey import`` and ``survey export``: surveys from and for other programs, losses listed first."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from engage.cli import CommandError, add_command, opened_office
from engage.cli.reasons import lines, no_such_survey

if TYPE_CHECKING:
    from engage.cli import Subparsers
    from engage.office import Office
    from surveys.definition import SurveyDefinition
    from surveys.exchange.notes import Note

# Told again here so that `--help` is instant; a test compares them with what can be written.
FORMATS = ("json", "xlsform", "surveyjs")
IMPORT = (
    "Make a draft survey out of a file: our own JSON, an XLSForm (.xlsx or .xls), SurveyJS JSON or a "
    "LimeSurvey structure (.lss). Everything in it that cannot be carried is listed before anything is made."
)
EXPORT = (
    "Write a survey's questions to a file: the published version, or the draft where there is none yet. "
    "Everything that the format cannot hold is listed. Responses are taken away with `responses export`."
)


def add_parts(parts: "Subparsers") -> None:
    """Add both to the parts of ``survey``."""
    bring = add_command(
        parts, "import", _import, help="make a draft survey out of a file", description=IMPORT
    )
    bring.add_argument("file", type=Path, metavar="FILE", help="the file")
    bring.add_argument("--slug", metavar="SLUG", help="the last part of its address; else the file's name")
    bring.add_argument("--department", metavar="DEPARTMENT", help="whose survey it is, by its short name")
    bring.add_argument("--language", choices=("en", "fr"), default="en", help="of what is said (default en)")
    bring.add_argument("--dry-run", action="store_true", help="list what cannot be carried, make nothing")
    bring.add_argument("--strict", action="store_true", help="make nothing when anything would be lost")
    export = add_command(parts, "export", _export, help="write a survey to a file", description=EXPORT)
    export.add_argument("slug", metavar="SLUG", help="the survey, by the last part of its address")
    export.add_argument("--format", choices=FORMATS, required=True, help="xlsform is an .xlsx")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    export.add_argument("--draft", action="store_true", help="the draft, even where a version is published")
    export.add_argument("--language", choices=("en", "fr"), default="en", help="of what is said (default en)")


def _import(args: argparse.Namespace) -> int:
    from engage.exchange_reader import read_survey_file

    try:
        carried = read_survey_file(args.file)
    except OSError as error:
        raise CommandError(f"{args.file} cannot be read: {error.strerror}.") from None
    if carried.definition is None:
        reasons = "\n".join(lines((*carried.notes, *carried.refusals), args.language))
        raise CommandError(f"No survey can be made out of {args.file.name}:\n{reasons}")
    _tell("Not carried over as it was:", carried.notes, args.language)
    if args.strict and carried.losses:
        raise CommandError(f"Nothing was made. Things that would be lost: {len(carried.losses):,}.")
    asked = len(carried.definition.asked())
    if args.dry_run:
        print(f"Dry run, nothing made. Questions that can be carried: {asked:,}.")
        return 0
    slug = _created(args, carried.definition)
    print(f"Made the draft survey {slug}; questions: {asked:,}. Look at it in the portal, then publish it.")
    return 0


def _created(args: argparse.Namespace, definition: "SurveyDefinition") -> str:
    from engage.access import OPERATOR
    from engage.actions.author import create_survey
    from engage.importing.mapping import slug_of

    slug = args.slug or slug_of(args.file.stem) or "survey"
    with opened_office(args) as office:
        try:
            created = create_survey(
                office,
                OPERATOR,
                slug=slug,
                definition=definition,
                department_id=_department(office, args.department),
            )
        except ValueError as error:
            raise CommandError(_slug_reason(str(error), slug)) from None
    return created.slug


def _slug_reason(code: str, slug: str) -> str:
    return {
        "slug_taken": f"There is a survey {slug} already. Choose another name with --slug.",
        "slug_wrong": f"--slug {slug}: use lower-case letters, digits and single dashes, at most 60.",
    }.get(code, f"The survey cannot be made: {code}.")


def _department(office: "Office", slug: str | None) -> int:
    """Return the department named, or the first there is; a new office gets one."""
    from surveys.store import catalogue

    with office.db.write() as tx:
        known = catalogue.departments(tx)
        if slug is None:
            if known:
                return known[0].id
            return catalogue.add_department(tx, slug="town", name=office.settings.town_name)
    found = next((department.id for department in known if department.slug == slug), None)
    if found is None:
        slugs = ", ".join(department.slug for department in known) or "none yet"
        raise CommandError(f"There is no department {slug!r}. There are: {slugs}.")
    return found


def _export(args: argparse.Namespace) -> int:
    from surveys.exchange.files import write

    with opened_office(args) as office:
        definition = _definition(office, args.slug, wants_draft=args.draft)
    data, notes = write(definition, args.format, args.slug)
    _tell("Not in the file as it is here:", notes, args.language)
    try:
        args.out.write_bytes(data)
    except OSError as error:
        raise CommandError(f"{args.out} cannot be written: {error.strerror}.") from None
    print(f"Wrote {args.out}.", file=sys.stderr)
    return 0


def _definition(office: "Office", slug: str, *, wants_draft: bool) -> "SurveyDefinition":
    from engage.access import OPERATOR, NotFoundError
    from engage.actions.author import versions_for

    try:
        draft, versions, _ = versions_for(office, OPERATOR, slug)
    except NotFoundError:
        raise CommandError(no_such_survey(office, slug)) from None
    if draft is not None and (wants_draft or not versions):
        return draft.definition
    if wants_draft or not versions:
        raise CommandError(f"The survey {slug} has no draft now. Leave --draft out.")
    return versions[-1].definition


def _tell(heading: str, notes: "Iterable[Note]", language: str) -> None:
    if told := lines(notes, language):
        print("\n".join((heading, *told)))
