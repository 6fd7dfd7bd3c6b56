"""Bringing in: every row is stored once, refused with its reason, or met again; nothing is lost silently."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.access import OPERATOR, Actor, NotFoundError, RefusedError
from engage.actions import bring_in, bring_in_survey, export
from engage.actions.bring_in import BringInError, Imported, Mapping_
from engage.office import Office
from engage.tabular import TableError, read_table
from engage.wording import wording
from engage.wording.importing import bring_in_sentence, row_problem_sentence
from surveys.exporting.layout import Layout
from surveys.records import Response
from surveys.store import audit, imports, responses, surveys
from tests.factories import (
    answer,
    cast,
    default_questions,
    make_service,
    make_survey,
    option,
    publish_survey,
    question,
    survey_now,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def library(office: Office) -> Office:
    """An office with the default survey, at noon of 1 November 2026."""
    office.now = lambda: NOW
    make_survey(office)
    return office


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def guessed(office: Office, data: bytes, **more: Any) -> Mapping_:
    found = bring_in.guess(office, OPERATOR, "library", read_table(data, name="f.csv"))
    return Mapping_(found.columns, **more)


def carried(office: Office, *lines: str, actor: Actor = OPERATOR, **more: Any) -> Imported:
    data = csv(*lines)
    return bring_in.bring_in(office, actor, "library", data, "f.csv", guessed(office, data, **more))


def kept(office: Office, slug: str = "library") -> list[Response]:
    survey = survey_now(office, slug)
    with office.db.read() as tx:
        return list(responses.of_survey(tx, survey.id))


def problems(done: Imported) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in done.problems]


def counts(done: Imported) -> tuple[int, int, int]:
    return done.run.created, done.run.repeated, done.run.refused


def comments(office: Office) -> list[str]:
    with office.db.read() as tx:
        return [comment.text for comment in responses.comments(tx, survey_now(office).id)]


# What a row becomes.


def test_a_row_becomes_a_response_with_its_day_channel_and_words(library: Office) -> None:
    done = carried(
        library,
        "ease,used,first,ward,improve,date,channel,language",
        'good,permits;tax,speed|search,Old town,"Be kind, please",2026-09-30,téléphone,français',
    )
    assert (counts(done), problems(done)) == ((1, 0, 0), [])
    [response] = kept(library)
    assert response.answers == {
        "ease": "good",
        "used": ["permits", "tax"],
        "first": ["speed", "search"],
        "ward": "old_town",
        "improve": "Be kind, please",
    }
    assert (response.channel, response.language) == ("phone", "fr")
    assert response.received_at == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert comments(library) == ["Be kind, please"]


def test_without_columns_for_them_day_channel_and_language_have_defaults(library: Office) -> None:
    carried(library, "ease", "good", as_of=date(2026, 10, 5))
    [response] = kept(library)
    assert (response.channel, response.language) == ("import", "en")
    assert response.received_at == datetime(2026, 10, 5, 16, tzinfo=UTC)


def test_a_required_question_may_be_blank_on_paper(library: Office) -> None:
    assert counts(carried(library, "ease,improve", ",Longer hours")) == (1, 0, 0)
    assert kept(library)[0].answers == {"improve": "Longer hours"}


def test_one_column_per_option_and_per_place_is_read(library: Office) -> None:
    carried(library, "used/permits,used/tax,used/library,first/1,first/2,first/3", "1,0,yes,speed,Search,")
    assert kept(library)[0].answers == {"used": ["permits", "library"], "first": ["speed", "search"]}


def test_the_release_is_the_one_named_or_the_one_of_the_day(office: Office) -> None:
    office.now = lambda: NOW
    days = {"0.7.0": datetime(2026, 9, 8, tzinfo=UTC), "0.8.0": datetime(2026, 9, 29, tzinfo=UTC)}
    make_survey(office, service_id=make_service(office, releases=days))
    done = carried(
        office,
        "ease,date,release",
        "good,2026-09-10,",
        "good,2026-10-10,",
        "good,2026-10-10,v0.7.0",
        "good,2026-08-01,",
        "good,2026-10-10,9.9",
    )
    assert [response.release for response in kept(office)] == ["0.7.0", "0.8.0", "0.7.0", None]
    assert problems(done) == [(5, "release", "release_unknown")]
    assert done.problems[0].details["releases"] == "0.7.0, 0.8.0"


# Rows that are refused.


@pytest.mark.parametrize(
    ("header", "row", "column", "code"),
    [
        ("ease,improve", "gud,x", "ease", "option_unknown"),
        ("ease,used", "good,permits;boats", "used", "option_unknown"),
        ("ease,first", "good,search|search", "first", "rank_repeated"),
        ("ease,postal", "good,L0K 1B0 and more", "postal", "text_too_long"),
        ("ease,channel", "good,pigeon", "channel", "channel_unknown"),
        ("ease,language", "good,Klingon", "language", "language_unknown"),
        ("ease,improve", ",", "", "row_empty"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_place(
    library: Office, header: str, row: str, column: str, code: str
) -> None:
    done = carried(library, header, row, "excellent,")
    assert problems(done) == [(1, column, code)]
    assert counts(done) == (1, 0, 1)


@pytest.mark.parametrize(("day", "code"), [("someday", "date_unreadable"), ("2027-01-01", "date_in_future")])
def test_a_day_that_cannot_be_is_refused(library: Office, day: str, code: str) -> None:
    done = carried(library, "ease,date", f"good,{day}", *["good,2026-10-01"] * 5)
    assert problems(done) == [(1, "date", code)]


def test_an_unknown_option_is_told_with_the_one_probably_meant(library: Office) -> None:
    done = carried(library, "ease,ward", "good,Old twn")
    assert dict(done.problems[0].details) == {"value": "Old twn", "near": "Old town"}
    assert row_problem_sentence(wording("en"), done.problems[0]) == (
        "Row 1, column “ward”: “Old twn” is not one of the options. Did you mean “Old town”?"
    )


def test_every_problem_of_a_row_is_told_not_only_the_first(library: Office) -> None:
    done = carried(library, "ease,ward,improve", "gud,moon,Fine", keep_good_answers=True)
    assert problems(done) == [(1, "ease", "option_unknown"), (1, "ward", "option_unknown")]


def test_a_bad_answer_does_not_hide_a_bad_channel(library: Office) -> None:
    done = carried(library, "ease,channel", "gud,pigeon")
    assert problems(done) == [(1, "ease", "option_unknown"), (1, "channel", "channel_unknown")]


def test_good_answers_are_kept_when_that_is_asked_for(library: Office) -> None:
    done = carried(library, "ease,improve", "gud,Still worth reading", "good,", keep_good_answers=True)
    assert (counts(done), done.kept_in_part) == ((2, 0, 0), 1)
    assert kept(library)[0].answers == {"improve": "Still worth reading"}


def test_an_answer_to_a_question_not_asked_is_never_dropped_silently(office: Office) -> None:
    why = question(
        "long_text", "why", relevance={"test": "selected", "question": "ease", "options": ["poor"]}
    )
    make_survey(office, questions=[question("scale", "ease", "poor", "good"), why])
    done = carried(office, "ease,why", "poor,slow", "good,but slow")
    assert (counts(done), problems(done)) == ((1, 0, 1), [(2, "why", "answer_not_asked")])


def test_rows_keep_their_number_beside_blank_lines_and_long_cells(library: Office) -> None:
    done = carried(library, "ease,improve", 'good,"two\nlines"', "", "gud,x")
    assert problems(done) == [(2, "ease", "option_unknown")]


# The same file again.


def test_the_same_file_again_creates_nothing(library: Office) -> None:
    lines = ("id,ease,improve", "1,good,a", "2,good,b", "3,poor,c")
    assert counts(carried(library, *lines)) == (3, 0, 0)
    assert counts(carried(library, *lines)) == (0, 3, 0)
    assert len(kept(library)) == 3


def test_equal_rows_without_numbers_are_as_many_responses_as_rows(library: Office) -> None:
    lines = ("ease,improve", "good,fine", "good,fine", "poor,bad", "good,fine")
    assert counts(carried(library, *lines)) == (4, 0, 0)
    assert counts(carried(library, *lines)) == (0, 4, 0)
    assert counts(carried(library, *lines, "good,fine")) == (1, 4, 0)


def test_columns_in_another_order_are_the_same_rows(library: Office) -> None:
    carried(library, "ease,improve", "good,fine")
    assert counts(carried(library, "improve,ease", "fine,good")) == (0, 1, 0)


def test_a_longer_file_adds_only_what_is_new(library: Office) -> None:
    carried(library, "id,ease", "1,good", "2,good")
    assert counts(carried(library, "id,ease", "2,good", "3,poor", "1,good")) == (1, 2, 0)


def test_a_row_changed_since_is_refused_and_the_first_answers_stay(library: Office) -> None:
    carried(library, "id,ease", "1,good")
    done = carried(library, "id,ease", "1,poor")
    assert (counts(done), problems(done)) == ((0, 0, 1), [(1, "", "row_changed")])
    assert [response.answers["ease"] for response in kept(library)] == ["good"]


def test_publishing_anew_between_two_imports_doubles_nothing(library: Office) -> None:
    carried(library, "id,ease", "1,good")
    publish_survey(library, questions=[*default_questions(), question("long_text", "more")])
    assert counts(carried(library, "id,ease", "1,good", "2,poor")) == (1, 1, 0)


def test_a_withdrawn_row_stays_deleted(library: Office) -> None:
    carried(library, "id,ease,improve", "1,good,my words")
    with library.db.write() as tx:
        responses.withdraw(tx, kept(library)[0].id, at=NOW)
    done = carried(library, "id,ease,improve", "1,good,my words")
    assert (problems(done), kept(library)) == ([(1, "", "row_withdrawn")], [])


def test_a_number_may_be_missing_only_when_there_is_no_number_column(library: Office) -> None:
    data = csv("id,ease", "1,good", ",good")
    done = bring_in.bring_in(
        library, OPERATOR, "library", data, "f.csv", Mapping_({"_id": "id", "ease": "ease"})
    )
    assert problems(done) == [(2, "id", "id_missing")]


def test_the_same_number_with_other_answers_in_one_file_is_refused(library: Office) -> None:
    data = csv("id,ease", "1,good", "1,poor", "1,good")
    mapped = Mapping_({"_id": "id", "ease": "ease"})
    foreseen = bring_in.dry_run(library, OPERATOR, "library", data, "f.csv", mapped)
    done = bring_in.bring_in(library, OPERATOR, "library", data, "f.csv", mapped)
    assert (counts(done), problems(done)) == ((1, 1, 1), [(2, "", "row_changed")])
    assert (foreseen.would_create, foreseen.would_repeat, foreseen.refused_rows) == counts(done)


def test_more_rows_than_fit_a_transaction_arrive_once_each(library: Office) -> None:
    lines = ["id,ease,improve", *(f"{n},good,words {n}" for n in range(1, 1203))]
    assert counts(carried(library, *lines)) == (1202, 0, 0)
    assert len({response.reference for response in kept(library)}) == 1202
    assert counts(carried(library, *lines)) == (0, 1202, 0)


def test_either_database_takes_a_file_once(office_on_both: Office) -> None:
    make_survey(office_on_both)
    lines = ["id,ease,improve,date", *(f"{n},good,été {n},2026-09-30" for n in range(1, 703))]
    assert counts(carried(office_on_both, *lines)) == (702, 0, 0)
    assert counts(carried(office_on_both, *lines)) == (0, 702, 0)
    assert comments(office_on_both)[:2] == ["été 1", "été 2"]


def test_after_an_interruption_the_same_file_adds_the_rest(
    library: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["id,ease", *(f"{n},good" for n in range(1, 1203))]
    record, batches = responses.record, []

    def fail_at_the_second(tx: Any, fresh: Any) -> Any:
        batches.append(len(fresh))
        if len(batches) == 2:
            raise OSError("the disk is gone")
        return record(tx, fresh)

    monkeypatch.setattr(responses, "record", fail_at_the_second)
    with pytest.raises(OSError):
        carried(library, *lines)
    assert len(kept(library)) == 500
    with library.db.read() as tx:
        assert [run.created for run in imports.imports(tx, survey_now(library).id)] == [500]
    monkeypatch.undo()
    assert counts(carried(library, *lines)) == (702, 500, 0)


# The dry run.


def test_a_dry_run_foresees_exactly_and_stores_nothing(library: Office) -> None:
    carried(library, "id,ease", "1,good")
    data = csv("id,ease,improve", "1,good,", "2,gud,x", "3,poor,y")
    foreseen = bring_in.dry_run(library, OPERATOR, "library", data, "f.csv", guessed(library, data))
    assert (foreseen.rows, foreseen.would_create, foreseen.would_repeat, foreseen.refused_rows) == (
        3,
        1,
        1,
        1,
    )
    assert [problem.code for problem in foreseen.refused] == ["option_unknown"]
    assert [response.answers for response in foreseen.sample] == [
        {"ease": "good"},
        {"ease": "poor", "improve": "y"},
    ]
    assert len(kept(library)) == 1
    with library.db.read() as tx:
        assert len(imports.imports(tx, survey_now(library).id)) == 1


@settings(max_examples=25)
@given(
    cells=st.lists(
        st.tuples(st.sampled_from(["good", "gud", ""]), st.text(max_size=8)), min_size=1, max_size=6
    )
)
def test_a_dry_run_and_the_real_one_count_alike(library: Office, cells: list[tuple[str, str]]) -> None:
    lines = ["ease,improve", *(f'{ease},"{text.replace(chr(34), "")}"' for ease, text in cells)]
    data = "\n".join(lines).encode("utf-8", "replace")
    mapped = Mapping_({"ease": "ease", "improve": "improve"})
    foreseen = bring_in.dry_run(library, OPERATOR, "library", data, "f.csv", mapped)
    done = bring_in.bring_in(library, OPERATOR, "library", data, "f.csv", mapped)
    assert (foreseen.would_create, foreseen.would_repeat, foreseen.refused_rows) == counts(done)
    assert sum(counts(done)) == done.rows == foreseen.rows


# Files and mappings that stop everything.


@pytest.mark.parametrize(
    ("lines", "columns", "code"),
    [
        (["ease"], {"ease": "ease"}, "no_rows"),
        (["ease", "good"], {}, "nothing_mapped"),
        (["ease,id", "good,1"], {"_id": "id"}, "nothing_mapped"),
        (["ease", "good"], {"eese": "ease"}, "target_unknown"),
        (["ease,on", "good,03/04/2026"], {"ease": "ease", "_received_at": "on"}, "date_order_needed"),
        (
            ["ease,on", "good,03/04/2026", "good,30/04/2026", "good,04/30/2026"],
            {"ease": "ease", "_received_at": "on"},
            "date_orders_mixed",
        ),
    ],
)
def test_what_must_be_said_first_stops_everything(
    library: Office, lines: Iterable[str], columns: dict[str, str], code: str
) -> None:
    for carry in (bring_in.dry_run, bring_in.bring_in):
        with pytest.raises(BringInError) as refused:
            carry(library, OPERATOR, "library", csv(*lines), "f.csv", Mapping_(columns))
        assert refused.value.code == code
        assert "%" not in bring_in_sentence(wording("fr"), refused.value)
    assert kept(library) == []
    with library.db.read() as tx:
        assert imports.imports(tx, survey_now(library).id) == []


def test_an_order_told_settles_dates_that_could_be_two_days(library: Office) -> None:
    carried(library, "ease,date", "good,03/04/2026", date_order="day_first")
    carried(library, "ease,date", "poor,03/04/2026", date_order="month_first")
    assert [str(response.received_at.date()) for response in kept(library)] == ["2026-04-03", "2026-03-04"]


def test_a_column_that_is_not_there_is_told_with_the_one_probably_meant(library: Office) -> None:
    with pytest.raises(TableError) as refused:
        bring_in.dry_run(
            library, OPERATOR, "library", csv("ease", "good"), "f.csv", Mapping_({"ease": "eese"})
        )
    assert (refused.value.code, refused.value.values["suggestion"]) == ("column_missing", "ease")


def test_a_survey_never_published_takes_no_file(office: Office) -> None:
    make_survey(office, is_published=False)
    with pytest.raises(BringInError) as refused:
        bring_in.targets_for(office, OPERATOR, "library")
    assert refused.value.code == "never_published"


# Hostile files.


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("ease;improve\ngood;l'été\n".encode("cp1252"), "l'été"),
        ("ease\timprove\ngood\tété\n".encode("utf-16"), "été"),
        ("\ufeffease,improve\r\ngood,\"a \"\"b\"\"\nc\"\r\n".encode(), 'a "b"\nc'),
        (b"sep=;\nease;improve\ngood;x\n", "x"),
        (b"ease,improve\ngood,a\x00b\n", "ab"),
        (b"ease,improve\ngood,=HYPERLINK(1)\n", "=HYPERLINK(1)"),
        (b"ease,improve\ngood,<script>alert(1)</script>\n", "<script>alert(1)</script>"),
        (b'ease,improve\ngood,"never closed\n', 'never closed'),
    ],
)  # fmt: skip
def test_words_arrive_as_written_whatever_the_file_is_like(library: Office, data: bytes, words: str) -> None:
    mapped = Mapping_({"ease": "ease", "improve": "improve"})
    bring_in.bring_in(library, OPERATOR, "library", data, "f.csv", mapped)
    assert comments(library) == [words]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (bytes(range(256)) * 40, "binary"),
        (b"\n\n", "empty_file"),
        (b"%PDF-1.7 x", "binary"),
    ],
)
def test_what_is_no_table_is_refused(library: Office, data: bytes, code: str) -> None:
    with pytest.raises(TableError) as refused:
        bring_in.bring_in(library, OPERATOR, "library", data, "f.csv", Mapping_({"ease": "ease"}))
    assert refused.value.code == code


def test_thousands_of_columns_do_no_harm_and_a_sheet_full_of_them_is_refused(library: Office) -> None:
    names = ["ease", *(f"c{n}" for n in range(3_000))]
    assert counts(carried(library, ",".join(names), ",".join(["good", *["x"] * 3_000]))) == (1, 0, 0)
    with pytest.raises(TableError) as refused:
        carried(library, ",".join(["ease", *(f"c{n}" for n in range(16_383))]), "good")
    assert refused.value.code == "too_many_columns"


def test_a_path_and_its_bytes_are_the_same_file(library: Office, tmp_path: Path) -> None:
    data = csv("ease", "good")
    path = tmp_path / "answers.csv"
    path.write_bytes(data)
    mapped = guessed(library, data)
    by_path = bring_in.bring_in(library, OPERATOR, "library", path, "answers.csv", mapped)
    by_bytes = bring_in.bring_in(library, OPERATOR, "library", data, "answers.csv", mapped)
    assert by_path.run.file_hash == by_bytes.run.file_hash
    assert (counts(by_path), counts(by_bytes)) == ((1, 0, 0), (0, 1, 0))


def test_only_the_first_problems_are_listed_and_all_are_counted(library: Office) -> None:
    done = carried(library, "ease", *["gud"] * 1100)
    assert (len(done.problems), done.run.refused) == (1000, 1100)


# What was exported comes back.


LAYOUTS = (Layout(), Layout(multi="one"), Layout(labels="labels", multi="one"))


def taken_away(office: Office, layout: Layout) -> bytes:
    target = office.settings.data / "taken.csv"
    export.responses_file(office, OPERATOR, "library", target=target, layout=layout)
    return target.read_bytes()


def test_an_export_brought_into_another_survey_holds_the_same_answers(library: Office) -> None:
    answer(
        library,
        language="fr",
        channel="paper",
        used=["tax", "permits"],
        first=["search", "speed"],
        ward="harbour",
        improve='=1+1 is not\n"easy", l\'été',
        worked="'-quoted",
    )
    answer(library, ease="poor", ward="unsaid")
    make_survey(library, "copy")
    for layout in LAYOUTS:
        data = taken_away(library, layout)
        mapped = bring_in.guess(library, OPERATOR, "copy", read_table(data, name="x.csv"))
        done = bring_in.bring_in(library, OPERATOR, "copy", data, "x.csv", mapped)
        assert done.problems == ()
    original, copied = kept(library), kept(library, "copy")
    assert [r.answers for r in copied] == [r.answers for r in original]
    assert [(r.channel, r.language) for r in copied] == [("paper", "fr"), ("web", "en")]


def test_an_export_brought_into_its_own_survey_counts_nobody_twice(library: Office) -> None:
    answer(library, improve="=1+1")
    answer(library, ease="poor")
    for layout in LAYOUTS:
        data = taken_away(library, layout)
        mapped = bring_in.guess(library, OPERATOR, "library", read_table(data, name="x.csv"))
        foreseen = bring_in.dry_run(library, OPERATOR, "library", data, "x.csv", mapped)
        assert (foreseen.would_create, foreseen.would_repeat) == (0, 2)
        assert counts(bring_in.bring_in(library, OPERATOR, "library", data, "x.csv", mapped)) == (0, 2, 0)
    assert len(kept(library)) == 2


# Who may, and what is remembered.


def test_who_may_bring_responses_in(library: Office) -> None:
    people = cast(library)
    data = csv("ease", "good")
    for actor in (people.ana, people.ben, people.dee):
        assert bring_in.guess(library, actor, "library", read_table(data)).columns == {"ease": "ease"}
    calls = (
        lambda actor: bring_in.targets_for(library, actor, "library"),
        lambda actor: bring_in.guess(library, actor, "library", read_table(data)),
        lambda actor: bring_in.imports_for(library, actor, "library"),
        lambda actor: bring_in.dry_run(library, actor, "library", data, "f.csv", Mapping_({"ease": "ease"})),
        lambda actor: bring_in.bring_in(library, actor, "library", data, "f.csv", Mapping_({"ease": "ease"})),
    )
    for call in calls:
        with pytest.raises(NotFoundError):
            call(people.cho)
        with pytest.raises(NotFoundError):
            call(people.rosa)
        for actor in (people.dev, people.sam, people.ava):
            with pytest.raises(RefusedError):
                call(actor)
    assert kept(library) == []


def test_the_file_and_who_brought_it_are_remembered(library: Office) -> None:
    ben = cast(library).ben
    done = carried(library, "ease,improve", "good,secret words", "gud,x", actor=ben)
    with library.db.read() as tx:
        entries = [entry for entry in audit.entries(tx) if entry.action.startswith("responses.")]
        [run] = imports.imports(tx, survey_now(library).id)
    assert bring_in.imports_for(library, ben, "library") == [run]
    assert (run.file_name, run.mapping["columns"]) == ("f.csv", {"ease": "ease", "improve": "improve"})
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("responses.imported", ben.label),
        ("responses.import_started", ben.label),
    ]
    assert entries[0].details == {"file": done.run.id, "created": 1, "repeated": 0, "refused": 1}
    assert "secret" not in str([entry.details for entry in entries])


# A survey made out of a table.


def test_a_table_without_a_survey_becomes_a_closed_one(office: Office) -> None:
    ana, digital = cast(office).ana, cast(office).digital
    data = csv("id,branch,remarks", *(f"{n},North,The tax page number {n} is slow" for n in range(5)))
    survey, mapped = bring_in_survey.survey_from_table(
        office, ana, read_table(data), "branches.csv", slug="branches", department_id=digital
    )
    assert (survey.state, survey.owner_id, survey.is_open_at(office.now())) == (
        "closed",
        ana.staff and ana.staff.id,
        False,
    )
    done = bring_in.bring_in(office, ana, "branches", data, "branches.csv", mapped)
    assert counts(done) == (5, 0, 0)
    again = bring_in.guess(office, ana, "branches", read_table(data))
    assert dict(again.columns) == dict(mapped.columns)
    assert counts(bring_in.bring_in(office, ana, "branches", data, "branches.csv", again)) == (0, 5, 0)


@pytest.mark.parametrize(
    ("lines", "slug", "code"),
    [
        (["a"], "new", "no_rows"),
        (["a", "x"], "library", "slug_taken"),
        (["a", "x"], "Not A Slug", "slug_wrong"),
        (["date", "2026-09-01"], "new", "nothing_to_ask"),
        (["date,a", "03/04/2026,x"], "new", "date_order_needed"),
    ],
)
def test_a_survey_that_cannot_be_made_leaves_nothing(
    library: Office, lines: list[str], slug: str, code: str
) -> None:
    people = cast(library)
    with pytest.raises(BringInError) as refused:
        bring_in_survey.survey_from_table(
            library, people.ana, read_table(csv(*lines)), "f.csv", slug=slug, department_id=people.digital
        )
    assert refused.value.code == code
    with library.db.read() as tx:
        assert [survey.slug for survey in surveys.surveys(tx)] == ["library"]


def test_only_who_may_edit_and_publish_makes_a_survey_out_of_a_table(office: Office) -> None:
    people = cast(office)
    for actor in (people.rosa, people.ben, people.cho, people.dev, people.sam, people.ava):
        with pytest.raises((NotFoundError, RefusedError)):
            bring_in_survey.survey_from_table(
                office, actor, read_table(csv("a", "x")), "f.csv", slug="new", department_id=people.digital
            )


def test_labels_of_options_are_read_in_both_languages(office: Office) -> None:
    data = question("single_choice", "ward")
    data["options"] = [option("old", label={"en": "Old Town", "fr": "Vieille ville"}), option("new")]
    make_survey(office, questions=[data])
    carried(office, "ward", "vieille ville", "OLD TOWN", "old", "New (fr)")
    assert [response.answers["ward"] for response in kept(office)] == ["old", "old", "old", "new"]
