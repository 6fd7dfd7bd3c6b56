"""What was done to a code frame, and why something cannot be done, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from engage.framing.values import FrameError
from engage.wording import Wording
from engage.wording.tables import table_problem_sentence
from surveys.frames import FrameChange


def change_sentence(t: Wording, change: FrameChange, names: Mapping[str, Mapping[str, str]]) -> str:
    """Return what a version changed; ``names`` are those of all themes there ever were."""
    of, into = _named(t, change.of, names), _named(t, change.into, names)
    match change.what:
        case "started":
            return t("The code frame as it came with the product.")
        case "added":
            return t("%(theme)s was added.", theme=of)
        case "edited":
            return t("%(theme)s was edited.", theme=of)
        case "merged":
            return t("%(theme)s was merged into %(into)s.", theme=of, into=into)
        case "split":
            return t("%(theme)s was split into %(parts)s.", theme=of, parts=into)
        case "retired":
            return t("%(theme)s was retired.", theme=of)
        case "gone_back":
            return t("Version %(number)s was taken up again.", number=change.back_to)
        case _:
            return t.n(
                "A file with %(n)s theme was brought in.",
                "A file with %(n)s themes was brought in.",
                len(change.ids),
            )


def _named(t: Wording, ids: Sequence[str], names: Mapping[str, Mapping[str, str]]) -> str:
    quoted = "“%s”" if t.language == "en" else "« %s »"
    return ", ".join(quoted % (t.pick(dict(names[id_])) if id_ in names else id_) for id_ in ids)


def part_name(t: Wording, part: str) -> str:
    """Return what a part of a theme is called."""
    return {
        "name": t("Name"),
        "definition": t("Definition"),
        "include": t("What it includes"),
        "exclude": t("What it does not include"),
        "seeds": t("Words that suggest it, one on each line"),
        "examples": t("Examples, one on each line"),
    }[part]


def frame_problem_sentence(t: Wording, error: FrameError) -> str:
    """Say what is wrong and what to do about it; for a file, in which theme."""
    told = _sentence(t, error.code, error.values)
    if "number" in error.values and not error.code.startswith("file_"):
        return t("Theme %(number)s of the file: %(problem)s", number=error.values["number"], problem=told)
    return told


def _sentence(t: Wording, code: str, values: Mapping[str, Any]) -> str:
    if code in ("too_long", "too_many_phrases"):
        return _too_much(t, code, values)
    if code.startswith("file_"):
        return _of_file(t, code, values)
    most = t.number(values.get("most", 0))
    return {
        "name_missing": t("The name is missing. Write it in English, in French, or in both."),
        "name_taken": t(
            "There is a theme called “%(name)s” already. Choose another name.", name=values.get("name", "")
        ),
        "too_many_themes": t("A code frame has room for %(most)s themes. Merge or retire some.", most=most),
        "theme_unknown": t("This theme is not in the code frame any more. Look at the history."),
        "same_theme": t("A theme cannot be merged into itself. Choose another one."),
        "last_theme": t("This is the last theme. Add another one before you retire it."),
        "one_part": t("Give at least two parts, each with a name."),
        "changed_meanwhile": t(
            "Somebody changed the code frame meanwhile. It is shown as it is now: please do it again."
        ),
        "version_unknown": t("There is no such version to go back to."),
        "candidate_unknown": t("This candidate theme is not in the newest analysis any more."),
    }[code]


def _too_much(t: Wording, code: str, values: Mapping[str, Any]) -> str:
    shown = {"part": part_name(t, values["part"]), "most": t.number(values["most"])}
    if code == "too_long":
        return t("“%(part)s” has room for %(most)s characters. Please shorten it.", **shown)
    return t("“%(part)s” has room for %(most)s entries. Please leave some out.", **shown)


def _of_file(t: Wording, code: str, values: Mapping[str, Any]) -> str:
    if code == "file_table":
        return table_problem_sentence(t, values["table"])
    shown = {
        "number": values.get("number", ""),
        "id": values.get("id", ""),
        "before": values.get("before", ""),
    }
    return {
        "file_too_large": t(
            "The file is larger than %(most)s MB. A code frame needs far less.", most=values.get("most", "")
        ),
        "file_unreadable": t(
            "Line %(line)s of the file is not valid JSON. Correct that line.", line=values.get("line", "")
        ),
        "file_no_themes": t(
            "The file has no themes. It needs a list called “themes”, or a row for each theme."
        ),
        "file_columns": t(
            "The file has the columns %(columns)s. It needs at least “id” and “name”.",
            columns=values.get("columns", ""),
        ),
        "file_theme": t(
            "Theme %(number)s of the file cannot be read. Each text must be text, in “en” and “fr”.", **shown
        ),
        "file_no_id": t(
            "Theme %(number)s of the file has no id. Give it a short one that never changes.", **shown
        ),
        "file_id_twice": t(
            "Theme %(number)s of the file has the id “%(id)s” of theme %(before)s. Change one of them.",
            **shown,
        ),
    }[code]
