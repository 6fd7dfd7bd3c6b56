"""Sentences, numbers, dates: each language writes them its own way."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engage import wording as wording_module
from engage.wording import CatalogueConflictError, catalogue, wording

EN, FR = wording("en"), wording("fr")
NARROW, NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def test_a_sentence_is_said_in_the_readers_language() -> None:
    assert (EN("Yes"), FR("Yes")) == ("Yes", "Oui")


def test_a_sentence_without_french_is_said_in_english() -> None:
    assert FR("Nobody ever translated this") == "Nobody ever translated this"


def test_values_fill_their_places_and_a_percent_sign_without_values_stays() -> None:
    assert EN("%(who)s wrote %(what)s", who="Rosa", what="100 %") == "Rosa wrote 100 %"
    assert EN("100 % sure") == "100 % sure"


def test_a_resident_cannot_make_a_place() -> None:
    assert EN("You wrote %(words)s", words="%(secret)s %s") == "You wrote %(secret)s %s"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue folder of our own."""
    made = tmp_path / "fr"
    made.mkdir()
    monkeypatch.setattr(wording_module, "_FOLDER", tmp_path)
    catalogue.cache_clear()
    yield made
    catalogue.cache_clear()


HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def test_french_counts_nothing_as_one(folder: Path) -> None:
    entry = 'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s jour"\nmsgstr[1] "%(n)s jours"\n'
    (folder / "a.po").write_text(HEADER + entry)
    t = {language: wording_module.Wording(language) for language in ("en", "fr")}
    said = {language: [t[language].n("%(n)s day", "%(n)s days", n) for n in (0, 1, 2)] for language in t}
    assert said == {"en": ["0 days", "1 day", "2 days"], "fr": ["0 jour", "1 jour", "2 jours"]}


def test_two_files_that_disagree_are_refused(folder: Path) -> None:
    (folder / "a.po").write_text(HEADER + 'msgid "Send"\nmsgstr "Envoyer"\n')
    (folder / "b.po").write_text(HEADER + 'msgid "Send"\nmsgstr "Transmettre"\n')
    with pytest.raises(CatalogueConflictError, match=r"b.po: 'Send'"):
        catalogue("fr")


def test_two_files_may_say_the_same(folder: Path) -> None:
    for name in ("a.po", "b.po"):
        (folder / name).write_text(HEADER + 'msgid "Send"\nmsgstr "Envoyer"\n')
    assert catalogue("fr") == {"Send": ("Envoyer",)}


@pytest.mark.parametrize("language", ["de", "", "EN", "../fr"])
def test_an_unknown_language_reads_english(language: str) -> None:
    assert wording(language).language == "en"


def test_an_authors_text_falls_back_to_what_there_is() -> None:
    assert FR.pick({"en": "Hello", "fr": "Bonjour"}) == "Bonjour"
    assert FR.pick({"en": "Hello", "fr": ""}) == "Hello"
    assert FR.pick({}) == ""


@pytest.mark.parametrize(
    ("value", "places", "english", "french"),
    [
        (0, 0, "0", "0"),
        (1234567, 0, "1,234,567", f"1{NO_BREAK}234{NO_BREAK}567"),
        (0.5, 0, "0", "0"),
        (2.25, 1, "2.2", "2,2"),
        (2.0, 1, "2", "2"),
        (-1234.5, 1, "-1,234.5", f"-1{NO_BREAK}234,5"),
    ],
)
def test_numbers_are_written_the_readers_way(value: float, places: int, english: str, french: str) -> None:
    assert (EN.number(value, places), FR.number(value, places)) == (english, french)


@pytest.mark.parametrize(
    ("rate", "places", "english", "french"),
    [
        (0, 0, "0%", f"0{NO_BREAK}%"),
        (0.421, 0, "42%", f"42{NO_BREAK}%"),
        (1, 1, "100.0%", f"100,0{NO_BREAK}%"),
        (0.0049, 1, "0.5%", f"0,5{NO_BREAK}%"),
    ],
)
def test_rates_are_written_as_per_cent(rate: float, places: int, english: str, french: str) -> None:
    assert (EN.percent(rate, places), FR.percent(rate, places)) == (english, french)


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        (date(2026, 9, 1), "September 1, 2026", "1er septembre 2026"),
        (date(2026, 8, 11), "August 11, 2026", "11 août 2026"),
    ],
)
def test_days_are_written_in_words(day: date, english: str, french: str) -> None:
    assert (EN.date(day), FR.date(day)) == (english, french)


@pytest.mark.parametrize(
    ("at", "english", "french"),
    [
        (datetime(2026, 7, 1, 0, 30, tzinfo=UTC), "June 30, 2026, 8:30 p.m.", "30 juin 2026, 20 h 30"),
        (datetime(2026, 12, 1, 17, tzinfo=UTC), "December 1, 2026, 12:00 p.m.", "1er décembre 2026, 12 h 00"),
    ],
)
def test_moments_are_local_in_summer_and_winter(at: datetime, english: str, french: str) -> None:
    assert (EN.time(at), FR.time(at)) == (english, french)
    assert EN.time(at.replace(tzinfo=None)) == english
