"""Finds clusters of comments that speak of one thing: TF-IDF and matrix factorisation, repeatably."""

import itertools
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from nltk.collocations import BigramCollocationFinder
from nltk.metrics import BigramAssocMeasures
from numpy.typing import NDArray
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

MIN_TEXTS = 30
_MOST_TEXTS = 5000  # enough to find the clusters; all texts are then placed in them
_MOST_TERMS = 3000
_ALIKE = 0.6
_MIN_SIZE = 5
_TERMS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster: its terms (strongest first), its name, and its members' places, nearest first."""

    terms: tuple[str, ...]
    name: str
    members: tuple[int, ...]


def cluster_count(texts: int) -> int:
    """Return how many clusters to look for: it grows with the cube root of the number of texts."""
    return int(np.clip(round(1.2 * texts ** (1 / 3)), 3, 24))


def find_clusters(
    stems: Sequence[Sequence[str]], surfaces: Sequence[Sequence[str]], *, seed: int = 0
) -> list[Cluster]:
    """Return clusters of texts, largest first; none below ``MIN_TEXTS`` texts.

    ``stems`` and ``surfaces`` hold for each text its theme stems and, beside them, the words as written.
    Every text that has a known term belongs to exactly one cluster of those found; clusters under five texts
    are left out.
    """
    if len(stems) < MIN_TEXTS:
        return []
    vectorizer = TfidfVectorizer(
        analyzer=_runs,
        min_df=max(2, len(stems) // 2000),
        max_df=0.4,
        max_features=_MOST_TERMS,
        sublinear_tf=True,
    )
    try:
        vectors = vectorizer.fit_transform(stems)
    except ValueError:  # no term stands in two texts
        return []
    count = min(cluster_count(len(stems)), *(size - 1 for size in vectors.shape))
    if count < 2:
        return []
    topics = _topics(vectors, count, seed)
    nearness = np.asarray(vectors @ normalize(topics).T)
    names = vectorizer.get_feature_names_out()
    place = nearness.argmax(axis=1)
    best = nearness.max(axis=1)
    clusters = []
    for topic in range(len(topics)):
        members = np.flatnonzero((place == topic) & (best > 0))
        if len(members) >= _MIN_SIZE:
            ordered = members[np.lexsort((members, -best[members]))]
            clusters.append(_named(topics[topic], names, ordered, stems, surfaces))
    return sorted(clusters, key=lambda cluster: -len(cluster.members))


def _runs(stems: Sequence[str]) -> list[str]:
    """Return single stems and runs of two."""
    return [*stems, *(f"{one} {two}" for one, two in itertools.pairwise(stems))]


def _topics(vectors: "NDArray[np.float64]", count: int, seed: int) -> "NDArray[np.float64]":
    """Return the topics' term weights, near-duplicates merged."""
    size = vectors.shape[0]
    sample = vectors[np.unique(np.linspace(0, size - 1, min(size, _MOST_TEXTS)).astype(int))]
    model = NMF(count, init="nndsvd", random_state=seed, max_iter=200, tol=1e-3)
    with warnings.catch_warnings(), threadpool_limits(1):  # small matrices: threads cost more than they bring
        warnings.simplefilter("ignore", ConvergenceWarning)  # clusters settle before the last digits do
        model.fit(sample)
    topics: list[NDArray[np.float64]] = []
    for topic in model.components_:
        if not topic.any():
            continue
        for number, kept in enumerate(topics):
            if float(kept @ topic) >= _ALIKE * float(np.linalg.norm(kept) * np.linalg.norm(topic)):
                topics[number] = kept + topic
                break
        else:
            topics.append(topic)
    return np.array(topics)


def _named(
    topic: "NDArray[np.float64]",
    names: Sequence[str],
    members: "NDArray[np.int64]",
    stems: Sequence[Sequence[str]],
    surfaces: Sequence[Sequence[str]],
) -> Cluster:
    spelled = _spellings(members, stems, surfaces)
    strongest = [names[index] for index in np.argsort(-topic, kind="stable")[:30] if topic[index] > 0]
    terms: list[str] = []
    for term in strongest:
        words = " ".join(spelled.get(each, each) for each in term.split())
        if not any(set(words.split()) <= set(kept.split()) for kept in terms):
            terms.append(words)
    phrase = _phrase(members, surfaces, {each for term in strongest[:10] for each in term.split()}, stems)
    rest = [term for term in terms if not set(term.split()) & set(phrase.split())]
    parts = [phrase, *rest[:1]] if phrase else rest[:3]
    return Cluster(tuple(terms[:_TERMS_SHOWN]), ", ".join(parts), tuple(int(place) for place in members))


def _spellings(
    members: "NDArray[np.int64]", stems: Sequence[Sequence[str]], surfaces: Sequence[Sequence[str]]
) -> dict[str, str]:
    """Return for each stem the word people most often wrote."""
    written: dict[str, Counter[str]] = {}
    for place in members[:2000]:
        for stemmed, word in zip(stems[place], surfaces[place], strict=True):
            written.setdefault(stemmed, Counter())[word] += 1
    return {
        stemmed: min(counts, key=lambda word: (-counts[word], word)) for stemmed, counts in written.items()
    }


def _phrase(
    members: "NDArray[np.int64]",
    surfaces: Sequence[Sequence[str]],
    telling: set[str],
    stems: Sequence[Sequence[str]],
) -> str:
    """Return the two-word phrase that marks the cluster (Dunning 1993), or an empty string."""
    finder = BigramCollocationFinder.from_documents([surfaces[place] for place in members[:2000]])
    finder.apply_freq_filter(max(3, len(members[:2000]) // 20))
    stem_of = {
        word: stemmed
        for place in members[:2000]
        for stemmed, word in zip(stems[place], surfaces[place], strict=True)
    }
    scored = sorted(
        finder.score_ngrams(BigramAssocMeasures.likelihood_ratio), key=lambda item: (-item[1], item[0])
    )
    for (one, two), _ in scored[:10]:
        if one != two and stem_of.get(one) in telling and stem_of.get(two) in telling:
            return f"{one} {two}"
    return ""
