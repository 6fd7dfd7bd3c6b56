"""The fixtures and factories hold what they promise, on both databases."""

from engage.office import Office
from tests.factories import AT, answer, cast, make_survey, stored, survey_now


def test_a_made_survey_is_open_and_owned_by_ana(office_on_both: Office) -> None:
    made = make_survey(office_on_both)
    people = cast(office_on_both)
    assert people.ana.staff is not None
    assert made.stage_at(AT) == "open"
    assert (made.owner_id, made.department_id) == (people.ana.staff.id, people.digital)


def test_the_cast_is_made_once(office: Office) -> None:
    assert cast(office) == cast(office)


def test_an_answer_is_stored(office_on_both: Office) -> None:
    make_survey(office_on_both)
    receipt = answer(office_on_both, improve="More light, please.", used=["tax", "permits"])
    assert receipt.outcome == "stored"
    assert stored(office_on_both) == [
        {"ease": "good", "used": ["permits", "tax"], "improve": "More light, please."}
    ]
    assert survey_now(office_on_both).slug == "library"


def test_each_test_has_a_database_of_its_own(office_on_both: Office) -> None:
    make_survey(office_on_both)
    assert stored(office_on_both) == []
