"""What a survey file of another program loses here, or why it cannot be used, and what to do about it."""

from collections.abc import Callable, Mapping
from typing import Any

from engage.wording import Wording, wording
from engage.wording.problems import Told, told
from surveys.exchange.notes import Note
from surveys.problems import Problem

Details = Mapping[str, Any]


def told_exchange(note: Note | Problem, language: str) -> Told:
    """Return a note, or a problem of the survey in the file, in words. Holds words of the file."""
    if isinstance(note, Problem):
        return told(note, language)
    t = wording(language)
    details = _Known({name: _shown(t, value) for name, value in note.details.items()})
    sentence, remedy = SENTENCES[note.code](t, details)
    return Told(sentence, remedy)


class _Known(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "?"


def _shown(t: Wording, value: object) -> str:
    if isinstance(value, int | float):
        return t.number(value)
    text = str(value)
    return text if len(text) <= 200 else f"{text[:199]}…"


def _language(t: Wording, d: Details) -> str:
    return t("French") if d["language"] == "fr" else t("English")


SENTENCES: Mapping[str, Callable[[Wording, Details], tuple[str, str]]] = {
    # The file cannot be used.
    "file_unreadable": lambda t, d: (
        t("The file is damaged and cannot be read (%(why)s).", why=d["why"]),
        t("Open it in the program it comes from, save it again, and bring that copy."),
    ),
    "file_too_large": lambda t, d: (
        t("The file is larger than %(most)s MB.", most=d["most"]),
        t("Remove pictures and sheets that are not the form."),
    ),
    "file_wrong_kind": lambda t, d: (
        t("The file does not hold what its ending, %(ending)s, says.", ending=d["ending"]),
        t("Save it as .xlsx, .xls, .json or .lss from the program it comes from."),
    ),
    "file_bomb": lambda t, _: (
        t("The file unpacks to far more than any form holds."),
        t("Save the form as a new file and bring that."),
    ),
    "file_entities": lambda t, _: (
        t("The file declares entities of its own, which forms never need and attacks do."),
        t("Save the form as a new file and bring that."),
    ),
    "file_unsafe_name": lambda t, d: (
        t("The file holds a part with an unsafe name (%(name)s).", name=d["name"]),
        t("Save the form as a new file and bring that."),
    ),
    "file_protected": lambda t, _: (
        t("The file is protected with a password."),
        t("Remove the password in the program it comes from, then bring it again."),
    ),
    "file_has_macros": lambda t, _: (
        t("The file holds macros, which are never opened here."),
        t("Save it as .xlsx without macros."),
    ),
    "file_encoding": lambda t, _: (
        t("The letters in the file cannot be read: it is not UTF-8."),
        t("Save it with the encoding UTF-8."),
    ),
    "file_too_slow": lambda t, _: (
        t("Reading the file took more memory or time than a form may take."),
        t("Make the file smaller, or save the form as a new file."),
    ),
    "file_unexpected": lambda t, _: (
        t("Something in the file is not as this program expects, and reading it failed. Nothing was made."),
        t("Save the form as a new file and bring that. If it fails again, tell whoever runs this site."),
    ),
    "too_many_columns": lambda t, d: (
        t("The sheet has more than %(most)s columns.", most=d["most"]),
        t("Delete the columns that are not part of the form."),
    ),
    "too_many_rows": lambda t, d: (
        t("The sheet has more than %(most)s rows.", most=d["most"]),
        t("Delete the rows that are not part of the form."),
    ),
    "sheet_missing": lambda t, d: (
        t("There is no sheet called “%(sheet)s”.", sheet=d["sheet"]),
        t("An XLSForm has the sheets survey, choices and settings. Rename the sheet."),
    ),
    "column_missing": lambda t, d: (
        t("There is no column called “%(column)s”.", column=d["column"]),
        t("Add it to the first row of the sheet."),
    ),
    "format_unknown": lambda t, d: (
        t("Files ending in %(ending)s are not surveys we can read.", ending=d["ending"]),
        t("Bring one of: %(endings)s.", endings=d["endings"]),
    ),
    "repeat_refused": lambda t, d: (
        t(
            "The group “%(name)s” is repeated. A response here holds one answer to each question.",
            name=d["name"],
        ),
        t("Write the questions as often as they are needed, or ask for a list in one text."),
    ),
    "group_not_closed": lambda t, d: (
        t("A group begins or ends without its other half (%(name)s).", name=d["name"]),
        t("Add the missing begin_group or end_group row."),
    ),
    # Something stays behind.
    "type_not_carried": lambda t, d: (
        t(
            "Questions of the type “%(type)s” cannot be carried; “%(name)s” is left out.",
            type=d["type"],
            name=d["name"],
        ),
        t("Add a question of another kind by hand where it is needed."),
    ),
    "list_missing": lambda t, d: (
        t("The list of choices “%(list)s” is not in the file, so the question is left out.", list=d["list"]),
        t("Add the list to the choices."),
    ),
    "relevance_not_carried": lambda t, d: (
        t(
            "The condition “%(expression)s” cannot be carried: everybody is asked.",
            expression=d["expression"],
        ),
        t("Write the condition by hand, over earlier questions."),
    ),
    "constraint_not_carried": lambda t, d: (
        t("The rule “%(expression)s” for answers cannot be carried.", expression=d["expression"]),
        t("Set the question's own limits, or do without the rule."),
    ),
    "calculation_not_carried": lambda t, d: (
        t(
            "The calculation “%(expression)s” cannot be carried; “%(name)s” is left out.",
            expression=d["expression"],
            name=d["name"],
        ),
        t("Write the formula by hand, over earlier questions."),
    ),
    "fallback_needed": lambda t, d: (
        t("The text repeats an earlier answer (%(found)s).", found=d["found"]),
        t("Say what stands there for those who did not answer: {{name|something else}}."),
    ),
    "required_not_carried": lambda t, d: (
        t("“Required” depends on “%(expression)s”; here it is yes or no.", expression=d["expression"]),
        t("The question is not required. Change that by hand if it must be answered."),
    ),
    "setting_not_carried": lambda t, d: (
        t("The setting “%(setting)s” cannot be carried as it is.", setting=d["setting"]),
        t("Look at the question afterwards and set what it needs."),
    ),
    "metadata_not_carried": lambda t, d: (
        t("“%(type)s” records something about the device or the person; it is left out.", type=d["type"]),
        t("Nothing to do: the time and the language are kept with every response."),
    ),
    "choice_filter_not_carried": lambda t, d: (
        t(
            "The rule for which choices are offered (%(expression)s) cannot be carried: all are.",
            expression=d["expression"],
        ),
        t("Give those choices their conditions by hand."),
    ),
    "piping_not_carried": lambda t, d: (
        t(
            "The text repeats an earlier answer (%(found)s), which would be shown as it stands.",
            found=d["found"],
        ),
        t("Reword the text."),
    ),
    "language_not_carried": lambda t, d: (
        t("Texts in “%(language)s” are left out: surveys are in English and French.", language=d["language"]),
        t("Nothing to do, unless the heading means English or French: then write “label::English (en)”."),
    ),
    "sheet_not_carried": lambda t, d: (
        t("The sheet “%(sheet)s” cannot be carried.", sheet=d["sheet"]),
        t("Look at what it is for, and do that by hand."),
    ),
    "question_left_out": lambda t, _: (
        t("The format has nothing like this question; it is left out."),
        t("Add it by hand in the other program, or take the survey away as JSON."),
    ),
    "page_left_out": lambda t, _: (
        t("Nothing of this page can be carried, so the page is left out."),
        t("Nothing to do, unless it is needed: then add its questions by hand."),
    ),
    "kind_becomes": lambda t, _: (
        t("The question comes back as another kind."),
        t("Take the survey away as JSON to keep it as it is."),
    ),
    "pages_not_carried": lambda t, _: (
        t("The pages, or their order, come back otherwise."),
        t("Take the survey away as JSON to keep them as they are."),
    ),
    "media_not_carried": lambda t, _: (
        t("Pictures, sound and video are left out."),
        t("Say in words what they show."),
    ),
    "markup_removed": lambda t, _: (
        t("The text had formatting or links; only its words are kept."),
        t("Read the text again, and write addresses out in full."),
    ),
    # Nothing is lost.
    "name_changed": lambda t, d: (
        t("“%(before)s” is called “%(now)s” here.", before=d["before"], now=d["now"]),
        t("Use the new name when you bring responses in."),
    ),
    "code_changed": lambda t, d: (
        t("The answer code “%(before)s” is “%(now)s” here.", before=d["before"], now=d["now"]),
        t("Use the new code when you bring responses in."),
    ),
    "page_begun": lambda t, _: (
        t("What is shown depends on an earlier answer on its page, so a new page begins here."),
        t("Nothing to do. Give the new page a title of its own."),
    ),
    "page_divided": lambda t, d: (
        t(
            "Many questions stand outside groups; they go on to another page after every %(most)s.",
            most=d["most"],
        ),
        t("Put the questions that belong together into groups: each group is a page."),
    ),
    "group_flattened": lambda t, d: (
        t(
            "The group “%(name)s” stands inside another; its questions stand on the page itself.",
            name=d["name"],
        ),
        t("Nothing to do: its title is kept as information where it has one."),
    ),
    "language_assumed": lambda t, d: (
        t(
            "The file does not say which language it is in; it was taken as %(language)s.",
            language=_language(t, d),
        ),
        t("If that is wrong, name the language in the headings: “label::Français (fr)”."),
    ),
    "shown_plainly": lambda t, _: (
        t("Other programs show this question as a plainer one."),
        t("Nothing to do: brought back here, it is as it was."),
    ),
}
