"""Gathers what a language model may see: sentences of findings and masked quotes, masked once more."""

from analysis.code_frame import CodeFrame
from analysis.redaction import mask
from analysis.results import Analysis
from engage.analyse.sentences import sentence
from engage.rewording.values import Fact, Material, Voice
from engage.wording import Wording

MOST_FACTS = 20
MOST_VOICES = 20
_LONGEST = 400
_INNER = frozenset(["personal_details", "unprocessed", "too_few"])


def material(analysis: Analysis, code_frame: CodeFrame, t: Wording) -> Material:
    """Return the findings and quotes to word in the reader's language.

    Nothing else is ever sent: no raw comment, no resident, no name of a file or survey. Names of candidate
    themes come from comments, so every sentence is masked as well.
    """
    facts = [
        Fact(
            id=f"F{number}",
            sentence=mask(sentence(finding, t, code_frame))[0],
            share=finding.count / finding.base if finding.base else 0.0,
        )
        for number, finding in enumerate(analysis.findings, start=1)
        if finding.code not in _INNER
    ]
    quotes = [quote for quote in analysis.quotes if quote.language in (t.language, "mixed")]
    voices = [
        Voice(id=f"C{quote.comment_id}", text=mask(quote.text)[0])
        for quote in quotes
        if len(quote.text) <= _LONGEST
    ]
    return Material(
        language=t.language,
        facts=tuple(facts[:MOST_FACTS]),
        voices=tuple(voices[:MOST_VOICES]),
        names=tuple(theme.named(t.language) for theme in code_frame.themes),
    )
