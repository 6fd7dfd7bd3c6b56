"""Pictures beside answers: an author adds one to the draft with what it shows; everybody may see it."""

import io
from collections.abc import Mapping
from hashlib import sha256

from engage.access import Actor, NotFoundError
from engage.actions import author, guarded
from engage.drafts import draft_to_edit
from engage.office import Office
from engage.picture_maker import drawn_anew
from surveys.definition import SurveyDefinition, read_definition
from surveys.problems import AnswerError
from surveys.received import sort_of
from surveys.store import pictures

LONGEST_SIDE = 800
MOST_BYTES = 20 * 1024 * 1024


@guarded("edit_survey")
def illustrate(
    office: Office,
    actor: Actor,
    slug: str,
    question_name: str,
    code: str,
    *,
    content: bytes,
    alternative: Mapping[str, str],
) -> str:
    """Give an answer of the draft a picture, drawn anew; return the name under which it is served.

    Once every answer that counts has one, the question shows its pictures.

    Raises:
        NotFoundError, RefusedError: not theirs to edit, or no such question or answer.
        AnswerError: the picture cannot be taken; its code says why.
        EditConflictError: somebody saved the draft meanwhile.
    """
    with office.db.read() as tx:
        draft = draft_to_edit(tx, actor, slug)
    if len(content) > MOST_BYTES or sort_of(content) != "images":
        raise AnswerError("upload_not_taken")
    made = drawn_anew(content, "picture", longest_side=LONGEST_SIDE)
    file = _name(made.content, made.name.rpartition(".")[2])
    changed = _with_picture(
        draft.definition, question_name, code, {"file": file, "alternative": dict(alternative)}
    )
    with office.db.write() as tx:
        pictures.keep(
            tx,
            file=file,
            media_type=made.media_type,
            content=made.content,
            survey_id=draft.survey.id,
            at=office.now(),
        )
    author.save_draft(office, actor, slug, changed, edits=draft.edits)
    return file


def _name(content: bytes, suffix: str) -> str:
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as drawn:
        width, height = drawn.size
    return f"{sha256(content).hexdigest()[:32]}-{width}x{height}.{suffix}"


def _with_picture(
    definition: SurveyDefinition, question_name: str, code: str, picture: Mapping[str, object]
) -> SurveyDefinition:
    data = definition.as_data()
    asked = [q for page in data["pages"] for q in page["questions"] if q["name"] == question_name]
    options = [option for q in asked for option in q.get("options", ()) if option["code"] == code]
    if not options or "look" not in asked[0]:
        raise NotFoundError(f"{question_name}.{code}")
    options[0]["picture"] = picture
    if all(option.get("picture") or option.get("missing") for option in asked[0]["options"]):
        asked[0]["look"] = "images"
    return read_definition(data)


@guarded("open: a picture is made to be seen, and its name cannot be guessed")
def picture(office: Office, file: str) -> bytes | None:
    """Return a picture, ``None`` where there is none of that name."""
    found = typed_picture(office, file)
    return found[1] if found else None


@guarded("open: a picture is made to be seen, and its name cannot be guessed")
def typed_picture(office: Office, file: str) -> tuple[str, bytes] | None:
    """Return media type and content of a picture."""
    with office.db.read() as tx:
        return pictures.content_of(tx, file)
