"""The cast everyone knows, and surveys and answers made with readable defaults; nothing here is random."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from engage.access import RESIDENT, Actor
from engage.actions import author, collect
from engage.actions.collect import Receipt
from engage.office import Office
from surveys.definition import SurveyDefinition, read_definition
from surveys.records import NewResponse, Recorded, Role, Survey, SurveyVersion
from surveys.store import catalogue, responses, staff, surveys
from surveys.store.database import Database

AT = datetime(2026, 9, 14, 13, 0, tzinfo=UTC)
"""A Monday in September at nine in the morning, Toronto time."""

Words = str | Mapping[str, str]


def both(words: Words) -> dict[str, str]:
    """Return a text in both languages; a plain string gets a French form that can be told apart."""
    return {"en": words, "fr": f"{words} (fr)"} if isinstance(words, str) else dict(words)


def option(code: str, **settings: Any) -> dict[str, Any]:
    """Return an option labelled by its code; ``missing=True`` and ``exclusive=True`` go through."""
    return {
        "code": code,
        "label": both(settings.pop("label", code.replace("_", " ").capitalize())),
        **settings,
    }


def question(kind: str, name: str, *codes: str, **settings: Any) -> dict[str, Any]:
    """Return a question of ``kind``; ``codes`` become its options."""
    data: dict[str, Any] = {
        "kind": kind,
        "name": name,
        "text": both(settings.pop("text", name.replace("_", " ").capitalize() + "?")),
    }
    if codes:
        data["options"] = [option(code) for code in codes]
    return {**data, **settings}


def default_questions() -> list[dict[str, Any]]:
    """Return a short questionnaire with every summary shape, a segment and two comments."""
    ward = question("single_choice", "ward", "old_town", "harbour", segment=True, text="Which ward?")
    ward["options"].append(option("unsaid", missing=True, label="Prefer not to say"))
    return [
        question(
            "scale", "ease", "poor", "fair", "good", "excellent", required=True, text="How easy was it?"
        ),
        question("multiple_choice", "used", "permits", "tax", "library", text="What did you use?"),
        question("ranking", "first", "search", "speed", "language", places=3, text="What matters most?"),
        ward,
        question("short_text", "postal", longest=7, text="Postal code"),
        question("long_text", "improve", text="What could we do better?"),
        question("long_text", "worked", text="What worked well?"),
    ]


def definition_data(
    questions: Sequence[Mapping[str, Any]] | None = None,
    *,
    pages: Sequence[Sequence[Mapping[str, Any]]] | None = None,
    **settings: Any,
) -> dict[str, Any]:
    """Return a survey as plain data: one page of ``questions``, or several ``pages`` of them."""
    screens = pages if pages is not None else [default_questions() if questions is None else questions]
    return {
        "title": both(settings.pop("title", "Library survey")),
        "purpose": "consultation",
        "introduction": both("Tell us what you think."),
        "notice": both("Collected under the Municipal Act to improve services. Questions: the clerk."),
        "pages": [
            {"name": f"page_{number}", "title": both(f"Page {number}"), "questions": list(screen)}
            for number, screen in enumerate(screens, 1)
        ],
        **settings,
    }


def definition(
    questions: Sequence[Mapping[str, Any]] | None = None,
    *,
    pages: Sequence[Sequence[Mapping[str, Any]]] | None = None,
    **settings: Any,
) -> SurveyDefinition:
    """Return what ``definition_data`` says as a survey definition."""
    return read_definition(definition_data(questions, pages=pages, **settings))


@dataclass(frozen=True, slots=True)
class Cast:
    """The people, as actors, and the two departments they work in."""

    rosa: Actor
    ana: Actor
    ben: Actor
    cho: Actor
    dev: Actor
    dee: Actor
    sam: Actor
    ava: Actor
    digital: int
    parks: int

    def __iter__(self) -> Any:
        """Yield (name, actor) of everyone."""
        names = ("rosa", "ana", "ben", "cho", "dev", "dee", "sam", "ava")
        return iter([(name, getattr(self, name)) for name in names])


# Who they are: role, and the slug of their department ("" is the whole site).
PEOPLE: Mapping[str, tuple[str, str]] = {
    "ana": ("owner", "digital"),  # owns the survey
    "ben": ("editor", "digital"),  # works beside her
    "cho": ("owner", "parks"),  # another department: must be refused
    "dev": ("analyst", "digital"),
    "dee": ("department_admin", "digital"),
    "sam": ("site_admin", ""),
    "ava": ("auditor", ""),
}


def cast(office: Office) -> Cast:
    """Return the cast, made at the first call on an office."""
    with office.db.write() as tx:
        departments = {
            slug: catalogue.add_department(tx, slug=slug, name=both(slug.capitalize()))
            for slug in ("digital", "parks")
        }
        for name, (role, department) in PEOPLE.items():
            email = f"{name}@larkmere.example"
            if staff.by_email(tx, email) is None:
                staff_id = staff.add(tx, email=email, name=name.capitalize(), password_hash=None, at=AT)
                staff.set_roles(tx, staff_id, [Role(role, departments.get(department))])
        people = {person.email.split("@")[0]: Actor(person) for person in staff.everyone(tx)}
    return Cast(
        rosa=RESIDENT,
        **{name: people[name] for name in PEOPLE},
        digital=departments["digital"],
        parks=departments["parks"],
    )


def make_service(
    office: Office, *, slug: str = "permits", releases: Mapping[str, datetime] | None = None
) -> int:
    """Add a public-beta service of the digital department and return its id."""
    department_id = cast(office).digital
    with office.db.write() as tx:
        service_id = catalogue.add_service(
            tx, slug=slug, name=both("Online permits"), stage="public_beta", department_id=department_id
        )
        for number, released_at in (releases or {}).items():
            catalogue.add_release(
                tx,
                service_id=service_id,
                number=number,
                released_at=released_at,
                notes=both(f"Notes {number}"),
                known_issues={},
            )
    return service_id


def publish_definition(
    office: Office, made: SurveyDefinition, slug: str = "library", *, service_id: int | None = None
) -> Survey:
    """Make a survey of a definition that Ana owns, published and open."""
    people = cast(office)
    author.create_survey(
        office, people.ana, slug=slug, definition=made, department_id=people.digital, service_id=service_id
    )
    author.publish(office, people.ana, slug)
    return survey_now(office, slug)


def make_survey(
    office: Office,
    slug: str = "library",
    *,
    questions: Sequence[Mapping[str, Any]] | None = None,
    pages: Sequence[Sequence[Mapping[str, Any]]] | None = None,
    is_published: bool = True,
    service_id: int | None = None,
    **settings: Any,
) -> Survey:
    """Make a survey that Ana owns, published and open unless said otherwise."""
    people = cast(office)
    made = definition(questions, pages=pages, **settings)
    author.create_survey(
        office, people.ana, slug=slug, definition=made, department_id=people.digital, service_id=service_id
    )
    if is_published:
        author.publish(office, people.ana, slug)
    return survey_now(office, slug)


def publish_survey(
    office: Office,
    slug: str = "library",
    *,
    questions: Sequence[Mapping[str, Any]] | None = None,
    pages: Sequence[Sequence[Mapping[str, Any]]] | None = None,
    **settings: Any,
) -> SurveyVersion:
    """Put a new definition in the survey's draft and publish it as the next version."""
    ana = cast(office).ana
    draft, _, _ = author.versions_for(office, ana, slug)
    made = definition(questions, pages=pages, **settings)
    author.save_draft(office, ana, slug, made, edits=draft.edits if draft else 0)
    return author.publish(office, ana, slug)


def survey_now(office: Office, slug: str = "library") -> Survey:
    """Return the survey as the database has it."""
    with office.db.read() as tx:
        found = surveys.by_slug(tx, slug)
    assert found is not None
    return found


def raw_answers(**answers: str | Sequence[str]) -> dict[str, list[str]]:
    """Return answers as a face sends them."""
    return {name: [given] if isinstance(given, str) else list(given) for name, given in answers.items()}


def answer(
    office: Office,
    slug: str = "library",
    *,
    language: str = "en",
    channel: Any = "web",
    release: str = "",
    actor: Actor = RESIDENT,
    **answers: str | Sequence[str],
) -> Receipt:
    """Open a survey and send ``answers`` to it; ``ease`` is answered unless said otherwise."""
    opened = collect.open_survey(office, slug, actor=actor)
    if opened.version.definition.question("ease") is not None:
        answers.setdefault("ease", "good")
    receipt = collect.submit(
        office,
        slug,
        opened.key.token,
        raw_answers(**answers),
        language=language,
        channel=channel,
        release=release,
        actor=actor,
    )
    assert isinstance(receipt, Receipt), receipt
    return receipt


def stored(office: Office, slug: str = "library") -> list[Mapping[str, Any]]:
    """Return the answers of a survey's complete responses, oldest first."""
    survey = survey_now(office, slug)
    with office.db.read() as tx:
        return [response.answers for response in responses.of_survey(tx, survey.id, with_tests=True)]


# Below the actions, for tests of the store itself.


def add_survey(db: Database, slug: str = "library") -> tuple[int, int]:
    """Add a published survey without any action; return its id and its version's."""
    made = definition([question("single_choice", "ward", "north", "south"), question("long_text", "why")])
    with db.write() as tx:
        department_id = catalogue.add_department(tx, slug="digital", name=both("Digital"))
        survey_id = surveys.create(
            tx,
            slug=slug,
            definition=made,
            department_id=department_id,
            owner_id=None,
            service_id=None,
            at=AT,
        )
        return survey_id, surveys.publish(tx, survey_id, at=AT, by=None).id


def response(ids: tuple[int, int], key: str = "key-1", words: str = "More light", **more: Any) -> NewResponse:
    """Return a checked response to the survey and version of ``ids``; equal words are equal content."""
    values: dict[str, Any] = {
        "submission_key": key,
        "survey_id": ids[0],
        "version_id": ids[1],
        "content_hash": f"hash of {words}",
        "reference": f"ref-{key}",
        "withdrawal_hash": f"code-{key}",
        "channel": "web",
        "language": "en",
        "answers": {"ward": "north", "why": words},
        "comments": (("why", words),),
        "received_at": AT,
    }
    return NewResponse(**{**values, **more})


def record(db: Database, *given: NewResponse) -> list[Recorded]:
    """Store responses in one transaction."""
    with db.write() as tx:
        return responses.record(tx, given)


def no_space(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every response that is to be stored meet a full disk, whose error tells what was written."""

    def refuse(tx: object, given: Sequence[NewResponse]) -> list[Recorded]:
        raise OSError(f"no space left on device: {[one.answers for one in given]}")

    monkeypatch.setattr("surveys.store.responses.record", refuse)
