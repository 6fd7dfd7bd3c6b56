"""What a survey lost on a round trip, found by comparing: an export reads itself back and lists it all."""

from collections.abc import Sequence
from typing import Any

from surveys.definition import Page, SurveyDefinition
from surveys.exchange.conditions import plain
from surveys.exchange.notes import Note
from surveys.questions import Question


def differences(before: SurveyDefinition, after: SurveyDefinition | None) -> tuple[Note, ...]:
    """Return one note for each question, setting or page that ``after`` has not as ``before`` had it."""
    if after is None:
        return tuple(Note("question_left_out", question.name) for question in before.questions())
    notes: list[Note] = []
    old, new = _plain(before.as_data()), _plain(after.as_data())
    for setting in sorted(set(old) | set(new) - {"pages"}):
        if setting != "pages" and old.get(setting) != new.get(setting):
            notes.append(Note("setting_not_carried", "survey", {"setting": setting}))
    for question in before.questions():
        notes += _of_question(question, after.question(question.name))
    kept = {question.name for question in after.questions()}
    if [_shape(page, kept) for page in before.pages if _shape(page, kept)[2]] != [
        _shape(page, kept) for page in after.pages
    ]:
        notes.append(Note("pages_not_carried", "survey"))
    return tuple(notes)


def _of_question(before: Question, after: Question | None) -> list[Note]:
    if after is None:
        return [Note("question_left_out", before.name)]
    old, new = _plain(_data(before)), _plain(_data(after))
    notes = [] if before.kind == after.kind else [Note("kind_becomes", before.name)]
    changed = [name for name in old if name != "kind" and old[name] != new.get(name)]
    return notes + [Note("setting_not_carried", before.name, {"setting": name}) for name in changed]


def _data(question: Question) -> dict[str, Any]:
    made: dict[str, Any] = {
        setting: _offers(getattr(question, setting))
        for setting in ("options", "rows")
        if hasattr(question, setting)
    }
    made["relevance"] = plain(question.relevance) if question.relevance else None
    return question.model_copy(update=made).model_dump(mode="json")


def _offers(parts: Sequence[Any]) -> tuple[Any, ...]:
    """Return options or lines with their conditions said plainly."""
    return tuple(
        part.model_copy(update={"relevance": plain(part.relevance)}) if part.relevance is not None else part
        for part in parts
    )


def _plain(value: Any) -> Any:
    """Leave out what says nothing: an empty text is no text."""
    if isinstance(value, dict):
        return {name: told for name, part in value.items() if (told := _plain(part)) not in ("", {}, None)}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _shape(page: Page, kept: set[str]) -> tuple[str, dict[str, str], list[str], bool, list[str]]:
    title = {language: text for language, text in page.title.items() if text}
    asked = [question.name for question in page.questions if question.name in kept]
    return page.name, title, asked, page.shuffled, [way.name for way in page.screen_outs]
