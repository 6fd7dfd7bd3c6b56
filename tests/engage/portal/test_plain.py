"""Text that somebody wrote never becomes Markdown: no picture, link, heading, colour or formula."""

import pytest

from engage.portal.plain import plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("![a](http://elsewhere.example/pixel)", r"\!\[a\]\(http\://elsewhere\.example/pixel\)"),
        ("[click](javascript:alert)", r"\[click\]\(javascript\:alert\)"),
        (":red[danger] :material/home:", r"\:red\[danger\] \:material/home\:"),
        ("$x$ `code` <b> **bold**", r"\$x\$ \`code\` \<b\> \*\*bold\*\*"),
        ("one\n\n# two", r"one \# two"),
        ("Ready for winter", "Ready for winter"),
    ],
)
def test_every_sign_that_markdown_reads_is_escaped(written: str, shown: str) -> None:
    assert plain(written) == shown


def test_a_french_no_break_space_stays() -> None:
    assert plain("Oui\u00a0: 3\u00a0%") == "Oui\u00a0\\: 3\u00a0%"
