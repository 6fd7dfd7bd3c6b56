"""Exporting: a survey's responses as a file for another program, with nothing a spreadsheet would run."""

from pathlib import Path

from engage.access import Actor, NotFoundError, require, scope_of
from engage.actions import author, guarded
from engage.importing.dates import LOCAL
from engage.office import Office
from surveys.exporting import files
from surveys.exporting.columns import Table
from surveys.exporting.files import Wish
from surveys.exporting.layout import Layout
from surveys.questions import in_language
from surveys.records import Survey, SurveyVersion
from surveys.store import responses, surveys
from surveys.store.database import Transaction


@guarded("export_responses")
def responses_file(
    office: Office,
    actor: Actor,
    slug: str,
    *,
    target: Path,
    format: str = "csv",
    layout: Layout | None = None,
    with_mark: bool = False,
) -> None:
    """Write the complete responses, oldest first, to ``target``; tests are left out.

    ``format`` is one of ``surveys.exporting.files.FORMATS``. Formats for people follow ``layout``; the
    others hold codes. ``with_mark`` begins a CSV with the mark by which Excel knows UTF-8. The audit has
    its entry before a byte is written.

    Raises:
        NotFoundError, RefusedError: not theirs to export.
        ExportError: the format cannot hold these responses.
    """
    layout = layout or Layout()
    with office.db.write() as tx:
        survey, versions = _theirs(tx, actor, slug)
        count = responses.counts(tx, [survey.id])[survey.id]
        how = {"format": format, "labels": layout.labels}
        author.note(tx, office, actor, "responses.exported", survey, responses=count, **how)
    table = Table(versions, zone=LOCAL)
    wish = Wish(layout=layout, with_mark=with_mark, title=in_language(survey.title, layout.language))
    with office.db.read() as tx:
        files.write(target, format, table, table.rows(responses.of_survey(tx, survey.id)), wish)


@guarded("export_responses")
def formats_for(office: Office, actor: Actor, slug: str) -> list[str]:
    """Return the formats in which a survey's responses can be taken away. Raises as ``responses_file``."""
    with office.db.read() as tx:
        _, versions = _theirs(tx, actor, slug)
    return files.suiting(Table(versions, zone=LOCAL).columns)


def _theirs(tx: Transaction, actor: Actor, slug: str) -> tuple[Survey, list[SurveyVersion]]:
    survey = surveys.by_slug(tx, slug)
    if survey is None:
        raise NotFoundError(slug)
    require(actor, "export_responses", scope_of(survey))
    return survey, surveys.versions(tx, survey.id)
