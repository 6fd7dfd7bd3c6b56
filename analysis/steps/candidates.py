"""Suggests candidate themes: what people speak of, found without the code frame, in each language apart."""

from collections import Counter
from dataclasses import replace

from analysis.cleaning import matchable
from analysis.discovery import Cluster, find_clusters
from analysis.results import CandidateTheme
from analysis.words import carries_no_theme, stem, words
from analysis.work import Desk, Work

_QUOTES = 3
_Pair = tuple[list[str], list[str]]


class CandidateThemes:
    """Clusters the processed comments; copies weigh once in finding a cluster and all count in its size."""

    name = "candidate_themes"
    version = "1"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``candidates``, largest first."""
        copies = _copies(work)
        places = list(copies)
        tokens = desk.each(
            self.name, _tokens, [(matchable(work.masked[place]), work.languages[place]) for place in places]
        )
        candidates: list[CandidateTheme] = []
        for language in ("en", "fr"):
            chosen = [number for number, place in enumerate(places) if work.languages[place] == language]
            desk.report(self.name, len(places), len(places))
            clusters = find_clusters(
                [tokens[n][0] for n in chosen], [tokens[n][1] for n in chosen], seed=work.seed
            )
            for cluster in clusters:
                members = [copy for member in cluster.members for copy in copies[places[chosen[member]]]]
                candidates.append(_candidate(work, cluster, members, language, len(candidates) + 1))
        return replace(work, candidates=tuple(sorted(candidates, key=lambda candidate: -candidate.size)))


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


def _tokens(texts: list[tuple[str, str]]) -> list[_Pair]:
    return [_split(text, language) for text, language in texts]


def _split(text: str, language: str) -> _Pair:
    kept = [word for word in words(text, language) if len(word) > 1 and not carries_no_theme(word, language)]
    return [stem(word, language) for word in kept], kept


def _candidate(
    work: Work, cluster: Cluster, members: list[int], language: str, number: int
) -> CandidateTheme:
    borne = Counter(each.theme_id for place in members for each in work.assignments[place])
    nearest = min(borne, key=lambda theme: (-borne[theme], theme)) if borne else None
    ids = tuple(work.comments[place].id for place in members)
    return CandidateTheme(
        id=f"candidate-{number}",
        terms=cluster.terms,
        name=cluster.name,
        size=len(members),
        language=language,
        comment_ids=ids,
        quote_ids=ids[:_QUOTES],
        nearest_theme=nearest,
        nearest_share=round(borne[nearest] / len(members), 3) if nearest else 0.0,
    )
