"""Review: one comment at a time, by mouse or by keyboard, so that figures can be trusted."""

from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from engage.access import NotFoundError
from engage.actions import code
from engage.actions.author import SurveyState
from engage.actions.code import DecisionError, NoRunError
from engage.portal import places, state
from engage.portal.components import acceptance_choice, coding_card, review_progress
from engage.portal.components.coding_card import PLACE, Marks
from engage.portal.components.page_head import head, no_survey, nothing_yet, survey_in_hand
from engage.portal.visitor import Visitor, visitor
from engage.reviewing.values import MODES, Desk, Item, Mode
from engage.wording import Wording

ACTION = "code_comments"
REMEMBERED = 50
MODE = state.field_key(PLACE, "mode")
KEYS = state.field_key(PLACE, "keys")


@dataclass(frozen=True, slots=True)
class View:
    """The comment in hand and the notes about it: what is marked, what was skipped, what to go back to."""

    visit: Visitor
    slug: str
    desk: Desk
    notes: dict[str, Any]

    @property
    def marks(self) -> Marks:
        """Return what is marked so far."""
        return Marks(**self.notes["marks"])


def page() -> None:
    visit = visitor()
    chosen = survey_in_hand(visit, action=ACTION)
    head(visit, places.title(visit.t, places.REVIEW), chosen, action=ACTION)
    if chosen is None:
        no_survey(visit)
        return
    try:
        code.desk(visit.office, visit.actor, chosen.survey.slug)
    except NoRunError:
        _render_no_run(visit)
        return
    _work(chosen)


def _render_no_run(visit: Visitor) -> None:
    t = visit.t
    nothing_yet(
        visit,
        t("Nothing to review yet"),
        t("Run the analysis first. Then you read some comments yourself, and it learns from you."),
    )
    places.link(visit, places.ANALYSIS, t("Go to the analysis"), icon=":material/arrow_forward:")


@st.fragment
def _work(chosen: SurveyState) -> None:
    """Draw and redraw only the comment in hand: each key pressed is answered at once."""
    render(load(visitor(), chosen.survey.slug))


def load(visit: Visitor, slug: str) -> View:
    """Read the comment in hand, or the next one."""
    notes = _notes(slug, _mode())
    in_hand = notes["item"]
    try:
        desk = code.desk(
            visit.office,
            visit.actor,
            slug,
            mode=_mode(),
            skipped=notes["skipped"],
            comment_id=in_hand,
        )
    except NotFoundError:
        if in_hand is None:
            raise
        notes["item"] = None  # withdrawn while it was being read
        return load(visit, slug)
    if desk.item is not None and desk.item.comment_id != in_hand:
        _take(notes, desk.item)
    return View(visit, slug, desk, notes)


def _mode() -> Mode:
    chosen = state.get(MODE)
    return chosen if chosen in MODES else "first"


def _notes(slug: str, mode: Mode) -> dict[str, Any]:
    key = state.field_key(PLACE, f"notes.{slug}.{mode}")
    kept: dict[str, Any] | None = state.get(key)
    if kept is None:
        kept = {"item": None, "drawn": "chosen", "marks": asdict(Marks()), "skipped": [], "done": []}
        state.put(key, kept)
    return kept


def _take(notes: dict[str, Any], item: Item) -> None:
    notes.update(item=item.comment_id, drawn=item.drawn, marks=asdict(Marks.of(item.mine)))


def render(view: View) -> None:
    """Draw the comment in hand; what its buttons ask for is done by ``act`` before the next is drawn."""
    t, desk = view.visit.t, view.desk
    _render_modes(t, desk)
    if desk.mode == "first":
        review_progress.bar(t, desk.progress)
        acceptance_choice.told(t, desk)
    if desk.item is None:
        _render_done(view)
        _render_move(view, "back", t("Back"), ":material/arrow_back:", "Left")
        if desk.mode == "first":
            acceptance_choice.draw(view.visit, view.slug, desk)
        return
    _render_card(view, desk.item)
    _render_moves(view)
    if desk.mode == "first":
        st.caption(t("Read comments one by one. Half come at random, half where the model is unsure."))
        review_progress.brought(t, desk.progress)
        acceptance_choice.draw(view.visit, view.slug, desk)


def _render_modes(t: Wording, desk: Desk) -> None:
    progress = desk.progress
    names = {
        "first": t("First reading"),
        "second": t("Second reader"),
        "settle": t("Differences (%(n)s)", n=t.number(progress.disputed)),
        "again": t("Another look (%(n)s)", n=t.number(progress.pending)),
    }
    state.put(MODE, _mode())
    st.segmented_control(
        t("What to do"),
        [mode for mode in MODES if mode != "again" or progress.pending or desk.mode == mode],
        format_func=lambda mode: names[mode],
        key=MODE,
        required=True,
        label_visibility="collapsed",
    )
    told = {
        "second": t(
            "Read what a colleague has read, without seeing their answer. It shows how clear the themes are."
        ),
        "settle": t("Two readers saw these differently. Decide together which answer counts."),
        "again": t(
            "The theme that these were given was split or retired. What else was decided is marked already."
        ),
    }
    if desk.mode in told:
        st.caption(told[desk.mode])


def _render_done(view: View) -> None:
    t = view.visit.t
    skipped = len(view.notes["skipped"])
    told = {
        "first": t("Every comment was reviewed or accepted.")
        if view.desk.acceptance and view.desk.acceptance.accepted
        else t("Every comment was reviewed."),
        "second": t("There is nothing for a second reader: a colleague must read first."),
        "settle": t("No differences are open."),
        "again": t("Nothing waits for another look."),
    }
    if skipped:
        st.info(
            t.n("You skipped %(n)s comment.", "You skipped %(n)s comments.", skipped),
            icon=":material/redo:",
        )
        st.button(
            t("Show the skipped comments again"),
            key=state.field_key(PLACE, "unskip"),
            on_click=view.notes["skipped"].clear,
        )
        return
    st.success(told[view.desk.mode], icon=":material/check_circle:")
    if view.desk.mode == "first" and view.desk.progress.reviewed:
        places.link(view.visit, places.ANALYSIS, t("Run the analysis again"), icon=":material/refresh:")


def _render_card(view: View, item: Item) -> None:
    t, marks, known = view.visit.t, view.marks, view.desk.themes
    coding_card.words(t, item)
    if item.told:
        _render_told(view, item)
    coding_card.model_says(t, item, known)
    keys = bool(state.get(KEYS, True))
    press = _press(view.notes)
    coding_card.tones(t, marks, press, keys=keys)
    coding_card.themes(t, known, marks, press, keys=keys)
    coding_card.feedback(t, marks, press)


def _render_told(view: View, item: Item) -> None:
    """Draw what each reader said, with a button that takes it over."""
    t = view.visit.t
    for number, (coder, decision) in enumerate((item.told or {}).items(), start=1):
        who = t("You") if coder == view.visit.actor.label else t("Reader %(n)s", n=number)
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.text(f"{who}: {coding_card.decision_line(t, decision, view.desk.themes)}", width="stretch")
            st.button(
                t("Take this"),
                key=state.field_key(PLACE, f"take.{number}"),
                on_click=view.notes.update,
                kwargs={"marks": asdict(Marks.of(decision))},
            )


def _press(notes: dict[str, Any]) -> Any:
    """Return what a chip does when it is pressed: it marks, and nothing is kept yet."""

    def press(sort: str, value: str) -> None:
        marks = Marks(**notes["marks"])
        if sort == "tone":
            marks.sentiment = None if marks.sentiment == value else value
        elif sort == "theme":
            marks.toggle_theme(value)
        elif sort == "none":
            marks.toggle_none()
        else:
            marks.feedback = value or None
        notes["marks"] = asdict(marks)

    return press


def _render_moves(view: View) -> None:
    t = view.visit.t
    if view.notes.pop("problem", ""):
        st.warning(t("Mark a tone or a theme first, or skip the comment."), icon=":material/info:")
    with st.container(horizontal=True, vertical_alignment="center", key="review-moves"):
        _render_move(view, "back", t("Back"), ":material/arrow_back:", "Left")
        _render_move(view, "skip", t("Skip"), ":material/arrow_forward:", "Right")
        _render_move(view, "keep", t("Keep and next"), ":material/check:", "Enter")
        st.space("stretch")
        st.toggle(t("Keyboard shortcuts"), value=True, key=KEYS)


def _render_move(view: View, asked: str, label: str, icon: str, shortcut: str) -> None:
    st.button(
        label,
        icon=icon,
        type="primary" if asked == "keep" else "secondary",
        disabled=asked == "back" and not view.notes["done"],
        shortcut=shortcut if state.get(KEYS, True) else None,
        key=state.field_key(PLACE, asked),
        on_click=act,
        args=(view.slug, asked),
    )


def act(slug: str, asked: str) -> None:
    """Keep the decision, skip the comment, or go back to the one before."""
    visit = visitor()
    notes = _notes(slug, _mode())
    item = notes["item"]
    if asked == "back":
        if notes["done"]:
            notes["item"] = notes["done"].pop()
            _reopen(visit, slug, notes)
        return
    if asked == "skip" and item is not None:
        notes["skipped"].append(item)
    elif asked == "keep" and item is not None and not _kept(visit, slug, notes):
        return
    notes.update(item=None, marks=asdict(Marks()))


def _reopen(visit: Visitor, slug: str, notes: dict[str, Any]) -> None:
    """Show again what this person said of the comment they go back to."""
    try:
        desk = code.desk(visit.office, visit.actor, slug, mode=_mode(), comment_id=notes["item"])
    except NotFoundError:
        notes.update(item=None, marks=asdict(Marks()))
        return
    if desk.item is not None:
        _take(notes, desk.item)


def _kept(visit: Visitor, slug: str, notes: dict[str, Any]) -> bool:
    """Keep what is marked; return whether there is to be a next comment."""
    choice = Marks(**notes["marks"]).choice()
    try:
        code.decide(visit.office, visit.actor, slug, notes["item"], choice, drawn=notes["drawn"])
    except DecisionError as error:
        notes["problem"] = error.code
        return False
    except NotFoundError:
        return True  # withdrawn meanwhile: nothing to keep
    notes["done"] = [*notes["done"], notes["item"]][-REMEMBERED:]
    return True


if __name__ == "__main__":
    page()
