"""Departments, services, releases, site settings and files brought in."""

from datetime import timedelta

from surveys.records import Department, ImportRun, Release, Service
from surveys.store import catalogue, imports
from surveys.store.database import Database
from tests.factories import AT, add_survey, both


def test_a_department_is_added_once(db: Database) -> None:
    with db.write() as tx:
        first = catalogue.add_department(tx, slug="parks", name=both("Parks"))
        again = catalogue.add_department(tx, slug="parks", name=both("Other"))
    with db.read() as tx:
        assert catalogue.departments(tx) == [Department(first, "parks", both("Parks"))]
    assert again == first


def test_releases_are_oldest_first_whatever_order_they_came_in(db: Database) -> None:
    with db.write() as tx:
        department_id = catalogue.add_department(tx, slug="digital", name=both("Digital"))
        service_id = catalogue.add_service(
            tx, slug="permits", name=both("Permits"), stage="public_beta", department_id=department_id
        )
        ids = {
            number: catalogue.add_release(
                tx,
                service_id=service_id,
                number=number,
                released_at=AT + timedelta(days=days),
                notes=both("Notes"),
                known_issues={},
            )
            for number, days in (("0.9.0", 20), ("0.8.0", 0))
        }
    with db.read() as tx:
        assert catalogue.services(tx) == [
            Service(service_id, "permits", both("Permits"), "public_beta", department_id)
        ]
        assert catalogue.releases(tx, service_id) == [
            Release(ids["0.8.0"], service_id, "0.8.0", AT, both("Notes"), {}),
            Release(ids["0.9.0"], service_id, "0.9.0", AT + timedelta(days=20), both("Notes"), {}),
        ]
        assert catalogue.releases(tx, 99) == []


def test_a_setting_is_kept_and_replaced(db: Database) -> None:
    for name in ("Larkmere", "Millbrook"):
        with db.write() as tx:
            catalogue.keep_setting(tx, "town", {"en": name})
    with db.read() as tx:
        assert (catalogue.setting(tx, "town"), catalogue.setting(tx, "other")) == ({"en": "Millbrook"}, None)


def test_a_file_brought_in_is_remembered_with_its_counts(db: Database) -> None:
    survey_id, _ = add_survey(db)
    with db.write() as tx:
        import_id = imports.add(
            tx,
            survey_id=survey_id,
            file_name="paper.csv",
            file_hash="abc",
            mapping={"why": "Comment"},
            by="staff:1",
            at=AT,
        )
        imports.count(tx, import_id, created=3, repeated=2, refused=1)
    with db.read() as tx:
        assert imports.imports(tx, survey_id) == [
            ImportRun(import_id, survey_id, "paper.csv", "abc", {"why": "Comment"}, 3, 2, 1, AT)
        ]
