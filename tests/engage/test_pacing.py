"""Pacing: generous to a library, firm with a script, and unable to say who anybody was."""

from dataclasses import dataclass

import pytest

from engage.office import Office
from engage.pacing import DAY_SECONDS, MOST_KNOWN, SHARED, Pace, Pacing, network_of
from engage.settings import load_settings

ROSA, ANOTHER = "24.114.0.7", "24.114.0.8"


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_full_library_gets_in_and_then_one_as_fast_as_places_come_back() -> None:
    clock = Clock()
    pace = Pace(60, clock=clock)
    assert [pace.wait(ROSA) for _ in range(61)] == [0] * 60 + [1]
    clock.now += 1
    assert [pace.wait(ROSA), pace.wait(ROSA)] == [0, 1]
    assert pace.wait(ANOTHER) == 0


def test_the_wait_that_is_told_is_long_enough() -> None:
    clock = Clock()
    pace = Pace(2, clock=clock)
    assert [pace.wait(ROSA) for _ in range(3)] == [0, 0, 30]
    clock.now += 29
    assert pace.wait(ROSA) == 1
    clock.now += 1
    assert pace.wait(ROSA) == 0


def test_asking_while_waiting_does_not_make_the_wait_longer() -> None:
    clock = Clock()
    pace = Pace(1, clock=clock)
    pace.wait(ROSA)
    assert [pace.wait(ROSA) for _ in range(5)] == [60] * 5
    clock.now += 60
    assert pace.wait(ROSA) == 0


@pytest.mark.parametrize(
    "peer",
    [
        *("", "127.0.0.1", "::1", "10.0.0.4", "192.168.1.9", "172.20.0.2", "169.254.3.3", "100.64.9.9"),
        *("fe80::1", "fd00::5", "::ffff:10.0.0.4", "unix", "testclient", "24.114.0.7\0", "1.2.3", "é"),
    ],
)
def test_who_comes_from_no_known_address_shares_one_generous_count(peer: str) -> None:
    pace = Pace(1, clock=Clock())
    assert [pace.wait(peer) for _ in range(SHARED + 1)] == [0] * SHARED + [1]


def test_a_household_is_one_connection_whatever_address_it_takes() -> None:
    assert network_of("2607:f2c0:1::1") == network_of("2607:f2c0:1:0:ffff::9")
    assert network_of("2607:f2c0:1::1") != network_of("2607:f2c0:2::1")
    assert network_of("::ffff:24.114.0.7") == network_of(ROSA)


def test_nothing_that_is_kept_holds_the_address_and_the_key_changes_each_day() -> None:
    clock = Clock()
    pace = Pace(1, clock=clock)
    pace.wait(ROSA)
    kept, key = dict(pace._buckets), pace._key
    assert network_of(ROSA) not in kept
    assert ROSA.encode() not in b"".join(kept)
    clock.now += DAY_SECONDS
    assert pace.wait(ROSA) == 0
    assert pace._key != key
    assert not set(kept) & set(pace._buckets)


def test_a_flood_of_addresses_fills_no_memory() -> None:
    clock = Clock()
    pace = Pace(1, clock=clock)
    for number in range(MOST_KNOWN + 10):
        pace.wait(f"24.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(pace._buckets) <= MOST_KNOWN


def test_no_limit_counts_nothing() -> None:
    pace = Pace(0)
    assert [pace.wait(ROSA) for _ in range(1000)] == [0] * 1000


def test_settings_say_how_much(office: Office) -> None:
    settings = load_settings({"ENGAGE_FORMS_PER_MINUTE": "3", "ENGAGE_LOOKUPS_PER_MINUTE": "1"})
    pacing = Pacing.of(settings)
    assert [pacing.forms.wait(ROSA) > 0 for _ in range(4)] == [False] * 3 + [True]
    assert [pacing.lookups.wait(ROSA) > 0 for _ in range(2)] == [False, True]
    assert [pacing.pages.wait(ROSA) > 0 for _ in range(31)] == [False] * 30 + [True]
    assert office.pacing.forms.wait(ROSA) == 0
