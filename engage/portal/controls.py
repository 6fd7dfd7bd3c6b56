"""How each question control is drawn in the portal; a question's kind is never asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import streamlit as st

from engage.portal import state
from engage.portal.attaching import Keep, draw_files
from engage.portal.mapping import draw_map
from engage.portal.picturing import Show, draw_pictures
from engage.portal.plain import plain
from engage.wording import Wording
from engage.wording.limits import limits
from engage.wording.money import priced
from surveys.questions import Question, in_language
from surveys.questions.number_entry import number_of

TELLS_LIMITS = frozenset({"line", "slide", "day", "place", "choose_many", "attach"})
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
MOST_LETTERS_IN_A_ROW = 40
"""Longer scales stand one step a line: a row that wraps hides its order."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question on the screen: where its inputs keep their values, and what was typed before."""

    question: Question
    t: Wording
    slug: str
    typed: Sequence[str]
    keep: Keep | None = None
    """Keeps a file that is added; ``None`` where nothing is answered (a preview)."""
    pictures: Show | None = None
    """Gives the content of a picture of the survey."""

    def key(self, part: int = 0) -> str:
        """Return the widget key of one input."""
        return state.answer_key(self.slug, self.t.language, self.question.name, part)

    def seed(self, value: Any, part: int = 0) -> str:
        """Give an input its value before it is drawn, if it has none; return its key."""
        key = self.key(part)
        if key not in st.session_state:
            st.session_state[key] = value
        return key

    def text_of(self, code: str) -> str:
        """Return an option's label, safe to draw."""
        found = next((o for o in self.question.choices() if o.code == code), None)
        if not found:
            return self.t("No answer")
        label = priced(self.t, in_language(found.label, self.t.language), found)
        return f"{self.question.mark(code)} {plain(label)}".strip()

    def words_of(self, code: str) -> str:
        """Return an option's label as it is, for inputs that draw no markdown."""
        found = next((o for o in self.question.choices() if o.code == code), None)
        return priced(self.t, in_language(found.label, self.t.language), found) if found else code

    @property
    def label(self) -> str:
        """Return the question and its hint as one label."""
        words = f"**{plain(in_language(self.question.text, self.t.language))}**"
        if not self.question.required:
            words += " " + self.t("(optional)")
        hint = in_language(self.question.hint, self.t.language)
        unit = in_language(getattr(self.question, "unit", {}), self.t.language)
        told = [
            hint,
            *([limits(self.question, self.t), unit] if self.question.control in TELLS_LIMITS else []),
        ]
        # A free line has its own length, which nobody needs to hear of before meeting it.
        small = " ".join(part for part in told if part) if not hasattr(self.question, "longest") else hint
        return f"{words} :small[{plain(small)}]" if small else words


Draw = Callable[[Field], None]
Read = Callable[[Field], list[str]]


def _codes(field: Field) -> list[str]:
    return [option.code for option in field.question.choices()]


def _choose_one(field: Field, *, horizontal: bool = False) -> None:
    if getattr(field.question, "look", "") == "dropdown":
        _folded(field)
        return
    has_pictures = getattr(field.question, "look", "") == "images" and field.pictures is not None
    if has_pictures and field.pictures is not None:
        st.markdown(field.label)
        draw_pictures(field, field.pictures)
    codes = _codes(field)
    if not field.question.required and not any(option.missing for option in field.question.choices()):
        codes.append("")  # a radio cannot be emptied again, so an optional one offers no answer
    chosen = field.typed[0] if field.typed and field.typed[0] in codes else None
    key = field.seed(chosen)
    st.radio(
        field.label,
        codes,
        key=key,
        format_func=field.text_of,
        horizontal=horizontal,
        label_visibility="collapsed" if has_pictures else "visible",
        on_change="ignore",
    )


def _folded(field: Field) -> None:
    codes = _codes(field)
    typed = field.typed[0] if field.typed else ""
    st.selectbox(
        field.label,
        ["", *codes],
        key=field.seed(typed if typed in codes else ""),
        format_func=lambda code: field.words_of(code) if code else field.t("Choose…"),
        on_change="ignore",
    )


def _tick(field: Field) -> None:
    code = _codes(field)[0]
    st.markdown(field.label)
    st.checkbox(field.text_of(code), key=field.seed(code in field.typed), on_change="ignore")


def _grid(field: Field) -> None:
    st.markdown(field.label)
    codes = _codes(field)
    for part, row in enumerate(_rows(field.question)):
        label = plain(in_language(row.label, field.t.language))
        chosen = [code for code in codes if f"{row.code}={code}" in field.typed]
        if getattr(field.question, "several", False):
            key = field.seed(chosen, part)
            st.pills(
                label,
                codes,
                selection_mode="multi",
                key=key,
                format_func=field.text_of,
                on_change="ignore",
                width="stretch",
            )
            continue
        offered = codes if field.question.required else [*codes, ""]
        key = field.seed(chosen[0] if chosen else None, part)
        st.radio(label, offered, key=key, format_func=field.text_of, horizontal=True, on_change="ignore")


def _place(field: Field) -> None:
    """Draw a list that may be searched, where places are known; anything else may be typed into it."""
    known = [in_language(place.label, field.t.language) for place in getattr(field.question, "addresses", ())]
    if not known:
        _line(field)
        draw_map(field, field.key())
        return
    typed = field.typed[0] if field.typed and field.typed[0] else None
    key = field.seed(typed)
    now = st.session_state[key]
    written = [now] if isinstance(now, str) and now not in known else []
    st.selectbox(
        field.label,
        [*known, *written],
        key=key,
        placeholder=field.t("Choose…"),
        accept_new_options=True,
        on_change="ignore",
    )
    draw_map(field, key)


def _slide(field: Field) -> None:
    """Draw a field to type in, and a slider that fills it."""
    typed = field.seed(field.typed[0] if field.typed else "")
    low, high = (float(getattr(field.question, name)) for name in ("lowest", "highest"))
    decimals = int(getattr(field.question, "decimals", 0))
    number = number_of(st.session_state[typed] or "")
    slider = field.key(1)
    st.session_state[slider] = min(max(float(number), low), high) if number is not None else low
    st.text_input(field.label, key=typed, on_change="ignore")
    st.slider(
        field.t(
            "Set with a slider: %(question)s",
            question=plain(in_language(field.question.text, field.t.language)),
        ),
        min_value=low,
        max_value=high,
        step=10.0**-decimals,
        format=f"%.{decimals}f",
        key=slider,
        label_visibility="collapsed",
        on_change=_copy,
        args=(slider, typed, decimals),
    )


def _copy(slider: str, typed: str, decimals: int) -> None:
    st.session_state[typed] = f"{float(st.session_state[slider]):.{decimals}f}"


def _amounts(field: Field) -> None:
    st.markdown(field.label)
    unit = in_language(getattr(field.question, "unit", {}), field.t.language)
    total = f"{field.t.number(getattr(field.question, 'total', 0))} {unit}".strip()
    st.caption(field.t("Share out %(total)s. What you leave blank gets nothing.", total=plain(total)))
    for part, code in enumerate(_codes(field)):
        typed = field.typed[part] if part < len(field.typed) else ""
        st.text_input(field.text_of(code), key=field.seed(typed, part), on_change="ignore", width=260)


def _rows(question: Question) -> Sequence[Any]:
    return getattr(question, "rows", ())


def _carried(field: Field) -> None:
    """Draw nothing: the address gave it, or nobody did."""


def _scale(field: Field) -> None:
    letters = sum(len(field.text_of(code)) for code in _codes(field))
    _choose_one(field, horizontal=letters <= MOST_LETTERS_IN_A_ROW)


def _choose_many(field: Field) -> None:
    codes = _codes(field)
    key = field.seed([code for code in codes if code in field.typed])
    st.pills(
        field.label,
        codes,
        selection_mode="multi",
        key=key,
        format_func=field.text_of,
        on_change="ignore",
        wrap=True,
        width="stretch",
    )


def _rank(field: Field) -> None:
    codes = _codes(field)
    st.markdown(field.label)
    for place in range(_places(field.question)):
        typed = field.typed[place] if place < len(field.typed) else ""
        key = field.seed(typed if typed in codes else "", place)
        st.selectbox(
            field.t("Choice %(place)s", place=place + 1),
            ["", *codes],
            key=key,
            format_func=lambda code: field.words_of(code) if code else field.t("Choose…"),
            on_change="ignore",
        )


def _places(question: Question) -> int:
    if question.control == "amounts":
        return len(question.choices())
    return int(getattr(question, "places", 1))


def _line(field: Field) -> None:
    key = field.seed(field.typed[0] if field.typed else "")
    st.text_input(
        field.label,
        key=key,
        autocomplete=getattr(field.question, "autocomplete", "off"),
        on_change="ignore",
    )


def _day(field: Field) -> None:
    question = field.question
    st.date_input(
        field.label,
        key=field.seed(_parsed(date.fromisoformat, field.typed)),
        min_value=getattr(question, "earliest", None) or FIRST_DAY,
        max_value=getattr(question, "latest", None) or LAST_DAY,
        format="YYYY-MM-DD",
        on_change="ignore",
    )


def _clock(field: Field) -> None:
    key = field.seed(_parsed(time.fromisoformat, field.typed))
    st.time_input(field.label, key=key, step=300, on_change="ignore")


def _parsed(read: Callable[[str], Any], typed: Sequence[str]) -> Any:
    try:
        return read(typed[0]) if typed else None
    except ValueError:
        return None


def _lines(field: Field) -> None:
    key = field.seed(field.typed[0] if field.typed else "")
    st.text_area(field.label, key=key, height=140, on_change="ignore")


def _note(field: Field) -> None:
    st.info(plain(in_language(field.question.text, field.t.language)), icon=":material/info:")


def _attach(field: Field) -> None:
    draw_files(field, field.keep)


DRAWN: dict[str, Draw] = {
    "attach": _attach,
    "choose_one": _choose_one,
    "choose_many": _choose_many,
    "scale": _scale,
    "rank": _rank,
    "line": _line,
    "lines": _lines,
    "place": _place,
    "slide": _slide,
    "amounts": _amounts,
    "tick": _tick,
    "grid": _grid,
    "carried": _carried,
    "day": _day,
    "clock": _clock,
    "note": _note,
}


def draw(field: Field) -> None:
    """Draw a question by its control."""
    DRAWN[field.question.control](field)


def typed(field: Field) -> list[str] | None:
    """Return what stands in a question's inputs now, as a face sends it; ``None`` when it is not drawn.

    Values come from a browser and may be anything: what is not text stays out, and the question's own
    parser judges the rest.
    """
    if field.key() not in st.session_state:
        return None
    if rows := _rows(field.question):
        return [f"{row.code}={code}" for part, row in enumerate(rows) for code in _chosen(field, part)]
    if st.session_state[field.key()] is True and field.question.control == "tick":
        return _codes(field)
    values: list[Any] = []
    for part in range(_places(field.question)):
        value = st.session_state.get(field.key(part))
        values += value if isinstance(value, list) else [value]
    return [_as_text(value) for value in values]


def _chosen(field: Field, part: int) -> list[str]:
    value = st.session_state.get(field.key(part))
    given = value if isinstance(value, list) else [value]
    return [code for code in given if isinstance(code, str) and code]


def _as_text(value: Any) -> str:
    if isinstance(value, date | time) and not isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str) else ""
