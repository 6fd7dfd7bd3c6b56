"""What is wrong with the conditions, constraints and calculations of a survey, by code and place."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from surveys.problems import Problem
from surveys.questions import Question
from surveys.relevance import Selected
from surveys.senses import SINGLE, clashes, sense_of
from surveys.values import Leaf, Meaning, Today, bind, leaves, walk

MOST_NODES = 2000
"""Parts of one tree; no author needs a tenth of it, and each response pays for every part."""


def bind_rules(questions: Sequence[Question]) -> bool:
    """Tell every rule what the answers mean that it looks at; say whether one looks at the day.

    In the order in which questions are asked: what a calculation means follows from what it looks at.
    """
    ruled = {question.name: dict(question.rules()) for question in questions}
    wanted = {leaf.question for rules in ruled.values() for tree in rules.values() for leaf in leaves(tree)}
    meanings: dict[str, Meaning] = {}
    for question in questions:
        rules = ruled[question.name]
        if "formula" in rules:
            bind(rules["formula"], meanings)
        if question.name in wanted:
            meanings[question.name] = question.meaning()
        for tree in rules.values():
            bind(tree, meanings)
    trees = [tree for rules in ruled.values() for tree in rules.values()]
    return any(isinstance(part, Today) for tree in trees for part in walk(tree))


def rule_problems(questions: Sequence[Question]) -> Iterator[Problem]:
    """Yield everything that keeps rules from being worked out; they are bound already."""
    names = {question.name: question for question in questions}
    rings = _rings(names)
    earlier: dict[str, Question] = {}
    for question in questions:
        if ring := rings.get(question.name):
            yield Problem("calculation_cycle", question.name, {"ring": " → ".join(ring)})
        for rule, tree in question.rules():
            seen = {**earlier, question.name: question} if rule == "constraint" else earlier
            if rule != "formula" or not ring:
                yield from _tree_problems(question, rule, tree, seen=seen, names=names)
        earlier[question.name] = question


def _tree_problems(
    question: Question, rule: str, tree: Any, *, seen: Mapping[str, Question], names: Mapping[str, Question]
) -> list[Problem]:
    if sum(1 for _ in walk(tree)) > MOST_NODES:
        return [Problem("rule_too_long", question.name, {"most": MOST_NODES})]
    said = "calculation" if rule == "formula" else "relevance"
    found: list[Problem] = []
    for leaf in leaves(tree):
        found += _leaf_problems(question, said, leaf, seen, names)
    return list(_once(found)) or list(_clash_problems(question, rule, tree))


def _leaf_problems(
    question: Question, said: str, leaf: Leaf, seen: Mapping[str, Question], names: Mapping[str, Question]
) -> Iterator[Problem]:
    if leaf.question not in seen:
        code = f"{said}_later_question" if leaf.question in names else f"{said}_unknown_question"
        near = difflib.get_close_matches(leaf.question, seen, n=1)
        details = {"question": leaf.question, "near": near[0] if near else ""}
        yield Problem(code, question.name, details)
        return
    offered = seen[leaf.question].selectable()
    for option in leaf.options if isinstance(leaf, Selected) else ():
        if option not in offered:
            details = {"question": leaf.question, "option": option}
            yield Problem("relevance_unknown_option", question.name, details)


def _once(problems: Sequence[Problem]) -> Iterator[Problem]:
    yield from (problem for at, problem in enumerate(problems) if problem not in problems[:at])


def _clash_problems(question: Question, rule: str, tree: Any) -> Iterator[Problem]:
    whole = sense_of(tree) if rule == "formula" else "text"
    if whole not in SINGLE:
        yield Problem("types_unfit", question.name, {"left": "text", "right": whole, "rule": rule})
    for clash in clashes(tree):
        details = {"left": clash.left, "right": clash.right, "rule": rule}
        yield Problem(f"types_{clash.what}", question.name, details)


def _rings(names: Mapping[str, Question]) -> dict[str, list[str]]:
    """Return each calculation that needs itself, with the way back to it."""
    needs = {
        name: list(dict.fromkeys(leaf.question for leaf in leaves(tree)))
        for name, question in names.items()
        for rule, tree in question.rules()
        if rule == "formula"
    }
    return {name: ring for name in needs if (ring := _way_back(name, needs))}


def _way_back(start: str, needs: Mapping[str, Sequence[str]]) -> list[str]:
    ways, met = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for following in needs.get(way[-1], ()):
            if following == start:
                return [*way, start]
            if following not in met:
                met.add(following)
                ways.append([*way, following])
    return []
