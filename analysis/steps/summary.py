"""Writes down what stands out, as findings: codes with counts, bases, intervals and comment ids."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from analysis.results import SENTIMENTS, CandidateTheme, Finding, ThemeShare
from analysis.statistics.intervals import discoveries, p_value, wilson
from analysis.work import Desk, Work

TOO_FEW = 30
_TOP_THEMES = 5
_MIN_LANGUAGE = 30
_LOW_RATING, _HIGH_RATING = 0.25, 0.75


class Summary:
    """Puts the findings in reading order: how much was said, the tone, the themes, changes, then the rest."""

    name = "summary"
    version = "2"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``findings``; those of earlier steps keep their order in the middle."""
        desk.report(self.name, 0, 1)
        first = [*_too_few(work), *_overall(work), *_top_themes(work), *_tones(work)]
        last = [*_languages(work), *_candidates(work), *_campaigns(work), *_disagreement(work)]
        last += [*_personal_details(work), *_unprocessed(work)]
        return replace(work, findings=(*first, *work.findings, *last))


def _made(
    code: str,
    ids: Sequence[str],
    base: int,
    *,
    key: str = "",
    values: dict[str, Any] | None = None,
    where: dict[str, str] | None = None,
    language: str = "",
) -> Finding:
    low, high = wilson(len(ids), base)
    return Finding(
        id=":".join(part for part in (code, key, language) if part),
        code=code,
        values=values or {},
        count=len(ids),
        base=base,
        low=low,
        high=high,
        filter=where or {},
        comment_ids=tuple(ids),
        language=language,
    )


def _ids(work: Work, places: Iterable[int]) -> list[str]:
    return [work.comments[place].id for place in places]


def _too_few(work: Work) -> Iterator[Finding]:
    if len(work.processed) < TOO_FEW:
        yield _made("too_few", _ids(work, work.processed), len(work.comments), values={"needed": TOO_FEW})


def _overall(work: Work) -> Iterator[Finding]:
    yield from _sentiment(work, work.processed, "")
    for language in ("en", "fr"):
        places = [place for place in work.processed if work.languages[place] == language]
        if _MIN_LANGUAGE <= len(places) < len(work.processed):
            yield from _sentiment(work, places, language)


def _sentiment(work: Work, places: Sequence[int], language: str) -> Iterator[Finding]:
    """Yield the tone of a set of comments: its commonest sentiment, with all counts beside it."""
    if not places:
        return
    counts = Counter(work.tones[place].sentiment or "neutral" for place in places)
    leading = max(SENTIMENTS, key=lambda sentiment: counts[sentiment])
    yield _made(
        "sentiment_overall",
        _ids(work, (place for place in places if work.tones[place].sentiment == leading)),
        len(places),
        values={"sentiment": leading, "counts": {sentiment: counts[sentiment] for sentiment in SENTIMENTS}},
        where={"language": language} if language else {},
        language=language,
    )


def _bearers(work: Work, theme_id: str) -> list[int]:
    return [place for place in work.processed if any(a.theme_id == theme_id for a in work.assignments[place])]


def _top_themes(work: Work) -> Iterator[Finding]:
    for rank, share in enumerate(work.themes[:_TOP_THEMES], start=1):
        if share.figure.count:
            yield _made(
                "top_theme",
                _ids(work, _bearers(work, share.theme_id)),
                share.figure.base,
                key=share.theme_id,
                values={"theme": share.theme_id, "rank": rank, "by_sentiment": dict(share.by_sentiment)},
                where={"theme": share.theme_id},
            )
    uncoded = [place for place in work.processed if not work.assignments[place]]
    if uncoded and work.code_frame.themes:
        yield _made("no_theme", _ids(work, uncoded), len(work.processed))


def _tones(work: Work) -> Iterator[Finding]:
    """Yield the themes whose tone differs from that of the other comments, false discoveries controlled."""
    tests: list[tuple[ThemeShare, str, float]] = []
    tones = _tones_of_bearers(work)
    for share in work.themes:
        for sentiment in ("negative", "positive"):
            everywhere = work.sentiment[sentiment].count
            inside = (tones[share.theme_id, sentiment], share.figure.count)
            outside = (everywhere - inside[0], share.figure.base - inside[1])
            if inside[1] >= 10 and outside[1] >= 10 and inside[0] * outside[1] > outside[0] * inside[1]:
                tests.append((share, sentiment, p_value(outside, inside)))
    stands = discoveries([p for _, _, p in tests])
    for (share, sentiment, _), standing in zip(tests, stands, strict=True):
        if standing:
            bearers = _bearers(work, share.theme_id)
            yield _made(
                "theme_tone",
                _ids(work, (place for place in bearers if work.tones[place].sentiment == sentiment)),
                len(bearers),
                key=f"{share.theme_id}:{sentiment}",
                values={
                    "theme": share.theme_id,
                    "sentiment": sentiment,
                    "share_all": work.sentiment[sentiment].share,
                },
                where={"theme": share.theme_id, "sentiment": sentiment},
            )


def _tones_of_bearers(work: Work) -> Counter[tuple[str, str | None]]:
    """Count whole comments by theme and tone: they are compared with the other comments, not mentions."""
    return Counter(
        (assignment.theme_id, work.tones[place].sentiment)
        for place in work.processed
        for assignment in work.assignments[place]
    )


def _languages(work: Work) -> Iterator[Finding]:
    counts = Counter(work.languages[place] for place in work.processed)
    for language in ("fr", "mixed"):
        if counts[language]:
            places = [place for place in work.processed if work.languages[place] == language]
            yield _made(
                "language",
                _ids(work, places),
                len(work.processed),
                key=language,
                values={"language": language},
            )


def _candidates(work: Work) -> Iterator[Finding]:
    for candidate in _outside_frame(work.candidates)[:3]:
        yield _made(
            "candidate_theme",
            candidate.comment_ids,
            len(work.processed),
            key=candidate.id,
            values={"candidate": candidate.id, "name": candidate.name},
            where={"candidate": candidate.id},
            language=candidate.language,
        )


def _outside_frame(candidates: Sequence[CandidateTheme]) -> list[CandidateTheme]:
    """Return what the code frame does not cover, the largest first; no part of one that is told already."""
    outside = {each.id: each for each in candidates if each.is_outside_frame and not each.side}
    return sorted(
        (each for each in outside.values() if each.parent not in outside), key=lambda each: -each.size
    )


def _campaigns(work: Work) -> Iterator[Finding]:
    for campaign in work.campaigns[:5]:
        yield _made(
            "campaign",
            campaign.comment_ids,
            len(work.processed),
            key=campaign.id,
            values={"campaign": campaign.id, "exact": campaign.exact, "sample": campaign.sample_id},
            where={"campaign": campaign.id},
        )


def _disagreement(work: Work) -> Iterator[Finding]:
    """Yield how often the rating and the words point in opposite directions."""
    rated = [place for place in work.processed if work.comments[place].rating is not None]
    apart = {"high": list[int](), "low": list[int]()}
    for place in rated:
        rating, sentiment = work.comments[place].rating or 0.0, work.tones[place].sentiment
        if rating >= _HIGH_RATING and sentiment == "negative":
            apart["high"].append(place)
        elif rating <= _LOW_RATING and sentiment == "positive":
            apart["low"].append(place)
    for rating_side, places in apart.items():
        if places:
            yield _made(
                "rating_disagrees",
                _ids(work, places),
                len(rated),
                key=rating_side,
                values={"rating": rating_side},
            )


def _personal_details(work: Work) -> Iterator[Finding]:
    places = [place for place, kinds in enumerate(work.personal_details) if kinds]
    if places:
        kinds = Counter(kind for place in places for kind in work.personal_details[place])
        yield _made(
            "personal_details",
            _ids(work, places),
            len(work.comments),
            values={"kinds": dict(sorted(kinds.items()))},
        )


def _unprocessed(work: Work) -> Iterator[Finding]:
    places = [place for place, reason in enumerate(work.unprocessed) if reason is not None]
    if places:
        reasons = Counter(reason for reason in work.unprocessed if reason)
        yield _made(
            "unprocessed",
            _ids(work, places),
            len(work.comments),
            values={"reasons": dict(sorted(reasons.items()))},
        )
