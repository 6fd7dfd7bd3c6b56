"""The sample consultation: built from the comments as written, loaded once, telling its story."""

import json
import runpy
from collections import Counter
from statistics import mean
from typing import Any

import pytest

from engage.office import Office
from engage.sample import FOLDER, SampleRefusedError, load_sample
from engage.settings import ROOT
from surveys.definition import publishing_problems, read_definition
from surveys.records import Response
from surveys.store import audit, catalogue, responses, staff, surveys
from tests.factories import make_survey

SAMPLES = ROOT / "data" / "samples"
OPEN_QUESTIONS = ("improve", "worked_well", "fix_one_thing", "anything_else")


def comments() -> list[dict[str, Any]]:
    paths = sorted((SAMPLES / "comments").glob("*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def built() -> list[dict[str, Any]]:
    lines = (FOLDER / "responses.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def loaded(office: Office, slug: str) -> list[Response]:
    load_sample(office)
    with office.db.read() as tx:
        survey = surveys.by_slug(tx, slug)
        assert survey is not None
        return list(responses.of_survey(tx, survey.id))


def test_the_responses_are_what_the_script_builds() -> None:
    script = runpy.run_path(str(SAMPLES / "build.py"))
    assert script["as_lines"](script["build"]()) == (FOLDER / "responses.jsonl").read_text("utf-8")


def test_every_comment_is_used_exactly_once_word_for_word() -> None:
    written = Counter((row["survey"], row["question"], row["language"], row["text"]) for row in comments())
    used = Counter(
        (response["survey"], question, response["language"], response["answers"][question])
        for response in built()
        for question in OPEN_QUESTIONS
        if question in response["answers"]
    )
    assert used == written


def test_at_least_700_comments_are_distinct() -> None:
    assert len({row["text"] for row in comments()}) == 883


def test_there_are_enough_responses_in_both_languages_by_every_channel() -> None:
    rows = built()
    assert len(rows) == 1320
    french = sum(row["language"] == "fr" for row in rows) / len(rows)
    assert 0.18 <= french <= 0.23
    assert {row["channel"] for row in rows} == {"web", "phone", "paper", "in_person"}


@pytest.mark.parametrize(
    ("release", "first", "last"),
    [
        ("0.7.0", "2026-09-08", "2026-09-29"),
        ("0.8.0", "2026-09-29", "2026-10-20"),
        ("0.9.0", "2026-10-20", "2026-11-15"),
        (None, "2026-09-14", "2026-11-15"),
    ],
)
def test_a_response_falls_into_the_days_of_its_release(release: str | None, first: str, last: str) -> None:
    days = [row["received_at"][:10] for row in built() if row["release"] == release]
    assert first <= min(days) <= max(days) <= last


def test_the_form_letter_arrives_within_a_few_days() -> None:
    letters = {row["text"] for row in comments() if row["kind"] == "campaign"}
    days = {r["received_at"][:10] for r in built() if r["answers"].get("anything_else") in letters}
    assert days == {"2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29"}


def test_the_ease_rises_with_the_new_search_and_falls_on_phones_with_the_new_payment_page() -> None:
    def ease(release: str, *, is_phone: bool) -> float:
        return mean(
            int(row["answers"]["ease"])
            for row in built()
            if row["release"] == release and (row["answers"]["device"] == "phone") is is_phone
        )

    assert ease("0.8.0", is_phone=True) > ease("0.7.0", is_phone=True) + 0.5
    assert ease("0.8.0", is_phone=False) > ease("0.7.0", is_phone=False) + 0.5
    assert ease("0.9.0", is_phone=True) < ease("0.8.0", is_phone=True) - 1
    assert abs(ease("0.9.0", is_phone=False) - ease("0.8.0", is_phone=False)) < 0.3


def test_older_residents_find_it_harder_in_every_release() -> None:
    for release in ("0.7.0", "0.8.0", "0.9.0"):
        rows = [row for row in built() if row["release"] == release]
        older = [r for r in rows if r["answers"].get("age_band") in ("65_74", "75_plus")]
        younger = [r for r in rows if r not in older]
        assert mean(int(r["answers"]["ease"]) for r in older) < mean(
            int(r["answers"]["ease"]) for r in younger
        )


@pytest.mark.parametrize("slug", ["permits-beta", "digital-services", "winter-trails"])
def test_a_definition_can_be_published_in_both_languages(slug: str) -> None:
    definition = read_definition((FOLDER / f"{slug}.json").read_text("utf-8"))
    assert publishing_problems(definition, None) == []


def test_loading_keeps_every_response_with_its_release_and_its_words(office: Office) -> None:
    report = load_sample(office)
    assert (report.surveys, report.responses, report.comments, report.was_there) == (3, 1320, 896, False)
    expected = [
        (r["received_at"], r["language"], r["channel"], r["release"], r["answers"])
        for r in built()
        if r["survey"] == "permits-beta"
    ]
    kept = [
        (r.received_at.isoformat(), r.language, r.channel, r.release, r.answers)
        for r in loaded(office, "permits-beta")
    ]
    assert kept == expected


def test_the_sample_loads_into_either_database(office_on_both: Office) -> None:
    report = load_sample(office_on_both)
    assert (report.responses, report.comments) == (1320, 896)
    assert len(loaded(office_on_both, "digital-services")) == 665


def test_loading_twice_changes_nothing(office: Office) -> None:
    first = load_sample(office)
    again = load_sample(office)
    assert (again.was_there, again.responses) == (True, first.responses)
    assert len(loaded(office, "digital-services")) == 665
    with office.db.read() as tx:
        assert [entry.action for entry in audit.entries(tx)] == ["sample.loaded"]


def test_references_are_all_different_and_the_same_in_every_database(office: Office) -> None:
    references = [response.reference for response in loaded(office, "permits-beta")]
    assert len(set(references)) == 655
    assert references[:2] == ["Q9Q-YY4-KTW", "7M4-33D-YXT"]


def test_a_database_with_surveys_of_its_own_is_left_alone(office: Office) -> None:
    make_survey(office, "library")
    with pytest.raises(SampleRefusedError) as refused:
        load_sample(office)
    assert refused.value.surveys == 1
    with office.db.read() as tx:
        assert [survey.slug for survey in surveys.surveys(tx)] == ["library"]


def test_the_demo_staff_have_roles_and_no_password(office: Office) -> None:
    load_sample(office)
    with office.db.read() as tx:
        people = staff.everyone(tx)
        departments = {d.id: d.slug for d in catalogue.departments(tx)}
    found = {
        (p.email.split("@")[0], p.roles[0].name, departments.get(p.roles[0].department_id or 0, ""))
        for p in people
    }
    assert found == {
        ("ana", "owner", "digital-services"),
        ("ben", "editor", "digital-services"),
        ("dev", "analyst", "digital-services"),
        ("dee", "department_admin", "digital-services"),
        ("cho", "owner", "parks-recreation"),
        ("sam", "site_admin", ""),
        ("ava", "auditor", ""),
    }
    assert not any(person.has_password for person in people)


def test_surveys_are_open_or_a_draft_and_belong_to_their_owner(office: Office) -> None:
    load_sample(office)
    with office.db.read() as tx:
        people = {person.id: person.email for person in staff.everyone(tx)}
        found = {
            s.slug: (s.state, people[s.owner_id or 0], s.are_results_public) for s in surveys.surveys(tx)
        }
    assert found == {
        "permits-beta": ("open", "ana@larkmere.example", False),
        "digital-services": ("open", "ana@larkmere.example", True),
        "winter-trails": ("draft", "cho@larkmere.example", False),
    }
