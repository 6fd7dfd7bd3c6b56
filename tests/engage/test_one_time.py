"""Codes are those of the standard, and a copy of the database alone gives none away."""

from base64 import b32decode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from engage import one_time

# RFC 6238, appendix B (SHA-1), of whose eight digits an app shows the last six.
SECRET = b"12345678901234567890"
VECTORS = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
NOW = datetime(2026, 9, 14, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_the_standards_own_examples(seconds: int, code: str) -> None:
    assert one_time.code_at(SECRET, one_time.step_at(datetime.fromtimestamp(seconds, UTC))) == code[2:]


@pytest.mark.parametrize(("seconds", "found"), [(-60, None), (-30, -1), (0, 0), (30, 1), (60, None)])
def test_a_clock_may_be_half_a_minute_off_and_no_more(seconds: int, found: int | None) -> None:
    code = one_time.code_at(SECRET, one_time.step_at(NOW + timedelta(seconds=seconds)))
    step = one_time.step_of(SECRET, code, NOW)
    assert (step - one_time.step_at(NOW) if step else None) == found


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "²²²²²²", "-12345"])
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert one_time.step_of(SECRET, code, NOW) is None


def test_a_secret_needs_the_installations_key_and_differs_by_salt() -> None:
    salts = [one_time.new_salt(), one_time.new_salt()]
    made = {one_time.secret_of(key, salt) for key in (b"k" * 32, b"l" * 32) for salt in salts}
    assert len(made) == 4
    assert {len(secret) for secret in made} == {20}


def test_an_app_reads_the_secret_from_the_address() -> None:
    parts = urlsplit(one_time.app_address(SECRET, town="Ville d’Été", email="ana@town.example"))
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == (
        "otpauth",
        "totp",
        "/Ville d’Été:ana@town.example",
    )
    asked = parse_qs(parts.query)
    assert (b32decode(asked["secret"][0]), asked["issuer"]) == (SECRET, ["Ville d’Été"])
    assert b32decode(one_time.spelled(SECRET).replace(" ", "")) == SECRET


def test_recovery_codes_are_all_different_and_may_be_typed_any_way() -> None:
    codes = one_time.new_recovery_codes()
    assert len(set(codes)) == 10
    typed = f" {codes[0].lower().replace('-', ' ')} "
    assert one_time.recovery_hash(b"k", typed) == one_time.recovery_hash(b"k", codes[0])
    assert one_time.recovery_hash(b"l", codes[0]) != one_time.recovery_hash(b"k", codes[0])
    assert one_time.recovery_hash(b"k", "\ud800" * 500) != one_time.recovery_hash(b"k", codes[0])
