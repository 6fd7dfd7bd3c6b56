"""What anybody may read: suppressed figures, kept as they were published until enough new answers came.

The figures of a survey are made from all its responses at one moment and then stay the same until at least
as many new responses have arrived as the smallest group that may be told of. Two states of the page thus
never differ by a few residents, so nobody's answer can be worked out by comparing before and after.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from engage.office import Office
from engage.results import answers, coded
from engage.results.answers import Answers
from engage.results.coded import CodedRow
from engage.results.values import PublicBar, PublicQuestion, PublicResults, QuestionResult
from engage.suppression import Guarded, guard
from surveys.questions import Question
from surveys.records import Survey
from surveys.store import catalogue, runs
from surveys.store.database import Transaction
from surveys.summaries import Bar, ChoiceSummary, RankSummary, ScaleSummary

Published = dict[str, Any]
"""The figures as kept in the database: plain data, already suppressed, never the hidden counts."""


def published(office: Office, survey: Survey) -> PublicResults:
    """Return the figures that stand, made anew first when enough has changed."""
    with office.db.read() as tx:
        known = answers.read(tx, office, survey)
        standing = _standing(tx, survey)
        if not _is_due(office, known, standing) and not _are_themes_due(tx, office, survey, known, standing):
            return _results(office, survey, known, standing or {})
    with office.db.write() as tx:
        # Somebody else may have published meanwhile: look again with the lock held.
        known = answers.read(tx, office, survey)
        standing = _renewed(tx, office, survey, known, _standing(tx, survey) or {})
        catalogue.keep_setting(tx, _place(survey), standing)
    return _results(office, survey, known, standing)


def _place(survey: Survey) -> str:
    return f"published_results:{survey.id}"


def _standing(tx: Transaction, survey: Survey) -> Published | None:
    kept = catalogue.setting(tx, _place(survey))
    return dict(kept) if kept is not None else None


def _is_due(office: Office, known: Answers, standing: Published | None) -> bool:
    """Say whether at least the minimum of new responses arrived, or the minimum was raised."""
    minimum = office.settings.public_minimum
    if standing is None or standing.get("minimum", 0) < minimum:
        return len(known.rows) >= minimum
    last_id: int = standing["last_id"]
    return sum(row.id > last_id for row in known.rows) >= minimum


def _are_themes_due(
    tx: Transaction, office: Office, survey: Survey, known: Answers, standing: Published | None
) -> bool:
    run = runs.latest_done(tx, survey.id)
    if run is None or standing is None:
        return False
    before = standing.get("themes") or {}
    if before.get("run_id") == run.id:
        return False
    read = _residents_read(coded.read(tx, office, survey, known, run.id))
    new = sum(id_ > before.get("last_id", 0) for id_ in read)
    is_same_group = new == 0 and len(read) == before.get("read")
    return is_same_group or new >= office.settings.public_minimum


def _renewed(
    tx: Transaction, office: Office, survey: Survey, known: Answers, standing: Published
) -> Published:
    minimum = office.settings.public_minimum
    if _is_due(office, known, standing or None):
        standing = {
            **standing,
            "minimum": minimum,
            "last_id": max(row.id for row in known.rows),
            "responses": len(known.rows),
            "as_of": answers.local_day(office.now()).isoformat(),
            "questions": _questions(known, minimum),
        }
    if _are_themes_due(tx, office, survey, known, standing):
        standing = {**standing, "themes": _themes(tx, office, survey, known)}
    return standing


def _questions(known: Answers, minimum: int) -> dict[str, Published]:
    found: dict[str, Published] = {}
    for result, question in zip(
        answers.question_results(known, known.rows), answers.merged(known.versions), strict=True
    ):
        counts = _counts(result)
        if counts is None:
            continue
        made = guard(
            [bar.count for bar in counts],
            base=result.summary.base,
            minimum=minimum,
            several=_is_several(result),
        )
        if _tells_of_hidden(question, found):
            # How many were asked is how many gave an answer that is hidden above.
            made = Guarded(None, (None,) * len(counts))
        found[result.name] = _kept_question(result, counts, made)
    return found


def _counts(result: QuestionResult) -> Sequence[Bar] | None:
    """Return the counts of residents that a question is published by; ``None`` for words."""
    summary = result.summary
    if isinstance(summary, ChoiceSummary | ScaleSummary):
        return summary.bars
    # Points would give back first places that are hidden, so public rankings show first places only.
    return summary.first if isinstance(summary, RankSummary) else None


def _is_several(result: QuestionResult) -> bool:
    return isinstance(result.summary, ChoiceSummary) and result.summary.several


def _tells_of_hidden(question: Question, found: Mapping[str, Published]) -> bool:
    leaves = question.relevance.questions() if question.relevance else ()
    asked_about = [found.get(leaf.question) for leaf in leaves]
    return any(each is not None and _is_hidden(each) for each in asked_about)


def _is_hidden(kept: Published) -> bool:
    return kept["base"] is None or None in kept["counts"].values()


def _kept_question(result: QuestionResult, counts: Sequence[Bar], made: Guarded) -> Published:
    mean = result.summary.mean if isinstance(result.summary, ScaleSummary) and made.is_whole else None
    by_code = {bar.code: count for bar, count in zip(counts, made.counts, strict=True)}
    return {"base": made.base, "counts": by_code, "mean": mean}


def _residents_read(rows: Iterable[CodedRow]) -> set[int]:
    return {row.response_id for row in rows if row.is_read}


def _themes(tx: Transaction, office: Office, survey: Survey, known: Answers) -> Published:
    """Count residents, not comments: two comments of one resident are one person in a group."""
    run = runs.latest_done(tx, survey.id)
    found = runs.findings(tx, run.id) if run else None
    if run is None or found is None:
        return {}
    rows = coded.read(tx, office, survey, known, run.id)
    read = _residents_read(rows)
    bearers: dict[str, set[int]] = {}
    for row in rows:
        for theme_id in row.themes if row.is_read else ():
            bearers.setdefault(theme_id, set()).add(row.response_id)
    themes = found["code_frame"]["themes"]
    made = guard(
        [len(bearers.get(theme["id"], ())) for theme in themes],
        base=len(read),
        minimum=office.settings.public_minimum,
        several=True,
        everybody=False,
    )
    return {
        "run_id": run.id,
        "last_id": max(read, default=0),
        "read": len(read),
        "base": made.base,
        "bars": [
            {"code": theme["id"], "label": dict(theme["name"]), "count": count}
            for theme, count in zip(themes, made.counts, strict=True)
        ],
    }


def _results(office: Office, survey: Survey, known: Answers, standing: Published) -> PublicResults:
    questions = standing.get("questions", {})
    named = {question.name: question for question in answers.merged(known.versions)}
    themes = standing.get("themes") or {}
    base = themes.get("base")
    bars = [
        PublicBar(b["code"], b["label"], b["count"], _share(b["count"], base)) for b in themes.get("bars", ())
    ]
    return PublicResults(
        survey=survey,
        responses=standing.get("responses"),
        as_of=date.fromisoformat(standing["as_of"]) if standing else None,
        minimum=office.settings.public_minimum,
        questions=tuple(_question(named[name], kept) for name, kept in questions.items() if name in named),
        themes=tuple(sorted(bars, key=lambda bar: -(bar.count or 0))) if base else (),
        theme_base=base,
    )


def _question(question: Question, kept: Published) -> PublicQuestion:
    summary = question.summarise(())
    labels = {option.code: dict(option.label) for option in question.choices()}
    return PublicQuestion(
        name=question.name,
        text=dict(question.text),
        shape=summary.shape,
        base=kept["base"],
        bars=tuple(
            PublicBar(code, labels.get(code, {"en": code}), count, _share(count, kept["base"]))
            for code, count in kept["counts"].items()
        ),
        mean=kept["mean"],
        several=isinstance(summary, ChoiceSummary) and summary.several,
    )


def _share(count: int | None, base: int | None) -> float | None:
    return count / base if count is not None and base else None
