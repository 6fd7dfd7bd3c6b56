"""Files that residents add: taken while a form is filled in, and given to staff who may have them."""

import hmac
import logging
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from engage.access import RESIDENT, Actor, NotFoundError, require, scope_of
from engage.actions import author, collect, guarded
from engage.actions.collect import NotStoredError
from engage.office import Office
from engage.picture_maker import drawn_anew
from surveys.problems import AnswerError
from surveys.questions.file_upload import FileUpload
from surveys.received import Received, accepted, sort_of
from surveys.records import Attachment, Survey
from surveys.store import attachments, responses, surveys
from surveys.store.database import Transaction

MEGABYTE = 1024 * 1024
MOST_UNSENT = 1024 * MEGABYTE
"""What all forms under way may hold together, so that nobody fills the disk without sending anything."""
MOST_TRIES = 20
"""Files kept under one key: a resident may change their mind, and not without end."""

log = logging.getLogger(__name__)


@guarded("open: says only how large a file the form of an open survey may bring")
def most_bytes(office: Office, slug: str) -> tuple[int, int]:
    """Return the most bytes of one file and of all files of a form; zeros where none are asked for."""
    survey = office.live.survey(slug)
    version_id = survey.live_version_id if survey is not None else None
    version = office.live.version(version_id) if version_id is not None else None
    asked = [q for q in version.definition.questions() if isinstance(q, FileUpload)] if version else []
    sizes = [(q.largest * MEGABYTE, q.most) for q in asked]
    return max((size for size, _ in sizes), default=0), sum(size * most for size, most in sizes)


@guarded("answer_survey")
def keep_file(
    office: Office,
    slug: str,
    token: str,
    question_name: str,
    *,
    name: str,
    content: bytes,
    actor: Actor = RESIDENT,
) -> str:
    """Keep one file beside the draft answers, made harmless; return how an answer names it.

    The same file sent again under the same key and question is kept once and named alike, so a form sent
    twice has one content.

    Raises:
        AnswerError: the file cannot be taken; its code says why.
        NotFoundError: no question of that name takes files.
        NotStoredError: it could not be kept now.
        Otherwise as ``collect.reopen``.
    """
    opened = collect.reopen(office, slug, token, actor=actor)
    require(actor, "answer_survey", scope_of(opened.survey, is_published=True))
    question = opened.version.definition.question(question_name)
    if not isinstance(question, FileUpload):
        raise NotFoundError(question_name)
    if len(content) > question.largest * MEGABYTE:
        raise AnswerError("upload_too_large", most=question.largest)
    made = _made(question, content, name)
    key = opened.key.value
    # The id follows from what came in: whoever guesses it can do nothing with it under another key.
    marked = "\0".join((key, question_name, made.name)).encode() + b"\0" + content
    id = hmac.digest(office.settings.secret, b"attachment:" + marked, "sha256").hex()[:32]
    try:
        with office.db.write() as tx:
            attachments.discard_old(tx, now=office.now())
            if responses.by_key(tx, key) is None:
                _keep(tx, office, opened, question_name, id, made)
    except AnswerError:
        raise
    except Exception as error:
        log.error("a file could not be kept: %s", type(error).__name__)
        raise NotStoredError from error
    return f"{id}/{made.name}"


def _made(question: FileUpload, content: bytes, name: str) -> Received:
    if sort_of(content) == "images" and "images" in question.takes:
        return drawn_anew(content, name)
    return accepted(content, name, question.takes)


def _keep(
    tx: Transaction, office: Office, opened: collect.Opened, question_name: str, id: str, made: Received
) -> None:
    if len(attachments.kept(tx, opened.key.value).keys() - {id}) >= MOST_TRIES:
        raise AnswerError("uploads_full")
    if attachments.unsent(tx) + len(made.content) > MOST_UNSENT:
        raise AnswerError("uploads_full")
    attachments.keep(
        tx,
        id=id,
        submission_key=opened.key.value,
        survey_id=opened.survey.id,
        question_name=question_name,
        name=made.name,
        media_type=made.media_type,
        content=made.content,
        at=office.now(),
    )


@guarded("open: says only whether something that everybody can open asks for files")
def are_asked_for(office: Office) -> bool:
    """Say whether any open survey takes files now."""
    for survey in collect.open_surveys(office):
        version = office.live.version(survey.live_version_id) if survey.live_version_id else None
        if version is not None and version.definition.takes_files:
            return True
    return False


@guarded("open: forgets only what is too old to be sent, as drafts are forgotten")
def forget_unsent(office: Office) -> None:
    """Forget files whose form was not sent within the time that draft answers are kept."""
    with office.db.write() as tx:
        attachments.discard_old(tx, now=office.now())


@guarded("export_responses")
def files_of(office: Office, actor: Actor, slug: str) -> list[Attachment]:
    """Return what residents added to a survey's responses; tests are left out.

    Raises:
        NotFoundError, RefusedError: not theirs to have.
    """
    with office.db.read() as tx:
        return attachments.of_survey(tx, _theirs(tx, actor, slug).id)


@guarded("export_responses")
def one_file(office: Office, actor: Actor, slug: str, file_id: str) -> tuple[Attachment, bytes]:
    """Return one file and its content; the audit has its entry. Raises as ``files_of``."""
    with office.db.write() as tx:
        survey = _theirs(tx, actor, slug)
        found = next(
            (one for one in attachments.of_survey(tx, survey.id, with_tests=True) if one.id == file_id), None
        )
        content = next((content for _, content in attachments.contents(tx, [file_id])), None)
        if found is None or content is None:
            raise NotFoundError(file_id)
        author.note(tx, office, actor, "file.taken", survey, response=found.response_id)
    return found, content


@guarded("export_responses")
def files_archive(office: Office, actor: Actor, slug: str, *, target: Path) -> None:
    """Write all files of a survey's responses to ``target``, a zip archive with a folder per question.

    A name begins with the number of the response, as exports have it. The audit has its entry before a
    byte is written. Raises as ``files_of``.
    """
    with office.db.write() as tx:
        survey = _theirs(tx, actor, slug)
        found = attachments.of_survey(tx, survey.id)
        author.note(tx, office, actor, "files.exported", survey, files=len(found))
    names = _archive_names(found)
    with office.db.read() as tx, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for id, content in attachments.contents(tx, [one.id for one in found]):
            archive.writestr(names[id], content)


def _archive_names(found: Sequence[Attachment]) -> Mapping[str, str]:
    """Return a place in the archive by id: question, number of the response, place within it, name."""
    places = Counter[tuple[int, str]]()
    names: dict[str, str] = {}
    for one in found:
        at = (one.response_id, one.question_name)
        places[at] += 1
        names[one.id] = f"{one.question_name}/{one.response_id}-{places[at]}-{one.name}"
    return names


def _theirs(tx: Transaction, actor: Actor, slug: str) -> Survey:
    survey = surveys.by_slug(tx, slug)
    if survey is None:
        raise NotFoundError(slug)
    require(actor, "export_responses", scope_of(survey))
    return survey
