"""The front page, and what the town says about answers and about accessibility."""

from collections.abc import Iterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engage.actions import collect
from engage.office import Office
from engage.web import refusals
from engage.web.languages import preferred_language
from engage.web.render import other_language, page
from engage.web.replies import html
from engage.web.visits import is_language
from engage.wording import wording
from engage.wording.endings import open_until
from surveys.questions import in_language
from surveys.records import Survey
from surveys.store.drafts import KEPT_FOR

TEASER_LENGTH = 200


def routes(office: Office) -> list[Route]:
    """Return the front page in each language, the way there, and the two statements."""

    async def root(request: Request) -> Response:
        language = preferred_language(request)
        return Response(b"", 303, {"Location": f"/{language}/", "Vary": "Accept-Language"})

    async def home(request: Request) -> Response:
        language = request.path_params["language"]
        if not is_language(language):
            return refusals.not_found(request, office.settings)
        found = await run_in_threadpool(_surveys, office, language)
        return html(request, page(office.settings, "home.html", language, **found))

    def statement(name: str, **values: Any) -> Route:
        async def show(request: Request) -> Response:
            language = request.path_params["language"]
            if not is_language(language):
                return refusals.not_found(request, office.settings)
            switch = f"/{other_language(language)}/{name}"
            return html(request, page(office.settings, f"{name}.html", language, switch=switch, **values))

        return Route(f"/{{language}}/{name}", show)

    return [
        Route("/", root),
        Route("/{language}/", home),
        statement(
            "privacy",
            smallest_group=office.settings.public_minimum,
            draft_hours=int(KEPT_FOR.total_seconds() // 3600),
        ),
        statement("accessibility"),
    ]


def _surveys(office: Office, language: str) -> dict[str, list[dict[str, Any]]]:
    return {
        "surveys": list(_cards(office, collect.open_surveys(office), language)),
        "results": [
            {
                "title": in_language(survey.title, language),
                "address": f"/{language}/results/{survey.slug}",
            }
            for survey in collect.published_surveys(office)
        ],
    }


def _cards(office: Office, surveys: list[Survey], language: str) -> Iterator[dict[str, Any]]:
    for survey in surveys:
        version = office.live.version(survey.live_version_id) if survey.live_version_id else None
        if version is None:
            continue
        definition = version.definition
        written = language if language in definition.languages else definition.languages[0]
        yield {
            "title": in_language(definition.title, written),
            "teaser": _teaser(in_language(definition.introduction, written)),
            "language": written,
            "address": f"/{written}/s/{survey.slug}",
            "purpose": survey.purpose,
            "minutes": definition.minutes,
            "until": open_until(wording(language), survey),
        }


def _teaser(text: str) -> str:
    first = text.strip().partition("\n")[0]
    if len(first) <= TEASER_LENGTH:
        return first
    return first[:TEASER_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + "…"
