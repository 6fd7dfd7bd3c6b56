"""Translating: texts of a draft written in one language to say what the other says."""

from collections.abc import Iterable, Mapping

from engage.access import Actor
from engage.actions import guarded
from engage.actions.build import EditConflictError, Saved, save
from engage.drafts import draft_to_edit
from engage.office import Office
from surveys.definition import SurveyDefinition
from surveys.editing import touched
from surveys.strings import with_texts
from surveys.translations import agreed_after, confirmed

Texts = Mapping[str, Mapping[str, str]]
"""A text's key to what it says now, by language."""


@guarded("edit_survey")
def put_translations(
    office: Office,
    actor: Actor,
    slug: str,
    texts: Texts,
    *,
    seen: SurveyDefinition,
    keys: Iterable[str] = (),
) -> Saved:
    """Save translations of the draft that looked like ``seen``; ``keys`` are confirmed as they are.

    The other language is not marked as lagging behind: these texts follow it.

    Raises:
        NotFoundError, RefusedError: not theirs to edit.
        DefinitionError: a text is longer than a survey may hold.
        EditConflictError: somebody else changed one of the same questions meanwhile; nothing was saved.
    """
    with office.db.write() as tx:
        draft = draft_to_edit(tx, actor, slug)
        wanted = touched(seen, with_texts(seen, texts))
        others = touched(seen, draft.definition)
        if others & wanted:
            raise EditConflictError(slug)
        after = with_texts(draft.definition, texts)
        remembered = agreed_after(draft.definition, after, draft.agreed)
        agreed = confirmed(remembered, [*texts, *keys])
        return save(tx, office, actor, draft, after, agreed=agreed, others=others)
