"""Pages that say no: what happened, that nothing is lost where nothing is, and what to do next."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from engage.actions.collect import Opened, Receipt
from engage.office import Office
from engage.settings import Settings
from engage.web.languages import language_of, preferred_language
from engage.web.render import other_language, page
from engage.web.replies import html
from engage.web.visits import Sent, Visit
from engage.wording import Wording, wording
from engage.wording.endings import closed_words
from surveys.questions import in_language
from surveys.records import Survey

Link = tuple[str, str]
"""An address, and what it is called."""
TRY_LATER = {"Retry-After": "30"}


def _message(
    request: Request,
    settings: Settings,
    t: Wording,
    heading: str,
    *paragraphs: str,
    status: int,
    links: Sequence[Link] | None = None,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Response:
    """Return a page with a heading, paragraphs and ways on: to all surveys where none are given."""
    ways_on = [_to_all(t)] if links is None else links
    text = page(
        settings, "message.html", t.language, heading=heading, paragraphs=paragraphs, links=ways_on, **values
    )
    return html(request, text, status=status, headers=headers)


def _to_all(t: Wording) -> Link:
    return f"/{t.language}/", t("See all surveys")


def not_found(request: Request, settings: Settings) -> Response:
    """Answer an address that leads nowhere."""
    t = wording(language_of(request))
    return _message(
        request,
        settings,
        t,
        t("Page not found"),
        t("If you typed the address, check that it is complete. The page may also have moved."),
        status=404,
    )


def no_such_survey(request: Request, settings: Settings) -> Response:
    """Answer an address that names no survey residents can know of."""
    t = wording(language_of(request))
    return _message(
        request,
        settings,
        t,
        t("There is no survey at this address"),
        t("Check the address on the letter, poster or e-mail, or choose from the surveys that are open now."),
        status=404,
    )


def wrong_language(request: Request, settings: Settings, slug: str) -> Response:
    """Answer a language we do not write, in both that we do."""
    first = preferred_language(request)
    second = other_language(first)
    t, t_other = wording(first), wording(second)
    text = page(
        settings,
        "two_languages.html",
        first,
        heading=t("This page exists in English and French"),
        text=t("Choose a language to go on."),
        links=[(f"/{first}/s/{slug}", _name(first)), _to_all(t)],
        other_heading=t_other("This page exists in English and French"),
        other_text=t_other("Choose a language to go on."),
        other_links=[(f"/{second}/s/{slug}", _name(second)), _to_all(t_other)],
    )
    return html(request, text, status=404)


def _name(language: str) -> str:
    return {"en": "English", "fr": "Français"}[language]


def not_in_this_language(request: Request, settings: Settings, opened: Opened) -> Response:
    """Answer for a survey that was written in the other language only."""
    t = wording(language_of(request))
    survey = opened.survey
    offered = opened.version.definition.languages
    return _message(
        request,
        settings,
        t,
        t("This survey is in English only") if "en" in offered else t("This survey is in French only"),
        t("You can answer it there, or ask us for help in your language."),
        links=[
            *((f"/{one}/s/{survey.slug}", in_language(survey.title, one)) for one in offered),
            _to_all(t),
        ],
        status=404,
    )


def closed(request: Request, office: Office, survey: Survey, *, typed: Mapping[str, list[str]]) -> Response:
    """Answer for a survey that takes no answers now; what was typed comes back to be copied."""
    t = wording(language_of(request))
    links = [_to_all(t)]
    if survey.are_results_public:
        links.insert(0, (f"/{t.language}/results/{survey.slug}", t("See the results")))
    is_waiting = survey.stage_at(office.now()) == "waiting"
    return _message(
        request,
        office.settings,
        t,
        t("This survey is not open yet") if is_waiting else t("This survey is closed"),
        closed_words(t, survey, office.now()),
        switch=f"/{other_language(t.language)}/s/{survey.slug}",
        links=links,
        typed=list(typed_answers(office, survey, typed, t)),
        status=403 if is_waiting else 410,
    )


def typed_answers(
    office: Office, survey: Survey, typed: Mapping[str, list[str]], t: Wording
) -> Iterator[tuple[str, list[str]]]:
    """Yield the questions that something was typed at, with its lines, to be read and copied."""
    version = office.live.version(survey.live_version_id) if survey.live_version_id and typed else None
    for question in version.definition.asked() if version else ():
        labels = {o.code: in_language(o.label, t.language) for o in question.choices()}
        lines = [labels.get(text, text) for text in typed.get(question.name, ()) if text.strip()]
        if lines:
            yield in_language(question.text, t.language), lines


def no_results(request: Request, office: Office, survey: Survey | None) -> Response:
    """Answer an address of results that are not, or not any more, shown to everybody."""
    t = wording(language_of(request))
    links = [_to_all(t)]
    if survey is not None and survey.is_open_at(office.now()):
        links.insert(0, (f"/{t.language}/s/{survey.slug}", t("Answer the survey")))
    return _message(
        request,
        office.settings,
        t,
        t("There are no public results at this address"),
        t("Results appear here when staff publish them."),
        links=links,
        status=404,
    )


def sent_before(
    request: Request, settings: Settings, visit: Visit, receipt: Receipt, *, is_correction: bool
) -> Response:
    """Answer a form that was sent before with other answers, or whose answers were withdrawn."""
    t = wording(visit.language)
    to_receipt = f"/{t.language}/receipt", t("See, change or withdraw what you sent")
    again = visit.link(), t("Answer again with an empty form")
    if receipt.outcome == "withdrawn":
        return _message(
            request,
            settings,
            t,
            t("These answers were withdrawn"),
            t("What was sent with this form has been withdrawn and stays so. Nothing was stored now."),
            links=[again, _to_all(t)],
            status=409,
        )
    if is_correction:
        return _message(
            request,
            settings,
            t,
            t("Your answers were changed meanwhile"),
            t(
                "They were changed from another page after you opened this one. What you sent now was not "
                "stored."
            ),
            t("Look at what we have now; you can change it again."),
            reference=receipt.reference,
            links=[to_receipt, _to_all(t)],
            status=409,
        )
    return _message(
        request,
        settings,
        t,
        t("This form was already sent"),
        t("We have the answers that were sent first. The changed ones were not stored."),
        t("To correct them, open the first ones with your reference and withdrawal code."),
        reference=receipt.reference,
        links=[to_receipt, again],
        status=409,
    )


def correction_lost(request: Request, office: Office, sent: Sent) -> Response:
    """Say that what was sent before stays; a form that was to change it never becomes a new one."""
    t = wording(sent.visit.language)
    survey = office.live.survey(sent.visit.slug)
    return _message(
        request,
        office.settings,
        t,
        t("We could not recognise the form that came back"),
        t(
            "It was to change answers that you sent before. Those stay as they are, and nothing new was "
            "stored. Open them again with your reference and withdrawal code."
        ),
        switch=f"/{other_language(t.language)}/receipt",
        links=[(f"/{t.language}/receipt", t("See, change or withdraw what you sent")), _to_all(t)],
        typed=list(typed_answers(office, survey, sent.answers, t)) if survey else [],
        status=400,
    )


def too_large(request: Request, settings: Settings) -> Response:
    """Answer a form with more text than any survey takes."""
    t = wording(language_of(request))
    return _message(
        request,
        settings,
        t,
        t("That was too much text"),
        t("Nothing was sent. Go back in your browser, shorten your longest answer, then send again."),
        status=413,
    )


def unreadable_form(request: Request, settings: Settings) -> Response:
    """Answer a body that is no form."""
    t = wording(language_of(request))
    return _message(
        request,
        settings,
        t,
        t("We could not read the form"),
        t("Nothing was sent. Go back in your browser and send again; or open the survey anew."),
        links=[(request.url.path, t("Open the survey anew")), _to_all(t)],
        status=400,
    )


def not_sent(request: Request, settings: Settings, sent: Sent) -> Response:
    """Answer when not even the questions can be read: the form goes back as it came, ready to send."""
    t = wording(sent.visit.language)
    ours = {
        "_key": sent.token,
        "_page": sent.page,
        "_release": sent.visit.release,
        "_channel": sent.visit.channel,
        "_return": "check" if sent.is_change else "",
        "_corrects": "1" if sent.is_correction else "",
        "_shown": ",".join(sorted(sent.shown)),
        "_do": sent.do,
    }
    again = [(name, value) for name, value in ours.items() if value]
    again += [(name, text) for name, texts in sent.answers.items() for text in texts]
    return _message(
        request,
        settings,
        t,
        t("Not sent yet"),
        t("We could not store your answers just now. They are kept in this page: please try again."),
        links=(),
        again=again,
        action=sent.visit.link(),
        status=503,
        headers=TRY_LATER,
    )


def wrong_method(request: Request, settings: Settings) -> Response:
    """Answer a method that no page of ours takes."""
    t = wording(language_of(request))
    return _message(
        request,
        settings,
        t,
        t("This page cannot be used that way"),
        t("Open it in your browser instead."),
        status=405,
        headers={"Allow": "GET, HEAD, POST"},
    )


def went_wrong(request: Request, settings: Settings) -> Response:
    """Answer when something of ours failed."""
    t = wording(language_of(request))
    return _message(
        request,
        settings,
        t,
        t("Something went wrong on our side"),
        t("Please try again in a moment. If it happens again, please tell us."),
        status=500,
    )
