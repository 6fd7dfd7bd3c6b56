"""What the pages of signing in share: form, language, where to go on to, and how a refusal is told."""

from urllib.parse import parse_qsl, quote

from starlette.requests import Request

from engage.wording import LANGUAGES, Wording

LARGEST_FORM = 16_384
LANDING = "/overview"
# "same-origin" so that our own form says where it comes from; no address is told to other sites.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


def language_of(request: Request) -> str:
    """Return the language asked for in the address, else the browser's."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return "fr" if request.headers.get("accept-language", "").lower().startswith("fr") else "en"


def local_path(text: str) -> str:
    """Return an address within the portal to go on to; anything else becomes the landing page."""
    is_local = text.startswith("/") and not text.startswith(("//", "/\\", "/sign-"))
    return (
        quote(text, safe="/?&=.,:%-_~") if is_local and len(text) < 2000 and text.isprintable() else LANDING
    )


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form; none of one that is larger than any of ours."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return {}
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return dict(pairs)


def refusal(t: Wording, wait_seconds: int) -> str:
    """Return what to say of a wrong password, or of tries that came too fast."""
    if wait_seconds > 90:
        return t.n(
            "There were several wrong tries. Please wait %(n)s minute, then try again.",
            "There were several wrong tries. Please wait %(n)s minutes, then try again.",
            -(-wait_seconds // 60),
        )
    if wait_seconds:
        return t.n(
            "There were several wrong tries. Please wait %(n)s second, then try again.",
            "There were several wrong tries. Please wait %(n)s seconds, then try again.",
            wait_seconds,
        )
    return t("The e-mail address and the password do not belong together. Please check both and try again.")
