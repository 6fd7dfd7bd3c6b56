"""The code frame page: themes with their figures and comments, changed in place, with a way back."""

import pytest

from engage.actions import frame
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.engage.portal.conftest import click, texts
from tests.factories import answer, cast, make_survey


@pytest.fixture
def ids(office) -> list[int]:
    make_survey(office)
    for number in range(3):
        answer(office, improve=f"Search {number} is slow")
    found = comment_ids(office)
    finish_run(office, [said(id_, "search", masked=f"masked *{id_}*") for id_ in found])
    return found


def press(app, key: str):
    return app.button(key=f"code_frame.field.{key}").click().run()


def write(app, slot: str, **names: str) -> None:
    for language, name in names.items():
        app.text_input(key=f"code_frame.field.{slot}.name.{language}").input(name)


def names(office) -> list[str]:
    desk = frame.frame_for(office, cast(office).dev, "library")
    return [theme.text.name.get("en", "") for theme in desk.themes]


def test_each_theme_shows_its_figure_and_its_comments_as_they_are(portal, office, ids) -> None:
    app = portal("code_frame", cast(office).dev, survey="library")
    assert not app.exception
    assert ":blue-badge[3 comments (100%)]" in texts(app)
    assert f"“masked *{ids[0]}*”" in [text.value for text in app.text]


def test_a_theme_is_added_in_both_languages_and_undone(portal, office, ids) -> None:
    app = portal("code_frame", cast(office).dev, survey="library")
    press(app, "add")
    write(app, "0.new", en="Signs", fr="Affichage")
    press(app, "0.new.keep")
    assert names(office)[-1] == "Signs"
    assert app.success[0].value == "“Signs” was added\\."
    press(app, "undo")
    assert "Signs" not in names(office)


def test_what_is_wrong_is_said_and_what_was_written_stays(portal, office, ids) -> None:
    app = portal("code_frame", cast(office).dev, language="fr", survey="library")
    press(app, "add")
    write(app, "0.new", fr="Recherche")
    press(app, "0.new.keep")
    assert app.error[0].value == "Un thème s’appelle déjà « Recherche ». Choisissez un autre nom."
    assert app.text_input(key="code_frame.field.0.new.name.fr").value == "Recherche"


def test_a_theme_is_merged_into_another(portal, office, ids) -> None:
    app = portal("code_frame", cast(office).dev, survey="library")
    before = names(office)
    press(app, "merge.search")
    app.selectbox(key="code_frame.field.0.search.merge.into").select("navigation")
    press(app, "0.search.merge.keep")
    assert names(office) == [name for name in before if name != "Search"]


def test_a_theme_is_split_and_retired_ones_come_back_from_the_history(portal, office, ids) -> None:
    dev = cast(office).dev
    app = portal("code_frame", dev, survey="library")
    press(app, "split.search")
    write(app, "0.search.split.1", en="Search box")
    write(app, "0.search.split.2", en="Search results")
    press(app, "0.search.split.keep")
    assert {"Search box", "Search results"} <= set(names(office))
    frame.go_back(office, dev, "library", 1, seen=2)
    assert "Search" in names(office)


def test_a_form_is_called_off(portal, office, ids) -> None:
    app = portal("code_frame", cast(office).dev, survey="library")
    press(app, "edit.search")
    press(app, "0.search.edit.cancel")
    assert "code_frame.field.0.search.edit.keep" not in [button.key for button in app.button]
    assert frame.frame_for(office, cast(office).dev, "library").number == 0


def test_an_editor_is_told_that_it_is_not_theirs(portal, office, ids) -> None:
    app = portal("code_frame", cast(office).ben, survey="library")
    assert "You cannot do this here" in texts(app)
    assert "masked" not in texts(app)


def test_before_the_first_run_the_themes_are_there_to_be_edited(portal, office) -> None:
    make_survey(office)
    app = portal("code_frame", cast(office).dev, survey="library")
    assert "No run yet" in texts(app)
    click(app, "Retire")
    assert len(names(office)) == 17
