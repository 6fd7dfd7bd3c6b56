"""Builds the responses of the fictional town of Larkmere around its hand-written comments.

Run ``python data/samples/build.py`` after changing a comment or a figure here. Comments are never made or
changed: each is used exactly once, word for word. Only closed answers and times are drawn, from a fixed seed,
so that they tell the story in README.md.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

SEED = 20261115
HERE = Path(__file__).resolve().parent
RESPONSES = HERE / "larkmere" / "responses.jsonl"
LOCAL = ZoneInfo("America/Toronto")
Row = dict[str, Any]

SURVEYS: Mapping[str, Mapping[str, Any]] = {
    "permits-beta": {"questions": ("improve", "worked_well"), "responses": 655},
    "digital-services": {"questions": ("fix_one_thing", "anything_else"), "responses": 665},
}
WINDOWS = {
    "0.7.0": (datetime(2026, 9, 8, 9, tzinfo=LOCAL), datetime(2026, 9, 29, 8, tzinfo=LOCAL)),
    "0.8.0": (datetime(2026, 9, 29, 9, tzinfo=LOCAL), datetime(2026, 10, 20, 8, tzinfo=LOCAL)),
    "0.9.0": (datetime(2026, 10, 20, 9, tzinfo=LOCAL), datetime(2026, 11, 15, 18, tzinfo=LOCAL)),
    None: (datetime(2026, 9, 14, 9, tzinfo=LOCAL), datetime(2026, 11, 15, 18, tzinfo=LOCAL)),
}
CAMPAIGN = (datetime(2026, 10, 26, 8, tzinfo=LOCAL), datetime(2026, 10, 29, 20, tzinfo=LOCAL))

RELEASES = {"0.7.0": 32, "0.8.0": 31, "0.9.0": 37}
AGES = {"16_24": 8, "25_34": 16, "35_44": 20, "45_54": 18, "55_64": 15, "65_74": 12, "75_plus": 7, "": 4}
OLDER = ("65_74", "75_plus")
WARDS = {"harbourfront": 20, "old_town": 21, "millbrook": 24, "northfield": 22, "rural_east": 11, "": 2}
CHANNELS = {"web": 80, "in_person": 8, "paper": 7, "phone": 5}
CHANNELS_OLDER = {"web": 58, "in_person": 12, "paper": 17, "phone": 13}
DEVICES = {"computer": 46, "phone": 38, "tablet": 10, "shared": 6}
DEVICES_YOUNG = {"computer": 28, "phone": 64, "tablet": 6, "shared": 2}
DEVICES_OLDER = {"computer": 55, "phone": 14, "tablet": 19, "shared": 12}
FRENCH_SHARE = 0.13  # of those who wrote nothing; with the French comments about a fifth in all

# How easy it was, 1 to 5: the middle of the answers by release, and what a phone or age adds.
EASE = {"0.7.0": 2.8, "0.8.0": 3.8, "0.9.0": 3.8}
EASE_PHONE = {"0.7.0": -0.1, "0.8.0": 0.0, "0.9.0": -1.6}
EASE_OLDER = -0.9

PRIORITIES = ("find", "pay", "register", "report", "alerts", "everyone", "person")
PRIORITY_WEIGHTS = {
    "find": 26, "pay": 14, "register": 17, "report": 12, "alerts": 12, "everyone": 9, "person": 10,
}  # fmt: skip
PRIORITY_OF_THEME = {
    "search": "find", "navigation": "find", "information": "find", "plain_language": "find",
    "payments": "pay", "cost_fees": "pay", "accounts": "pay", "updates": "alerts", "wait_time": "report",
    "accessibility": "everyone", "digital_divide": "everyone", "french": "everyone", "staff_help": "person",
}  # fmt: skip
TASK_OF_THEME = {
    "search": "find_out", "information": "find_out", "payments": "pay", "updates": "track",
    "wait_time": "track", "forms_uploads": "apply", "accounts": "apply",
}  # fmt: skip
TASKS = {"find_out": 24, "apply": 40, "pay": 16, "track": 12, "look_around": 6, "other": 2}
STEPS = ("excellent", "very_good", "good", "fair", "poor")
RECREATION = re.compile(r"hockey|swim|camp\b|recreation|skat|soccer|lesson|natation|loisir|inscri", re.I)
REPORTING = re.compile(r"pothole|streetlight|nid.de.poule|lampadaire|snow|plow|neige", re.I)
MONTHS = {"sept": 9, "oct": 10, "nov": 11}
DAY_NAMED = re.compile(
    r"\b(?:(?P<d1>\d{1,2})(?:er)? (?P<m1>sept|oct|nov)|(?P<m2>sept|oct|nov)[a-z]*\.? (?P<d2>\d{1,2}))"
)


def comments() -> list[Row]:
    """Return every hand-written comment, in the order of the files."""
    rows: list[Row] = []
    for path in sorted((HERE / "comments").glob("*.jsonl")):
        rows += [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return rows


def build() -> list[Row]:
    """Return all responses by survey and time received."""
    rng = random.Random(SEED)
    rows = comments()
    found: list[Row] = []
    for slug, plan in SURVEYS.items():
        people = list(_people([row for row in rows if row["survey"] == slug], plan["questions"]))
        people += [_silent(rng, slug) for _ in range(plan["responses"] - len(people))]
        responses = sorted(
            (_response(rng, slug, person) for person in people), key=lambda r: r["received_at"]
        )
        found += [{"id": f"{slug}-{number:04d}", **response} for number, response in enumerate(responses, 1)]
    return found


def _people(rows: Sequence[Row], questions: tuple[str, str]) -> Iterator[Row]:
    """Yield one person per comment, or per pair of comments that one person may well have written."""
    waiting = [row for row in rows if row["question"] == questions[1]]
    for row in rows:
        if row["question"] != questions[0]:
            continue
        match = next((other for other in waiting if _is_same_person(row, other)), None)
        if match is not None:
            waiting.remove(match)
        yield _person(row, match)
    yield from (_person(row, None) for row in waiting)


def _is_same_person(one: Row, other: Row) -> bool:
    if one["kind"] != "ordinary" or other["kind"] != "ordinary":
        return False
    same = ("language", "age_band", "ward", "channel", "release", "device")
    return all(one.get(key) == other.get(key) for key in same) and abs(_step(one) - _step(other)) <= 1


def _step(row: Row) -> int:
    """Return ease 1-5, or satisfaction as 5 (excellent) to 1 (poor)."""
    return int(row["ease"]) if "ease" in row else 5 - STEPS.index(row["satisfaction"])


def _person(row: Row, second: Row | None) -> Row:
    words = {part["question"]: part["text"] for part in (row, second) if part is not None}
    themes = [theme for part in (row, second) if part is not None for theme in part["themes"]]
    kept = ("language", "age_band", "ward", "channel", "kind")
    return {
        **{key: row[key] for key in kept},
        "release": row.get("release"),
        "device": row.get("device"),
        "step": _step(row),
        "themes": themes,
        "words": words,
    }


def _silent(rng: random.Random, slug: str) -> Row:
    """Return somebody who answers closed questions and writes nothing."""
    age = _drawn(rng, AGES)
    is_older = age in OLDER
    person: Row = {
        "language": "fr" if rng.random() < FRENCH_SHARE else "en",
        "age_band": age,
        "ward": _drawn(rng, WARDS),
        "channel": _drawn(rng, CHANNELS_OLDER if is_older else CHANNELS),
        "kind": "ordinary",
        "release": None,
        "device": None,
        "themes": [],
        "words": {},
    }
    if slug == "permits-beta":
        devices = DEVICES_OLDER if is_older else DEVICES_YOUNG if age in ("16_24", "25_34") else DEVICES
        person["release"] = _drawn(rng, RELEASES)
        person["device"] = _drawn(rng, devices)
        middle = EASE[person["release"]] + (EASE_OLDER if is_older else 0.0)
        middle += EASE_PHONE[person["release"]] if person["device"] == "phone" else 0.0
    else:
        middle = 3.0 - (0.6 if is_older else 0.0) - (0.7 if person["ward"] == "rural_east" else 0.0)
    person["step"] = min(5, max(1, round(rng.gauss(middle, 0.9))))
    return person


def _response(rng: random.Random, slug: str, person: Row) -> Row:
    answers = _permits(rng, person) if slug == "permits-beta" else _digital(rng, person)
    answers |= person["words"]
    answers |= {
        name: person[name] or "prefer_not"
        for name in ("ward", "age_band")
        if person[name] or rng.random() < 0.6
    }
    return {
        "survey": slug,
        "received_at": _moment(rng, person).astimezone(UTC).isoformat(),
        "language": person["language"],
        "channel": person["channel"],
        "release": person["release"],
        "answers": answers,
    }


def _permits(rng: random.Random, person: Row) -> Row:
    told = [TASK_OF_THEME[theme] for theme in person["themes"] if theme in TASK_OF_THEME]
    task = told[0] if told else _drawn(rng, TASKS)
    step = person["step"]
    managed = _drawn(rng, {"yes": (0, 1, 3, 10, 16, 20)[step], "partly": 5, "no": (0, 14, 9, 3, 1, 0)[step]})
    drawn = {"task": task, "managed": managed}
    kept: Row = {name: value for name, value in drawn.items() if rng.random() > 0.03}
    return {**kept, "ease": str(step), "device": person["device"]}


def _digital(rng: random.Random, person: Row) -> Row:
    is_older = person["age_band"] in OLDER
    is_offline = "digital_divide" in person["themes"] or person["channel"] in ("paper", "phone")
    comfort = 3.9 - (1.1 if is_older else 0.0) - (1.0 if is_offline else 0.0)
    confidence = ("not_at_all", "not_very", "somewhat", "quite", "very")[_clipped(rng, comfort)]
    usual = 2.9 + (0.3 if person["age_band"] in ("25_34", "35_44") else 0.0) - (1.0 if is_offline else 0.0)
    usual -= 1.3 if is_offline and _is_silent(person) else 0.0
    frequency = ("never", "yearly", "few_times", "monthly", "weekly")[_clipped(rng, usual)]
    if frequency == "never" and person["words"]:
        frequency = "yearly"  # who rates the services has met them
    answers: Row = {"confidence": confidence, "frequency": frequency}
    if frequency != "never":
        answers["satisfaction"] = (
            "no_opinion" if _is_silent(person) and rng.random() < 0.04 else _satisfaction(person)
        )
    if rng.random() > 0.06:
        answers["priorities"] = _priorities(rng, person)
    if rng.random() > 0.05:
        answers["preferred_channels"] = _preferred(rng, person, is_older=is_older, is_offline=is_offline)
    return answers


def _is_silent(person: Row) -> bool:
    return not person["words"]


def _satisfaction(person: Row) -> str:
    return STEPS[5 - person["step"]]


def _clipped(rng: random.Random, middle: float) -> int:
    return min(4, max(0, round(rng.gauss(middle - 0.5, 0.8))))


def _priorities(rng: random.Random, person: Row) -> list[str]:
    words = " ".join(person["words"].values())
    first = [PRIORITY_OF_THEME[theme] for theme in person["themes"] if theme in PRIORITY_OF_THEME]
    first = (["register"] if RECREATION.search(words) else []) + first
    first = (["report"] if REPORTING.search(words) else []) + first
    chosen = list(dict.fromkeys(first))
    weights = dict(PRIORITY_WEIGHTS)
    if person["age_band"] in OLDER:
        weights |= {"person": 34, "register": 5, "find": 30}
    if person["ward"] == "rural_east":
        weights |= {"everyone": 30}
    wanted = _drawn(rng, {"3": 88, "2": 8, "1": 4})
    while len(chosen) < int(wanted):
        following = _drawn(rng, {code: weight for code, weight in weights.items() if code not in chosen})
        chosen.append(following)
    return chosen[:3]


def _preferred(rng: random.Random, person: Row, *, is_older: bool, is_offline: bool) -> list[str]:
    chances = {
        "website": 0.66 - (0.3 if is_offline else 0.0),
        "app": 0.55 if person["age_band"] in ("16_24", "25_34") else 0.08 if is_older else 0.27,
        "email": 0.52,
        "text": 0.46 if person["age_band"] in ("16_24", "25_34", "35_44") else 0.16,
        "phone_call": 0.62 if is_older or is_offline else 0.24,
        "counter": 0.55 if is_older or is_offline else 0.18,
        "letter": 0.34 if is_older else 0.05,
    }
    return [code for code, chance in chances.items() if rng.random() < chance] or ["no_preference"]


def _moment(rng: random.Random, person: Row) -> datetime:
    """Return when it arrived: most soon after a release or the opening, staff channels in office hours."""
    start, end = CAMPAIGN if person["kind"] == "campaign" else WINDOWS[person["release"]]
    start = max(start, *(_named_days(person, start, end) or [start]))
    while True:
        share = min(rng.random(), rng.random()) if rng.random() < 0.6 else rng.random()
        moment = (start + (end - start) * share).replace(microsecond=0)
        if rng.random() < _likelihood(moment, person["channel"]):
            return moment


def _likelihood(moment: datetime, channel: str) -> float:
    is_weekend = moment.weekday() >= 5
    if channel == "web":
        hour = 0.04 if moment.hour < 6 else 0.45 if moment.hour < 17 else 1.0 if moment.hour < 23 else 0.3
        return hour * (0.8 if is_weekend else 1.0)
    if channel == "in_person":
        return (0.8 if is_weekend else 1.0) if 10 <= moment.hour < 19 else 0.0
    return 1.0 if not is_weekend and 9 <= moment.hour < 16 else 0.0


def _named_days(person: Row, start: datetime, end: datetime) -> list[datetime]:
    """Return the days that the words name, as far as they lie in the window: nothing is told before it is."""
    found = []
    for match in DAY_NAMED.finditer(" ".join(person["words"].values()).lower()):
        month = MONTHS[match["m1"] or match["m2"]]
        day = int(match["d1"] or match["d2"])
        if 1 <= day <= 30:
            moment = datetime(2026, month, day, 18, tzinfo=LOCAL)
            found += [moment] if start < moment < end - timedelta(days=1) else []
    return found


def _drawn(rng: random.Random, weights: Mapping[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def as_lines(responses: Sequence[Row]) -> str:
    """Return the responses as JSON Lines."""
    return "".join(json.dumps(response, ensure_ascii=False) + "\n" for response in responses)


if __name__ == "__main__":
    RESPONSES.write_text(as_lines(build()), "utf-8")
