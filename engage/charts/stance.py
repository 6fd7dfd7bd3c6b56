"""Who is for a proposal and who against: each side a bar with its interval."""

from engage.charts.drawing import LIGHT, Drawn, Line, Look, bars, both_ends, of_base
from engage.results.values import StanceResult
from engage.wording import Wording

STANCES = ("support", "mixed", "oppose", "unclear")
_TONES = {"support": "positive", "oppose": "negative", "mixed": "mixed", "unclear": "neutral"}


def stance(t: Wording, found: StanceResult, look: Look = LIGHT) -> Drawn:
    """Draw where the comments stand on one proposal."""
    lines = [
        Line(
            label=stance_label(t, each),
            share=found.shares[each].share,
            shown=of_base(t, found.shares[each].count, found.base),
            low=found.shares[each].low,
            high=found.shares[each].high,
            colour=look.tones[_TONES[each]],
        )
        for each in STANCES
    ]
    rows = [
        {
            t("Stance"): stance_label(t, each),
            t("Comments"): found.shares[each].count,
            t("Share"): t.percent(found.shares[each].share),
            t("Likely between"): both_ends(t, found.shares[each].low, found.shares[each].high),
        }
        for each in STANCES
    ]
    told = t.n("%(n)s comment on this proposal.", "%(n)s comments on this proposal.", found.base)
    rule = t("Told by what people say, never by their tone. The thin line shows the 95% interval.")
    return Drawn(_title(t, found), f"{told} {rule}", bars(lines, look), rows)


def _title(t: Wording, found: StanceResult) -> str:
    support, oppose = found.shares["support"], found.shares["oppose"]
    sides = {"for": of_base(t, support.count, found.base), "against": of_base(t, oppose.count, found.base)}
    if found.leading == "support":
        return t("More are for it than against it: %(for)s to %(against)s", **sides)
    if found.leading == "oppose":
        return t("More are against it than for it: %(against)s to %(for)s", **sides)
    return t("Neither side clearly leads: %(for)s for it, %(against)s against it", **sides)


def stance_label(t: Wording, each: str) -> str:
    """Return a stance in words."""
    return {
        "support": t("For it"),
        "oppose": t("Against it"),
        "mixed": t("For and against"),
        "unclear": t("Does not say"),
    }.get(each, each)
