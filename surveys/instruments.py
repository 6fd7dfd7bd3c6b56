"""Standard instruments as ready questions: fixed wording in both languages, and the published scoring."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from surveys.questions import KINDS, Question, Texts, Value, menu
from surveys.questions.base import Option
from surveys.questions.matrix import MatrixSingle, Row
from surveys.questions.nps import DETRACTORS, PROMOTERS, NetPromoter
from surveys.questions.rating_scale import RatingScale
from surveys.questions.scale import Scale

DISAGREE: Texts = {"en": "Strongly disagree", "fr": "Pas du tout d’accord"}
AGREE: Texts = {"en": "Strongly agree", "fr": "Tout à fait d’accord"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A block to put in a survey. Its wording belongs to its scoring: changed words make another scale."""

    name: str
    title: Texts
    source: str
    """Where wording and scoring were published."""
    french: Literal["validated", "ours"]
    """Whether the French was validated in a published study, or is our translation."""
    question: Question
    score: Callable[[Value], float | None]
    """One resident's score; ``None`` without an answer. A survey's score is the mean of these."""
    figure: Texts
    """What the mean says."""


def mean_score(instrument: Instrument, values: Iterable[Value]) -> float | None:
    """Return a survey's score: the mean over those who have one."""
    scores = [score for value in values if (score := instrument.score(value)) is not None]
    return sum(scores) / len(scores) if scores else None


def sus_score(value: Value) -> float | None:
    """Return 0 to 100 (Brooke 1996): odd items count up from 1, even items down from 5; the sum times 2.5.

    An item left out counts as the middle of its scale, as Brooke says.
    """
    given = _points(value)
    if not given:
        return None
    points = [given.get(f"item_{number}", 3) for number in range(1, 11)]
    return 2.5 * sum(point - 1 if place % 2 == 0 else 5 - point for place, point in enumerate(points))


def umux_lite_score(value: Value) -> float | None:
    """Return 0 to 100 (Lewis, Utesch and Maher 2013); both items are needed."""
    given = _points(value)
    if len(given) < 2:
        return None
    return sum(point - 1 for point in given.values()) * 100 / 12


def sus_like(umux_lite: float) -> float:
    """Return the SUS score that a UMUX-Lite score foretells: the regression of Lewis and others (2013)."""
    return 0.65 * umux_lite + 22.9


def nps_score(value: Value) -> float | None:
    """Return 100 for a promoter, -100 for a detractor, 0 between: their mean is the net promoter score."""
    if not isinstance(value, str) or not value.isdigit():
        return None
    return 100.0 if value in PROMOTERS else -100.0 if value in DETRACTORS else 0.0


def satisfied_score(value: Value) -> float | None:
    """Return 100 for one of the two best of five points, else 0: the mean is the share of the satisfied."""
    point = _point(value)
    return None if point is None else 100.0 * (point >= 4)


def effort_score(value: Value) -> float | None:
    """Return the point itself, 1 to 7."""
    return _point(value)


def good_score(value: Value) -> float | None:
    """Return 100 for good or better, 0 for fair or poor: the mean is the share that rates it well."""
    if not isinstance(value, str) or value not in {option.code for option in FIVE_STEPS}:
        return None
    return 100.0 * (value in ("excellent", "very_good", "good"))


def _points(value: Value) -> Mapping[str, int]:
    pairs = (text.partition("=") for text in (value if isinstance(value, list) else ()))
    return {row: int(point) for row, _, point in pairs if point.isdigit()}


def _point(value: Value) -> float | None:
    return float(value) if isinstance(value, str) and value.isdigit() else None


def _agreement(points: int) -> tuple[Option, ...]:
    """Return numbered steps from strongly disagree to strongly agree."""
    names = {1: DISAGREE, points: AGREE}
    return tuple(Option(code=str(n), label=_numbered(n, names.get(n))) for n in range(1, points + 1))


def _numbered(number: int, name: Texts | None) -> Texts:
    return {code: f"{number} – {name[code]}" if name else str(number) for code in ("en", "fr")}


def _rows(items: Iterable[tuple[str, str]]) -> tuple[Row, ...]:
    return tuple(
        Row(code=f"item_{number}", label={"en": english, "fr": french})
        for number, (english, french) in enumerate(items, 1)
    )


SUS_ITEMS = (
    (
        "I think that I would like to use this system frequently.",
        "Je voudrais utiliser ce système fréquemment.",
    ),
    ("I found the system unnecessarily complex.", "Ce système est inutilement complexe."),
    ("I thought the system was easy to use.", "Ce système est facile à utiliser."),
    (
        "I think that I would need the support of a technical person to be able to use this system.",
        "J’aurais besoin du soutien d’un technicien pour être capable d’utiliser ce système.",
    ),
    (
        "I found the various functions in this system were well integrated.",
        "Les différentes fonctionnalités de ce système sont bien intégrées.",
    ),
    (
        "I thought there was too much inconsistency in this system.",
        "Il y a trop d’incohérences dans ce système.",
    ),
    (
        "I would imagine that most people would learn to use this system very quickly.",
        "La plupart des gens apprendront à utiliser ce système très rapidement.",
    ),
    ("I found the system very cumbersome to use.", "Ce système est très lourd à utiliser."),
    (
        "I felt very confident using the system.",
        "Je me suis senti·e très en confiance en utilisant ce système.",
    ),
    (
        "I needed to learn a lot of things before I could get going with this system.",
        "J’ai eu besoin d’apprendre beaucoup de choses avant de pouvoir utiliser ce système.",
    ),
)
UMUX_ITEMS = (
    (
        "This system’s capabilities meet my requirements.",
        "Les fonctionnalités de ce système répondent à mes besoins.",
    ),
    ("This system is easy to use.", "Ce système est facile à utiliser."),
)
FIVE_STEPS = tuple(Option.model_validate(step) for step in menu.FIVE_STEPS)
STATEMENTS: Texts = {
    "en": "How far do you agree with each statement?",
    "fr": "Dans quelle mesure êtes-vous d’accord avec chaque énoncé?",
}
SHARE: Texts = {"en": "percentage of those who answered", "fr": "pourcentage des personnes qui ont répondu"}
OUT_OF_100: Texts = {"en": "score from 0 to 100", "fr": "score de 0 à 100"}

_ALL = (
    Instrument(
        name="sus",
        title={"en": "System Usability Scale (SUS)", "fr": "Échelle d’utilisabilité du système (F-SUS)"},
        source="Brooke (1996), SUS: a quick and dirty usability scale; Gronier and Baudet (2021), F-SUS",
        french="validated",
        question=MatrixSingle(name="sus", text=STATEMENTS, rows=_rows(SUS_ITEMS), options=_agreement(5)),
        score=sus_score,
        figure=OUT_OF_100,
    ),
    Instrument(
        name="umux_lite",
        title={"en": "UMUX-Lite usability", "fr": "Utilisabilité UMUX-Lite"},
        source="Lewis, Utesch and Maher (2013), UMUX-LITE: when there's no time for the SUS",
        french="ours",
        question=MatrixSingle(
            name="umux_lite", text=STATEMENTS, rows=_rows(UMUX_ITEMS), options=_agreement(7)
        ),
        score=umux_lite_score,
        figure=OUT_OF_100,
    ),
    Instrument(
        name="net_promoter",
        title={"en": "Likelihood to recommend (NPS)", "fr": "Probabilité de recommander (NPS)"},
        source="Reichheld (2003), The one number you need to grow",
        french="ours",
        question=NetPromoter(
            name="net_promoter",
            text={
                "en": "How likely are you to recommend this service to a friend or colleague?",
                "fr": "Quelle est la probabilité que vous recommandiez ce service à un ami ou à un collègue?",
            },
        ),
        score=nps_score,
        figure={"en": "net score from -100 to 100", "fr": "taux net de -100 à 100"},
    ),
    Instrument(
        name="satisfaction",
        title={"en": "Satisfaction (CSAT)", "fr": "Satisfaction (CSAT)"},
        source="Customer satisfaction in five points, share of the two best",
        french="ours",
        question=RatingScale(
            name="satisfaction",
            text={
                "en": "Overall, how satisfied are you with this service?",
                "fr": "Dans l’ensemble, à quel point êtes-vous satisfait de ce service?",
            },
            worst={"en": "Very dissatisfied", "fr": "Très insatisfait"},
            best={"en": "Very satisfied", "fr": "Très satisfait"},
        ),
        score=satisfied_score,
        figure=SHARE,
    ),
    Instrument(
        name="effort",
        title={"en": "Effort (CES 2.0)", "fr": "Effort (CES 2.0)"},
        source="Dixon, Toman and DeLisi (2013), The Effortless Experience",
        french="ours",
        question=RatingScale(
            name="effort",
            text={
                "en": "The town made it easy for me to handle my issue.",
                "fr": "La ville m’a permis de régler mon problème facilement.",
            },
            points=7,
            worst=DISAGREE,
            best=AGREE,
        ),
        score=effort_score,
        figure={"en": "mean from 1 to 7", "fr": "moyenne de 1 à 7"},
    ),
    Instrument(
        name="five_step",
        title={"en": "Excellent to poor", "fr": "D’excellent à mauvais"},
        source="The five-step scale of public service surveys",
        french="ours",
        question=Scale(
            name="overall",
            text={
                "en": "Overall, how would you rate this service?",
                "fr": "Dans l’ensemble, comment évaluez-vous ce service?",
            },
            best="first",
            options=FIVE_STEPS,
        ),
        score=good_score,
        figure=SHARE,
    ),
)
INSTRUMENTS: Mapping[str, Instrument] = {instrument.name: instrument for instrument in _ALL}


def block(name: str, *, variable: str) -> Question:
    """Return an instrument's question under a name of the survey's own.

    Raises:
        KeyError: there is no such instrument.
        ValueError: the name cannot be a variable's.
    """
    question = INSTRUMENTS[name].question
    return KINDS[question.kind].model_validate({**question.model_dump(), "name": variable})
