"""Every question can be drawn, whatever its kind, and whatever a browser sends comes back as text."""

from datetime import date, time

import pytest

from engage.portal import controls, state
from engage.wording import wording
from surveys.questions import KINDS
from tests.factories import definition, question


def test_every_control_is_drawn() -> None:
    assert {kind.control for kind in KINDS.values()} <= set(controls.DRAWN)


def _field(made: dict[str, object]) -> controls.Field:
    return controls.Field(next(definition([made]).questions()), wording("en"), "library", ())


@pytest.mark.parametrize("sent", [1.0, True, None, {"a": 1}, float("nan")])
def test_a_forged_value_reads_as_no_answer(monkeypatch: pytest.MonkeyPatch, sent: object) -> None:
    field = _field(question("short_text", "postal"))
    monkeypatch.setattr(controls.st, "session_state", {field.key(): sent})
    assert controls.typed(field) == [""]


def test_a_forged_list_keeps_only_its_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    field = _field(question("multiple_choice", "used", "permits", "tax"))
    monkeypatch.setattr(controls.st, "session_state", {field.key(): ["tax", 7, "tax", None]})
    assert controls.typed(field) == ["tax", "", "tax", ""]


def test_each_place_of_a_ranking_is_read_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    field = _field(question("ranking", "top", "search", "speed", "language", places=3))
    kept = {field.key(0): "speed", field.key(1): "search", field.key(2): ""}
    monkeypatch.setattr(controls.st, "session_state", kept)
    assert controls.typed(field) == ["speed", "search", ""]


def test_what_is_not_drawn_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    field = _field(question("short_text", "postal"))
    monkeypatch.setattr(controls.st, "session_state", {})
    assert controls.typed(field) is None


@pytest.mark.parametrize(
    ("kind", "chosen", "sent"),
    [("date_entry", date(2026, 9, 14), "2026-09-14"), ("time_entry", time(14, 30), "14:30:00")],
)
def test_a_day_and_a_time_are_sent_as_text(
    monkeypatch: pytest.MonkeyPatch, kind: str, chosen: object, sent: str
) -> None:
    field = _field(question(kind, "visited"))
    monkeypatch.setattr(controls.st, "session_state", {field.key(): chosen})
    assert controls.typed(field) == [sent]
    assert field.question.parse([sent]) is not None


def test_each_language_has_inputs_of_its_own() -> None:
    assert state.answer_key("library", "en", "ward") != state.answer_key("library", "fr", "ward")
