"""What a LimeSurvey structure says in expressions: who is asked, what is offered, taken and worked out."""

import re
from collections.abc import Mapping

from surveys.exchange.building import FITS, Building, asked_when, both
from surveys.exchange.conditions import Known, NotCarriedError, known_of, read_condition
from surveys.exchange.limesurvey_rows import BY_NUMBER, ENDING, Data, Row, Structure
from surveys.exchange.logic import read_constraint_condition, read_formula
from surveys.relevance import Condition, Not

_COUNT = re.compile(r"\bcount\(")
_BLANK = re.compile(r"(['\"])\s+\1")
ITSELF = ("this", "self")


class Logic:
    """Reads expressions over the questions ``known`` so far; what cannot be carried is noted."""

    def __init__(self, structure: Structure, known: Mapping[str, Known], building: Building) -> None:
        self.structure, self.known, self.building = structure, known, building

    def condition(self, text: str, place: str) -> Condition | None:
        """Return a condition; one that cannot be carried holds for everybody."""
        try:
            return read_condition(self.written(text), self.resolve)
        except NotCarriedError:
            self.building.note("relevance_not_carried", place, expression=text)
            return None

    def offered(self, qid: str, line: Row, place: str) -> Data:
        """Return the condition on which a line or an option is shown: its own, and what filters the list."""
        said = self.structure.attributes[qid]
        found = [self.condition(line.get("relevance", ""), place)]
        code = line.get("title") or line.get("code", "")
        for attribute in ("array_filter", "array_filter_exclude"):
            for source in filter(None, re.split(r"[;,\s]+", said.get(attribute, ""))):
                if not {source, f"{source}_{code}"} & self.known.keys():
                    self.building.note("choice_filter_not_carried", place, expression=f"{attribute} {source}")
                elif (chosen := self._chosen(source, code)) is not None:
                    found.append(chosen if attribute == "array_filter" else Not(of=chosen))
        return asked_when(*found)

    def _chosen(self, source: str, code: str) -> Condition | None:
        """Return that the line of the same code was answered there; without one, nothing is filtered."""
        known = self.known.get(f"{source}_{code}")
        try:
            return known.answered() if known is not None else None
        except NotCarriedError:
            return None

    def constraint(self, qid: str, made: Data, codes: Mapping[str, str], place: str) -> Data:
        """Return the rule that an answer must meet, with what is said to those whose answer does not."""
        text = self.structure.attributes[qid].get("em_validation_q", "")
        if not text:
            return {}
        itself = known_of(made, codes)
        found = read_constraint_condition(self.written(text), itself, {*ITSELF, place}, self.resolve)
        if found is None:
            self.building.note("constraint_not_carried", place, expression=text)
            return {}
        message = self.structure.spoken_texts(qid, "em_validation_q_tip", place) or dict(FITS)
        return {"constraint": {"condition": found, "message": message}}

    def calculated(self, qid: str, place: str) -> tuple[Data, Known] | None:
        """Return a value worked out, and what a reference to it means; its formula may stand in its text."""
        said = self.structure.said.get((f"qid {qid}", "question"), {})
        text = self.structure.attributes[qid].get("equation") or next(iter(said.values()), "")
        try:
            made, known = read_formula(self.written(re.sub(r"<[^>]+>", "", text)), self.resolve, None)
        except NotCarriedError:
            self.building.note("calculation_not_carried", place, expression=text, name=place)
            return None
        return made | {"text": both(place)}, known

    def resolve(self, name: str) -> Known | None:
        """Return what a variable means, however it ends."""
        return self.known.get(ENDING.sub("", name.removeprefix("that.")))

    def written(self, text: str) -> str:
        """Return an expression with names instead of numbers, without the braces around all of it."""
        named = BY_NUMBER.sub(self._named, _BLANK.sub("''", text.strip()))
        named = _COUNT.sub("count-answered(", named)  # elsewhere, "count" is of something else
        inner = named[1:-1] if named.startswith("{") and named.endswith("}") else named
        return named if "{" in inner else inner

    def _named(self, found: re.Match[str]) -> str:
        title = self.structure.titles.get(found[1], found[0])
        return f"{title}_{found[2]}" if found[2] else title
