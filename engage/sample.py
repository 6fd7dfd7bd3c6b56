"""Loads the sample consultation: the fictional town of Larkmere, its people, surveys and responses."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from engage import keys
from engage.access import OPERATOR
from engage.actions.collect import content_hash
from engage.office import Office
from engage.settings import ROOT
from surveys import journey
from surveys.definition import read_definition
from surveys.records import NewResponse, Role, SurveyVersion
from surveys.store import audit, catalogue, responses, staff, surveys
from surveys.store.database import Transaction

FOLDER = ROOT / "data" / "samples" / "larkmere"
MARK = "sample"
"""The site setting that says the database holds the sample."""
BATCH = 500


class SampleRefusedError(RuntimeError):
    """The database already holds surveys that are not the sample; nothing was loaded."""

    def __init__(self, surveys: int) -> None:
        super().__init__(surveys)
        self.surveys = surveys


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What is there now. ``was_there``: the sample had been loaded before, and nothing was changed."""

    surveys: int
    responses: int
    comments: int
    was_there: bool


@dataclass(frozen=True, slots=True)
class _Town:
    """Ids of what was added, by slug, e-mail or release number."""

    departments: Mapping[str, int]
    people: Mapping[str, int]
    services: Mapping[str, int]
    releases: Mapping[str, int]


def load_sample(office: Office, folder: Path = FOLDER) -> SampleReport:
    """Load the sample in one transaction: all of it or nothing.

    Raises:
        SampleRefusedError: there are surveys of somebody else's.
    """
    told = json.loads((folder / "town.json").read_text("utf-8"))
    with office.db.write() as tx:
        loaded = catalogue.setting(tx, MARK)
        if loaded is not None:
            return _report(loaded, was_there=True)
        found = surveys.surveys(tx)
        if found:
            raise SampleRefusedError(len(found))
        town = _add_town(tx, told)
        versions = [_add_survey(tx, town, survey, folder) for survey in told["surveys"]]
        counts = _add_responses(tx, office, town, {slug: v for slug, v in versions if v}, folder)
        figures = {"surveys": len(versions), **counts}
        catalogue.keep_setting(tx, MARK, figures)
        audit.append(
            tx, at=office.now(), actor=OPERATOR.label, action="sample.loaded", target="site", details=figures
        )
    return _report(figures, was_there=False)


def _report(figures: Mapping[str, Any], *, was_there: bool) -> SampleReport:
    return SampleReport(figures["surveys"], figures["responses"], figures["comments"], was_there)


def _add_town(tx: Transaction, told: Mapping[str, Any]) -> _Town:
    departments = {
        department["slug"]: catalogue.add_department(tx, slug=department["slug"], name=department["name"])
        for department in told["departments"]
    }
    at = datetime.fromisoformat(min(survey["created_at"] for survey in told["surveys"]))
    people = {person["email"]: _add_person(tx, person, departments, at=at) for person in told["staff"]}
    services: dict[str, int] = {}
    releases: dict[str, int] = {}
    for service in told["services"]:
        services[service["slug"]] = catalogue.add_service(
            tx,
            slug=service["slug"],
            name=service["name"],
            stage=service["stage"],
            department_id=departments[service["department"]],
        )
        for release in service["releases"]:
            moment = datetime.fromisoformat(release["released_at"])
            releases[release["number"]] = catalogue.add_release(
                tx, service_id=services[service["slug"]], **{**release, "released_at": moment}
            )
    return _Town(departments, people, services, releases)


def _add_person(
    tx: Transaction, person: Mapping[str, Any], departments: Mapping[str, int], *, at: datetime
) -> int:
    """Add a member of staff without a password; somebody with that address already is left as they are."""
    known = staff.by_email(tx, person["email"])
    if known is not None:
        return known[0].id
    staff_id = staff.add(
        tx,
        email=person["email"],
        name=person["name"],
        password_hash=None,
        at=at,
        language=person["language"],
    )
    staff.set_roles(tx, staff_id, [Role(role, departments.get(place)) for role, place in person["roles"]])
    return staff_id


def _add_survey(
    tx: Transaction, town: _Town, told: Mapping[str, Any], folder: Path
) -> tuple[str, SurveyVersion | None]:
    """Add a survey, published and open from its first day; or left a draft (``None``)."""
    definition = read_definition((folder / f"{told['slug']}.json").read_text("utf-8"))
    owner_id = town.people[told["owner"]]
    at = datetime.fromisoformat(told["created_at"])
    survey_id = surveys.create(
        tx,
        slug=told["slug"],
        definition=definition,
        department_id=town.departments[told["department"]],
        owner_id=owner_id,
        service_id=town.services.get(told["service"] or ""),
        at=at,
    )
    if not told["is_open"]:
        return told["slug"], None
    version = surveys.publish(tx, survey_id, at=at, by=owner_id)
    surveys.set_state(tx, survey_id, "open", at=at)
    surveys.set_results_public(tx, survey_id, is_public=told["are_results_public"])
    return told["slug"], version


def _add_responses(
    tx: Transaction, office: Office, town: _Town, versions: Mapping[str, SurveyVersion], folder: Path
) -> dict[str, int]:
    rng = random.Random(MARK)  # references are no secrets; the same every time, so that pictures stay true
    counts = {"responses": 0, "comments": 0}
    with (folder / "responses.jsonl").open(encoding="utf-8") as lines:
        new = (_response(office, town, versions, json.loads(line), rng) for line in lines)
        for batch in _batches(new):
            responses.record(tx, batch)
            counts["responses"] += len(batch)
            counts["comments"] += sum(len(response.comments) for response in batch)
    return counts


def _batches(new: Iterator[NewResponse]) -> Iterator[Sequence[NewResponse]]:
    while batch := list(islice(new, BATCH)):
        yield batch


def _response(
    office: Office,
    town: _Town,
    versions: Mapping[str, SurveyVersion],
    told: Mapping[str, Any],
    rng: random.Random,
) -> NewResponse:
    version = versions[told["survey"]]
    raw = {name: [value] if isinstance(value, str) else value for name, value in told["answers"].items()}
    checked = journey.check(version.definition, raw)
    if checked.problems:
        raise ValueError(f"{told['id']}: {checked.problems}")
    key = f"sample:{told['id']}"
    letters = "".join(rng.choice(keys.ALPHABET) for _ in range(keys.REFERENCE_LENGTH))
    return NewResponse(
        submission_key=key,
        survey_id=version.survey_id,
        version_id=version.id,
        content_hash=content_hash(version.id, checked.answers),
        reference=keys.tidy(letters),
        withdrawal_hash=keys.hashed(keys.withdrawal_code(office.settings.secret, key)),
        channel=told["channel"],
        language=told["language"],
        answers=checked.answers,
        comments=tuple(journey.comments(version.definition, checked.answers)),
        received_at=datetime.fromisoformat(told["received_at"]),
        release_id=town.releases.get(told["release"] or ""),
    )
