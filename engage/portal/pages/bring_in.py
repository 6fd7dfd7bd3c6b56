"""Import: a file of responses, its columns mapped to questions, a check, and only then the import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import streamlit as st

from engage.actions import bring_in
from engage.actions.author import SurveyState
from engage.importing.mapping import Mapping_, Target
from engage.portal import places, state
from engage.portal.components.column_choice import PLACE, File, mapping_chosen
from engage.portal.components.figures import metrics, table
from engage.portal.components.page_head import head, no_survey, survey_in_hand
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.tabular import TableError, read_apart, table_problem_sentence
from engage.wording import Wording
from engage.wording.importing import bring_in_sentence, row_problem_sentence

ACTION = "bring_in_responses"
SHOWN_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class View:
    """A survey, what a column can be, and the file in hand."""

    visit: Visitor
    chosen: SurveyState
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done with the file: ``check`` or ``import``."""

    what: str
    file: File
    mapped: Mapping_


def page() -> None:
    visit = visitor()
    chosen = survey_in_hand(visit, action=ACTION)
    head(visit, places.title(visit.t, places.BRING_IN), chosen, action=ACTION)
    if chosen is None:
        no_survey(visit)
        return
    t = visit.t
    try:
        view = load(visit, chosen)
        asked = render(view)
        if asked is not None:
            act(view, asked)
            st.rerun()
    except bring_in.BringInError as error:
        st.error(plain(bring_in_sentence(t, error)), icon=":material/error:")
    except TableError as error:
        st.error(plain(table_problem_sentence(t, error)), icon=":material/error:")


def load(visit: Visitor, chosen: SurveyState) -> View:
    return View(visit, chosen, bring_in.targets_for(visit.office, visit.actor, chosen.survey.slug))


def render(view: View) -> Asked | None:
    t = view.visit.t
    st.write(
        t(
            "Bring in responses from a spreadsheet: paper forms typed up, phone calls, or an export of "
            "LimeSurvey, Qualtrics, Microsoft Forms, Google Forms or Citizen Space. "
            "Nothing is stored until you have seen what would happen. The same file twice changes nothing."
        )
    )
    st.header(t("1. Choose the file"), anchor=False)
    # Any sort of file may be chosen: ours are the words that say what cannot be read, in both languages.
    sent = st.file_uploader(
        t("CSV or Excel file, one row a response, column names in the first row"),
        key=state.field_key(PLACE, "file"),
    )
    if sent is None:
        _render_past(view)
        return None
    file = _file(view, sent.name, sent.getvalue())
    _render_found(t, file)
    st.header(t("2. Say what each column is"), anchor=False)
    mapped = mapping_chosen(t, file, view.targets)
    st.header(t("3. Check, then import"), anchor=False)
    asked = _render_steps(view, file, mapped)
    _render_done(view)
    return asked


def _render_found(t: Wording, file: File) -> None:
    st.caption(t.n("%(n)s row found", "%(n)s rows found", file.rows))
    if file.mapping.style:
        st.info(
            t(
                "This is an export of %(tool)s. Its columns are read as it means them.",
                tool=file.mapping.style,
            ),
            icon=":material/check_circle:",
        )
    if file.remembered:
        st.info(
            plain(
                t(
                    "The columns are as you settled them for %(file)s. Change what is different this time.",
                    file=file.remembered,
                )
            ),
            icon=":material/history:",
        )


def _file(view: View, name: str, data: bytes) -> File:
    """Read the file's head once; a rerun finds it in the session."""
    mark = sha256(view.chosen.survey.slug.encode() + data).hexdigest()[:16]
    key = state.field_key(PLACE, "known")
    known = state.get(key)
    if not known or known["mark"] != mark:
        read = read_apart(data, name=name)
        found = bring_in.suggest(view.visit.office, view.visit.actor, view.chosen.survey.slug, read)
        known = {
            "mark": mark,
            "columns": list(found.table.columns),
            "mapping": found.mapping.as_data(),
            "why": dict(found.why),
            "rows": len(found.table.rows),
            "remembered": found.remembered.file_name if found.remembered else "",
        }
        state.put(key, known)
        state.drop(_checked_key())
        state.drop(_done_key())
    return File(
        name=name,
        data=data,
        mark=mark,
        columns=known["columns"],
        mapping=Mapping_.from_data(known["mapping"]),
        why=known["why"],
        rows=known["rows"],
        remembered=known["remembered"],
    )


def _checked_key() -> str:
    return state.field_key(PLACE, "checked")


def _done_key() -> str:
    return state.field_key(PLACE, "done")


def _render_steps(view: View, file: File, mapped: Mapping_) -> Asked | None:
    t = view.visit.t
    plan = _plan(file, mapped)
    checked = state.get(_checked_key())
    is_current = bool(checked and checked["plan"] == plan)
    if st.button(
        t("Check the file"),
        type="secondary" if is_current else "primary",
        icon=":material/fact_check:",
        key=state.field_key(PLACE, "check"),
    ):
        return Asked("check", file, mapped)
    if not is_current:
        st.caption(t("Checking stores nothing."))
        return None
    _render_check(t, checked)
    if not checked["would_create"]:
        st.info(t("There is nothing new to import."), icon=":material/info:")
        return None
    label = t.n("Import %(n)s response", "Import %(n)s responses", checked["would_create"])
    if st.button(label, type="primary", icon=":material/upload:", key=state.field_key(PLACE, "go")):
        return Asked("import", file, mapped)
    return None


def _plan(file: File, mapped: Mapping_) -> str:
    return sha256(f"{file.mark}{sorted(mapped.as_data().items(), key=str)}".encode()).hexdigest()


def _render_check(t: Wording, checked: dict[str, Any]) -> None:
    metrics(
        (t("Rows"), t.number(checked["rows"])),
        (t("New"), t.number(checked["would_create"])),
        (t("Here already"), t.number(checked["would_repeat"])),
        (t("Refused"), t.number(checked["refused"])),
    )
    _render_problems(t, checked["problems"])
    if checked["sample"]:
        with st.expander(t("The first responses as they would be stored"), icon=":material/visibility:"):
            table(
                checked["sample"], key="import.sample", alt=t("The first responses as they would be stored")
            )


def _render_problems(t: Wording, problems: Sequence[str]) -> None:
    if not problems:
        return
    st.warning(
        t.n("%(n)s thing to look at in the file", "%(n)s things to look at in the file", len(problems)),
        icon=":material/warning:",
    )
    # In the grid, since the sentences quote cells of the file.
    rows = [{t("What is wrong, and what to do"): sentence} for sentence in problems[:SHOWN_PROBLEMS]]
    table(rows, key="import.problems", alt=t("What is wrong, and what to do"))


def _render_done(view: View) -> None:
    t = view.visit.t
    done = state.get(_done_key())
    if not done:
        return
    st.success(
        t(
            "%(created)s responses were imported, %(repeated)s were here already, "
            "%(refused)s rows were refused.",
            created=t.number(done["created"]),
            repeated=t.number(done["repeated"]),
            refused=t.number(done["refused"]),
        ),
        icon=":material/check_circle:",
    )
    places.link(view.visit, places.RESULTS, t("Read the results"), icon=":material/arrow_forward:")


def _render_past(view: View) -> None:
    t = view.visit.t
    past = bring_in.imports_for(view.visit.office, view.visit.actor, view.chosen.survey.slug)
    if not past:
        return
    st.header(t("Files imported before"), anchor=False)
    rows = [
        {
            t("File"): run.file_name,
            t("When"): t.time(run.at),
            t("New"): run.created,
            t("Here already"): run.repeated,
            t("Refused"): run.refused,
        }
        for run in past
    ]
    table(rows, key="import.past", alt=t("Files imported before"))


def act(view: View, asked: Asked) -> None:
    visit, t = view.visit, view.visit.t
    slug, file = view.chosen.survey.slug, asked.file
    if asked.what == "check":
        seen = bring_in.dry_run(visit.office, visit.actor, slug, file.data, file.name, asked.mapped)
        checked = {
            "plan": _plan(file, asked.mapped),
            "rows": seen.rows,
            "would_create": seen.would_create,
            "would_repeat": seen.would_repeat,
            "refused": seen.refused_rows,
            "problems": [
                *(table_problem_sentence(t, problem) for problem in seen.notes[:SHOWN_PROBLEMS]),
                *(row_problem_sentence(t, problem) for problem in seen.refused[:SHOWN_PROBLEMS]),
            ],
            "sample": [_sample(each.answers) for each in seen.sample],
        }
        state.put(_checked_key(), checked)
        state.drop(_done_key())
        return
    done = bring_in.bring_in(visit.office, visit.actor, slug, file.data, file.name, asked.mapped)
    counts = {"created": done.run.created, "repeated": done.run.repeated, "refused": done.run.refused}
    state.put(_done_key(), counts)
    state.drop(_checked_key())


def _sample(answers: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: ", ".join(value) if isinstance(value, list) else str(value or "")
        for name, value in answers.items()
    }


if __name__ == "__main__":
    page()
