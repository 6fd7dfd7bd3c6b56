"""Every verb of every module, called directly by somebody it is not for: refused, and nothing changed.

The verbs are found by walking the modules, so a new one is tested the day it is written. A parameter
that has no value here fails the test: give it one.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import engage.actions
from engage.access import TABLE, Actor, NotFoundError, RefusedError
from engage.actions import GUARDED, begin
from engage.framing.values import ThemeText
from engage.importing.mapping import Mapping_
from engage.office import Office
from engage.tabular import Rows, Table
from surveys.store import audit, responses
from tests.factories import answer, cast, definition, make_survey, survey_now

for _module in pkgutil.iter_modules(engage.actions.__path__):
    importlib.import_module(f"engage.actions.{_module.name}")


def function_of(verb: str) -> Callable[..., Any]:
    module, name = verb.split(".")
    found: Callable[..., Any] = getattr(importlib.import_module(f"engage.actions.{module}"), name)
    return found


RULED = sorted(verb for verb, rule in GUARDED.items() if rule in TABLE and rule != "answer_survey")


def is_on_a_survey(verb: str) -> bool:
    """Say whether a verb acts on a survey there is (one to be made is named by keyword)."""
    slug = inspect.signature(function_of(verb)).parameters.get("slug")
    return slug is not None and slug.kind is not inspect.Parameter.KEYWORD_ONLY


ON_A_SURVEY = [verb for verb in RULED if is_on_a_survey(verb)]
WITHOUT_A_SURVEY = [verb for verb in RULED if verb not in ON_A_SURVEY]
LISTS_OF_WHAT_ONE_MAY_SEE = ["author.surveys_for"]
# Cho may write surveys in her own department, so these answer her; the others they refuse.
FOR_WHOEVER_WRITES = {"begin.departments_to_write_in", "begin.question_bank", "begin.templates"}
REFUSED = [
    (name, verb)
    for name in ("cho", "rosa")
    for verb in WITHOUT_A_SURVEY
    if verb not in LISTS_OF_WHAT_ONE_MAY_SEE and (name == "rosa" or verb not in FOR_WHOEVER_WRITES)
]

VALUES: dict[str, Any] = {
    "slug": "library",
    "actor": None,
    "definition": definition(),
    "edits": 1,
    "is_public": True,
    "is_active": False,
    "department_id": 1,
    "staff_id": 1,
    "comment_id": 1,
    "run_id": 1,
    "before_id": 1,
    "reason": "A reason that is long enough",
    "email": "new@larkmere.example",
    "name": "New",
    "roles": (),
    "password": "a long enough pass phrase",
    "source": b"why\nLight\n",
    "file_name": "paper.csv",
    "mapped": Mapping_(columns={"improve": "why"}),
    "target": Path("never-written.csv"),
    "format": "csv",
    "theme": ThemeText(name={"en": "Signs"}),
    "theme_id": "search",
    "into": "navigation",
    "parts": (ThemeText(name={"en": "One"}), ThemeText(name={"en": "Other"})),
    "candidate_id": "c1",
    "number": 1,
    "precision": 0.9,
    "language": "en",
    "claims": (),
    "file_id": "0" * 32,
    "question_name": "ward",
    "code": "harbour",
    "content": b"",
    "alternative": {},
    "english": "NAME",
    "template": "service-live",
    "fillings": {},
    "change": lambda made: made,
    "seen": definition(),
    "agreed": {},
    "keys": (),
    "texts": {},
    "table": Table(("why",), Rows(("why",), [("Light",)]), (), "utf-8", ","),
}


def call(office: Office, verb: str, actor: Actor, **given: Any) -> Any:
    """Call ``verb`` with a value for each parameter it needs; what it yields is drawn from it."""
    values = {**VALUES, **given, "actor": actor}
    needed = {
        name: values[name]
        for name, parameter in list(inspect.signature(function_of(verb)).parameters.items())[1:]
        if parameter.default is inspect.Parameter.empty
    }
    found = function_of(verb)(office, **needed)
    return list(found) if isinstance(found, Iterator) else found


def told(office: Office) -> list[str]:
    with office.db.read() as tx:
        return [entry.action for entry in audit.entries(tx)]


@pytest.fixture
def survey(office: Office) -> None:
    make_survey(office)
    answer(office, improve="More light")


@pytest.mark.usefixtures("survey")
@pytest.mark.parametrize("verb", ON_A_SURVEY)
@pytest.mark.parametrize("name", ["cho", "rosa"])
def test_another_departments_survey_is_as_unknown_as_none(office: Office, verb: str, name: str) -> None:
    before = told(office)
    actor = getattr(cast(office), name)
    for slug in ("library", "nothing"):
        with pytest.raises(NotFoundError):
            call(office, verb, actor, slug=slug)
    assert told(office) == before
    with office.db.read() as tx:
        assert responses.counts(tx, [survey_now(office).id]) == {survey_now(office).id: 1}


@pytest.mark.usefixtures("survey")
@pytest.mark.parametrize(("name", "verb"), REFUSED)
def test_what_is_not_theirs_to_do_is_refused(office: Office, verb: str, name: str) -> None:
    before = told(office)
    with pytest.raises((NotFoundError, RefusedError)):
        call(office, verb, getattr(cast(office), name))
    assert [action for action in told(office) if not action.endswith("refused")] == before


@pytest.mark.usefixtures("survey")
@pytest.mark.parametrize("verb", LISTS_OF_WHAT_ONE_MAY_SEE)
@pytest.mark.parametrize("name", ["cho", "rosa"])
def test_a_list_leaves_out_what_is_not_theirs(office: Office, verb: str, name: str) -> None:
    assert call(office, verb, getattr(cast(office), name)) == []


def test_surveys_are_written_in_ones_own_department_only(office: Office) -> None:
    people = cast(office)
    assert people.ana.staff is not None
    assert people.cho.staff is not None
    found = {
        name: [department.id for department in begin.departments_to_write_in(office, actor)]
        for name, actor in (("ana", people.ana), ("cho", people.cho))
    }
    assert found == {
        "ana": [people.ana.staff.roles[0].department_id],
        "cho": [people.cho.staff.roles[0].department_id],
    }
    assert found["ana"] != found["cho"]


@pytest.mark.usefixtures("survey")
@pytest.mark.parametrize("verb", RULED)
def test_a_role_taken_away_is_gone_at_once(office: Office, verb: str) -> None:
    """Somebody inactive is nobody, whatever roles they had."""
    ana = cast(office).ana
    assert ana.staff is not None
    gone = Actor(replace(ana.staff, is_active=False))
    if verb in LISTS_OF_WHAT_ONE_MAY_SEE:
        assert call(office, verb, gone) == []
        return
    with pytest.raises((NotFoundError, RefusedError)):
        call(office, verb, gone)
