"""Changes the themes of a code frame: plain data in, plain data out, with what was done to which theme."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from engage.framing.reading import COMMENTS
from engage.framing.values import (
    LONGEST_NAME,
    LONGEST_PHRASE,
    LONGEST_TEXT,
    MOST_PHRASES,
    MOST_THEMES,
    FrameError,
    Phrases,
    ThemeText,
)
from engage.wording import LANGUAGES
from surveys.frames import What

Themes = tuple[Mapping[str, Any], ...]
CANDIDATE = "candidate"
"""From which candidate theme of which run a theme came."""
TEXTS = ("definition", "include", "exclude")
PHRASES = ("seeds", "examples")
_NOT_ID = re.compile(r"[^a-z0-9]+")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Edited:
    """The themes after a change, and what it was."""

    themes: Themes
    what: What
    of: tuple[str, ...] = ()
    into: tuple[str, ...] = ()


def added(
    themes: Themes,
    text: ThemeText,
    used: Collection[str],
    *,
    comments: Iterable[int] = (),
    candidate: str = "",
) -> Edited:
    """Add a theme at the end; its id is made from its name and was never ``used`` before.

    Raises:
        FrameError: its name is missing or taken, or something is too long or too much.
    """
    _room(themes, 1)
    made = _made(themes, text, used)
    kept = {**made, COMMENTS: list(comments)} if comments else made
    kept = {**kept, CANDIDATE: candidate} if candidate else kept
    return Edited((*themes, kept), "added", (made["id"],))


def edited(themes: Themes, theme_id: str, text: ThemeText) -> Edited:
    """Change what a theme is called or what is said of it; it keeps its id, and decisions about it.

    Raises:
        FrameError: as ``added``, or there is no such theme.
    """
    before = found(themes, theme_id)
    others = tuple(theme for theme in themes if theme["id"] != theme_id)
    after = {**before, **_checked(others, text)}
    return Edited(tuple(after if theme is before else theme for theme in themes), "edited", (theme_id,))


def merged(themes: Themes, theme_id: str, into: str) -> Edited:
    """Merge a theme into another, which takes its phrases, its comments and what it includes.

    Raises:
        FrameError: there is no such theme, or both are the same.
    """
    gone, kept = found(themes, theme_id), found(themes, into)
    if gone is kept:
        raise FrameError("same_theme")
    grown = {
        **kept,
        "include": _joined(kept, gone),
        **{part: _both(kept.get(part, {}), gone.get(part, {})) for part in PHRASES},
        COMMENTS: list(dict.fromkeys([*kept.get(COMMENTS, ()), *gone.get(COMMENTS, ())])),
    }
    left = tuple(grown if theme is kept else theme for theme in themes if theme is not gone)
    return Edited(left, "merged", (theme_id,), (into,))


def split(themes: Themes, theme_id: str, parts: Sequence[ThemeText], used: Collection[str]) -> Edited:
    """Put new themes in the place of one; what it was given to is looked at again.

    Raises:
        FrameError: as ``added``; there is no such theme, or fewer than two parts.
    """
    whole = found(themes, theme_id)
    if len(parts) < 2:
        raise FrameError("one_part")
    _room(themes, len(parts) - 1)
    others = [theme for theme in themes if theme is not whole]
    made: list[Mapping[str, Any]] = []
    for part in parts:
        taken = {*used, *(each["id"] for each in made)}
        made.append(_made((*others, *made), part, taken))
    place = themes.index(whole)
    return Edited(
        (*themes[:place], *made, *themes[place + 1 :]),
        "split",
        (theme_id,),
        tuple(each["id"] for each in made),
    )


def retired(themes: Themes, theme_id: str) -> Edited:
    """Take a theme out of the code frame; its history and the decisions about it stay.

    Raises:
        FrameError: there is no such theme, or it is the last one.
    """
    gone = found(themes, theme_id)
    if len(themes) == 1:
        raise FrameError("last_theme")
    return Edited(tuple(theme for theme in themes if theme is not gone), "retired", (theme_id,))


def found(themes: Themes, theme_id: str) -> Mapping[str, Any]:
    """Return a theme by its id.

    Raises:
        FrameError: there is none.
    """
    for theme in themes:
        if theme["id"] == theme_id:
            return theme
    raise FrameError("theme_unknown")


def text_of(theme: Mapping[str, Any]) -> ThemeText:
    """Return a theme's texts from what is kept of it."""
    texts = (dict(theme.get(part) or {}) for part in TEXTS)
    phrases = (_as_phrases(theme.get(part) or {}) for part in PHRASES)
    return ThemeText(dict(theme["name"]), *texts, *phrases)


def _as_phrases(by_language: Mapping[str, Sequence[str]]) -> Phrases:
    return {language: tuple(said) for language, said in by_language.items()}


def _room(themes: Themes, more: int) -> None:
    if len(themes) + more > MOST_THEMES:
        raise FrameError("too_many_themes", most=MOST_THEMES)


def _made(themes: Themes, text: ThemeText, used: Collection[str]) -> dict[str, Any]:
    checked = _checked(themes, text)
    name = next(checked["name"][language] for language in LANGUAGES if language in checked["name"])
    return {"id": _id(name, used), **checked}


def _checked(others: Themes, text: ThemeText) -> dict[str, Any]:
    """Return a theme's texts tidied, refused where they cannot be kept."""
    made = {each.name: _tidied(getattr(text, each.name)) for each in fields(text)}
    if not made["name"]:
        raise FrameError("name_missing")
    _check_lengths(made)
    for language, name in made["name"].items():
        for other in others:
            if same(other["name"].get(language, ""), name):
                raise FrameError("name_taken", name=name)
    return {**made, **{part: _listed(made[part]) for part in PHRASES}}


def _check_lengths(made: Mapping[str, Any]) -> None:
    for part, most in (("name", LONGEST_NAME), *((part, LONGEST_TEXT) for part in TEXTS)):
        if any(len(said) > most for said in made[part].values()):
            raise FrameError("too_long", part=part, most=most)
    for part in PHRASES:
        for phrases in made[part].values():
            if len(phrases) > MOST_PHRASES:
                raise FrameError("too_many_phrases", part=part, most=MOST_PHRASES)
            if any(len(phrase) > LONGEST_PHRASE for phrase in phrases):
                raise FrameError("too_long", part=part, most=LONGEST_PHRASE)


def same(one: str, other: str) -> bool:
    """Say whether two names are the same to a reader: case and accents aside."""
    return bool(one) and _bare(one) == _bare(other)


def _tidied(by_language: Mapping[str, Any]) -> dict[str, Any]:
    """Return texts or phrases without odd blanks and signs, in our languages, empty ones left out."""
    tidied: dict[str, Any] = {}
    for language in LANGUAGES:
        given = by_language.get(language) or ""
        told = tidy(given) if isinstance(given, str) else _unique(map(tidy, given))
        if told:
            tidied[language] = told
    return tidied


def free_name(themes: Themes, name: str, language: str) -> str:
    """Return a name that no theme has yet: with a number behind it where it is taken."""
    base = tidy(name)[: LONGEST_NAME - 4] or "?"
    number = 1
    while any(same(theme["name"].get(language, ""), _numbered(base, number)) for theme in themes):
        number += 1
    return _numbered(base, number)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"


def tidy(text: str) -> str:
    """Return a text on one line, without signs that cannot be seen."""
    seen = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or sign.isprintable())
    return _BLANKS.sub(" ", seen).strip()


def _unique(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(phrase for phrase in dict.fromkeys(phrases) if phrase)


def _listed(phrases: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {language: list(said) for language, said in phrases.items()}


def _both(one: Phrases, other: Phrases) -> dict[str, list[str]]:
    made = {each: _unique((*one.get(each, ()), *other.get(each, ())))[:MOST_PHRASES] for each in LANGUAGES}
    return {language: list(phrases) for language, phrases in made.items() if phrases}


def _joined(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> dict[str, str]:
    """Return what the theme merged into includes: the other by name, and what that one included."""
    made = {}
    for language in LANGUAGES:
        parts = (kept.get("include", {}), gone["name"], gone.get("include", {}))
        said = "; ".join(each[language] for each in parts if each.get(language))
        if said:
            made[language] = said[:LONGEST_TEXT]
    return made


def _id(name: str, used: Collection[str]) -> str:
    base = _NOT_ID.sub("_", _bare(name)).strip("_")[:40] or "theme"
    number = 1
    while (made := base if number == 1 else f"{base}_{number}") in used:
        number += 1
    return made


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter)).strip()
