"""Responses as rows: one column per thing asked in any version, codes for programs or words for people."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo

from surveys.questions import in_language
from surveys.records import Response, SurveyVersion

LEAD = ("response_id", "received_day", "channel", "language", "release")
"""The first columns. No reference stands among them: it would tie a row to the receipt somebody holds."""


class Sheet:
    """The columns of a survey's responses, over all its versions.

    By default a question takes the columns it asks for, filled with codes. With ``labels_in`` a language,
    every question takes one column, named by its wording and filled with what a person reads.
    """

    def __init__(self, versions: Sequence[SurveyVersion], *, zone: tzinfo, labels_in: str = "") -> None:
        self._definitions = {version.id: version.definition for version in versions}
        self._zone = zone
        self._labels_in = labels_in
        newest_first = sorted(versions, key=lambda version: -version.number)
        self._names = _wording_by_name(newest_first, labels_in) if labels_in else {}
        found = (
            column
            for version in newest_first
            for question in version.definition.asked()
            for column in ([self._names[question.name]] if labels_in else question.export_columns())
        )
        self.header = (*LEAD, *dict.fromkeys(found))
        self._places = {column: place for place, column in enumerate(self.header[len(LEAD) :], len(LEAD))}

    def rows(self, responses: Iterable[Response]) -> Iterator[list[str]]:
        """Yield a row per response, its cells in the order of ``header``."""
        for response in responses:
            row = [""] * len(self.header)
            row[: len(LEAD)] = [
                str(response.id),
                # The day, not the moment: whoever saw somebody answer could find their row by the moment.
                response.received_at.astimezone(self._zone).date().isoformat(),
                response.channel,
                response.language,
                response.release or "",
            ]
            for column, cell in self._cells(response):
                row[self._places[column]] = cell
            yield row

    def _cells(self, response: Response) -> Iterator[tuple[str, str]]:
        for question in self._definitions[response.version_id].asked():
            value = response.answers.get(question.name)
            if self._labels_in:
                yield self._names[question.name], "; ".join(question.show(value, self._labels_in))
            else:
                yield from zip(question.export_columns(), question.export_cells(value), strict=True)


def _wording_by_name(newest_first: Sequence[SurveyVersion], language: str) -> dict[str, str]:
    """Return one heading per question: its latest wording, with its name where two are worded alike."""
    wording: dict[str, str] = {}
    for version in newest_first:
        for question in version.definition.asked():
            wording.setdefault(question.name, in_language(question.text, language))
    times = Counter(wording.values())
    return {
        name: f"{text} ({name})" if times[text] > 1 or text in LEAD else text
        for name, text in wording.items()
    }
