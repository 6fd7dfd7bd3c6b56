"""Questions as everybody may see them: what is hidden is said to be hidden."""

from collections.abc import Sequence

from engage.charts import titles
from engage.charts.drawing import LIGHT, Drawn, Line, Look, bars, of_base
from engage.charts.ground import Shown, ground
from engage.charts.questions import mean_told
from engage.results.public_values import PublicQuestion
from engage.wording import Wording
from surveys.summaries import (
    Bar,
)


def public_question(t: Wording, result: PublicQuestion, look: Look = LIGHT) -> Drawn:
    """Draw one question with its hidden figures said to be hidden."""
    if result.base is None:
        return Drawn(t("Too few answers to show"), "", None, [])
    shown = [Bar(bar.code, bar.label, bar.count) for bar in result.bars if bar.count is not None]
    hidden = len(shown) < len(result.bars)
    told = t.n("%(n)s answer.", "%(n)s answers.", result.base)
    lines = [
        Line(
            label=t.pick(bar.label),
            share=bar.share,
            shown=t("hidden") if bar.count is None else of_base(t, bar.count, result.base),
        )
        for bar in result.bars
    ]
    rows = [
        {
            t("Answer"): t.pick(bar.label),
            t("Count"): t("hidden") if bar.count is None else t.number(bar.count),
            t("Share"): t("hidden") if bar.share is None else t.percent(bar.share),
        }
        for bar in result.bars
    ]
    if not shown:
        return Drawn(t("The answers are hidden to protect a small group"), told, None, [])
    if result.shape == "rank":
        told = f"{told} {t('The bars count first places.')}"
    if result.mean is not None:
        told = f"{told} {mean_told(t, result.mean, len(result.bars))}"
    title = _public_title(t, result, sorted(shown, key=lambda bar: -bar.count), result.base)
    if hidden and not result.several:
        # A hidden answer may be the most common one.
        title = t("Some of the answers are hidden to protect a small group")
    places = [
        Shown(code=bar.code, label=line.label, share=line.share, told=line.shown)
        for bar, line in zip(result.bars, lines, strict=True)
    ]
    return Drawn(title, told, bars(lines, look), rows, ground=ground(places, result.outlines, look))


def _public_title(t: Wording, result: PublicQuestion, ordered: Sequence[Bar], base: int) -> str:
    if result.shape == "rank":
        return titles.first(t, ordered, base)
    return titles.several(t, ordered, base) if result.several else titles.most(t, ordered, base)
