"""Small charts as inline SVG, drawn from figures; each stands beside the table with the same numbers."""

from collections.abc import Mapping

from markupsafe import Markup

from analysis.results import SENTIMENTS, Figure

_WIDTH = 1000


def share_bar(figure: Figure, scale: float, label: str) -> Markup:
    """Draw a share as a bar with its interval; ``scale`` is the share at the right end."""
    return Markup(
        '<svg viewBox="0 0 1000 96" role="img" aria-label="{label}">'
        '<rect class="track" width="1000" height="72" y="12" rx="6"/>'
        '<rect class="accent-fill" width="{end}" height="72" y="12" rx="6"/>'
        '<path class="whisker" d="M{low} 48H{high}M{low} 30V66M{high} 30V66"/></svg>'
    ).format(
        label=label,
        end=_place(figure.share, scale),
        low=_place(figure.low, scale),
        high=_place(figure.high, scale),
    )


def sentiment_bar(counts: Mapping[str, int], label: str, height: int) -> Markup:
    """Draw how a number of comments divides into sentiments, as one bar."""
    total = sum(counts.get(sentiment, 0) for sentiment in SENTIMENTS)
    bar = Markup('<rect class="{kind}" x="{at}" width="{width}" height="{height}"/>')
    parts = [] if total else [bar.format(kind="track", at=0, width=_WIDTH, height=height)]
    at = 0.0
    for sentiment in SENTIMENTS:
        width = _WIDTH * counts.get(sentiment, 0) / total if total else 0.0
        if width:
            shown = round(max(0.5, width - 3), 1)
            parts.append(bar.format(kind=f"{sentiment}-fill", at=round(at, 1), width=shown, height=height))
        at += width
    frame = Markup('<svg viewBox="0 0 1000 {height}" role="img" aria-label="{label}">{parts}</svg>')
    return frame.format(height=height, label=label, parts=Markup("").join(parts))


def swatch(sentiment: str) -> Markup:
    """Draw the small square that a key shows beside a sentiment's name."""
    return Markup(
        '<svg viewBox="0 0 10 10" aria-hidden="true"><rect class="{}-fill" width="10" height="10"/></svg>'
    ).format(sentiment)


def _place(share: float, scale: float) -> float:
    return round(_WIDTH * min(1.0, share / scale if scale else 0.0), 1)
