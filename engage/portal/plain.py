"""Text that somebody wrote, made safe for the places where Streamlit reads Markdown.

Residents' own words never come here: they are shown by ``st.text`` and in table cells only.
"""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&@^=])")


def plain(text: str) -> str:
    """Return ``text`` on one line, with every sign that Markdown would read escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
