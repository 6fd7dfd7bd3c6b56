"""Going from page to page in a real browser without racing it, and asking axe what it thinks of a page."""

import re
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import expect

AXE = AXE_FILE_PATH.read_text("utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SLOW = 60_000
"""Milliseconds that a page of the portal may take on a busy machine."""
expect.set_options(timeout=30_000)


def follow(page: Any, selector: str) -> None:
    """Press the first element that is meant, and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def reach(page: Any, target: Any, *, most: int = 60) -> None:
    """Press the Tab key until ``target`` has the focus, as somebody without a mouse would."""
    for _ in range(most):
        if target.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not reach {target}")


def choose(page: Any, group: Any, value: str) -> None:
    """Choose one of a group of radio buttons: Tab leads to the group, arrow keys to the button."""
    values = group.evaluate_all("all => all.map(e => e.value)")
    reach(page, group.first)
    page.keyboard.press("Space")
    for _ in range(values.index(value)):
        page.keyboard.press("ArrowDown")
    chosen = group.evaluate_all("all => all.filter(e => e.checked).map(e => e.value)")
    assert chosen == [value]


def faults(page: Any, levels: list[str] | None = None) -> list[str]:
    """Return what axe finds on a page: by the rules of ``levels``, or all it has, best practice included."""
    page.evaluate(AXE)
    chosen = {"resultTypes": ["violations"]} | ({"runOnly": levels} if levels else {})
    found = page.evaluate("chosen => axe.run(document, chosen)", chosen)
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found["violations"] for node in rule["nodes"]]


# The portal: Streamlit draws after the page has come.


def settle(page: Any) -> None:
    """Wait until the script is done and nothing is left to draw."""
    page.wait_for_timeout(300)
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=SLOW
    )
    page.wait_for_timeout(300)


def sign_in(page: Any, name: str) -> None:
    """Come in as one of the demo people, by the button in the bar."""
    page.get_by_role("button", name="Staff", exact=True).click()
    page.wait_for_url(re.compile("/sign-in"))
    page.get_by_role("button", name=re.compile(name)).first.click()
    page.wait_for_url(re.compile("/overview"))
    settle(page)


def check_access(page: Any) -> None:
    """Check that every rule of WCAG 2.2 AA holds, and that nothing must be scrolled sideways."""
    found = faults(page, LEVELS)
    assert found == [], found
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth") is True
