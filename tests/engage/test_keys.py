"""Keys a resident holds: not guessed, not forged, read as people type them."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from itsdangerous import Signer

from engage import keys
from tests.conftest import SECRET
from tests.factories import AT

KEY = keys.new_submission_key(SECRET, version_id=7, now=AT)


def test_a_token_is_read_back() -> None:
    read = keys.read_submission_key(SECRET, KEY.token)
    assert read == keys.SubmissionKey(KEY.value, 7, AT, KEY.token)


def test_two_keys_are_never_alike() -> None:
    made = {keys.new_submission_key(SECRET, version_id=7, now=AT).value for _ in range(1000)}
    assert len(made) == 1000
    assert {len(value) for value in made} == {22}  # 128 bits


def test_no_flipped_bit_makes_another_key() -> None:
    flipped = [
        KEY.token[:at] + chr(ord(KEY.token[at]) ^ (1 << bit)) + KEY.token[at + 1 :]
        for at in range(len(KEY.token))
        for bit in range(7)
    ]
    read = [found for token in flipped if (found := keys.read_submission_key(SECRET, token))]
    # Base64 leaves two bits of the last letter unused: flipping those changes neither key nor signature.
    assert {(found.value, found.version_id, found.opened_at) for found in read} <= {(KEY.value, 7, AT)}
    assert {found.token[:-1] for found in read} <= {KEY.token[:-1]}


@given(st.text(st.characters(codec=None)))
@example("")
@example(".")
@example("a.b.c.d")
@example("\ud800")
@example(KEY.token + "\n")
@example("x" * 100_000)
def test_no_other_text_is_a_key(text: str) -> None:
    assert keys.read_submission_key(SECRET, text) is None


def test_another_secret_reads_nothing() -> None:
    assert keys.read_submission_key(SECRET + b"x", KEY.token) is None


def test_a_signature_for_another_purpose_is_no_key() -> None:
    foreign = Signer(SECRET, salt="session").sign(f"{KEY.value}.7.1").decode()
    assert keys.read_submission_key(SECRET, foreign) is None


@pytest.mark.parametrize("moment", ["99999999999999999", "-99999999999999", "now", ""])
def test_a_signed_moment_that_is_none_is_no_key(moment: str) -> None:
    token = keys._signer(SECRET).sign(f"{KEY.value}.7.{moment}").decode()
    assert keys.read_submission_key(SECRET, token) is None


def test_references_have_no_lookalikes_and_are_many() -> None:
    made = {keys.new_reference() for _ in range(2000)}
    assert len(made) == 2000
    shape = re.compile(rf"[{keys.ALPHABET}]{{3}}-[{keys.ALPHABET}]{{3}}-[{keys.ALPHABET}]{{3}}")
    assert [reference for reference in made if not shape.fullmatch(reference)] == []
    assert set("0OQ1IL2Z5S8BAEIOU") & set(keys.ALPHABET) == {"Q"}
    assert len(keys.ALPHABET) ** keys.REFERENCE_LENGTH >= 2**40
    assert len(keys.ALPHABET) ** keys.CODE_LENGTH >= 2**71


def test_a_withdrawal_code_follows_from_the_key_and_the_secret() -> None:
    code = keys.withdrawal_code(SECRET, KEY.value)
    assert code == keys.withdrawal_code(SECRET, KEY.value)
    assert re.fullmatch(rf"([{keys.ALPHABET}]{{4}}-){{3}}[{keys.ALPHABET}]{{4}}", code)
    assert (
        len({code, keys.withdrawal_code(SECRET, KEY.value + "x"), keys.withdrawal_code(b"y", KEY.value)}) == 3
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("k7pq2mxt9", "K7P-Q2M-XT9"),
        (" K7P Q2M XT9 ", "K7P-Q2M-XT9"),
        ("k7p–q2m—xt9", "K7P-Q2M-XT9"),
        ("cdfg-hjkm-npqr-tvwx", "CDFG-HJKM-NPQR-TVWX"),
        ("cdfghjkmnpqrtvwx", "CDFG-HJKM-NPQR-TVWX"),
        ("", ""),
        ("\x00\ud800", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, written: str) -> None:
    assert keys.tidy(typed) == written


@given(st.text(st.characters(codec=None), max_size=40))
def test_whatever_is_typed_can_be_looked_up(typed: str) -> None:
    tidied = keys.tidy(typed)
    assert keys.tidy(tidied) == tidied
    assert len(keys.hashed(tidied)) == 64


def test_what_we_make_is_tidy() -> None:
    for made in (keys.new_reference(), keys.withdrawal_code(SECRET, KEY.value)):
        assert keys.tidy(made.lower().replace("-", " ")) == made


def test_moments_of_keys_are_utc() -> None:
    read = keys.read_submission_key(SECRET, KEY.token)
    assert read is not None
    assert read.opened_at == datetime(2026, 9, 14, 13, tzinfo=UTC)
    assert read.opened_at.tzinfo is UTC
