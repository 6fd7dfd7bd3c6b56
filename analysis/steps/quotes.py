"""Chooses comments that speak for a theme: clear ones first, unlike each other, one from each resident."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

from analysis.results import Quote
from analysis.stance import Stance
from analysis.words import stems
from analysis.work import Desk, Work

_REPRESENTATIVE = 3
_LOOKED_AT = 200
_SHORT, _LONG, _LONGEST = 30, 300, 600
_ALIKE = 0.5


class Quotes:
    """Picks for each theme up to three representative quotes and one that opposes them, all masked."""

    name = "quotes"
    version = "3"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``quotes``, themes in the order of their size; nobody is quoted twice, a campaign once."""
        bearers: dict[str, list[tuple[float, int, str | None]]] = defaultdict(list)
        for place in work.processed:
            for rank, assignment in enumerate(work.assignments[place]):
                worth = _worth(work, place, assignment.confidence, rank)
                side = _side(work.stances[place], assignment.sentiment)
                bearers[assignment.theme_id].append((worth, place, side))
        quotes: list[Quote] = []
        heard: set[str] = set()
        for done, share in enumerate(work.themes):
            desk.report(self.name, done, len(work.themes))
            ranked = sorted(bearers[share.theme_id], key=lambda item: (-item[0], item[1]))[:_LOOKED_AT]
            sides = {place: side for worth, place, side in ranked if worth > 0}
            quotes += _chosen(work, share.theme_id, sides, heard)
        return replace(work, quotes=tuple(quotes))


def _worth(work: Work, place: int, confidence: float, rank: int) -> float:
    """Rate a comment as a quote: confident, mainly about this theme, 30 to 300 characters, clear in tone."""
    length = len(work.masked[place])
    if length > _LONGEST:
        return 0.05 * confidence
    fitting = 1.0 if _SHORT <= length <= _LONG else 0.4
    alone = 1.0 if rank == 0 else 0.7
    copied = 0.5 if work.campaign_of[place] else 1.0
    return confidence * fitting * alone * copied * (0.7 + 0.3 * work.tones[place].confidence)


def _chosen(work: Work, theme_id: str, ranked: Mapping[int, str | None], heard: set[str]) -> list[Quote]:
    """Choose representatives from those who do not oppose the theme's leading tone, then one who does.

    ``ranked`` has the places, best first, each with its side: its stance on the proposal, where the question
    states one and the comment takes one, else the tone in which it speaks of the theme.
    """
    sides = Counter(ranked.values())
    taken = sides["support"] + sides["oppose"] > sides["negative"] + sides["positive"]
    one, other = ("oppose", "support") if taken else ("negative", "positive")
    opposite = other if sides[one] >= sides[other] else one
    roles = {"representative": _REPRESENTATIVE, "opposing": 1}
    chosen: list[Quote] = []
    said: list[frozenset[str]] = []
    for role, wanted in roles.items():
        for place in ranked:
            if not wanted:
                break
            opposes = ranked[place] == opposite
            if opposes == (role == "opposing") and _is_new(work, place, heard, said):
                chosen.append(_quote(work, theme_id, place, role, heard, said))
                wanted -= 1
    return chosen


def _side(stance: Stance | None, mention: str | None) -> str | None:
    return stance.stance if stance and stance.stance in ("support", "oppose") else mention


def _mention(work: Work, theme_id: str, place: int) -> str | None:
    """Return the tone in which a comment speaks of a theme."""
    return next(each.sentiment for each in work.assignments[place] if each.theme_id == theme_id)


def _is_new(work: Work, place: int, heard: set[str], said: list[frozenset[str]]) -> bool:
    if work.comments[place].speaker in heard or work.campaign_of[place] in heard:
        return False
    if work.duplicate_of[place] is not None and work.campaign_of[place] is None:
        return False
    says = _says(work, place)
    return all(len(says & other) < _ALIKE * len(says | other) for other in said if says | other)


def _says(work: Work, place: int) -> frozenset[str]:
    return frozenset(stems(work.masked[place], work.languages[place]))


def _quote(
    work: Work, theme_id: str, place: int, role: str, heard: set[str], said: list[frozenset[str]]
) -> Quote:
    heard.add(work.comments[place].speaker)
    campaign = work.campaign_of[place]
    if campaign is not None:
        heard.add(campaign)
    said.append(_says(work, place))
    return Quote(
        theme_id=theme_id,
        comment_id=work.comments[place].id,
        role=role,
        text=work.masked[place],
        language=work.languages[place],
        sentiment=_mention(work, theme_id, place),
    )
