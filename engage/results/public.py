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
from engage.results.public_values import PublicBar, PublicEstimate, PublicQuestion, PublicResults
from engage.results.values import QuestionResult
from engage.suppression import Guarded, guard
from surveys.questions import Question
from surveys.records import AnalysisRun, Survey, SurveyVersion
from surveys.store import catalogue, responses, runs, surveys
from surveys.store.database import Transaction
from surveys.summaries import Bar, ChoiceSummary, RankSummary, ScaleSummary
from surveys.values import leaves

LARGE_PART = 50
"""A large survey's figures wait for one fiftieth of its responses: making them reads every answer."""

Published = dict[str, Any]
"""The figures as kept in the database: plain data, already suppressed, never the hidden counts."""


def published(office: Office, survey: Survey) -> PublicResults:
    """Return the figures that stand, made anew first when enough has changed.

    Looking at figures that stand is cheap; making them anew reads every answer.
    """
    with office.db.read() as tx:
        versions = surveys.versions(tx, survey.id)
        standing = _standing(tx, survey)
        is_due = _is_due(tx, office, survey, standing) or _is_run_new(tx, survey, standing)
    if is_due:
        with office.db.read() as tx:
            made = _renewed(tx, office, survey, standing)
        standing = _kept(office, survey, standing, made)
    return _results(office, survey, versions, standing)


def _place(survey: Survey) -> str:
    return f"published_results:{survey.id}"


def _standing(tx: Transaction, survey: Survey) -> Published:
    return dict(catalogue.setting(tx, _place(survey)) or {})


def _kept(office: Office, survey: Survey, before: Published, made: Published) -> Published:
    """Publish what was made, unless somebody else published meanwhile: then theirs stands."""
    with office.db.write() as tx:
        standing = _standing(tx, survey)
        if standing != before:
            return standing
        catalogue.keep_setting(tx, _place(survey), made)
    return made


def _is_due(tx: Transaction, office: Office, survey: Survey, standing: Published) -> bool:
    """Say whether enough new responses arrived, or the minimum was raised."""
    minimum = office.settings.public_minimum
    if standing.get("minimum", 0) < minimum:
        return responses.arrived_after(tx, survey.id, 0) >= minimum
    wanted: int = max(minimum, standing["responses"] // LARGE_PART)
    return responses.arrived_after(tx, survey.id, standing["last_id"]) >= wanted


def _is_run_new(tx: Transaction, survey: Survey, standing: Published) -> bool:
    run = runs.latest_done(tx, survey.id) if standing else None
    return run is not None and run.id not in (_themes_of(standing).get("run_id"), standing.get("passed_run"))


def _themes_of(standing: Published) -> Published:
    return dict(standing.get("themes") or {})


def _renewed(tx: Transaction, office: Office, survey: Survey, standing: Published) -> Published:
    known = answers.read(tx, office, survey)
    if _is_due(tx, office, survey, standing):
        minimum = office.settings.public_minimum
        standing = {
            **standing,
            "minimum": minimum,
            "last_id": max(row.id for row in known.rows),
            "responses": len(known.rows),
            "as_of": answers.local_day(office.now()).isoformat(),
            "questions": _questions(known, minimum),
        }
    run = runs.latest_done(tx, survey.id) if _is_run_new(tx, survey, standing) else None
    if run is None:
        return standing
    rows = coded.read(tx, office, survey, known, run.id)
    if _are_themes_due(office, rows, _themes_of(standing)):
        return {**standing, "themes": _themes(tx, office, run, rows)}
    return {**standing, "passed_run": run.id}


def _are_themes_due(office: Office, rows: Sequence[CodedRow], before: Published) -> bool:
    """Say whether a run read enough new residents, or the very same ones once more."""
    read = _residents_read(rows)
    new = sum(id_ > before.get("last_id", 0) for id_ in read)
    is_same_group = new == 0 and len(read) == before.get("read")
    return is_same_group or new >= office.settings.public_minimum


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
    if isinstance(summary, ChoiceSummary) and not summary.is_offered:
        return None
    if isinstance(summary, ChoiceSummary | ScaleSummary):
        return summary.bars
    # Points would give back first places that are hidden, so public rankings show first places only.
    return summary.first if isinstance(summary, RankSummary) else None


def _is_several(result: QuestionResult) -> bool:
    return isinstance(result.summary, ChoiceSummary) and result.summary.several


def _tells_of_hidden(question: Question, found: Mapping[str, Published]) -> bool:
    asked_about = [found.get(leaf.question) for _, tree in question.rules() for leaf in leaves(tree)]
    return any(each is not None and _is_hidden(each) for each in asked_about)


def _is_hidden(kept: Published) -> bool:
    return kept["base"] is None or None in kept["counts"].values()


def _kept_question(result: QuestionResult, counts: Sequence[Bar], made: Guarded) -> Published:
    summary = result.summary
    mean = None
    # The public page says of a mean that 1 is worst.
    if isinstance(summary, ScaleSummary) and made.is_whole and summary.lowest == 1:
        mean = summary.mean
    by_code = {bar.code: count for bar, count in zip(counts, made.counts, strict=True)}
    return {"base": made.base, "counts": by_code, "mean": mean}


def _residents_read(rows: Iterable[CodedRow]) -> set[int]:
    return {row.response_id for row in rows if row.is_read}


def _themes(tx: Transaction, office: Office, run: AnalysisRun, rows: Sequence[CodedRow]) -> Published:
    """Count residents, not comments: two comments of one resident are one person in a group."""
    found = runs.findings(tx, run.id)
    if found is None:
        return {}
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
    corrected = found.get("corrected", {}).get("themes", {})
    return {
        "run_id": run.id,
        "last_id": max(read, default=0),
        "read": len(read),
        "base": made.base,
        "bars": [
            {
                "code": theme["id"],
                "label": dict(theme["name"]),
                "count": count,
                "corrected": _estimate(corrected.get(theme["id"])) if count is not None else None,
            }
            for theme, count in zip(themes, made.counts, strict=True)
        ],
    }


def _estimate(found: Mapping[str, Any] | None) -> list[float] | None:
    """Return share, low and high in whole per cent, which is as much as they tell."""
    return [round(found[part], 2) for part in ("share", "low", "high")] if found else None


def _results(
    office: Office, survey: Survey, versions: Sequence[SurveyVersion], standing: Published
) -> PublicResults:
    questions = standing.get("questions", {})
    named = {question.name: question for question in answers.merged(versions)}
    themes = standing.get("themes") or {}
    base = themes.get("base")
    bars = [
        PublicBar(b["code"], b["label"], b["count"], _share(b["count"], base), _likely(b.get("corrected")))
        for b in themes.get("bars", ())
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
    if isinstance(summary, ChoiceSummary):
        labels |= {bar.code: bar.label for bar in summary.bars}
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
        outlines=summary.outlines if isinstance(summary, ChoiceSummary) else {},
    )


def _likely(kept: Sequence[float] | None) -> PublicEstimate | None:
    return PublicEstimate(*kept) if kept else None


def _share(count: int | None, base: int | None) -> float | None:
    return count / base if count is not None and base else None
