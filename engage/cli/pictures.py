"""``survey picture``: put a picture beside an answer of a survey's draft, with what it shows."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engage.cli import CommandError, add_command, opened_office

if TYPE_CHECKING:
    from engage.cli import Subparsers

PICTURE = (
    "Put a picture beside one answer of a question with one answer from a list, in the survey's draft. The "
    "picture is drawn anew, without what it tells of place and camera. Say in both languages what it shows: "
    "people who cannot see it hear that. Once every answer has a picture, the question shows them."
)


def add_part(parts: "Subparsers") -> None:
    """Add the command."""
    picture = add_command(
        parts, "picture", _picture, help="put a picture beside an answer", description=PICTURE
    )
    picture.add_argument("slug", metavar="SLUG", help="the survey, by the last part of its address")
    picture.add_argument("question", metavar="QUESTION", help="the question's name")
    picture.add_argument("code", metavar="CODE", help="the answer's code")
    picture.add_argument("file", type=Path, metavar="FILE", help="a JPEG, PNG, GIF or WebP picture")
    picture.add_argument("--en", required=True, metavar="WORDS", help="what it shows, in English")
    picture.add_argument("--fr", required=True, metavar="WORDS", help="what it shows, in French")


def _picture(args: argparse.Namespace) -> int:
    from engage.access import OPERATOR, NotFoundError
    from engage.actions import author, pictures
    from engage.wording.problems import told
    from surveys.problems import AnswerError, Problem

    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise CommandError(f"{args.file} cannot be read: {error.strerror}.") from None
    with opened_office(args) as office:
        try:
            name = pictures.illustrate(
                office,
                OPERATOR,
                args.slug,
                args.question,
                args.code,
                content=content,
                alternative={"en": args.en, "fr": args.fr},
            )
        except NotFoundError:
            where = f"answer {args.code!r} of a question {args.question!r} in a survey {args.slug!r}"
            raise CommandError(f"There is no {where} that can have a picture.") from None
        except AnswerError as error:
            raise CommandError(told(Problem(error.code, args.question, error.details), "en").whole) from None
        except author.EditConflictError:
            raise CommandError("Somebody changed the draft meanwhile. Please run this again.") from None
    print(f"The draft of {args.slug} now shows /pictures/{name} beside {args.code}.", file=sys.stderr)
    return 0
