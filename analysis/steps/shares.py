"""Counts: how common each theme and each sentiment is among the comments that could be read."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from analysis.results import SENTIMENTS, ThemeShare
from analysis.statistics.intervals import figure
from analysis.work import Desk, Work


class Shares:
    """Makes the figures of themes and sentiment, each with base and interval.

    A theme's sentiments are those of its mentions: a comment may blame the search and praise the staff.
    """

    name = "shares"
    version = "2"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``themes`` (most common first, none left out) and ``sentiment``."""
        desk.report(self.name, 0, len(work.code_frame.themes))
        read = work.processed
        tones = Counter(work.tones[place].sentiment for place in read)
        bearers: dict[str, list[int]] = defaultdict(list)
        mentions: dict[str, Counter[str | None]] = defaultdict(Counter)
        for place in read:
            for assignment in work.assignments[place]:
                bearers[assignment.theme_id].append(place)
                mentions[assignment.theme_id][assignment.sentiment] += 1
        bases = _Bases(
            Counter(work.comments[place].group for place in read),
            Counter(work.languages[place] for place in read),
        )
        shares = [
            _share(work, theme.id, bearers[theme.id], len(read), bases, mentions[theme.id])
            for theme in work.code_frame.themes
        ]
        return replace(
            work,
            themes=tuple(sorted(shares, key=lambda share: -share.figure.count)),
            sentiment={sentiment: figure(tones[sentiment], len(read)) for sentiment in SENTIMENTS},
        )


@dataclass(frozen=True, slots=True)
class _Bases:
    """How many comments were read of each group and in each language."""

    groups: Counter[str]
    languages: Counter[str]


def _share(
    work: Work, theme_id: str, bearers: list[int], read: int, bases: _Bases, mentions: Counter[str | None]
) -> ThemeShare:
    group_counts = Counter(work.comments[place].group for place in bearers)
    language_counts = Counter(work.languages[place] for place in bearers)
    return ThemeShare(
        theme_id=theme_id,
        figure=figure(len(bearers), read),
        by_sentiment={sentiment: mentions[sentiment] for sentiment in SENTIMENTS},
        by_group={
            group: figure(group_counts[group], bases.groups[group])
            for group in work.groups
            if bases.groups[group]
        },
        by_language={
            language: figure(language_counts[language], base)
            for language, base in sorted(bases.languages.items())
        },
    )
