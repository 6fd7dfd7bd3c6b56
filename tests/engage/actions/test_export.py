"""Exporting: every complete response once, by codes or by labels, for those who may, with an audit entry."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engage.access import OPERATOR, Actor, NotFoundError, RefusedError
from engage.actions import export
from engage.office import Office
from surveys.exporting.layout import Layout
from surveys.exporting.problems import ExportError
from surveys.store import audit
from tests.factories import answer, cast, make_survey, publish_survey, question


def written(office: Office, actor: Actor = OPERATOR, slug: str = "library", **wishes: Any) -> bytes:
    target = Path(office.settings.data, "file")
    layout = Layout(**{name: wishes.pop(name) for name in ("labels", "multi", "language") if name in wishes})
    export.responses_file(office, actor, slug, target=target, layout=layout, **wishes)
    return target.read_bytes()


def exported(office: Office, **wishes: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written(office, **wishes).decode("utf-8-sig"), newline="")))


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


def test_labels_are_in_the_language_asked_for(office: Office) -> None:
    make_survey(office)
    answered(office)
    header, row = exported(office, labels="labels", language="fr")
    assert dict(zip(header, row, strict=True)) == {
        "response_id": "1",
        "received_day": "2026-09-30",
        "channel": "web",
        "language": "fr",
        "release": "",
        "How easy was it? (fr)": "Good (fr)",
        "What did you use? (fr) – Permits (fr)": "Choisi",
        "What did you use? (fr) – Tax (fr)": "Choisi",
        "What did you use? (fr) – Library (fr)": "Non choisi",
        "What matters most? (fr) – 1": "Search (fr)",
        "What matters most? (fr) – 2": "Speed (fr)",
        "What matters most? (fr) – 3": "",
        "Which ward? (fr)": "Prefer not to say (fr)",
        "Postal code (fr)": "",
        "What could we do better? (fr)": "'=1+1\nn'est pas facile",
        "What worked well? (fr)": "",
    }


def test_several_answers_may_stand_in_one_column(office: Office) -> None:
    make_survey(office)
    answered(office)
    header, row = exported(office, multi="one")
    assert header[5:9] == ["ease", "used", "first", "ward"]
    assert row[5:9] == ["good", "permits|tax", "search|speed", "unsaid"]
    header, row = exported(office, multi="one", labels="labels", language="fr")
    assert header[6:8] == ["What did you use? (fr)", "What matters most? (fr)"]
    assert row[6:8] == ["Permits (fr); Tax (fr)", "1. Search (fr); 2. Speed (fr)"]


def test_codes_and_labels_may_stand_side_by_side(office: Office) -> None:
    make_survey(office)
    answered(office)
    header, row = exported(office, multi="one", labels="both")
    told = dict(zip(header, row, strict=True))
    assert (told["ease"], told["ease (label)"]) == ("good", "Good")
    assert (told["used"], told["used (label)"]) == ("permits|tax", "Permits; Tax")
    assert "improve (label)" not in told


def test_options_that_only_an_earlier_version_had_stay_in_the_list(office: Office) -> None:
    make_survey(office, questions=[question("multiple_choice", "used", "permits", "fax")])
    answer(office, used=["permits", "fax"])
    publish_survey(
        office,
        questions=[question("multiple_choice", "used", "permits", "app"), question("long_text", "why")],
    )
    header, row = exported(office)
    assert header[5:] == ["used/permits", "used/app", "why", "used/fax"]
    assert row[5:] == ["1", "", "", "1"]
    header, row = exported(office, multi="one")
    assert header[5:] == ["used", "why"]
    assert row[5:] == ["permits|fax", ""]


def test_the_mark_that_excel_needs_is_added_when_asked_for(office: Office) -> None:
    make_survey(office)
    assert written(office, with_mark=True) == b"\xef\xbb\xbf" + written(office)


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
    header, row = exported(office, labels="labels")
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
        assert written(office, actor)
        assert export.formats_for(office, actor, "library")[:2] == ["csv", "xlsx"]
    for actor in (people.cho, people.rosa):
        with pytest.raises(NotFoundError):
            written(office, actor)
        with pytest.raises(NotFoundError):
            export.formats_for(office, actor, "library")
    for actor in (people.ben, people.dev, people.sam, people.ava):
        with pytest.raises(RefusedError):
            written(office, actor)
    with pytest.raises(NotFoundError):
        written(office, people.ana, "no-such")


def test_an_export_is_in_the_audit_even_when_it_cannot_be_finished(office: Office) -> None:
    make_survey(office)
    answer(office)
    ana = cast(office).ana
    with pytest.raises(ExportError, match="no_places"):
        written(office, ana, format="geojson")
    with office.db.read() as tx:
        entry = audit.entries(tx)[0]
    assert (entry.action, entry.actor) == ("responses.exported", ana.label)
    assert entry.details == {"responses": 1, "format": "geojson", "labels": "codes"}


def test_a_file_is_for_this_account_alone_and_whole_or_not_there(office: Office) -> None:
    make_survey(office)
    answer(office)
    before = written(office)
    target = Path(office.settings.data, "file")
    assert target.stat().st_mode & 0o077 == 0
    with pytest.raises(ExportError, match="no_places"):
        written(office, format="geojson")
    assert target.read_bytes() == before
    assert not target.with_name("file.part").exists()


def test_a_survey_without_a_place_is_not_offered_as_a_map(office: Office) -> None:
    make_survey(office)
    assert "geojson" not in export.formats_for(office, OPERATOR, "library")
