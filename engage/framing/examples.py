"""Comments that stand as examples of a theme: their words are lent to a run and never kept with the frame."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.code_frame import CodeFrame
    from analysis.comments import Comment


def with_examples(
    code_frame: "CodeFrame", ids: Mapping[str, Sequence[int]], comments: "Sequence[Comment]"
) -> "CodeFrame":
    """Return a code frame with the masked words of the comments that stand as examples of its themes.

    Only the run sees them: what is kept of the frame has none of residents' words.
    """
    wanted = {str(id_) for found in ids.values() for id_ in found}
    if not wanted:
        return code_frame
    from analysis.redaction import mask

    words = {comment.id: comment for comment in comments if comment.id in wanted}
    themes = []
    for theme in code_frame.themes:
        examples = dict(theme.examples)
        for comment in (words[str(id_)] for id_ in ids.get(theme.id, ()) if str(id_) in words):
            language = comment.language or "en"
            examples[language] = (*examples.get(language, ()), mask(comment.text)[0])
        themes.append(dataclasses.replace(theme, examples=examples))
    return dataclasses.replace(code_frame, themes=tuple(themes))
