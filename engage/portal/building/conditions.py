"""Who is asked a question, chosen from lists: earlier questions, their answers, all or any of several."""

from typing import Any

import streamlit as st

from engage.portal import state
from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.plain import plain
from engage.wording.conditions import rules_in_words
from surveys.questions import Question, in_language

MOST_ROWS = 6
SHORT = 60
Tree = dict[str, Any]


def draw(desk: Desk, question: Question) -> None:
    """Draw a question's condition, or say in words why it cannot be changed here."""
    t = desk.visit.t
    earlier = _earlier(desk, question)
    tree = question.model_dump(mode="json")["relevance"]
    rows = _rows(tree)
    st.markdown(f"**{t('Who is asked')}**")
    for sentence in rules_in_words(t, question, desk.made):
        st.write(plain(sentence))
    if rows is None:
        st.caption(t("This question has a condition that is more than can be chosen here."))
        _button(desk, question, t("Ask everybody"), None, icon=":material/group:")
        return
    if not rows:
        st.caption(t("Everybody."))
    if len(rows) > 1:
        _joined(desk, question, tree, rows)
    for number in range(len(rows)):
        _row(desk, question, tree, rows, number, earlier)
    if earlier and len(rows) < MOST_ROWS:
        new = {"test": "answered", "question": list(earlier)[-1]}
        label = t("Add a condition") if rows else t("Ask only some people")
        _button(desk, question, label, _tree([*rows, new], _how(tree)), icon=":material/add:")
    elif not rows:
        st.caption(t("Conditions look at earlier questions, and there are none."))


def _earlier(desk: Desk, question: Question) -> dict[str, Question]:
    found: dict[str, Question] = {}
    for each in desk.made.questions():
        if each.name == question.name:
            break
        if each.asks:
            found[each.name] = each
    return found


def _rows(tree: Tree | None) -> list[Tree] | None:
    """Return a condition as simple rows; ``None`` when it is more than that."""
    if tree is None:
        return []
    if tree["test"] in ("all", "any"):
        return list(tree["of"]) if all(_is_simple(part) for part in tree["of"]) else None
    return [tree] if _is_simple(tree) else None


def _is_simple(tree: Tree) -> bool:
    inner = tree["of"] if tree["test"] == "not" else tree
    return isinstance(inner, dict) and inner["test"] in ("selected", "answered")


def _how(tree: Tree | None) -> str:
    return tree["test"] if tree and tree["test"] in ("all", "any") else "all"


def _tree(rows: list[Tree], how: str) -> Tree | None:
    if len(rows) < 2:
        return rows[0] if rows else None
    return {"test": how, "of": rows}


def _joined(desk: Desk, question: Question, tree: Tree | None, rows: list[Tree]) -> None:
    t, key = desk.visit.t, desk.key("q", question.name, "how")
    names = {"all": t("All of these hold"), "any": t("At least one of these holds")}
    st.radio(
        t("How conditions go together"),
        list(names),
        index=list(names).index(_how(tree)),
        format_func=lambda each: names[each],
        horizontal=True,
        label_visibility="collapsed",
        key=key,
        on_change=_rejoin,
        args=(desk.slug, question.name, key, rows),
    )


def _rejoin(slug: str, name: str, key: str, rows: list[Tree]) -> None:
    _put(slug, name, _tree(rows, str(state.get(key))))


def _row(
    desk: Desk,
    question: Question,
    tree: Tree | None,
    rows: list[Tree],
    number: int,
    earlier: dict[str, Question],
) -> None:
    t, row = desk.visit.t, rows[number]
    leaf = row["of"] if row["test"] == "not" else row
    test = ("not_" if row["test"] == "not" else "") + leaf["test"]
    looked_at = desk.made.question(leaf["question"])
    tests = _tests(desk, looked_at)
    base = desk.key("q", question.name, "if", str(number), leaf["question"])
    send = (desk.slug, question.name, tree, rows, number, base, earlier)
    with st.container(border=True, gap="small"):
        st.selectbox(
            t("Question"),
            list(earlier),
            index=list(earlier).index(leaf["question"]) if leaf["question"] in earlier else None,
            format_func=lambda name: _short(desk, earlier[name]),
            key=f"{base}.question",
            on_change=_changed,
            args=send,
        )
        st.radio(
            t("Test"),
            list(tests),
            index=list(tests).index(test) if test in tests else None,
            format_func=lambda each: tests[each],
            horizontal=True,
            label_visibility="collapsed",
            key=f"{base}.test",
            on_change=_changed,
            args=send,
        )
        if leaf["test"] == "selected" and looked_at is not None:
            _options(desk, looked_at, leaf, base, send)
        left = _tree([each for each in rows if each is not row], _how(tree))
        _button(desk, question, t("Take out"), left, icon=":material/close:", mark=str(number))


def _options(desk: Desk, looked_at: Question, leaf: Tree, base: str, send: tuple[Any, ...]) -> None:
    labels = _labels(desk, looked_at)
    st.multiselect(
        desk.visit.t("Answers"),
        list(labels),
        default=[code for code in leaf["options"] if code in labels],
        format_func=lambda code: labels.get(code, code),
        label_visibility="collapsed",
        key=f"{base}.options",
        on_change=_changed,
        args=send,
    )


def _labels(desk: Desk, question: Question) -> dict[str, str]:
    """Return what a condition may look for, in the order of the answers where they have one."""
    shown = {option.code: in_language(option.label, desk.language) for option in question.choices()}
    codes = question.selectable()
    known = {code: label for code, label in shown.items() if code in codes}
    return known or {code: code for code in sorted(codes)}


def _tests(desk: Desk, looked_at: Question | None) -> dict[str, str]:
    t = desk.visit.t
    tests = {"answered": t("has an answer"), "not_answered": t("has no answer")}
    if looked_at is not None and looked_at.selectable():
        return {"selected": t("is one of"), "not_selected": t("is none of")} | tests
    return tests


def _changed(
    slug: str,
    name: str,
    tree: Tree | None,
    rows: list[Tree],
    number: int,
    base: str,
    earlier: dict[str, Question],
) -> None:
    old = rows[number]["of"] if rows[number]["test"] == "not" else rows[number]
    asked = str(state.get(f"{base}.question") or old["question"])
    test = str(state.get(f"{base}.test") or "answered")
    codes = earlier[asked].selectable() if asked in earlier else set()
    sort = test.removeprefix("not_")
    leaf: Tree = {"test": "answered", "question": asked}
    if sort == "selected" and codes:
        first = [option.code for option in earlier[asked].choices() if option.code in codes] or sorted(codes)
        kept = [code for code in state.get(f"{base}.options") or () if code in codes]
        leaf = {"test": "selected", "question": asked, "options": kept or first[:1]}
    row = {"test": "not", "of": leaf} if test.startswith("not_") else leaf
    _put(slug, name, _tree([row if at == number else each for at, each in enumerate(rows)], _how(tree)))


def _put(slug: str, name: str, tree: Tree | None) -> None:
    work.ask(slug, "put", owner=["question", name], path=["relevance"], value=tree)


def _button(
    desk: Desk, question: Question, label: str, tree: Tree | None, *, icon: str, mark: str = ""
) -> None:
    st.button(
        label,
        icon=icon,
        key=desk.key("q", question.name, "condition", icon, mark),
        type="tertiary",
        on_click=_put,
        args=(desk.slug, question.name, tree),
    )


def _short(desk: Desk, question: Question) -> str:
    words = in_language(question.text, desk.language) or question.name
    return words if len(words) <= SHORT else words[:SHORT] + "…"
