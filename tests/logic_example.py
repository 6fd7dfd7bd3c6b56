"""The example survey of conditions, constraints, calculations and repeated answers."""

from engage.settings import ROOT
from surveys.definition import SurveyDefinition, read_definition

LOGIC = ROOT / "data" / "examples" / "logic.json"


def logic_example() -> SurveyDefinition:
    """Return the survey of ``data/examples/logic.json``."""
    return read_definition(LOGIC.read_text("utf-8"))
