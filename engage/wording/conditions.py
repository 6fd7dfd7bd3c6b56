"""Conditions, constraints and calculations in words, for authors and for readers of a codebook."""

from collections.abc import Mapping, Sequence
from typing import Any

from engage.wording import Wording
from surveys.definition import SurveyDefinition
from surveys.questions import Question, in_language
from surveys.questions.particular import particular
from surveys.relevance import All, Answered, AnyOf, Between, Compare, Not, Selected
from surveys.senses import sense_of
from surveys.values import (
    Answer,
    Arithmetic,
    Clock,
    Count,
    Day,
    First,
    HowMany,
    If,
    Joined,
    Later,
    Number,
    Rounded,
    Several,
    Span,
    Today,
    Words,
)

LONGEST = 60
"""Of a question's text where it is named."""


def rules_in_words(t: Wording, question: Question, definition: SurveyDefinition) -> list[str]:
    """Return a sentence for each rule of a question."""
    said = []
    for rule, tree in question.rules():
        labels = {option.code: in_language(option.label, t.language) for option in question.choices()}
        told = _Teller(t, definition, labels if rule == "formula" else {}).tell(tree)
        if rule == "relevance" and not question.asks:
            said.append(t("Shown if %(condition)s.", condition=told))
        elif rule == "relevance" and question.is_worked_out:
            said.append(t("Worked out if %(condition)s.", condition=told))
        elif rule == "relevance":
            said.append(t("Asked if %(condition)s.", condition=told))
        elif "." in rule:
            said.append(_offered(t, question, rule, told))
        elif rule == "constraint":
            said.append(t("An answer is taken if %(condition)s.", condition=told))
        else:
            said.append(t("Worked out: %(value)s.", value=told))
    return said


def offers_in_words(
    t: Wording, question: Question, definition: SurveyDefinition, part: str = ""
) -> list[str]:
    """Return a sentence for each option or line offered to some only; of ``part`` alone if it is one."""
    offers = {rule: tree for rule, tree in question.rules() if "." in rule}
    own = {rule: tree for rule, tree in offers.items() if part and rule.partition(".")[2] == part}
    parts = {each.code for setting in ("options", "rows") for each in particular(question, setting, ())}
    chosen = own if part in parts else offers
    return [_offered(t, question, rule, in_words(t, tree, definition)) for rule, tree in chosen.items()]


def _offered(t: Wording, question: Question, place: str, condition: str) -> str:
    """Say on which condition an option or a line (``options.north``) is offered."""
    setting, _, code = place.partition(".")
    found = (each.label for each in particular(question, setting, ()) if each.code == code)
    label = in_language(next(found, {}), t.language) or code
    return t("“%(option)s” is offered if %(condition)s.", option=label, condition=condition)


def in_words(t: Wording, tree: Any, definition: SurveyDefinition) -> str:
    """Return a condition or value as part of a sentence."""
    return _Teller(t, definition, {}).tell(tree)


class _Teller:
    """Tells the parts of a tree; ``labels`` are of the codes that a calculation may give."""

    def __init__(self, t: Wording, definition: SurveyDefinition, labels: Mapping[str, str]) -> None:
        self.t, self.definition, self.labels = t, definition, labels

    def tell(self, tree: Any) -> str:
        match tree:
            case Selected() | Answered() | Compare() | Between():
                return self.leaf(tree, holds=True)
            case Not(of=Selected() | Answered() | Compare() | Between() as inner):
                return self.leaf(inner, holds=False)
            case Not():
                return self.t("it is not so that %(condition)s", condition=self.inside(tree.of))
            case All() | AnyOf() if len(tree.of) == 1:
                return self.tell(tree.of[0])
            case All():
                return self.t(" and ").join(self.inside(part) for part in tree.of)
            case AnyOf():
                return self.t(" or ").join(self.inside(part) for part in tree.of)
        return self.value(tree)

    def inside(self, part: Any) -> str:
        """Put brackets around what would otherwise run together."""
        told = self.tell(part)
        return f"({told})" if isinstance(part, All | AnyOf) and len(part.of) > 1 else told

    def leaf(self, leaf: Any, *, holds: bool) -> str:
        match leaf:
            case Selected():
                return self.selected(leaf, holds)
            case Answered():
                return self.answered(leaf.question, holds)
            case Between():
                parts = {
                    "value": self.value(leaf.of),
                    "lowest": self.value(leaf.lowest),
                    "highest": self.value(leaf.highest),
                }
                if holds:
                    return self.t("%(value)s is from %(lowest)s to %(highest)s", **parts)
                return self.t("%(value)s is not from %(lowest)s to %(highest)s", **parts)
        told = self.compared(leaf)
        return told if holds else self.t("it is not so that %(condition)s", condition=told)

    def answered(self, name: str, holds: bool) -> str:
        if self.is_worked_out(name):
            if holds:
                return self.t("%(question)s is known", question=self.named(name))
            return self.t("%(question)s is not known", question=self.named(name))
        if holds:
            return self.t("%(question)s was answered", question=self.named(name))
        return self.t("%(question)s was not answered", question=self.named(name))

    def selected(self, leaf: Selected, holds: bool) -> str:
        question = self.definition.question(leaf.question)
        labels = [self.quoted(self.label(question, code)) for code in leaf.options]
        parts = {"question": self.named(leaf.question), "options": listed(self.t, labels)}
        if question is not None and question.meaning().sense == "choices":
            if holds:
                return self.t("the answers to %(question)s include %(options)s", **parts)
            return self.t("the answers to %(question)s do not include %(options)s", **parts)
        if holds:
            return self.t("the answer to %(question)s is %(options)s", **parts)
        return self.t("the answer to %(question)s is not %(options)s", **parts)

    def label(self, question: Question | None, code: str) -> str:
        """Return an option's label, or a line of a matrix with its option."""
        if question is None:
            return code
        row, _, rest = code.rpartition("=")
        labels = {option.code: in_language(option.label, self.t.language) for option in question.choices()}
        if not row:
            return labels.get(code, code)
        rows = {each.code: in_language(each.label, self.t.language) for each in getattr(question, "rows", ())}
        return f"{rows.get(row, row)} – {labels.get(rest, rest)}"

    def compared(self, leaf: Compare) -> str:
        t = self.t
        parts = {"left": self.value(leaf.left), "right": self.value(leaf.right)}
        if sense_of(leaf.left) in ("date", "time"):
            return {
                "=": t("%(left)s is %(right)s", **parts),
                "!=": t("%(left)s is not %(right)s", **parts),
                "<": t("%(left)s is before %(right)s", **parts),
                "<=": t("%(left)s is %(right)s or before", **parts),
                ">": t("%(left)s is after %(right)s", **parts),
                ">=": t("%(left)s is %(right)s or after", **parts),
            }[leaf.sign]
        return {
            "=": t("%(left)s is %(right)s", **parts),
            "!=": t("%(left)s is not %(right)s", **parts),
            "<": t("%(left)s is less than %(right)s", **parts),
            "<=": t("%(left)s is at most %(right)s", **parts),
            ">": t("%(left)s is more than %(right)s", **parts),
            ">=": t("%(left)s is at least %(right)s", **parts),
        }[leaf.sign]

    def value(self, value: Any) -> str:
        t = self.t
        match value:
            case Number():
                return t.number(value.root, 6)
            case Words():
                return self.quoted(self.labels.get(value.root, value.root))
            case Day():
                return t.date(value.day)
            case Clock():
                clock = value.time
                return f"{clock.hour} h {clock.minute:02}" if t.language == "fr" else f"{clock:%H:%M}"
            case Today():
                return t("the day of the survey")
            case Answer():
                if self.is_worked_out(value.question):
                    return self.named(value.question)
                return t("the answer to %(question)s", question=self.named(value.question))
            case Count():
                return t("the number of answers chosen to %(question)s", question=self.named(value.question))
            case Arithmetic():
                return self.arithmetic(value)
        return self.worked_out(value)

    def arithmetic(self, value: Arithmetic) -> str:
        signs = {"plus": "+", "minus": "−", "times": "×", "divided": "÷"}
        sides = (
            f"({self.value(side)})" if isinstance(side, Arithmetic) else self.value(side)
            for side in (value.left, value.right)
        )
        return f" {signs[value.value]} ".join(sides)

    def worked_out(self, value: Any) -> str:
        t = self.t
        match value:
            case Several() | First() | Joined():
                values = listed(t, [self.value(part) for part in value.of], last=t(" and "))
                return {
                    "sum": t("the sum of %(values)s", values=values),
                    "mean": t("the mean of %(values)s", values=values),
                    "lowest": t("the lowest of %(values)s", values=values),
                    "highest": t("the highest of %(values)s", values=values),
                    "first": t("the first there is of %(values)s", values=values),
                    "joined": t("%(values)s put together", values=values),
                }[value.value]
            case If():
                return t(
                    "%(then)s if %(condition)s, else %(otherwise)s",
                    then=self.value(value.then),
                    condition=self.tell(value.when),
                    otherwise=self.bracketed(value.otherwise),
                )
            case HowMany():
                return t(
                    "how many of these hold: %(conditions)s", conditions="; ".join(map(self.tell, value.of))
                )
            case Span():
                parts = {"since": self.value(value.since), "until": self.value(value.until)}
                if value.value == "days":
                    return t("the days from %(since)s to %(until)s", **parts)
                return t("the full years from %(since)s to %(until)s", **parts)
            case Later():
                return t(
                    "%(day)s plus %(days)s days", day=self.value(value.day), days=self.bracketed(value.days)
                )
            case Rounded():
                parts = {"value": self.bracketed(value.of), "n": str(value.decimals)}
                if value.value == "cut":
                    return t("%(value)s cut to %(n)s decimals", **parts)
                return t("%(value)s rounded to %(n)s decimals", **parts)
        return str(value)

    def bracketed(self, value: Any) -> str:
        plain = isinstance(value, Number | Words | Day | Clock | Today | Answer | Count)
        return self.value(value) if plain else f"({self.value(value)})"

    def is_worked_out(self, name: str) -> bool:
        question = self.definition.question(name)
        return question is not None and question.is_worked_out

    def named(self, name: str) -> str:
        question = self.definition.question(name)
        text = in_language(question.text, self.t.language) if question else name
        return self.quoted(text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…")

    def quoted(self, words: str) -> str:
        return self.t("“%(words)s”", words=words)


def listed(t: Wording, words: Sequence[str], *, last: str = "") -> str:
    """Return words as a list: ``a, b or c``."""
    return (last or t(" or ")).join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
