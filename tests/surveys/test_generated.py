"""Surveys by the hundred, right and wrong: what is accepted works to the end, what is refused says why.

1. A refused survey names each place, what is wrong there and what to do, in both languages.
2. An accepted one is drawn on the light face, page by page, in both languages, whatever was answered.
3. Answers are taken, exported, and read back from the export as the same answers.
4. The survey goes out and comes back equal: as JSON whole, in other formats but for what was listed.

``HYPOTHESIS_EXAMPLES=5000`` asks for more of them than the usual 300.
"""

import os
from collections import Counter
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engage import keys
from engage.actions.collect import Opened
from engage.settings import Settings
from engage.web.survey_page import check_page, question_page
from engage.web.visits import Visit
from engage.wording.problems import told
from surveys import journey
from surveys.definition import SurveyDefinition, publishing_problems, read_definition
from surveys.exchange.differences import differences
from surveys.exchange.files import carry, write
from surveys.exchange.notes import LOSSES
from surveys.exporting.columns import Table
from surveys.problems import DefinitionError
from surveys.records import Response, Survey, SurveyVersion
from tests.factories import AT
from tests.surveys.generated import surveys

WORKBOOKS = int(os.environ.get("GENERATED_WORKBOOKS", "10"))
"""One in so many accepted surveys is written as a workbook too."""
EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "300"))
ZONE = ZoneInfo("America/Toronto")
met: Counter[str] = Counter()


def opened(definition: SurveyDefinition) -> Opened:
    version = SurveyVersion(1, 1, 1, "published", definition, "", AT, 0)
    survey = Survey(
        1, "s", definition.title, "consultation", "open", 1, None, None, 1, False, False, AT, None
    )
    return Opened(survey, version, keys.new_submission_key(b"s" * 48, version_id=1, now=AT), False)


FITTING = ("3", "2026-02-28", "14:30", "Rosa", "l3k 1a1", "905-555-0142")


@cache
def sent(codes: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    fitting = st.sampled_from(codes or FITTING)
    odd = st.sampled_from(["", "{{q1|x}}", "<b>x</b>", "\u202e", "NaN", "9" * 30, "declined"])
    return st.lists(st.one_of(fitting, fitting, odd), max_size=2)


@st.composite
def answers(draw: st.DrawFn, definition: SurveyDefinition) -> dict[str, list[str]]:
    """Return what somebody sends: mostly answers that fit, some that do not."""
    return {q.name: draw(sent(tuple(sorted(q.selectable())))) for q in definition.asked()}


def works(definition: SurveyDefinition, raw: dict[str, list[str]], formats: list[str]) -> None:
    publishing_problems(definition, None)
    is_drawn(definition, raw)
    is_exported(definition, raw)
    for format in formats:
        data, notes = write(definition, format, "survey")
        carried = carry(data, "survey.xlsx" if format == "xlsform" else "survey.json")
        assert carried.definition is not None, (format, carried.refusals)
        listed = tuple(note for note in notes if note.code in LOSSES)
        assert differences(definition, carried.definition) == tuple(n for n in listed), format
        assert format != "json" or not listed


def is_drawn(definition: SurveyDefinition, raw: dict[str, list[str]]) -> None:
    form = opened(definition)
    for language in ("en", "fr"):
        visit = Visit(language=language, slug="s")
        for page in form.definition.pages:
            text = question_page(SETTINGS, form, visit, page, raw=raw, token="t")
            assert text.endswith("</html>")
            assert "<b>x</b>" not in text
        assert "<b>x</b>" not in check_page(SETTINGS, form, visit, raw=raw, token="t")


def is_exported(definition: SurveyDefinition, raw: dict[str, list[str]]) -> None:
    form = definition.on(date(2026, 9, 14))
    kept = journey.check(form, raw).answers
    version = SurveyVersion(1, 1, 1, "published", definition, "", AT, 0)
    table = Table([version], zone=ZONE)
    response = Response(1, "R", 1, 1, "complete", "web", "en", None, kept, AT, False)
    (row,) = table.rows([response])
    cells = dict(zip((column.name for column in table.columns), row, strict=True))
    again = {
        question.name: list(question.from_cells([cells[name] for name in question.export_columns()]))
        for question in form.asked()
        if question.name in kept and not question.is_worked_out
    }
    assert journey.check(form, again).answers == kept


SETTINGS = Settings(data="unused", database_url="sqlite://", secret=b"s" * 48)  # type: ignore[arg-type]


@given(data=surveys(), more=st.data())
@settings(
    max_examples=EXAMPLES,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_what_is_accepted_works_and_what_is_refused_says_why(
    data: dict[str, Any], more: st.DataObject
) -> None:
    try:
        definition = read_definition(data)
    except DefinitionError as error:
        met["refused"] += 1
        for problem in error.problems:
            met[problem.code] += 1
            assert problem.place
            for language in ("en", "fr"):
                said = told(problem, language)
                assert said.sentence
                assert said.remedy
        return
    met["accepted"] += 1
    # A workbook takes as long as thirty other surveys; by chance alone, nearly every second is written.
    is_written = int(definition.fingerprint(), 16) % WORKBOOKS == 0
    formats = ["json", "surveyjs", *(["xlsform"] if is_written else [])]
    met["workbooks"] += is_written
    works(definition, more.draw(answers(definition)), formats)


def test_both_were_met() -> None:
    if not met:
        pytest.skip("alone, this test has nothing to count")
    assert met["accepted"] > EXAMPLES // 10
    assert met["refused"] > EXAMPLES // 10
    print({code: met[code] for code in sorted(met)})
