"""Exporting: a survey's responses as a file, streamed, with nothing a spreadsheet would run."""

from collections.abc import Iterator

from engage.access import Actor, NotFoundError, require, scope_of
from engage.actions import author, guarded
from engage.importing.dates import LOCAL
from engage.office import Office
from surveys.exporting.csv import lines
from surveys.exporting.responses import Sheet
from surveys.store import responses, surveys


@guarded("export_responses")
def responses_csv(
    office: Office,
    actor: Actor,
    slug: str,
    *,
    labels: bool = False,
    language: str = "en",
    with_mark: bool = True,
) -> Iterator[bytes]:
    """Return the complete responses, oldest first, as pieces of a CSV file; tests are left out.

    With ``labels``, wording and labels in ``language`` instead of names and codes. ``with_mark`` begins
    with the mark by which Excel knows UTF-8. Access is checked and the audit entry written at once, not
    when the first piece is read.

    Raises:
        NotFoundError, RefusedError: not theirs to export.
    """
    with office.db.write() as tx:
        survey = surveys.by_slug(tx, slug)
        if survey is None:
            raise NotFoundError(slug)
        require(actor, "export_responses", scope_of(survey))
        versions = surveys.versions(tx, survey.id)
        count = responses.counts(tx, [survey.id])[survey.id]
        author.note(tx, office, actor, "responses.exported", survey, responses=count, labels=labels)
    sheet = Sheet(versions, zone=LOCAL, labels_in=language if labels else "")

    def pieces() -> Iterator[bytes]:
        with office.db.read() as tx:
            rows = sheet.rows(responses.of_survey(tx, survey.id))
            yield from lines(sheet.header, rows, with_mark=with_mark)

    return pieces()
