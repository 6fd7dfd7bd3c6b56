"""Our own JSON: what is written reads back equal, and the published schema says what it may hold."""

import json
from pathlib import Path

import jsonschema
import pytest

from engage.settings import ROOT
from surveys.exchange import own
from tests.every_kind import EXAMPLE, example

PUBLISHED = ROOT / "docs" / "schema" / "survey.json"
SURVEYS = [EXAMPLE, *sorted((ROOT / "data" / "templates").glob("*.json"))]


def test_what_is_written_reads_back_equal() -> None:
    carried = own.read(own.write(example()))
    assert (carried.definition, carried.notes) == (example(), ())


def test_the_published_schema_is_today_s() -> None:
    """After a change of a question or a setting: python -m surveys.exchange.own > docs/schema/survey.json."""
    assert PUBLISHED.read_text("utf-8") == own.schema_text()


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(PUBLISHED.read_text("utf-8")))


@pytest.mark.parametrize("path", SURVEYS, ids=lambda path: path.stem)
def test_our_surveys_are_what_the_schema_says(path: Path) -> None:
    carried = own.read(path.read_bytes())
    assert carried.definition is not None, carried.refusals
    jsonschema.validate(json.loads(own.write(carried.definition)), own.schema())


def test_what_the_schema_does_not_know_is_refused_by_both() -> None:
    data = json.loads(EXAMPLE.read_text("utf-8")) | {"colour": "blue"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, own.schema())
    assert [refusal.code for refusal in own.read(data).refusals] == ["field_unknown"]
