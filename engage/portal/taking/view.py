"""One resident in front of one survey: opened, found again after a reload, with what is typed so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.access import Actor
from engage.actions import collect
from engage.leaving import Ended
from engage.portal import address, controls, resuming
from engage.portal.components.ended import ended_notes, link_notes
from engage.portal.frame import REFUSALS
from engage.portal.taking import correcting
from engage.portal.visitor import Visitor
from engage.wording import wording
from surveys import journey
from surveys.definition import Page, SurveyDefinition
from surveys.problems import Problem
from surveys.questions import Question

CHECK = "*"
"""The step after the last page, where the answers are looked over; no page can have this name."""


@dataclass(frozen=True, slots=True)
class View:
    """One resident in front of one survey. ``notes`` are what the session remembers of the visit."""

    visit: Visitor
    opened: collect.Opened
    notes: dict[str, Any]
    page: Page | None
    """The screen to answer; ``None``: look over the answers."""

    @property
    def actor(self) -> Actor:
        """Return as whom the form is used."""
        return correcting.actor_for(self.visit, self.opened.key.token)

    @property
    def slug(self) -> str:
        """Return the survey's address."""
        return self.opened.survey.slug

    @property
    def definition(self) -> SurveyDefinition:
        """Return what is asked."""
        return self.opened.definition

    @property
    def raw(self) -> dict[str, list[str]]:
        """Return everything typed so far, as a face sends it."""
        raw: dict[str, list[str]] = self.notes["raw"]
        return raw

    @property
    def problems(self) -> list[Problem]:
        """Return what was wrong when the resident last went on."""
        return [Problem(*kept) for kept in self.notes.get("problems", [])]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the resident asked for: ``on``, ``back``, ``send``, ``change`` (``page``), ``again``, ``stop``."""

    what: str
    page: str = ""


def load(visit: Visitor, slug: str, notes: dict[str, Any]) -> View:
    """Open the survey, or go on with it, and take up what stands in the inputs."""
    opened = _opened(visit, slug, notes)
    definition = opened.definition
    notes.setdefault("raw", _carried(definition))
    notes.setdefault("page", definition.pages[0].name)
    shown = next((page for page in definition.pages if page.name == notes["page"]), None)
    if shown is not None:
        _gather(visit, slug, notes, _as_drawn(definition, shown, notes["raw"]))
    elif notes["page"] != CHECK:
        shown = definition.pages[0]
    return View(visit, opened, notes, shown)


def _carried(definition: SurveyDefinition) -> dict[str, list[str]]:
    """Return the answers that the address itself gives."""
    found = ((q, address.read(getattr(q, "parameter", ""))) for q in definition.asked() if not q.is_visible)
    return {question.name: [text] for question, text in found if text}


def recover(visit: Visitor, slug: str, notes: dict[str, Any]) -> None:
    """After a reload, find the draft answers again, or the receipt when the answer to sending was lost."""
    token = resuming.opened(visit, address.read(address.DRAFT))
    if "token" in notes or "receipt" in notes or not token:
        return
    actor = correcting.actor_for(visit, token)
    try:
        receipt = collect.receipt_of(visit.office, slug, token, actor=actor)
        resumed = collect.resume(visit.office, slug, token, actor=actor)
    except (collect.KeyUnreadableError, collect.SurveyClosedError, *REFUSALS):
        return
    if isinstance(receipt, Ended):
        notes["ended"] = ended_notes(receipt)
    elif receipt is not None:
        opened = collect.reopen(visit.office, slug, token, actor=actor)
        notes["receipt"] = receipt_notes(receipt, opened)
    elif resumed is not None:
        notes.update(
            token=token,
            raw={name: list(texts) for name, texts in resumed.raw.items()},
            page=resumed.page.name,
            told="resumed",
        )


def _opened(visit: Visitor, slug: str, notes: dict[str, Any]) -> collect.Opened:
    if "token" in notes:
        actor = correcting.actor_for(visit, notes["token"])
        try:
            return collect.reopen(visit.office, slug, notes["token"], actor=actor)
        except collect.KeyUnreadableError:
            if correcting.is_one(notes["token"]):
                raise correcting.CorrectionLostError(slug) from None
            notes.pop("token")
    opened = collect.open_survey(visit.office, slug, actor=visit.actor)
    notes["token"] = opened.key.token
    return opened


def _gather(visit: Visitor, slug: str, notes: dict[str, Any], drawn: Sequence[Question]) -> None:
    """Copy what stands in the inputs to the notes before they are drawn again, maybe in another language."""
    drawn_in = wording(notes.get("language", visit.language))
    for question in drawn:
        typed = controls.typed(controls.Field(question, drawn_in, slug, ())) if question.asks else None
        if typed is not None:
            notes["raw"][question.name] = typed
    notes["language"] = visit.language


def _as_drawn(definition: SurveyDefinition, shown: Page, raw: Mapping[str, list[str]]) -> Sequence[Question]:
    """Return a page's questions with what each offers: inputs are numbered by what is drawn."""
    if not any(question.is_conditional for question in shown.questions):
        return shown.questions
    answers = journey.check(definition, raw).answers
    return [question.offered(answers) for question in shown.questions]


def receipt_notes(receipt: collect.Receipt, opened: collect.Opened) -> dict[str, Any]:
    """Return what the session remembers of a receipt: plain texts only."""
    return {
        "outcome": receipt.outcome,
        "is_correction": opened.key.correction is not None,
        "reference": receipt.reference,
        "code": receipt.withdrawal_code,
        "at": receipt.received_at.isoformat(),
        "thanks": dict((receipt.ending.text if receipt.ending else {}) or opened.definition.thanks),
        "link": link_notes(receipt.ending),
        "public": opened.survey.are_results_public,
    }
