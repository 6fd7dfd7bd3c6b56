import json
from pathlib import Path

from analysis.code_frame import starter_code_frame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.results import Analysis
from analysis.reviews import Review

TEXT = "The search never works but the staff at the counter were lovely."


def _run(*texts: str, reviews: dict[str, Review] | None = None) -> Analysis:
    comments = [Comment(id=str(number), text=text) for number, text in enumerate(texts)]
    return run(comments, code_frame=starter_code_frame(), reviews=reviews)


def _tones(analysis: Analysis, place: int = 0) -> dict[str, str | None]:
    return {each.theme_id: each.sentiment for each in analysis.comments[place].themes}


def test_each_theme_has_the_tone_of_the_words_about_it() -> None:
    analysis = _run(TEXT)
    assert analysis.comments[0].sentiment == "mixed"
    assert {"search": "negative", "staff_help": "positive"}.items() <= _tones(analysis).items()


def test_a_comment_of_one_piece_gives_its_tone_to_its_themes() -> None:
    analysis = _run("The search is terrible")
    assert analysis.comments[0].segments == ()
    assert _tones(analysis)["search"] == analysis.comments[0].sentiment == "negative"


def test_a_themes_sentiments_are_counted_by_mention() -> None:
    analysis = _run(TEXT)
    by_theme = {share.theme_id: share.by_sentiment for share in analysis.themes}
    assert by_theme["search"] == {"negative": 1, "neutral": 0, "positive": 0, "mixed": 0}
    assert by_theme["staff_help"] == {"negative": 0, "neutral": 0, "positive": 1, "mixed": 0}


def test_a_quote_has_the_tone_in_which_it_speaks_of_its_theme() -> None:
    analysis = _run(TEXT)
    for quote in analysis.quotes:
        assert quote.sentiment == _tones(analysis)[quote.theme_id]


def test_a_theme_that_a_person_gave_has_a_tone_too() -> None:
    analysis = _run(TEXT, reviews={"0": Review(themes=("privacy",))})
    assert _tones(analysis) == {"privacy": "mixed"}


def test_segments_stand_in_the_masked_text() -> None:
    comment = _run("Call me at 905-555-0123 please. The search is terrible!").comments[0]
    assert [comment.masked[each.start : each.end] for each in comment.segments] == [
        "Call me at [phone] please.",
        "The search is terrible!",
    ]


def test_what_could_not_be_read_has_neither_segments_nor_tones() -> None:
    comment = _run("Не могу оплатить. Это плохо.").comments[0]
    assert (comment.unprocessed, comment.segments, comment.themes) == ("other_language", (), ())


def test_mentions_of_two_sided_comments_are_mostly_right_where_the_comments_tone_is_not() -> None:
    path = Path(__file__).parents[3] / "data" / "labelled" / "mentions.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    comments = [Comment(id=str(n), text=row["text"], language=row["language"]) for n, row in enumerate(rows)]
    analysis = run(comments, code_frame=starter_code_frame())
    told = [
        (tone, _tones(analysis, place)[theme], analysis.comments[place].sentiment)
        for place, row in enumerate(rows)
        for theme, tone in row["mentions"].items()
        if theme in _tones(analysis, place)
    ]
    assert len(told) >= 50
    assert sum(tone == mention for tone, mention, _ in told) >= 0.9 * len(told)
    assert sum(tone == whole for tone, _, whole in told) < 0.3 * len(told)
