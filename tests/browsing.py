"""Going from page to page in a real browser without racing it."""

from typing import Any


def follow(page: Any, selector: str) -> None:
    """Press the first element that is meant, and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator(selector).first.click()
