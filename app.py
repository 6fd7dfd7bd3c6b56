"""The whole product as one ASGI application: the portal, the sign-in pages and the residents' pages.

``streamlit run app.py`` or ``uvicorn app:app`` serve everything on one port, which is enough to try it;
``python -m engage serve`` gives residents processes of their own.
"""

import streamlit as st
from starlette.middleware import Middleware

from engage.portal.incidents import on_script_error
from engage.portal.serving import content_policy, prepare
from engage.settings import ROOT
from engage.web import mount
from engage.web.guard import PortalGuard
from engage.web.headers import SecurityHeaders

office = prepare()

app = st.App(
    ROOT / "engage" / "portal" / "main.py",
    routes=mount.beside_the_portal(office),
    middleware=[
        Middleware(
            SecurityHeaders,
            policy=content_policy(),
            is_https=office.settings.portal_url.startswith("https://"),
            keeps=None,
        ),
        Middleware(PortalGuard, office=office),
    ],
    lifespan=mount.lifespan(office),
    on_script_error=on_script_error,
)
