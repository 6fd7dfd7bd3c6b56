"""A survey being put together out of another program's file, and what is noted on the way."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from surveys.definition import LANGUAGES, SurveyDefinition, read_definition
from surveys.exchange.notes import Carried, Note
from surveys.exchange.plainer import plain
from surveys.exchange.repeats import SAID, as_said, taken_in
from surveys.offers import answered_here
from surveys.pipes import PIPE
from surveys.piping import repeated_here
from surveys.problems import DefinitionError, Problem
from surveys.questions import KINDS, Question
from surveys.questions.other_text import OTHER
from surveys.questions.other_text import beside as line_beside
from surveys.relevance import All, Condition
from surveys.text import letters

LONGEST_NAME = 60
FITS = {"en": "Please check this answer.", "fr": "Veuillez vérifier cette réponse."}
"""What stands where a file says no more of an answer that breaks its rule."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,59}")
_PLACE = re.compile(r"pages\.(\d+)\.questions\.(\d+)(.*)")
OF_OPTIONS = "of_options"
PIPED = re.compile(r"\$?\{[A-Za-z_][\w.\-]*\}")


def drawn(question: type[Question], **settings: Any) -> dict[str, Any]:
    """Return the plain data of a question of a kind, without settings that are not there."""
    given = {name: value for name, value in settings.items() if value not in (None, {}, "")}
    return {"kind": question.model_fields["kind"].default, "text": {}, **given}


def asked_when(*conditions: Condition | None) -> dict[str, Any]:
    """Return the relevance of what stands inside all of these conditions, outermost first."""
    parts = tuple(condition for condition in conditions if condition is not None)
    if not parts:
        return {}
    whole = parts[0] if len(parts) == 1 else plain(All(of=parts))
    return {"relevance": whole.model_dump(mode="json")}


def beneath(above: Mapping[str, str], text: Mapping[str, str]) -> dict[str, str]:
    """Return the text of a part after that of the whole, as questions of their own read."""
    return {
        code: " – ".join(filter(None, (above.get(code), text.get(code))))
        for code in LANGUAGES
        if above.get(code) or text.get(code)
    }


def name_of(text: str, taken: Mapping[str, object] | set[str], *, fallback: str = "question") -> str:
    """Return a name we can use, as near to ``text`` as can be, that is not taken."""
    bare = re.sub(r"[^a-z0-9_]+", "_", text.lower()) if text.isascii() else letters(text).replace(" ", "_")
    bare = re.sub(r"[^a-z0-9_]", "", bare).strip("_") or fallback
    bare = bare if bare[0].isalpha() else f"{fallback}_{bare}"
    # A name that is ours already stays as it is, underscores at its end included.
    bare = (text if re.fullmatch(r"[a-z][a-z0-9_]{0,59}", text) else bare)[:LONGEST_NAME]
    return _free(bare, taken)


def code_of(text: str, taken: Mapping[str, object] | set[str]) -> str:
    """Return a code we can store, as near to ``text`` as can be, that is not taken."""
    bare = text if _CODE.fullmatch(text) else re.sub(r"[^A-Za-z0-9_.\-]+", "_", letters(text)).strip("_.-")
    return _free((bare or "option")[:LONGEST_NAME], taken)


def _free(bare: str, taken: Mapping[str, object] | set[str]) -> str:
    name, copy = bare, 2
    while name in taken:
        name, copy = f"{bare[: LONGEST_NAME - 4]}_{copy}", copy + 1
    return name


@dataclass(slots=True)
class Building:
    """What is known so far: the survey's own settings, its pages, its notes."""

    survey: dict[str, Any] = field(default_factory=dict)
    pages: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    refusals: list[Note | Problem] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    called: dict[str, str] = field(default_factory=dict)
    """The file's names to ours."""

    def note(self, code: str, place: str, **details: object) -> None:
        """Note an item once."""
        made = Note(code, place, details)
        if made not in self.notes:
            self.notes.append(made)

    def named(self, given: str, place: str, *, fallback: str = "question") -> str:
        """Return a free name for what the file calls ``given``, and note when it is another."""
        name = name_of(given, self.names, fallback=fallback)
        self.names.add(name)
        self.called[given] = name
        if given and name != given:
            self.note("name_changed", place, before=given, now=name)
        return name

    def other_line(self, given: str, of: str, place: str) -> dict[str, Any]:
        """Return the line that goes with the "other" of the question ``of``."""
        return line_beside(of, self.named(f"{given}_{OTHER['code']}", place))

    def page(self, given: str, place: str, title: dict[str, str]) -> dict[str, Any]:
        """Begin a page."""
        taken = {page["name"] for page in self.pages}
        name = name_of(given, taken, fallback="page")
        if given and name != given:
            self.note("name_changed", place, before=given, now=name)
        self.pages.append({"name": name, "title": title, "questions": []})
        return self.pages[-1]

    def carried(self) -> Carried:
        """Return the survey, or why there is none."""
        if self.refusals:
            return Carried(None, tuple(self.notes), tuple(self.refusals))
        for page in self.pages:
            if not page["questions"]:
                self.note("page_left_out", page["name"])
        data = {
            "title": {},
            "purpose": "consultation",
            "introduction": {},
            **self.survey,
            "pages": [page for page in self.pages if page["questions"]],
        }
        self._take_in_repeats(data["pages"])
        data["pages"] = self._divided(data["pages"])
        try:
            definition: SurveyDefinition | None = read_definition(data)
        except DefinitionError as error:
            named = tuple(_named(problem, data["pages"]) for problem in error.problems)
            return Carried(None, tuple(self.notes), named)
        return Carried(definition, tuple(self.notes))

    def _divided(self, pages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Begin a page before each question that an answer on its own page decides, or is repeated in."""
        taken = {page["name"] for page in pages}
        made: list[dict[str, Any]] = []
        for page in pages:
            if not any(map(_may_look_at_its_page, page["questions"])):
                made.append(page)
                continue
            made.append({**page, "questions": []})
            here: dict[str, Question] = {}
            for question in page["questions"]:
                asked = _as_asked(question)
                if asked is not None and (answered_here(asked, here) or repeated_here(asked, here)):
                    name = _free(page["name"], taken)
                    taken.add(name)
                    self.note("page_begun", question["name"], page=page["name"])
                    made.append({**page, "name": name, "questions": []})
                    here = {}
                if asked is not None:
                    here[asked.name] = asked
                made[-1]["questions"].append(question)
        return made

    def _take_in_repeats(self, pages: list[dict[str, Any]]) -> None:
        asked = {q["name"] for page in pages for q in page["questions"] if KINDS[q["kind"]].asks}
        called = {given: name for given, name in self.called.items() if name in asked}
        for page in pages:
            page["title"] = taken_in(page["title"], called)
            for question in page["questions"]:
                for place in ("text", "hint"):
                    if texts := question.get(place):
                        question[place] = taken_in(texts, called)
                if isinstance(rule := question.get("constraint"), dict):
                    question["constraint"] = {**rule, "message": taken_in(rule["message"], called)}
                self._note_repeats(question["name"], question["text"])

    def _note_repeats(self, name: str, texts: dict[str, str]) -> None:
        left = {match for text in texts.values() for match in PIPED.findall(PIPE.sub("", text))}
        if left:
            self.note("piping_not_carried", name, found=", ".join(sorted(left)))
        open_ones = {m[1] for text in texts.values() for m in PIPE.finditer(text) if not (m[2] or "").strip()}
        if open_ones:
            self.note("fallback_needed", name, found=", ".join(sorted(open_ones)))


def _may_look_at_its_page(question: dict[str, Any]) -> bool:
    """Say whether anything is offered to some only, or any text repeats an answer."""
    offered = (*question.get("options", ()), *question.get("rows", ()))
    texts = (*question["text"].values(), *question.get("hint", {}).values())
    return any("relevance" in part for part in offered) or any("{{" in text for text in texts)


def _as_asked(question: dict[str, Any]) -> Question | None:
    """Return a question as it will be; ``None`` where something is wrong, which is told later."""
    try:
        return KINDS[question["kind"]].model_validate(question)
    except ValidationError:
        return None


def _named(problem: Problem, pages: list[dict[str, Any]]) -> Problem:
    """Say a question's name where the definition's reader counted."""
    found = _PLACE.fullmatch(problem.place)
    if found is None:
        return problem
    question = pages[int(found[1])]["questions"][int(found[2])]
    return Problem(problem.code, f"{question.get('name', '')}{found[3]}", problem.details)


def both(text: str) -> dict[str, str]:
    """Return one text for every language."""
    return dict.fromkeys(LANGUAGES, text)


def with_settings(
    standard: dict[str, Any], own: object, *, fits: Callable[[Question], bool] = lambda _: True
) -> dict[str, Any]:
    """Lay what the file says in its own words over the settings that an export of ours wrote beside it.

    What is wrong in them, does not fit what the file says now, or makes a question that does not ``fit`` the
    place where it stands, is left alone.
    """
    kind = KINDS.get(str(own.get("kind"))) if isinstance(own, Mapping) else None
    if kind is None or not isinstance(own, Mapping):
        return standard
    worded = standard | as_said(standard, own)
    question = _laid_over(kind, worded, own)
    if question is None or not fits(question):
        return worded
    if "options" in standard and "options" not in kind.model_fields:
        offered = [(option.code, dict(option.label)) for option in question.choices()]
        if offered != [(option["code"], option["label"]) for option in standard["options"]]:
            return worded  # somebody has changed the answers since
    return question.model_dump(mode="json")


def _laid_over(kind: type[Question], standard: Mapping[str, Any], own: Mapping[str, Any]) -> Question | None:
    """Return a question by what the file says, and else by what stands beside; ``None`` if wrong."""
    said = {name: value for name, value in standard.items() if name in kind.model_fields and name != "kind"}
    more = own.get(OF_OPTIONS)
    if isinstance(more, Mapping) and "options" in said:
        said["options"] = [_with_more(option, more.get(option["code"])) for option in said["options"]]
    beside = {name: value for name, value in own.items() if name not in (SAID, "written", OF_OPTIONS)}
    try:
        return kind.model_validate({**beside, **said})
    except ValidationError:
        return None


def _with_more(option: dict[str, Any], more: object) -> dict[str, Any]:
    """Return an option with what stands beside of it, such as what a project costs."""
    return {**more, **option} if isinstance(more, Mapping) else option


def _of_options(question: Question) -> dict[str, Any]:
    """Return what formats have no word for in options, by code."""
    if "options" not in type(question).model_fields:
        return {}
    said = {"code", "label", "relevance", "exclusive", "missing", "stays"}
    found = {
        option.code: option.model_dump(mode="json", exclude_defaults=True, exclude=said)
        for option in question.choices()
    }
    more = {code: told for code, told in found.items() if told}
    return {OF_OPTIONS: more} if more else {}


def beside(question: Question) -> dict[str, Any]:
    """Return the settings that an export of ours writes beside what the format can say itself."""
    said = {"name", "text", "hint", "relevance", "options", "rows", "required"}
    said -= {"options"} if question.is_worked_out else set()
    data = question.model_dump(
        mode="json", exclude_defaults=True, exclude=said & set(type(question).model_fields)
    )
    # A tree is told whole: what its parts are is their default.
    trees = {name: tree for name in ("formula", "constraint") if (tree := getattr(question, name, None))}
    more = _of_options(question) if "options" in said else {}
    told = {name: tree.model_dump(mode="json") for name, tree in trees.items()}
    return {"kind": question.kind, **data, **more, **told}
