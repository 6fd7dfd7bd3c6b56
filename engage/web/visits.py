"""A resident's visit to one survey: in which language, by which channel, with which form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from engage.office import Office
from engage.settings import Settings
from engage.web.forms import Form
from engage.wording import LANGUAGES
from surveys.problems import Problem
from surveys.records import Channel

_SLUG = re.compile(r"[a-z0-9-]{1,60}")
CHANNELS_BY_LINK: Mapping[str, Channel] = {"kiosk": "kiosk", "embedded": "embedded"}
"""What a link may say of itself; the other channels are for staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What the address says, and the key that the browser brought back, if any."""

    language: str
    slug: str
    channel: Channel = "web"
    release: str = ""
    cookie: str = ""

    @property
    def address(self) -> str:
        """Return the survey's own address."""
        return f"/{self.language}/s/{self.slug}"

    def link(self, **more: str) -> str:
        """Return the address that keeps channel and release, with ``more`` parameters."""
        known = {"release": self.release, "channel": "" if self.channel == "web" else self.channel}
        query = urlencode({name: value for name, value in (known | more).items() if value})
        return f"{self.address}?{query}" if query else self.address

    def in_language(self, language: str) -> "Visit":
        """Return the same visit in another language."""
        return replace(self, language=language)

    @property
    def cookie_name(self) -> str:
        """Return the name under which a browser keeps the key of draft answers."""
        return f"engage_draft_{self.slug}"

    @property
    def may_keep_cookie(self) -> bool:
        """Say whether the browser is the resident's own: a kiosk shows nobody another's answers."""
        return self.channel != "kiosk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form that came back."""

    visit: Visit
    token: str
    page: str
    """The page it was filled in on; empty for the page where answers are checked."""
    answers: Mapping[str, list[str]]
    shown: frozenset[str]
    """The questions that stood on it, where some depend on others of the same page."""
    is_change: bool
    """Whether the resident came from checking and wants to return there."""
    is_correction: bool = False
    """Whether it says that it changes answers sent before; its key says so too, where that can be read."""
    do: str
    target: str = field(default="")
    problems: tuple[Problem, ...] = ()
    """What is wrong with files it brought."""

    @property
    def is_kept(self) -> bool:
        """Say whether the browser holds the key, so that a page can be reached by its address."""
        return bool(self.visit.cookie) and self.visit.cookie == self.token


def visit_of(request: Request, office: Office, given: Mapping[str, str]) -> Visit:
    """Return the visit; ``given`` (a query, or the fields of a form) may name a channel and a release."""
    slug = request.path_params["slug"]
    release = given.get("release", "")
    known = {one.number for one in office.live.releases(slug)} if release else set()
    visit = Visit(
        language=request.path_params["language"],
        slug=slug,
        channel=CHANNELS_BY_LINK.get(given.get("channel", ""), "web"),
        release=release if release in known else "",
    )
    # Starlette parses cookies at the first use; most visits bring none.
    if "cookie" not in request.headers or not visit.may_keep_cookie:
        return visit
    return replace(visit, cookie=request.cookies.get(visit.cookie_name, ""))


def sent_of(request: Request, office: Office, form: Form) -> Sent:
    """Return what a form says, trusting none of it."""
    ours = form.ours
    given = {"release": ours.get("_release", ""), "channel": ours.get("_channel", "")}
    do, _, target = ours.get("_do", "").partition(":")
    return Sent(
        visit=visit_of(request, office, given),
        token=ours.get("_key", ""),
        page=ours.get("_page", ""),
        answers=form.answers,
        shown=frozenset(ours.get("_shown", "").split(",")) - {""},
        is_change=ours.get("_return") == "check",
        is_correction=bool(ours.get("_corrects")),
        do=do,
        target=target,
    )


def peer_of(request: Request) -> str:
    """Return the address a request comes from, to be counted and never kept."""
    return request.client.host if request.client else ""


def keep_key(response: Response, visit: Visit, token: str, settings: Settings) -> Response:
    """Let the browser hold the key of draft answers until it is closed."""
    response.set_cookie(
        visit.cookie_name,
        token,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.public_url.startswith("https:"),
    )
    return response


def is_slug(text: str) -> bool:
    """Say whether a survey could have that name; anything else is not worth a look into the database."""
    return _SLUG.fullmatch(text) is not None


def is_language(text: str) -> bool:
    """Say whether pages exist in that language."""
    return text in LANGUAGES
