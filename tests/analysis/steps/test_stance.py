from collections import Counter

from analysis.code_frame import starter_code_frame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.results import Analysis
from engage.analyse.sentences import sentence
from engage.wording import wording

FRAME = starter_code_frame()


def _asked(texts: list[str], *, proposal: str = "a bike lane", language: str = "en") -> list[Comment]:
    return [
        Comment(
            id=f"{language}{n}",
            text=text,
            language=language,
            question_name="lane",
            proposal=proposal,
            resident=f"{language}{n}",
        )
        for n, text in enumerate(texts)
    ]


def _run(comments: list[Comment]) -> Analysis:
    return run(comments, code_frame=FRAME)


def test_without_a_proposal_nothing_has_a_stance() -> None:
    analysis = _run([Comment(id="1", text="I support the bike lane")])
    assert analysis.comments[0].stance is None
    assert not [finding for finding in analysis.findings if finding.code == "stance"]


def test_a_bare_no_counts_against_though_it_says_nothing_else() -> None:
    [comment] = _run(_asked(["No"])).comments
    assert (comment.unprocessed, comment.stance) == ("uninformative", "oppose")


def test_stances_are_counted_over_all_who_answered_the_question() -> None:
    texts = [
        "I support it",
        "yes",
        "I am against it",
        "Good idea, bad plan. I oppose it.",
        "What will it cost?",
    ]
    [finding] = [f for f in _run(_asked(texts)).findings if f.code == "stance"]
    assert finding.values["counts"] == {"support": 2, "oppose": 1, "mixed": 1, "unclear": 1}
    assert (finding.count, finding.base, finding.comment_ids) == (2, 5, ("en0", "en1"))
    assert sentence(finding, wording("en"), FRAME) == (
        "On “a bike lane”, more are for it than against: 2 of 5 comments (40%, likely between 12% and 77%)."
        " For: 2, against: 1, both: 1, do not say: 1."
    )


def test_a_proposal_in_two_languages_is_one_and_is_named_in_the_readers() -> None:
    comments = _asked(["I oppose it"]) + _asked(["Je suis contre"], proposal="une piste", language="fr")
    [finding] = [f for f in _run(comments).findings if f.code == "stance"]
    assert finding.base == 2
    assert "“a bike lane”, more are against" in sentence(finding, wording("en"), FRAME)
    assert "« une piste », plus de gens sont contre" in sentence(finding, wording("fr"), FRAME)


def test_a_quote_of_the_other_side_stands_beside_the_many_and_nobody_is_quoted_twice() -> None:
    many = [f"I support it, the search of the site was hard to use on trip number {n}" for n in range(12)]
    few = ["I am against it, the search of the site works for me as it stands today"]
    comments = [
        Comment(
            id=str(n),
            text=text,
            question_name="lane",
            proposal="a bike lane",
            resident="loud" if n < 4 else str(n),
        )
        for n, text in enumerate(many + few)
    ]
    analysis = _run(comments)
    quotes = [quote for quote in analysis.quotes if quote.theme_id == "search"]
    assert [quote.comment_id for quote in quotes if quote.role == "opposing"] == ["12"]
    speakers = Counter(comments[int(quote.comment_id)].speaker for quote in analysis.quotes)
    assert max(speakers.values()) == 1
