"""The command ``engage analyse``: any spreadsheet of comments, without a survey."""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engage.settings import LanguageModel, SettingsError, load_language_model, load_vectors_place
from engage.wording import LANGUAGES, Wording, wording

if TYPE_CHECKING:
    from analysis.code_frame import CodeFrame
    from analysis.results import Analysis
    from engage.analyse.files import Written
    from engage.rewording.values import Reworded

_PROBLEMS_SHOWN = 10
_FINDINGS_SHOWN = 6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of the command."""
    parser.add_argument("file", metavar="FILE", help="CSV, TSV or .xlsx file with one comment a row")
    parser.add_argument("--text", required=True, metavar="COLUMN", help="column with the comments")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument("--question", metavar="COLUMN", help="column with the question each comment answers")
    parser.add_argument("--rating", metavar="COLUMN", help="column with a rating, kept apart from the words")
    parser.add_argument(
        "--group", metavar="COLUMN", help="column to compare, such as the release or the wave"
    )
    parser.add_argument(
        "--proposal",
        default="",
        metavar="TEXT",
        help="what the comments were asked about, to tell who is for and who is against it",
    )
    parser.add_argument("--code-frame", type=Path, metavar="FILE", help="themes to code to, as JSON or CSV")
    parser.add_argument(
        "--reword",
        action="store_true",
        help="also word the findings with the language model of the settings; sends masked text to it",
    )
    parser.add_argument(
        "--vectors",
        metavar="PLACE",
        help="other sentence vectors: a folder, or hub:owner/name to fetch (default: ENGAGE_VECTORS)",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="same seed, same result (default 0)")
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default="en",
        help="language of the report, and of very short comments",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command; return 0, or 1 with a sentence on standard error that says what to do."""
    # Imported here: the engine takes seconds to load, and a question about usage should not.
    from analysis.code_frame import CodeFrameError
    from analysis.vectors import VectorsError, using
    from engage.analyse.files import analyse_file
    from engage.tabular import TableError, table_problem_sentence

    t = wording(args.language)
    try:
        chosen = _model(args)
        place = args.vectors if args.vectors is not None else load_vectors_place()
    except SettingsError as error:
        print("\n".join(error.reasons), file=sys.stderr)
        return 1
    if args.reword and chosen is None:
        print(
            t(
                "No language model is set. Set ENGAGE_MODEL_ADDRESS and ENGAGE_MODEL_NAME,"
                " or leave --reword out."
            ),
            file=sys.stderr,
        )
        return 1
    try:
        with using(place):
            written = analyse_file(
                args.file,
                text=args.text,
                out=args.out,
                question=args.question,
                rating=args.rating,
                group=args.group,
                proposal=args.proposal.strip(),
                code_frame=args.code_frame,
                seed=args.seed,
                language=args.language,
                reword=partial(_reworded, t, chosen) if chosen else None,
                on_progress=_progress() if sys.stderr.isatty() else None,
            )
    except TableError as error:
        print(table_problem_sentence(t, error), file=sys.stderr)
        return 1
    except VectorsError as error:
        print(t("The sentence vectors cannot be used. %(problem)s", problem=error), file=sys.stderr)
        return 1
    except CodeFrameError as error:
        print(t("The code frame cannot be used. %(problem)s", problem=error), file=sys.stderr)
        return 1
    except OSError as error:
        reason = error.strerror or str(error)
        print(
            t("Nothing could be written to %(out)s (%(reason)s).", out=args.out, reason=reason),
            file=sys.stderr,
        )
        return 1
    _tell(written, t)
    return 0


def _model(args: argparse.Namespace) -> LanguageModel | None:
    return load_language_model() if args.reword else None


def _reworded(t: Wording, chosen: LanguageModel, analysis: "Analysis", frame: "CodeFrame") -> "Reworded":
    from engage.rewording.summary import reworded

    return reworded(analysis, frame, t, chosen)


def _progress() -> Callable[[str, int, int], None]:
    """Return a reporter that keeps one line on the terminal up to date."""

    def report(step: str, done: int, total: int) -> None:
        print(f"\r\033[K{step} {done:,} / {total:,}", end="", file=sys.stderr, flush=True)

    return report


def _tell(written: "Written", t: Wording) -> None:
    from engage.analyse.sentences import sentence
    from engage.tabular import table_problem_sentence

    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    for problem in written.problems[:_PROBLEMS_SHOWN]:
        print(table_problem_sentence(t, problem), file=sys.stderr)
    more = len(written.problems) - _PROBLEMS_SHOWN
    if more > 0:
        print(t.n("%(n)s more row was odd.", "%(n)s more rows were odd.", more), file=sys.stderr)
    rows, seconds = written.rows, t.number(written.seconds, 1)
    print(t.n("%(n)s row read in %(seconds)s s.", "%(n)s rows read in %(seconds)s s.", rows, seconds=seconds))
    for finding in written.analysis.findings[:_FINDINGS_SHOWN]:
        print("- " + sentence(finding, t, written.code_frame))
    if written.reworded is not None:
        _tell_reworded(written.reworded, t)
    print(t("Written: %(files)s", files=", ".join(str(file) for file in written.files)))


def _tell_reworded(found: "Reworded", t: Wording) -> None:
    from engage.rewording.telling import problem_sentence

    if found.problem:
        print(problem_sentence(t, found), file=sys.stderr)
        return
    kept, dropped = t.number(len(found.sentences)), t.number(len(found.dropped))
    print(
        t(
            "Worded by %(model)s: %(kept)s sentences kept, %(dropped)s dropped.",
            model=found.model,
            kept=kept,
            dropped=dropped,
        )
    )
