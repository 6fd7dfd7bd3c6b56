"""``evaluate``: how well the analysis does on comments that people have labelled."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engage.cli import Subparsers

HELP = "measure the analysis on comments that you have labelled"
TASKS = ("sentiment", "coding", "discovery", "feedback")


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "evaluate",
        help=HELP,
        description="Measure how well the analysis does on your own labelled comments: learn from one file, "
        "test on another.",
    )
    parser.set_defaults(run=_evaluate)
    parser.add_argument("--task", required=True, choices=TASKS)
    parser.add_argument(
        "--train", type=Path, metavar="FILE", help="labelled comments to learn from (CSV, TSV or .xlsx)"
    )
    parser.add_argument(
        "--test", type=Path, required=True, metavar="FILE", help="labelled comments to be judged by"
    )
    parser.add_argument("--text", required=True, metavar="COLUMN", help="column with the comments")
    parser.add_argument(
        "--label", required=True, metavar="COLUMN", help="column with the label; several joined by |"
    )
    parser.add_argument(
        "--labels",
        type=int,
        metavar="N",
        help="learn from N comments drawn at random (0: none; default: all)",
    )
    parser.add_argument(
        "--features",
        default="",
        metavar="COLUMN,COLUMN",
        help="columns that may help, such as the question, the rating or the service",
    )
    parser.add_argument(
        "--repeat", type=int, metavar="R", help="draws to average over (default: 5 when drawing, else 1)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="same seed, same draws (default 0)")
    parser.add_argument("--language", choices=("en", "fr"), help="language of very short comments")
    parser.add_argument(
        "--map",
        default="",
        metavar="A=B,…",
        help="read label A as B, such as 1=negative,2=neutral,3=positive",
    )
    parser.add_argument(
        "--code-frame", type=Path, metavar="FILE", help="definitions of the themes, as JSON or CSV (coding)"
    )
    parser.add_argument(
        "--groups",
        type=int,
        metavar="K",
        help="how many groups to look for (discovery; default: as found best)",
    )
    parser.add_argument(
        "--vectors",
        metavar="PLACE",
        help="other sentence vectors: a folder, or hub:owner/name to fetch (default: ENGAGE_VECTORS)",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def _evaluate(args: argparse.Namespace) -> int:
    from engage.analyse.evaluate import run

    return run(args)
