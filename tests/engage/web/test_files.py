"""Files on the light face: chosen, kept over pages, taken out again, sent with the answers.

1. A file is there with the acknowledged response, and gone with a withdrawn one.
2. It stays over pages, languages and errors, and can be taken out.
3. What a file says it is counts for nothing; what is wrong is said beside its question, and nothing typed
   is lost.
4. The same form sent twice is one response; other files under the same key are a conflict.
5. A file named by somebody else's form is none.
6. Bodies of any size and sort end in a page; a form without files reads as it always did.
"""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from starlette.testclient import TestClient

from engage.actions import attach
from engage.office import Office
from surveys.records import Attachment
from surveys.store import attachments
from tests.engage.web.pages import Page, visit
from tests.factories import cast, make_survey, question, stored

SURVEY = "/en/s/library"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(format: str = "PNG", *, size: tuple[int, int] = (8, 6), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 40)).save(out, format, **more)
    return out.getvalue()


def asked(**settings: Any) -> dict[str, Any]:
    return question("file_upload", "photo", **settings)


def send(page: Page, *files: tuple[str, bytes], do: str = "send", name: str = "photo") -> Page:
    """Press a button of a form with files chosen, as a browser does."""
    data: dict[str, list[str]] = {"_do": [do]}
    for one, value in page.form.fields:
        if one != name or value:
            data.setdefault(one, []).append(value)
    chosen = [(name, (file_name, content)) for file_name, content in files] or [(name, ("", b""))]
    return Page(page.client, page.client.post(SURVEY, data=data, files=chosen))


def files(office: Office) -> list[Attachment]:
    return attach.files_of(office, cast(office).ana, "library")


def kept(office: Office) -> int:
    """Return how many bytes belong to no response."""
    with office.db.read() as tx:
        return attachments.unsent(tx)


@pytest.fixture
def one_page(office: Office) -> None:
    make_survey(office, questions=[asked(), question("long_text", "why")])


@pytest.fixture
def pages(office: Office) -> None:
    make_survey(
        office, pages=[[asked(most=2), question("long_text", "why")], [question("short_text", "last")]]
    )


@pytest.mark.usefixtures("one_page")
def test_a_file_is_stored_with_its_response(office: Office, client: TestClient) -> None:
    page = send(visit(client, SURVEY).fill(why="Dark"), ("C:\\me\\street light.PNG", picture()))
    assert len(page.codes) == 2
    [one] = files(office)
    assert (one.name, one.media_type, one.question_name) == ("street light.png", "image/png", "photo")
    assert stored(office) == [{"photo": [f"{one.id}/street light.png"], "why": "Dark"}]
    assert kept(office) == 0


@pytest.mark.usefixtures("one_page")
def test_no_file_is_no_answer(office: Office, client: TestClient) -> None:
    assert len(send(visit(client, SURVEY).fill(why="Dark")).codes) == 2
    assert (stored(office), files(office)) == ([{"why": "Dark"}], [])


@pytest.mark.usefixtures("one_page")
def test_the_same_form_sent_twice_is_one_response(office: Office, client: TestClient) -> None:
    page = visit(client, SURVEY)
    first, second = (send(page, ("a.png", picture())) for _ in range(2))
    assert first.codes == second.codes
    assert len(files(office)) == 1
    other = send(page, ("a.png", picture(size=(9, 9))))
    assert other.status == 409
    assert (len(files(office)), len(stored(office))) == (1, 1)


@pytest.mark.usefixtures("one_page")
def test_a_withdrawn_response_takes_its_files_with_it(office: Office, client: TestClient) -> None:
    from engage.actions import collect

    page = visit(client, SURVEY)
    reference, code = send(page, ("a.png", picture())).codes
    collect.withdraw(office, reference, code)
    assert (files(office), kept(office)) == ([], 0)
    assert send(page, ("a.png", picture())).codes == []
    assert (files(office), kept(office)) == ([], 0)


@pytest.mark.usefixtures("pages")
def test_a_file_stays_over_pages_and_can_be_taken_out(office: Office, client: TestClient) -> None:
    page = send(visit(client, SURVEY), ("a.png", picture()), ("b.pdf", PDF), do="continue")
    back = page.press("back")
    assert [text.partition("/")[2] for text in back.values("photo") if text] == ["a.png", "b.pdf"]
    [first, *_] = [text for text in back.values("photo") if text]
    back.form.fields = [pair for pair in back.form.fields if pair != ("photo", first)]
    check = send(back, do="continue").fill(last="x").press("continue")
    assert check.press("send").status == 200
    assert [one.name for one in files(office)] == ["b.pdf"]
    assert kept(office) == 0


@pytest.mark.usefixtures("pages")
def test_a_file_goes_along_when_the_language_changes(client: TestClient) -> None:
    page = visit(client, SURVEY).fill(why="Dark")
    switch = next(one for one in page.form.buttons if one.get("value") == "language")
    data = {name: value for name, value in page.form.fields if value} | {"_do": "language"}
    sent = client.post(switch["formaction"], data=data, files={"photo": ("a.png", picture())})
    french = Page(client, sent)
    assert french.language == "fr"
    assert "Ajouté : a.png" in french.text
    assert french.values("why") == ["Dark"]


@pytest.mark.usefixtures("one_page")
def test_a_new_file_stands_for_the_one_before(office: Office, client: TestClient) -> None:
    page = visit(client, SURVEY).fill(why="x" * 6000)
    again = send(page, ("a.png", picture()))
    assert again.errors.keys() == {"why"}
    assert "Added: a.png" in again.text
    assert len(send(again.fill(why="Dark"), ("b.png", picture(size=(9, 9)))).codes) == 2
    assert [one.name for one in files(office)] == ["b.png"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", b"MZ\x90\x00 a program", "cannot be added here"),
        ("a.png", b"<svg onload=alert(1)>", "cannot be added here"),
        ("a.png", b"\x89PNG\r\n\x1a\n cut off", "cannot be opened safely"),
        ("a.pdf", b"%PDF-1.4 /JavaScript (app.alert(1)) %%EOF", "cannot be opened safely"),
        ("a.png", b"", "cannot be added here"),
        ("a.jpg", b"\xff\xd8\xff" + b"x" * (1024 * 1024 + 1), "too large"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(
    office: Office, client: TestClient, name: str, content: bytes, code: str
) -> None:
    make_survey(office, questions=[asked(largest=1), question("long_text", "why")])
    page = send(visit(client, SURVEY).fill(why="Dark"), (name, content))
    assert page.status == 422
    assert page.errors.keys() == {"photo"}
    assert page.errors["photo"].startswith(f"{name}: ")
    assert code in page.errors["photo"]
    assert page.values("why") == ["Dark"]
    assert (stored(office), kept(office)) == ([], 0)
    assert len(send(page).codes) == 2
    assert stored(office) == [{"why": "Dark"}]


def test_beside_a_refused_file_today_is_still_the_day_in_town(
    office: Office, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    that_day = {
        "test": "compare",
        "left": {"value": "today"},
        "sign": "=",
        "right": {"value": "date", "day": "2026-09-14"},
    }
    tonight = question("long_text", "tonight", required=True, relevance=that_day)
    make_survey(office, questions=[asked(), tonight])
    # Half past eleven at night in the town, the next day where clocks have no zone.
    monkeypatch.setattr(office, "now", lambda: datetime(2026, 9, 15, 3, 30, tzinfo=UTC))
    page = send(visit(client, SURVEY), ("note.txt", b"not a picture"))
    assert set(page.errors) == {"photo", "tonight"}


def test_more_files_than_may_be_are_not_sent(office: Office, client: TestClient) -> None:
    make_survey(office, questions=[asked(most=2)])
    three = [(f"{n}.png", picture(size=(n, n))) for n in (1, 2, 3)]
    page = send(visit(client, SURVEY), *three)
    assert page.errors == {"photo": "You added too many files. Please keep at most 2 files."}
    assert stored(office) == []


@pytest.mark.usefixtures("one_page")
@pytest.mark.parametrize("named", ["0" * 32 + "/a.png", "a.png", "x/y", "/", "../../etc/passwd"])
def test_a_file_that_is_not_there_is_asked_for_again(office: Office, client: TestClient, named: str) -> None:
    page = visit(client, SURVEY).fill(photo=named).press("send")
    assert page.errors == {"photo": "A file you added is not here any more. Please add it again."}
    assert stored(office) == []


@pytest.mark.usefixtures("pages")
def test_a_strangers_file_is_none(office: Office, client: TestClient, cookieless: TestClient) -> None:
    page = send(visit(client, SURVEY), ("a.png", picture()), do="continue").press("back")
    [theirs] = [text for text in page.values("photo") if text]
    stranger = visit(cookieless, SURVEY)
    other = stranger.fill(photo=theirs).press("continue")
    assert other.errors.keys() == {"photo"}
    renamed = page.fill(photo=theirs.replace("a.png", "b.exe")).press("continue")
    assert renamed.errors.keys() == {"photo"}


@pytest.mark.usefixtures("one_page")
def test_a_file_nobody_asked_for_is_dropped(office: Office, client: TestClient) -> None:
    page = send(visit(client, SURVEY).fill(why="Dark"), ("a.png", picture()), name="why")
    assert page.status in (200, 422)
    assert (files(office), kept(office)) == ([], 0)


def test_a_survey_without_such_a_question_takes_no_file(office: Office, client: TestClient) -> None:
    make_survey(office, questions=[question("long_text", "why")])
    page = send(visit(client, SURVEY).fill(why="Dark"), ("a.png", picture()), name="photo")
    assert len(page.codes) == 2
    assert (stored(office), kept(office)) == ([{"why": "Dark"}], 0)


@pytest.mark.usefixtures("one_page")
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "multipart/form-data; boundary=x", 400),
        (b"--x\r\n", "multipart/form-data; boundary=x", 400),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 400),
        (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\ncut", "multipart/form-data; boundary=x", 400),
        (b"--x\r\nX: y\r\n\r\n\r\n--x--\r\n", "multipart/form-data; boundary=x", 400),
        (b"--x\r\n" + b"H" * 20_000 + b": y\r\n\r\n\r\n--x--", "multipart/form-data; boundary=x", 400),
        (b"--x--", "multipart/form-data", 400),
        (b"--x--", "multipart/form-data; boundary=" + "b" * 300, 400),
        (
            b'--x\r\nContent-Disposition: form-data; name="why"\r\n\r\n' + b"y" * 300_000 + b"\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
            413,
        ),
    ],
)
def test_no_body_breaks_the_page(client: TestClient, body: bytes, kind: str, status: int) -> None:
    sent = client.post(SURVEY, content=body, headers={"content-type": kind})
    assert sent.status_code == status
    assert "<h1>" in sent.text


@pytest.mark.usefixtures("one_page")
@given(body=st.binary(max_size=400), head=st.sampled_from([b"--x\r\n", b"--x\r\nContent-Disposition: ", b""]))
def test_noise_ends_in_a_page(client: TestClient, body: bytes, head: bytes) -> None:
    sent = client.post(
        SURVEY, content=head + body, headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert sent.status_code == 400
    assert "<h1>" in sent.text


@pytest.mark.usefixtures("one_page")
def test_a_body_that_says_it_is_far_too_large_is_not_read(client: TestClient) -> None:
    read = 0

    def parts() -> Any:
        nonlocal read
        for _ in range(1000):
            read += 1
            yield b"x" * 1000

    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(10**9)}
    sent = client.post(SURVEY, content=parts(), headers=headers)
    assert sent.status_code == 413
    assert read <= 1001
