"""The words of a text that another program keeps as HTML; nothing of the markup stays."""

import re
from html import escape
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "ul", "ol"})
_SILENT = frozenset({"script", "style", "template", "noscript"})
_PLAIN = frozenset({"p", "br", "div", "span"})


def words(text: str) -> tuple[str, bool]:
    """Return the words, and whether there was more than paragraphs."""
    if "<" not in text and "&" not in text:
        return text.strip(), False
    reader = _Words()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), reader.is_marked


def as_markup(text: str) -> str:
    """Return a text as HTML that shows just it."""
    return escape(text, quote=False).replace("\n", "<br>")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0
        self.is_marked = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.silent += tag in _SILENT
        self.is_marked |= tag not in _PLAIN
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _BREAKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)
