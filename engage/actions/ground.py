"""Areas of a survey: a file of boundaries becomes the answers of a question, or tells where points lie."""

import json
from collections.abc import Mapping
from typing import Any

from engage.access import Actor, NotFoundError
from engage.actions import author, guarded
from engage.drafts import draft_to_edit
from engage.office import Office
from surveys.areas import Area, read_areas
from surveys.definition import SurveyDefinition, read_definition
from surveys.problems import DefinitionError, Problem

MOST_BYTES = 20 * 1024 * 1024


@guarded("edit_survey")
def set_areas(
    office: Office,
    actor: Actor,
    slug: str,
    question_name: str,
    *,
    content: bytes,
    english: str,
    french: str = "",
) -> list[Area]:
    """Give a question of the draft the areas of a GeoJSON file; return them.

    A question with a list of areas takes them as its answers, keeping those that mean no answer; a question
    for a place takes them to tell which area a point lies in. ``english`` and ``french`` name the
    properties that hold an area's name.

    Raises:
        NotFoundError, RefusedError: not theirs to edit, or no such question that has areas.
        DefinitionError: the file cannot be used; its problems say why.
        EditConflictError: somebody saved the draft meanwhile.
    """
    with office.db.read() as tx:
        draft = draft_to_edit(tx, actor, slug)
    found = read_areas(_read(content), english=english, french=french)
    changed = _with_areas(draft.definition, question_name, found)
    author.save_draft(office, actor, slug, changed, edits=draft.edits)
    return found


def _read(content: bytes) -> object:
    try:
        return json.loads(content) if len(content) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        raise DefinitionError((Problem("no_areas", "file", {"field": "features"}),)) from None


def _with_areas(definition: SurveyDefinition, name: str, found: list[Area]) -> SurveyDefinition:
    data = definition.as_data()
    for page in data["pages"]:
        for question in page["questions"]:
            if question["name"] == name and "outlines" in question:
                _as_answers(question, found)
                return read_definition(data)
            if question["name"] == name and "areas" in question:
                question["areas"] = [
                    {"code": a.code, "label": dict(a.label), "outline": a.outline} for a in found if a.outline
                ]
                return read_definition(data)
    raise NotFoundError(name)


def _as_answers(question: dict[str, Any], found: list[Area]) -> None:
    """Replace the answers that count; codes of areas that stay keep what was said of them."""
    before: Mapping[str, Mapping[str, Any]] = {option["code"]: option for option in question["options"]}
    areas = [{**before.get(a.code, {}), "code": a.code, "label": dict(a.label)} for a in found]
    question["options"] = [*areas, *(option for option in before.values() if option["missing"])]
    question["outlines"] = {a.code: a.outline for a in found if a.outline}
