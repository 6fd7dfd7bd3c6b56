"""Exporting: every complete response once, by codes or by labels, for those who may, with an audit entry."""

import csv
import io
from datetime import UTC, datetime

import pytest

from engage.access import OPERATOR, NotFoundError, RefusedError
from engage.actions import export
from engage.office import Office
from surveys.store import audit
from tests.factories import answer, cast, default_questions, make_survey, publish_survey, question


def exported(office: Office, **settings: object) -> list[list[str]]:
    data = b"".join(export.responses_csv(office, OPERATOR, "library", **settings))  # type: ignore[arg-type]
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def answered(office: Office) -> None:
    office.now = lambda: datetime(2026, 10, 1, 2, 30, tzinfo=UTC)
    answer(
        office,
        language="fr",
        used=["tax", "permits"],
        first=["search", "speed"],
        ward="unsaid",
        improve="=1+1\nn'est pas facile",
    )


def test_a_response_is_one_row_of_codes_on_its_local_day(office: Office) -> None:
    make_survey(office)
    answered(office)
    header, row = exported(office)
    assert dict(zip(header, row, strict=True)) == {
        "response_id": "1",
        "received_day": "2026-09-30",
        "channel": "web",
        "language": "fr",
        "release": "",
        "ease": "good",
        "used/permits": "1",
        "used/tax": "1",
        "used/library": "0",
        "first/1": "search",
        "first/2": "speed",
        "first/3": "",
        "ward": "unsaid",
        "postal": "",
        "improve": "'=1+1\nn'est pas facile",
        "worked": "",
    }


def test_labels_are_in_the_language_asked_for_with_one_column_per_question(office: Office) -> None:
    make_survey(office)
    answered(office)
    header, row = exported(office, labels=True, language="fr")
    assert header[5:9] == [
        "How easy was it? (fr)",
        "What did you use? (fr)",
        "What matters most? (fr)",
        "Which ward? (fr)",
    ]
    assert row[5:9] == [
        "Good (fr)",
        "Permits (fr); Tax (fr)",
        "1. Search (fr); 2. Speed (fr)",
        "Prefer not to say (fr)",
    ]


def test_the_mark_that_excel_needs_can_be_left_out(office: Office) -> None:
    make_survey(office)
    with_mark = b"".join(export.responses_csv(office, OPERATOR, "library"))
    without = b"".join(export.responses_csv(office, OPERATOR, "library", with_mark=False))
    assert with_mark == b"\xef\xbb\xbf" + without


def test_questions_of_earlier_versions_keep_their_columns(office: Office) -> None:
    make_survey(office, questions=[question("long_text", "old"), question("long_text", "both")])
    answer(office, old="first", both="a")
    publish_survey(office, questions=[question("long_text", "both"), question("long_text", "new")])
    answer(office, both="b", new="second")
    header, *rows = exported(office)
    assert header[5:] == ["both", "new", "old"]
    assert [row[5:] for row in rows] == [["a", "", "first"], ["b", "second", ""]]


def test_two_questions_worded_alike_keep_a_column_each(office: Office) -> None:
    alike = [question("long_text", name, text="Anything else?") for name in ("first", "second")]
    make_survey(office, questions=alike)
    answer(office, first="a", second="b")
    header, row = exported(office, labels=True)
    assert header[5:] == ["Anything else? (first)", "Anything else? (second)"]
    assert row[5:] == ["a", "b"]


def test_tests_and_references_are_left_out(office: Office) -> None:
    make_survey(office)
    answer(office, actor=cast(office).ana)
    receipt = answer(office)
    rows = exported(office)
    assert len(rows) == 2
    assert receipt.reference not in str(rows)


def test_a_survey_without_responses_is_a_header(office: Office) -> None:
    make_survey(office)
    assert len(exported(office)) == 1


def test_who_may_export(office: Office) -> None:
    make_survey(office)
    people = cast(office)
    for actor in (people.ana, people.dee):
        assert b"".join(export.responses_csv(office, actor, "library"))
    for actor in (people.cho, people.rosa):
        with pytest.raises(NotFoundError):
            export.responses_csv(office, actor, "library")
    for actor in (people.ben, people.dev, people.sam, people.ava):
        with pytest.raises(RefusedError):
            export.responses_csv(office, actor, "library")
    with pytest.raises(NotFoundError):
        export.responses_csv(office, people.ana, "no-such")


def test_an_export_is_in_the_audit_before_a_byte_is_read(office: Office) -> None:
    make_survey(office)
    answer(office)
    ana = cast(office).ana
    export.responses_csv(office, ana, "library", labels=True)
    with office.db.read() as tx:
        entry = audit.entries(tx)[0]
    assert (entry.action, entry.actor) == ("responses.exported", ana.label)
    assert entry.details == {"responses": 1, "labels": True}


def test_a_long_export_streams(office: Office) -> None:
    make_survey(office, questions=default_questions())
    for _ in range(40):
        answer(office, improve="x" * 4900)
    pieces = list(export.responses_csv(office, OPERATOR, "library"))
    assert len(pieces) > 2
    assert b"".join(pieces).count(b"x" * 4900) == 40
