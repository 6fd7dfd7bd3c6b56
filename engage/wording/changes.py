"""What a new version changes, in words: one entry for every code of ``surveys.changes``."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engage.wording import Wording, wording
from engage.wording.building import setting_name
from engage.wording.linter import place_name
from surveys.changes import Change
from surveys.questions import in_language

Details = Mapping[str, Any]


def told(change: Change, language: str) -> str:
    """Return one change as a sentence."""
    return SENTENCES[change.code](wording(language), change.details, change.place)


def _labels(t: Wording, d: Details) -> str:
    labels: Sequence[Mapping[str, str]] = d.get("labels", ())
    return ", ".join(t("“%(label)s”", label=in_language(dict(each), t.language)) for each in labels)


def _settings(t: Wording, d: Details) -> str:
    return ", ".join(setting_name(t, str(name)) for name in d.get("settings", ()))


def _wording(t: Wording, d: Details) -> str:
    was, now = (in_language(dict(d.get(name, {})), t.language) for name in ("before", "now"))
    if was == now:
        return t("The wording changes in the other language.")
    return t("The wording changes; before: “%(before)s”.", before=was)


def _relabelled(t: Wording, d: Details) -> str:
    pairs = [tuple(in_language(dict(part), t.language) for part in pair) for pair in d.get("pairs", ())]
    shown = "; ".join(t("“%(before)s” becomes “%(now)s”", before=was, now=now) for was, now in pairs)
    return t("Answers get other words: %(pairs)s.", pairs=shown)


Sentence = Callable[[Wording, Details, str], str]
SENTENCES: Mapping[str, Sentence] = {
    "question_added": lambda t, _, __: t("New question."),
    "question_removed": lambda t, _, __: t("No longer asked. Answers so far are kept."),
    "question_moved": lambda t, _, __: t("Stands in another place."),
    "kind_changed": lambda t, _, __: t("Another kind of question under the same name."),
    "wording_changed": lambda t, d, _: _wording(t, d),
    "signs_changed": lambda t, _, __: t("Signs or capital letters of the wording change."),
    "hint_changed": lambda t, _, __: t("The help below it changes."),
    "options_added": lambda t, d, _: t("New answers: %(labels)s.", labels=_labels(t, d)),
    "options_removed": lambda t, d, _: t("Answers left out: %(labels)s.", labels=_labels(t, d)),
    "options_relabelled": lambda t, d, _: _relabelled(t, d),
    "options_reordered": lambda t, _, __: t("The answers stand in another order."),
    "lines_changed": lambda t, _, __: t("The lines of the table change."),
    "settings_changed": lambda t, d, _: t("Changed: %(settings)s.", settings=_settings(t, d)),
    "look_changed": lambda t, d, _: t("Changed: %(settings)s.", settings=_settings(t, d)),
    "base_changed": lambda t, _, __: t("Other people are asked: its condition changes."),
    "required_changed": lambda t, d, _: (
        t("An answer becomes required.") if d.get("now") else t("An answer is no longer required.")
    ),
    "page_added": lambda t, _, __: t("New page."),
    "page_removed": lambda t, _, __: t("The page goes."),
    "page_changed": lambda t, _, __: t("The page's title or settings change."),
    "survey_changed": lambda t, _, place: t("Changed: %(settings)s.", settings=place_name(t, place)),
}
