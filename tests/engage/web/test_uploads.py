"""Uploads of strangers to the portal: only where files are asked for, few and small, for ten minutes."""

import pytest

from engage.web.uploads import MEGABYTE, MOST_BYTES, SECONDS, Uploads


def test_where_no_file_is_asked_for_none_passes() -> None:
    assert Uploads(lambda: False).admit("one", "5") is False


@pytest.mark.parametrize("said", ["", "-1", "x", "²", str(MOST_BYTES + 1), "9" * 5000])
def test_a_body_must_say_that_it_is_small(said: str) -> None:
    assert Uploads(lambda: True).admit("one", said) is False


def test_one_session_and_all_sessions_have_their_share_and_get_it_back() -> None:
    now = [0.0]
    uploads = Uploads(lambda: True, clock=lambda: now[0])
    ten = str(10 * MEGABYTE)
    assert [uploads.admit("one", ten) for _ in range(7)] == [True] * 6 + [False]
    assert [uploads.admit(f"other {n}", ten) for n in range(15)] == [True] * 14 + [False]
    now[0] = SECONDS + 1
    assert uploads.admit("one", ten) is True
