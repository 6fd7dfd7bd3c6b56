"""What we heard so far, for everybody: figures that staff switched on, small groups hidden."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engage.access import NotFoundError
from engage.office import Office
from engage.web import refusals
from engage.web.ground import ground
from engage.web.render import other_language, page
from engage.web.replies import html
from engage.web.visits import is_language, is_slug
from surveys.questions import in_language

if TYPE_CHECKING:
    from engage.results.public_values import PublicBar, PublicResults

SECONDS_KEPT = 60.0
BAR_WIDTH = 1000
"""Bars are drawn on a scale of their own: the picture stretches to its cell."""


class ResultPages:
    """The handler of the public results; figures are worked out at most once a minute."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._kept: dict[str, tuple[float, PublicResults]] = {}
        self._under_way: set[str] = set()
        self._making = CapacityLimiter(1)

    def routes(self) -> list[Route]:
        """Return the address of a survey's results."""
        return [Route("/{language}/results/{slug}", self.handle)]

    async def handle(self, request: Request) -> Response:
        """Show the figures, or say that there is nothing to show."""
        language, slug = request.path_params["language"], request.path_params["slug"]
        if not is_language(language):
            return refusals.not_found(request, self._office.settings)
        survey = self._office.live.survey(slug) if is_slug(slug) else None
        if survey is None or not survey.are_results_public:
            return refusals.no_results(request, self._office, survey)
        try:
            results = await self._results(slug)
        except NotFoundError:
            return refusals.no_results(request, self._office, survey)
        return html(request, self._draw(results, language))

    async def _results(self, slug: str) -> "PublicResults":
        """Return the figures. They are made by one at a time, and nobody waits who can be shown the last."""
        kept = self._kept.get(slug)
        if kept is not None and (slug in self._under_way or _is_fresh(kept[0])):
            return kept[1]
        self._under_way.add(slug)
        try:
            # With a limit of its own: the threads that keep residents' answers are never all taken by this.
            return await to_thread.run_sync(self._made, slug, limiter=self._making)
        finally:
            self._under_way.discard(slug)

    def _made(self, slug: str) -> "PublicResults":
        kept = self._kept.get(slug)
        if kept is not None and _is_fresh(kept[0]):  # somebody made them while this one waited
            return kept[1]
        # Answering a survey must not wait for what only results need, so this is loaded at the first use.
        from engage.actions.results import public_results

        results = public_results(self._office, slug)
        self._kept[slug] = (time.monotonic(), results)
        return results

    def _draw(self, results: "PublicResults", language: str) -> str:
        survey = results.survey
        return page(
            self._office.settings,
            "results.html",
            language,
            switch=f"/{other_language(language)}/results/{survey.slug}",
            title=in_language(survey.title, language),
            purpose=survey.purpose,
            survey_address=f"/{language}/s/{survey.slug}" if survey.is_open_at(self._office.now()) else "",
            responses=results.responses,
            as_of=results.as_of,
            minimum=results.minimum,
            has_hidden=results.is_anything_hidden,
            questions=[
                {
                    "name": question.name,
                    "text": in_language(question.text, language),
                    "base": question.base,
                    "several": question.several,
                    "shape": question.shape,
                    "mean": question.mean,
                    "steps": len(question.bars),
                    "bars": _bars(question.bars, language),
                    "ground": ground(question.bars, question.outlines),
                    "labels": {bar.code: in_language(bar.label, language) for bar in question.bars},
                }
                for question in results.questions
            ],
            themes=_bars(results.themes, language),
            theme_base=results.theme_base,
        )


def _is_fresh(made_at: float) -> bool:
    return time.monotonic() - made_at < SECONDS_KEPT


def _bars(bars: "Sequence[PublicBar]", language: str) -> list[dict[str, object]]:
    """Return rows to draw; the longest bar fills its cell, and all start at nothing."""
    longest = max((bar.share or 0 for bar in bars), default=0) or 1
    return [
        {
            "label": in_language(bar.label, language),
            "count": bar.count,
            "share": bar.share,
            "corrected": bar.corrected,
            "width": round((bar.share or 0) / longest * BAR_WIDTH),
        }
        for bar in bars
    ]
