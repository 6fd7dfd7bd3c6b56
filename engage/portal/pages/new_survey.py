"""New survey: from one of the templates, its blanks filled, or from a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from engage.actions import author, begin
from engage.exchange_reader import read_survey_bytes
from engage.importing.mapping import slug_of
from engage.library import Template
from engage.portal import controls, places, state
from engage.portal.components.blanks import blank_fields
from engage.portal.components.errors import sentence_at
from engage.portal.components.page_head import staff_only
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.wording import Wording, wording
from engage.wording.exchange import told_exchange
from surveys.definition import SurveyDefinition, read_definition
from surveys.editing import blank_survey
from surveys.exchange.files import ENDINGS
from surveys.minutes import minutes
from surveys.problems import DefinitionError
from surveys.records import Department

ACTION = "edit_survey"
PLACE = "new_survey"


@dataclass(frozen=True, slots=True)
class View:
    """What this person may start from, and for whom."""

    visit: Visitor
    templates: tuple[Template, ...]
    departments: list[Department]


@dataclass(frozen=True, slots=True)
class Asked:
    """The survey to create: from a template with its ``fillings``, or as a file's ``definition`` has it."""

    slug: str
    department_id: int
    template: str = ""
    fillings: Mapping[str, Mapping[str, str]] | None = None
    definition: SurveyDefinition | None = None
    made_from: str = "file"


def page() -> None:
    visit = visitor()
    staff_only(visit, ACTION)
    asked = render(load(visit))
    if asked is not None:
        act(visit, asked)


def load(visit: Visitor) -> View:
    office, actor = visit.office, visit.actor
    return View(visit, begin.templates(office, actor), begin.departments_to_write_in(office, actor))


def render(view: View) -> Asked | None:
    """Draw both ways to begin; return what is to be created, or ``None``."""
    t = view.visit.t
    st.title(places.title(t, places.NEW_SURVEY), anchor=False)
    st.caption(t("It begins as a draft. Residents see nothing until it is published."))
    way = st.segmented_control(
        t("Start from"),
        ["template", "blank", "file"],
        default="template",
        format_func=lambda name: {"template": t("A template"), "blank": t("Nothing"), "file": t("A file")}[
            name
        ],
        key=_key("way"),
    )
    if way == "blank":
        return _render_blank(view)
    return _render_file(view) if way == "file" else _render_templates(view)


def _render_templates(view: View) -> Asked | None:
    t = view.visit.t
    named = {each.name: each for each in view.templates}
    name = st.selectbox(
        t("Template"),
        list(named),
        format_func=lambda each: named[each].title(t.language),
        key=_key("template"),
    )
    template = named.get(name or "")
    if template is None:
        return None
    _render_summary(view, template.definition)
    with st.form(_key(f"{template.name}.form"), enter_to_submit=False):
        st.header(t("Fill the blanks"), anchor=False)
        fillings = blank_fields(view.visit, f"{PLACE}.{template.name}", template.blanks)
        slug, department_id = _render_where(view, slug_of(template.title(t.language)), template.name)
        pressed = st.form_submit_button(t("Create the draft"), type="primary", icon=":material/add:")
    return Asked(slug, department_id, template.name, fillings) if pressed else None


def _render_blank(view: View) -> Asked | None:
    t = view.visit.t
    with st.form(_key("blank.form"), enter_to_submit=False):
        st.header(t("What it is called"), anchor=False)
        left, right = st.columns(2)
        with left:
            english = st.text_input(t("Title in English"), max_chars=200, key=_key("title.en"))
        with right:
            french = st.text_input(t("Title in French"), max_chars=200, key=_key("title.fr"))
        slug, department_id = _render_where(view, "", "blank")
        pressed = st.form_submit_button(t("Create the draft"), type="primary", icon=":material/add:")
    if not pressed:
        return None
    title = {"en": (english or "").strip(), "fr": (french or "").strip()}
    return Asked(
        slug or slug_of(title["en"] or title["fr"]),
        department_id,
        definition=blank_survey(title),
        made_from="",
    )


def _render_where(view: View, slug: str, mark: str) -> tuple[str, int]:
    """Ask for the address and the department; one department is no question."""
    t = view.visit.t
    st.header(t("Where it will be"), anchor=False)
    address = st.text_input(
        t("Last part of its address"),
        value=slug,
        max_chars=60,
        help=t("Lower-case letters, digits and dashes. It cannot be changed later."),
        key=_key(f"{mark}.slug"),
    )
    names = {each.id: t.pick(dict(each.name)) for each in view.departments}
    if len(names) == 1:
        return address or "", next(iter(names))
    chosen = st.selectbox(
        t("Department"), list(names), format_func=lambda each: names[each], key=_key(f"{mark}.department")
    )
    return address or "", chosen or 0


def _render_summary(view: View, definition: SurveyDefinition) -> None:
    t = view.visit.t
    told = [
        t("Beta feedback") if definition.purpose == "beta_feedback" else t("Consultation"),
        t.n("%(n)s question", "%(n)s questions", len(definition.asked())),
        t.n("About %(n)s minute", "About %(n)s minutes", max(1, round(minutes(definition)))),
    ]
    st.caption(" · ".join(told))
    with st.expander(t("Look at the questions"), icon=":material/visibility:"):
        for each in definition.pages:
            st.markdown(f"**{plain(t.pick(dict(each.title)))}**")
            for question in each.questions:
                controls.draw(
                    controls.Field(
                        question, wording(t.language), f"{PLACE}.{definition.fingerprint()[:8]}", ()
                    )
                )


def _render_file(view: View) -> Asked | None:
    t = view.visit.t
    sent = st.file_uploader(
        t("A survey's file: our own JSON, an XLSForm, SurveyJS JSON or a LimeSurvey structure"),
        type=[ending.removeprefix(".") for ending in ENDINGS],
        key=_key("file"),
    )
    if sent is None:
        st.info(
            t("What cannot be carried over is listed here before anything is made."), icon=":material/info:"
        )
        return None
    definition = _read(t, sent.name, sent.getvalue())
    if definition is None:
        return None
    st.header(plain(t.pick(dict(definition.title))), anchor=False)
    _render_summary(view, definition)
    with st.form(_key("file.form"), enter_to_submit=False):
        slug, department_id = _render_where(view, slug_of(t.pick(dict(definition.title))), sent.file_id)
        pressed = st.form_submit_button(t("Create the draft"), type="primary", icon=":material/add:")
    return Asked(slug, department_id, definition=definition) if pressed else None


def _read(t: Wording, name: str, data: bytes) -> SurveyDefinition | None:
    """Return the survey in the file, and tell what is lost or why there is none; a rerun reads it once."""
    mark = sha256(name.encode() + data).hexdigest()[:16]
    known = state.get(_key("known"))
    if not known or known["mark"] != mark or known["language"] != t.language:
        carried = read_survey_bytes(data, name)
        known = {
            "mark": mark,
            "language": t.language,
            "definition": carried.definition.as_data() if carried.definition else None,
            "notes": [[each.place, told_exchange(each, t.language).whole] for each in carried.notes],
            "refusals": [[each.place, told_exchange(each, t.language).whole] for each in carried.refusals],
        }
        state.put(_key("known"), known)
    if known["refusals"]:
        st.error(
            _lines(known["refusals"]), title=t("No survey can be made of this file"), icon=":material/error:"
        )
    if known["notes"]:
        title = t.n(
            "%(n)s thing is not as in the file", "%(n)s things are not as in the file", len(known["notes"])
        )
        st.warning(_lines(known["notes"]), title=title, icon=":material/rule:")
    return read_definition(known["definition"]) if known["definition"] else None


def _lines(told: list[list[str]]) -> str:
    return "\n".join(f"- **{plain(place)}** {plain(sentence)}" for place, sentence in told)


def act(visit: Visitor, asked: Asked) -> None:
    """Create the draft and go to its page, or say what to change."""
    t = visit.t
    try:
        if asked.definition is not None:
            survey = author.create_survey(
                visit.office,
                visit.actor,
                slug=asked.slug,
                definition=asked.definition,
                department_id=asked.department_id,
                made_from=asked.made_from,
            )
        else:
            survey = begin.create_from_template(
                visit.office,
                visit.actor,
                template=asked.template,
                fillings=asked.fillings or {},
                slug=asked.slug,
                department_id=asked.department_id,
            )
    except DefinitionError as error:
        st.error(
            "\n".join(f"- {sentence_at(t, problem)}" for problem in error.problems), icon=":material/error:"
        )
        return
    except ValueError as error:
        st.error(plain(_slug_sentence(t, str(error), asked.slug)), icon=":material/error:")
        return
    state.flash("done", t("The draft is there. Look it over, then publish it."))
    places.go(visit, places.BUILD, survey=survey.slug)


def _slug_sentence(t: Wording, code: str, slug: str) -> str:
    if code == "slug_taken":
        return t("There is already a survey with the address “%(slug)s”. Choose another.", slug=slug)
    return t(
        "“%(slug)s” cannot be an address. Use lower-case letters, digits and dashes, such as %(near)s.",
        slug=slug,
        near=slug_of(slug) or "park-plan",
    )


def _key(name: str) -> str:
    return state.field_key(PLACE, name)


if __name__ == "__main__":
    page()
