"""Counts: how common each theme and each sentiment is among the comments that could be read."""

from collections import Counter, defaultdict
from dataclasses import replace

from analysis.results import SENTIMENTS, ThemeShare
from analysis.statistics.intervals import figure
from analysis.work import Desk, Work


class Shares:
    """Makes the figures of themes and sentiment, each with base and interval."""

    name = "shares"
    version = "1"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``themes`` (most common first, none left out) and ``sentiment``."""
        desk.report(self.name, 0, len(work.code_frame.themes))
        read = work.processed
        tones = Counter(work.tones[place].sentiment for place in read)
        bearers: dict[str, list[int]] = defaultdict(list)
        for place in read:
            for assignment in work.assignments[place]:
                bearers[assignment.theme_id].append(place)
        shares = [_share(work, theme.id, bearers[theme.id], read) for theme in work.code_frame.themes]
        return replace(
            work,
            themes=tuple(sorted(shares, key=lambda share: -share.figure.count)),
            sentiment={sentiment: figure(tones[sentiment], len(read)) for sentiment in SENTIMENTS},
        )


def _share(work: Work, theme_id: str, bearers: list[int], read: tuple[int, ...]) -> ThemeShare:
    tones = Counter(work.tones[place].sentiment for place in bearers)
    group_bases = Counter(work.comments[place].group for place in read)
    group_counts = Counter(work.comments[place].group for place in bearers)
    language_bases = Counter(work.languages[place] for place in read)
    language_counts = Counter(work.languages[place] for place in bearers)
    return ThemeShare(
        theme_id=theme_id,
        figure=figure(len(bearers), len(read)),
        by_sentiment={sentiment: tones[sentiment] for sentiment in SENTIMENTS},
        by_group={
            group: figure(group_counts[group], group_bases[group])
            for group in work.groups
            if group_bases[group]
        },
        by_language={
            language: figure(language_counts[language], base)
            for language, base in sorted(language_bases.items())
        },
    )
