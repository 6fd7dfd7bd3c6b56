"""What is kept of a run comes back as it was, or not at all."""

from dataclasses import replace
from functools import partial

import pytest

from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.desk import Cancelled, Desk
from analysis.keeping import checksum, pack, returned, unpack
from analysis.pipeline import run
from analysis.results import Segment, ThemeAssignment
from analysis.reviews import Review
from analysis.work import Tone

Nested = tuple[tuple[Segment, ...], tuple[ThemeAssignment, ...]]
NESTED: list[Nested] = [
    ((), ()),
    (
        (Segment(0, 4, "en", "positive", 0.1 + 0.2), Segment(5, 9, "other")),
        (ThemeAssignment("pay", 0.123, ("é\ud800", "card"), None),),
    ),
]


class Drawer:
    """Keeps chunks in memory, and says what was asked of it."""

    def __init__(self) -> None:
        self.chunks: dict[tuple[str, int], bytes] = {}
        self.found: list[tuple[str, int]] = []

    def kept(self, part: str, number: int) -> bytes | None:
        if (part, number) in self.chunks:
            self.found.append((part, number))
        return self.chunks.get((part, number))

    def keep(self, part: str, number: int, content: bytes) -> None:
        self.chunks[part, number] = content


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        (["en", "", "\x00"], str),
        ([None, "a"], str | None),
        ([Tone(), Tone("mixed", -0.3333, 0.5)], Tone),
        ([(None, ()), ("[email]", ("email",))], tuple[str | None, tuple[str, ...]]),
        (NESTED, Nested),
        ([["a"], []], list[str]),
        ([], Nested),
    ],
)
def test_values_come_back_as_they_were(values: list[object], shape: object) -> None:
    assert unpack(pack(values, shape, "sum"), shape, "sum", len(values)) == values


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not compressed",
        pack(NESTED, Nested, "another sum"),
        pack(NESTED[:1], Nested, "sum"),
        pack(NESTED, Nested, "sum")[:-9],
        pack([1, 2], int, "sum"),
        pack([[[1]], [[2]]], list[list[int]], "sum"),
    ],
)
def test_what_is_damaged_or_of_something_else_is_not_believed(content: bytes) -> None:
    assert unpack(content, Nested, "sum", 2) is None


def test_a_type_that_json_cannot_hold_is_refused_when_the_code_is_written() -> None:
    with pytest.raises(TypeError, match="cannot be kept"):
        pack([b""], bytes, "sum")


def test_the_type_of_a_chunk_is_what_its_function_says() -> None:
    def tones(level: int, texts: list[str]) -> list[Tone | None]:
        return [Tone(score=level) for _ in texts]

    assert returned(partial(tones, 1)) == Tone | None


def test_a_checksum_changes_with_any_part_and_any_item() -> None:
    comments = [Comment(id="1", text="a"), Comment(id="2", text="b")]
    sums = [
        checksum(comments, 0),
        checksum(comments, 1),
        checksum(comments[::-1], 0),
        checksum([replace(comments[0], rating=0.5), comments[1]], 0),
        checksum([*comments, 0]),
    ]
    assert len(set(sums)) == len(sums)
    assert checksum(list(comments), 0) == sums[0]


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.desk.CHUNK", 100)


def _comments(count: int) -> list[Comment]:
    texts = ("I cannot pay with my card, but the search is great", "Rien à améliorer", "call 705-555-0134")
    return [Comment(id=str(n), text=f"{texts[n % 3]} {n % 97}", group=f"0.{n % 3}.0") for n in range(count)]


def _stopped(frame: CodeFrame, drawer: Drawer, step: str, done: int) -> None:
    """Run until ``done`` comments of a step are done, and stop there as abruptly as a power cut."""

    class Cut(BaseException):
        pass

    def cut(at: str, so_far: int, total: int) -> None:
        if (at, so_far) == (step, done):
            raise Cut

    with pytest.raises(Cut):
        run(_comments(250), code_frame=frame, keeping=drawer, on_progress=cut)


@pytest.mark.parametrize(("step", "done"), [("language", 100), ("coding", 200), ("summary", 0)])
def test_a_run_that_goes_on_finds_what_one_without_a_break_finds(
    frame: CodeFrame, step: str, done: int
) -> None:
    drawer = Drawer()
    _stopped(frame, drawer, step, done)
    before = dict(drawer.chunks)
    again = run(_comments(250), code_frame=frame, keeping=drawer)
    assert sorted(drawer.found) == sorted(before)
    whole = run(_comments(250), code_frame=frame)
    assert replace(again, run=replace(again.run, seconds={})) == replace(
        whole, run=replace(whole.run, seconds={})
    )


def test_what_was_kept_of_another_run_is_thrown_away(frame: CodeFrame) -> None:
    drawer = Drawer()
    _stopped(frame, drawer, "summary", 0)
    comments = _comments(250)
    comments[-1] = replace(comments[-1], text="The search is slow")
    for changed, seed, reviews in (
        (comments, 0, {}),
        (_comments(250), 1, {}),
        (_comments(250), 0, {"0": Review("positive")}),
    ):
        again = Drawer()
        again.chunks = dict(drawer.chunks)
        found = run(changed, code_frame=frame, keeping=again, seed=seed, reviews=reviews)
        assert all(again.chunks[key] != drawer.chunks[key] for key in drawer.chunks)
        assert found.comments == run(changed, code_frame=frame, seed=seed, reviews=reviews).comments


def test_a_chunk_that_was_damaged_is_done_again(frame: CodeFrame) -> None:
    drawer = Drawer()
    whole = run(_comments(120), code_frame=frame, keeping=drawer)
    drawer.chunks["coding-1", 1] = drawer.chunks["coding-1", 1][:-4]
    drawer.chunks["sentiment-1", 0] = b"\x80\x04."
    assert run(_comments(120), code_frame=frame, keeping=drawer).comments == whole.comments


def test_a_model_that_is_known_is_not_learned_again() -> None:
    models: dict[str, object] = {}
    lessons = iter(["model"])
    for _ in range(2):
        assert Desk(models=models).learned("tone", lambda: next(lessons)) == "model"
    assert models == {"tone": "model"}


def test_a_cancelled_desk_keeps_what_was_finished() -> None:
    drawer = Drawer()
    asked = iter([False, False, True])
    desk = Desk(is_cancelled=lambda: next(asked), keeping=drawer, checksum="sum")
    with pytest.raises(Cancelled):
        desk.each("shout", _shout, ["a"] * 250, is_kept=True)
    assert list(drawer.chunks) == [("shout-1", 0), ("shout-1", 1)]


def _shout(texts: list[str]) -> list[str]:
    return [text.upper() for text in texts]
