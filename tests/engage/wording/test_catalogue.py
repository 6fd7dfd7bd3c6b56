"""Both languages are equal: every sentence in the code and the templates has French that fits it.

Sentences are the literal first arguments of ``t(…)`` and ``t.n(…)``, where ``t`` is a wording.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from engage.settings import ROOT
from engage.wording import catalogue

FRENCH = sorted((ROOT / "engage" / "wording" / "locale" / "fr").glob("*.po"))
PLACE = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True)
class Sentence:
    """A sentence in the code: its forms, the values given to it, and where it stands."""

    forms: tuple[str, ...]
    values: frozenset[str] | None
    """``None`` when they are given as a whole mapping and cannot be read from the source."""
    place: str


def is_wording(name: str) -> bool:
    return name == "t" or name.startswith("t_") or name.endswith(".t") or name.startswith("wording(")


def in_python(path: Path) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = ast.unparse(node.func)
        is_number = name.endswith(".n") and is_wording(name.removesuffix(".n"))
        if not (is_number or is_wording(name)) or name == "wording":
            continue
        given = node.args[: 2 if is_number else 1]
        forms = [arg.value for arg in given if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        place = f"{path.relative_to(ROOT)}:{node.lineno}"
        if any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in given):
            yield Sentence(("a sentence put together from parts cannot be translated",), None, place)
        if len(forms) == len(given):
            names = {keyword.arg for keyword in node.keywords}
            yield Sentence(tuple(forms), None if None in names else _given(names, is_number), place)


def in_template(path: Path) -> Iterator[Sentence]:
    for node in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Call):
        function = node.node
        is_number = isinstance(function, nodes.Getattr) and function.attr == "n"
        target = function.node if is_number else function
        if not (isinstance(target, nodes.Name) and target.name == "t"):
            continue
        given = node.args[: 2 if is_number else 1]
        forms = [arg.value for arg in given if isinstance(arg, nodes.Const)]
        if len(forms) == len(given):
            names = {keyword.key for keyword in node.kwargs}
            values = None if node.dyn_kwargs else _given(names, is_number)
            yield Sentence(tuple(forms), values, f"{path.relative_to(ROOT)}:{node.lineno}")


def _given(names: set[str | None], is_number: bool) -> frozenset[str]:
    return frozenset(name for name in names if name) | ({"n"} if is_number else set())


def sentences() -> list[Sentence]:
    found = [s for path in sorted((ROOT / "engage").rglob("*.py")) for s in in_python(path)]
    return found + [s for path in sorted((ROOT / "engage").rglob("*.html")) for s in in_template(path)]


SENTENCES = sentences()


def test_sentences_are_found_in_code_and_templates() -> None:
    kinds = {Path(sentence.place.split(":")[0]).suffix for sentence in SENTENCES}
    assert kinds == {".py", ".html"}
    assert len(SENTENCES) > 100


def test_every_sentence_has_french() -> None:
    french = catalogue("fr")
    missing = sorted({f"{s.place} {s.forms[0]!r}" for s in SENTENCES if s.forms[0] not in french})
    assert missing == []


def test_a_sentence_by_number_has_two_french_forms() -> None:
    french = catalogue("fr")
    odd = [s for s in SENTENCES if len(s.forms) == 2 and len(french.get(s.forms[0], ("", ""))) != 2]
    assert odd == []


def test_every_sentence_gets_the_values_it_has_places_for() -> None:
    odd = [
        f"{s.place} {s.forms[0]!r} is given {sorted(s.values)}"
        for s in SENTENCES
        if s.values is not None and not set(PLACE.findall(" ".join(s.forms))) <= s.values
    ]
    assert odd == []


def test_every_sentence_can_be_filled_in_both_languages() -> None:
    french = catalogue("fr")
    odd = []
    for sentence in SENTENCES:
        if not sentence.values:
            continue
        values = dict.fromkeys(sentence.values, "x")
        for form in (*sentence.forms, *french.get(sentence.forms[0], ())):
            try:
                form % values
            except (KeyError, ValueError, TypeError) as error:
                odd.append(f"{sentence.place} {form!r}: {error}")
    assert odd == []


def entries() -> Iterator[tuple[Path, tuple[str, ...], tuple[str, ...], bool]]:
    """Yield file, English forms, French forms and whether it is marked as unsure, of every entry."""
    for path in FRENCH:
        with path.open("rb") as file:
            for message in read_po(file, locale="fr_CA", abort_invalid=True):
                if message.id:
                    forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
                    said = (message.string,) if isinstance(message.string, str) else tuple(message.string)
                    yield path, forms, said, message.fuzzy


def test_no_translation_is_empty_or_unsure() -> None:
    odd = [f"{path.name} {forms[0]!r}" for path, forms, said, fuzzy in entries() if fuzzy or not all(said)]
    assert odd == []


def test_french_has_the_same_places_as_english() -> None:
    odd = [
        f"{path.name} {forms[0]!r}"
        for path, forms, said, _ in entries()
        if {frozenset(PLACE.findall(form)) - {"n"} for form in said}
        != {frozenset(PLACE.findall(forms[-1])) - {"n"}}
    ]
    assert odd == []


def test_files_do_not_contradict_one_another() -> None:
    said: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for path, forms, french, _ in entries():
        said[forms[0]][path.name] = french
    odd = {english: files for english, files in said.items() if len(set(files.values())) > 1}
    assert odd == {}


def test_no_sentence_is_translated_that_nobody_says() -> None:
    spoken = {
        node.value
        for path in (ROOT / "engage").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    } | {
        node.value
        for path in (ROOT / "engage").rglob("*.html")
        for node in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Const)
        if isinstance(node.value, str)
    }
    idle = [f"{path.name} {forms[0]!r}" for path, forms, _, _ in entries() if forms[0] not in spoken]
    assert idle == []


@pytest.mark.parametrize("path", FRENCH, ids=lambda path: path.name)
def test_a_catalogue_says_how_french_counts(path: Path) -> None:
    header = path.read_text("utf-8")
    assert 'Plural-Forms: nplurals=2; plural=(n > 1);\\n"' in header
    assert 'Language: fr\\n"' in header
