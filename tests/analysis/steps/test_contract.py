"""What holds for every step and for the whole run, on inputs of every sort."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.code_frame import CodeFrame, starter_code_frame
from analysis.comments import Comment
from analysis.pipeline import STEPS, run
from analysis.results import SENTIMENTS, Analysis
from analysis.work import Desk, Work

INPUTS: dict[str, list[str]] = {
    "none": [],
    "one": ["The payment page is broken"],
    "identical": ["I cannot pay with my card and nobody at the town hall answers the phone"] * 60,
    "identical short": ["ok"] * 60,
    "emoji": ["😀", "👍🏽", "👩‍💻", "😡😡", "🤷"],
    "ten megabytes": ["word and " * 1_150_000, "fine", "x" * 10_000_000],
    "right to left": ["הדף לא עובד", "الدفع لا يعمل", "the page \u202eenilno\u202c pays"],
    "null bytes": ["\x00", "a\x00b pay", "\x00\x00 search"],
    "numbers": ["123", "4.5", "1e9", "٣٤٥"],
    "code": ["<script>alert(1)</script>", "'; DROP TABLE comments;--", "{{7*7}}", "=1+1", "%(n)s {0} \\d+"],
    "blank": ["", " ", "\n\t", "...", "?!"],
    "lone surrogates": ["\ud800 pay", "\udfff"],
    "other languages": ["我不能付款", "Ich kann nicht bezahlen, das ist schlecht", "Не могу оплатить"],
    "combining": ["e\u0301" * 200, "Z\u0351\u0343\u036a" * 100],
}


def _comments(texts: list[str]) -> list[Comment]:
    return [Comment(id=f"c{number}", text=text, group=str(number % 3)) for number, text in enumerate(texts)]


@pytest.fixture(scope="module", params=list(INPUTS))
def analysed(request: pytest.FixtureRequest) -> tuple[list[Comment], Analysis]:
    comments = _comments(INPUTS[request.param])
    return comments, run(comments, code_frame=starter_code_frame())


def test_every_comment_comes_back_once_and_in_order(analysed: tuple[list[Comment], Analysis]) -> None:
    comments, analysis = analysed
    assert [comment.id for comment in analysis.comments] == [comment.id for comment in comments]
    assert analysis.run.n == len(comments)


def test_what_is_left_out_has_a_reason_and_is_counted(analysed: tuple[list[Comment], Analysis]) -> None:
    comments, analysis = analysed
    left_out = [comment.unprocessed for comment in analysis.comments if comment.unprocessed]
    assert sum(analysis.unprocessed.values()) == len(left_out)
    for share in analysis.themes:
        assert share.figure.base == len(comments) - len(left_out)


def test_every_id_that_is_named_exists(analysed: tuple[list[Comment], Analysis]) -> None:
    comments, analysis = analysed
    known = {comment.id for comment in comments}
    themes = {theme.id for theme in starter_code_frame().themes}
    for finding in analysis.findings:
        assert set(finding.comment_ids) <= known
        assert finding.count <= finding.base
        assert 0 <= finding.low <= finding.high <= 1
    for comment in analysis.comments:
        assert {each.theme_id for each in comment.themes} <= themes
        assert comment.duplicate_of is None or comment.duplicate_of in known
    assert {quote.comment_id for quote in analysis.quotes} <= known
    assert len({finding.id for finding in analysis.findings}) == len(analysis.findings)


def test_sentiments_are_of_the_four(analysed: tuple[list[Comment], Analysis]) -> None:
    for comment in analysed[1].comments:
        assert comment.sentiment in (*SENTIMENTS, None)
        assert comment.score is None or -1 <= comment.score <= 1


@pytest.mark.parametrize("name", [name for name in INPUTS if name != "ten megabytes"])
def test_the_same_input_gives_the_same_result(name: str) -> None:
    comments = _comments(INPUTS[name])
    one, other = (run(comments, code_frame=starter_code_frame(), seed=7).to_dict() for _ in range(2))
    one["run"].pop("seconds")
    other["run"].pop("seconds")
    assert one == other


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_leaves_its_input_alone_and_keeps_everything_beside_the_comments(step: object) -> None:
    texts = ["I can't pay", "la recherche est bonne", "", "nothing", "Please fix the search " * 5] * 10
    work = Work(tuple(_comments(texts)), starter_code_frame(), 0, ("0", "1", "2"))
    for each in STEPS:
        before = copy.deepcopy(work)
        after = each.run(work, Desk())
        assert work == before
        assert after.comments == work.comments
        for part in ("texts", "languages", "masked", "tones", "assignments", "unprocessed", "duplicate_of"):
            assert len(getattr(after, part)) in (0, len(texts))
        work = after
        if each is step:
            return


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_has_a_name_and_a_version(step: object) -> None:
    assert step.name  # type: ignore[attr-defined]
    assert step.version  # type: ignore[attr-defined]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=8))
def test_hostile_text_is_read_or_given_a_reason(texts: list[str]) -> None:
    frame = CodeFrame("none", "1", starter_code_frame().themes[:2])
    analysis = run(_comments(texts), code_frame=frame)
    assert len(analysis.comments) == len(texts)
    assert all(comment.sentiment or comment.unprocessed for comment in analysis.comments)
