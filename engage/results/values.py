"""What the results actions give back: frozen figures with their base, ready to be drawn."""

from dataclasses import dataclass, field
from datetime import date

from engage.results.choosing import FilterChoice, FilterOption, Filters, Texts
from surveys.records import AnalysisRun, Survey
from surveys.summaries import Summary


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question's figures; ``asked`` is how many were asked it, ``summary.base`` how many answered."""

    name: str
    text: Texts
    shape: str
    summary: Summary
    asked: int


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """A survey's closed answers; ``base`` responses after filters out of ``total``."""

    survey: Survey
    base: int
    total: int
    filters: Filters
    choices: tuple[FilterChoice, ...]
    questions: tuple[QuestionResult, ...]
    by_day: tuple[tuple[date, int], ...]
    by_channel: tuple[FilterOption, ...]
    versions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A share corrected for the model's errors by ``reviewed`` comments drawn at random; 95 % interval."""

    share: float
    low: float
    high: float
    reviewed: int


@dataclass(frozen=True, slots=True)
class ToneShare:
    """How many comments have one sentiment, and the share with its 95 % interval."""

    count: int
    share: float
    low: float
    high: float
    corrected: Corrected | None = None

    @property
    def best(self) -> "Corrected | ToneShare":
        """Return the corrected share where there is one, else the counted one."""
        return self.corrected or self


@dataclass(frozen=True, slots=True)
class StanceResult:
    """Where comments stand on what one question proposes.

    ``shares`` are by "support", "oppose", "mixed", "unclear"; ``leading`` is the side that leads by more than
    the error of a sample of this size, or "".
    """

    question_name: str
    proposal: Texts
    base: int
    shares: dict[str, ToneShare]
    leading: str


@dataclass(frozen=True, slots=True)
class ReleaseShare:
    """How common a theme is among comments on one release; ``smoothed`` draws small ones to the middle."""

    release: str
    count: int
    base: int
    share: float
    low: float
    high: float
    corrected: Corrected | None = None
    smoothed: float | None = None

    @property
    def best(self) -> "Corrected | ReleaseShare":
        """Return the corrected share where there is one, else the counted one."""
        return self.corrected or self


@dataclass(frozen=True, slots=True)
class Step:
    """The change of a share from one release to the next, with its 95 % interval, and what may be said.

    ``told``: "up", "down", "inside_error" (no more than the error, or not sure enough among as many
    comparisons), "too_few".
    """

    before: str
    after: str
    difference: float
    low: float
    high: float
    told: str

    @property
    def is_clear(self) -> bool:
        """Say whether the interval leaves out no change at all, taken alone."""
        return not self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A comment that speaks for a theme; ``text`` has personal details masked."""

    theme_id: str
    comment_id: int
    role: str
    text: str
    language: str
    sentiment: str | None


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """How common one theme is among the comments counted, with a 95 % interval."""

    theme_id: str
    name: Texts
    definition: Texts
    count: int
    base: int
    share: float
    low: float
    high: float
    by_sentiment: dict[str, int]
    comment_ids: tuple[int, ...]
    corrected: Corrected | None = None

    @property
    def best(self) -> "Corrected | ThemeRow":
        """Return the corrected share where there is one, else the counted one."""
        return self.corrected or self


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """How a theme's share went from release to release, oldest first; ``steps`` say what changed."""

    theme_id: str
    name: Texts
    shares: tuple[ReleaseShare, ...]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A statement of the whole run with its evidence; filters do not change it.

    ``corrected`` says, where people reviewed enough, what is left of it without the model's errors.
    """

    id: str
    sentence: Texts
    count: int
    base: int
    low: float
    high: float
    filter: dict[str, str]
    comment_ids: tuple[int, ...]
    corrected: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A cluster the machine found and nobody has accepted yet.

    ``description`` says in a line what it is, whether it is new and whether the code frame covers it;
    ``parts`` are the finer groups and the sides in it. ``phrases`` are what people say in it and hardly
    elsewhere; ``examples`` are comments that show it best; ``is_covered`` by the code frame.
    """

    id: str
    name: str
    terms: tuple[str, ...]
    size: int
    language: str
    comment_ids: tuple[int, ...]
    description: Texts = field(default_factory=dict)
    news: str = ""
    parts: tuple["CandidateRow", ...] = ()
    phrases: tuple[str, ...] = ()
    examples: tuple[int, ...] = ()
    is_covered: bool = True


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """Near-identical comments sent by many; ``sample`` is one of them, masked."""

    id: str
    size: int
    exact: int
    sample: str
    comment_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ThemeResults:
    """What a run says of the comments that pass the filters.

    ``comments`` is the base: those that could be read; ``unprocessed`` counts the rest by reason.
    ``is_stale`` says that comments came (``new_comments`` of them) or were withdrawn since the run.
    ``added_comments`` came since the run and were read as it read the others. ``reviewed_at_random``
    comments tell of the model's errors; with ``reviews_needed`` more, shares are corrected.
    """

    run: AnalysisRun
    comments: int
    sentiment: dict[str, ToneShare]
    themes: tuple[ThemeRow, ...]
    changes: tuple[ReleaseChange, ...]
    findings: tuple[FindingRow, ...]
    candidates: tuple[CandidateRow, ...]
    campaigns: tuple[CampaignRow, ...]
    quotes: tuple[QuoteLine, ...]
    unprocessed: dict[str, int]
    is_stale: bool
    new_comments: int
    too_few: bool
    reviewed_at_random: int = 0
    reviews_needed: int = 0
    added_comments: int = 0
    stances: tuple[StanceResult, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment as its reader may see it. ``is_masked``: personal details in it were hidden.

    ``language`` is what it is written in (the page's language until a run says); ``because`` gives the
    words that suggested each theme, ``mentions`` the tone in which each is spoken of; ``feedback`` is what
    sort of feedback it is, ``stance`` where it stands on what its question proposes, if it does.
    """

    id: int
    question_name: str
    text: str
    is_masked: bool
    language: str
    page_language: str
    channel: str
    release: str
    day: date
    sentiment: str | None
    score: float | None
    themes: tuple[str, ...]
    because: dict[str, tuple[str, ...]]
    campaign_id: str | None
    unprocessed: str | None
    segments: dict[str, str]
    feedback: str | None = None
    mentions: dict[str, str] = field(default_factory=dict)
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Some of the ``total`` comments that were asked for."""

    total: int
    lines: tuple[CommentLine, ...]
