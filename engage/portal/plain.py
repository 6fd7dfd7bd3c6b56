"""Text that somebody wrote, made safe for the places where Streamlit reads Markdown.

Residents' own words are shown by ``st.text`` and in table cells; here they come only where an author's text
repeats an answer (``surveys.piping``).
"""

import re

# French writes a no-break space before ":" and "%": those stay, so that a line never begins with a sign.
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&@^=])")


def plain(text: str) -> str:
    """Return ``text`` on one line, with every sign that Markdown would read escaped."""
    return _SPECIAL.sub(r"\\\1", _BLANKS.sub(" ", text).strip())
