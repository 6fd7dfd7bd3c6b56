"""What staff do in the portal: publish, close, show results, start an analysis, manage people, import."""

from datetime import timedelta

import pytest

from engage.actions import administer, author, understand
from engage.portal.components import addresses
from engage.results.answers import local_day
from engage.wording import wording
from tests.engage.portal.conftest import analysed, click, texts
from tests.factories import answer, cast, definition, make_survey, stored, survey_now


def test_the_overview_says_what_needs_attention(portal, office) -> None:
    make_survey(office)
    answer(office, improve="Longer hours")
    app = portal("overview", cast(office).ana)
    assert "the comments were not analysed yet" in texts(app)
    analysed(office)
    app.run()
    assert "Nothing needs your attention now." in texts(app)
    answer(office, improve="More light")
    app.run()
    assert "1 new comment since the last analysis" in texts(app)


def test_the_overview_draws_how_responses_came_in_once_there_are_two_days(portal, office) -> None:
    make_survey(office)
    answer(office, ease="good")
    app = portal("overview", cast(office).ana)
    assert "The busiest day" not in texts(app)
    now = office.now()
    office.now = lambda: now + timedelta(days=9)
    answer(office, ease="good")
    answer(office, ease="good")
    app.run()
    last = wording("en").date(local_day(office.now()))
    assert f"to {last}. The busiest day was {last}, with 2 responses." in texts(app)
    assert [metric.value for metric in app.metric][:2] == ["3", "2"]


def test_surveys_are_found_by_part_of_their_title(portal, office) -> None:
    make_survey(office)
    make_survey(office, "pool", title="Swimming pool")
    app = portal("surveys", cast(office).ana)
    assert [each.value for each in app.subheader] == ["Swimming pool", "Library survey"]
    app.text_input(key="surveys.field.words").set_value("swim").run()
    assert [each.value for each in app.subheader] == ["Swimming pool"]
    app.text_input(key="surveys.field.words").set_value("nothing").run()
    assert "No survey fits" in texts(app)


def test_closing_and_opening_again(portal, office) -> None:
    make_survey(office)
    app = portal("survey", cast(office).ana, survey="library")
    click(app, "Close the survey")
    assert survey_now(office).state == "closed"
    click(app, "Open it again")
    assert survey_now(office).state == "open"


def test_a_mere_rerun_changes_nothing(portal, office) -> None:
    make_survey(office)
    app = portal("survey", cast(office).ana, survey="library")
    click(app, "Close the survey")
    click(app, "Open it again")
    app.run()
    assert survey_now(office).state == "open"


def test_showing_and_hiding_the_results(portal, office) -> None:
    make_survey(office)
    app = portal("survey", cast(office).ana, survey="library")
    click(app, "Show the results to residents")
    assert survey_now(office).are_results_public is True
    click(app, "Hide the results from residents")
    assert survey_now(office).are_results_public is False


def test_an_analyst_sees_no_switches(portal, office) -> None:
    make_survey(office)
    app = portal("survey", cast(office).dev, survey="library")
    assert "Close the survey" not in [button.label for button in app.button]
    assert "Addresses to share" in texts(app)


def test_a_draft_with_gaps_says_what_is_missing_and_cannot_be_published(portal, office) -> None:
    make_survey(office, is_published=False, notice={})
    app = portal("survey", cast(office).ana, survey="library")
    assert "notice" in app.error[0].value
    assert "Publish" not in [button.label for button in app.button]


def test_a_whole_draft_is_published(portal, office) -> None:
    make_survey(office, is_published=False)
    app = portal("survey", cast(office).ana, survey="library")
    click(app, "Publish")
    assert survey_now(office).stage_at(office.now()) == "open"
    assert "Version 1 is published." in texts(app)


def test_a_published_survey_with_a_newer_draft_shows_both(portal, office) -> None:
    make_survey(office)
    author.save_draft(office, cast(office).ana, "library", definition(title="Second thoughts"), edits=0)
    app = portal("survey", cast(office).ana, survey="library")
    assert "A draft waits to be published" in [each.value for each in app.subheader]
    assert not app.exception


def test_a_qr_code_is_a_picture() -> None:
    assert addresses.qr_code("http://127.0.0.1:8000/en/s/library").startswith(b"\x89PNG")


def test_starting_an_analysis_shows_that_it_runs(portal, office, monkeypatch) -> None:
    make_survey(office)
    answer(office, improve="Longer hours")
    started = []
    monkeypatch.setattr("engage.jobs.submit", lambda _office, run_id: started.append(run_id))
    app = portal("analysis", cast(office).ana, survey="library")
    click(app, "Run the analysis")
    assert len(started) == 1
    assert "The analysis is running" in texts(app)
    click(app, "Stop the analysis")
    run = understand.run_for(office, cast(office).ana, "library", started[0])
    assert run.is_cancel_asked or run.state == "cancelled"


def _failed_run(office, failure: str) -> int:
    from surveys.store import runs

    make_survey(office)
    answer(office, improve="Longer hours")
    survey = survey_now(office)
    with office.db.write() as tx:
        run_id = runs.add(tx, survey_id=survey.id, seed=0, started_by="staff:1", inputs={}, at=office.now())
        runs.start(tx, run_id, total=1, at=office.now(), inputs={"newest_comment": 1})
        runs.progress(tx, run_id, step="coding", done=0, total=1, at=office.now())
        runs.end(tx, run_id, "failed", at=office.now(), failure=failure)
    return run_id


def test_a_failed_run_says_so_without_the_reason_of_the_machine(portal, office) -> None:
    _failed_run(office, "unexpected")
    app = portal("analysis", cast(office).ana, survey="library")
    assert [each.value for each in app.error] == [
        "The last run failed (unexpected). Nothing is lost. Please start it again."
    ]
    assert "Go on with the last run" not in [button.label for button in app.button]


def test_a_run_that_was_cut_off_says_where_and_goes_on(portal, office, monkeypatch) -> None:
    run_id = _failed_run(office, "interrupted")
    started = []
    monkeypatch.setattr("engage.jobs.submit", lambda _office, run_id: started.append(run_id))
    app = portal("analysis", cast(office).ana, survey="library")
    assert [each.value for each in app.error] == [
        "The last run was interrupted, for example by a restart, at this step: finding the themes. "
        "What it had finished is kept."
    ]
    click(app, "Go on with the last run")
    assert started == [run_id]
    assert "The analysis is running" in texts(app)


def test_an_editor_cannot_start_an_analysis(portal, office) -> None:
    make_survey(office)
    answer(office, improve="Longer hours")
    app = portal("analysis", cast(office).ben, survey="library")
    assert "Run the analysis" not in [button.label for button in app.button]


def test_responses_show_when_and_how_they_came_not_what_they_say(portal, office) -> None:
    make_survey(office)
    answer(office, improve="Nobody may read this here")
    app = portal("responses", cast(office).ben, survey="library")
    assert not app.exception
    assert "Nobody may read this here" not in texts(app)
    assert all("Nobody may read this" not in frame.value.to_string() for frame in app.dataframe)


CSV = b"_id,How easy was it?,What could we do better?\n1,good,Longer hours\n2,nonsense,Light\n"


def _upload(app, data: bytes = CSV):
    app.file_uploader[0].upload("forms.csv", data, "text/csv").run()
    return app


def test_a_file_is_checked_before_it_is_imported_and_twice_changes_nothing(portal, office) -> None:
    make_survey(office)
    app = _upload(portal("bring_in", cast(office).ana, survey="library"))
    assert "2 rows found" in texts(app)
    assert "Import 1 response" not in [button.label for button in app.button]
    click(app, "Check the file")
    assert stored(office) == []
    assert "New1" in texts(app)
    assert "Refused1" in texts(app)
    click(app, "Import 1 response")
    assert [each["improve"] for each in stored(office)] == ["Longer hours"]
    click(app, "Check the file")
    assert "Here already1" in texts(app)
    assert "There is nothing new to import." in texts(app)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\xff", b"only a header,and nothing\n"])
def test_an_unreadable_file_says_what_is_wrong(portal, office, data: bytes) -> None:
    make_survey(office)
    app = _upload(portal("bring_in", cast(office).ana, survey="library"), data)
    assert not app.exception
    assert stored(office) == []


def test_a_department_admin_adds_a_person_with_a_role(portal, office) -> None:
    people = cast(office)
    app = portal("staff", people.dee)
    app.text_input(key="staff.new.field.name").set_value("Noor")
    app.text_input(key="staff.new.field.email").set_value("noor@larkmere.example")
    app.text_input(key="staff.new.field.password").set_value("seven quiet herons")
    app.multiselect(key=f"staff.new.field.roles.{people.digital}").set_value(["analyst"])
    click(app, "Add the person")
    assert "Noor was added." in texts(app)
    found = next(each for each in administer.everyone(office, people.dee) if each.name == "Noor")
    assert [(role.name, role.department_id) for role in found.roles] == [("analyst", people.digital)]


def test_a_weak_password_is_told_beside_the_form(portal, office) -> None:
    people = cast(office)
    app = portal("staff", people.dee)
    app.text_input(key="staff.new.field.name").set_value("Noor")
    app.text_input(key="staff.new.field.email").set_value("noor@larkmere.example")
    app.text_input(key="staff.new.field.password").set_value("short")
    click(app, "Add the person")
    assert "The password is too short. Use 12 characters or more." in texts(app)
    assert all(each.name != "Noor" for each in administer.everyone(office, people.dee))


def test_the_audit_is_read_only_when_asked(portal, office) -> None:
    make_survey(office)
    people = cast(office)
    app = portal("audit", people.ava)
    assert not app.dataframe
    click(app, "Read the audit")
    assert "The record is whole" in texts(app)
    assert "survey.published" in app.dataframe[0].value.to_string()
