"""Finds comments that repeat each other: duplicates, and campaigns of form letters sent by many."""

from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial

from analysis.near_duplicates import Bands, Runs, group_signed, sign
from analysis.results import Campaign
from analysis.work import Desk, Work

MIN_CAMPAIGN = 5
_MIN_WORDS = 5  # shorter answers ("too slow") agree by chance
_MIN_LETTER_WORDS = 12


class Repeats:
    """Marks duplicates and campaigns; every copy stays counted."""

    name = "repeats"
    version = "1"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``duplicate_of``, ``campaign_of`` and ``campaigns``."""
        by_key = _places_by_key(work)
        letters = [key for key in by_key if key.count(" ") >= _MIN_LETTER_WORDS - 1]
        signed = desk.each(self.name, partial(_signed, seed=work.seed), letters)
        clusters = _clusters(by_key, letters, signed)
        duplicate_of: list[str | None] = [None] * len(work.comments)
        campaign_of: list[str | None] = [None] * len(work.comments)
        campaigns: list[Campaign] = []
        for places in clusters:
            for place in places[1:]:
                duplicate_of[place] = work.comments[places[0]].id
            campaign = _campaign(work, places, f"campaign-{len(campaigns) + 1}")
            if campaign is not None:
                campaigns.append(campaign)
                for place in places:
                    campaign_of[place] = campaign.id
        return replace(
            work,
            duplicate_of=tuple(duplicate_of),
            campaign_of=tuple(campaign_of),
            campaigns=tuple(sorted(campaigns, key=lambda campaign: -campaign.size)),
        )


def _places_by_key(work: Work) -> dict[str, list[int]]:
    by_key: dict[str, list[int]] = defaultdict(list)
    for place in work.processed:
        if work.keys[place].count(" ") >= _MIN_WORDS - 1:
            by_key[work.keys[place]].append(place)
    return by_key


def _signed(letters: list[str], *, seed: int) -> list[tuple[Runs, Bands]]:
    return sign([letter.split() for letter in letters], seed=seed)


def _clusters(
    by_key: dict[str, list[int]], letters: list[str], signed: tuple[tuple[Runs, Bands], ...]
) -> list[list[int]]:
    """Return the places of two or more comments that say the same, in order of the first."""
    together = [[letters[number] for number in group] for group in group_signed(signed)]
    grouped = {key for group in together for key in group}
    together += [[key] for key in by_key if key not in grouped]
    clusters = [sorted(place for key in group for place in by_key[key]) for group in together]
    return sorted((places for places in clusters if len(places) > 1), key=lambda places: places[0])


def _campaign(work: Work, places: list[int], campaign_id: str) -> Campaign | None:
    """Return a campaign if enough different people sent a text of a letter's length."""
    speakers = {work.comments[place].speaker for place in places}
    commonest, exact = Counter(work.keys[place] for place in places).most_common(1)[0]
    if len(speakers) < MIN_CAMPAIGN or commonest.count(" ") < _MIN_LETTER_WORDS - 1:
        return None
    sample = next(place for place in places if work.keys[place] == commonest)
    return Campaign(
        id=campaign_id,
        size=len(places),
        exact=exact,
        sample_id=work.comments[sample].id,
        comment_ids=tuple(work.comments[place].id for place in places),
    )
