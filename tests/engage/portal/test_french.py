"""What Streamlit writes itself is said in French on a French page; every list says what to choose."""

import ast
from typing import Any

import pytest

from engage.portal.french import STYLE
from engage.settings import ROOT


def styles(app: Any) -> list[str]:
    return [each.proto.body for each in app.get("html")]


@pytest.mark.parametrize(("language", "drawn"), [("en", []), ("fr", [STYLE])])
def test_a_french_page_has_the_words(portal, language: str, drawn: list[str]) -> None:
    app = portal("home", language=language)
    assert styles(app) == drawn


def test_every_list_of_several_says_in_our_words_what_to_choose() -> None:
    silent = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "engage" / "portal").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(".multiselect")
        and "placeholder" not in {keyword.arg for keyword in node.keywords}
    ]
    assert silent == []
