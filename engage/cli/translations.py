"""``survey translations``: a survey's texts as a table for a translator, and the table that comes back."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engage.cli import CommandError, add_command, opened_office

if TYPE_CHECKING:
    from engage.actions.build import Draft
    from engage.cli import Subparsers
    from engage.office import Office
    from surveys.translators import Checked

EXPORT = (
    "Write every text of a survey's draft (or of its published version, where there is no draft) in both "
    "languages, with its key, place and state, to a CSV or an Excel workbook."
)
IMPORT = (
    "Take translations out of such a table into the draft. Rows are refused one by one, each with its "
    "reason: an unknown key, a text that was changed since the export, a lost placeholder. A table that was "
    "taken once changes nothing the second time. The exit code is 1 when a row was refused."
)


def add_parts(parts: "Subparsers") -> None:
    """Add the command to the parts of ``survey``."""
    parser = parts.add_parser("translations", help="take texts to a translator, and translations in")
    ways = parser.add_subparsers(title="which way", metavar="WAY", required=True)
    out = add_command(ways, "export", _export, help="write the texts to a table", description=EXPORT)
    out.add_argument("slug", metavar="SLUG", help="the survey, by the last part of its address")
    out.add_argument("--out", type=Path, required=True, metavar="FILE", help="a .csv or an .xlsx file")
    back = add_command(ways, "import", _import, help="take translations in", description=IMPORT)
    back.add_argument("file", type=Path, metavar="FILE", help="the table that came back")
    back.add_argument("--survey", required=True, metavar="SLUG", help="the survey it is of")
    back.add_argument("--dry-run", action="store_true", help="say what it would do, change nothing")
    back.add_argument("--language", choices=("en", "fr"), default="en", help="of what is said (default en)")
    for command in (out, back):
        command.add_argument(
            "--into", choices=("en", "fr"), default="fr", help="translated into (default fr)"
        )


def _export(args: argparse.Namespace) -> int:
    from surveys import translators

    written: dict[str, Any] = {".csv": translators.as_csv, ".xlsx": translators.as_xlsx}
    as_file = written.get(args.out.suffix.lower())
    if as_file is None:
        raise CommandError(f"--out {args.out.name}: name a .csv or an .xlsx file.")
    with opened_office(args) as office:
        draft = _draft(office, args.slug)
    rows = translators.rows(draft.definition, draft.agreed, into=args.into)
    try:
        args.out.write_bytes(as_file(rows))
    except OSError as error:
        raise CommandError(f"{args.out} cannot be written: {error.strerror}.") from None
    left = sum(row[-1] != translators.DONE for row in rows)
    print(f"Wrote {args.out}. Texts: {len(rows):,}, to translate: {left:,}.", file=sys.stderr)
    return 0


def _import(args: argparse.Namespace) -> int:
    from engage.tabular import TableError, read_apart, table_problem_sentence
    from engage.wording import wording
    from surveys import translators

    try:
        table = read_apart(args.file)
        for column in ("key", args.into):
            table.column(column)
    except TableError as error:
        raise CommandError(table_problem_sentence(wording(args.language), error)) from None
    with opened_office(args) as office:
        draft = _draft(office, args.survey)
        found = translators.checked(draft.definition, draft.agreed, list(table.rows), into=args.into)
        _tell(found, args.language)
        if not args.dry_run:
            _save(office, args.survey, draft, found)
    start = "Dry run, nothing changed. " if args.dry_run else ""
    print(
        f"{start}New translations: {len(found.texts):,}, confirmed: {len(found.confirmed):,}, "
        f"as before: {found.unchanged:,}, refused: {len(found.refusals):,}."
    )
    return 1 if found.refusals else 0


def _tell(found: "Checked", language: str) -> None:
    from engage.wording.translating import told

    for each in found.refusals:
        line = f"row {each.row}: {each.code}: {told(each, language).whole}"
        # Words of a file that nobody vouches for: on one line, without signs that steer a terminal.
        line = " ".join(line.split())
        print("".join(letter if letter.isprintable() else "?" for letter in line), file=sys.stderr)


def _save(office: "Office", slug: str, draft: "Draft", found: "Checked") -> None:
    from engage.access import OPERATOR
    from engage.actions.build import EditConflictError
    from engage.actions.translate import put_translations

    if not found.texts and not found.confirmed:
        return
    try:
        put_translations(office, OPERATOR, slug, found.texts, seen=draft.definition, keys=found.confirmed)
    except EditConflictError:
        raise CommandError(
            "Somebody changed the same texts meanwhile. Nothing was taken: try again."
        ) from None


def _draft(office: "Office", slug: str) -> "Draft":
    from engage.access import OPERATOR, NotFoundError
    from engage.actions.author import surveys_for
    from engage.actions.build import draft_for

    try:
        return draft_for(office, OPERATOR, slug)
    except NotFoundError:
        known = ", ".join(state.survey.slug for state in surveys_for(office, OPERATOR)) or "none yet"
        raise CommandError(f"There is no survey {slug!r}. There are: {known}.") from None
