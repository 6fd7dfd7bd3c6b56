"""The second step: a stolen password is not enough, a code works once, guessing slows down."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from engage import one_time
from engage.access import OPERATOR, RESIDENT, Actor, NotFoundError
from engage.actions import administer, second_step, sign_in
from engage.actions.second_step import SecondStepRequiredError, TicketOverError
from engage.office import Office
from engage.settings import STAFF_ROLES, SecondFactor
from engage.signing_in import SecondStepError, SignInRefusedError
from surveys.records import Staff
from surveys.store import audit
from tests.factories import cast
from tests.signing_in import ANA, PASSWORD, Clock, quick_hashing

pytestmark = pytest.mark.usefixtures("quick_hashing")
__all__ = ["quick_hashing"]


@pytest.fixture
def clock(office_on_both: Office) -> Clock:
    office_on_both.now = Clock()
    return office_on_both.now


@pytest.fixture
def office(office_on_both: Office, clock: Clock) -> Office:
    """An office whose clock stands, where Ana has a password: once on each sort of database."""
    people = cast(office_on_both)
    administer.set_password(office_on_both, OPERATOR, people.ana.staff.id, PASSWORD)
    return office_on_both


def require(office: Office, *roles: str, is_offered: bool = True) -> None:
    rule = SecondFactor(is_offered=is_offered, required_roles=frozenset(roles))
    office.settings = replace(office.settings, second_factor=rule)


def ticket(office: Office, **more: bool) -> tuple[str, bool]:
    with pytest.raises(SecondStepError) as needed:
        sign_in.sign_in(office, ANA, PASSWORD, **more)
    return needed.value.ticket, needed.value.is_set_up


def app_code(office: Office, spelled: str) -> str:
    """Return what an app that was told ``spelled`` shows now."""
    from base64 import b32decode

    return one_time.code_at(b32decode(spelled.replace(" ", "")), one_time.step_at(office.now()))


@pytest.fixture
def app(office: Office, clock: Clock) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Ana's app: what it was told, and her recovery codes. Half a minute has passed since she set it up."""
    given, _ = ticket(office, wants_second_step=True)
    told = second_step.to_set_up(office, given, town="Larkmere").spelled
    done = second_step.set_up(office, given, app_code(office, told))
    clock.passes(seconds=30)
    return told, done.recovery_codes


def who(office: Office, token: str) -> Staff:
    actor = sign_in.actor_of(office, token)
    assert actor is not None
    return actor.staff


def told(office: Office, *actions: str) -> list[str]:
    with office.db.read() as tx:
        entries = [entry for entry in audit.entries(tx) if entry.action in actions]
    return [f"{entry.action} {entry.outcome} {entry.details.get('way', '')}".strip() for entry in entries]


def refused(office: Office, given: str, code: str) -> int:
    with pytest.raises(SignInRefusedError) as caught:
        second_step.finish(office, given, code)
    assert not isinstance(caught.value, TicketOverError)
    return caught.value.wait_seconds


def test_without_one_the_password_is_enough_unless_the_role_needs_one(office: Office) -> None:
    assert who(office, sign_in.sign_in(office, ANA, PASSWORD)).email == ANA
    require(office, "site_admin")
    assert who(office, sign_in.sign_in(office, ANA, PASSWORD)).email == ANA
    require(office, "owner")
    assert ticket(office)[1] is False


def test_a_required_one_is_set_up_before_there_is_a_session(office: Office) -> None:
    require(office, *STAFF_ROLES)
    given, is_set_up = ticket(office)
    assert is_set_up is False
    spelled = second_step.to_set_up(office, given, town="Larkmere").spelled
    assert second_step.to_set_up(office, given, town="Larkmere").spelled == spelled
    with pytest.raises(SignInRefusedError):
        second_step.set_up(office, given, "000000")
    done = second_step.set_up(office, given, app_code(office, spelled))
    assert who(office, done.token).email == ANA
    assert len(done.recovery_codes) == 10
    assert told(office, "second_step.set_up") == ["second_step.set_up done"]
    with pytest.raises(TicketOverError):
        second_step.set_up(office, given, app_code(office, spelled))


def test_password_and_code_open_a_session_and_the_password_alone_none(office: Office, app) -> None:
    given, is_set_up = ticket(office)
    assert is_set_up is True
    assert sign_in.actor_of(office, given) is None
    token = second_step.finish(
        office, given, f" {app_code(office, app[0])[:3]} {app_code(office, app[0])[3:]} "
    )
    assert who(office, token).email == ANA
    assert told(office, "sign_in.done")[0] == "sign_in.done done password and code"


def test_a_code_that_was_seen_over_the_shoulder_is_worth_nothing(office: Office, app, clock: Clock) -> None:
    code = app_code(office, app[0])
    given, _ = ticket(office)
    second_step.finish(office, given, code)
    assert refused(office, ticket(office)[0], code) == 0
    clock.passes(seconds=30)  # the code is still within the drift that clocks are allowed
    assert refused(office, ticket(office)[0], code) == 0
    assert who(office, second_step.finish(office, given, app_code(office, app[0]))).email == ANA


def test_of_two_who_send_the_same_code_at_once_one_gets_in(office: Office, app) -> None:
    given, _ = ticket(office)
    code = app_code(office, app[0])

    def send(_: int) -> bool:
        try:
            return bool(second_step.finish(office, given, code))
        except SignInRefusedError:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 1


def test_guesses_sent_at_once_are_counted_one_by_one(office: Office, app) -> None:
    given, _ = ticket(office)

    def guess(_: int) -> int:
        with pytest.raises(SignInRefusedError) as caught:
            second_step.finish(office, given, "000000")
        return caught.value.wait_seconds

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(guess, range(16)))
    with office.db.read() as tx:
        counted = tx.execute(text("SELECT max(failures) FROM sign_in_failure")).scalar_one()
    assert counted == 5


def test_a_recovery_code_works_once_and_is_kept_as_a_hash(office: Office, app) -> None:
    code = app[1][3]
    with office.db.read() as tx:
        kept = {row[0] for row in tx.execute(text("SELECT code_hash FROM staff_recovery_code"))}
    assert len(kept) == 10
    assert not any(code in row or one_time.plain(code) in row for row in kept)
    given, _ = ticket(office)
    assert who(office, second_step.finish(office, given, code.lower())).email == ANA
    assert refused(office, given, code) == 0
    assert told(office, "second_step.recovery_code_used") == ["second_step.recovery_code_used done"]
    assert second_step.standing(office, cast(office).ana).recovery_codes == 9


def test_guessing_codes_slows_down_and_a_right_password_does_not_help(office: Office, app) -> None:
    waits = []
    for _ in range(6):
        given, _ = ticket(office)  # the password is right each time
        waits.append(refused(office, given, "000000"))
    assert waits == [0, 0, 0, 0, 5, 5]
    given, _ = ticket(office)
    assert refused(office, given, app_code(office, app[0])) > 0
    assert refused(office, given, app[1][0]) > 0
    office.now.passes(seconds=6)
    assert who(office, second_step.finish(office, given, app_code(office, app[0]))).email == ANA


@pytest.mark.parametrize("code", ["", " ", "\0", "\ud800", "0" * 100_000, "０００００００"])
def test_what_is_no_code_at_all_is_refused_like_a_wrong_one(office: Office, app, code: str) -> None:
    assert refused(office, ticket(office)[0], code) == 0


def test_a_ticket_ends_with_time_a_new_password_and_deactivation(office: Office, app, clock: Clock) -> None:
    ana = cast(office).ana.staff

    def over(given: str) -> None:
        with pytest.raises(TicketOverError):
            second_step.finish(office, given, app_code(office, app[0]))

    given, _ = ticket(office)
    over(given[:-1] + ("a" if given[-1] != "a" else "b"))
    over("\ud800")
    clock.passes(minutes=11)
    over(given)
    given, _ = ticket(office)
    administer.set_password(office, OPERATOR, ana.id, PASSWORD + "!")
    over(given)
    administer.set_password(office, OPERATOR, ana.id, PASSWORD)
    given, _ = ticket(office)
    administer.set_active(office, OPERATOR, ana.id, is_active=False)
    over(given)


def test_a_ticket_for_a_code_sets_nothing_up_and_the_other_way_round(office: Office, app) -> None:
    given, _ = ticket(office)
    for verb in (
        lambda: second_step.to_set_up(office, given, town="x"),
        lambda: second_step.set_up(office, given, app_code(office, app[0])),
    ):
        with pytest.raises(TicketOverError):
            verb()
    administer.reset_second_step(office, OPERATOR, cast(office).ana.staff.id)
    with pytest.raises(TicketOverError):
        second_step.finish(office, given, app_code(office, app[0]))


def test_setting_one_up_ends_the_sessions_that_had_none(office: Office, clock: Clock) -> None:
    before = sign_in.sign_in(office, ANA, PASSWORD)
    given, _ = ticket(office, wants_second_step=True)
    spelled = second_step.to_set_up(office, given, town="Larkmere").spelled
    second_step.set_up(office, given, app_code(office, spelled))
    assert sign_in.actor_of(office, before) is None


def test_a_site_admin_lets_somebody_in_who_lost_the_phone(office: Office, app) -> None:
    people = cast(office)
    assert administer.with_second_step(office, people.sam) == {people.ana.staff.id}
    assert administer.with_second_step(office, people.dee) == {people.ana.staff.id}
    given, _ = ticket(office)
    token = second_step.finish(office, given, app_code(office, app[0]))
    assert administer.reset_second_step(office, people.sam, people.ana.staff.id) is True
    assert sign_in.actor_of(office, token) is None
    assert who(office, sign_in.sign_in(office, ANA, PASSWORD)).email == ANA
    assert administer.reset_second_step(office, people.sam, people.ana.staff.id) is False
    assert told(office, "staff.second_step_reset") == ["staff.second_step_reset done"]
    for name in ("cho", "ben", "rosa"):
        with pytest.raises(NotFoundError):
            administer.reset_second_step(office, getattr(people, name), people.ana.staff.id)


def test_one_may_remove_ones_own_with_a_code_unless_the_town_requires_it(office: Office, app) -> None:
    ana = cast(office).ana
    with pytest.raises(SignInRefusedError):
        second_step.remove(office, ana, "000000")
    require(office, "owner")
    with pytest.raises(SecondStepRequiredError):
        second_step.remove(office, ana, app_code(office, app[0]))
    require(office)
    second_step.remove(office, ana, app_code(office, app[0]))
    assert second_step.standing(office, ana).since is None
    assert who(office, sign_in.sign_in(office, ANA, PASSWORD)).email == ANA


def test_new_recovery_codes_end_the_old_ones(office: Office, app) -> None:
    ana = cast(office).ana
    fresh = second_step.renew_recovery_codes(office, ana, app[1][0])
    assert second_step.standing(office, ana).recovery_codes == 10
    assert set(fresh) & set(app[1]) == set()
    given, _ = ticket(office)
    assert refused(office, given, app[1][1]) == 0
    assert who(office, second_step.finish(office, given, fresh[0])).email == ANA


@pytest.mark.parametrize("verb", ["standing", "renew_recovery_codes", "remove"])
def test_who_is_not_signed_in_has_none(office: Office, verb: str) -> None:
    more = () if verb == "standing" else ("000000",)
    with pytest.raises(NotFoundError):
        getattr(second_step, verb)(office, RESIDENT, *more)
    gone = Actor(replace(cast(office).ana.staff, is_active=False))
    with pytest.raises(NotFoundError):
        getattr(second_step, verb)(office, gone, *more)


def test_what_the_town_turned_off_is_not_asked(office: Office, app) -> None:
    require(office, is_offered=False)
    assert who(office, sign_in.sign_in(office, ANA, PASSWORD, wants_second_step=True)).email == ANA
    assert second_step.standing(office, cast(office).ana).is_offered is False


def test_the_database_holds_no_secret_of_an_app(office: Office, app) -> None:
    with office.db.read() as tx:
        row = tx.execute(text("SELECT salt FROM staff_second_factor")).one()
    assert one_time.spelled(one_time.secret_of(b"another key", row[0])) != app[0]
    assert one_time.spelled(one_time.secret_of(office.settings.secret, row[0])) == app[0]
