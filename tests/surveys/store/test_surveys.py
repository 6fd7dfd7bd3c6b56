"""Surveys and versions in the store: a draft beside the live one, publishing that freezes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from surveys.definition import SurveyDefinition
from surveys.store import catalogue, surveys
from surveys.store.database import Database
from surveys.store.surveys import EditConflictError
from tests.conftest import statements_of
from tests.factories import AT, both, definition, question

FIRST = definition([question("long_text", "why")], title="First")
SECOND = definition([question("long_text", "how")], title="Second", purpose="beta_feedback")


def add(db: Database, slug: str = "library", made: SurveyDefinition = FIRST) -> int:
    with db.write() as tx:
        department_id = catalogue.add_department(tx, slug="digital", name=both("Digital"))
        return surveys.create(
            tx,
            slug=slug,
            definition=made,
            department_id=department_id,
            owner_id=None,
            service_id=None,
            at=AT,
        )


def publish(db: Database, survey_id: int) -> int:
    with db.write() as tx:
        return surveys.publish(tx, survey_id, at=AT, by=None).number


def save(db: Database, survey_id: int, made: SurveyDefinition, edits: int) -> int:
    with db.write() as tx:
        return surveys.save_draft(tx, survey_id, made, edits=edits, at=AT)


def test_a_new_survey_is_a_draft_nobody_can_answer(db: Database) -> None:
    survey_id = add(db)
    with db.read() as tx:
        survey = surveys.by_id(tx, survey_id)
        draft = surveys.draft(tx, survey_id)
    assert survey is not None
    assert (survey.state, survey.has_draft, survey.live_version_id, survey.is_open_at(AT)) == (
        "draft",
        True,
        None,
        False,
    )
    assert draft is not None
    assert (draft.number, draft.definition, draft.edits, draft.fingerprint) == (
        0,
        FIRST,
        1,
        FIRST.fingerprint(),
    )


def test_publishing_freezes_the_draft_and_supersedes_the_live_version(db: Database) -> None:
    survey_id = add(db)
    assert publish(db, survey_id) == 1
    save(db, survey_id, SECOND, 0)
    assert publish(db, survey_id) == 2
    with db.read() as tx:
        found = surveys.versions(tx, survey_id)
        survey = surveys.by_id(tx, survey_id)
        draft = surveys.draft(tx, survey_id)
    assert [(v.number, v.state, v.definition, v.published_at) for v in found] == [
        (1, "superseded", FIRST, AT),
        (2, "published", SECOND, AT),
    ]
    assert survey is not None
    assert (survey.live_version_id, survey.has_draft, survey.title, survey.purpose) == (
        found[1].id,
        False,
        SECOND.title,
        "beta_feedback",
    )
    assert draft is None


def test_there_is_nothing_to_publish_without_a_draft(db: Database) -> None:
    survey_id = add(db)
    publish(db, survey_id)
    with pytest.raises(LookupError):
        publish(db, survey_id)


def test_the_second_of_two_editors_is_told(db: Database) -> None:
    survey_id = add(db)
    assert save(db, survey_id, SECOND, 1) == 2
    with pytest.raises(EditConflictError):
        save(db, survey_id, FIRST, 1)
    with db.read() as tx:
        draft = surveys.draft(tx, survey_id)
    assert draft is not None
    assert (draft.definition, draft.edits) == (SECOND, 2)


@pytest.mark.parametrize("edits", [0, 1])
def test_of_many_editors_at_once_one_wins(db: Database, edits: int) -> None:
    survey_id = add(db)
    if edits == 0:
        publish(db, survey_id)  # there is no draft, and everybody begins one
    drafts = [definition([question("long_text", "why")], title=f"By {number}") for number in range(8)]

    def try_to_save(made: SurveyDefinition) -> str:
        try:
            save(db, survey_id, made, edits)
        except EditConflictError:
            return "conflict"
        return made.title["en"]

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(try_to_save, drafts))
    winners = [outcome for outcome in outcomes if outcome != "conflict"]
    with db.read() as tx:
        draft = surveys.draft(tx, survey_id)
    assert draft is not None
    assert winners == [draft.definition.title["en"]]


def test_a_save_waits_for_a_publishing_and_then_conflicts(db: Database) -> None:
    survey_id = add(db)
    with ThreadPoolExecutor(1) as pool:
        with db.write() as tx:
            draft = surveys.draft_to_publish(tx, survey_id)
            late = pool.submit(save, db, survey_id, SECOND, 1)
            version = surveys.publish(tx, survey_id, at=AT, by=None)
        with pytest.raises(EditConflictError):
            late.result(30)
    assert draft is not None
    with db.read() as tx:
        frozen = surveys.version(tx, version.id)
    assert frozen is not None
    assert (draft.definition, version.definition, frozen.definition) == (FIRST, FIRST, FIRST)


@pytest.mark.parametrize("slug", ["nothing", "lib\x00rary", "café", "\ud800", ""])
def test_an_address_that_is_none_finds_nothing(db: Database, slug: str) -> None:
    add(db)
    with db.read() as tx:
        assert surveys.by_slug(tx, slug) is None


def test_opening_and_closing_note_the_moment(db: Database) -> None:
    survey_id = add(db)
    publish(db, survey_id)
    for state, closed_at in (("open", None), ("closed", AT), ("open", None)):
        with db.write() as tx:
            surveys.set_state(tx, survey_id, state, at=AT)  # type: ignore[arg-type]
        with db.read() as tx:
            survey = surveys.by_slug(tx, "library")
        assert survey is not None
        assert (survey.stage_at(AT), survey.opened_at, survey.closed_at) == (state, AT, closed_at)


def test_a_list_takes_as_many_statements_for_three_as_for_one(db: Database) -> None:
    taken = []
    for slugs in (["one"], ["two", "three"]):
        for slug in slugs:
            publish(db, add(db, slug))
        with statements_of(db) as statements, db.read() as tx:
            found = surveys.surveys(tx)
        taken.append((len(found), len([sql for sql in statements if sql.startswith("SELECT")])))
    assert taken == [(1, 1), (3, 1)]


def test_a_list_is_newest_first_and_may_be_of_some_departments(db: Database) -> None:
    for slug in ("one", "two"):
        add(db, slug)
    with db.read() as tx:
        everything = surveys.surveys(tx)
        nothing = surveys.surveys(tx, department_ids=[])
    assert ([s.slug for s in everything], nothing) == (["two", "one"], [])
