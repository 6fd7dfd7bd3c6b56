"""The pages of the second step: its code, setting it up with recovery codes, and what one may do about it."""

from collections.abc import Callable, Mapping
from typing import Any

import segno
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from engage.access import Actor
from engage.actions import second_step as actions
from engage.actions import sign_in
from engage.actions.second_step import SecondStepRequiredError, TicketOverError
from engage.actions.sign_in import COOKIE
from engage.office import Office
from engage.signing_in import SecondStepError, SignInRefusedError
from engage.web.render import page
from engage.web.signing import HEADERS, form_of, language_of, local_path, refusal
from engage.wording import LANGUAGES, Wording, wording

OWN = "/sign-in/second-step"
ROOT = "/sign-in"

Finish = Callable[[str, str, str], Response]
Start = Callable[..., Any]
IsFromHere = Callable[[Request], bool]


class SecondDesk:
    """Where staff show the second thing that only they have, and where they set it up."""

    def __init__(
        self, office: Office, *, finish: Finish, hand_over: Finish, is_from_here: IsFromHere
    ) -> None:
        """``hand_over`` sets the session's cookie on a page of ours; ``finish`` goes on with one."""
        self._office = office
        self._finish = finish
        self._hand_over = hand_over
        self._is_from_here = is_from_here

    def routes(self) -> list[BaseRoute]:
        """Return the routes below the sign-in page."""
        return [
            Route("/sign-in/code", self.code, methods=["POST"]),
            Route("/sign-in/set-up", self.set_up, methods=["POST"]),
            Route("/sign-in/code", _back, methods=["GET"]),
            Route("/sign-in/set-up", _back, methods=["GET"]),
            Route(OWN, self.own, methods=["GET"]),
            Route(OWN, self.change, methods=["POST"]),
        ]

    async def ask(self, needed: SecondStepError, language: str, onward: str) -> Response:
        """Ask for the code after the password, or show what to set up."""
        draw = self._code_page if needed.is_set_up else self._set_up_page
        return await draw(language, {"ticket": needed.ticket, "next": onward})

    async def code(self, request: Request) -> Response:
        """Take the code."""
        form, language = await self._form(request)
        if not self._is_from_here(request):
            return RedirectResponse(ROOT, 303)
        if form.get("_do") == "language":
            return await self._code_page(language, form)
        try:
            token = await run_in_threadpool(
                actions.finish, self._office, form.get("ticket", ""), form.get("code", "")
            )
        except TicketOverError:
            return _start_over(language)
        except SignInRefusedError as error:
            return await self._code_page(language, form, error)
        return self._finish(token, local_path(form.get("next", "")), language)

    async def set_up(self, request: Request) -> Response:
        """Take the first code of a new second step, and show the recovery codes once."""
        form, language = await self._form(request)
        if not self._is_from_here(request):
            return RedirectResponse(ROOT, 303)
        if form.get("_do") == "language":
            return await self._set_up_page(language, form)
        try:
            done = await run_in_threadpool(
                actions.set_up, self._office, form.get("ticket", ""), form.get("code", "")
            )
        except TicketOverError:
            return _start_over(language)
        except SignInRefusedError as error:
            return await self._set_up_page(language, form, error)
        body = self._draw(
            "recovery_codes.html", language, codes=done.recovery_codes, next=local_path(form.get("next", ""))
        )
        return self._hand_over(done.token, body, language)

    async def own(self, request: Request) -> Response:
        """Show how one's own second step stands."""
        actor = await self._actor(request)
        language = language_of(request)
        if actor is None or actor.staff is None:
            return RedirectResponse(f"{ROOT}?lang={language}", 303)
        return await self._own_page(actor, language)

    async def change(self, request: Request) -> Response:
        """Set one's own second step up, get new recovery codes, or remove it."""
        form, language = await self._form(request)
        actor = await self._actor(request)
        if actor is None or actor.staff is None or not self._is_from_here(request):
            return RedirectResponse(f"{ROOT}?lang={language}", 303)
        try:
            return await self._changed(actor, form, language)
        except SecondStepError as needed:
            return await self.ask(needed, language, OWN)
        except SecondStepRequiredError:
            return await self._own_page(actor, language)
        except SignInRefusedError as error:
            return await self._own_page(actor, language, error, was=form.get("_do", ""))

    async def _changed(self, actor: Actor, form: Mapping[str, str], language: str) -> Response:
        wanted, code = form.get("_do", ""), form.get("code", "")
        if wanted == "codes":
            codes = await run_in_threadpool(actions.renew_recovery_codes, self._office, actor, code)
            return HTMLResponse(
                self._draw("recovery_codes.html", language, codes=codes, next=OWN), headers=HEADERS
            )
        if wanted == "remove":
            await run_in_threadpool(actions.remove, self._office, actor, code)
        elif wanted == "start" and actor.staff is not None:
            email, password = actor.staff.email, form.get("password", "")
            await run_in_threadpool(sign_in.sign_in, self._office, email, password, wants_second_step=True)
        return RedirectResponse(f"{OWN}?lang={language}", 303)

    async def _code_page(
        self, language: str, form: Mapping[str, str], error: SignInRefusedError | None = None
    ) -> Response:
        return self._asking("second_step.html", "/sign-in/code", language, form, error)

    async def _set_up_page(
        self, language: str, form: Mapping[str, str], error: SignInRefusedError | None = None
    ) -> Response:
        town = wording(language).pick(dict(self._office.settings.town_name))
        try:
            told = await run_in_threadpool(actions.to_set_up, self._office, form.get("ticket", ""), town=town)
        except TicketOverError:
            return _start_over(language)
        picture = segno.make(told.address, error="m").svg_data_uri(
            scale=5, border=4, dark="#000", light="#fff"
        )
        return self._asking(
            "second_step_set_up.html",
            "/sign-in/set-up",
            language,
            form,
            error,
            picture=picture,
            spelled=told.spelled,
        )

    def _asking(
        self,
        template: str,
        action: str,
        language: str,
        form: Mapping[str, str],
        error: SignInRefusedError | None,
        **values: Any,
    ) -> Response:
        problem, status, headers = _told(wording(language), error)
        other = next(each for each in LANGUAGES if each != language)
        body = self._draw(
            template,
            language,
            switch=f"{action}?lang={other}",
            switch_form="step",
            default_do="",
            action=action,
            has_error=bool(problem),
            problem=problem,
            ticket=form.get("ticket", ""),
            next=local_path(form.get("next", "")),
            **values,
        )
        return HTMLResponse(body, status, headers)

    async def _own_page(
        self, actor: Actor, language: str, error: SignInRefusedError | None = None, *, was: str = ""
    ) -> Response:
        found = await run_in_threadpool(actions.standing, self._office, actor)
        problem, status, headers = _told(wording(language), error)
        if error and not error.wait_seconds and was == "start":
            problem = wording(language)("This is not your password. Please try again.")
        other = next(each for each in LANGUAGES if each != language)
        body = self._draw(
            "second_step_own.html",
            language,
            switch=f"{OWN}?lang={other}",
            has_error=bool(problem),
            problem=problem,
            standing=found,
            action=OWN,
        )
        return HTMLResponse(body, status, headers)

    def _draw(self, template: str, language: str, **values: Any) -> str:
        values.setdefault("switch", f"{OWN}?lang={next(each for each in LANGUAGES if each != language)}")
        return page(self._office.settings, template, language, **values)

    async def _form(self, request: Request) -> tuple[dict[str, str], str]:
        form = await form_of(request)
        asked = request.query_params.get("lang") or form.get("lang", "")
        return form, asked if asked in LANGUAGES else language_of(request)

    async def _actor(self, request: Request) -> Actor | None:
        token = request.cookies.get(COOKIE)
        return await run_in_threadpool(sign_in.actor_of, self._office, token)


def _told(t: Wording, error: SignInRefusedError | None) -> tuple[str, int, dict[str, str]]:
    """Return the sentence, status and headers for a refusal; nothing, 200 and ours for none."""
    if error is None:
        return "", 200, dict(HEADERS)
    if error.wait_seconds:
        return refusal(t, error.wait_seconds), 429, HEADERS | {"Retry-After": str(error.wait_seconds)}
    told = t(
        "This code is not right, or it was used before. "
        "Wait until the app shows the next one, then try again."
    )
    return told, 401, dict(HEADERS)


def _start_over(language: str) -> Response:
    return RedirectResponse(f"{ROOT}?lang={language}&over=1", 303, {"Cache-Control": "no-store"})


async def _back(request: Request) -> Response:
    return RedirectResponse(f"{ROOT}?lang={language_of(request)}", 303)
