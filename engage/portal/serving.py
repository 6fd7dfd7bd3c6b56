"""Makes Streamlit ready to serve: our settings decide its secret and the hosts it answers to."""

import hmac
import logging
import os
import re
import sys
from base64 import b64encode
from collections.abc import Sequence
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
    here = own_address(sys.argv, int(config.get_option("server.port")))
    if here and "PUBLIC_URL" not in os.environ:
        os.environ["PUBLIC_URL"] = here
        os.environ.setdefault("ENGAGE_PORTAL_URL", here)


def own_address(argv: Sequence[str], streamlit_port: int) -> str:
    """Return where ``streamlit run app.py`` or ``uvicorn app:app`` serves; empty for any other starter."""
    started = Path(argv[0])
    if started.name == "app.py":  # Streamlit puts the script in the place of its own name
        return f"http://127.0.0.1:{streamlit_port}"
    if "uvicorn" not in started.parts:
        return ""
    words = [part for word in argv[1:] for part in word.split("=", 1)]
    port = words[words.index("--port") + 1] if "--port" in words[:-1] else "8000"
    return f"http://127.0.0.1:{port}"
