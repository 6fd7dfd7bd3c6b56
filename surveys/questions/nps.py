"""How likely somebody is to recommend, 0 to 10, and the net score of Reichheld (2003)."""

import dataclasses
from collections.abc import Iterable
from typing import ClassVar, Literal

from surveys.questions.base import Texts, Value
from surveys.questions.menu import Menu
from surveys.questions.rating_scale import PointScale
from surveys.summaries import ScaleSummary, Summary

PROMOTERS = frozenset({"9", "10"})
DETRACTORS = frozenset(map(str, range(7)))


class NetPromoter(PointScale):
    """Eleven points; the wording of the ends is part of the instrument and cannot be changed."""

    menu: ClassVar[Menu] = Menu(
        "rating",
        {"en": "Would you recommend it? (0 to 10)", "fr": "Recommanderiez-vous? (0 à 10)"},
        {
            "en": "The net promoter score, with its fixed ends.",
            "fr": "Le taux de recommandation net, aux extrémités fixes.",
        },
    )
    kind: Literal["nps"] = "nps"

    WORST: ClassVar[Texts] = {"en": "Not at all likely", "fr": "Pas du tout probable"}
    BEST: ClassVar[Texts] = {"en": "Extremely likely", "fr": "Extrêmement probable"}

    def numbers(self) -> range:
        """Return 0 to 10."""
        return range(11)

    def ends(self) -> tuple[Texts, Texts]:
        """Return the fixed names of the ends."""
        return self.WORST, self.BEST

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count points; ``net`` is the percentage of promoters (9, 10) less that of detractors (0 to 6)."""
        counted = super().summarise(values)
        assert isinstance(counted, ScaleSummary)
        if not counted.base:
            return counted
        sign = dict.fromkeys(PROMOTERS, 1) | dict.fromkeys(DETRACTORS, -1)
        total = sum(sign.get(bar.code, 0) * bar.count for bar in counted.bars)
        return dataclasses.replace(counted, net=100 * total / counted.base)
