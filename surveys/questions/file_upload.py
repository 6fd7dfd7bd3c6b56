"""A picture, a document or a plain text that a resident adds; the answer names what is stored beside it."""

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Question, Raw, Value, split_missing
from surveys.questions.menu import Menu
from surveys.summaries import Summary, TextSummary

Takes = Literal["images", "pdf", "text"]
MOST_FILES = 5
MOST_MEGABYTES = 10
_STORED = re.compile(r"[0-9a-f]{32}/[^/|\x00-\x1f\x7f\ud800-\udfff]{1,80}")


class FileUpload(Question):
    """Up to ``most`` files of at most ``largest`` megabytes each, kept as ``id/name``.

    What a face sends is the id and the name of a file that was stored before; whether it is there is for
    the action that stores the response to say.
    """

    control: ClassVar[str] = "attach"
    menu: ClassVar[Menu] = Menu(
        "other",
        {"en": "File or screenshot", "fr": "Fichier ou capture d’écran"},
        {
            "en": "Pictures, PDF or plain text, without what pictures tell of themselves.",
            "fr": "Images, PDF ou texte brut, sans les données cachées des images.",
        },
    )
    holds_files: ClassVar[bool] = True
    kind: Literal["file_upload"] = "file_upload"
    takes: tuple[Takes, ...] = Field(default=("images", "pdf"), min_length=1, max_length=3)
    most: int = Field(default=1, ge=1, le=MOST_FILES)
    largest: int = Field(default=5, ge=1, le=MOST_MEGABYTES)

    def read(self, given: list[str]) -> Value:
        """Take ids with names, each once."""
        files = list(dict.fromkeys(text.strip() for text in given))
        if not all(_STORED.fullmatch(text) for text in files):
            raise AnswerError("upload_gone")
        if len(files) > self.most:
            raise AnswerError("uploads_too_many", most=self.most)
        return files

    def show(self, value: Value, language: str) -> list[str]:
        """Return the names."""
        del language
        return [name_in(text) for text in self.raw(value)]

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count who added something."""
        answered, missing = split_missing(values, set())
        return TextSummary(len(answered), missing)

    def export_cells(self, value: Value) -> list[str]:
        """Return the names; the files themselves are taken away in an archive of their own."""
        return ["|".join(self.show(value, "en"))]

    def from_cell(self, cell: str) -> Raw:
        """Take nothing: a table holds names, and no name brings a file with it."""
        del cell
        return []

    def from_cells(self, cells: Sequence[str]) -> Raw:
        """Take nothing, as ``from_cell``."""
        del cells
        return []

    def own_problems(self) -> list[Problem]:
        """Refuse a sort of file that is named twice."""
        if len(set(self.takes)) == len(self.takes):
            return []
        return [Problem("field_wrong", self.name, {"why": "takes"})]


def id_in(text: str) -> str:
    """Return the id of a stored file from an answer."""
    return text.partition("/")[0]


def name_in(text: str) -> str:
    """Return the name of a stored file from an answer."""
    return text.partition("/")[2]
