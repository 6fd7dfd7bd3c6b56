"""The code frame of a survey: edited as versions, used by the next run, and decisions never lost."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from analysis.code_frame import load_code_frame, starter_code_frame
from analysis.results import CandidateTheme
from engage.access import Actor, RefusedError
from engage.actions import code, frame, results, understand
from engage.framing.values import FrameDesk, FrameError, ThemeText
from engage.office import Office
from engage.reviewing.values import Choice
from engage.understanding import run_analysis
from surveys.store import audit, responses, runs
from tests.engage.finished_runs import FRAME, comment_ids, finish_run, said
from tests.factories import answer, cast, make_survey, survey_now

SIGNS = ThemeText(
    name={"en": "Signs", "fr": "Affichage"},
    definition={"en": "Signs in the street.", "fr": "Les panneaux dans la rue."},
    seeds={"en": ("street sign",)},
)


@pytest.fixture
def ids(office: Office) -> list[int]:
    """A survey with six comments in a finished run: four on search, two on speed."""
    make_survey(office)
    for number in range(6):
        answer(office, improve=f"Comment {number}")
    found = comment_ids(office)
    finish_run(office, [said(id_, "search" if place < 4 else "speed") for place, id_ in enumerate(found)])
    return found


def started(office: Office) -> FrameDesk:
    """Give the survey the small frame of the run as its own; return what the page shows."""
    file = json.dumps({"themes": [_plain(theme) for theme in FRAME.themes]}).encode()
    frame.bring_in_frame(office, cast(office).dev, "library", file, "town.json", seen=0)
    return frame.frame_for(office, cast(office).dev, "library")


def _plain(theme: object) -> dict[str, object]:
    return {"id": theme.id, "name": dict(theme.name), "definition": dict(theme.definition)}  # type: ignore[attr-defined]


def again(office: Office, ids: list[int], *themes: str) -> int:
    """Finish a run that used the newest version and says ``themes`` of every comment."""
    dev = cast(office).dev
    desk = frame.frame_for(office, dev, "library")
    survey = survey_now(office)
    own = {"id": f"survey_{survey.id}", "version": str(desk.number)}
    kept = load_code_frame(json.loads(frame.written_frame(office, dev, "library", "json")))
    return finish_run(
        office, [said(id_, *themes) for id_ in ids], frame=replace(kept, **own), inputs={"code_frame": own}
    )


def themes_of(office: Office, id_: int) -> tuple[str, ...]:
    [found] = results.comments(office, cast(office).dev, "library", ids=[id_]).lines
    return found.themes


def told(office: Office) -> list[tuple[str, dict[str, object]]]:
    with office.db.read() as tx:
        return [(e.action, e.details) for e in audit.entries(tx) if e.action.startswith("code_frame.")]


def test_before_the_first_change_it_is_the_frame_of_the_product(office: Office) -> None:
    make_survey(office)
    desk = frame.frame_for(office, cast(office).dev, "library")
    assert [theme.id for theme in desk.themes] == [theme.id for theme in starter_code_frame().themes]
    assert (desk.number, desk.history, desk.run_number, desk.is_ahead) == (0, (), None, False)


def test_the_first_change_keeps_what_there_was_before(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    kept = frame.add_theme(office, dev, "library", SIGNS, seen=0)
    desk = frame.frame_for(office, dev, "library")
    assert (kept.number, kept.of, kept.by) == (2, ("signs",), dev.label)
    assert [change.what for change in desk.history] == ["started", "added"]
    assert (desk.themes[-1].id, desk.themes[-1].text, desk.themes[-1].count) == ("signs", SIGNS, None)
    assert desk.is_ahead
    assert told(office) == [("code_frame.added", {"version": 2, "themes": ["signs"], "into": []})]


def test_each_theme_has_its_figure_and_some_of_its_comments(office: Office, ids: list[int]) -> None:
    search, speed = started(office).themes
    assert (search.count, len(search.comments)) == (4, 3)
    assert [(shown.id, shown.text) for shown in speed.comments] == [(id_, f"masked {id_}") for id_ in ids[4:]]


def test_renaming_keeps_the_id_and_what_people_decided(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    started(office)
    code.decide(office, dev, "library", ids[0], Choice(themes=("speed",)))
    renamed = ThemeText(name={"en": "Waiting", "fr": "Attente"})
    frame.edit_theme(office, dev, "library", "speed", renamed, seen=2)
    again(office, ids, "search")
    assert frame.frame_for(office, dev, "library").themes[1].text == renamed
    assert themes_of(office, ids[0]) == ("speed",)


def test_a_merge_takes_decisions_and_phrases_along(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    started(office)
    frame.add_theme(office, dev, "library", SIGNS, seen=2)
    again(office, ids, "search")
    code.decide(office, dev, "library", ids[0], Choice(themes=("signs",)))
    frame.merge_theme(office, dev, "library", "signs", "speed", seen=3)
    again(office, ids, "search")
    [_, speed] = frame.frame_for(office, dev, "library").themes
    assert speed.text.seeds == {"en": ("street sign",)}
    assert speed.text.include == {"en": "Signs", "fr": "Affichage"}
    assert themes_of(office, ids[0]) == ("speed",)


def test_before_the_next_run_a_merged_theme_counts_both(office: Office, ids: list[int]) -> None:
    started(office)
    frame.merge_theme(office, cast(office).dev, "library", "speed", "search", seen=2)
    [search] = frame.frame_for(office, cast(office).dev, "library").themes
    assert (search.count, search.text.name["en"]) == (6, "Search")


def test_a_split_asks_for_another_look_and_loses_nothing(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    started(office)
    code.decide(office, dev, "library", ids[0], Choice(themes=("speed",), sentiment="mixed"), drawn="random")
    parts = [ThemeText(name={"en": name}) for name in ("Loading", "Waiting")]
    frame.split_theme(office, dev, "library", "speed", parts, seen=2)
    again(office, ids, "search", "waiting")
    desk = frame.frame_for(office, dev, "library")
    assert ([theme.id for theme in desk.themes], desk.pending) == (["search", "loading", "waiting"], 1)
    assert themes_of(office, ids[0]) == ("waiting",)
    look = code.desk(office, dev, "library", mode="again")
    assert look.item is not None
    assert (look.item.comment_id, look.item.drawn, look.left) == (ids[0], "random", 1)
    assert look.item.mine is not None
    assert (look.item.mine.sentiment, look.item.mine.themes) == ("mixed", ())
    code.decide(office, dev, "library", ids[0], Choice(themes=("loading",)), drawn="random")
    assert code.desk(office, dev, "library", mode="again").left == 0
    assert frame.frame_for(office, dev, "library").pending == 0
    assert themes_of(office, ids[0]) == ("loading",)
    assert len(code.history(office, dev, "library", ids[0])) == 2


def test_going_back_brings_a_retired_theme_and_its_decisions_back(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    started(office)
    code.decide(office, dev, "library", ids[0], Choice(themes=("speed",)))
    frame.retire_theme(office, dev, "library", "speed", seen=2)
    again(office, ids, "search")
    assert themes_of(office, ids[0]) == ("search",)
    back = frame.go_back(office, dev, "library", 2, seen=3)
    again(office, ids, "search")
    assert (back.number, back.back_to, back.ids) == (4, 2, ("search", "speed"))
    assert themes_of(office, ids[0]) == ("speed",)


def test_an_id_is_never_used_again(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    started(office)
    frame.retire_theme(office, dev, "library", "speed", seen=2)
    made = frame.add_theme(office, dev, "library", ThemeText(name={"en": "Speed"}), seen=3)
    assert made.of == ("speed_2",)


def test_a_candidate_becomes_a_theme_with_its_phrases_and_comments(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    started(office)
    run_id = _with_candidate(office, ids)
    [offered] = frame.frame_for(office, dev, "library").candidates
    assert (offered.name, offered.size, offered.is_covered) == ("dog park", 2, False)
    frame.accept_candidate(office, dev, "library", "c1", seen=2)
    desk = frame.frame_for(office, dev, "library")
    made = desk.themes[-1]
    assert (made.text.name, made.text.seeds) == ({"en": "dog park"}, {"en": ("dog park", "off leash")})
    assert [(shown.id, shown.is_example) for shown in made.comments] == [(ids[4], True), (ids[5], True)]
    assert desk.candidates == ()
    with office.db.read() as tx:
        assert runs.findings(tx, run_id) is not None


def _with_candidate(office: Office, ids: list[int]) -> int:
    found = CandidateTheme(
        id="c1",
        terms=("dog",),
        name="dog park",
        size=2,
        language="en",
        comment_ids=(str(ids[4]), str(ids[5])),
        phrases=("dog park", "off leash"),
        is_outside_frame=True,
    )
    return finish_run(office, [said(id_, "search") for id_ in ids], candidates=[found])


def test_a_withdrawn_comment_is_no_example_any_more(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    started(office)
    _with_candidate(office, ids)
    frame.accept_candidate(office, dev, "library", "c1", seen=2)
    with office.db.write() as tx:
        comment = next(responses.comments(tx, survey_now(office).id, ids=[ids[4]]))
        responses.withdraw(tx, comment.response_id, at=office.now())
    made = frame.frame_for(office, dev, "library").themes[-1]
    assert [shown.id for shown in made.comments] == [ids[5]]


def test_the_next_run_uses_the_newest_version_and_says_so(office: Office) -> None:
    make_survey(office)
    for number in range(3):
        answer(office, improve=f"The street sign at corner {number} is bent")
    dev = cast(office).dev
    _analysed(office)
    frame.add_theme(office, dev, "library", SIGNS, seen=0)
    after = _analysed(office)
    assert [themes_of(office, id_) for id_ in comment_ids(office)] == [("signs",)] * 3
    before = min(run.id for run in understand.runs_for(office, dev, "library"))
    found = understand.compare(office, dev, "library", before, after)
    assert (found.is_frame_new, found.frames) == (True, (0, 2))
    assert [change.what for change in found.frame_changes] == ["added"]


def _analysed(office: Office) -> int:
    with office.db.write() as tx:
        run_id = runs.add(
            tx, survey_id=survey_now(office).id, seed=0, started_by="test", inputs={}, at=office.now()
        )
    assert run_analysis(office.settings.database_url, run_id) == "done"
    return run_id


@pytest.mark.parametrize("format", ["json", "csv"])
def test_a_frame_comes_back_from_its_own_file(office: Office, format: str) -> None:
    make_survey(office)
    dev = cast(office).dev
    before = frame.frame_for(office, dev, "library").themes
    file = frame.written_frame(office, dev, "library", format)
    frame.bring_in_frame(office, dev, "library", file, f"frame.{format}", seen=0)
    assert frame.frame_for(office, dev, "library").themes == before


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(office: Office, ids: list[int]) -> None:
    people = cast(office)
    frame.add_theme(office, people.ana, "library", SIGNS, seen=0)
    with pytest.raises(FrameError) as raised:
        frame.retire_theme(office, people.dev, "library", "search", seen=0)
    assert raised.value.code == "changed_meanwhile"


def test_an_editor_may_read_results_and_not_change_the_themes(office: Office, ids: list[int]) -> None:
    with pytest.raises(RefusedError):
        frame.frame_for(office, cast(office).ben, "library")


REFUSED: list[tuple[str, Callable[[Office, Actor], object]]] = [
    ("name_missing", lambda o, d: frame.add_theme(o, d, "library", ThemeText(name={"en": " "}), seen=2)),
    ("name_taken", lambda o, d: frame.add_theme(o, d, "library", ThemeText(name={"fr": "vitesse"}), seen=2)),
    ("too_long", lambda o, d: frame.add_theme(o, d, "library", ThemeText(name={"en": "x" * 81}), seen=2)),
    ("theme_unknown", lambda o, d: frame.retire_theme(o, d, "library", "nothing", seen=2)),
    ("same_theme", lambda o, d: frame.merge_theme(o, d, "library", "speed", "speed", seen=2)),
    ("one_part", lambda o, d: frame.split_theme(o, d, "library", "speed", [SIGNS], seen=2)),
    ("version_unknown", lambda o, d: frame.go_back(o, d, "library", 9, seen=2)),
    ("candidate_unknown", lambda o, d: frame.accept_candidate(o, d, "library", "c9", seen=2)),
    ("file_unreadable", lambda o, d: frame.bring_in_frame(o, d, "library", b"{", "f.json", seen=2)),
    ("file_no_themes", lambda o, d: frame.bring_in_frame(o, d, "library", b"{}", "f.json", seen=2)),
    ("file_columns", lambda o, d: frame.bring_in_frame(o, d, "library", b"a,b\n1,2\n", "f.csv", seen=2)),
    ("file_theme", lambda o, d: frame.bring_in_frame(o, d, "library", b"[3]", "f.json", seen=2)),
    (
        "file_id_twice",
        lambda o, d: frame.bring_in_frame(o, d, "library", b"id,name\na,A\na,B\n", "f.csv", seen=2),
    ),
    (
        "name_taken",
        lambda o, d: frame.bring_in_frame(o, d, "library", b"id,name\na,A\nb,A\n", "f.csv", seen=2),
    ),
]


@pytest.mark.parametrize(("wrong", "asked"), REFUSED, ids=[wrong for wrong, _ in REFUSED])
def test_what_cannot_be_is_refused_and_nothing_kept(
    office: Office, ids: list[int], wrong: str, asked: Callable[[Office, Actor], object]
) -> None:
    started(office)
    with pytest.raises(FrameError) as raised:
        asked(office, cast(office).dev)
    assert raised.value.code == wrong
    assert frame.frame_for(office, cast(office).dev, "library").number == 2


def test_the_last_theme_stays(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    started(office)
    frame.retire_theme(office, dev, "library", "speed", seen=2)
    with pytest.raises(FrameError) as raised:
        frame.retire_theme(office, dev, "library", "search", seen=3)
    assert raised.value.code == "last_theme"
