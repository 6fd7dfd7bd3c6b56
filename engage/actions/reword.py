"""The summary in a language model's words: asked for by staff, checked, shown only when they accept it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engage.access import Actor
from engage.actions import guarded
from engage.drafts import note
from engage.granted import granted
from engage.office import Office
from engage.rewording.values import Claim, Reworded
from engage.wording import wording
from surveys.records import AnalysisRun, Survey
from surveys.store import catalogue, runs
from surveys.store.database import Transaction

if TYPE_CHECKING:
    from engage.rewording.values import Material

REFUSED = ("no_model", "no_run", "not_supported", "quotes", "nothing")


class RewordingError(ValueError):
    """A summary cannot be reworded or kept so; ``code`` is one of ``REFUSED``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a language model made of a run's findings; ``facts`` are the findings' own sentences, by id."""

    run_id: int
    language: str
    found: Reworded
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Accepted:
    """Sentences that staff accepted, each with the findings it rests on; ``by`` as the audit names people."""

    model: str
    by: str
    at: datetime
    sentences: tuple[tuple[str, tuple[str, ...]], ...]


@guarded("run_analysis")
def propose(office: Office, actor: Actor, slug: str, language: str) -> Proposal:
    """Have the findings of the newest run worded by the model that the operator set; nothing is kept.

    Sentences of findings and masked quotes leave the machine, and that is in the audit.

    Raises:
        NotFoundError, RefusedError: not theirs to ask for.
        RewordingError: the operator set no model, or nothing was analysed yet.
    """
    from engage.rewording.summary import worded  # the analysis takes a second to load

    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, "run_analysis")
        chosen = office.settings.language_model
        if chosen is None:
            raise RewordingError("no_model")
        run, material = _material(tx, office, survey, language)
    found = worded(material, chosen)
    with office.db.write() as tx:
        told = {"kept": len(found.sentences), "dropped": len(found.dropped), "problem": found.problem}
        sent = {"findings": len(material.facts), "comments": len(material.voices)}
        note(tx, office, actor, "summary.reworded", survey, run=run.id, model=chosen.name, **told, **sent)
    return Proposal(run.id, language, found, {fact.id: fact.sentence for fact in material.facts})


@guarded("run_analysis")
def keep_sentences(
    office: Office, actor: Actor, slug: str, run_id: int, language: str, claims: Sequence[Claim]
) -> None:
    """Show these sentences with the results from now on; each is checked against the findings once more.

    Raises:
        NotFoundError, RefusedError: not theirs to accept.
        RewordingError: nothing was chosen, there was a newer run, a sentence is not supported, or it quotes
            a comment, whose words would outlive it here.
    """
    from engage.rewording.checking import checked

    with office.db.write() as tx:
        survey, _ = granted(tx, actor, slug, "run_analysis")
        chosen = office.settings.language_model
        if chosen is None:
            raise RewordingError("no_model")
        run, material = _material(tx, office, survey, language)
        if run.id != run_id:
            raise RewordingError("no_run")
        if not claims:
            raise RewordingError("nothing")
        if any(claim.voices for claim in claims):
            raise RewordingError("quotes")
        if checked(claims, material, model=chosen.name).dropped:
            raise RewordingError("not_supported")
        sentences = [{"text": claim.text, "facts": list(claim.facts)} for claim in claims]
        kept = {"run": run.id, "model": chosen.name, "by": actor.label, "at": office.now().isoformat()}
        catalogue.keep_setting(tx, _place(survey, language), {**kept, "sentences": sentences})
        note(tx, office, actor, "summary.accepted", survey, run=run.id, sentences=len(claims))


@guarded("run_analysis")
def drop_sentences(office: Office, actor: Actor, slug: str, language: str) -> None:
    """Show the product's own sentences alone again.

    Raises:
        NotFoundError, RefusedError: not theirs to take back.
    """
    with office.db.write() as tx:
        survey, _ = granted(tx, actor, slug, "run_analysis")
        catalogue.keep_setting(tx, _place(survey, language), {})
        note(tx, office, actor, "summary.taken_back", survey)


@guarded("see_results")
def kept_sentences(office: Office, actor: Actor, slug: str, language: str) -> Accepted | None:
    """Return what staff accepted of the newest run, ``None`` for nothing; a newer run leaves none.

    Raises:
        NotFoundError, RefusedError: not theirs to see.
    """
    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, "see_results")
        kept: Mapping[str, Any] = catalogue.setting(tx, _place(survey, language)) or {}
        run = runs.latest_done(tx, survey.id)
    if not kept or run is None or kept["run"] != run.id:
        return None
    sentences = tuple((each["text"], tuple(each["facts"])) for each in kept["sentences"])
    return Accepted(kept["model"], kept["by"], datetime.fromisoformat(kept["at"]), sentences)


def _place(survey: Survey, language: str) -> str:
    return f"rewording:{survey.id}:{wording(language).language}"


def _material(
    tx: Transaction, office: Office, survey: Survey, language: str
) -> "tuple[AnalysisRun, Material]":
    """Return the newest run and what a model may see of it."""
    from dataclasses import replace

    from engage.results import lines
    from engage.results.found import found_by
    from engage.rewording.material import material

    run = runs.latest_done(tx, survey.id)
    found = found_by(tx, office, run) if run else None
    if run is None or found is None:
        raise RewordingError("no_run")
    texts = lines.masked_texts(tx, run.id, (int(quote.comment_id) for quote in found.analysis.quotes))
    quotes = tuple(
        replace(quote, text=texts[int(quote.comment_id)])
        for quote in found.analysis.quotes
        if int(quote.comment_id) in texts
    )
    analysis = replace(found.analysis, quotes=quotes)
    return run, material(analysis, found.code_frame, wording(language))
