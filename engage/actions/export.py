"""Exporting: a survey's responses as a file for another program, with nothing a spreadsheet would run."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from engage import __version__
from engage.access import Actor, NotFoundError, require, scope_of
from engage.actions import author, guarded
from engage.codebook import html
from engage.importing.dates import LOCAL
from engage.office import Office
from engage.wording import wording
from surveys.exporting import codebook, ddi, files
from surveys.exporting.codebook import Codebook
from surveys.exporting.columns import Table
from surveys.exporting.csv import lines
from surveys.exporting.files import Wish
from surveys.exporting.layout import Layout
from surveys.exporting.problems import MOST_LETTERS, ExportError
from surveys.questions import in_language
from surveys.records import Response, Survey, SurveyVersion
from surveys.store import corrections, responses, surveys
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
    with_superseded: bool = False,
) -> None:
    """Write the complete responses, oldest first, to ``target``; tests are left out.

    ``format`` is one of ``surveys.exporting.files.FORMATS``. Formats for people follow ``layout``; the
    others hold codes. ``with_mark`` begins a CSV with the mark by which Excel knows UTF-8.
    ``with_superseded`` adds the answers that corrections replaced, each with its day in a last column. The
    audit has its entry before a byte is written.

    Raises:
        NotFoundError, RefusedError: not theirs to export.
        ExportError: the format cannot hold these responses.
    """
    layout = layout or Layout()
    with office.db.write() as tx:
        survey, versions = _theirs(tx, actor, slug)
        count = responses.counts(tx, [survey.id])[survey.id]
        how: dict[str, object] = {"format": format, "labels": layout.labels}
        how |= {"superseded": True} if with_superseded else {}
        author.note(tx, office, actor, "responses.exported", survey, responses=count, **how)
    table = Table(versions, zone=LOCAL, with_superseded=with_superseded)
    wish = Wish(layout=layout, with_mark=with_mark, title=in_language(survey.title, layout.language))
    with_reasons = files.FORMATS[format].takes_reasons(layout)
    with office.db.read() as tx:
        found: Iterator[Response] = responses.of_survey(tx, survey.id)
        if with_superseded:
            found = chain(found, corrections.history(tx, survey.id))
        rows = table.rows(found, with_reasons=with_reasons)
        files.write(target, format, table, rows, wish)


@guarded("export_responses")
def codebook_file(
    office: Office, actor: Actor, slug: str, *, target: Path, format: str, language: str = "en"
) -> None:
    """Write what every variable of an export holds to ``target``.

    ``format`` is ``html`` (a page to read, headings in ``language``), ``csv`` or ``ddi`` (DDI Codebook
    2.5). It quotes nobody, so the audit takes no note. Raises as ``responses_file``.
    """
    with office.db.read() as tx:
        survey, versions = _theirs(tx, actor, slug)
        count = responses.counts(tx, [survey.id])[survey.id]
        span = responses.received_between(tx, survey.id)
    newest = max(versions, key=lambda version: version.number, default=None)
    days = [at.astimezone(LOCAL).date().isoformat() for at in span] if span else ["", ""]
    book = Codebook(
        slug=survey.slug,
        title=survey.title,
        introduction=newest.definition.introduction if newest else {},
        notice=newest.definition.notice if newest else {},
        responses=count,
        versions=tuple(sorted(version.number for version in versions)),
        made_on=office.now().astimezone(LOCAL).date().isoformat(),
        collected=(days[0], days[1]),
        entries=codebook.entries(versions, Table(versions, zone=LOCAL).columns),
    )
    target.write_bytes(CODEBOOKS[format](book, language))


CODEBOOKS: Mapping[str, Callable[[Codebook, str], bytes]] = {
    "html": lambda book, language: html(book, wording(language)),
    "csv": lambda book, _: b"".join(lines(codebook.HEADER, codebook.rows(book), with_mark=True)),
    "ddi": lambda book, _: ddi.xml(book, file_name=f"{book.slug}.csv", version=__version__),
}


@guarded("export_responses")
def formats_for(office: Office, actor: Actor, slug: str) -> list[str]:
    """Return the formats in which a survey's responses can be taken away. Raises as ``responses_file``."""
    with office.db.read() as tx:
        _, versions = _theirs(tx, actor, slug)
    return files.suiting(Table(versions, zone=LOCAL).columns)


@guarded("export_responses")
def foreseen_refusal(
    office: Office,
    actor: Actor,
    slug: str,
    *,
    format: str,
    layout: Layout | None = None,
    with_superseded: bool = False,
) -> ExportError | None:
    """Return why a file cannot be made, before anybody asks for it: too many, or words that are too long.

    Raises as ``responses_file``.
    """
    layout = layout or Layout()
    with office.db.read() as tx:
        survey, versions = _theirs(tx, actor, slug)
        count = responses.counts(tx, [survey.id])[survey.id]
        table = Table(versions, zone=LOCAL)
        if refusal := files.foreseen_refusal(format, table.columns, layout, count):
            return refusal
        if responses.bytes_of_answers(tx, survey.id) > MOST_LETTERS and not files.fits_in_memory(
            format, table.columns, table.rows(responses.of_survey(tx, survey.id))
        ):
            return ExportError("too_large", rows=count)
        above = files.suspected_above(format, table.columns, layout)
        if above is None:
            return None
        suspected: Iterator[Response] = responses.of_survey(tx, survey.id, longer_than=above)
        if with_superseded:
            suspected = chain(suspected, corrections.history(tx, survey.id))
        return files.first_too_long(format, table.columns, table.rows(suspected), layout)


def _theirs(tx: Transaction, actor: Actor, slug: str) -> tuple[Survey, list[SurveyVersion]]:
    survey = surveys.by_slug(tx, slug)
    if survey is None:
        raise NotFoundError(slug)
    require(actor, "export_responses", scope_of(survey))
    return survey, surveys.versions(tx, survey.id)
