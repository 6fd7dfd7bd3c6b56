"""A resident's browser on the light face of an office."""

import warnings
from collections.abc import Iterator

import pytest

from engage.office import Office
from engage.web.apps import resident_app

with warnings.catch_warnings():
    # Starlette now prefers another client for its tests; the one we have works.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    """Rosa's browser."""
    with TestClient(resident_app(office), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def cookieless(office: Office) -> Iterator[TestClient]:
    """A browser that refuses cookies."""
    with TestClient(resident_app(office), raise_server_exceptions=False) as opened:
        opened.cookies.jar.set_policy(_NoCookies())
        yield opened


class _NoCookies:
    """A policy that keeps and returns none."""

    netscape = True
    rfc2965 = False
    hide_cookie2 = True

    def set_ok(self, cookie: object, request: object) -> bool:
        return False

    def return_ok(self, cookie: object, request: object) -> bool:
        return False

    def domain_return_ok(self, domain: str, request: object) -> bool:
        return False

    def path_return_ok(self, path: str, request: object) -> bool:
        return False
