"""Conditions as rows and groups, the way the builder shows and changes them: plain data, nothing drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.questions import Question
from surveys.questions.base import Option
from surveys.senses import ORDERED, SINGLE

Tree = dict[str, Any]
Place = tuple[int, ...]
"""The way down from the whole condition to a row or a group inside it."""

HOWS = ("all", "any", "none", "not_all")
SIGNS = ("=", "!=", "<", "<=", ">", ">=")
COUNTED = "count "
"""Before a sign where how many answers were chosen is compared, not the answer itself."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows and groups, and how many of them must hold."""

    how: str
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: of which question, which test, and with what (options, or one or two values)."""

    question: str
    test: str
    options: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()


def is_group(tree: Tree) -> bool:
    """Say whether a part holds others rather than being one row."""
    inner = tree["of"] if tree["test"] == "not" else tree
    return isinstance(inner, dict) and inner["test"] in ("all", "any")


def group_of(tree: Tree | None) -> Group:
    """Return a condition as a group; a single row is a group of one."""
    if tree is None:
        return Group("all", ())
    if not is_group(tree):
        return Group("all", (tree,))
    if tree["test"] == "not":
        return Group("none" if tree["of"]["test"] == "any" else "not_all", tuple(tree["of"]["of"]))
    return Group(tree["test"], tuple(tree["of"]))


def tree_of(group: Group, *, is_whole: bool) -> Tree | None:
    """Return a group as a condition; the whole one is bare where it has one row, ``None`` where none."""
    if not group.parts:
        return None
    if is_whole and len(group.parts) == 1 and group.how in ("all", "any"):
        return group.parts[0]
    test = {"none": "any", "not_all": "all"}.get(group.how, group.how)
    joined: Tree = {"test": test, "of": list(group.parts)}
    return {"test": "not", "of": joined} if group.how in ("none", "not_all") else joined


def part_at(tree: Tree | None, place: Place) -> Tree | None:
    """Return the part that stands at ``place``; ``None`` where there is none (any more)."""
    if not place:
        return tree
    parts = group_of(tree).parts
    return part_at(parts[place[0]], place[1:]) if place[0] < len(parts) else None


def replaced(tree: Tree | None, place: Place, new: Tree | None) -> Tree | None:
    """Return the condition with another part at ``place``; ``None`` takes it out, and groups left empty."""
    return _replaced(tree, place, new, is_whole=True)


def _replaced(tree: Tree | None, place: Place, new: Tree | None, *, is_whole: bool) -> Tree | None:
    if not place:
        return new
    group, at = group_of(tree), place[0]
    if at >= len(group.parts):
        return tree
    inner = _replaced(group.parts[at], place[1:], new, is_whole=False) if place[1:] else new
    kept = () if inner is None else (inner,)
    parts = (*group.parts[:at], *kept, *group.parts[at + 1 :])
    return tree_of(Group(group.how, parts), is_whole=is_whole)


def added(tree: Tree | None, place: Place, new: Tree) -> Tree:
    """Return the condition with one more part at the end of the group at ``place``."""
    group = group_of(part_at(tree, place))
    made = tree_of(Group(group.how, (*group.parts, new)), is_whole=not place) or new
    return replaced(tree, place, made) or made


def joined(tree: Tree | None, place: Place, how: str) -> Tree | None:
    """Return the condition with the parts of the group at ``place`` going together in another way."""
    group = group_of(part_at(tree, place))
    return replaced(tree, place, tree_of(Group(how, group.parts), is_whole=not place))


# Rows


def row_of(tree: Tree) -> Row | None:
    """Return one part as a row; ``None`` where it says more than a row can."""
    leaf, before = (tree["of"], "not_") if tree["test"] == "not" else (tree, "")
    match leaf:
        case {"test": "answered", "question": str() as name}:
            return Row(name, f"{before}answered")
        case {"test": "selected", "question": str() as name, "options": options}:
            return Row(name, f"{before}selected", tuple(options))
        case {"test": "compare", "left": left, "sign": sign, "right": right} if not before:
            return _compared(left, str(sign), (right,))
        case {"test": "between", "of": of, "lowest": lowest, "highest": highest} if not before:
            return _compared(of, "between", (lowest, highest))
    return None


def _compared(subject: Any, test: str, values: tuple[Any, ...]) -> Row | None:
    if not all(_is_plain(value) for value in values):
        return None
    match subject:
        case {"value": "answer", "question": str() as name}:
            return Row(name, test, values=values)
        case {"value": "count", "question": str() as name}:
            return Row(name, COUNTED + test, values=values)
    return None


def _is_plain(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return True
    return value.get("value") in ("answer", "date", "time", "today")


def tree_of_row(row: Row) -> Tree:
    """Return a row as a condition."""
    test = row.test.removeprefix("not_")
    if test in ("answered", "selected"):
        leaf: Tree = {"test": test, "question": row.question}
        leaf |= {"options": list(row.options)} if test == "selected" else {}
        return {"test": "not", "of": leaf} if row.test.startswith("not_") else leaf
    subject = {"value": "count" if test.startswith(COUNTED) else "answer", "question": row.question}
    test = test.removeprefix(COUNTED)
    if test == "between":
        lowest, highest = row.values
        return {"test": test, "of": subject, "lowest": lowest, "highest": highest}
    return {"test": "compare", "left": subject, "sign": test, "right": row.values[0]}


def comparisons_for(question: Question) -> list[str]:
    """Return the tests that make sense of a question's answers, the most usual first."""
    sense, found = question.meaning().sense, []
    if question.selectable():
        found += ["selected", "not_selected"]
    if sense in ORDERED:
        found += [*SIGNS, "between"]
    elif sense == "text":
        found += ["=", "!="]
    if sense == "choices":
        found += [f"{COUNTED}{sign}" for sign in ("=", "<=", ">=")]
    return [*found, "answered", "not_answered"]


def row_for(question: Question, test: str = "", before: Row | None = None) -> Row:
    """Return a row about ``question``; what ``before`` compared with is kept where it fits still."""
    tests = comparisons_for(question)
    test = test if test in tests else tests[0]
    if test.endswith("answered"):
        return Row(question.name, test)
    if test.endswith("selected"):
        kept = tuple(c for c in before.options if c in question.selectable()) if before else ()
        return Row(question.name, test, options=kept or codes_of(question)[:1])
    sense = "number" if test.startswith(COUNTED) else question.meaning().sense
    is_same = before is not None and before.question == question.name and COUNTED not in before.test + test
    held = tuple(v for v in before.values if is_of(v, sense) or (is_same and is_answer(v))) if before else ()
    wanted = 2 if test.removeprefix(COUNTED) == "between" else 1
    values = (*held, *(start_of(sense) for _ in range(wanted)))[:wanted]
    return Row(question.name, test, values=values)


def codes_of(question: Question) -> tuple[str, ...]:
    """Return what a condition may look for, in the order of the answers where they have one."""
    codes = question.selectable()
    inorder = tuple(option.code for option in question.choices() if option.code in codes)
    return inorder or tuple(sorted(codes))


def labels_of(question: Question) -> dict[str, Mapping[str, str]]:
    """Return the labels of what a condition may look for; a line of a matrix goes with its option."""
    shown = {option.code: option.label for option in question.choices()}
    rows: Sequence[Option] = getattr(question, "rows", ())
    lines = {row.code: row.label for row in rows}
    found: dict[str, Mapping[str, str]] = {}
    for code in codes_of(question):
        row, _, rest = code.rpartition("=")
        found[code] = _line(lines, row, shown, rest) if row in lines else shown.get(code, {})
    return found


def _line(
    lines: Mapping[str, Mapping[str, str]], row: str, shown: Mapping[str, Mapping[str, str]], code: str
) -> dict[str, str]:
    label = shown.get(code, {})
    return {key: f"{words} – {label.get(key, code)}" for key, words in lines[row].items()}


def is_of(value: Any, sense: str) -> bool:
    """Say whether a value may stand where answers of a sense are compared."""
    if isinstance(value, Mapping):
        wanted = {"date": "date", "today": "date", "time": "time"}.get(str(value.get("value")))
        return wanted == sense
    return isinstance(value, str) if sense == "text" else isinstance(value, int | float) and sense == "number"


def is_answer(value: Any) -> bool:
    """Say whether a value is what somebody answered to another question."""
    return isinstance(value, Mapping) and value.get("value") == "answer"


def start_of(sense: str) -> Any:
    """Return the value that a new comparison begins with."""
    starts: dict[str, Any] = {
        "date": {"value": "today"},
        "time": {"value": "time", "time": "12:00"},
        "number": 0,
    }
    return starts.get(sense, "")


def alike(questions: Mapping[str, Question], sense: str, but: str) -> list[str]:
    """Return the questions whose answers a value of ``sense`` may be compared with."""
    if sense not in SINGLE:
        return []
    return [name for name, each in questions.items() if each.meaning().sense == sense and name != but]
