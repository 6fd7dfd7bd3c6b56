"""A page prepared once equals, byte for byte, the page with its place filled in."""

import gzip

from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from engage.web.replies import PreparedPage, html, see_other


def _request(accepts: str) -> Request:
    return Request({"type": "http", "headers": [(b"accept-encoding", accepts.encode())]})


@given(before=st.text(max_size=2000), after=st.text(max_size=2000), filling=st.text("abc._-1", max_size=200))
def test_what_is_unpacked_is_what_was_meant(before: str, after: str, filling: str) -> None:
    before, after = (
        text.encode("utf-8", "replace").decode().replace("PLACE", "") for text in (before, after)
    )
    prepared = PreparedPage.of(f"{before}PLACE{after}", "PLACE")
    meant = f"{before}{filling}{after}".encode()
    assert gzip.decompress(bytes(prepared.reply(_request("gzip, br"), filling).body)) == meant
    assert bytes(prepared.reply(_request("identity"), filling).body) == meant


def test_only_pages_worth_it_are_compressed() -> None:
    large = "x" * 5000
    assert "content-encoding" not in html(_request("gzip"), "small").headers
    assert "content-encoding" not in html(_request("br"), large).headers
    packed = html(_request("gzip"), large)
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(bytes(packed.body)).decode() == large


def test_a_browser_is_sent_on_with_get() -> None:
    reply = see_other("/en/")
    assert (reply.status_code, reply.headers["location"]) == (303, "/en/")
