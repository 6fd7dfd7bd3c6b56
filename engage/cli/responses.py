"""``responses``: take a survey's responses away as a file for another program."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engage.cli import CommandError, add_command, import_, opened_office

if TYPE_CHECKING:
    from engage.cli import Subparsers
    from engage.office import Office

# Told again here so that `--help` is instant; a test compares them with what can be written.
FORMATS = ("csv", "xlsx", "sav", "dta", "parquet", "jsonl", "geojson", "long")
CODEBOOKS = {"html": ".html", "csv": ".csv", "ddi": ".xml"}
EXPORT = (
    "Write the complete responses of a survey to a file, oldest first; tests are left out. Without --format, "
    "the ending of FILE says which. With --codebook, what every column means is written beside it. "
    "The file holds people's own words: keep it safe."
)


def add(subparsers: "Subparsers") -> None:
    """Add the command and its parts."""
    parser = subparsers.add_parser("responses", help="bring responses in, or take them away as a file")
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    import_.add(parts)
    export = add_command(parts, "export", _export, help="write responses to a file", description=EXPORT)
    export.add_argument("slug", metavar="SLUG", help="the survey, by the last part of its address")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    export.add_argument("--format", choices=FORMATS, help="long is a CSV with one row an answer")
    export.add_argument(
        "--labels",
        choices=("codes", "labels", "both"),
        default="codes",
        help="for csv and xlsx: codes, words",
    )
    export.add_argument(
        "--multi", choices=("columns", "one"), default="columns", help="for csv and xlsx: lists in one column"
    )
    export.add_argument("--language", choices=("en", "fr"), default="en", help="of labels")
    export.add_argument(
        "--codebook",
        choices=CODEBOOKS,
        action="append",
        default=[],
        help="write one beside FILE (repeat for more)",
    )
    export.add_argument(
        "--reasons",
        action="store_true",
        help="say of empty cells whether the question was not asked or left out (sav and dta always do)",
    )
    export.add_argument(
        "--with-superseded",
        action="store_true",
        help="also write the answers that residents changed later, with the day in a last column",
    )
    export.add_argument("--files", type=Path, metavar="ZIP", help="write what residents added to an archive")
    export.add_argument("--bom", action="store_true", help="begin a CSV so that Excel sees it is UTF-8")


def _export(args: argparse.Namespace) -> int:
    from engage.access import OPERATOR, NotFoundError
    from engage.actions import attach, export
    from engage.wording import wording
    from engage.wording.exporting import export_sentence
    from surveys.exporting.layout import Layout
    from surveys.exporting.problems import ExportError

    format = args.format or _format_of(args.out)
    layout = Layout(labels=args.labels, multi=args.multi, language=args.language, reasons=args.reasons)
    books = {kind: args.out.with_suffix(f".codebook{CODEBOOKS[kind]}") for kind in args.codebook}
    with opened_office(args) as office:
        try:
            export.responses_file(
                office,
                OPERATOR,
                args.slug,
                target=args.out,
                format=format,
                layout=layout,
                with_mark=args.bom,
                with_superseded=args.with_superseded,
            )
            if args.files:
                attach.files_archive(office, OPERATOR, args.slug, target=args.files)
            for kind, path in books.items():
                export.codebook_file(
                    office, OPERATOR, args.slug, target=path, format=kind, language=args.language
                )
        except NotFoundError:
            raise CommandError(_unknown_survey(office, args.slug)) from None
        except ExportError as error:
            raise CommandError(f"{error.code}: {export_sentence(wording(args.language), error)}") from None
        except OSError as error:
            raise CommandError(f"{args.out} cannot be written: {error.strerror}.") from None
    for path in (args.out, *books.values(), *([args.files] if args.files else [])):
        print(f"Wrote {path}.", file=sys.stderr)
    return 0


def _format_of(target: Path) -> str:
    ending = target.suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        raise CommandError(f"Which format? Add --format, one of: {', '.join(FORMATS)}.")
    return ending


def _unknown_survey(office: "Office", slug: str) -> str:
    from engage.access import OPERATOR
    from engage.actions.author import surveys_for

    known = [state.survey.slug for state in surveys_for(office, OPERATOR)]
    return f"There is no survey {slug!r}. There are: {', '.join(known) or 'none yet'}."
