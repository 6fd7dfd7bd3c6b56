"""The sign-in pages: plain HTML on the portal's server, since only a plain answer can set a safe cookie."""

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from engage.actions import sign_in as actions
from engage.actions.sign_in import COOKIE
from engage.office import Office
from engage.signing_in import SESSION, SecondStepError, SignInRefusedError
from engage.web.identity import IdentityProvider
from engage.web.origins import is_foreign, own_places
from engage.web.render import page
from engage.web.second_step import SecondDesk
from engage.web.signing import HEADERS, LANDING, form_of, language_of, local_path, refusal
from engage.wording import LANGUAGES, Wording, wording
from surveys.records import Staff


def routes(office: Office) -> list[BaseRoute]:
    """Return the sign-in and sign-out routes, and those of the identity provider where one is set."""
    desk = _Desk(office)
    found: list[BaseRoute] = [
        Route("/sign-in", desk.ask, methods=["GET"]),
        Route("/sign-in", desk.sign_in, methods=["POST"]),
        Route("/sign-out", desk.ask_to_leave, methods=["GET"]),
        Route("/sign-out", desk.sign_out, methods=["POST"]),
        *desk.second.routes(),
    ]
    if office.settings.oidc:
        provider = IdentityProvider(office.settings, office.settings.oidc, admit=desk.admit)
        found += provider.routes(finish=desk.finish, refuse=desk.refuse)
    return found


class _Desk:
    """Where staff show who they are."""

    def __init__(self, office: Office) -> None:
        self._office = office
        settings = office.settings
        self._is_https = settings.portal_url.startswith("https://")
        self._own = own_places(settings)
        self.second = SecondDesk(
            office, finish=self.finish, hand_over=self.hand_over, is_from_here=self._is_from_here
        )

    async def ask(self, request: Request) -> Response:
        """Show the sign-in page, or go on when already signed in."""
        onward = local_path(request.query_params.get("next", ""))
        if await self._actor(request) is not None:
            return RedirectResponse(onward, 303)
        language = language_of(request)
        is_over = request.query_params.get("over") == "1"
        told = wording(language)("That took too long. Please sign in again.") if is_over else ""
        return await self._page(request, language, onward=onward, problem=told, status=200)

    async def sign_in(self, request: Request) -> Response:
        """Take an e-mail address and a password, or a demo person."""
        form = await form_of(request)
        language = form.get("lang") if form.get("lang") in LANGUAGES else language_of(request)
        onward = local_path(form.get("next", ""))
        t = wording(language or "en")
        if not self._is_from_here(request):
            told = t("This form came from another site, so it was not used. Please sign in here.")
            return await self._page(request, t.language, onward=onward, problem=told, status=403)
        email = form.get("email", "")[:254]
        try:
            token = await self._token(form, email)
        except SecondStepError as needed:
            return await self.second.ask(needed, t.language, onward)
        except SignInRefusedError as error:
            told = refusal(t, error.wait_seconds)
            return await self._page(
                request, t.language, onward=onward, problem=told, email=email, wait=error.wait_seconds
            )
        return self.finish(token, onward, t.language)

    def finish(self, token: str, onward: str, language: str) -> Response:
        """Hand over the session's cookie and go on to the portal."""
        glue = "&" if "?" in onward else "?"
        answer = RedirectResponse(f"{onward}{glue}lang={language}", 303, {"Cache-Control": "no-store"})
        return self._with_session(answer, token)

    def hand_over(self, token: str, body: str, language: str) -> Response:
        """Hand over the session's cookie with a page of ours."""
        return self._with_session(
            HTMLResponse(body, headers={**HEADERS, "Content-Language": language}), token
        )

    def _with_session(self, answer: Response, token: str) -> Response:
        answer.set_cookie(
            COOKIE,
            token,
            max_age=int(SESSION.total_seconds()),
            path="/",
            secure=self._is_https,
            httponly=True,
            samesite="lax",
        )
        return answer

    def admit(self, email: str, is_verified: bool) -> str:
        """Return a session token for somebody the identity provider vouches for."""
        return actions.sign_in_by_identity(self._office, email, is_verified)

    async def refuse(self, request: Request, language: str, *, is_known: bool) -> Response:
        """Say that the identity provider's answer did not let the person in."""
        t = wording(language)
        told = (
            t("Your account has no access here yet. Ask the person who manages staff accounts.")
            if is_known
            else t("The town's account service did not confirm who you are. Please try again.")
        )
        return await self._page(request, t.language, onward=LANDING, problem=told, status=403)

    async def ask_to_leave(self, request: Request) -> Response:
        """Sign out at once when the portal's own button led here; ask first when a link elsewhere did."""
        if request.headers.get("sec-fetch-site") == "same-origin":
            return await self._leave(request)
        body = page(self._office.settings, "sign_out.html", language_of(request), switch=_switch(request))
        return HTMLResponse(body, headers=dict(HEADERS))

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        if not self._is_from_here(request):
            return RedirectResponse("/sign-out", 303)
        return await self._leave(request)

    async def _leave(self, request: Request) -> Response:
        token = request.cookies.get(COOKIE)
        if token:
            await run_in_threadpool(actions.sign_out, self._office, token)
        answer = RedirectResponse("/", 303, {"Cache-Control": "no-store"})
        answer.delete_cookie(COOKIE, path="/", secure=self._is_https, httponly=True, samesite="lax")
        return answer

    async def _token(self, form: Mapping[str, str], email: str) -> str:
        if form.get("demo", "").isdecimal():
            return await run_in_threadpool(actions.sign_in_as, self._office, int(form["demo"][:9]))
        password = form.get("password", "")
        return await run_in_threadpool(actions.sign_in, self._office, email, password)

    async def _actor(self, request: Request) -> Any:
        return await run_in_threadpool(actions.actor_of, self._office, request.cookies.get(COOKIE))

    async def _page(
        self,
        request: Request,
        language: str,
        *,
        onward: str,
        problem: str = "",
        email: str = "",
        wait: int = 0,
        status: int = 0,
    ) -> Response:
        t = wording(language)
        people = await run_in_threadpool(actions.demo_people, self._office)
        departments = await run_in_threadpool(actions.demo_departments, self._office)
        body = page(
            self._office.settings,
            "sign_in.html",
            t.language,
            switch=_switch(request),
            has_error=bool(problem),
            problem=problem,
            people=[_card(t, person, departments) for person in people],
            provider=self._office.settings.oidc is not None,
            next=onward,
            email=email,
        )
        headers = dict(HEADERS) | ({"Retry-After": str(wait)} if wait else {})
        return HTMLResponse(body, status or (429 if wait else 401 if problem else 200), headers)

    def _is_from_here(self, request: Request) -> bool:
        """Say whether a form was sent from a page of ours; browsers always say where one came from."""
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        return not is_foreign(request, self._own)


def _switch(request: Request) -> str:
    other = "en" if language_of(request) == "fr" else "fr"
    return f"{request.url.path}?lang={other}"


def _card(t: Wording, person: Staff, departments: Mapping[int, Mapping[str, str]]) -> dict[str, Any]:
    role = person.roles[0].name if person.roles else ""
    named, may = {
        "analyst": (
            t("Analyst"),
            t("Runs the analysis and reads results; sees comments with personal details hidden."),
        ),
        "editor": (t("Editor"), t("Writes surveys and brings in responses; sees figures, but no comments.")),
        "owner": (
            t("Survey owner"),
            t("Publishes own surveys, runs the analysis, reads every comment, exports."),
        ),
        "department_admin": (
            t("Department admin"),
            t("Everything in the department: surveys, results, people and the audit."),
        ),
        "site_admin": (t("Site admin"), t("Manages people on the whole site; sees no responses.")),
        "auditor": (t("Auditor"), t("Reads the record of who did what, and figures; changes nothing.")),
    }.get(role, (role, ""))
    department_id = person.roles[0].department_id if person.roles else None
    return {
        "id": person.id,
        "name": person.name,
        "first_name": person.name.split()[0],
        "role": named,
        "department": t.pick(dict(departments.get(department_id or 0, {}))),
        "may": may,
    }
