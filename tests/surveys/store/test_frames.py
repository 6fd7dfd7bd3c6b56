"""Code frames of surveys: versions come back as they were kept, in order, on both databases."""

import pytest

from surveys.frames import FrameChange, NewFrame
from surveys.store import frames
from surveys.store.database import Database
from tests.factories import AT, add_survey

SEARCH = {"id": "search", "name": {"en": "Search", "fr": "Recherche"}, "seeds": {"en": ["find"]}}
SPEED = {"id": "speed", "name": {"en": "Speed"}}


@pytest.fixture
def survey_id(db: Database) -> int:
    return add_survey(db)[0]


def test_a_survey_has_no_frame_of_its_own_at_first(db: Database, survey_id: int) -> None:
    with db.read() as tx:
        assert (
            frames.number(tx, survey_id),
            frames.newest(tx, survey_id),
            frames.changes(tx, survey_id),
        ) == (
            0,
            None,
            [],
        )


def test_versions_are_numbered_and_come_back_as_they_were_kept(db: Database, survey_id: int) -> None:
    with db.write() as tx:
        frames.add(tx, NewFrame(survey_id=survey_id, what="started", themes=[SEARCH]), by="staff:1", at=AT)
    with db.write() as tx:
        kept = frames.add(
            tx,
            NewFrame(survey_id=survey_id, what="split", themes=[SPEED], of=("search",), into=("speed",)),
            by="staff:2",
            at=AT,
        )
    with db.read() as tx:
        first, newest = frames.get(tx, survey_id, 1), frames.newest(tx, survey_id)
        told = frames.changes(tx, survey_id)
    assert first is not None
    assert newest is not None
    assert first.themes == (SEARCH,)
    assert (newest.change, newest.themes) == (kept, (SPEED,))
    assert told == [first.change, kept]
    assert kept == FrameChange(
        number=2,
        what="split",
        of=("search",),
        into=("speed",),
        back_to=None,
        ids=("speed",),
        by="staff:2",
        at=AT,
    )


def test_each_survey_has_its_own(db: Database, survey_id: int) -> None:
    other = add_survey(db, "other")[0]
    with db.write() as tx:
        frames.add(tx, NewFrame(survey_id=other, what="started", themes=[SPEED]), by="staff:1", at=AT)
    with db.read() as tx:
        assert (frames.number(tx, survey_id), frames.number(tx, other)) == (0, 1)
