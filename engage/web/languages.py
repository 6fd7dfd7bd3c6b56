"""In which language an address is answered that names none, or none of ours."""

from starlette.requests import Request

from engage.web.visits import is_language


def language_of(request: Request) -> str:
    """Return the language of an address; where it has none, the one the browser prefers."""
    first = request.url.path.strip("/").partition("/")[0]
    return first if is_language(first) else preferred_language(request)


def preferred_language(request: Request) -> str:
    """Return the language of ours that the browser ranks highest; English when it ranks none."""
    best, rank = "en", 0.0
    for part in request.headers.get("accept-language", "")[:500].split(","):
        name, _, weight = part.strip().partition(";q=")
        language = name[:2].lower()
        try:
            its = float(weight or 1)
        except ValueError:
            its = 0.0
        if is_language(language) and its > rank:
            best, rank = language, its
    return best
