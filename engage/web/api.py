"""What machines may read of the surveys: which are open, and where to answer them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from engage.actions import collect
from engage.office import Office
from surveys.records import Survey


def routes(office: Office) -> list[Route]:
    """Return the public JSON and the note to search engines."""

    async def surveys(request: Request) -> Response:
        del request
        found = await run_in_threadpool(lambda: list(_open(office)))
        return JSONResponse({"surveys": found}, headers={"Access-Control-Allow-Origin": "*"})

    async def robots(request: Request) -> Response:
        del request
        return PlainTextResponse("User-agent: *\nDisallow: /en/receipt\nDisallow: /fr/receipt\n")

    return [Route("/api/v1/surveys", surveys), Route("/robots.txt", robots)]


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _open(office: Office) -> Iterator[dict[str, Any]]:
    for survey in collect.open_surveys(office):
        version = office.live.version(survey.live_version_id) if survey.live_version_id else None
        if version is None:
            continue
        languages = version.definition.languages
        yield {
            "slug": survey.slug,
            "title": {language: version.definition.title.get(language, "") for language in languages},
            "purpose": survey.purpose,
            "minutes": version.definition.minutes,
            "languages": list(languages),
            "addresses": _addresses(office, "s", survey, languages),
            "opened_at": _moment(survey.open_since(office.now())),
            "closes_at": _moment(survey.closes_at),
            "results": _addresses(office, "results", survey, languages)
            if survey.are_results_public
            else None,
        }


def _addresses(office: Office, page: str, survey: Survey, languages: tuple[str, ...]) -> dict[str, str]:
    return {one: f"{office.settings.public_url}/{one}/{page}/{survey.slug}" for one in languages}
