"""Surveys nobody would write: every sort of question, rule and repeated answer, right and wrong mixed."""

from functools import cache
from typing import Any

from hypothesis import strategies as st

from surveys.questions import KINDS
from tests.factories import both, definition_data
from tests.surveys.exchange.definitions import QUESTION, TEXTS

ODD = st.sampled_from(["nobody", "", "Q1", "q1", "q2", "q3"])
NAMES = [f"q{number}" for number in range(1, 9)]
Known = tuple[str, ...]
"""The names asked before. What may be drawn of them is made once: making it takes longer than a survey."""


@cache
def names(known: Known) -> st.SearchStrategy[str]:
    """Return a question's name: mostly one asked before, seldom a later one or none."""
    return st.sampled_from([*known] * 6 + NAMES + ["nobody"]) if known else ODD


@cache
def values(known: Known, depth: int = 0) -> st.SearchStrategy[Any]:
    answer = names(known).map(lambda name: {"value": "answer", "question": name})
    leaf = st.one_of(
        answer,
        answer,
        st.integers(-5, 50),
        st.sampled_from(["north", "a", "1"]),
        st.just({"value": "today"}),
        st.sampled_from(["2026-02-28", "soon"]).map(lambda day: {"value": "date", "day": day}),
        names(known).map(lambda name: {"value": "count", "question": name}),
    )
    if depth > 1:
        return leaf
    inner = st.deferred(lambda: values(known, depth + 1))
    return st.one_of(
        leaf,
        leaf,
        st.builds(
            lambda sign, left, right: {"value": sign, "left": left, "right": right},
            st.sampled_from(["plus", "minus", "times", "divided", "power"]),
            inner,
            inner,
        ),
        st.builds(
            lambda name, of: {"value": name, "of": of},
            st.sampled_from(["sum", "mean", "first", "joined"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        st.builds(
            lambda name, since, until: {"value": name, "since": since, "until": until},
            st.sampled_from(["days", "years"]),
            inner,
            inner,
        ),
        st.builds(
            lambda when, then, otherwise: {"value": "if", "when": when, "then": then, "otherwise": otherwise},
            st.deferred(lambda: conditions(known, depth + 1)),
            inner,
            inner,
        ),
    )


@cache
def conditions(known: Known, depth: int = 0) -> st.SearchStrategy[Any]:
    side = st.deferred(lambda: values(known, depth + 1))
    leaf = st.one_of(
        names(known).map(lambda name: {"test": "answered", "question": name}),
        st.builds(
            lambda name, codes: {"test": "selected", "question": name, "options": codes},
            names(known),
            st.lists(st.sampled_from(["1", "5", "yes", "no", "given"]), min_size=1, max_size=2),
        ),
        st.builds(
            lambda left, sign, right: {"test": "compare", "left": left, "sign": sign, "right": right},
            side,
            st.sampled_from(["=", "!=", "<", ">=", "~"]),
            side,
        ),
    )
    if depth > 1:
        return leaf
    inner = st.deferred(lambda: conditions(known, depth + 1))
    return st.one_of(
        leaf,
        leaf,
        inner.map(lambda of: {"test": "not", "of": of}),
        st.builds(
            lambda test, of: {"test": test, "of": of},
            st.sampled_from(["all", "any"]),
            st.lists(inner, min_size=1, max_size=2),
        ),
    )


@cache
def texts(known: Known) -> st.SearchStrategy[dict[str, str]]:
    piped = st.builds(
        lambda name, fallback: {
            "en": f"Why, {{{{{name}{fallback}}}}}?",
            "fr": f"Et {{{{{name}{fallback}}}}}?",
        },
        names(known),
        st.sampled_from(["|neighbour", "|", "", "|{x"]),
    )
    return st.one_of(TEXTS, TEXTS, piped)


@st.composite
def offered_to_some(draw: st.DrawFn, parts: list[dict[str, Any]], known: Known) -> list[dict[str, Any]]:
    """Return options or lines, some of them with a condition."""
    return [{**part, "relevance": draw(conditions(known))} if draw(st.booleans()) else part for part in parts]


@st.composite
def surveys(draw: st.DrawFn) -> dict[str, Any]:
    """Return the plain data of a survey of a few pages, accepted or not."""
    pages: list[list[dict[str, Any]]] = []
    known: Known = ()
    for _ in range(draw(st.integers(1, 3))):
        pages.append([])
        for made in draw(st.lists(st.one_of(QUESTION, QUESTION, st.just({})), min_size=1, max_size=3)):
            name = NAMES[len(known)] if len(known) < len(NAMES) else "q9"
            question = {**(made or {"kind": "calculated", "formula": draw(values(known))}), "name": name}
            question["text"] = draw(texts(known))
            if known and draw(st.integers(0, 2)) == 0:
                question["relevance"] = draw(conditions(known))
            if made and draw(st.integers(0, 3)) == 0:
                rule = draw(conditions((*known, name)))
                question["constraint"] = {"condition": rule, "message": both("Please look again.")}
            offers = getattr(KINDS[question["kind"]], "offers", "")
            if known and offers in made and draw(st.integers(0, 3)) == 0:
                question[offers] = draw(offered_to_some(made[offers], known))
            for limit in {"most", "places"} & set(made) if "options" in made else ():
                question[limit] = min(made[limit] or 1, len(made["options"]))
            known = (*known, name)
            pages[-1].append(question)
    pages.append([{"kind": "short_text", "name": "last_words", "text": both("Anything else?")}])
    return definition_data(pages=pages)
