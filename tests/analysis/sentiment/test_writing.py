"""Text as a tone is learned from it: what files left in it undone, negations told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.sentiment.rules import asked, tone
from analysis.sentiment.writing import restored, told
from analysis.steps.clean import Clean
from analysis.steps.language import Language
from analysis.work import Desk, Work


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"I can\u2019t log in\u002c sorry", "I can’t log in, sorry"),
        ("Parks &amp; roads &#39;fine&#39; &lt;3", "Parks & roads 'fine' <3"),
        ('She said \\""""Hello\\""""', 'She said "Hello"'),
        ("AT&T and R&D, 100 % & more; C:\\users", "AT&T and R&D, 100 % & more; C:\\users"),
        (r"a\u0000b\ud800c", "a b c"),
        ("&bogus; &#99999999;", "&bogus; &#99999999;"),
    ],
)
def test_what_files_left_in_text_is_undone(written: str, meant: str) -> None:
    assert restored(written) == meant


@given(st.text(alphabet=st.sampled_from(list('\\ud8"&#x;0123amp \x00é'))))
def test_any_text_is_restored_to_one_that_can_be_written(text: str) -> None:
    assert restored(text).encode("utf-8").decode("utf-8") == restored(text)


def test_links_people_and_numbers_are_alike() -> None:
    assert told("@Ana see https://a.example/b 2024") == told("@ben see http://c.example 1999")


def test_what_is_negated_is_another_word_up_to_the_end_of_its_clause() -> None:
    assert told("not good, but fast") == ["not", "not~good", "but", "fast"]
    assert told("I don't like it. Nice staff") == ["i", "don't", "not~like", "not~it", "nice", "staff"]
    assert told("pas clair! merci") == ["pas", "not~clair", "!", "merci"]


def test_tags_count_as_words_and_drawn_out_words_are_marked() -> None:
    assert told("#Great") == ["great", "#great"]
    assert told("soooo") == ["soo", "drawnout"]


def test_emoticons_count() -> None:
    assert told("fine :) <3 😀") == ["fine", ":)", "<3", "😀"]


def test_a_comment_that_a_file_spoiled_is_read_as_it_was_meant() -> None:
    written = ("The staff weren\\u2019t helpful", "The staff weren’t helpful")
    work = Work(
        tuple(Comment(id=str(n), text=text, language="en") for n, text in enumerate(written)),
        CodeFrame("none", "0", ()),
    )
    for step in (Clean(), Language()):
        work = step.run(work, Desk())
    spoiled, meant = (tone(comment) for comment in asked(work))
    assert (spoiled.sentiment, spoiled) == ("negative", meant)
