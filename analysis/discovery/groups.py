"""Groups texts that mean alike by their sentence vectors; the same texts always give the same groups.

Each vector is first drawn towards its nearest neighbours, which parts crowded regions as UMAP does (McInnes
et al. 2018) without its chance. Ward's tree over a spread of texts gives K-means its start, so nothing is
drawn at random and no seed is needed; texts taken in order of what they say give the same groups whatever
order they came in.
"""

import warnings
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.vectors import Matrix, unit

Labels = NDArray[np.intp]
MOST_TEXTS = 10_000  # enough to find the groups; the others are placed in them
_MOST_IN_TREE = 1500
_MOST_NEIGHBOURS = 15
_ROUNDS = 3
_ALIKE = 0.9
_AT_ONCE = 512
_BLOCK = 8192


def fine_count(texts: int) -> int:
    """Return how many groups to look for: it grows with the square root of the number of texts."""
    return int(np.clip(round(0.8 * texts**0.5), 3, 48))


def broad_count(texts: int) -> int:
    """Return how many broad groups to gather them in: it grows with the cube root."""
    return int(np.clip(round(texts ** (1 / 3)), 2, 12))


def group(vectors: Matrix, count: int, weights: Matrix | None = None) -> Labels:
    """Return the group of each text, 0 the largest; at most ``count`` of them, and no text without one.

    ``vectors`` holds a row for each distinct text, in order of the texts; ``weights`` how many said it. A
    text of which no word is known (a row of zeros) is put where the others' middle puts it.
    """
    count = min(count, len(vectors))
    if count < 2:
        return np.zeros(len(vectors), dtype=np.intp)
    weights = np.ones(len(vectors), dtype=np.float32) if weights is None else weights
    middle = _weighted_mean(vectors, weights)
    chosen = spread(len(vectors), MOST_TEXTS)
    with threadpool_limits(1):  # the machine has other work, and sums stay the same on any number of cores
        centred = unit(vectors[chosen] - middle)
        found = _found(centred, count, weights[chosen])
        if len(chosen) < len(vectors):
            found = _nearest(vectors, middle, middles(centred, found))
    return _by_size(found)


def _weighted_mean(vectors: Matrix, weights: Matrix) -> Matrix:
    total = np.zeros(vectors.shape[1], dtype=np.float64)
    for rows in blocks(len(vectors)):
        total += weights[rows].astype(np.float64) @ vectors[rows]
    return np.asarray(total / weights.sum(dtype=np.float64), dtype=np.float32)


def middles(vectors: Matrix, labels: Labels) -> Matrix:
    """Return the mean direction of each group."""
    return unit(
        np.array([vectors[labels == each].mean(0) for each in range(labels.max() + 1)], dtype=np.float32)
    )


def gather(vectors: Matrix, labels: Labels, count: int) -> Labels:
    """Return for each group the broad group it belongs to, by Ward's tree over the groups' middles."""
    if labels.max() < count:
        return np.arange(labels.max() + 1, dtype=np.intp)
    tree = AgglomerativeClustering(count, linkage="ward")
    return np.asarray(tree.fit_predict(unit(_sums(vectors, labels))), dtype=np.intp)


def merge_alike(vectors: Matrix, labels: Labels, smallest: int = 3) -> Labels:
    """Merge groups that say nearly the same, and those under ``smallest`` texts with their nearest."""
    sums = _sums(vectors, labels)
    while labels.max() > 0:
        centres = unit(sums)
        near = centres @ centres.T
        np.fill_diagonal(near, -2)
        sizes = np.bincount(labels)
        last = int(sizes.argmin())
        if sizes[last] < smallest:
            one, other = last, int(near[last].argmax())
        else:
            one, other = divmod(int(near.argmax()), len(near))
            if near[one, other] < _ALIKE:
                break
        sums[other] += sums[one]
        merged = np.where(labels == one, other, labels)
        labels = _by_size(merged)
        _, first = np.unique(labels, return_index=True)
        sums = sums[merged[first]]
    return labels


def by_nearness(vectors: Matrix, labels: Labels) -> list[list[int]]:
    """Return the rows of each group, those nearest its middle first."""
    mean, centres = vectors.mean(0), unit(_sums(vectors, labels))
    near = np.concatenate(
        [
            np.einsum("ij,ij->i", unit(vectors[rows] - mean), centres[labels[rows]])
            for rows in blocks(len(vectors))
        ]
    )
    order = np.lexsort((np.arange(len(labels)), -near, labels))
    ends = np.cumsum(np.bincount(labels))[:-1]
    return [part.tolist() for part in np.split(order, ends)]


def _sums(vectors: Matrix, labels: Labels) -> Matrix:
    """Return the sum of each group's vectors, less what all have in common; a million are not copied."""
    mean = vectors.mean(0)
    sums = np.zeros((int(labels.max()) + 1, vectors.shape[1]), dtype=np.float32)
    for rows in blocks(len(vectors)):
        centred = unit(vectors[rows] - mean)
        here = csr_matrix(
            (np.ones(len(centred), dtype=np.float32), (labels[rows], np.arange(len(centred)))),
            shape=(len(sums), len(centred)),
        )
        sums += here @ centred
    return sums


def centre(vectors: Matrix) -> None:
    """Take out of vectors what all have in common, in place, and give them length 1."""
    mean = vectors.mean(0)
    for rows in blocks(len(vectors)):
        vectors[rows] = unit(vectors[rows] - mean)


def blocks(size: int) -> Iterator[slice]:
    """Yield slices that cover ``size`` rows, some thousands at a time."""
    return (slice(start, min(start + _BLOCK, size)) for start in range(0, size, _BLOCK))


def spread(size: int, most: int) -> Labels:
    """Return at most ``most`` places of ``size``, evenly over them."""
    return np.linspace(0, size - 1, min(most, size)).astype(np.intp)


def _found(centred: Matrix, count: int, weights: Matrix) -> Labels:
    drawn = _drawn_together(centred, weights)
    tree = spread(len(drawn), max(_MOST_IN_TREE, count))
    branches = AgglomerativeClustering(count, linkage="ward").fit_predict(drawn[tree])
    start = np.array([drawn[tree][branches == each].mean(0) for each in range(count)])
    model = KMeans(count, init=start, n_init=1, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # texts alike leave fewer groups: that is right
        return np.asarray(model.fit(drawn, sample_weight=weights).labels_, dtype=np.intp)


def _drawn_together(centred: Matrix, weights: Matrix) -> Matrix:
    """Return each row as the mean of its neighbours, nearer and commoner ones counting more."""
    size = len(centred)
    count = min(int(np.clip(size // 40, 2, _MOST_NEIGHBOURS)), size)
    places = np.empty((size, count), dtype=np.int32)
    near = np.empty((size, count), dtype=np.float32)
    for start in range(0, size, _AT_ONCE):
        likeness = centred[start : start + _AT_ONCE] @ centred.T
        rows = slice(start, start + len(likeness))
        places[rows] = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        near[rows] = np.take_along_axis(likeness, places[rows], 1)
    pull = np.clip(near, 1e-3, None) * weights[places]
    steps = csr_matrix(
        (pull.ravel(), places.ravel(), np.arange(0, size * count + 1, count)), shape=(size, size)
    )
    for _ in range(_ROUNDS):
        centred = unit(np.asarray(steps @ centred, dtype=np.float32))
    return centred


def _nearest(vectors: Matrix, middle: Matrix, centres: Matrix) -> Labels:
    return np.concatenate(
        [(unit(vectors[rows] - middle) @ centres.T).argmax(axis=1) for rows in blocks(len(vectors))]
    )


def _by_size(labels: Labels) -> Labels:
    """Number the groups anew, the largest first, without gaps."""
    sizes = np.bincount(labels)
    order = np.argsort(-sizes, kind="stable")
    number = np.empty(len(sizes), dtype=np.intp)
    number[order] = np.arange(len(sizes))
    return number[labels]
