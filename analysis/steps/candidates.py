"""Suggests candidate themes: what people speak of, found without the code frame, in each language apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from analysis.cleaning import matchable
from analysis.discovery.groups import (
    MOST_TEXTS,
    broad_count,
    by_nearness,
    fine_count,
    gather,
    group,
    merge_alike,
    spread,
)
from analysis.discovery.meaning import Meaning
from analysis.discovery.news import compared
from analysis.discovery.phrases import Naming, Phrasebook, readable
from analysis.results import SENTIMENTS, CandidateTheme
from analysis.vectors import Matrix
from analysis.words import theme_stems
from analysis.work import Desk, Work

MIN_TEXTS = 30
COVERED = 0.4  # a candidate theme of which less bears any one theme is not in the code frame
_QUOTES = 3
_SIDES = ("negative", "positive")
_FEWEST_A_SIDE = 5
_SPLIT = 0.25


class CandidateThemes:
    """Groups the processed comments; every one belongs to one broad group and one finer group in it.

    Broad groups come largest first, each followed by its finer ones. Copies count in the size of a group and
    pull its middle; the copies of a form letter pull once.
    """

    name = "candidate_themes"
    version = "2"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``candidates``; nothing under ``MIN_TEXTS`` different comments in a language."""
        copies = _copies(work)
        found: list[CandidateTheme] = []
        for language in ("en", "fr"):
            places = sorted(
                (place for place in copies if work.languages[place] == language),
                key=lambda place: (work.keys[place], work.masked[place]),
            )
            if len(places) < MIN_TEXTS:
                continue
            texts = [matchable(work.masked[place]) for place in places]
            vectors = self._vectors(texts, language, desk)
            desk.report(self.name, len(places), len(places))
            members = [copies[place] for place in places]
            found += _Language(work, language, texts, vectors, members).candidates()
        return replace(work, candidates=compared(work.earlier, _in_order(found)))

    def _vectors(self, texts: list[str], language: str, desk: Desk) -> Matrix:
        """Return what ``meanings`` does, filled chunk by chunk: a million texts make a large table."""
        some = [texts[place] for place in spread(len(texts), MOST_TEXTS)]
        stems = desk.each(self.name, partial(_stems, language), some)
        meaning = Meaning(stems, len(texts), language)
        vectors = np.zeros((len(texts), meaning.width), dtype=np.float32)
        done = 0
        for rows in desk.chunks(self.name, partial(_rows, meaning, language), texts):
            chunk = np.frombuffer(b"".join(rows), dtype=np.float32)
            vectors[done : done + len(rows)] = chunk.reshape(len(rows), -1)
            done += len(rows)
        meaning.settle(vectors)
        return vectors


def _stems(language: str, texts: list[str]) -> list[list[str]]:
    return [theme_stems(text, language) for text in texts]


def _rows(meaning: Meaning, language: str, texts: list[str]) -> list[bytes]:
    return [row.tobytes() for row in meaning.rows(texts, _stems(language, texts))]


def _copies(work: Work) -> dict[int, list[int]]:
    """Return the places of distinct processed comments, each with the places of all that say the same."""
    first: dict[str, int] = {}
    copies: dict[int, list[int]] = {}
    for place in work.processed:
        said = work.duplicate_of[place] or work.keys[place]
        kept = first.setdefault(said, place)
        copies.setdefault(kept, []).append(place)
        first.setdefault(work.comments[place].id, kept)
    return copies


def _in_order(found: Sequence[CandidateTheme]) -> list[CandidateTheme]:
    """Return broad groups of all languages, largest first, each followed by what is in it, numbered anew."""
    inside: dict[str | None, list[CandidateTheme]] = {}
    for each in found:
        inside.setdefault(each.parent, []).append(each)
    ordered: list[CandidateTheme] = []

    def put(parent: str | None, prefix: str, now: str | None) -> None:
        listed = sorted(inside.get(parent, ()), key=lambda each: -each.size)
        for number, each in enumerate(listed, start=1):
            new = f"{prefix}-{each.side or number}"
            ordered.append(replace(each, id=new, parent=now))
            put(each.id, new, new)

    put(None, "candidate", None)
    return ordered


@dataclass(frozen=True, slots=True)
class _Language:
    """The distinct texts of one language with their vectors; ``members`` are the comments that say each."""

    work: Work
    language: str
    texts: Sequence[str]
    vectors: Matrix
    members: Sequence[Sequence[int]]

    def candidates(self) -> list[CandidateTheme]:
        fine = merge_alike(self.vectors, group(self.vectors, fine_count(len(self.texts)), self._weights()))
        broad = gather(self.vectors, fine, broad_count(len(self.texts)))[fine]
        inner, outer = by_nearness(self.vectors, fine), by_nearness(self.vectors, broad)
        book, at = self._phrasebook(inner)
        found: list[CandidateTheme] = []
        for number, rows in enumerate(outer):
            name = f"{self.language}-{number}"
            found.append(self._candidate(name, rows, book.name(_known(rows, at))))
            parts = [each for each in inner if broad[each[0]] == number]
            if len(parts) == 1:
                found += self._sides(found[-1], rows, book, at)
                continue
            for part, within in enumerate(parts):
                naming = book.name(_known(within, at))
                child = self._candidate(f"{name}-{part}", within, naming, level=2, parent=name)
                found += [child, *self._sides(child, within, book, at)]
        return found

    def _weights(self) -> Matrix:
        campaign = self.work.campaign_of
        return np.array(
            [1 if campaign[places[0]] is not None else len(places) for places in self.members],
            dtype=np.float32,
        )

    def _phrasebook(self, groups: Sequence[Sequence[int]]) -> tuple[Phrasebook, dict[int, int]]:
        """Return the phrases of enough texts of every group, and where each text stands among them."""
        rows = [row for group in groups for row in readable(group)]
        book = Phrasebook([self.texts[row] for row in rows], self.language)
        return book, {row: at for at, row in enumerate(rows)}

    def _sides(
        self, whole: CandidateTheme, rows: Sequence[int], book: Phrasebook, at: dict[int, int]
    ) -> list[CandidateTheme]:
        """Return the two sides of a group on which people disagree, or nothing."""
        toned = {side: [row for row in rows if self._tone(row) == side] for side in _SIDES}
        counts = [sum(len(self.members[row]) for row in toned[side]) for side in _SIDES]
        if min(counts) < max(_FEWEST_A_SIDE, _SPLIT * whole.size):
            return []
        among = _known(rows, at)
        sides = []
        for side in _SIDES:
            naming = book.name(_known(toned[side], at), among)
            sides.append(
                replace(
                    self._candidate(f"{whole.id}-{side}", toned[side], naming, level=3, parent=whole.id),
                    name=whole.name,
                    side=side,
                )
            )
        return sides

    def _tone(self, row: int) -> str | None:
        return self.work.tones[self.members[row][0]].sentiment

    def _candidate(
        self, name: str, rows: Sequence[int], naming: Naming, level: int = 1, parent: str | None = None
    ) -> CandidateTheme:
        work = self.work
        places = [place for row in rows for place in self.members[row]]
        borne = Counter(each.theme_id for place in places for each in work.assignments[place])
        nearest = min(borne, key=lambda theme: (-borne[theme], theme)) if borne else None
        share = round(borne[nearest] / len(places), 3) if nearest else 0.0
        tones = Counter(work.tones[place].sentiment for place in places)
        return CandidateTheme(
            id=name,
            terms=naming.terms,
            name=naming.name,
            size=len(places),
            language=self.language,
            comment_ids=tuple(work.comments[place].id for place in places),
            quote_ids=tuple(work.comments[self.members[row][0]].id for row in rows[:_QUOTES]),
            nearest_theme=nearest,
            nearest_share=share,
            phrases=naming.phrases,
            by_sentiment={each: tones[each] for each in SENTIMENTS if tones[each]},
            is_outside_frame=share < COVERED,
            level=level,
            parent=parent,
        )


def _known(rows: Sequence[int], at: dict[int, int]) -> list[int]:
    return [at[row] for row in rows if row in at]
