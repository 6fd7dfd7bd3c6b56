"""Residents in any order: whoever sends, corrects, withdraws or is turned away, the counts stay true.

1. A quota that ends the survey never holds more than its limit.
2. Each stored response that meets a quota holds a place in it or bears its mark, and nobody else does.
3. Whoever has a receipt and did not withdraw is stored, with what they sent last.
"""

import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engage.actions import collect, correct
from engage.actions.collect import Receipt
from engage.office import Office
from surveys.definition import read_definition
from surveys.store import quotas, responses
from tests.factories import both, definition_data, publish_definition, question, raw_answers, survey_now

WARDS, AGES = ("north", "south", "east"), ("young", "old")
LIMIT = 2
_numbers = itertools.count(1)


def selected(name: str, *codes: str) -> dict[str, Any]:
    return {"test": "selected", "question": name, "options": list(codes)}


def quota(name: str, condition: Any, when_full: str) -> dict[str, Any]:
    return {"name": name, "condition": condition, "title": both(name), "limit": LIMIT, "when_full": when_full}


QUOTAS = [
    quota("north", selected("ward", "north"), "end"),
    quota("not_east", {"test": "not", "of": selected("ward", "east")}, "mark"),
    quota("young_south", {"test": "all", "of": [selected("ward", "south"), selected("age", "young")]}, "end"),
]
STEP = st.tuples(
    st.sampled_from(["send", "send", "send", "correct", "withdraw", "again"]),
    st.sampled_from(WARDS),
    st.sampled_from(AGES),
    st.integers(0, 9),
)


class Town:
    """What residents know of themselves: their receipts, forms and last answers."""

    def __init__(self, office: Office, slug: str) -> None:
        self.office, self.slug = office, slug
        self.known: dict[str, tuple[Receipt, str, dict[str, str]]] = {}

    def step(self, what: str, ward: str, age: str, at: int) -> None:
        answers = {"ward": ward, "age": age}
        if what == "send":
            token = collect.open_survey(self.office, self.slug).key.token
            told = self._submit(token, answers)
            if isinstance(told, Receipt):
                self.known[told.reference] = told, token, answers
            return
        if not self.known:
            return
        reference = list(self.known)[at % len(self.known)]
        receipt, token, sent = self.known[reference]
        if what == "withdraw":
            collect.withdraw(self.office, reference, receipt.withdrawal_code)
            del self.known[reference]
        elif what == "again":
            told = self._submit(token, sent)
            assert isinstance(told, Receipt)
            assert told.outcome in ("repeated", "conflict")
        else:
            opened = correct.begin(self.office, reference, receipt.withdrawal_code)
            told = self._submit(opened.key.token, answers)
            if isinstance(told, Receipt):
                assert told.outcome in ("corrected", "unchanged")
                self.known[reference] = receipt, token, answers

    def _submit(self, token: str, answers: dict[str, str]) -> Any:
        return collect.submit(self.office, self.slug, token, raw_answers(**answers), language="en")


@given(steps=st.lists(STEP, max_size=25))
@settings(max_examples=25)
def test_the_counts_stay_true(office: Office, steps: list[tuple[str, str, str, int]]) -> None:
    slug = f"s-{next(_numbers)}"
    asked = [[question("single_choice", "ward", *WARDS), question("single_choice", "age", *AGES)]]
    made = read_definition(definition_data(pages=asked, quotas=QUOTAS))
    publish_definition(office, made, slug)
    town = Town(office, slug)
    for step in steps:
        town.step(*step)
    survey_id = survey_now(office, slug).id
    with office.db.read() as tx:
        stored = list(responses.of_survey(tx, survey_id))
        taken = quotas.places_taken(tx, survey_id)
        held = {one.id: quotas.held(tx, one.id) for one in stored}
    assert {one.reference: dict(one.answers) for one in stored} == {
        reference: sent for reference, (_, _, sent) in town.known.items()
    }
    for one in made.quotas:
        meets = {response.id for response in stored if one.condition.holds(response.answers)}
        holds = {id for id, names in held.items() if one.name in names}
        marked = {response.id for response in stored if one.name in (response.over_quotas or ())}
        assert holds | marked == meets
        assert not holds & marked
        assert taken.get(one.name, 0) == len(holds) <= LIMIT
        assert one.when_full == "mark" or not marked
