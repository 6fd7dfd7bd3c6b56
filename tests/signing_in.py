"""What tests of signing in share: a password, quick hashing, and a clock that stands."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher

from engage.actions import sign_in
from tests.factories import AT

PASSWORD = "seven otters cross slowly"
ANA = "ana@larkmere.example"


@pytest.fixture
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash fast: the shipped settings are slow on purpose, and what holds does not depend on them."""
    monkeypatch.setattr(sign_in, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    sign_in._nobodys_hash.cache_clear()
    yield
    sign_in._nobodys_hash.cache_clear()


class Clock:
    """A clock that stands until moved."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now

    def passes(self, **time: float) -> None:
        """Let time go by."""
        self.now += timedelta(**time)
