"""The stylesheet: small, in the town's colour, readable on dark paper, kept for a year under its own name."""

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from engage.settings import Settings
from engage.web.assets import DARKEST_PAPER, contrast, mixed, readable_on_dark, stylesheet
from tests.engage.web.pages import visit


def test_the_page_names_the_stylesheet_and_it_is_kept_for_a_year(client: TestClient) -> None:
    address = re.search(r'<link rel="stylesheet" href="([^"]+)"', visit(client, "/en/").text)
    assert address is not None
    sheet = client.get(address[1])
    assert sheet.headers["content-type"].startswith("text/css")
    assert sheet.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert sheet.headers["content-encoding"] == "gzip"
    assert "--accent:#0b5cad" in sheet.text


def test_an_old_name_gets_the_styles_of_today_without_being_kept(client: TestClient) -> None:
    sheet = client.get("/assets/style.000000000000.css")
    assert sheet.status_code == 200
    assert sheet.headers["cache-control"] == "no-store"


def test_it_is_small(settings: Settings) -> None:
    sheet = stylesheet(settings)
    assert len(sheet.compressed) < 4096
    assert len(sheet.body) < 12_000


def test_another_colour_is_another_name(settings: Settings) -> None:
    other = replace(settings, accent="#7a1f5c")
    assert stylesheet(other).address != stylesheet(settings).address
    assert b"--accent:#7a1f5c" in stylesheet(other).body


@pytest.mark.parametrize("colour", ["#0b5cad", "#000000", "#7a1f5c", "#006b3c", "#8a4b00", "#333333"])
def test_any_dark_colour_has_a_tint_that_reads_on_dark_paper(colour: str) -> None:
    assert contrast(readable_on_dark(colour), DARKEST_PAPER) >= 7


def test_colours_are_measured_and_mixed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
