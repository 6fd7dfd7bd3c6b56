"""The report page: one self-contained HTML file that opens anywhere and prints well."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from analysis.code_frame import CodeFrame
from analysis.results import SENTIMENTS, Analysis, CodedComment, Finding, Quote, ThemeAssignment
from engage.analyse.candidates import described
from engage.analyse.drawing import sentiment_bar, share_bar, swatch
from engage.analyse.sentences import reason_name, sentence, sentiment_name
from engage.rewording.telling import problem_sentence, reason_sentence
from engage.rewording.values import Reworded
from engage.wording import Wording

EVIDENCE = 50  # comments shown behind one finding; comments.csv has them all
_QUOTED_THEMES = 8
_CANDIDATES = 8
_GROUPS = 12
_LONGEST_SHOWN = 1200
_QUIET = frozenset(["language", "personal_details", "unprocessed", "no_theme", "candidate_theme"])
_FOLDER = Path(__file__).parent


def report_page(
    analysis: Analysis,
    code_frame: CodeFrame,
    t: Wording,
    *,
    source: str,
    has_groups: bool = False,
    reworded: Reworded | None = None,
) -> str:
    """Return the whole page; ``source`` names the file that was read. People's words are escaped."""
    view = _View(analysis, code_frame, t)
    return _template().render(
        t=t,
        source=source,
        style=Markup((_FOLDER / "report.css").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        read=view.read,
        figures=view.figures(),
        findings=view.findings(),
        reworded=reworded,
        finding_number=lambda fact: int(fact[1:]),
        problem_sentence=problem_sentence,
        reason_sentence=reason_sentence,
        sentiments=SENTIMENTS,
        sentiment=[(name, analysis.sentiment[name]) for name in SENTIMENTS if name in analysis.sentiment],
        sentiment_counts={name: figure.count for name, figure in analysis.sentiment.items()},
        themes=view.themes(),
        scale=max((share.figure.high for share in analysis.themes if share.figure.count), default=1.0),
        groups=view.groups() if has_groups else [],
        quotes=view.quotes(),
        candidates=[each for each in analysis.candidates if each.level == 1][:_CANDIDATES],
        described=described,
        evidence=list(view.evidence()),
        most=EVIDENCE,
        facts=view.facts(source),
        sentiment_name=sentiment_name,
        sentiment_bar=sentiment_bar,
        share_bar=share_bar,
        swatch=swatch,
    )


@cache
def _template() -> Template:
    loader = FileSystemLoader(_FOLDER)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("report.html")


class _View:
    """What the template shows, in the reader's language, as plain values."""

    def __init__(self, analysis: Analysis, code_frame: CodeFrame, t: Wording) -> None:
        self._analysis = analysis
        self._frame = code_frame
        self._t = t
        self._names = {theme.id: theme.named(t.language) for theme in code_frame.themes}
        self._by_id = {comment.id: comment for comment in analysis.comments}
        self.read = len(analysis.comments) - sum(analysis.unprocessed.values())

    def figures(self) -> list[tuple[str, str]]:
        """Return the few numbers at the top."""
        t, sentiment = self._t, self._analysis.sentiment
        shown = [(t("Comments in the figures"), t.number(self.read))]
        if self.read:
            shown += [
                (sentiment_name(t, each), t.percent(sentiment[each].share))
                for each in ("negative", "positive")
            ]
        raised = sum(share.figure.count > 0 for share in self._analysis.themes)
        shown.append((t("Themes raised"), t.number(raised)))
        if self._analysis.campaigns:
            shown.append((t("Campaigns"), t.number(len(self._analysis.campaigns))))
        return shown

    def findings(self) -> list[dict[str, Any]]:
        """Return each finding's sentence, mood and number of comments."""
        return [
            {"said": self._said(each), "mood": _mood(each), "size": len(each.comment_ids)}
            for each in self._analysis.findings
        ]

    def themes(self) -> list[dict[str, Any]]:
        """Return the themes that were raised."""
        return [
            {
                "name": self._names.get(share.theme_id, share.theme_id),
                "figure": share.figure,
                "tones": share.by_sentiment,
                "tone_label": self._tone_label(share.by_sentiment),
                "by_group": share.by_group,
            }
            for share in self._analysis.themes
            if share.figure.count
        ]

    def groups(self) -> list[str]:
        """Return the groups to compare; none when there is only one."""
        names = list(dict.fromkeys(name for share in self._analysis.themes for name in share.by_group))
        return names[:_GROUPS] if len(names) > 1 else []

    def quotes(self) -> list[tuple[str, list[dict[str, str]]]]:
        """Return quotes by theme, for the most common themes."""
        by_theme: dict[str, list[Quote]] = {}
        for quote in self._analysis.quotes:
            by_theme.setdefault(quote.theme_id, []).append(quote)
        return [
            (self._names.get(theme_id, theme_id), [self._quote(quote) for quote in quotes])
            for theme_id, quotes in list(by_theme.items())[:_QUOTED_THEMES]
        ]

    def evidence(self) -> Iterator[dict[str, Any]]:
        """Yield the comments behind each finding."""
        for number, finding in enumerate(self._analysis.findings, start=1):
            if finding.comment_ids:
                shown = [self._by_id[comment_id] for comment_id in finding.comment_ids[:EVIDENCE]]
                yield {
                    "number": number,
                    "size": len(finding.comment_ids),
                    "said": self._said(finding),
                    "comments": [self._comment(comment) for comment in shown],
                }

    def facts(self, source: str) -> list[tuple[str, str]]:
        """Return what made this report."""
        t, run = self._t, self._analysis.run
        reasons = self._analysis.unprocessed.items()
        left_out = ", ".join(f"{reason_name(t, reason)} {t.number(count)}" for reason, count in reasons)
        return [
            (t("File"), source),
            (t("Rows"), t.number(run.n)),
            (t("Left out of the figures"), left_out or t("none")),
            (t("Code frame"), run.versions.get("code_frame", "")),
            (t("Steps"), ", ".join(f"{step} {run.versions[step]}" for step in run.steps)),
            (t("Seed"), str(run.seed)),
        ]

    def _said(self, finding: Finding) -> str:
        return sentence(finding, self._t, self._frame)

    def _tone_label(self, counts: dict[str, int]) -> str:
        return ", ".join(f"{sentiment_name(self._t, each)} {counts.get(each, 0)}" for each in SENTIMENTS)

    def _quote(self, quote: Quote) -> dict[str, str]:
        about = [self._t("row %(row)s", row=quote.comment_id)]
        if quote.sentiment:
            about.append(sentiment_name(self._t, quote.sentiment).lower())
        if quote.role == "opposing":
            about.append(self._t("another view"))
        return {"text": _cut(quote.text), "language": _spoken(quote.language), "about": " · ".join(about)}

    def _comment(self, comment: CodedComment) -> dict[str, str]:
        about = [self._t("row %(row)s", row=comment.id)]
        if comment.sentiment:
            about.append(sentiment_name(self._t, comment.sentiment).lower())
        if comment.unprocessed:
            about.append(reason_name(self._t, comment.unprocessed))
        about += [self._theme(theme) for theme in comment.themes]
        text = _cut(comment.masked) or "–"
        return {"text": text, "language": _spoken(comment.language), "about": " · ".join(about)}

    def _theme(self, theme: ThemeAssignment) -> str:
        """Return "Search: negative", the tone in which a comment speaks of a theme."""
        name = self._names.get(theme.theme_id, theme.theme_id)
        if theme.sentiment is None:
            return name
        return self._t(
            "%(name)s: %(values)s", name=name, values=sentiment_name(self._t, theme.sentiment).lower()
        )


def _spoken(language: str) -> str:
    return language if language in ("en", "fr") else ""


def _mood(finding: Finding) -> str:
    if finding.code in _QUIET:
        return "quiet"
    if finding.code in ("theme_tone", "sentiment_overall"):
        return str(finding.values["sentiment"])
    return {"negative_up": "negative", "negative_down": "positive"}.get(
        finding.code.removeprefix("theme_"), "plain"
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN].rstrip() + " […]"
