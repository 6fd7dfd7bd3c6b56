"""The author's desk: what was seen, what was just asked for, and the way back; plain data between runs.

Callbacks only note what is asked for. ``act`` does it at the start of the next run, before anything is drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engage.actions import build, translate
from engage.actions.build import Draft, EditConflictError, Saved
from engage.portal import address, state
from engage.portal.building import trees
from engage.portal.visitor import Visitor
from engage.wording.problems import told
from surveys import editing
from surveys.definition import SurveyDefinition, read_definition
from surveys.linter import Advice, advice
from surveys.problems import DefinitionError, Problem
from surveys.readiness import stops
from surveys.translations import Translation, translations

PLACE = "build"
MOST_STEPS_BACK = 30
ON_PAGE = ("page", "relevance")
"""A condition for all questions of a page: the sort of its owner and the way to it."""

Op = dict[str, Any]


@dataclass
class Desk:
    """One draft and who writes it. ``part`` is what is looked at: ``q.ward``, ``p.page_1``, ``survey`` …"""

    visit: Visitor
    draft: Draft
    part: str

    @property
    def slug(self) -> str:
        """Return the survey's address."""
        return self.draft.survey.slug

    @property
    def made(self) -> SurveyDefinition:
        """Return the survey as it is now."""
        return self.draft.definition

    @property
    def language(self) -> str:
        """Return the language of whoever writes."""
        return self.visit.language

    def key(self, *names: str) -> str:
        """Return a widget's key; what was put back or changed by others gets new widgets."""
        turn = memory(self.slug)["turn"]
        return state.field_key(PLACE, ".".join((self.slug, str(turn), *names)))

    @cached_property
    def translations(self) -> dict[str, Translation]:
        """Return every text with its state in each language, by its key."""
        return {each.string.key: each for each in translations(self.made, self.draft.agreed)}

    @cached_property
    def problems(self) -> list[Problem]:
        """Return what stops publishing now."""
        frozen = [version.definition for version in self.draft.frozen]
        return stops(self.made, frozen=frozen, agreed=self.draft.agreed)

    @cached_property
    def advice(self) -> list[Advice]:
        """Return what is worth a second look."""
        return advice(self.made)

    @cached_property
    def known_names(self) -> set[str]:
        """Return the names that residents answered under; those are kept for ever."""
        return {each.name for version in self.draft.frozen for each in version.definition.questions()}

    def problems_of(self, name: str) -> list[Problem]:
        """Return the problems at a question, a page or a setting of the survey."""
        return [each for each in self.problems if each.place == name or each.place.startswith(f"{name}.")]

    def advice_of(self, name: str) -> list[Advice]:
        """Return the advice about a question, a page or a setting of the survey."""
        return [each for each in self.advice if each.place == name]


def memory(slug: str) -> dict[str, Any]:
    """Return the (mutable) notes of this session about one draft."""
    key = f"{PLACE}.{slug}"
    if state.get(key) is None:
        state.put(key, {"turn": 0, "asked": [], "steps": [], "told": [], "seen": None, "edits": None})
    found: dict[str, Any] = state.get(key)
    return found


def ask(slug: str, do: str, go: str = "", **values: Any) -> None:
    """Note what is asked for; ``go`` is the part to look at afterwards."""
    memory(slug)["asked"].append({"do": do, "go": go, "values": values})


def look(slug: str, part: str) -> None:
    """Look at another part."""
    memory(slug)["told"] = []
    address.put(address.PART, part)


def put(slug: str, key: str, owner: tuple[str, str], path: list[str], read: Callable[[Any], Any]) -> None:
    """Note that what a widget holds now is wanted at ``path``."""
    ask(slug, "put", owner=list(owner), path=path, value=read(state.get(key)))


def act(visit: Visitor, slug: str) -> None:
    """Do what was asked for since the last run; what cannot be done is told, and what was written is kept."""
    notes = memory(slug)
    asked, notes["asked"] = notes["asked"], []
    if not asked or notes["seen"] is None:
        return
    notes["told"] = []
    for op in asked:
        try:
            _do(visit, slug, notes, op)
        except DefinitionError as error:
            notes["told"] += [["wrong", told(problem, visit.language).whole] for problem in error.problems]
        except EditConflictError:
            notes["told"].append(["conflict", _written(op)])
            _forget(notes)
        else:
            if op["go"]:
                address.put(address.PART, op["go"])


def _written(op: Op) -> str:
    value = op["values"].get("value")
    return value if isinstance(value, str) else ""


def _do(visit: Visitor, slug: str, notes: dict[str, Any], op: Op) -> None:
    office, actor, values = visit.office, visit.actor, op["values"]
    if op["do"] == "undo":
        _undo(visit, slug, notes)
        return
    if op["do"] == "translate":
        _translate(visit, slug, notes, **values)
        return
    if op["do"] == "confirm":
        _note(notes, build.confirm_translations(office, actor, slug, values["keys"]), is_mine=True)
        return
    seen = read_definition(notes["seen"])
    before = [notes["seen"], notes["agreed"]]
    saved = build.change_draft(office, actor, slug, lambda made: CHANGES[op["do"]](made, **values), seen=seen)
    if saved.definition != seen:
        notes["steps"] = [*notes["steps"], before][-MOST_STEPS_BACK:]
    if op["do"] in ("remove", "remove_page"):
        notes["told"].append(["removed", ""])
    _note(notes, saved, is_mine=not saved.others)
    if _moves_fields(op):
        notes["turn"] += 1


def _moves_fields(op: Op) -> bool:
    """Say whether fields now stand for something else than what was typed into them: they are drawn anew."""
    values = op["values"]
    is_other = op["do"] == "condition" and (values["how"] == "whole" or values["value"] is None)
    return is_other or op["do"] == "insert"


def _translate(
    visit: Visitor, slug: str, notes: dict[str, Any], texts: dict[str, dict[str, str]], keys: list[str]
) -> None:
    before = [notes["seen"], notes["agreed"]]
    seen = read_definition(notes["seen"])
    saved = translate.put_translations(visit.office, visit.actor, slug, texts, seen=seen, keys=keys)
    notes["steps"] = [*notes["steps"], before][-MOST_STEPS_BACK:]
    _note(notes, saved, is_mine=not saved.others)


def _undo(visit: Visitor, slug: str, notes: dict[str, Any]) -> None:
    if not notes["steps"]:
        return
    data, agreed = notes["steps"].pop()
    saved = build.put_back(
        visit.office, visit.actor, slug, read_definition(data), agreed=agreed, edits=notes["edits"]
    )
    _note(notes, saved, is_mine=True)
    notes["turn"] += 1


def _note(notes: dict[str, Any], saved: Saved, *, is_mine: bool) -> None:
    """Keep what the draft is now. After somebody else's change there is no way back past it."""
    notes |= {"seen": saved.definition.as_data(), "agreed": dict(saved.agreed), "edits": saved.edits}
    if not is_mine:
        notes["told"].append(["others", ", ".join(sorted(name for _, name in saved.others))])
        _forget(notes)


def _forget(notes: dict[str, Any]) -> None:
    notes["steps"] = []
    notes["turn"] += 1


def sit_down(visit: Visitor, slug: str) -> Desk:
    """Return the draft as it is now, and remember that it was seen."""
    draft = build.draft_for(visit.office, visit.actor, slug)
    notes = memory(slug)
    if notes["edits"] is not None and notes["edits"] != draft.edits:
        _forget(notes)  # somebody saved it between two runs
    notes |= {"seen": draft.definition.as_data(), "agreed": dict(draft.agreed), "edits": draft.edits}
    return Desk(visit, draft, address.read(address.PART))


def _with_condition(
    made: SurveyDefinition, *, owner: list[str], path: list[str], how: str, place: list[int], value: Any
) -> SurveyDefinition:
    """Change one part of a condition, as it is by now."""
    whose = (owner[0], owner[1])
    tree = _condition_of(made, whose, path)
    changes: dict[str, Callable[..., Any]] = {
        "add": trees.added,
        "join": trees.joined,
        "replace": trees.replaced,
        "whole": lambda _tree, _place, new: new,
    }
    return put_condition(made, whose, path, changes[how](tree, tuple(place), value))


def _condition_of(made: SurveyDefinition, owner: tuple[str, str], path: list[str]) -> Any:
    if (owner[0], *path) != ON_PAGE:
        return editing.value_at(made, owner, path)
    page = next((page for page in made.pages if page.name == owner[1]), None)
    shared = editing.page_relevance(page)[1] if page else None
    return shared.model_dump(mode="json") if shared is not None else None


def put_condition(
    made: SurveyDefinition, owner: tuple[str, str], path: Sequence[str], condition: Any
) -> SurveyDefinition:
    """Put a condition in its place; that of a page goes to each of its questions."""
    if (owner[0], *path) == ON_PAGE:
        return editing.put_on_page(made, owner[1], condition)
    return editing.put(made, owner, path, condition)


CHANGES: Mapping[str, Callable[..., SurveyDefinition]] = {
    "condition": lambda made, **values: _with_condition(made, **values),
    "put": lambda made, owner, path, value: editing.put(made, (owner[0], owner[1]), path, value),
    "insert": lambda made, owner, path, value: editing.put(made, (owner[0], owner[1]), path, value),
    "add": lambda made, question, after: editing.add(made, question, after=after),
    "add_page": lambda made, question, after: editing.add_page(made, question, after=after),
    "other": lambda made, name: editing.add_other(made, name),
    "duplicate": lambda made, name: editing.duplicate(made, name),
    "remove": lambda made, name: editing.remove(made, name),
    "move": lambda made, name, by: editing.move(made, name, by=by),
    "move_to": lambda made, name, page: editing.move_to(made, name, page),
    "move_page": lambda made, name, by: editing.move_page(made, name, by=by),
    "remove_page": lambda made, name: editing.remove_page(made, name),
    "rename": lambda made, name, to: editing.rename(made, name, to),
}
