"""Says findings in the reader's language: every sentence carries its count, its base and its error."""

from collections.abc import Callable
from typing import Any

from analysis.code_frame import CodeFrame
from analysis.results import Figure, Finding
from engage.wording import Wording


def sentence(
    finding: Finding,
    t: Wording,
    code_frame: CodeFrame,
    *,
    group_label: Callable[[str], str] = str,
) -> str:
    """Return one or two sentences for a finding; ``group_label`` names a release or wave for the reader."""
    said = _SENTENCES.get(finding.code)
    if said is None:
        return f"{finding.code}: {count_of_base(t, finding)}"
    return said(finding, t, _Names(code_frame, t, group_label))


def count_of_base(t: Wording, figure: Finding | Figure) -> str:
    """Return "12 of 80 comments (15%, likely between 9% and 24%)"."""
    return t(
        "%(count)s of %(base)s comments (%(share)s, likely between %(low)s and %(high)s)",
        count=t.number(figure.count),
        base=t.number(figure.base),
        share=t.percent(figure.count / figure.base if figure.base else 0.0),
        low=t.percent(figure.low),
        high=t.percent(figure.high),
    )


def sentiment_name(t: Wording, sentiment: str) -> str:
    """Return the name of a sentiment for a label or a column."""
    return {
        "negative": t("Negative"),
        "neutral": t("Neutral"),
        "positive": t("Positive"),
        "mixed": t("Mixed"),
    }.get(sentiment, sentiment)


def reason_name(t: Wording, reason: str) -> str:
    """Return why a comment is left out of the figures."""
    return {
        "empty": t("empty"),
        "no_words": t("no words"),
        "uninformative": t("says nothing to code (“nothing”, “n/a”)"),
        "other_language": t("in another language"),
        "too_long": t("too long or repetitive to be a comment"),
    }.get(reason, reason)


def detail_name(t: Wording, kind: str) -> str:
    """Return the name of a kind of personal detail."""
    return {
        "email": t("email address"),
        "card_number": t("card number"),
        "health_card": t("health card number"),
        "sin": t("social insurance number"),
        "phone": t("phone number"),
        "postal_code": t("postal code"),
        "birth_date": t("date of birth"),
        "licence": t("driver’s licence number"),
        "licence_plate": t("licence plate"),
        "address": t("street address"),
        "name": t("name"),
    }.get(kind, kind)


class _Names:
    """Names of themes and groups in the reader's language."""

    def __init__(self, code_frame: CodeFrame, t: Wording, group_label: Callable[[str], str]) -> None:
        self._names = {theme.id: theme.named(t.language) for theme in code_frame.themes}
        self.group = group_label

    def theme(self, theme_id: str) -> str:
        return self._names.get(theme_id, theme_id)


_Say = Callable[[Finding, Wording, _Names], str]


def _too_few(finding: Finding, t: Wording, _: _Names) -> str:
    read = t.n(
        "Only %(n)s comment of %(base)s could be read.",
        "Only %(n)s comments of %(base)s could be read.",
        finding.count,
        base=t.number(finding.base),
    )
    rough = t(
        "Below %(needed)s, figures are rough and no new themes are looked for.",
        needed=t.number(finding.values["needed"]),
    )
    return f"{read} {rough}"


def _sentiment_overall(finding: Finding, t: Wording, _: _Names) -> str:
    figure = count_of_base(t, finding)
    if finding.language == "en":
        figure = t("%(figure)s in English", figure=figure)
    elif finding.language == "fr":
        figure = t("%(figure)s in French", figure=figure)
    return {
        "negative": t("Negative comments are the most common: %(figure)s.", figure=figure),
        "neutral": t("Neutral comments are the most common: %(figure)s.", figure=figure),
        "positive": t("Positive comments are the most common: %(figure)s.", figure=figure),
        "mixed": t("Mixed comments are the most common: %(figure)s.", figure=figure),
    }[finding.values["sentiment"]]


def _top_theme(finding: Finding, t: Wording, names: _Names) -> str:
    values = {"theme": names.theme(finding.values["theme"]), "figure": count_of_base(t, finding)}
    if finding.values["rank"] == 1:
        said = t("The theme raised most is “%(theme)s”: %(figure)s.", **values)
    else:
        said = t("“%(theme)s” is raised in %(figure)s.", **values)
    tones = finding.values["by_sentiment"]
    return f"{said} " + t(
        "Among them: %(negative)s negative, %(positive)s positive.",
        negative=t.number(tones.get("negative", 0)),
        positive=t.number(tones.get("positive", 0)),
    )


def _no_theme(finding: Finding, t: Wording, _: _Names) -> str:
    return t("No theme of the code frame was found in %(figure)s.", figure=count_of_base(t, finding))


def _change_values(finding: Finding, t: Wording, names: _Names) -> dict[str, str]:
    values: dict[str, Any] = finding.values
    sign = 1 if values["difference"] >= 0 else -1
    near, far = sorted((sign * values["difference_low"], sign * values["difference_high"]))
    return {
        "theme": names.theme(values["theme"]),
        "from": names.group(values["from"]),
        "to": names.group(values["to"]),
        "before": t.percent(values["share_before"]),
        "after": t.percent(values["share_after"]),
        "count_before": t.number(values["count_before"]),
        "base_before": t.number(values["base_before"]),
        "count": t.number(finding.count),
        "base": t.number(finding.base),
        "points": t.number(abs(values["difference"]) * 100),
        "low": t.number(near * 100),
        "high": t.number(far * 100),
    }


def _theme_up(finding: Finding, t: Wording, names: _Names) -> str:
    return t(
        "“%(theme)s” rose from %(before)s of comments in %(from)s (%(count_before)s of"
        " %(base_before)s) to %(after)s in %(to)s (%(count)s of %(base)s): up %(points)s points,"
        " likely between %(low)s and %(high)s.",
        **_change_values(finding, t, names),
    )


def _theme_down(finding: Finding, t: Wording, names: _Names) -> str:
    return t(
        "“%(theme)s” fell from %(before)s of comments in %(from)s (%(count_before)s of"
        " %(base_before)s) to %(after)s in %(to)s (%(count)s of %(base)s): down %(points)s points,"
        " likely between %(low)s and %(high)s.",
        **_change_values(finding, t, names),
    )


def _theme_negative_up(finding: Finding, t: Wording, names: _Names) -> str:
    return t(
        "Negative comments on “%(theme)s” rose from %(before)s of all comments in %(from)s"
        " (%(count_before)s of %(base_before)s) to %(after)s in %(to)s (%(count)s of %(base)s):"
        " up %(points)s points, likely between %(low)s and %(high)s.",
        **_change_values(finding, t, names),
    )


def _theme_negative_down(finding: Finding, t: Wording, names: _Names) -> str:
    return t(
        "Negative comments on “%(theme)s” fell from %(before)s of all comments in %(from)s"
        " (%(count_before)s of %(base_before)s) to %(after)s in %(to)s (%(count)s of %(base)s):"
        " down %(points)s points, likely between %(low)s and %(high)s.",
        **_change_values(finding, t, names),
    )


def _negative_up(finding: Finding, t: Wording, names: _Names) -> str:
    return t(
        "Negative comments rose from %(before)s in %(from)s (%(count_before)s of %(base_before)s) to"
        " %(after)s in %(to)s (%(count)s of %(base)s): up %(points)s points, likely between %(low)s"
        " and %(high)s.",
        **_change_values(finding, t, names),
    )


def _negative_down(finding: Finding, t: Wording, names: _Names) -> str:
    return t(
        "Negative comments fell from %(before)s in %(from)s (%(count_before)s of %(base_before)s) to"
        " %(after)s in %(to)s (%(count)s of %(base)s): down %(points)s points, likely between %(low)s"
        " and %(high)s.",
        **_change_values(finding, t, names),
    )


def _theme_tone(finding: Finding, t: Wording, names: _Names) -> str:
    values = {"theme": names.theme(finding.values["theme"]), "figure": count_of_base(t, finding)}
    if finding.values["sentiment"] == "negative":
        return t("Comments on “%(theme)s” are more often negative than the others: %(figure)s.", **values)
    return t("Comments on “%(theme)s” are more often positive than the others: %(figure)s.", **values)


def _language(finding: Finding, t: Wording, _: _Names) -> str:
    figure = count_of_base(t, finding)
    if finding.values["language"] == "fr":
        return t("Written in French: %(figure)s.", figure=figure)
    return t("Written partly in English and partly in French: %(figure)s.", figure=figure)


def _candidate(finding: Finding, t: Wording, _: _Names) -> str:
    return t(
        "A possible new theme, around “%(name)s”: %(figure)s.",
        name=finding.values["name"],
        figure=count_of_base(t, finding),
    )


def _campaign(finding: Finding, t: Wording, _: _Names) -> str:
    return t(
        "A form letter was sent %(count)s times, %(exact)s of them word for word:"
        " %(share)s of all comments read.",
        count=t.number(finding.count),
        exact=t.number(finding.values["exact"]),
        share=t.percent(finding.count / finding.base if finding.base else 0.0),
    )


def _rating(finding: Finding, t: Wording, _: _Names) -> str:
    figure = count_of_base(t, finding)
    if finding.values["rating"] == "high":
        return t("Words and rating disagree: a high rating with negative words in %(figure)s.", figure=figure)
    return t("Words and rating disagree: a low rating with positive words in %(figure)s.", figure=figure)


def _personal(finding: Finding, t: Wording, _: _Names) -> str:
    kinds = ", ".join(f"{detail_name(t, kind)} {t.number(n)}" for kind, n in finding.values["kinds"].items())
    return t.n(
        "Personal details were masked in %(n)s comment of %(base)s (%(kinds)s).",
        "Personal details were masked in %(n)s comments of %(base)s (%(kinds)s).",
        finding.count,
        base=t.number(finding.base),
        kinds=kinds,
    )


def _unprocessed(finding: Finding, t: Wording, _: _Names) -> str:
    reasons = ", ".join(
        f"{reason_name(t, reason)} {t.number(n)}" for reason, n in finding.values["reasons"].items()
    )
    return t.n(
        "%(n)s comment of %(base)s is left out of the figures (%(reasons)s).",
        "%(n)s comments of %(base)s are left out of the figures (%(reasons)s).",
        finding.count,
        base=t.number(finding.base),
        reasons=reasons,
    )


def _stance(finding: Finding, t: Wording, _: _Names) -> str:
    counts = finding.values["counts"]
    figure = count_of_base(t, finding)
    if finding.values["leading"] == "support":
        said = t(
            "On “%(proposal)s”, more are for it than against: %(figure)s.", **_of_proposal(finding, t, figure)
        )
        if counts["support"] == counts["oppose"]:
            said = t(
                "On “%(proposal)s”, as many are for it as against: %(figure)s.",
                **_of_proposal(finding, t, figure),
            )
    else:
        said = t(
            "On “%(proposal)s”, more are against it than for it: %(figure)s.",
            **_of_proposal(finding, t, figure),
        )
    return f"{said} " + t(
        "For: %(support)s, against: %(oppose)s, both: %(mixed)s, do not say: %(unclear)s.",
        **{stance: t.number(count) for stance, count in counts.items()},
    )


def _of_proposal(finding: Finding, t: Wording, figure: str) -> dict[str, str]:
    return {"proposal": t.pick(finding.values["proposal"]), "figure": figure}


_SENTENCES: dict[str, _Say] = {
    "too_few": _too_few,
    "sentiment_overall": _sentiment_overall,
    "top_theme": _top_theme,
    "no_theme": _no_theme,
    "theme_change_up": _theme_up,
    "theme_change_down": _theme_down,
    "theme_negative_up": _theme_negative_up,
    "theme_negative_down": _theme_negative_down,
    "negative_up": _negative_up,
    "negative_down": _negative_down,
    "theme_tone": _theme_tone,
    "language": _language,
    "candidate_theme": _candidate,
    "campaign": _campaign,
    "rating_disagrees": _rating,
    "personal_details": _personal,
    "unprocessed": _unprocessed,
    "stance": _stance,
}
