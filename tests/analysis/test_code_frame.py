import json
from pathlib import Path
from typing import Any

import pytest

from analysis.code_frame import CodeFrameError, load_code_frame, starter_code_frame
from analysis.words import function_words


def test_the_starter_frame_speaks_both_languages_everywhere() -> None:
    for theme in starter_code_frame().themes:
        for texts in (theme.name, theme.definition, theme.include, theme.exclude):
            assert texts["en"], theme.id
            assert texts["fr"], theme.id
        assert len(theme.seeds["en"]) >= 15, theme.id
        assert len(theme.seeds["fr"]) >= 15, theme.id


def test_no_seed_of_the_starter_frame_is_a_bare_small_word() -> None:
    for theme in starter_code_frame().themes:
        for language, seeds in theme.seeds.items():
            assert not set(seeds) & function_words()[language], theme.id


def test_json_and_csv_give_the_same_frame(tmp_path: Path) -> None:
    themes = [{"id": "pay", "name": {"en": "Payments", "fr": "Paiements"}, "seeds": {"en": ["card", "pay"]}}]
    as_json, as_csv = tmp_path / "frame.json", tmp_path / "frame.csv"
    as_json.write_text(json.dumps({"themes": themes}), encoding="utf-8")
    as_csv.write_text("id,name,name_fr,seeds\npay,Payments,Paiements,card|pay\n", encoding="utf-8-sig")
    assert load_code_frame(as_json) == load_code_frame(as_csv)


def test_a_changed_theme_changes_the_version() -> None:
    one = load_code_frame({"themes": [{"id": "a", "name": "A"}]})
    other = load_code_frame({"themes": [{"id": "a", "name": "B"}]})
    assert one.version != other.version


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({}, "code frame"),
        ({"themes": []}, "code frame"),
        ({"themes": "abc"}, "code frame"),
        ({"themes": ["abc"]}, "theme 1"),
        ({"themes": [{"name": "no id"}]}, "theme 1"),
        ({"themes": [{"id": "a"}, {"id": "a"}]}, "theme 2"),
        ({"themes": [{"id": "a|b"}]}, "theme 1"),
        ({"themes": [{"id": "a", "name": {"de": "x"}}]}, "name"),
        ({"themes": [{"id": "a", "seeds": {"en": [1]}}]}, "seeds"),
        ({"themes": [{"id": "a", "definition": 4}]}, "definition"),
    ],
)
def test_a_bad_frame_says_where_and_how(data: dict[str, Any], where: str) -> None:
    with pytest.raises(CodeFrameError) as caught:
        load_code_frame(data)
    assert where in caught.value.where
    assert caught.value.how


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"a,b\n1,2\n", b"", b"[" * 5000])
def test_a_broken_file_is_refused_clearly(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "frame.json"
    path.write_bytes(content)
    with pytest.raises(CodeFrameError) as caught:
        load_code_frame(path)
    assert "frame.json" in caught.value.where


def test_a_missing_file_is_refused_clearly(tmp_path: Path) -> None:
    with pytest.raises(CodeFrameError):
        load_code_frame(tmp_path / "none.json")
