"""Keys a resident holds: the submission key of an opened survey, the reference, the withdrawal code."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from itsdangerous import BadSignature, Signer

from surveys.records import CORRECTS, Correction

# No vowels, so no words; no look-alikes (0 O, 1 I L, 2 Z, 5 S, 8 B).
ALPHABET = "CDFGHJKMNPQRTVWXY34679"
LOCAL = ZoneInfo("America/Toronto")
REFERENCE_LENGTH = 9  # 22^9 is 40 bits
CODE_LENGTH = 16  # 71 bits


@dataclass(frozen=True, slots=True)
class SubmissionKey:
    """Unique per opened survey. ``token`` is what the form carries; ``value`` is what the database keeps."""

    value: str
    version_id: int
    opened_at: datetime
    token: str

    @property
    def opened_on(self) -> date:
        """Return the day on which it was made, as the town's clocks have it."""
        return self.opened_at.astimezone(LOCAL).date()

    @property
    def form(self) -> str:
        """Return the key of the form as it was first opened: a correction's is that of what it corrects."""
        return self.value.partition(CORRECTS)[0]

    @property
    def correction(self) -> Correction | None:
        """Return what is corrected under this key; ``None`` for a first sending."""
        form, _, rest = self.value.partition(CORRECTS)
        return Correction(self.value, form, int(rest.partition(CORRECTS)[0])) if rest else None


def new_correction_key(
    secret: bytes, *, form: str, base: int, version_id: int, now: datetime
) -> SubmissionKey:
    """Make a key under which the answers sent under ``form``, corrected ``base`` times, are changed."""
    value = CORRECTS.join((form, str(base), secrets.token_urlsafe(8)))
    token = _signer(secret).sign(f"{value}.{version_id}.{int(now.timestamp())}").decode()
    return SubmissionKey(value, version_id, now, token)


def new_submission_key(secret: bytes, *, version_id: int, now: datetime) -> SubmissionKey:
    """Make a key for somebody who opens a survey version now."""
    value = secrets.token_urlsafe(16)
    token = _signer(secret).sign(f"{value}.{version_id}.{int(now.timestamp())}").decode()
    return SubmissionKey(value, version_id, now, token)


@lru_cache(maxsize=1024)
def read_submission_key(secret: bytes, token: str) -> SubmissionKey | None:
    """Return the key of a token that we made, ``None`` for any other text.

    Remembered for a moment, since taking one form asks several times.
    """
    try:
        value, version_id, opened = _signer(secret).unsign(token).decode().rsplit(".", 2)
        return SubmissionKey(value, int(version_id), datetime.fromtimestamp(int(opened), UTC), token)
    except (BadSignature, ValueError, OverflowError, OSError):
        return None


def new_reference() -> str:
    """Return a reference such as ``K7P-Q2M-XT9``: it identifies a response and authorises nothing."""
    return _grouped(_letters(secrets.randbelow(len(ALPHABET) ** REFERENCE_LENGTH), REFERENCE_LENGTH), 3)


@lru_cache(maxsize=1024)
def withdrawal_code(secret: bytes, submission_key: str) -> str:
    """Return the code that lets a resident see or withdraw a response.

    It follows from the key, so a repeated submission shows the same code, and only its hash is stored.
    """
    digest = hmac.digest(secret, b"withdrawal:" + submission_key.encode(), "sha256")
    return _grouped(_letters(int.from_bytes(digest, "big"), CODE_LENGTH), 4)


def tidy(typed: str) -> str:
    """Return a reference or code as typed by a person, in its written form (case, blanks, dashes)."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return _grouped(letters, 3 if len(letters) == REFERENCE_LENGTH else 4)


def hashed(secret_text: str) -> str:
    """Return the SHA-256 of a random secret (codes, session tokens), as the database keeps it."""
    return sha256(secret_text.encode()).hexdigest()


def _letters(number: int, length: int) -> str:
    """Write the lowest ``length`` digits of ``number`` in our alphabet."""
    letters = []
    for _ in range(length):
        number, at = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[at])
    return "".join(letters)


def _grouped(letters: str, size: int) -> str:
    return "-".join(letters[at : at + size] for at in range(0, len(letters), size))


@cache
def _signer(secret: bytes) -> Signer:
    # The key is derived here, once, and not again for every form.
    key = hmac.digest(secret, b"submission-key", "sha256")
    return Signer(key, key_derivation="none", digest_method=sha256)
