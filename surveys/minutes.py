"""How long a survey takes: what is read, and what answering takes beyond that."""

from surveys.definition import SurveyDefinition
from surveys.questions import Question
from surveys.readability import sentences

WORDS_A_MINUTE = 200.0
"""Silent reading of plain text by adults, on the careful side of Brysbaert (2019): 238 words."""
SECONDS = {
    "choose_one": 4.0,
    "scale": 4.0,
    "choose_many": 8.0,
    "rank": 20.0,
    "grid": 4.0,
    "line": 10.0,
    "lines": 35.0,
    "amounts": 45.0,
    "note": 0.0,
    "carried": 0.0,
}
"""What answering takes beyond reading, by control; ``grid`` counts once a row."""
OTHER_SECONDS = 8.0


def minutes(definition: SurveyDefinition) -> float:
    """Return about how many minutes a resident takes; a question asked of some counts half."""
    reading = max((_words_read(definition, language) for language in definition.languages), default=0.0)
    return reading / WORDS_A_MINUTE + sum(map(_seconds, definition.questions())) / 60


def _words_read(definition: SurveyDefinition, language: str) -> float:
    """Count the words of questions, options and introduction. Few read the notice to its end."""
    whole = [(definition.introduction, 1.0)]
    for question in definition.questions():
        whole += [(texts, _share(question)) for _, texts in question.texts()]
    return sum(share * sum(map(len, sentences(texts.get(language, "")))) for texts, share in whole)


def _seconds(question: Question) -> float:
    rows = sum(place.startswith("rows.") for place, _ in question.texts()) or 1
    return _share(question) * rows * SECONDS.get(question.control, OTHER_SECONDS)


def _share(question: Question) -> float:
    return 0.5 if question.relevance is not None else 1.0
