"""Settings: typed, every wrong one named with what to do, unsafe ones refused, the secret kept safe."""

import stat
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from engage.access import ROLES
from engage.settings import (
    ROOT,
    LanguageModel,
    OpenIdConnect,
    Settings,
    SettingsError,
    load_language_model,
    load_settings,
    load_vectors_place,
)

SECRET = "x" * 40


def load(tmp_path: Path, **env: str) -> Settings:
    return load_settings({"ENGAGE_DATA": str(tmp_path), "ENGAGE_SECRET": SECRET, **env})


def reasons_of(tmp_path: Path, **env: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, **env)
    return raised.value.reasons


def test_without_settings_it_runs_on_this_machine(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert (settings.data, settings.database_url) == (tmp_path, f"sqlite:///{tmp_path / 'engage.db'}")
    assert (settings.host, settings.is_loopback, settings.is_demo) == ("127.0.0.1", True, False)
    assert settings.secret == SECRET.encode()


def test_the_command_line_wins(tmp_path: Path) -> None:
    settings = load_settings(
        {"ENGAGE_DATA": "/nowhere", "ENGAGE_HOST": "127.0.0.1", "ENGAGE_SECRET": SECRET},
        data=tmp_path,
        host="0.0.0.0",
    )
    assert (settings.data, settings.host, settings.is_loopback) == (tmp_path, "0.0.0.0", False)


def test_everything_can_be_set(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        DATABASE_URL="postgresql://db/engage",
        PUBLIC_URL="https://engage.example.ca/",
        ENGAGE_PORTAL_URL="https://portal.example.ca",
        ENGAGE_TOWN_NAME="Town of Millbrook",
        ENGAGE_TOWN_NAME_FR="Ville de Millbrook",
        ENGAGE_ACCENT="#004466",
        ENGAGE_CONTACT="hello@example.ca",
        ENGAGE_HOST="0.0.0.0",
        ENGAGE_RESIDENT_PROCESSES="4",
        ENGAGE_DASK_SCHEDULER="tcp://127.0.0.1:8786",
        ENGAGE_PUBLIC_MINIMUM="15",
        ENGAGE_OIDC_ISSUER="https://id.example.ca/",
        ENGAGE_OIDC_CLIENT_ID="engage",
        ENGAGE_OIDC_CLIENT_SECRET="hunter2",
        ENGAGE_MODEL_ADDRESS="https://model.example.ca/v1/",
        ENGAGE_MODEL_NAME="small",
        ENGAGE_MODEL_KEY="k",
        ENGAGE_MODEL_SECONDS="30",
        ENGAGE_VECTORS=str(tmp_path),
    )
    assert settings.vectors == str(tmp_path)
    assert settings.language_model == LanguageModel(
        address="https://model.example.ca/v1", name="small", key="k", seconds=30
    )
    assert settings.database_url == "postgresql://db/engage"
    assert settings.public_url == "https://engage.example.ca"
    assert settings.portal_url == "https://portal.example.ca"
    assert settings.town_name == {"en": "Town of Millbrook", "fr": "Ville de Millbrook"}
    assert (settings.accent, settings.contact) == ("#004466", "hello@example.ca")
    assert (settings.resident_processes, settings.public_minimum) == (4, 15)
    assert settings.dask_scheduler == "tcp://127.0.0.1:8786"
    assert settings.oidc == OpenIdConnect(
        issuer="https://id.example.ca", client_id="engage", client_secret="hunter2"
    )


def test_secrets_are_not_printed(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        ENGAGE_OIDC_ISSUER="https://id.example.ca",
        ENGAGE_OIDC_CLIENT_ID="engage",
        ENGAGE_OIDC_CLIENT_SECRET="hunter2",
    )
    assert (SECRET in repr(settings), "hunter2" in repr(settings)) == (False, False)
    assert [field.name for field in fields(settings) if not field.repr] == ["secret"]


def test_vectors_are_a_folder_that_is_there_or_a_name_to_fetch(tmp_path: Path) -> None:
    assert load(tmp_path).vectors == ""
    assert load(tmp_path, ENGAGE_VECTORS="hub:town/model").vectors == "hub:town/model"
    assert load_vectors_place({"ENGAGE_VECTORS": str(tmp_path)}) == str(tmp_path)
    with pytest.raises(SettingsError):
        load_vectors_place({"ENGAGE_VECTORS": "town/model"})


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "ENGAGE_VECTORS",
            "town/model",
            "ENGAGE_VECTORS: there is no folder town/model. Write the full path of the folder that holds "
            "the model, or hub:owner/name to have one fetched.",
        ),
        ("ENGAGE_DEMO", "perhaps", "ENGAGE_DEMO: 'perhaps' is neither yes nor no. Use 1 or 0."),
        (
            "ENGAGE_RESIDENT_PROCESSES",
            "0",
            "ENGAGE_RESIDENT_PROCESSES: '0' is not a whole number from 1 to 64.",
        ),
        (
            "ENGAGE_RESIDENT_PROCESSES",
            "2.5",
            "ENGAGE_RESIDENT_PROCESSES: '2.5' is not a whole number from 1 to 64.",
        ),
        ("ENGAGE_PUBLIC_MINIMUM", "4", "ENGAGE_PUBLIC_MINIMUM: '4' is not a whole number from 5 to 100."),
        ("ENGAGE_PUBLIC_MINIMUM", "-11", "ENGAGE_PUBLIC_MINIMUM: '-11' is not a whole number from 5 to 100."),
        ("ENGAGE_ACCENT", "red", "ENGAGE_ACCENT: 'red' is not a colour such as #0b5cad."),
        ("ENGAGE_ACCENT", "#0b5ca;", "ENGAGE_ACCENT: '#0b5ca;' is not a colour such as #0b5cad."),
        (
            "ENGAGE_ACCENT",
            "#ffff00",
            "ENGAGE_ACCENT: white words on #ffff00 are hard to read. Choose a darker colour.",
        ),
        ("ENGAGE_SECRET", "short", "ENGAGE_SECRET: shorter than 32 characters. Make a longer one."),
        (
            "ENGAGE_OIDC_ISSUER",
            "https://id.example.ca",
            "ENGAGE_OIDC_CLIENT_ID, ENGAGE_OIDC_CLIENT_SECRET: missing. OpenID Connect needs all three of "
            "ENGAGE_OIDC_ISSUER, ENGAGE_OIDC_CLIENT_ID, ENGAGE_OIDC_CLIENT_SECRET.",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(tmp_path: Path, name: str, text: str, told: str) -> None:
    assert reasons_of(tmp_path, **{name: text}) == (told,)


@pytest.mark.parametrize(
    "address",
    [
        "engage.example.ca",
        "ftp://x",
        "javascript:alert(1)",
        "http://",
        "https://x?y=1",
        "http://[x",
        "http://x:99999",
    ],
)
@pytest.mark.parametrize("name", ["PUBLIC_URL", "ENGAGE_PORTAL_URL"])
def test_what_is_no_address_is_refused(tmp_path: Path, name: str, address: str) -> None:
    assert reasons_of(tmp_path, **{name: address}) == (
        f"{name}: {address.rstrip('/')!r} is not an address such as https://engage.example.ca.",
    )


def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    reasons = reasons_of(tmp_path, ENGAGE_DEMO="2", PUBLIC_URL="x", ENGAGE_ACCENT="red", ENGAGE_SECRET="x")
    assert [reason.split(":")[0] for reason in reasons] == [
        "ENGAGE_DEMO",
        "PUBLIC_URL",
        "ENGAGE_ACCENT",
        "ENGAGE_SECRET",
    ]


@pytest.mark.parametrize("answer", ["1", "true", "YES", " on "])
def test_yes_is_said_in_several_ways(tmp_path: Path, answer: str) -> None:
    assert load(tmp_path, ENGAGE_DEMO=answer).is_demo is True


@pytest.mark.parametrize(
    "env",
    [
        {"ENGAGE_HOST": "0.0.0.0"},
        {"ENGAGE_HOST": "::"},
        {"ENGAGE_HOST": "192.168.1.2"},
        {"ENGAGE_HOST": "demo.example.ca"},
        {"PUBLIC_URL": "https://engage.example.ca"},
    ],
)
def test_demo_people_never_leave_this_machine(tmp_path: Path, env: dict[str, str]) -> None:
    [reason] = reasons_of(tmp_path, ENGAGE_DEMO="1", **env)
    assert reason.startswith("ENGAGE_DEMO: demo people sign in without a password")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.1"])
def test_demo_works_on_loopback(tmp_path: Path, host: str) -> None:
    assert load(tmp_path, ENGAGE_DEMO="1", ENGAGE_HOST=host).is_demo is True


def test_a_secret_is_made_once_and_for_this_account_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = load_settings({"ENGAGE_DATA": str(folder)}).secret
    assert load_settings({"ENGAGE_DATA": str(folder)}).secret == first
    assert len(first) >= 32
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert modes == {"data": 0o700, "secret.key": 0o600}


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from engage.settings import load_settings; "
        f"print(load_settings({{}}, data=Path({str(tmp_path / 'data')!r})).secret.decode())"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    assert len({process.communicate(timeout=60)[0] for process in started}) == 1
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_a_damaged_secret_is_not_replaced_silently(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("short")
    with pytest.raises(SettingsError, match="too short to be a secret"):
        load_settings({"ENGAGE_DATA": str(tmp_path)})
    assert (tmp_path / "secret.key").read_text() == "short"


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"^ENGAGE_DATA: .*file/data cannot be used"):
        load_settings({"ENGAGE_DATA": str(tmp_path / "file" / "data")})


def test_an_unknown_home_is_named(tmp_path: Path) -> None:
    assert reasons_of(tmp_path, ENGAGE_DATA="~nobody-of-that-name/data") == (
        "ENGAGE_DATA: ~nobody-of-that-name/data names nobody on this machine. Write the folder out in full.",
    )


def test_an_empty_setting_is_one_not_made(tmp_path: Path) -> None:
    names = ("DATABASE_URL", "PUBLIC_URL", "ENGAGE_ACCENT", "ENGAGE_DEMO", "ENGAGE_PUBLIC_MINIMUM")
    assert load(tmp_path, **dict.fromkeys(names, "")) == load(tmp_path)


def test_a_language_model_is_off_until_an_address_is_set() -> None:
    assert load_language_model({"ENGAGE_MODEL_NAME": "small", "ENGAGE_MODEL_KEY": "k"}) is None


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"ENGAGE_MODEL_ADDRESS": "http://model.example.ca/v1", "ENGAGE_MODEL_NAME": "m"}, "unprotected"),
        ({"ENGAGE_MODEL_ADDRESS": "https://model.example.ca/v1"}, "ENGAGE_MODEL_NAME"),
        ({"ENGAGE_MODEL_ADDRESS": "model", "ENGAGE_MODEL_NAME": "m"}, "ENGAGE_MODEL_ADDRESS"),
        (
            {
                "ENGAGE_MODEL_ADDRESS": "http://127.0.0.1:1/v1",
                "ENGAGE_MODEL_NAME": "m",
                "ENGAGE_MODEL_SECONDS": "0",
            },
            "ENGAGE_MODEL_SECONDS",
        ),
    ],
)
def test_a_language_model_that_is_half_set_or_unsafe_stops_the_start(
    tmp_path: Path, env: dict[str, str], named: str
) -> None:
    [reason] = reasons_of(tmp_path, **env)
    assert named in reason
    with pytest.raises(SettingsError):
        load_language_model(env)


def test_the_key_of_a_language_model_is_not_printed() -> None:
    chosen = load_language_model(
        {"ENGAGE_MODEL_ADDRESS": "http://[::1]:1/v1", "ENGAGE_MODEL_NAME": "m", "ENGAGE_MODEL_KEY": "s3cret"}
    )
    assert "s3cret" not in repr(chosen)


@pytest.mark.parametrize(
    ("text", "is_offered", "roles"),
    [
        ("", True, set()),
        ("optional", True, set()),
        ("OFF", False, set()),
        ("required", True, set(ROLES) - {"resident"}),
        ("site_admin, owner", True, {"site_admin", "owner"}),
    ],
)
def test_who_needs_a_second_step(tmp_path: Path, text: str, is_offered: bool, roles: set[str]) -> None:
    rule = load_settings({"ENGAGE_SECOND_FACTOR": text}, data=tmp_path).second_factor
    assert (rule.is_offered, rule.required_roles) == (is_offered, roles)
    assert rule.is_required_of(["owner"]) is ("owner" in roles)


@pytest.mark.parametrize("text", ["maybe", "resident", "owner;analyst", "required,owner"])
def test_a_role_that_there_is_not_cannot_need_a_second_step(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="ENGAGE_SECOND_FACTOR") as caught:
        load_settings({"ENGAGE_SECOND_FACTOR": text}, data=tmp_path)
    assert "department_admin" in str(caught.value)
