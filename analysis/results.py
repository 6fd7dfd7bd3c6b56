"""What an analysis run gives back: frozen values that survive a trip through JSON unchanged."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, cast

SENTIMENTS = ("negative", "neutral", "positive", "mixed")
Json = str | int | float | bool | None | list[Any] | dict[str, Any]


@dataclass(frozen=True, slots=True)
class ThemeAssignment:
    """One theme given to a comment. ``because`` are the comment's words that suggested it.

    ``sentiment`` is the tone of the segments that speak of the theme, which may not be the comment's.
    """

    theme_id: str
    confidence: float
    because: tuple[str, ...] = ()
    sentiment: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or clause of a comment: where it stands in the masked text, its language and its tone.

    ``sentiment`` and ``score`` are ``None`` in other languages than English and French.
    """

    start: int
    end: int
    language: str
    sentiment: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Unseen:
    """What the model says of a reviewed comment without having learned from that review."""

    sentiment: str | None = None
    sentiment_confidence: float = 0.0
    themes: tuple[ThemeAssignment, ...] = ()
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class CodedComment:
    """What was read in one comment.

    ``masked`` is the text with personal details replaced ("[email]"); ``personal_details`` names their kinds.
    ``sentiment`` and ``score`` (−1 to 1) are ``None`` when the words could not be read. ``unprocessed`` says
    why a comment is left out of the figures: "empty", "no_words", "uninformative", "other_language",
    "too_long". ``is_unsure``: a theme came near, but none for sure; a person should look.
    ``feedback`` is one of ``analysis.feedback.KINDS``. ``unseen`` is set for reviewed comments only.
    ``segments`` are two or more, or none where the comment is of one piece. ``stance`` is one of
    ``analysis.stance.STANCES`` where its question states a proposal, with the words that say so.
    """

    id: str
    language: str
    masked: str
    personal_details: tuple[str, ...] = ()
    sentiment: str | None = None
    score: float | None = None
    sentiment_confidence: float = 0.0
    themes: tuple[ThemeAssignment, ...] = ()
    campaign_id: str | None = None
    duplicate_of: str | None = None
    unprocessed: str | None = None
    feedback: str | None = None
    is_unsure: bool = False
    unseen: Unseen | None = None
    segments: tuple[Segment, ...] = ()
    stance: str | None = None
    stance_because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A count out of a base, its share, and the 95 % Wilson interval of the share."""

    count: int
    base: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ThemeShare:
    """How common one theme is, in all, by sentiment, by group and by language."""

    theme_id: str
    figure: Figure
    by_sentiment: dict[str, int] = field(default_factory=dict)
    by_group: dict[str, Figure] = field(default_factory=dict)
    by_language: dict[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CandidateTheme:
    """A cluster the machine found and nobody has accepted yet.

    ``nearest_theme`` is the code frame's theme that most of it already bears, and ``nearest_share`` how much;
    ``is_outside_frame``: too little of it for the code frame to be said to cover it. ``level`` 1 is a broad
    group, 2 a finer one inside its ``parent``, 3 one ``side`` ("positive", "negative") of a group whose
    tone is split. ``phrases`` are what people say in it and hardly elsewhere. ``news`` says how it stands to
    the candidates of an earlier run: "new", "grown", "known", or "" when there was none to compare with.
    """

    id: str
    terms: tuple[str, ...]
    name: str
    size: int
    language: str
    comment_ids: tuple[str, ...] = ()
    quote_ids: tuple[str, ...] = ()
    nearest_theme: str | None = None
    nearest_share: float = 0.0
    phrases: tuple[str, ...] = ()
    by_sentiment: dict[str, int] = field(default_factory=dict)
    is_outside_frame: bool = False
    level: int = 1
    parent: str | None = None
    side: str = ""
    news: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """Near-identical comments sent by many: ``size`` in all, ``exact`` of them word for word."""

    id: str
    size: int
    exact: int
    sample_id: str
    comment_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment chosen to speak for a theme. ``text`` is masked."""

    theme_id: str
    comment_id: str
    role: str
    text: str
    language: str
    sentiment: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement with its evidence: a code and values, worded elsewhere in each language.

    ``filter`` says which comments the base is made of; ``comment_ids`` are those that were counted.
    """

    id: str
    code: str
    values: dict[str, Any]
    count: int
    base: int
    low: float
    high: float
    filter: dict[str, str] = field(default_factory=dict)
    comment_ids: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What made this result: versions of the steps and of their data, seed, seconds a step, comments read."""

    versions: dict[str, str]
    seed: int
    steps: tuple[str, ...]
    seconds: dict[str, float]
    n: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """One run's result; ``comments`` in the order they were given, one for each."""

    run: RunRecord
    comments: tuple[CodedComment, ...] = ()
    themes: tuple[ThemeShare, ...] = ()
    sentiment: dict[str, Figure] = field(default_factory=dict)
    candidates: tuple[CandidateTheme, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    quotes: tuple[Quote, ...] = ()
    findings: tuple[Finding, ...] = ()
    unprocessed: dict[str, int] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return plain lists and dictionaries that ``json.dumps`` takes as they are."""
        return cast(dict[str, Any], _plain(self))

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> "Analysis":
        """Rebuild what ``to_dict`` made.

        Raises:
            KeyError: a part without which no result exists (the run, an id) is missing.
        """
        return _built(Analysis, data)


_T = TypeVar("_T")


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _built(kind: type[_T], data: Mapping[str, Any]) -> _T:
    values: dict[str, Any] = {}
    for each in dataclasses.fields(cast(Any, kind)):
        if each.name in data:
            values[each.name] = _shaped(_hints(cast(Any, kind))[each.name], data[each.name])
        elif each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING:
            raise KeyError(f"{kind.__name__}.{each.name}")
    return kind(**values)


def _shaped(hint: Any, value: Any) -> Any:
    """Give a JSON value the shape its type hint asks for: tuples, values and dictionaries of them."""
    if value is None:
        return None
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        return _shaped(next(each for each in arguments if each is not type(None)), value)
    if origin is tuple:
        return tuple(_shaped(arguments[0], item) for item in value)
    if origin is dict:
        return {key: _shaped(arguments[1], item) for key, item in value.items()}
    if dataclasses.is_dataclass(hint):
        return _built(cast(type, hint), value)
    return value
