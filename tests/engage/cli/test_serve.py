"""Before it serves: the database ready, the sample only where nobody is yet, how to sign in."""

from dataclasses import replace

import pytest

from engage.cli.serve import _prepare
from engage.office import Office
from engage.settings import OpenIdConnect, Settings
from surveys.store import staff
from tests.factories import AT, cast, make_survey, survey_now

NOBODY = "nobody can yet; make an account with: python -m engage staff add"
DEMO = "open the portal and pick one of the demo people; no password is needed."
OWN = OpenIdConnect(issuer="https://id.town.example", client_id="engage", client_secret="otters")


@pytest.fixture
def demo(settings: Settings) -> Settings:
    return replace(settings, is_demo=True)


def test_the_sample_goes_into_a_database_that_nobody_used(demo: Settings, office: Office) -> None:
    assert _prepare(demo, with_sample=False).startswith("there is nobody yet")
    assert _prepare(demo, with_sample=True) == DEMO
    assert survey_now(office, "permits-beta").live_version_id is not None
    assert _prepare(demo, with_sample=True) == DEMO


def test_where_people_or_surveys_are_no_sample_is_mixed_in(demo: Settings, office: Office) -> None:
    made = cast(office)
    make_survey(office)
    assert _prepare(demo, with_sample=True) == DEMO
    with office.db.read() as tx:
        assert len(staff.everyone(tx)) == len([*made]) - 1  # Rosa, a resident, is no member of staff


def test_it_creates_the_database_and_says_how_to_sign_in(settings: Settings) -> None:
    fresh = replace(settings, database_url=f"sqlite:///{settings.data}/fresh.db")
    assert _prepare(fresh, with_sample=False) == NOBODY
    assert _prepare(fresh, with_sample=False) == NOBODY
    assert _prepare(replace(fresh, oidc=OWN), with_sample=False) == (
        "with the accounts of https://id.town.example."
    )


def test_a_password_counts_while_its_owner_may_sign_in(settings: Settings, office: Office) -> None:
    with office.db.write() as tx:
        ana = staff.add(tx, email="ana@larkmere.example", name="Ana", password_hash="hash", at=AT)
    assert _prepare(settings, with_sample=False) == "with your e-mail address and password."
    with office.db.write() as tx:
        staff.set_active(tx, ana, is_active=False)
    assert _prepare(settings, with_sample=False) == NOBODY
