"""The page for those whose survey is over early: kind, plain, and clear about what was kept."""

from engage.actions.collect import Opened
from engage.leaving import Ended
from engage.settings import Settings
from engage.web.render import other_language, page
from engage.web.survey_page import link_of
from engage.web.visits import Visit
from engage.wording import wording
from engage.wording.endings import usual_words
from surveys.questions import in_language

OVER = "over"
"""What the address says when the language of this page is changed: nothing of the visit is kept to show."""


def ended_page(settings: Settings, opened: Opened, visit: Visit, ended: Ended) -> str:
    """Return the page; with a reference and a code where the answers that decided it were stored."""
    t = wording(visit.language)
    heading, usual = usual_words(t, ended.way)
    return page(
        settings,
        "ended.html",
        visit.language,
        switch=visit.in_language(other_language(visit.language)).link(**{OVER: ended.words.name}),
        title=in_language(opened.version.definition.title, t.language),
        heading=heading,
        text=in_language(ended.words.text, t.language) or usual,
        link=link_of(ended.words, t.language),
        reference=ended.reference,
        code=ended.withdrawal_code,
        received=t.time(ended.received_at) if ended.received_at else "",
        is_kept=bool(ended.reference) or _keeps(ended),
        again=visit.link(),
        stays=ended.stays,
    )


def ended_as_named(opened: Opened, name: str) -> Ended | None:
    """Return how the survey ends by the name of a screen-out or a quota; ``None`` when it has no such."""
    definition = opened.version.definition
    for screen_out in definition.screen_outs() if name else ():
        if screen_out.name == name:
            return Ended("screen_out", screen_out)
    for quota in definition.quotas if name else ():
        if quota.name == name and quota.when_full == "end":
            return Ended("quota", quota)
    return None


def _keeps(ended: Ended) -> bool:
    return getattr(ended.words, "keeps", "nothing") == "answers"
