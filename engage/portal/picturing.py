"""Pictures beside answers in the portal: each with its answer's words under it, the choice itself below."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from engage.portal.plain import plain
from surveys.questions import in_language

Show = Callable[[str], bytes | None]
IN_A_ROW = 3


def draw_pictures(field: Any, show: Show) -> None:
    """Draw the picture of every answer that has one; ``field`` is a ``controls.Field``."""
    drawn = [(o, o.picture, show(o.picture.file)) for o in field.question.choices() if o.picture is not None]
    columns = st.columns(min(IN_A_ROW, len(drawn)) or 1, gap="small")
    for place, (option, picture, content) in enumerate(drawn):
        told = in_language(picture.alternative, field.t.language)
        with columns[place % len(columns)]:
            if content is None:
                st.text(told)
            else:
                st.image(content, width="stretch", alt=told)
            st.caption(plain(in_language(option.label, field.t.language)))
