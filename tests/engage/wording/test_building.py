"""What authors read: every setting, choice, group and change has words in both languages."""

import pytest

from engage.library import question_bank
from engage.wording import wording
from engage.wording.building import CHOICES, GROUPS, NAMES, SUBJECTS, choice_name, setting_name
from engage.wording.changes import SENTENCES, told
from surveys.changes import CODES, Change
from surveys.questions import KINDS
from surveys.questions.menu import GROUPS as KNOWN_GROUPS
from surveys.settings_form import Setting, settings_of, settings_of_page, settings_of_survey

EN, FR = wording("en"), wording("fr")
ALL = [one for kind in KINDS for one in settings_of(kind)] + [*settings_of_survey(), *settings_of_page()]
PARTS = [part for one in ALL for part in one.parts]
SAME_IN_BOTH = {"Introduction", "Points", "Code", "Latitude", "Longitude", "Budgets", "English", "Français"}


def names() -> list[str]:
    return sorted({one.name for one in (*ALL, *PARTS)})


@pytest.mark.parametrize("name", names())
def test_every_setting_has_a_name(name: str) -> None:
    assert name in NAMES, "name it in engage/wording/building.py"
    assert setting_name(FR, name) != setting_name(EN, name) or setting_name(EN, name) in SAME_IN_BOTH


@pytest.mark.parametrize("choice", sorted({choice for one in (*ALL, *PARTS) for choice in one.choices}))
def test_every_choice_has_a_name(choice: str) -> None:
    assert choice in CHOICES, "name it in engage/wording/building.py"
    assert choice_name(FR, "", choice)


def test_a_setting_nobody_named_goes_by_its_own_name() -> None:
    assert setting_name(EN, "largest_file") == "Largest file"


def test_one_name_may_mean_two_things() -> None:
    best = {each.sort: setting_name(EN, "best", each.sort) for each in ALL if each.name == "best"}
    assert best == {"choice": "Best end", "texts": "Name of the highest point"}


def test_every_group_and_subject_has_a_name() -> None:
    assert set(GROUPS) == set(KNOWN_GROUPS)
    assert set(SUBJECTS) == set(question_bank())


def test_every_change_is_told() -> None:
    assert set(SENTENCES) == set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_each_is_told_in_both_languages_whatever_is_known(code: str) -> None:
    details = {
        "before": {"en": "Easy?", "fr": "Facile?"},
        "now": {"en": "Easier?", "fr": "Plus facile?"},
        "labels": [{"en": "North", "fr": "Nord"}],
        "pairs": [({"en": "North", "fr": "Nord"}, {"en": "Up", "fr": "Haut"})],
        "settings": ["points"],
    }
    for known in (details, {}):
        english, french = (told(Change(code, "title", known), language) for language in ("en", "fr"))
        assert english.endswith(".")
        assert french.endswith(".")
        assert english != french
        assert "%(" not in english + french


def test_answers_are_named_in_the_readers_language() -> None:
    change = Change("options_added", "ward", {"labels": [{"en": "North", "fr": "Nord"}]})
    assert told(change, "fr") == "Nouvelles réponses\u00a0: «\u00a0Nord\u00a0»."


def test_settings_may_be_of_any_sort() -> None:
    assert setting_name(EN, Setting("minutes", "whole").name) == "Minutes that residents are told"
