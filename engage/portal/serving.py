"""Makes Streamlit ready to serve: our settings decide its secret and the hosts it answers to."""

import hmac
import logging
import os
import re
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from engage.office import Office
from engage.portal.office import office as shared_office
from engage.settings import Settings
from engage.web.headers import PORTAL_POLICY

LOOPBACK = ["localhost", "127.0.0.1", "::1"]


def prepare() -> Office:
    """Open this process's office, and set what Streamlit must know before it serves.

    Raises:
        SettingsError, DatabaseError: it cannot serve.
    """
    _be_reachable_here()
    # Streamlit turns the access log on as it is imported; it would hold people's addresses.
    logging.getLogger("uvicorn.access").handlers.clear()
    office = shared_office()
    config.set_option("server.cookieSecret", cookie_secret(office.settings))
    config.set_option("server.allowedHosts", allowed_hosts(office.settings))
    # Until the navigation first ran, Streamlit would take a deep link for a page that stands alone, since
    # the folder is named "pages", and show it without the frame around it.
    PagesManager.uses_pages_directory = False
    return office


def cookie_secret(settings: Settings) -> str:
    """Return Streamlit's own cookie secret; derived, so that every replica has the same one."""
    return hmac.new(settings.secret, b"streamlit cookies", sha256).hexdigest()


def allowed_hosts(settings: Settings) -> list[str]:
    """Return the host names a browser may use: the two addresses' and this machine's."""
    hosts = [urlsplit(url).hostname or "" for url in (settings.public_url, settings.portal_url)]
    return list(dict.fromkeys([*hosts, *LOOPBACK]))


def content_policy() -> str:
    """Return the portal's content security policy, with leave for the script in Streamlit's own page only."""
    return PORTAL_POLICY.replace("script-src 'self'", " ".join(["script-src 'self'", *_inline_scripts()]))


def _inline_scripts() -> list[str]:
    """Return the hashes of the scripts that Streamlit's page carries inside it."""
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    found = re.findall(r"<script>(.*?)</script>", index.read_text("utf-8"), re.DOTALL)
    return [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in found]


def _be_reachable_here() -> None:
    """Let the residents' addresses lead to this port when one process serves everything."""
    if Path(sys.argv[0]).name == "streamlit" or config.is_manually_set("server.port"):
        here = f"http://127.0.0.1:{config.get_option('server.port')}"
        os.environ.setdefault("PUBLIC_URL", here)
        os.environ.setdefault("ENGAGE_PORTAL_URL", here)
    elif "uvicorn" in Path(sys.argv[0]).name and "PUBLIC_URL" not in os.environ:
        here = f"http://127.0.0.1:{_uvicorn_port()}"
        os.environ["PUBLIC_URL"] = here
        os.environ.setdefault("ENGAGE_PORTAL_URL", here)


def _uvicorn_port() -> str:
    given = sys.argv[1:]
    for at, word in enumerate(given):
        if word.startswith("--port="):
            return word.removeprefix("--port=")
        if word == "--port" and at + 1 < len(given):
            return given[at + 1]
    return "8000"
