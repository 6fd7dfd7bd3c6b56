"""What corrected figures say beside a finding of counts: the share, or that a change is inside the error."""

from collections.abc import Mapping, Sequence

from analysis.results import SENTIMENTS, Finding
from engage.analyse.sentences import sentiment_name
from engage.results.choosing import Texts
from engage.results.claims import Claim
from engage.results.values import Corrected, ReleaseChange, Step, ThemeRow, ToneShare
from engage.wording import LANGUAGES, Wording, wording


def beside(
    finding: Finding,
    tones: Mapping[str, ToneShare],
    themes: Sequence[ThemeRow],
    changes: Sequence[ReleaseChange],
    claimed: Mapping[str, Claim] | None = None,
) -> Texts:
    """Return a sentence in every language, or nothing where no corrected figure speaks to the finding.

    The figures are those of all comments of the run; ``claimed`` has those of single findings, by their id.
    """
    claim = (claimed or {}).get(finding.id)
    made = {
        language: _claim(wording(language), claim)
        if claim
        else _beside(finding, wording(language), tones, themes, changes)
        for language in LANGUAGES
    }
    return {language: said for language, said in made.items() if said}


def _claim(t: Wording, claim: Claim) -> str:
    if claim.step is None:
        return _share(t, claim.shares[0])
    return _step(t, claim.step, *claim.shares)


def _beside(
    finding: Finding,
    t: Wording,
    tones: Mapping[str, ToneShare],
    themes: Sequence[ThemeRow],
    changes: Sequence[ReleaseChange],
) -> str:
    if finding.code == "sentiment_overall" and not finding.language:
        return _tone(t, finding.values["sentiment"], tones)
    if finding.code == "top_theme":
        row = next((row for row in themes if row.theme_id == finding.values["theme"]), None)
        return _share(t, row.corrected) if row and row.corrected else ""
    if finding.code.startswith("theme_change"):
        change = next((each for each in changes if each.theme_id == finding.values["theme"]), None)
        return _change(t, change, finding.values["from"], finding.values["to"]) if change else ""
    if finding.code == "theme_tone" and any(tone.corrected for tone in tones.values()):
        return t("Not corrected: this counts what the model read.")
    return ""


def _share(t: Wording, corrected: Corrected) -> str:
    return t(
        "Corrected for the model’s errors: %(share)s (likely between %(low)s and %(high)s).",
        share=t.percent(corrected.share),
        low=t.percent(corrected.low),
        high=t.percent(corrected.high),
    )


def _tone(t: Wording, leading: str, tones: Mapping[str, ToneShare]) -> str:
    corrected = {tone: tones[tone].corrected for tone in SENTIMENTS if tone in tones}
    known = {tone: share for tone, share in corrected.items() if share is not None}
    if leading not in known:
        return ""
    told = _share(t, known[leading])
    first = max(known, key=lambda tone: known[tone].share)
    if first == leading:
        return told
    other = t(
        "Then the most common tone is %(tone)s: %(share)s.",
        tone=sentiment_name(t, first).lower(),
        share=t.percent(known[first].share),
    )
    return f"{told} {other}"


def _change(t: Wording, change: ReleaseChange, before: str, after: str) -> str:
    shares = {share.release: share.corrected for share in change.shares}
    step = next((each for each in change.steps if (each.before, each.after) == (before, after)), None)
    one, other = shares.get(before), shares.get(after)
    if step is None or one is None or other is None:
        return ""
    return _step(t, step, one, other)


def _step(t: Wording, step: Step, before: Corrected, after: Corrected) -> str:
    values = {
        "before": t.percent(before.share),
        "after": t.percent(after.share),
        "low": t.number(round(100 * step.low)),
        "high": t.number(round(100 * step.high)),
    }
    if step.told in ("up", "down"):
        return t(
            "Corrected for the model’s errors: from %(before)s to %(after)s, a change of likely "
            "%(low)s to %(high)s points.",
            **values,
        )
    if step.is_clear:
        return t(
            "Corrected for the model’s errors: from %(before)s to %(after)s (%(low)s to %(high)s points); "
            "among as many comparisons, that may be chance.",
            **values,
        )
    return t(
        "Corrected for the model’s errors: from %(before)s to %(after)s; that is inside the error "
        "(%(low)s to %(high)s points).",
        **values,
    )
