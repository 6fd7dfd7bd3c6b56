"""Codes that work once: those an authenticator app shows (RFC 6238, RFC 4226), and recovery codes."""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime
from urllib.parse import quote, urlencode

from engage.keys import ALPHABET

STEP_SECONDS = 30
DIGITS = 6
DRIFT = 1
"""How many steps a telephone's clock may be behind or ahead."""
RECOVERY_CODES = 10
RECOVERY_LENGTH = 12  # 22^12 is 53 bits


def new_salt() -> str:
    """Return what a person's own secret is made from, together with the installation's."""
    return secrets.token_hex(16)


def secret_of(key: bytes, salt: str) -> bytes:
    """Return the secret an app shares with us: 160 bits that no copy of the database alone gives away."""
    return hmac.digest(key, b"second step:" + salt.encode(), "sha256")[:20]


def code_at(secret: bytes, step: int) -> str:
    """Return the six digits of one time step (RFC 4226, 5.3, with SHA-1, the one that every app knows)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_at(moment: datetime) -> int:
    """Return the number of the time step that ``moment`` lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def step_of(secret: bytes, code: str, moment: datetime) -> int | None:
    """Return the step near ``moment`` that ``code`` belongs to; ``None`` for a wrong code."""
    now = step_at(moment)
    if not (code.isascii() and code.isdigit()):
        return None
    # Each is compared, whichever matches, so that the time taken tells nothing.
    found = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if hmac.compare_digest(code_at(secret, step), code)
    ]
    return found[-1] if found else None


def spelled(secret: bytes) -> str:
    """Return a secret as people type it into an app: base 32, in groups of four."""
    letters = b32encode(secret).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def app_address(secret: bytes, *, town: str, email: str) -> str:
    """Return the address in the QR code that an app reads."""
    named = {"secret": b32encode(secret).decode(), "issuer": town}
    return f"otpauth://totp/{quote(f'{town}:{email}')}?{urlencode(named, quote_via=quote)}"


def new_recovery_codes() -> tuple[str, ...]:
    """Return codes such as ``K7PQ-2MXT-9CDF``, each for one sign-in without the app."""
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def _recovery_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, RECOVERY_LENGTH, 4))


def plain(code: str) -> str:
    """Return a code as it was meant: no blanks or dashes, letters large."""
    return "".join(sign for sign in code if sign.isalnum()).upper()[:40]


def recovery_hash(key: bytes, code: str) -> str:
    """Return what is kept of a recovery code."""
    return hmac.new(key, b"recovery code:" + plain(code).encode("utf-8", "replace"), "sha256").hexdigest()
