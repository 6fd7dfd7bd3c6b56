"""Measures a task of the analysis on labelled tables, for the command ``engage evaluate``."""

import argparse
import importlib
import importlib.util
import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from analysis.code_frame import CodeFrame, CodeFrameError, load_code_frame
from analysis.comments import Comment
from analysis.evaluation import TASKS
from analysis.evaluation.values import CannotEvaluate, Evaluation, Labelled, Setting, Task
from analysis.vectors import VectorsError, identity_of, using
from engage.settings import SettingsError, load_vectors_place
from engage.tabular import TableError, read_table, table_problem_sentence
from engage.wording import wording

DRAWS = 5


def run(args: argparse.Namespace) -> int:
    """Run the command; return 0, or 1 with a sentence on standard error that says what to do."""
    try:
        place = args.vectors if args.vectors is not None else load_vectors_place()
        with using(place) as vectors:
            report = {**measured(args), "vectors": identity_of(vectors)}
    except SettingsError as error:
        return _refuse("\n".join(error.reasons))
    except VectorsError as error:
        return _refuse(f"The sentence vectors cannot be used. {error}")
    except TableError as error:
        return _refuse(table_problem_sentence(wording("en"), error))
    except CodeFrameError as error:
        return _refuse(f"The code frame cannot be used. {error}")
    except CannotEvaluate as error:
        return _refuse(str(error))
    print(json.dumps(report, ensure_ascii=False, indent=2) if args.json else _told(report))
    return 0


def measured(args: argparse.Namespace) -> dict[str, Any]:
    """Read the tables, measure, and return the figures as they are printed with ``--json``.

    Raises:
        TableError: a table cannot be read, or a column is missing.
        CodeFrameError: the code frame cannot be used.
        CannotEvaluate: the labels or settings do not allow the measurement.
    """
    began = time.perf_counter()
    task = _task(args.task)
    setting = _setting(args)
    train = _read(args.train, args, setting.features) if args.train is not None else []
    test = _read(args.test, args, setting.features)
    _check(args, train, test)
    evaluation = task.evaluate(train, test, setting)
    return _reported(evaluation, train, test, setting, time.perf_counter() - began)


def _task(name: str) -> Task:
    if importlib.util.find_spec(TASKS[name]) is None:
        raise CannotEvaluate(f"The task {name} is not part of this version.")
    return cast(Task, importlib.import_module(TASKS[name]))


def _setting(args: argparse.Namespace) -> Setting:
    if args.labels is not None and args.labels < 0:
        raise CannotEvaluate("--labels is how many comments to learn from: 0 or more.")
    repeat = args.repeat if args.repeat is not None else (DRAWS if args.labels else 1)
    if repeat < 1:
        raise CannotEvaluate("--repeat is how many draws to average over: 1 or more.")
    return Setting(
        labels=args.labels,
        repeat=repeat,
        seed=args.seed,
        features=tuple(name.strip() for name in args.features.split(",") if name.strip()),
        code_frame=_code_frame(args.code_frame),
        groups=args.groups,
    )


def _code_frame(path: Path | None) -> CodeFrame | None:
    return None if path is None else load_code_frame(path)


def _check(args: argparse.Namespace, train: Sequence[Labelled], test: Sequence[Labelled]) -> None:
    if not test:
        raise CannotEvaluate(f"No row of {args.test} has both a comment and a label.")
    if args.task not in ("discovery", "feedback") and args.labels != 0 and not train:
        missing = (
            "Give --train FILE" if args.train is None else f"No row of {args.train} has a comment and a label"
        )
        raise CannotEvaluate(f"{missing}, or measure without labels: --labels 0.")


def _read(path: Path, args: argparse.Namespace, features: Sequence[str]) -> list[Labelled]:
    """Read the rows that have a comment and a label; ids are row numbers."""
    table = read_table(path)
    text, label = table.column(args.text), table.column(args.label)
    columns = [table.column(name) for name in features]
    renamed = _renamed(args.map)
    rows = []
    for number, row in enumerate(table.rows, start=1):
        if not row[text].strip() or not row[label].strip():
            continue
        cells = tuple(row[column].strip() for column in columns)
        comment = Comment(
            id=str(number), text=row[text], language=args.language, question=_question(features, cells)
        )
        labels = "|".join(renamed.get(part, part) for part in _parts(row[label]))
        rows.append(Labelled(comment, labels, cells))
    return rows


def _parts(cell: str) -> list[str]:
    """Return the labels of a cell; a whole number is one however a spreadsheet wrote it (1.0)."""
    parts = [part.strip() for part in cell.split("|")]
    return [part.removesuffix(".0") if part.removesuffix(".0").isdecimal() else part for part in parts]


def _question(features: Sequence[str], cells: Sequence[str]) -> str:
    """Return the cell that holds the wording of the question, told by the column's name."""
    for name, cell in zip(features, cells, strict=True):
        if any(word in name.casefold() for word in ("question", "prompt")):
            return cell
    return ""


def _renamed(text: str) -> dict[str, str]:
    """Read ``A=B,C=D``.

    Raises:
        CannotEvaluate: a part has no equals sign.
    """
    renamed = {}
    for part in filter(str.strip, text.split(",")):
        given, sign, meant = part.partition("=")
        if not sign:
            raise CannotEvaluate(f"--map takes A=B,C=D; {part.strip()!r} has no equals sign.")
        renamed[given.strip()] = meant.strip()
    return renamed


def _reported(
    evaluation: Evaluation,
    train: Sequence[Labelled],
    test: Sequence[Labelled],
    setting: Setting,
    seconds: float,
) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    learned = len(train) if setting.labels is None else min(setting.labels, len(train))
    return {
        "task": evaluation.task,
        **{name: round(value, 4) for name, value in evaluation.figures.items()},
        "per_class": {
            name: {part: round(value, 4) for part, value in asdict(score).items()}
            for name, score in evaluation.per_class.items()
        },
        **evaluation.values,
        "n_train": len(train),
        "n_test": len(test),
        "labels": learned,
        "repeat": setting.repeat,
        "seed": setting.seed,
        "features": list(setting.features),
        "runs": [{name: round(value, 4) for name, value in each.items()} for each in evaluation.runs],
        "notes": list(evaluation.notes),
        "seconds": round(seconds, 2),
        "peak_memory_mb": round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024)),
    }


def _told(report: dict[str, Any]) -> str:
    """Return the figures as a person reads them: the means, then one line a class."""
    lines = [
        f"{report['task']}: learned from {report['labels']:,} of {report['n_train']:,} comments, "
        f"tested on {report['n_test']:,}; {report['repeat']} draw(s)"
    ]
    for name, value in report.items():
        if isinstance(value, float) and name != "seconds" and not name.endswith("_spread"):
            spread = report.get(f"{name}_spread")
            lines.append(f"  {name:<14} {value:.3f}" + (f"  ± {spread:.3f}" if spread is not None else ""))
    if report["per_class"]:
        width = max(len(name) for name in report["per_class"])
        lines.append(f"\n  {'':<{width}}  precision  recall     f1       n")
        for name, score in report["per_class"].items():
            lines.append(
                f"  {name:<{width}}  {score['precision']:9.3f}  {score['recall']:6.3f}  {score['f1']:5.3f}"
                f"  {score['n']:6,}"
            )
    lines += [f"\n{note}" for note in report["notes"]]
    lines.append(f"\n{report['seconds']:.1f} s, {report['peak_memory_mb']:,} MB at most")
    return "\n".join(lines)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
