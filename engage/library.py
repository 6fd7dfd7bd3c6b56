"""What ships to start from: whole surveys as templates, and a bank of questions with permanent names."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from engage.settings import ROOT
from surveys.blanks import BLANK, blanks
from surveys.definition import AnyQuestion, SurveyDefinition, read_definition
from surveys.questions import Question

TEMPLATES = ROOT / "data" / "templates"
BANK = ROOT / "data" / "question_bank"
STAGES = ("discovery", "alpha", "public-beta", "live")


@dataclass(frozen=True, slots=True)
class Template:
    """A whole survey with blanks such as ``{town}``. ``name`` is its file's, and permanent."""

    name: str
    definition: SurveyDefinition

    @property
    def blanks(self) -> list[str]:
        """Return what its author is asked for, in the order in which it is read."""
        return blanks(self.definition)

    def title(self, language: str) -> str:
        """Return its title with dots for the blanks."""
        texts = self.definition.title
        return BLANK.sub("…", texts.get(language) or next(iter(texts.values())))


@cache
def templates(folder: Path = TEMPLATES) -> tuple[Template, ...]:
    """Return every template, those about a service first, by its stage, then by name.

    Raises:
        DefinitionError: a file is not a survey.
    """
    found = [
        Template(path.stem, read_definition(path.read_text("utf-8")))
        for path in sorted(folder.glob("*.json"))
    ]
    return tuple(sorted(found, key=_order))


def _order(template: Template) -> int:
    stage = template.name.removeprefix("service-")
    return STAGES.index(stage) if stage in STAGES else len(STAGES)


@cache
def question_bank(folder: Path = BANK) -> dict[str, tuple[Question, ...]]:
    """Return the bank's questions by subject, in the order of its files.

    Raises:
        ValueError: a file does not hold questions.
    """
    shelf: TypeAdapter[dict[str, tuple[Question, ...]]] = TypeAdapter(dict[str, tuple[AnyQuestion, ...]])
    return {
        path.stem: shelf.validate_json(path.read_text("utf-8"))["questions"]
        for path in sorted(folder.glob("*.json"))
    }
