"""Our own JSON, in and out, and the JSON Schema that describes it (``docs/schema/survey.json``)."""

import json
from typing import Any

from surveys.definition import SurveyDefinition, read_definition
from surveys.exchange.notes import Carried
from surveys.problems import DefinitionError

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def read(data: object) -> Carried:
    """Read plain data; everything is carried or the survey is refused."""
    try:
        return Carried(read_definition(data))
    except DefinitionError as error:
        return Carried(None, refusals=error.problems)


def write(definition: SurveyDefinition) -> bytes:
    """Return a survey as people read JSON."""
    return (json.dumps(definition.as_data(), ensure_ascii=False, indent=2) + "\n").encode()


def schema() -> dict[str, Any]:
    """Return what a survey's JSON may hold, as JSON Schema."""
    made = SurveyDefinition.model_json_schema(mode="validation")
    return {"$schema": SCHEMA, **made, "title": "Survey"}


def schema_text() -> str:
    """Return the schema as it stands in ``docs/schema/survey.json``."""
    return json.dumps(schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")
