"""The history of a survey's questions: who published which wording, and how many answered it."""

import pytest

from engage.access import NotFoundError
from engage.actions import history
from engage.office import Office
from tests.conftest import statements_of
from tests.factories import answer, cast, default_questions, make_survey, publish_survey


def reworded() -> list[dict[str, object]]:
    ease, *rest = default_questions()
    return [{**ease, "text": {"en": "Was it easy?", "fr": "Facile?"}}, *rest]


@pytest.mark.parametrize("name", ["rosa", "cho"])
def test_others_find_nothing(office: Office, name: str) -> None:
    make_survey(office)
    for verb in (history.history_of, lambda *given: history.asked_elsewhere(*given, "ease")):
        with pytest.raises(NotFoundError):
            verb(office, getattr(cast(office), name), "library")


@pytest.mark.parametrize("name", ["ana", "ben", "dev", "dee", "sam", "ava"])
def test_whoever_sees_drafts_or_results_sees_how_they_came_about(office: Office, name: str) -> None:
    make_survey(office)
    assert history.history_of(office, getattr(cast(office), name), "library").names()[0] == "ease"


def test_each_wording_has_its_responses_and_its_publisher(office_on_both: Office) -> None:
    office = office_on_both
    make_survey(office)
    answer(office)
    answer(office)
    publish_survey(office, questions=reworded())
    answer(office)
    found = history.history_of(office, cast(office).dev, "library")
    told = [
        (each.first.number, each.responses, found.published_by[each.first.id]) for each in found.of("ease")
    ]
    assert told == [(1, 2, "Ana"), (2, 1, "Ana")]
    assert [(each.version.number, each.before, each.after) for each in found.breaks("ease")] == [(2, 2, 1)]
    assert found.breaks("ward") == []


def test_the_same_name_elsewhere_compares_or_not(office: Office) -> None:
    make_survey(office)
    make_survey(office, "same")
    make_survey(office, "other", questions=reworded())
    make_survey(office, "draft", is_published=False)
    found = history.asked_elsewhere(office, cast(office).ana, "library", "ease")
    told = {each.survey.slug: [change.code for change in each.changes] for each in found}
    assert told == {"same": [], "other": ["wording_changed"]}
    assert history.asked_elsewhere(office, cast(office).ana, "library", "gone") == []


def test_a_history_takes_as_many_statements_for_three_versions_as_for_one(office: Office) -> None:
    make_survey(office)
    ana, taken = cast(office).ana, []
    for title in ("Second", "Third"):
        with statements_of(office.db) as statements:
            history.history_of(office, ana, "library")
        taken.append(len([sql for sql in statements if sql.startswith("SELECT")]))
        publish_survey(office, questions=reworded(), title=title)
    assert taken[0] == taken[1]
