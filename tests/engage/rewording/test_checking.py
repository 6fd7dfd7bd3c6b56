"""A language model's sentences are held to what they cite; whatever is not supported goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.rewording.checking import REASONS, checked, why_not
from engage.rewording.telling import reason_sentence
from engage.rewording.values import Claim, Fact, Material, Voice
from engage.wording import wording

FACTS = (
    Fact(id="F1", sentence="The theme raised most is “Search”: 1,204 of 2,000 comments (60%).", share=0.6),
    Fact(id="F2", sentence="“Payments” rose from 12% of comments in 0.8.0 to 31% in 0.9.0.", share=0.31),
    Fact(id="F3", sentence="Negative comments are the most common: 45 of 80 comments (56%).", share=0.56),
)
MATERIAL = Material(
    language="en",
    facts=FACTS,
    voices=(Voice(id="C7", text="I can’t find my permit. Call me at [phone]."),),
    names=("Search", "Payments", "Staff"),
)


@pytest.mark.parametrize(
    ("text", "facts", "voices"),
    [
        ("Search was raised in 1204 of the 2,000 comments.", ("F1",), ()),
        ("Most comments were about the search.", ("F1",), ()),
        ("Payments rose in the newer release, from 12% to 31% of the comments.", ("F2",), ()),
        (
            "One resident wrote: “I can't find my permit”, among 1,204 comments on the search.",
            ("F1",),
            ("C7",),
        ),
        ("Comments were negative more often than anything else, at 56%.", ("F3", "F2"), ()),
    ],
)
def test_what_its_sources_say_is_kept(text: str, facts: tuple[str, ...], voices: tuple[str, ...]) -> None:
    assert why_not(Claim(text=text, facts=facts, voices=voices), MATERIAL) == ""


@pytest.mark.parametrize(
    ("reason", "text", "facts", "voices"),
    [
        ("no_source", "Residents wrote about the search.", (), ()),
        ("unknown_source", "Residents wrote about the search.", ("F9",), ()),
        ("unknown_source", "Residents wrote about the search.", ("F1",), ("C99",)),
        ("number", "The search was raised in 1,300 comments.", ("F1",), ()),
        ("number", "A third of the comments were about the search.", ("F1",), ()),
        ("number", "Payments went from 12% to 13% of the comments.", ("F2",), ()),
        ("quote", "A resident said “I cannot find my permit” about the search.", ("F1",), ("C7",)),
        ("quote", "A resident said “I can't find my permit” about the search.", ("F1",), ()),
        ("claim", "The comments on the search were negative.", ("F1",), ()),
        ("claim", "The comments on payments fell from 31% to 12%.", ("F2",), ()),
        ("claim", "Everybody was writing about the search.", ("F1",), ()),
        ("claim", "The town should fix the search first.", ("F1",), ()),
        ("claim", "The payments rose because of the new page.", ("F2",), ()),
        ("theme", "The most raised matter was the staff, in 60% of the comments.", ("F1",), ()),
        ("personal_detail", "For the search, please call 905-555-0123 to help.", ("F1",), ()),
        ("markup", "The search was **raised** in 60% of the comments.", ("F1",), ()),
        ("markup", "See https://example.org about the search.", ("F1",), ()),
        ("markup", "The search was raised the most, as F1 says.", ("F1",), ()),
        ("language", "La recherche est ce dont les gens parlent dans les commentaires.", ("F1",), ()),
        ("too_long", "The search was in the comments. " * 20, ("F1",), ()),
        ("too_long", "", ("F1",), ()),
    ],
)
def test_what_its_sources_do_not_say_is_dropped(
    reason: str, text: str, facts: tuple[str, ...], voices: tuple[str, ...]
) -> None:
    claim = Claim(text=text, facts=facts, voices=voices)
    found = checked([claim], MATERIAL, model="m")
    assert found.sentences == ()
    assert [each.reason for each in found.dropped] == [reason]


def test_a_sentence_that_comes_twice_is_kept_once() -> None:
    claim = Claim(text="The search was raised in 60% of the comments.", facts=("F1",))
    assert checked([claim, claim], MATERIAL, model="m").sentences == (claim,)


def test_french_numbers_are_the_same_numbers() -> None:
    fact = Fact(
        id="F1", sentence="Le thème « Recherche » : 1 204 commentaires sur 2 000 (60,2 %).", share=0.6
    )
    given_ = Material(language="fr", facts=(fact,), voices=(), names=("Recherche",))
    said = Claim(text="La recherche revient dans 1204 commentaires, soit 60,2 % d'entre eux.", facts=("F1",))
    assert why_not(said, given_) == ""
    wrong = Claim(text="La recherche revient dans 61 % des commentaires.", facts=("F1",))
    assert why_not(wrong, given_) == "number"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_reason_can_be_told(language: str) -> None:
    told = [reason_sentence(wording(language), reason) for reason in REASONS]
    assert len(set(told)) == len(REASONS)
    assert not set(told) & set(REASONS)


@given(st.text(max_size=300))
def test_whatever_comes_is_kept_or_has_a_reason(text: str) -> None:
    assert why_not(Claim(text=text, facts=("F1",), voices=("C7",)), MATERIAL) in ("", *REASONS)
