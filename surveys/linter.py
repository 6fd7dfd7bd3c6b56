"""What a survey's author should look at again before publishing: advice with a code, a place and a remedy.

Advice never stops anybody. No sentence stands here; ``engage.wording.linter`` has them in both languages.
Rules look for surface signs and are tuned to keep quiet when in doubt (``docs/linter.md``).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from surveys import phrases
from surveys.blanks import BLANK
from surveys.definition import SurveyDefinition
from surveys.minutes import minutes
from surveys.piping import rested
from surveys.questions import Question, Texts
from surveys.readability import grade, sentences
from surveys.text import letters

MANY_QUESTIONS = 25
HARD_GRADE, HARD_NOTICE = 9.0, 12.0
LONG_SENTENCE = 30
FEWEST_FOR_TWO = 5
"""A label of fewer words ("Parks and trails") names one service."""
PERSON_TOKENS = frozenset({"email", "tel", "name", "street-address", "address-line1", "bday"})

SERIOUS = frozenset(
    {"leading", "scale_unbalanced", "personal_required", "personal_without_notice", "text_same"}
    | {"alternative_missing"}
)
CODES = SERIOUS | {
    "double_barrelled",
    "absolute",
    "scale_ends_unnamed",
    "ranges_overlap",
    "decline_missing",
    "many_questions",
    "minutes_too_few",
    "minutes_too_many",
    "reading_hard",
    "sentence_long",
    "notice_without_law",
    "notice_without_contact",
    "alternative_empty_of_meaning",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to look at, at ``place``. ``language`` is set when it is about the words of one language."""

    code: str
    place: str
    details: Mapping[str, object] = field(default_factory=dict)
    language: str = ""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unregistered advice code: {self.code}")

    @property
    def is_serious(self) -> bool:
        """Say whether answers would mislead, or somebody's privacy suffer, if this were left."""
        return self.code in SERIOUS


Rule = Callable[[SurveyDefinition], Iterator[Advice]]


def advice(definition: SurveyDefinition) -> list[Advice]:
    """Return everything worth a second look, the serious first, then in the order of the survey."""
    definition = rested(definition)
    found = [each for rule in RULES for each in rule(definition)]
    order = {place: number for number, (place, _) in enumerate(_texts(definition))}
    return sorted(found, key=lambda each: (not each.is_serious, order.get(each.place, len(order))))


def _texts(definition: SurveyDefinition) -> Iterator[tuple[str, Texts]]:
    """Yield every text with the name of its question, or the survey's own place."""
    for place in ("title", "introduction", "notice", "thanks", "contact"):
        yield place, getattr(definition, place)
    for page in definition.pages:
        yield page.name, page.title
        for question in page.questions:
            yield from ((question.name, texts) for _, texts in question.texts())


def _worded(definition: SurveyDefinition) -> Iterator[tuple[Question, str, str]]:
    """Yield each question that takes an answer with its wording in each language we have rules for."""
    for question in definition.asked():
        for language in definition.languages:
            if text := question.text.get(language, ""):
                yield question, language, text


def _is_judged(question: Question) -> bool:
    """Say whether one judgement is asked for: a scale, or yes and no."""
    return question.control == "scale" or {"yes", "no"} <= {option.code for option in question.choices()}


def _double_barrelled(definition: SurveyDefinition) -> Iterator[Advice]:
    for question, language, text in _worded(definition):
        found = _two_things(question, language, text)
        if found:
            yield Advice("double_barrelled", question.name, {"words": found}, language)


def _two_things(question: Question, language: str, text: str) -> str:
    if not question.choices():
        return ""
    if why := phrases.ASKS_WHY_TOO[language].search(text):
        return why[0].strip(" ,")
    if text.count("?") > 1:
        return text
    if (
        not _is_judged(question)
        or len(text.split()) < FEWEST_FOR_TWO
        or phrases.ONE_THING[language].search(text)
    ):
        return ""
    for found in phrases.TWO_THINGS[language].finditer(text):
        # Two capitals are a name: Parks and Recreation.
        if not (found[1][0].isupper() and found[2][0].isupper()):
            return found[0]
    return ""


def _leading(definition: SurveyDefinition) -> Iterator[Advice]:
    for question, language, text in _worded(definition):
        if found := phrases.LEADING[language].search(text):
            yield Advice("leading", question.name, {"words": found[0]}, language)


def _absolute(definition: SurveyDefinition) -> Iterator[Advice]:
    for question, language, text in _worded(definition):
        found = phrases.ABSOLUTE[language].search(text) if question.choices() else None
        if found:
            yield Advice("absolute", question.name, {"words": found[0]}, language)


def _scales(definition: SurveyDefinition) -> Iterator[Advice]:
    for question in definition.asked():
        if question.control not in ("scale", "grid"):
            continue
        steps = [option.label for option in question.choices() if not option.missing]
        if len(steps) < 2:
            continue
        read = {lang: [label.get(lang, "") for label in steps] for lang in definition.languages}
        if any(frozenset(map(str.lower, labels)) in phrases.WELL_KNOWN for labels in read.values()):
            continue
        if any(_is_unbalanced(labels, language) for language, labels in read.items()):
            yield Advice("scale_unbalanced", question.name)
        elif any(labels[0].isdigit() and labels[-1].isdigit() for labels in read.values()):
            yield Advice("scale_ends_unnamed", question.name)


def _is_unbalanced(labels: list[str], language: str) -> bool:
    signs = [phrases.goodness(label, language) for label in labels]
    if len(signs) < 3 or None in signs:
        return False
    good, bad = signs.count(1), signs.count(-1)
    negated = sum(phrases.is_negated(label, language) for label in labels)
    # "Very … not at all" goes from much to nothing, not from good to bad.
    is_one_sided = good > 0 and bad > 0 and negated == bad
    return not is_one_sided and (not good or not bad or abs(good - bad) > 1)


def _ranges(definition: SurveyDefinition) -> Iterator[Advice]:
    for question in definition.asked():
        for language in definition.languages:
            labels = [option.label.get(language, "") for option in question.choices()]
            before = (-1, -1)
            for label in labels:
                low, high = _range(label)
                if low >= high:
                    continue
                if before[0] < low <= before[1]:
                    yield Advice("ranges_overlap", question.name, {"value": low}, language)
                before = (low, high)


def _range(label: str) -> tuple[int, int]:
    found = phrases.RANGE.search(label)
    if found is None:
        return 0, 0
    low, high = (int(re.sub(r"\D", "", re.sub(r"[.,]\d\d?(?!\d)", "", part))[:15]) for part in found.groups())
    return low, high


def _personal(definition: SurveyDefinition) -> Iterator[Advice]:
    for question in definition.asked():
        is_about_life = _says(question, phrases.PERSONAL)
        can_decline = any(option.missing for option in question.choices())
        if (is_about_life or _identifies(question)) and question.required and not can_decline:
            yield Advice("personal_required", question.name)
        elif is_about_life and question.choices() and not can_decline:
            yield Advice("decline_missing", question.name)


def _identifies(question: Question) -> bool:
    """Say whether the answer tells who somebody is."""
    if question.choices():
        return False
    return str(getattr(question, "autocomplete", "")) in PERSON_TOKENS or _says(question, phrases.IDENTIFYING)


def _says(question: Question, patterns: Mapping[str, re.Pattern[str]]) -> bool:
    return any(patterns[lang].search(text) for lang, text in question.text.items() if lang in patterns)


def _notice(definition: SurveyDefinition) -> Iterator[Advice]:
    for language in definition.languages:
        text = definition.notice.get(language, "")
        for question in definition.asked():
            if _identifies(question) and not phrases.TELLS_OF_PERSONAL[language].search(text):
                yield Advice("personal_without_notice", question.name, {}, language)
        if text and not phrases.NAMES_A_LAW[language].search(text):
            yield Advice("notice_without_law", "notice", {}, language)
        if text and not phrases.NAMES_WHOM_TO_ASK[language].search(text):
            yield Advice("notice_without_contact", "notice", {}, language)


def _length(definition: SurveyDefinition) -> Iterator[Advice]:
    count = sum(question.is_visible for question in definition.asked())
    if count > MANY_QUESTIONS:
        yield Advice("many_questions", "pages", {"count": count, "most": MANY_QUESTIONS})
    estimate, told = minutes(definition), definition.minutes
    details = {"estimate": max(1, round(estimate)), "told": told}
    if estimate > max(told * 1.25, told + 1):
        yield Advice("minutes_too_few", "minutes", details)
    elif estimate < told / 2 and told - estimate > 3:
        yield Advice("minutes_too_many", "minutes", details)


def _reading(definition: SurveyDefinition) -> Iterator[Advice]:
    for language in definition.languages:
        asked = [text for question in definition.questions() for text in (question.text, question.hint)]
        body = "\n".join(texts.get(language, "") for texts in (definition.introduction, *asked))
        limits = (
            ("introduction", body, HARD_GRADE),
            ("notice", definition.notice.get(language, ""), HARD_NOTICE),
        )
        for place, text, limit in limits:
            found = grade(text, language)
            if found is not None and found > limit:
                yield Advice("reading_hard", place, {"grade": round(found), "limit": round(limit)}, language)
        for place, texts in _texts(definition):
            longest = max(map(len, sentences(texts.get(language, ""))), default=0)
            if longest > LONG_SENTENCE and place != "notice":
                yield Advice("sentence_long", place, {"words": longest, "most": LONG_SENTENCE}, language)


def _untranslated(definition: SurveyDefinition) -> Iterator[Advice]:
    for place, texts in _texts(definition):
        # A name may well be the same; a sentence is not.
        written = {letters(BLANK.sub("", text)) for text in texts.values()}
        if len(texts) > 1 and len(written) == 1 and len(next(iter(written)).split()) > 3:
            yield Advice("text_same", place)


_FILE_NAME = re.compile(r"\.(jpe?g|png|gif|webp|heic)$|^(img|dsc|image|photo|picture)[ _-]?\d*$", re.I)


def _alternatives(definition: SurveyDefinition) -> Iterator[Advice]:
    """Look for pictures that say nothing, or nothing more, to somebody who cannot see them."""
    for question in definition.questions():
        for option in question.choices():
            told = option.picture.alternative if option.picture else {}
            for language in definition.languages if option.picture else ():
                words = told.get(language, "").strip()
                if not words:
                    yield Advice("alternative_missing", question.name, {"code": option.code}, language)
                elif _FILE_NAME.search(words) or letters(words) == letters(option.label.get(language, "")):
                    details = {"code": option.code, "words": words}
                    yield Advice("alternative_empty_of_meaning", question.name, details, language)


RULES: tuple[Rule, ...] = (
    _alternatives,
    _untranslated,
    _double_barrelled,
    _leading,
    _absolute,
    _scales,
    _ranges,
    _personal,
    _notice,
    _length,
    _reading,
)
