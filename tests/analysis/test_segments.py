import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.segments import MOST, segments


def _told(text: str, language: str = "en") -> list[tuple[str, str, str | None]]:
    return [(text[each.start : each.end], each.language, each.sentiment) for each in segments(text, language)]


def test_a_contrast_parts_two_clauses() -> None:
    assert _told("The search never works but the staff were lovely.") == [
        ("The search never works", "en", "negative"),
        ("but the staff were lovely.", "en", "positive"),
    ]
    assert _told("La recherche ne fonctionne jamais, mais le personnel est très gentil.", "fr") == [
        ("La recherche ne fonctionne jamais,", "fr", "negative"),
        ("mais le personnel est très gentil.", "fr", "positive"),
    ]


def test_a_comma_or_an_and_parts_good_from_bad_and_nothing_else() -> None:
    assert _told("The site is slow and the staff is great") == [
        ("The site is slow", "en", "negative"),
        ("the staff is great", "en", "positive"),
    ]
    assert _told("The site is slow, old and ugly") == []


def test_each_sentence_of_a_text_in_both_languages_is_named() -> None:
    told = _told("The page does not open at all. Merci beaucoup, c'est très bien fait pour nous.", "mixed")
    assert [(language, sentiment) for _, language, sentiment in told] == [
        ("en", "negative"),
        ("fr", "positive"),
    ]


def test_a_sentence_in_another_language_is_named_and_has_no_tone() -> None:
    told = _told("Ich kann nicht bezahlen, das ist schlecht. But the search works very well.")
    assert [(language, sentiment) for _, language, sentiment in told] == [
        ("other", None),
        ("en", "positive"),
    ]


def test_a_few_words_without_evidence_are_unknown_in_a_mixed_text() -> None:
    told = _told(
        "La page ne marche pas du tout pour nous. Laval. It never opens on my phone either.", "mixed"
    )
    assert [language for _, language, _ in told] == ["fr", "unknown", "en"]


@pytest.mark.parametrize("text", ["It is slow", "", "...", "3.5 km is far", "I saw Mr. Okafor there", "ok"])
def test_a_comment_of_one_piece_has_no_segments(text: str) -> None:
    assert segments(text, "en") == ()


def test_a_very_long_comment_ends_in_one_last_segment() -> None:
    text = "It is slow. " * 500
    found = segments(text, "en")
    assert len(found) == MOST
    assert text[found[-1].end :].strip() == ""


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "mixed", "other", "unknown"]))
def test_segments_are_inside_the_text_in_order_and_apart(text: str, language: str) -> None:
    found = segments(text, language)
    assert len(found) != 1
    at = 0
    for each in found:
        assert at <= each.start < each.end <= len(text)
        at = each.end


@given(
    st.lists(st.sampled_from(["slow", "great", "but", "and", ",", ".", "mais", "search", "\n"]), max_size=30)
)
def test_no_letter_is_lost_between_segments(parts: list[str]) -> None:
    text = " ".join(parts)
    found = segments(text, "en")
    if found:
        between = "".join(
            text[a:b]
            for a, b in zip(
                [0, *(each.end for each in found)], [*(each.start for each in found), len(text)], strict=True
            )
        )
        assert not [word for word in between.split() if word.isalpha() and word != "and"]


@pytest.mark.parametrize("piece", [". ", "a, ", "good and bad and ", "\n", "but "])
def test_a_long_text_made_to_stall_is_cut(piece: str) -> None:
    text = piece * (20_000 // len(piece))  # a rule that looks back each time would not come back
    assert all(text[each.start : each.end].strip() for each in segments(text, "en"))
