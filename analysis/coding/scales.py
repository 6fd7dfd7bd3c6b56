"""Puts what models and definitions say of comments on one scale of probability, learned while unseen."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from analysis.coding.features import Numbers

FEW = 12
"""Bearers of a theme in the reviews up to which little can be told of it alone."""
_SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_MOST_SHARE, _FADES = 0.6, 500  # what definitions may count at first, and at how many reviews half of that
_SHARPNESSES = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
_LEAST = 1e-6

Margins = NDArray[np.float64]


class Several:
    """Probabilities of themes of which a comment may bear none, one or several: each stands for itself."""

    def __init__(self, margins: Margins, witness: Numbers | None, borne: NDArray[np.bool_]) -> None:
        bearers = borne.sum(0)
        self._trust = bearers / (bearers + FEW)
        seen = self._witnesses(margins, witness)
        self._line = LogisticRegression(C=1.0, max_iter=300).fit(
            seen.reshape(-1, seen.shape[2]), borne.ravel()
        )

    def likely(self, margins: Margins, witness: Numbers | None) -> Margins:
        """Return how likely each comment bears each theme."""
        seen = self._witnesses(margins, witness)
        flat = self._line.predict_proba(seen.reshape(-1, seen.shape[2]))[:, 1]
        return np.asarray(flat.reshape(margins.shape), dtype=np.float64)

    def _witnesses(self, margins: Margins, witness: Numbers | None) -> Margins:
        """Return what probability is made of: the margin, its lead over the other themes, the definitions.

        ``_trust`` is near 0 for themes that few reviewed comments bear, whose own models say little: what
        each witness counts may differ between such themes and the others.
        """
        ranked = np.sort(margins, axis=1)
        best = ranked[:, -1:]
        other = ranked[:, -2:-1] if margins.shape[1] > 1 else best
        lead = np.where(margins == best, margins - other, margins - best)
        parts = [margins, lead]
        if witness is not None:
            parts += [witness, witness - witness.max(1, keepdims=True)]
        parts.append(np.ones_like(margins))
        seen = np.stack(parts, axis=2)
        return np.concatenate([seen * self._trust[:, None], seen * (1 - self._trust)[:, None]], axis=2)


class OneOf:
    """Probabilities of themes of which a comment bears exactly one: they sum to 1.

    How much the definitions count beside the models is what makes unseen comments of all themes, rare ones
    as much as common ones, likeliest.
    """

    def __init__(self, margins: Margins, witness: Numbers | None, borne: NDArray[np.bool_]) -> None:
        self._spread = _spread(margins)
        self._witness_spread = 1.0 if witness is None else _spread(witness)
        rare = borne / np.maximum(borne.sum(0), 1)
        most = _MOST_SHARE * _FADES / (_FADES + len(borne))
        shares = [most * share for share in _SHARES] if witness is not None else [0.0]
        tried = [(share, sharpness) for share in shares for sharpness in _SHARPNESSES]
        self._share, self._sharpness = max(
            tried, key=lambda rule: float((self._surprise(margins, witness, *rule) * rare).sum())
        )
        self._sharpness = max(
            _SHARPNESSES,
            key=lambda sharpness: float(
                (self._surprise(margins, witness, self._share, sharpness) * borne).sum()
            ),
        )

    def likely(self, margins: Margins, witness: Numbers | None) -> Margins:
        """Return how likely each theme is the one."""
        return np.exp(self._surprise(margins, witness, self._share, self._sharpness))

    def _surprise(self, margins: Margins, witness: Numbers | None, share: float, sharpness: float) -> Margins:
        total = margins / self._spread
        if witness is not None:
            total = total + share * witness / self._witness_spread
        total = sharpness * (total - total.max(1, keepdims=True))
        return np.asarray(total - np.log(np.exp(total).sum(1, keepdims=True)), dtype=np.float64)


def _spread(values: Margins | Numbers) -> float:
    return max(_LEAST, float(values.std(1).mean()))
