"""What no browser sends: every such body gets a clear page, nothing is stored, nothing breaks."""

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from engage.office import Office
from engage.web.forms import MOST_BYTES, MOST_FIELDS, READ_BUT_DROPPED
from tests.engage.web.pages import Page, visit
from tests.every_kind import example
from tests.factories import make_survey, publish_definition, stored

SURVEY = "/en/s/library"
FORM = "application/x-www-form-urlencoded"


def _post(client: TestClient, body: bytes, kind: str = FORM, address: str = SURVEY) -> Page:
    return Page(client, client.post(address, content=body, headers={"content-type": kind}))


def _key(client: TestClient) -> str:
    return visit(client, SURVEY).values("_key")[0]


@pytest.fixture(autouse=True)
def survey(office: Office) -> None:
    """One page."""
    make_survey(office)


def test_a_body_just_within_the_limit_is_read(client: TestClient) -> None:
    page = _post(client, b"improve=" + b"x" * (MOST_BYTES - 8))
    assert page.status == 400  # it has no key
    assert "What you wrote is below" in page.text


@pytest.mark.parametrize("size", [MOST_BYTES + 1, READ_BUT_DROPPED + 100_000])
def test_a_body_over_the_limit_is_refused_with_what_to_do(
    office: Office, client: TestClient, size: int
) -> None:
    page = _post(client, b"improve=" + b"x" * (size - 8))
    assert page.status == 413
    assert page.heading == "That was too much text"
    assert "shorten your longest answer" in page.text
    assert stored(office) == []


def test_a_body_that_does_not_tell_its_length_is_limited_too(client: TestClient) -> None:
    def parts() -> object:
        for _ in range(30):
            yield b"x" * 10_000

    sent = client.post("/fr/s/library", content=parts(), headers={"content-type": FORM})  # type: ignore[arg-type]
    assert sent.status_code == 413
    assert "Le texte était trop long" in sent.text


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", "", "a/b;c=d;;"]
)
def test_a_body_of_another_sort_is_refused(client: TestClient, kind: str) -> None:
    page = _post(client, b'{"ease": "good"}', kind)
    assert page.status == 400
    assert page.heading == "We could not read the form"


def test_ten_thousand_fields_are_refused(client: TestClient) -> None:
    body = "&".join(f"a{number}=1" for number in range(10_000)).encode()
    assert _post(client, body).status == 400
    assert len(body) < MOST_BYTES
    assert MOST_FIELDS < 10_000


@pytest.mark.parametrize(
    "body", [b"", b"&&&&", b"====", b"%", b"%zz=%%%", b"\x00\x01", b"_key", b"ease=good=bad"]
)
def test_a_form_without_a_readable_key_is_given_back(office: Office, client: TestClient, body: bytes) -> None:
    page = _post(client, body)
    assert page.status == 400
    assert page.values("_key")
    assert stored(office) == []


def test_bytes_that_are_no_text_are_a_problem_of_their_field(office: Office, client: TestClient) -> None:
    body = urlencode({"_key": _key(client), "ease": "good"}).encode() + b"&improve=caf%E9+%ED%A0%80"
    page = _post(client, body)
    assert page.status == 422
    assert page.errors.keys() == {"improve"}
    assert "cannot be read" in page.errors["improve"]
    assert stored(office) == []


def test_raw_bytes_that_are_no_text_are_the_same(client: TestClient) -> None:
    body = urlencode({"_key": _key(client), "ease": "good"}).encode() + b"&improve=caf\xe9"
    assert _post(client, body).errors.keys() == {"improve"}


def test_nul_and_control_characters_are_dropped(office: Office, client: TestClient) -> None:
    body = urlencode({"_key": _key(client), "ease": "good", "improve": "a\x00b\x07c\td"}).encode()
    assert _post(client, body).heading == "Your answers were sent"
    assert stored(office) == [{"ease": "good", "improve": "abc\td"}]


@pytest.mark.parametrize("name", ["_key", "_page", "_do", "_release", "_channel", "_return", "_shown"])
@pytest.mark.parametrize("value", ["\x00", "../../etc/passwd", "<script>", "é" * 5000, "change:<b>", "%"])
def test_no_field_of_ours_breaks_the_page(client: TestClient, name: str, value: str) -> None:
    fields = {"_key": _key(client), "ease": "wrong", name: value}
    page = _post(client, urlencode(fields).encode())
    assert page.status in (200, 400, 404, 422)
    assert "<script>" not in page.text


def test_fields_that_are_no_questions_are_ignored(office: Office, client: TestClient) -> None:
    body = urlencode({"_key": _key(client), "ease": "good", "status": "spam", "id": "1"}).encode()
    assert _post(client, body).heading == "Your answers were sent"
    assert stored(office) == [{"ease": "good"}]


def test_two_answers_to_one_choice_are_a_problem(client: TestClient) -> None:
    body = urlencode([("_key", _key(client)), ("ease", "good"), ("ease", "poor")]).encode()
    assert _post(client, body).errors.keys() == {"ease"}


def test_an_answer_that_is_not_offered_is_a_problem(client: TestClient) -> None:
    body = urlencode({"_key": _key(client), "ease": "<b>brilliant</b>"}).encode()
    assert (
        _post(client, body).errors["ease"].startswith("The answer we received is not one of those offered.")
    )


def test_markup_comes_back_as_text(client: TestClient) -> None:
    hostile = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>{{ 1337*7331 }}"
    page = visit(client, SURVEY).fill(improve=hostile, postal='" onfocus="alert(1)').press("send")
    assert page.status == 422
    assert page.values("improve") == [hostile]
    assert page.values("postal") == ['" onfocus="alert(1)']
    assert "<script>" not in page.text
    assert str(1337 * 7331) not in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/en/s/" + "x" * 3000,
        "/en/s/" + quote("é<b>"),
        "/en/s/%00",
        "/en/s/%ff",
        "/en/s/..%2f..%2fetc",
        "/%C3%A9/s/library",
        "/en/results/%00",
        "/en/nothing/at/all",
        "/assets/style.x.css/../../settings.py",
    ],
)
def test_strange_addresses_are_told_that_they_lead_nowhere(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["release=%00", "channel=%ff&release=%ff", "a=" + "b" * 5000, "step=check&step=x", "&&="]
)
def test_strange_queries_change_nothing(client: TestClient, query: str) -> None:
    assert visit(client, f"{SURVEY}?{query}").heading == "Library survey"


@pytest.mark.parametrize("cookie", ["engage_draft_library=", "engage_draft_library=\x7f", "=;=;", "x" * 4000])
def test_strange_cookies_change_nothing(client: TestClient, cookie: str) -> None:
    assert client.get(SURVEY, headers={"cookie": cookie}).status_code == 200


@given(words=st.text(max_size=300))
def test_whatever_is_written_comes_back_or_is_stored_but_never_breaks(
    office: Office, client: TestClient, words: str
) -> None:
    page = visit(client, SURVEY)
    sent = page.send([("_key", page.values("_key")[0]), ("improve", words)])
    assert sent.status == 422  # ease is missing
    assert sent.errors.keys() <= {"ease", "improve"}


ODD = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                " ",
                "\x00",
                "=1+1",
                "-1",
                "1e309",
                "NaN",
                "inf",
                "9" * 400,
                "0x10",
                "1_000",
                "\u0663",
                "=",
                "a=b=c",
            ),
            *("2026-13-45", "0000-00-00", "24:00", "91,181", "a@b", "1/screen.png", "0" * 32 + "/a.png", "|"),
            *(
                "find=hard=easy",
                "reading=handset=",
                "other",
                "unsaid",
                "<script>alert(1)</script>",
                "\u202e abc",
            ),
        ]
    ),
    st.text(max_size=60),
)
NAMES = sorted(question.name for question in example().asked())
PAGES = [page.name for page in example().pages]
STEPS = ("continue", "send", "back", "language", "change:ward", "change:<b>", "restart", "")


@pytest.fixture
def kinds(office: Office) -> str:
    """A question of every kind, open at this address."""
    publish_definition(office, example(), "kinds")
    return "/en/s/kinds"


@settings(max_examples=60)
@given(
    given=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["", ".x", ".find"]), ODD), max_size=25),
    page=st.sampled_from([*PAGES, "", "nowhere"]),
    step=st.sampled_from(STEPS),
)
def test_no_answer_of_any_kind_breaks_a_form(
    office: Office, client: TestClient, kinds: str, given: list[tuple[str, str, str]], page: str, step: str
) -> None:
    client.cookies.clear()
    opened = visit(client, kinds)
    fields = [(f"{name}{part}", text) for name, part, text in given]
    sent = opened.send([*fields, ("_key", opened.values("_key")[0]), ("_page", page), ("_do", step)])
    assert sent.status in (200, 404, 422)
    assert "<script>alert" not in sent.text
    assert stored(office, "kinds") == []


@pytest.mark.parametrize("do", ["send", "continue", "back", "language", "restart", "change:ward"])
def test_the_key_of_another_survey_is_none_here(
    office: Office, client: TestClient, kinds: str, do: str
) -> None:
    key = _key(client)
    sent = visit(client, kinds).send([("_key", key), ("_do", do), ("improve", "Mine"), ("ease", "good")])
    assert sent.status == 400
    assert sent.values("_key") != [key]
    assert (stored(office), stored(office, "kinds")) == ([], [])
