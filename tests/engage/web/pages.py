"""A browser without scripts, small enough to read: it fills in forms and presses buttons."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient


class _Reader(HTMLParser):
    """Collects what a form would send, and its buttons, wherever they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self.buttons: list[dict[str, str]] = []
        self.names: set[str] = set()
        self._select = ""
        self._chosen = ""
        self._textarea: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = given["action"]
        elif tag == "button":
            self.buttons.append(given)
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self._select, self._chosen = given["name"], ""
        elif tag == "option" and "selected" in given:
            self._chosen = given["value"]
        elif tag == "textarea":
            self._textarea, self._text = given["name"], ""

    def _input(self, given: dict[str, str]) -> None:
        if "name" not in given:
            return
        self.names.add(given["name"])
        if given.get("type") not in ("radio", "checkbox") or "checked" in given:
            self.fields.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.names.add(self._select)
            self.fields.append((self._select, self._chosen))
        elif tag == "textarea" and self._textarea is not None:
            self.names.add(self._textarea)
            # Browsers drop the line break right after the tag.
            self.fields.append((self._textarea, self._text.removeprefix("\n")))
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._text += data


@dataclass
class Page:
    """What came back, and the way on from it."""

    client: TestClient
    response: Any
    form: _Reader = field(init=False)

    def __post_init__(self) -> None:
        self.form = _Reader()
        self.form.feed(self.response.text)

    @property
    def text(self) -> str:
        return str(self.response.text)

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    @property
    def title(self) -> str:
        return self._first(r"<title>(.*?)</title>")

    @property
    def heading(self) -> str:
        return self._first(r"<h1>(.*?)</h1>")

    @property
    def language(self) -> str:
        return self._first(r'<html lang="(\w+)"')

    @property
    def codes(self) -> list[str]:
        """Reference and withdrawal code of a receipt."""
        return re.findall(r"<code[^>]*>(.*?)</code>", self.text)

    @property
    def errors(self) -> dict[str, str]:
        """Question name to the message beside it."""
        found = re.findall(r'id="q-(\w+)-error"><span class="unseen">.*?</span>(.*?)</p>', self.text)
        return {name: html.unescape(message) for name, message in found}

    def values(self, name: str) -> list[str]:
        """What the form would send for a field."""
        return [value for one, value in self.form.fields if one == name]

    def fill(self, **answers: str | list[str]) -> "Page":
        """Answer questions; what was there before is replaced."""
        for name, given in answers.items():
            assert name in self.form.names, f"the page has no field {name}"
            self.form.fields = [pair for pair in self.form.fields if pair[0] != name]
            texts = [given] if isinstance(given, str) else given
            self.form.fields += [(name, text) for text in texts]
        return self

    def press(self, do: str) -> "Page":
        """Press the button whose ``_do`` is given."""
        button = next(one for one in self.form.buttons if one.get("value") == do and "aria-hidden" not in one)
        return self.send([*self.form.fields, (button.get("name", "_do"), do)], to=button.get("formaction"))

    def send(self, fields: list[tuple[str, str]], to: str | None = None) -> "Page":
        """Send fields as a browser would."""
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        return Page(self.client, self.client.post(html.unescape(to or self.form.action), data=data))

    def _first(self, pattern: str) -> str:
        found = re.search(pattern, self.text, re.DOTALL)
        return html.unescape(found[1]) if found else ""


def visit(client: TestClient, address: str, **more: Any) -> Page:
    """Open an address."""
    return Page(client, client.get(address, **more))
