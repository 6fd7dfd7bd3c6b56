from analysis.results import CandidateTheme
from engage.analyse.candidates import described
from engage.wording import wording

CANDIDATE = CandidateTheme(
    id="candidate-1",
    terms=("parking",),
    name="not enough parking",
    size=4,
    language="en",
    phrases=("not enough parking",),
    by_sentiment={"negative": 3},
    is_outside_frame=True,
    news="new",
)


def test_a_candidate_is_described_by_its_counts_and_phrases() -> None:
    assert described(CANDIDATE, wording("en")) == (
        "4 comments. Often said: “not enough parking”. Mostly negative (75%). New since the last run."
        " The code frame does not cover it."
    )


def test_the_line_is_french_for_a_french_reader() -> None:
    assert described(CANDIDATE, wording("fr")).startswith(
        "4 commentaires. Souvent dit : « not enough parking ». Surtout négatif ("
    )
