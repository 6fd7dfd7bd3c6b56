"""Analyses a spreadsheet of comments and writes coded comments, themes, findings and a report."""

import csv
import json
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from analysis.code_frame import CodeFrame, load_code_frame, starter_code_frame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.results import SENTIMENTS, Analysis
from analysis.statistics.intervals import figure as figure_of
from engage.analyse.ratings import read_ratings, runs_downwards
from engage.analyse.report import report_page
from engage.analyse.sentences import sentence
from engage.analyse.unfinished import Unfinished
from engage.rewording.values import Reworded
from engage.tabular import RowProblem, Table, TableError, read_table
from engage.wording import LANGUAGES, wording
from engage.workers import sharing

_SAMPLE = 400
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and from how many rows."""

    out: Path
    files: tuple[Path, ...]
    rows: int
    unprocessed: dict[str, int]
    problems: tuple[RowProblem, ...]
    analysis: Analysis
    code_frame: CodeFrame
    seconds: float
    reworded: Reworded | None = None
    taken_up: int = 0
    """Chunks of an earlier try that were not done again."""


def analyse_file(
    path: str | Path,
    *,
    text: str,
    out: Path,
    question: str | None = None,
    rating: str | None = None,
    group: str | None = None,
    proposal: str = "",
    code_frame: Path | None = None,
    seed: int = 0,
    language: str = "en",
    reword: Callable[[Analysis, CodeFrame], Reworded] | None = None,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> Written:
    """Analyse the column ``text``; write comments.csv, themes.csv, findings.json, report.html to ``out``.

    ``language`` is the report's, and the hint for comments too short to tell. Rows are numbered from
    1 after the header, in the order of the file. Stopped or killed, the same call goes on from what it had
    finished. ``reword`` says findings in other words; they are added.
    ``proposal``: what the comments are about, to tell who is for and against it.

    Raises:
        TableError: the file or a column cannot be read.
        CodeFrameError: the code frame cannot be read.
        OSError: ``out`` cannot be written.
    """
    began = time.perf_counter()
    table = read_table(path)
    frame = load_code_frame(code_frame) if code_frame is not None else starter_code_frame()
    comments = _comments(table, text, question, rating, group, language, frame)
    comments = [replace(comment, proposal=proposal) for comment in comments] if proposal else comments
    if not comments:
        raise TableError("no_rows", {"file": Path(path).name})
    out.mkdir(parents=True, exist_ok=True)
    unfinished = Unfinished(out)
    with sharing(len(comments)) as executor:
        analysis = run(
            comments,
            code_frame=frame,
            seed=seed,
            on_progress=on_progress,
            executor=executor,
            keeping=unfinished,
        )
    said = reword(analysis, frame) if reword else None
    files = (out / "comments.csv", out / "themes.csv", out / "findings.json", out / "report.html")
    _write_comments(files[0], analysis)
    _write_themes(files[1], analysis, frame, language)
    _write_findings(files[2], analysis, frame, table, Path(path).name, said)
    page = report_page(
        analysis,
        frame,
        wording(language),
        source=Path(path).name,
        has_groups=group is not None,
        reworded=said,
    )
    files[3].write_text(page, encoding="utf-8")
    unfinished.clear()
    seconds = time.perf_counter() - began
    return Written(
        out=out,
        files=files,
        rows=len(comments),
        unprocessed=analysis.unprocessed,
        problems=table.problems,
        analysis=analysis,
        code_frame=frame,
        seconds=round(seconds, 2),
        reworded=said,
        taken_up=unfinished.found,
    )


def _comments(
    table: Table,
    text: str,
    question: str | None,
    rating: str | None,
    group: str | None,
    language: str,
    frame: CodeFrame,
) -> list[Comment]:
    text = table.column(text)
    question, rating, group = (table.column(name) if name else None for name in (question, rating, group))
    comments = [
        Comment(
            id=str(number),
            text=row[text],
            language=language if language in LANGUAGES else None,
            question=row[question].strip() if question else "",
            group=row[group].strip() if group else "",
        )
        for number, row in enumerate(table.rows, start=1)
    ]
    if rating:
        ratings = _rightway(comments, read_ratings([row[rating] for row in table.rows]), frame)
        return [replace(comment, rating=value) for comment, value in zip(comments, ratings, strict=True)]
    return comments


def _rightway(
    comments: Sequence[Comment], ratings: Sequence[float | None], frame: CodeFrame
) -> list[float | None]:
    """Turn ratings round when 1 is the best: what people say in a sample tells which way the scale runs."""
    rated = [
        place for place, rating in enumerate(ratings) if rating is not None and comments[place].text.strip()
    ]
    sample = sorted(random.Random(0).sample(rated, min(len(rated), _SAMPLE)))
    if not sample:
        return list(ratings)
    heard = run([comments[place] for place in sample], code_frame=replace(frame, themes=()))
    if not runs_downwards([ratings[place] for place in sample], heard):
        return list(ratings)
    return [None if rating is None else 1 - rating for rating in ratings]


def _write_comments(path: Path, analysis: Analysis) -> None:
    header = ["row", "language", "sentiment", "score", "themes", "unprocessed", "sentiment_confidence"]
    header += ["campaign", "duplicate_of", "personal_details", "because", "comment", "feedback"]
    header += ["theme_sentiments", "segments", "stance", "stance_because"]
    _write_csv(
        path,
        header,
        (
            [
                comment.id,
                comment.language,
                comment.sentiment or "",
                "" if comment.score is None else comment.score,
                _text("|".join(theme.theme_id for theme in comment.themes)),
                comment.unprocessed or "",
                comment.sentiment_confidence,
                comment.campaign_id or "",
                comment.duplicate_of or "",
                "|".join(comment.personal_details),
                _text("|".join(word for theme in comment.themes for word in theme.because)),
                _text(comment.masked),
                comment.feedback or "",
                _text("|".join(f"{theme.theme_id}:{theme.sentiment}" for theme in comment.themes)),
                "|".join(
                    f"{s.start}-{s.end} {s.language} {s.sentiment or ''}".strip() for s in comment.segments
                ),
                comment.stance or "",
                _text("|".join(comment.stance_because)),
            ]
            for comment in analysis.comments
        ),
    )


def _write_themes(path: Path, analysis: Analysis, frame: CodeFrame, language: str) -> None:
    header = ["theme", "name", "count", "base", "share", "low", "high", *SENTIMENTS, "kind", "parent", "news"]
    tone_of = {comment.id: comment.sentiment for comment in analysis.comments}
    rows: list[list[Any]] = []
    for share in analysis.themes:
        figure = share.figure
        name = frame.theme(share.theme_id).named(language)
        rows.append(
            [_text(share.theme_id), _text(name), figure.count, figure.base]
            + [round(value, 6) for value in (figure.share, figure.low, figure.high)]
            + [share.by_sentiment.get(sentiment, 0) for sentiment in SENTIMENTS]
            + ["theme", "", ""]
        )
    read = len(analysis.comments) - sum(analysis.unprocessed.values())
    for candidate in analysis.candidates:
        figure = figure_of(candidate.size, read)
        tones = [tone_of[comment_id] for comment_id in candidate.comment_ids]
        rows.append(
            [candidate.id, _text(candidate.name), figure.count, figure.base]
            + [round(value, 6) for value in (figure.share, figure.low, figure.high)]
            + [tones.count(sentiment) for sentiment in SENTIMENTS]
            + ["candidate", candidate.parent or "", candidate.news]
        )
    _write_csv(path, header, rows)


def _write_findings(
    path: Path, analysis: Analysis, frame: CodeFrame, table: Table, source: str, reworded: Reworded | None
) -> None:
    plain = replace(analysis, comments=()).to_dict()
    spoken = {language: wording(language) for language in LANGUAGES}
    findings = []
    for finding, values in zip(analysis.findings, plain["findings"], strict=True):
        said = {language: sentence(finding, t, frame) for language, t in spoken.items()}
        rows = [int(comment_id) for comment_id in values.pop("comment_ids")]
        share = finding.count / finding.base if finding.base else 0.0
        findings.append({**values, "share": share, "sentence": said, "rows": rows})
    content = {
        "source": source,
        "encoding": table.encoding,
        "run": plain["run"],
        "sentiment": plain["sentiment"],
        "findings": findings,
        "themes": plain["themes"],
        "candidates": plain["candidates"],
        "campaigns": plain["campaigns"],
        "quotes": plain["quotes"],
        "unprocessed": plain["unprocessed"],
        **({"reworded": asdict(reworded)} if reworded else {}),
        "problems": [
            {"row": problem.row, "line": problem.line, "code": problem.code, **problem.values}
            for problem in table.problems[:1000]
        ],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _write_csv(path: Path, header: list[str], rows: Iterable[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _text(value: str) -> str:
    """Defuse text that a spreadsheet would take for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
