"""``survey``: check a survey's file before it is used; bring surveys in and take them out."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from engage.cli import CommandError, add_command, areas, exchange, pictures, translations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engage.cli import Subparsers
    from surveys.exchange.notes import Note
    from surveys.problems import Problem

CHECK = (
    "Read a survey's file (our own JSON, an XLSForm, SurveyJS JSON or a LimeSurvey structure), and say what "
    "stops it from being published, what would not be carried, and what its author should look at again. "
    "Each line names the place, a code, what is wrong and what to do. The exit code is 0 when it could be "
    "published, 1 when not; advice changes nothing."
)


def add(subparsers: "Subparsers") -> None:
    """Add the command and its parts."""
    parser = subparsers.add_parser("survey", help="check, bring in or take out a survey")
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    check = add_command(
        parts, "check", _check, help="say what is wrong with a survey's file", description=CHECK
    )
    check.add_argument("file", type=Path, metavar="FILE", help="the survey's file")
    check.add_argument("--language", choices=("en", "fr"), default="en", help="of what is said (default en)")
    exchange.add_parts(parts)
    pictures.add_part(parts)
    areas.add_part(parts)
    translations.add_parts(parts)


def _check(args: argparse.Namespace) -> int:
    from engage.exchange_reader import read_survey_file
    from engage.wording import linter
    from surveys.linter import advice
    from surveys.readiness import stops

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
        _print(f"{each.place}: {each.code} ({weight}): {linter.told(each, args.language).whole}", sys.stdout)
    if problems := stops(carried.definition):
        _tell(problems, args.language, sys.stderr)
        return 1
    asked = len(carried.definition.asked())
    print(f"This survey can be published; questions: {asked:,}, pages: {len(carried.definition.pages):,}.")
    return 0


def _tell(found: "Iterable[Note | Problem]", language: str, stream: TextIO) -> None:
    from engage.wording.exchange import told_exchange

    for each in found:
        place = each.place or "survey"
        _print(f"{place}: {each.code}: {told_exchange(each, language).whole}", stream)


def _print(line: str, stream: TextIO) -> None:
    """Print words of a file that nobody vouches for: on one line, without signs that steer a terminal."""
    print("".join(sign if sign.isprintable() else " " for sign in line), file=stream)
