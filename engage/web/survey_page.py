"""Drawing a survey: a page of questions, the page where answers are checked, the receipt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engage.actions.collect import Opened, Receipt
from engage.settings import Settings
from engage.web.fragments import fragment
from engage.web.questions import first_problems, opening
from engage.web.render import other_language, page
from engage.web.visits import Visit
from engage.wording import Wording, wording
from engage.wording.endings import open_until
from surveys import journey, piping
from surveys.definition import Page, SurveyDefinition
from surveys.journey import RawAnswers
from surveys.problems import Problem
from surveys.questions import Question, in_language
from surveys.records import CORRECTS
from surveys.ways_out import WayOut

FORM = "answers"
Hidden = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell above a page."""

    title: str
    text: str
    is_bad: bool = False
    can_restart: bool = False
    can_stop: bool = False
    """Whether what was sent before can be kept as it is instead."""


def question_page(
    settings: Settings,
    opened: Opened,
    visit: Visit,
    asked: Page,
    *,
    raw: RawAnswers,
    token: str,
    problems: Sequence[Problem] = (),
    notice: Notice | None = None,
    is_change: bool = False,
) -> str:
    """Return one page of questions, filled in with ``raw``; ``raw`` of earlier pages decides who is asked."""
    definition = opened.definition
    t = wording(visit.language)
    answers = journey.check(definition, raw).answers
    pages = journey.pages(definition, answers)
    at = pages.index(asked) if asked in pages else 0
    questions = piping.told(definition, journey.drawn(asked.questions, answers), answers)
    title = piping.filled(definition, asked.title, answers)
    wrong = first_problems(problems)
    is_only = len(definition.pages) == 1
    drawn = [
        fragment(
            q,
            t,
            given=_writable(raw.get(q.name, ())),
            problem=wrong.get(q.name),
            opens=opening(q, questions),
        )
        for q in questions
    ]
    return page(
        settings,
        "survey.html",
        visit.language,
        **_frame(visit, "send" if is_only else "continue"),
        **_texts(definition, t),
        heading=in_language(title, t.language) or in_language(definition.title, t.language),
        page_title=in_language(title, t.language),
        number=at + 1,
        count=max(len(pages), 1),
        is_first=asked == definition.pages[0],
        open_until=open_until(t, opened.survey),
        sends=is_only,
        has_back=journey.page_before(definition, asked, answers) is not None,
        questions=[each.question for each in drawn],
        drawn=[each.html for each in drawn],
        problems=[problem for problem in problems if problem.place in {q.name for q in questions}],
        has_error=bool(problems),
        notice=_above(opened, t, notice),
        hidden=_hidden(visit, token, asked, questions, is_change=is_change)
        + list(_carried(definition, asked, raw)),
    )


def _above(opened: Opened, t: Wording, notice: Notice | None) -> Notice | None:
    """Return what stands above a page: on every page of a correction, that it is one."""
    if opened.key.correction is None or (notice is not None and not notice.can_restart):
        return notice
    return Notice(
        t("You are changing answers that you sent"),
        t("What you sent stays as it is until you send the changes."),
        can_stop=True,
    )


def check_page(
    settings: Settings,
    opened: Opened,
    visit: Visit,
    *,
    raw: RawAnswers,
    token: str,
    notice: Notice | None = None,
) -> str:
    """Return the page where a resident reads all answers before sending them.

    It carries every answer, so that sending works even when the drafts on the server are gone.
    """
    definition = opened.definition
    t = wording(visit.language)
    answers = journey.check(definition, raw).answers
    kept = journey.as_raw(definition, answers)
    return page(
        settings,
        "check.html",
        visit.language,
        **_frame(visit, "send"),
        title=in_language(definition.title, t.language),
        beta=definition.purpose == "beta_feedback",
        has_error=notice is not None and notice.is_bad,
        notice=_above(opened, t, notice),
        pages=[
            {
                "title": in_language(piping.filled(definition, one.title, answers), t.language),
                "questions": list(
                    _checked(
                        piping.told(definition, journey.relevant(one.questions, answers), answers), answers, t
                    )
                ),
            }
            for one in journey.pages(definition, answers)
        ],
        hidden=_hidden(visit, token, None, ())
        + [(name, text) for name, texts in kept.items() for text in texts],
    )


def _checked(
    questions: Sequence[Question], answers: journey.Answers, t: Wording
) -> Iterator[dict[str, object]]:
    for question in questions:
        if question.asks and question.is_visible:
            yield {
                "name": question.name,
                "text": in_language(question.text, t.language),
                "lines": question.show(answers.get(question.name), t.language),
            }


REFERENCE, CODE, RECEIVED = "\ue000r\ue000", "\ue000c\ue000", "\ue000t\ue000"
"""Where a prepared receipt takes what differs between residents; residents' words never go there."""


def receipt_page(
    settings: Settings, opened: Opened, visit: Visit, ending: WayOut | None, outcome: str = "stored"
) -> str:
    """Return the proof that answers are stored, with places for reference, code and time of receipt.

    The rest is the same for all who sent a version of a survey and came to the same ``ending``, so it is
    made once: see ``filled``.
    """
    definition, survey = opened.definition, opened.survey
    t = wording(visit.language)
    return page(
        settings,
        "receipt.html",
        visit.language,
        switch=f"/{other_language(visit.language)}/receipt",
        title=in_language(definition.title, t.language),
        thanks=in_language((ending.text if ending else {}) or definition.thanks, t.language),
        link=link_of(ending, t.language),
        heading=_heading(t, outcome),
        is_corrected=outcome == "corrected",
        is_unchanged=outcome == "unchanged",
        reference=REFERENCE,
        code=CODE,
        received=RECEIVED,
        results=f"/{visit.language}/results/{survey.slug}" if survey.are_results_public else "",
    )


def _heading(t: Wording, outcome: str) -> str:
    if outcome == "corrected":
        return t("Your answers were changed")
    return t("Nothing was changed") if outcome == "unchanged" else t("Your answers were sent")


def link_of(way: WayOut | None, language: str) -> tuple[str, str] | None:
    """Return address and label of where to go on to; ``None`` where there is nowhere, or it is not safe."""
    if way is None or way.link is None or not way.link.is_safe:
        return None
    return way.link.address, in_language(way.link.label, language) or way.link.address


def filled(prepared: str, language: str, receipt: Receipt) -> str:
    """Return a prepared receipt with what is this resident's; none of it can hold markup."""
    return (
        prepared.replace(REFERENCE, receipt.reference)
        .replace(CODE, receipt.withdrawal_code)
        .replace(RECEIVED, wording(language).time(receipt.received_at))
    )


def _frame(visit: Visit, default_do: str) -> dict[str, Any]:
    return {
        "switch": visit.in_language(other_language(visit.language)).link(),
        "switch_form": FORM,
        "default_do": default_do,
        "action": visit.link(),
    }


def _texts(definition: SurveyDefinition, t: Wording) -> dict[str, Any]:
    return {
        "title": in_language(definition.title, t.language),
        "purpose": definition.purpose,
        "beta": definition.purpose == "beta_feedback",
        "introduction": in_language(definition.introduction, t.language),
        "minutes": definition.minutes,
        "collection_notice": in_language(definition.notice, t.language),
        "survey_contact": in_language(definition.contact, t.language),
    }


def _hidden(
    visit: Visit, token: str, asked: Page | None, questions: Sequence[Question], *, is_change: bool = False
) -> Hidden:
    # Whether some questions of a page depend on others of it: then a form says which ones it showed.
    depends = asked is not None and any(question.relevance for question in asked.questions)
    fields = {
        "_key": token,
        "_page": asked.name if asked else "",
        "_release": visit.release,
        "_channel": visit.channel if visit.channel != "web" else "",
        "_return": "check" if is_change else "",
        # Known even where the key comes back damaged: such a form must not become a new one.
        "_corrects": "1" if CORRECTS in token else "",
        "_shown": ",".join(question.name for question in questions) if depends else "",
    }
    return [(name, value) for name, value in fields.items() if value]


def _carried(definition: SurveyDefinition, asked: Page, raw: RawAnswers) -> Iterator[tuple[str, str]]:
    """Yield what the address gave to questions of other pages."""
    for question in definition.asked():
        if not question.is_visible and question not in asked.questions:
            yield from ((question.name, text) for text in _writable(raw.get(question.name, ())))


def _writable(texts: Sequence[str]) -> list[str]:
    return [text.encode("utf-8", "replace").decode() for text in texts]
