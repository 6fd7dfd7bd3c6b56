"""``survey``: check a survey's file before it is used; bring surveys in, publish them, take them out."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from engage.cli import CommandError, add_command, areas, exchange, pictures, publishing, translations
from engage.cli.reasons import harmless, lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engage.cli import Subparsers
    from surveys.exchange.notes import Note
    from surveys.problems import Problem

CHECK = (
    "Read a survey's file (our own JSON, an XLSForm, SurveyJS JSON or a LimeSurvey structure), and say what "
    "would not be carried, what is wrong, what must still be written before the survey is published, and "
    "what its author should look at again. Each line names the place, a code, what it is and what to do. The "
    "exit code is 0 when a sound draft can be made of the file, 1 when not; what is still to be written "
    "counts with --publish, advice never."
)


def add(subparsers: "Subparsers") -> None:
    """Add the command and its parts."""
    parser = subparsers.add_parser("survey", help="check, bring in, publish or take out a survey")
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    check = add_command(
        parts, "check", _check, help="say what is wrong with a survey's file", description=CHECK
    )
    check.add_argument("file", type=Path, metavar="FILE", help="the survey's file")
    check.add_argument("--publish", action="store_true", help="refuse what could not be published as it is")
    check.add_argument("--language", choices=("en", "fr"), default="en", help="of what is said (default en)")
    exchange.add_parts(parts)
    publishing.add_part(parts)
    pictures.add_part(parts)
    areas.add_part(parts)
    translations.add_parts(parts)


def _check(args: argparse.Namespace) -> int:
    from engage.exchange_reader import read_survey_file
    from engage.wording import linter
    from surveys.linter import advice
    from surveys.readiness import GAPS, stops

    try:
        carried = read_survey_file(args.file)
    except OSError as error:
        raise CommandError(f"{args.file} cannot be read: {error.strerror}.") from None
    _tell(carried.notes, args.language, sys.stdout)
    if carried.definition is None:
        _tell(carried.refusals, args.language, sys.stderr)
        return 1
    for each in advice(carried.definition):
        weight = "serious" if each.is_serious else "advice"
        print(harmless(f"{each.place}: {each.code} ({weight}): {linter.told(each, args.language).whole}"))
    problems = stops(carried.definition)
    gaps = [problem for problem in problems if problem.code in GAPS]
    wrong = problems if args.publish else [problem for problem in problems if problem not in gaps]
    if not args.publish:
        _tell(gaps, args.language, sys.stdout)
    if wrong:
        _tell(wrong, args.language, sys.stderr)
        return 1
    pages = len(carried.definition.pages)
    size = f"questions: {len(carried.definition.asked()):,}, pages: {pages:,}"
    if gaps:
        print(f"A draft can be made of it; {size}. Still to be written before publishing: {len(gaps):,}.")
    else:
        print(f"This survey can be published; {size}.")
    return 0


def _tell(found: "Iterable[Note | Problem]", language: str, stream: TextIO) -> None:
    for line in lines(found, language):
        print(line, file=stream)
