"""Which question of ours a LimeSurvey question asks, by its type."""

import re
from collections.abc import Iterable

from surveys.exchange.building import Building, code_of, drawn
from surveys.exchange.limesurvey_logic import Logic
from surveys.exchange.limesurvey_rows import Data, Row, Structure, whole
from surveys.exchange.surveyjs_entries import upload
from surveys.questions.budget_split import BudgetSplit
from surveys.questions.date_entry import DateEntry
from surveys.questions.information import Information
from surveys.questions.long_text import LongText
from surveys.questions.map_point import MapPoint
from surveys.questions.matrix import MatrixMultiple, MatrixSingle
from surveys.questions.multiple_choice import MultipleChoice
from surveys.questions.number_entry import NumberEntry
from surveys.questions.other_text import OTHER
from surveys.questions.ranking import Ranking
from surveys.questions.rating_scale import RatingScale
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice
from surveys.questions.yes_no import YesNo

_FILES = {"acceptedTypes": "allowed_filetypes", "maxSize": "max_filesize"}
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

    def __init__(self, structure: Structure, logic: Logic, building: Building) -> None:
        self.structure, self.logic, self.building = structure, logic, building

    def made(self, type_: str, row: Row, place: str) -> Data | None:
        """Return what a question asks, with the codes of its options; ``None`` for what we cannot ask."""
        qid = row.get("qid", "")
        match type_:
            case "L" | "!" | "O":
                look = "dropdown" if type_ == "!" else "list"
                return self._closed(drawn(SingleChoice, look=look), self.structure.answers[qid], row, place)
            case "G":
                options, codes = _given(type_)
                return drawn(SingleChoice, options=options) | {"codes": codes}
            case "M" | "P":
                return self._many(row, place)
            case "R":
                made = self._closed(drawn(Ranking), self.structure.answers[qid], {"qid": qid}, place)
                if made is not None:
                    most = whole(self.structure.attributes[qid].get("max_answers")) or 20
                    made["places"] = min(most, len(made["options"]), 20)
                return made
            case "Y":
                return drawn(YesNo) | {"codes": {"Y": "yes", "N": "no"}}
            case "5":
                return drawn(RatingScale, points=5) | {"codes": {str(n): str(n) for n in range(1, 6)}}
            case "S" if self.structure.attributes[qid].get("location_mapservice", "0") not in ("", "0"):
                return drawn(MapPoint)
            case "S":
                return drawn(ShortText, longest=self._longest(qid, 1000))
            case "T" | "U":
                return drawn(LongText, longest=self._longest(qid, 20_000))
            case "N":
                return self._number(qid, place)
            case "D":
                return self._day(qid, place)
            case "|":
                return self._files(qid, place)
            case "K":
                return self._budget(qid, place)
            case ":" if self.structure.attributes[qid].get("multiflexible_checkbox") == "1":
                return self._ticks(qid, place)
            case "X":
                return drawn(Information)
            case "A" | "B" | "C" | "E" | "F" | "H":
                return self._matrix(type_, qid, place)
        return None

    def _closed(self, made: Data, rows: Iterable[Row], question: Row, place: str) -> Data | None:
        qid = question.get("qid", "") if made["kind"] == drawn(Ranking)["kind"] else ""
        options, codes = self._options(rows, place, key="aid", text="answer", code="code", qid=qid)
        if question.get("other") == "Y":
            options.append(self._other(question, codes, place))
            codes["-oth-"] = options[-1]["code"]
        if not options:
            self.building.note("list_missing", place, list=place)
            return None
        return made | {"options": options, "codes": codes}

    def _many(self, row: Row, place: str) -> Data | None:
        qid = row.get("qid", "")
        options, codes = self._options(
            self.structure.lines[qid], place, key="qid", text="question", code="title", qid=qid
        )
        alone = set(self.structure.attributes[qid].get("exclude_all_others", "").split(";"))
        for theirs, ours in codes.items():
            if theirs in alone:
                options = [{**o, "exclusive": True} if o["code"] == ours else o for o in options]
        if row.get("other") == "Y":
            options.append(self._other(row, codes, place))
            codes["other"] = options[-1]["code"]
        if not options:
            self.building.note("list_missing", place, list=place)
            return None
        limits = {"fewest": "min_answers", "most": "max_answers"}
        said = {
            ours: number
            for ours, theirs in limits.items()
            if (number := whole(self.structure.attributes[qid].get(theirs)))
        }
        return drawn(MultipleChoice, options=options, **said) | {"codes": codes}

    def _options(
        self, rows: Iterable[Row], place: str, *, key: str, text: str, code: str, qid: str = ""
    ) -> tuple[list[Data], dict[str, str]]:
        """Return options, and the file's codes to ours; those of the question ``qid`` have conditions."""
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
            option = {"code": ours, "label": self.structure.of(key, own, text, place)}
            options.append(option | (self.logic.offered(qid, row, place) if qid else {}))
            codes[given] = ours
        return options, codes

    def _number(self, qid: str, place: str) -> Data:
        said = self.structure.attributes[qid]
        made = drawn(NumberEntry, decimals=None if said.get("num_value_int_only") == "1" else 2)
        units = (self.structure.spoken_texts(qid, name, place) for name in ("suffix", "prefix"))
        made |= {"unit": unit} if (unit := next(filter(None, units), {})) else {}
        for ours, theirs in (("lowest", "min_num_value_n"), ("highest", "max_num_value_n")):
            try:
                made |= {ours: float(said[theirs])} if said.get(theirs) else {}
            except ValueError:
                self.building.note("setting_not_carried", place, setting=theirs)
        return made

    def _other(self, question: Row, codes: Data, place: str) -> Data:
        label = self.structure.spoken_texts(question.get("qid", ""), "other_replace_text", place)
        code = code_of(OTHER["code"], set(codes.values()))
        return {"code": code, "label": label or OTHER["label"]}

    def _longest(self, qid: str, most: int) -> int | None:
        return min(whole(self.structure.attributes[qid].get("maximum_chars")), most) or None

    def _day(self, qid: str, place: str) -> Data:
        said, made = self.structure.attributes[qid], drawn(DateEntry)
        if "h" in said.get("date_format", "").lower():
            self.building.note("setting_not_carried", place, setting="date_format")
        for ours, theirs in (("earliest", "date_min"), ("latest", "date_max")):
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}.*", told := said.get(theirs, "")):
                made[ours] = told[:10]
            elif told:
                self.building.note("setting_not_carried", place, setting=theirs)
        return made

    def _files(self, qid: str, place: str) -> Data:
        said = self.structure.attributes[qid]
        words = [word.strip(" .") for word in said.get("allowed_filetypes", "").split(",")]
        most = whole(said.get("max_num_of_files"))
        told = {
            "acceptedTypes": ",".join(f".{word}" for word in words if word),
            "allowMultiple": most > 1,
            "maxFiles": most,
            "maxSize": whole(said.get("max_filesize")) * 1000,
        }

        def note(code: str, place: str, setting: str) -> None:
            self.building.note(code, place, setting=_FILES.get(setting, setting))

        return upload(told, place, note)

    def _budget(self, qid: str, place: str) -> Data | None:
        """Return a budget to share out, where several numbers must come to a sum; else they are several."""
        total = whole(self.structure.attributes[qid].get("equals_num_value"))
        if not total:
            return None
        options, codes = self._options(
            self.structure.lines[qid], place, key="qid", text="question", code="title"
        )
        return drawn(BudgetSplit, options=options, total=total) | {"codes": codes} if options else None

    def _ticks(self, qid: str, place: str) -> Data | None:
        """Return a table of boxes to tick."""
        names = {"key": "qid", "text": "question", "code": "title"}
        options, codes = self._options(self.structure.columns[qid], place, **names)
        rows, _ = self._options(self.structure.lines[qid], place, qid=qid, **names)
        if not rows or not options:
            self.building.note("list_missing", place, list=place)
            return None
        return drawn(MatrixMultiple, options=options, rows=rows) | {"codes": codes}

    def dual(self, qid: str, place: str) -> list[tuple[str, Data]]:
        """Return the two matrices of a table with two scales, each with its heading."""
        rows, _ = self._options(
            self.structure.lines[qid], place, key="qid", text="question", code="title", qid=qid
        )
        made: list[tuple[str, Data]] = []
        for scale, heading in (("0", "dualscale_headerA"), ("1", "dualscale_headerB")):
            steps = [row for row in self.structure.answers[qid] if row.get("scale_id", "0") == scale]
            options, codes = self._options(steps, place, key="aid", text="answer", code="code")
            if rows and options:
                table = drawn(MatrixSingle, options=options, rows=rows) | {"codes": codes}
                made.append((scale, table | {"heading": self.structure.spoken_texts(qid, heading, place)}))
        return made

    def _matrix(self, type_: str, qid: str, place: str) -> Data | None:
        if type_ in _GIVEN:
            options, codes = _given(type_)
        else:
            options, codes = self._options(
                self.structure.answers[qid], place, key="aid", text="answer", code="code"
            )
        rows, _ = self._options(
            self.structure.lines[qid], place, key="qid", text="question", code="title", qid=qid
        )
        if not rows or not options:
            self.building.note("list_missing", place, list=place)
            return None
        return drawn(MatrixSingle, options=options, rows=rows) | {"codes": codes}


def _given(type_: str) -> tuple[list[Data], dict[str, str]]:
    options: list[Data] = [{"code": code, "label": {"en": en, "fr": fr}} for code, en, fr in _GIVEN[type_]]
    return options, {code: code for code, _, _ in _GIVEN[type_]}
