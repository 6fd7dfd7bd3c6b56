"""Comments behind a figure, as their reader may see them: masked where the grant says so, found by words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from unicodedata import combining, normalize

from engage.results.coded import CodedRow
from engage.results.values import CommentLine
from surveys.records import StoredComment, Survey
from surveys.store import responses, runs
from surveys.store.database import Transaction

AT_ONCE = 500


def plain(text: str) -> str:
    """Return a text without case and accents, for finding one in another."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(letter for letter in normalize("NFKD", folded) if not combining(letter))


def matching(
    tx: Transaction,
    survey: Survey,
    run_id: int | None,
    rows: Sequence[CodedRow],
    search: str,
    *,
    is_masked: bool,
) -> list[CodedRow]:
    """Return the rows whose shown words contain ``search``: what is masked cannot be searched for."""
    wanted = plain(search.strip())
    if not wanted:
        return list(rows)
    found = responses.words(tx, survey.id) if not is_masked else _masked_words(tx, survey, run_id, rows)
    hits = {id_ for id_, words in found if wanted in plain(words) or wanted == f"c-{id_}"}
    return [row for row in rows if row.id in hits]


def _masked_words(
    tx: Transaction, survey: Survey, run_id: int | None, rows: Sequence[CodedRow]
) -> Iterator[tuple[int, str]]:
    if run_id:
        yield from ((id_, str(coded["masked"])) for id_, coded in runs.each_coded(tx, run_id))
    new = [row for row in rows if not row.is_coded]
    yield from ((line.id, line.text) for line in lines(tx, survey, run_id, new, is_masked=True))


def lines(
    tx: Transaction, survey: Survey, run_id: int | None, rows: Sequence[CodedRow], *, is_masked: bool
) -> Iterator[CommentLine]:
    """Yield the comments of ``rows`` in their order, with their words."""
    for start in range(0, len(rows), AT_ONCE):
        chunk = rows[start : start + AT_ONCE]
        ids = [row.id for row in chunk]
        stored = {comment.id: comment for comment in responses.comments(tx, survey.id, ids=ids)}
        said = runs.coded_comments(tx, run_id, ids=ids) if run_id else {}
        for row in chunk:
            if row.id in stored:
                yield _line(row, stored[row.id], said.get(row.id), is_masked=is_masked)


def masked_texts(tx: Transaction, run_id: int, ids: Iterable[int]) -> Mapping[int, str]:
    """Return the masked words of comments that are still there."""
    wanted = sorted(set(ids))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), AT_ONCE):
        said = runs.coded_comments(tx, run_id, ids=wanted[start : start + AT_ONCE])
        found.update({id_: str(coded["masked"]) for id_, coded in said.items()})
    return found


def _line(
    row: CodedRow, comment: StoredComment, said: Mapping[str, Any] | None, *, is_masked: bool
) -> CommentLine:
    text, hidden = _masked(comment, said) if is_masked else (comment.text, False)
    return CommentLine(
        id=row.id,
        question_name=row.question_name,
        text=text,
        is_masked=hidden,
        language=row.language,
        page_language=comment.language,
        channel=comment.channel,
        release=comment.release or "",
        day=row.day,
        sentiment=row.sentiment,
        score=row.score,
        themes=row.themes,
        because={g["theme_id"]: tuple(g["because"]) for g in (said or {}).get("themes", ())},
        campaign_id=row.campaign_id,
        unprocessed=row.unprocessed,
        segments=_segments(row),
        feedback=row.feedback,
        stance=(said or {}).get("stance"),
        mentions={theme: tone for theme, tone in zip(row.themes, row.mentions, strict=False) if tone},
    )


def _segments(row: CodedRow) -> dict[str, str]:
    named = ((name.removeprefix("segment:"), codes) for name, codes in row.bears.on.items() if ":" in name)
    return {name: "|".join(sorted(codes)) for name, codes in named}


def _masked(comment: StoredComment, said: Mapping[str, Any] | None) -> tuple[str, bool]:
    """Return the words without personal details, and whether there were any."""
    if said is not None:
        return str(said["masked"]), bool(said.get("personal_details"))
    # Who may see only masked words does not wait for a run, nor see raw ones meanwhile.
    from analysis.redaction import mask

    text, kinds = mask(comment.text)
    return text, bool(kinds)
