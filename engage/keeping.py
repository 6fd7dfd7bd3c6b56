"""What is kept of a run: the findings, and beside each comment what was said of it."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.code_frame import CodeFrame, Theme
    from analysis.results import Analysis, CodedComment, Segment, ThemeAssignment, Unseen


def kept_findings(analysis: "Analysis", code_frame: "CodeFrame") -> dict[str, Any]:
    """Return what is kept of a run beside the coded comments: ids and counts, the quotes' words left out.

    The themes are kept whole too, since a code frame changes after the run.
    """
    quotes = tuple(dataclasses.replace(quote, text="") for quote in analysis.quotes)
    themes = [kept_theme(theme) for theme in code_frame.themes]
    kept = dataclasses.replace(analysis, comments=(), quotes=quotes).to_dict()
    return {**kept, "code_frame": {"id": code_frame.id, "version": code_frame.version, "themes": themes}}


def kept_theme(theme: "Theme") -> dict[str, Any]:
    """Return a theme as plain data, as ``load_code_frame`` reads it."""
    kept: dict[str, Any] = {"id": theme.id, "name": dict(theme.name), "definition": dict(theme.definition)}
    for part in ("include", "exclude"):
        kept[part] = dict(getattr(theme, part))
    for part in ("seeds", "examples"):
        kept[part] = {language: list(phrases) for language, phrases in getattr(theme, part).items()}
    return kept


def frame_of(findings: Mapping[str, Any]) -> "CodeFrame":
    """Return the code frame of a run from what was kept of it."""
    from analysis.code_frame import load_code_frame

    return load_code_frame(findings["code_frame"])


def coded_comment(comment: "CodedComment") -> dict[str, Any]:
    """Return what is kept beside one comment."""
    return {
        "language": comment.language,
        "masked": comment.masked,
        "personal_details": list(comment.personal_details),
        "sentiment": comment.sentiment,
        "score": comment.score,
        "sentiment_confidence": comment.sentiment_confidence,
        "themes": _themes(comment.themes),
        "campaign_id": comment.campaign_id,
        "duplicate_of": comment.duplicate_of,
        "unprocessed": comment.unprocessed,
        "feedback": comment.feedback,
        "is_unsure": comment.is_unsure,
        **({"segments": [_segment(each) for each in comment.segments]} if comment.segments else {}),
        **({"stance": comment.stance} if comment.stance else {}),
        **({"unseen": _unseen(comment.unseen)} if comment.unseen else {}),
    }


def _unseen(unseen: "Unseen") -> dict[str, Any]:
    return {
        "sentiment": unseen.sentiment,
        "sentiment_confidence": unseen.sentiment_confidence,
        "themes": _themes(unseen.themes),
        "is_unsure": unseen.is_unsure,
    }


def _themes(given: "Sequence[ThemeAssignment]") -> list[dict[str, Any]]:
    return [
        {
            "theme_id": each.theme_id,
            "confidence": each.confidence,
            "because": list(each.because),
            "sentiment": each.sentiment,
        }
        for each in given
    ]


def _segment(segment: "Segment") -> list[Any]:
    """Return start, end, language and tone: four cells, as there are many of them."""
    return [segment.start, segment.end, segment.language, segment.sentiment]
