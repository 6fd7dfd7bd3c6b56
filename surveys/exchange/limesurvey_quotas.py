"""The quotas of a LimeSurvey structure: who counts, how many may, and what is said when one is full."""

from collections.abc import Mapping
from typing import Any

from surveys.exchange.building import Building, name_of
from surveys.exchange.conditions import Known, NotCarriedError
from surveys.exchange.limesurvey_rows import Row, Structure, whole
from surveys.exchange.plainer import plain
from surveys.relevance import All, AnyOf, Condition
from surveys.ways_out import Link

HIGHEST = 10_000_000


def quotas(structure: Structure, known: Mapping[str, Known], building: Building) -> list[dict[str, Any]]:
    """Return the quotas in force; one that cannot be carried is noted."""
    found: list[dict[str, Any]] = []
    for row in structure.rows("quota"):
        title, limit = row.get("name", ""), whole(row.get("qlimit"))
        if row.get("active", "1") != "1":
            continue
        condition = _condition(structure, row.get("id", ""), known)
        if condition is None or not 0 < limit <= HIGHEST:
            building.note("setting_not_carried", "survey", setting=f"quota {title}")
            continue
        said = [
            s for s in structure.rows("quota_languagesettings") if s.get("quotals_quota_id") == row.get("id")
        ]
        found.append(
            {
                "name": name_of(title, {made["name"] for made in found}, fallback="quota"),
                "title": dict.fromkeys(structure.languages, title),
                "limit": limit,
                "condition": condition.model_dump(mode="json"),
                "text": structure.texts(_told(said, "quotals_message"), "survey"),
                **_link(structure, said, building),
            }
        )
    return found


def _condition(structure: Structure, quota_id: str, known: Mapping[str, Known]) -> Condition | None:
    """Return who counts: those with one of the answers named to each of the questions named."""
    groups: dict[str, list[Condition]] = {}
    for member in structure.rows("quota_members"):
        if member.get("quota_id") != quota_id:
            continue
        title = structure.titles.get(member.get("qid", ""), "")
        try:
            groups.setdefault(title, []).append(_chosen(title, member.get("code", ""), known))
        except NotCarriedError:
            return None
    parts = [AnyOf(of=tuple(conditions)) for conditions in groups.values()]
    return plain(All(of=tuple(parts))) if parts else None


def _chosen(title: str, code: str, known: Mapping[str, Known]) -> Condition:
    line, _, step = code.rpartition("-")
    for name, values in ((f"{title}_{code}", ["Y"]), (f"{title}_{line}", [step]), (title, [code])):
        if (found := known.get(name)) is not None:
            return found.selected(values)
    raise NotCarriedError


def _told(said: list[Row], name: str) -> dict[str, str]:
    return {row.get("quotals_language", ""): row[name] for row in said if row.get(name)}


def _link(structure: Structure, said: list[Row], building: Building) -> dict[str, Any]:
    """Return where those go on to who are too late; an address that is not safe is noted."""
    address = next(iter(_told(said, "quotals_url").values()), "")
    if not address:
        return {}
    labels = structure.texts(_told(said, "quotals_urldescrip"), "survey")
    label = labels or dict.fromkeys(structure.languages, address)
    if len(address) > 500 or not Link(address=address, label=label).is_safe:
        building.note("setting_not_carried", "survey", setting="quotals_url")
        return {}
    return {"link": {"address": address, "label": label}}
