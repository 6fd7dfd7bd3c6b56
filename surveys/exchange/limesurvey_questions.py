"""Which question of ours a LimeSurvey question asks, by its type."""

from collections.abc import Iterable

from surveys.exchange.building import Building, code_of, drawn
from surveys.exchange.limesurvey_rows import Data, Row, Structure
from surveys.questions.date_entry import DateEntry
from surveys.questions.information import Information
from surveys.questions.long_text import LongText
from surveys.questions.matrix import MatrixSingle
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.number_entry import NumberEntry
from surveys.questions.ranking import Ranking
from surveys.questions.rating_scale import RatingScale
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice
from surveys.questions.yes_no import YesNo

OTHER = {"en": "Other", "fr": "Autre"}
# Answers that LimeSurvey gives by itself.
_GIVEN: dict[str, tuple[tuple[str, str, str], ...]] = {
    "A": tuple((str(n), str(n), str(n)) for n in range(1, 6)),
    "B": tuple((str(n), str(n), str(n)) for n in range(1, 11)),
    "C": (("Y", "Yes", "Oui"), ("U", "Uncertain", "Incertain"), ("N", "No", "Non")),
    "E": (("I", "Increase", "Augmenter"), ("S", "Same", "Sans changement"), ("D", "Decrease", "Diminuer")),
    "G": (("F", "Female", "Femme"), ("M", "Male", "Homme")),
}


class Questions:
    """Makes the plain data of questions; what cannot be carried is noted in ``building``."""

    def __init__(self, structure: Structure, building: Building) -> None:
        self.structure, self.building = structure, building

    def made(self, type_: str, row: Row, place: str) -> Data | None:
        """Return what a question asks, with the codes of its options; ``None`` for what we cannot ask."""
        qid = row.get("qid", "")
        match type_:
            case "L" | "!" | "O":
                if type_ == "O":
                    self.building.note("setting_not_carried", place, setting="comment")
                look = "dropdown" if type_ == "!" else "list"
                return self._closed(drawn(SingleChoice, look=look), self.structure.answers[qid], row, place)
            case "G":
                options, codes = _given(type_)
                return drawn(SingleChoice, options=options) | {"codes": codes}
            case "M" | "P":
                if type_ == "P":
                    self.building.note("setting_not_carried", place, setting="comment")
                return self._many(row, place)
            case "R":
                made = self._closed(drawn(Ranking), self.structure.answers[qid], {}, place)
                if made is not None:
                    most = self.structure.attributes[qid].get("max_answers", "")
                    made["places"] = min(
                        int(most) if most.isdecimal() and int(most) else 20, len(made["options"]), 20
                    )
                return made
            case "Y":
                return drawn(YesNo) | {"codes": {"Y": "yes", "N": "no"}}
            case "5":
                return drawn(RatingScale, points=5) | {"codes": {str(n): str(n) for n in range(1, 6)}}
            case "S":
                return drawn(ShortText)
            case "T" | "U":
                return drawn(LongText)
            case "N":
                return self._number(qid, place)
            case "D":
                return drawn(DateEntry)
            case "X":
                return drawn(Information)
            case "A" | "B" | "C" | "E" | "F" | "H":
                return self._matrix(type_, qid, place)
        return None

    def _closed(self, made: Data, rows: Iterable[Row], question: Row, place: str) -> Data | None:
        options, codes = self._options(rows, place, key="aid", text="answer", code="code")
        if question.get("other") == "Y":
            options.append({"code": code_of("other", set(codes.values())), "label": OTHER})
            codes["-oth-"] = options[-1]["code"]
        if not options:
            self.building.note("list_missing", place, list=place)
            return None
        return made | {"options": options, "codes": codes}

    def _many(self, row: Row, place: str) -> Data | None:
        qid = row.get("qid", "")
        options, codes = self._options(
            self.structure.lines[qid], place, key="qid", text="question", code="title"
        )
        alone = set(self.structure.attributes[qid].get("exclude_all_others", "").split(";"))
        for theirs, ours in codes.items():
            if theirs in alone:
                options = [{**o, "exclusive": True} if o["code"] == ours else o for o in options]
        if row.get("other") == "Y":
            options.append({"code": code_of("other", set(codes.values())), "label": OTHER})
            codes["other"] = options[-1]["code"]
        if not options:
            self.building.note("list_missing", place, list=place)
            return None
        limits = {"fewest": "min_answers", "most": "max_answers"}
        said = {
            ours: int(value)
            for ours, theirs in limits.items()
            if (value := self.structure.attributes[qid].get(theirs, "")).isdecimal() and int(value) > 0
        }
        return drawn(MultipleChoice, options=options, **said) | {"codes": codes}

    def _options(
        self, rows: Iterable[Row], place: str, *, key: str, text: str, code: str
    ) -> tuple[list[Data], dict[str, str]]:
        options: list[Data] = []
        codes: dict[str, str] = {}
        for row in rows:
            given = row.get(code, "")
            if not given or given in codes:
                continue
            ours = code_of(given, set(codes.values()))
            if ours != given:
                self.building.note("code_changed", place, before=given, now=ours)
            own = row.get(key) or f"{row.get('qid')}/{given}"
            options.append({"code": ours, "label": self.structure.of(key, own, text, place)})
            codes[given] = ours
        return options, codes

    def _number(self, qid: str, place: str) -> Data:
        said = self.structure.attributes[qid]
        made = drawn(NumberEntry, decimals=None if said.get("num_value_int_only") == "1" else 2)
        for ours, theirs in (("lowest", "min_num_value_n"), ("highest", "max_num_value_n")):
            try:
                made |= {ours: float(said[theirs])} if said.get(theirs) else {}
            except ValueError:
                self.building.note("setting_not_carried", place, setting=theirs)
        return made

    def _matrix(self, type_: str, qid: str, place: str) -> Data | None:
        if type_ in _GIVEN:
            options, codes = _given(type_)
        else:
            options, codes = self._options(
                self.structure.answers[qid], place, key="aid", text="answer", code="code"
            )
        rows, _ = self._options(self.structure.lines[qid], place, key="qid", text="question", code="title")
        if not rows or not options:
            self.building.note("list_missing", place, list=place)
            return None
        return drawn(MatrixSingle, options=options, rows=rows) | {"codes": codes}


def _given(type_: str) -> tuple[list[Data], dict[str, str]]:
    options: list[Data] = [{"code": code, "label": {"en": en, "fr": fr}} for code, en, fr in _GIVEN[type_]]
    return options, {code: code for code, _, _ in _GIVEN[type_]}
