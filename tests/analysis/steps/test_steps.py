import pytest

from analysis.code_frame import CodeFrame, starter_code_frame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.results import Analysis


def _run(frame: CodeFrame, *comments: Comment) -> Analysis:
    return run(comments, code_frame=frame)


def _said(text: str, question: str = "", **values: object) -> Comment:
    return Comment(id=values.pop("id", "1"), text=text, question=question, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "question", "sentiment"),
    [
        ("Nothing", "What could we do better?", "positive"),
        ("Nothing", "What was good?", "negative"),
        ("Everything", "What was good?", "positive"),
        ("Everything", "What could we do better?", "negative"),
        ("Rien", "Que pourrions-nous améliorer?", "positive"),
        ("Nothing", "", "neutral"),
        ("easier search", "What could we do better?", "negative"),
        ("Make it easier and clearer please", "What could we do better?", "negative"),
        ("une recherche plus facile", "Que pourrions-nous améliorer?", "negative"),
        ("The map", "What worked well?", "positive"),
        ("Great service, nothing to improve", "What could we do better?", "positive"),
        ("It was terrible and slow", "What worked well?", "negative"),
    ],
)
def test_sentiment_heeds_what_was_asked(frame: CodeFrame, text: str, question: str, sentiment: str) -> None:
    assert _run(frame, _said(text, question)).comments[0].sentiment == sentiment


def test_the_rating_never_becomes_the_sentiment(frame: CodeFrame) -> None:
    low, high = (
        _run(frame, _said("I filled in the form", rating=rating)).comments[0] for rating in (0.0, 1.0)
    )
    assert low == high


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("...", "no_words"),
        ("12345", "no_words"),
        ("n/a", "uninformative"),
        ("我不能付款", "other_language"),
        ("a word " * 10_000, "too_long"),
        ("pay", None),
        ("👍", None),
    ],
)
def test_the_reason_for_leaving_a_comment_out_is_given(
    frame: CodeFrame, text: str, reason: str | None
) -> None:
    assert _run(frame, _said(text)).comments[0].unprocessed == reason


LETTER = "Dear Mayor, please keep the counter at town hall open for those of us who have no computer at home."


def _letters(count: int, resident: str = "") -> list[Comment]:
    return [
        Comment(id=str(n), text=f"{LETTER} Yours, neighbour number {n % 3}", resident=resident)
        for n in range(count)
    ]


def test_a_form_letter_sent_by_many_is_a_campaign(frame: CodeFrame) -> None:
    analysis = _run(frame, *_letters(9), _said("The search is fine", id="x"))
    (campaign,) = analysis.campaigns
    assert (campaign.size, campaign.exact) == (9, 3)
    assert analysis.comments[9].campaign_id is None
    assert analysis.comments[8].duplicate_of == "0"


def test_one_resident_is_no_campaign(frame: CodeFrame) -> None:
    analysis = _run(frame, *_letters(9, resident="one"))
    assert analysis.campaigns == ()
    assert analysis.comments[8].duplicate_of == "0"


def test_short_answers_that_agree_are_not_duplicates(frame: CodeFrame) -> None:
    analysis = _run(frame, *(Comment(id=str(n), text="too slow") for n in range(10)))
    assert all(comment.duplicate_of is None for comment in analysis.comments)


def test_copies_stay_counted(frame: CodeFrame) -> None:
    analysis = _run(
        frame, *(Comment(id=str(n), text="I tried to pay with my credit card today") for n in range(8))
    )
    assert analysis.themes[0].figure.count == 8


def _waves(before: int, after: int) -> list[Comment]:
    made = []
    for group, bearing in (("1", before), ("2", after)):
        for number in range(100):
            text = "I could not pay" if number < bearing else "the trail is lovely"
            made.append(Comment(id=f"{group}-{number}", text=text, group=group))
    return made


def test_a_change_is_found_with_its_interval(frame: CodeFrame) -> None:
    findings = [f for f in _run(frame, *_waves(5, 45)).findings if f.code == "theme_change_up"]
    (finding,) = findings
    assert finding.values["difference"] == pytest.approx(0.4)
    assert finding.values["difference_low"] < 0.4 < finding.values["difference_high"]
    assert (finding.count, finding.base) == (45, 100)
    assert finding.comment_ids == tuple(f"2-{n}" for n in range(45))


def test_chance_is_no_change(frame: CodeFrame) -> None:
    assert not [f for f in _run(frame, *_waves(20, 23)).findings if f.code.startswith("theme_change")]


def test_groups_follow_the_order_given(frame: CodeFrame) -> None:
    analysis = run(_waves(5, 45), code_frame=frame, groups=["2", "1"])
    assert [f.code for f in analysis.findings if "change" in f.code] == ["theme_change_down"]


def test_complaints_may_fall_while_a_theme_is_raised_as_often(frame: CodeFrame) -> None:
    said = {"1": "Paying does not work, it is broken", "2": "Paying is easy and works great"}
    comments = [
        Comment(id=f"{group}-{number}", text=said[group] if number < 50 else "the trail goes on", group=group)
        for group in said
        for number in range(100)
    ]
    found = {f.code: f for f in _run(frame, *comments).findings if f.id.startswith("change:pay")}
    assert list(found) == ["theme_negative_down"]
    fall = found["theme_negative_down"]
    assert (fall.values["count_before"], fall.values["base_before"], fall.count, fall.base) == (
        50,
        100,
        0,
        100,
    )
    assert fall.values["difference_high"] < -0.3


def test_a_campaign_moves_no_share_over_time(frame: CodeFrame) -> None:
    letters = [Comment(id=f"l{n}", text=LETTER.replace("counter", "pay desk"), group="2") for n in range(60)]
    findings = _run(frame, *_waves(10, 10), *letters).findings
    assert not [f for f in findings if f.code.startswith("theme_change")]
    assert [f.count for f in findings if f.code == "campaign"] == [60]


def test_quotes_never_repeat_a_resident(frame: CodeFrame) -> None:
    texts = ["I could not pay with my card on the phone", "The search never finds the deck permit I need"]
    comments = [
        Comment(id=str(n), text=f"{texts[n % 2]} on day {n}", resident=f"r{n % 3}") for n in range(40)
    ]
    analysis = _run(frame, *comments)
    residents = [f"r{int(quote.comment_id) % 3}" for quote in analysis.quotes]
    assert residents
    assert len(residents) == len(set(residents))


def test_an_opposing_voice_is_quoted(frame: CodeFrame) -> None:
    bad = [
        "pay page is terrible and slow",
        "could not pay, awful",
        "pay is broken again and again",
        "hate the pay page",
    ]
    comments = [Comment(id=f"b{n}", text=f"{text} {n}") for n, text in enumerate(bad)]
    comments.append(Comment(id="good", text="Love how quick and easy it is to pay now, great work"))
    roles = {quote.role: quote.comment_id for quote in _run(frame, *comments).quotes}
    assert roles["opposing"] == "good"


def test_few_comments_are_said_to_be_few(frame: CodeFrame) -> None:
    analysis = _run(frame, *(Comment(id=str(n), text=f"pay page {n}") for n in range(29)))
    assert "too_few" in {finding.code for finding in analysis.findings}
    assert analysis.candidates == ()


def test_rating_and_words_that_disagree_are_shown_apart(frame: CodeFrame) -> None:
    comments = [Comment(id=str(n), text="awful and broken", rating=1.0) for n in range(3)]
    comments += [Comment(id=f"g{n}", text="great and easy", rating=0.0) for n in range(2)]
    found = {
        f.values["rating"]: f.count for f in _run(frame, *comments).findings if f.code == "rating_disagrees"
    }
    assert found == {"high": 3, "low": 2}


def test_a_candidate_theme_names_what_the_frame_misses(frame: CodeFrame) -> None:
    trails = ["the dog park gate", "our dog park needs a gate", "dog park water tap", "muddy dog park fence"]
    texts = [f"{trails[n % 4]} {n}" for n in range(40)] + [f"the search found permit {n}" for n in range(40)]
    analysis = run([Comment(id=str(n), text=text) for n, text in enumerate(texts)], code_frame=frame)
    assert any("dog" in each.name and "park" in each.name for each in analysis.candidates)
    assert any(f.code == "candidate_theme" and "dog" in f.values["name"] for f in analysis.findings)


def test_the_starter_frame_reads_a_town_comment() -> None:
    analysis = _run(starter_code_frame(), _said("My card was declined and then charged twice on my phone"))
    assert analysis.comments[0].themes[0].theme_id == "payments"
