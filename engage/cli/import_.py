"""``import``: bring the rows of a spreadsheet in as responses; twice the same file changes nothing."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from engage.cli import CommandError, add_command, opened_office

if TYPE_CHECKING:
    from engage.actions.bring_in import Mapping_, Suggested
    from engage.cli import Subparsers
    from engage.importing.mapping import DateOrder
    from engage.office import Office
    from engage.tabular import Table

ORDERS: dict[str, "DateOrder"] = {"day-first": "day_first", "month-first": "month_first"}
DESCRIPTION = (
    "Bring the rows of a spreadsheet (CSV, TSV, .xlsx, .xls or .ods) in as responses. Exports of LimeSurvey, "
    "Qualtrics, Microsoft Forms, Google Forms and Citizen Space are recognised. Columns are matched to "
    "questions by name, wording and options; --map settles the rest and is remembered. Without --survey, a "
    "closed survey is made out of the columns. Bringing the same file in again adds nothing."
)


def add(subparsers: "Subparsers") -> None:
    """Add the command, or the same as a part of ``responses``."""
    parser = add_command(
        subparsers, "import", _import, help="bring responses in from a spreadsheet", description=DESCRIPTION
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the spreadsheet")
    parser.add_argument("--survey", metavar="SLUG", help="the survey, by the last part of its address")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="TARGET=COLUMN",
        help="which column fills a question (by name), _id, _received_at, _channel, _language or _release",
    )
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="only rows whose column holds this value",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, store nothing")
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="day of rows without one (2026-09-30)")
    parser.add_argument("--date-order", choices=ORDERS, help="how 03/04/2026 is meant")
    parser.add_argument(
        "--text",
        action="append",
        default=[],
        metavar="COLUMN",
        help="a column of comments, when a survey is made out of the columns",
    )
    parser.add_argument(
        "--best-low",
        action="append",
        default=[],
        metavar="COLUMN",
        help="a rating whose lowest number is the best, when a survey is made out of the columns",
    )
    parser.add_argument(
        "--owner", metavar="EMAIL", help="who owns the survey that is made out of the columns"
    )
    parser.add_argument(
        "--keep-good-answers",
        action="store_true",
        help="store rows without the answers that cannot be read, instead of refusing the rows",
    )
    parser.add_argument(
        "--take-unfinished", action="store_true", help="also take people who did not come to the end"
    )
    parser.add_argument("--language", choices=("en", "fr"), default="en", help="of reasons (default en)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-09-30") from None


def _import(args: argparse.Namespace) -> int:
    from engage.access import NotFoundError
    from engage.actions.bring_in import BringInError
    from engage.tabular import TableError, table_problem_sentence
    from engage.wording import wording
    from engage.wording.importing import bring_in_sentence

    t = wording(args.language)
    with opened_office(args) as office:
        try:
            return _carry(office, args)
        except TableError as error:
            raise CommandError(f"{error.code}: {table_problem_sentence(t, error)}") from None
        except BringInError as error:
            raise CommandError(f"{error.code}: {bring_in_sentence(t, error)}{_hint(error.code)}") from None
        except NotFoundError:
            raise CommandError(_unknown_survey(office, args.survey or "")) from None


def _hint(code: str) -> str:
    return {
        "date_order_needed": " Add --date-order day-first or --date-order month-first.",
        "date_orders_mixed": " Add --date-order day-first or --date-order month-first.",
        "nothing_mapped": " For example: --map QUESTION=COLUMN.",
        "slug_taken": " Bring the file into it with --survey, or rename the file.",
    }.get(code, "")


def _unknown_survey(office: "Office", slug: str) -> str:
    from engage.access import OPERATOR
    from engage.actions.author import surveys_for

    known = [state.survey.slug for state in surveys_for(office, OPERATOR)]
    return f"There is no survey {slug!r}. There are: {', '.join(known) or 'none yet'}."


def _carry(office: "Office", args: argparse.Namespace) -> int:
    from engage.access import OPERATOR
    from engage.actions.bring_in import suggest
    from engage.cli.import_telling import tell_mapping, tell_notes
    from engage.importing.mapping import slug_of
    from engage.tabular import read_apart

    where = dict(_pair(text, "--where") for text in args.where)
    whole = read_apart(args.file)
    table = _table(whole, where)
    tell_notes(whole.problems, args.language)
    slug = args.survey or slug_of("-".join((args.file.stem, *where.values())))
    if args.survey or _is_known(office, slug):
        found = suggest(office, OPERATOR, slug, table)
    elif args.dry_run:
        return _tell_draft(table, slug, args)
    else:
        found = _made(office, table, slug, args)
    mapped = _settled(found.mapping, args, where)
    why = {
        target: why
        for target, why in found.why.items()
        if mapped.columns.get(target) == found.mapping.columns[target]
    }
    print(f"Survey {slug}")
    if mapped.style:
        print(f"An export of {mapped.style}.")
    if found.remembered:
        print(f"Columns as they were for {found.remembered.file_name}.")
    tell_mapping(found.table, mapped, why, args.language)
    return _try(office, slug, mapped, args) if args.dry_run else _store(office, slug, mapped, args)


def _table(whole: "Table", where: dict[str, str]) -> "Table":
    """Return the rows to guess from; a tool's further rows of headings stay with its export."""
    from engage.importing.mapping import chosen
    from engage.importing.styles import dressed

    return whole if dressed(whole).style else chosen(whole, where)


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise CommandError(f"{option} {text}: write it as NAME=VALUE.")
    return name.strip(), value.strip()


def _is_known(office: "Office", slug: str) -> bool:
    from surveys.store import surveys

    with office.db.read() as tx:
        return surveys.by_slug(tx, slug) is not None


def _tell_draft(table: "Table", slug: str, args: argparse.Namespace) -> int:
    from engage.actions.bring_in import BringInError
    from engage.importing.drafting import MOST_COLUMNS, draft

    texts = [table.column(column) for column in args.text]
    drafted = draft(table, args.file.name, text_columns=texts) if table.rows else "no_rows"
    if isinstance(drafted, str):
        raise BringInError(drafted, columns=len(table.columns), most=MOST_COLUMNS)
    print(f"Would make the closed survey {slug} and bring {len(table.rows):,} rows into it:")
    for target, column in drafted.columns.items():
        question = drafted.definition.question(target.partition("/")[0])
        drawn = question.control.replace("_", " ") if question else "about the response"
        print(f"  {target} <- {column} ({drawn})")
    return 0


def _made(office: "Office", table: "Table", slug: str, args: argparse.Namespace) -> "Suggested":
    """Make a survey out of the columns, in its owner's department or the first there is."""
    from engage.access import OPERATOR
    from engage.actions.bring_in import Suggested
    from engage.actions.bring_in_survey import survey_from_table
    from engage.importing.styles import dressed
    from surveys.store import catalogue, staff

    with office.db.write() as tx:
        owner = staff.by_email(tx, args.owner) if args.owner else None
        if args.owner and owner is None:
            raise CommandError(f"--owner {args.owner}: nobody signs in with that address.")
        places = [role.department_id for role in owner[0].roles if role.department_id] if owner else []
        places += [department.id for department in catalogue.departments(tx)]
        if not places:
            places = [catalogue.add_department(tx, slug="town", name=office.settings.town_name)]
    _, mapped = survey_from_table(
        office,
        OPERATOR,
        table,
        args.file.name,
        slug=slug,
        department_id=places[0],
        owner_id=owner[0].id if owner else None,
        text_columns=args.text,
        best_low=args.best_low,
        date_order=ORDERS.get(args.date_order, ""),
    )
    print(f"Made the closed survey {slug} out of the columns.")
    return Suggested(mapped, dressed(table, style=mapped.style).table)


def _settled(mapped: "Mapping_", args: argparse.Namespace, where: dict[str, str]) -> "Mapping_":
    """Lay what the operator says over what was guessed; ``TARGET=`` takes a guess away."""
    from dataclasses import replace

    said = dict(_pair(text, "--map") for text in args.map)
    taken = {column for column in said.values() if column}
    columns = {target: column for target, column in mapped.columns.items() if column not in taken}
    columns = {target: column for target, column in {**columns, **said}.items() if column}
    return replace(
        mapped,
        columns=columns,
        date_order=ORDERS.get(args.date_order, mapped.date_order),
        as_of=args.as_of or mapped.as_of,
        keep_good_answers=args.keep_good_answers or mapped.keep_good_answers,
        where=where,
        take_unfinished=args.take_unfinished or mapped.take_unfinished,
    )


def _try(office: "Office", slug: str, mapped: "Mapping_", args: argparse.Namespace) -> int:
    from engage.access import OPERATOR
    from engage.actions.bring_in import dry_run
    from engage.cli.import_telling import tell_problems

    found = dry_run(office, OPERATOR, slug, args.file, args.file.name, mapped)
    print(
        f"Dry run, nothing stored: {found.rows:,} rows, {found.would_create:,} would be created, "
        f"{found.would_repeat:,} are there already, {found.refused_rows:,} would be refused."
    )
    tell_problems(found.refused, found.refused_rows, found.kept_in_part, args.language)
    return 0


def _store(office: "Office", slug: str, mapped: "Mapping_", args: argparse.Namespace) -> int:
    from engage.access import OPERATOR
    from engage.actions.bring_in import bring_in
    from engage.cli.import_telling import tell_problems

    done = bring_in(office, OPERATOR, slug, args.file, args.file.name, mapped)
    print(
        f"{done.rows:,} rows: {done.run.created:,} created, {done.run.repeated:,} were there already, "
        f"{done.run.refused:,} refused."
    )
    tell_problems(done.problems, done.run.refused, done.kept_in_part, args.language)
    return 1 if done.rows and done.run.refused == done.rows else 0
