"""Settings from the environment, read once and typed; unsafe or unreadable ones stop the start.

Every setting is documented in docs/settings.md (a test compares the two).
"""

import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from engage import setting_values as read

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
STAFF_ROLES = frozenset({"analyst", "editor", "owner", "department_admin", "site_admin", "auditor"})
YES = frozenset({"1", "true", "yes", "on"})
HUB_NAME = re.compile(r"hub:[\w.-]+/[\w.-]+")
NO = frozenset({"", "0", "false", "no", "off"})


class SettingsError(ValueError):
    """Settings that cannot be used; each reason names the setting, what is wrong, and what to do."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdConnect:
    """How staff sign in with the town's own identity provider."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactor:
    """Whether local accounts may have a second step of signing in, and which roles must."""

    is_offered: bool = True
    required_roles: frozenset[str] = frozenset()

    def is_required_of(self, roles: Iterable[str]) -> bool:
        """Say whether somebody with ``roles`` must have one."""
        return self.is_offered and not self.required_roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """A language model at an address that speaks OpenAI's chat format; it sees masked text only."""

    address: str
    name: str
    key: str = field(repr=False, default="")
    seconds: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides. Addresses have no trailing slash."""

    data: Path
    database_url: str
    public_url: str = "http://127.0.0.1:8000"
    portal_url: str = "http://127.0.0.1:8501"
    town_name: Mapping[str, str] = field(default_factory=lambda: {"en": "Our town", "fr": "Notre ville"})
    accent: str = read.OUR_COLOUR
    contact: str = ""
    is_demo: bool = False
    host: str = "127.0.0.1"
    residents_port: int = 8000
    portal_port: int = 8501
    resident_processes: int = 1
    portal_sessions: int = 200
    proxies: str = ""
    dask_scheduler: str = ""
    vectors: str = ""
    public_minimum: int = 11
    forms_per_minute: int = 300
    lookups_per_minute: int = 60
    oidc: OpenIdConnect | None = None
    language_model: LanguageModel | None = None
    second_factor: SecondFactor = field(default_factory=SecondFactor)
    secret: bytes = field(repr=False, default=b"")

    @property
    def is_loopback(self) -> bool:
        """Say whether only this machine can reach the servers."""
        return read.is_loopback(self.host)


def load_settings(
    environ: Mapping[str, str] | None = None, *, data: Path | None = None, host: str | None = None
) -> Settings:
    """Read the settings; ``data`` and ``host`` from a command line win over the environment.

    Raises:
        SettingsError: naming every setting that is wrong.
    """
    env = os.environ if environ is None else environ
    reasons: list[str] = []
    folder = _folder(data or Path(env.get("ENGAGE_DATA") or ROOT / "data" / "local"), reasons)
    database_url = env.get("DATABASE_URL") or f"sqlite:///{folder / 'engage.db'}"
    if database_url.rstrip("/") in ("sqlite:", "sqlite:///:memory:"):
        reasons.append(
            f"DATABASE_URL: {database_url} is kept in memory only, so answers would be lost. "
            "Name a file, such as sqlite:////var/lib/engage/engage.db."
        )
    chosen_host = host or env.get("ENGAGE_HOST") or "127.0.0.1"
    is_demo = read.yes_or_no(env, "ENGAGE_DEMO", reasons)
    public_url = read.address(env, "PUBLIC_URL", "http://127.0.0.1:8000", reasons)
    if is_demo and not (
        read.is_loopback(chosen_host) and read.is_loopback(urlsplit(public_url).hostname or "")
    ):
        reasons.append(
            "ENGAGE_DEMO: demo people sign in without a password, so demo mode works only on this machine. "
            "Remove ENGAGE_DEMO, or serve on 127.0.0.1."
        )
    settings = Settings(
        data=folder,
        database_url=database_url,
        public_url=public_url,
        portal_url=read.address(env, "ENGAGE_PORTAL_URL", "http://127.0.0.1:8501", reasons),
        town_name={
            "en": env.get("ENGAGE_TOWN_NAME") or ("Town of Larkmere" if is_demo else "Our town"),
            "fr": env.get("ENGAGE_TOWN_NAME_FR") or ("Ville de Larkmere" if is_demo else "Notre ville"),
        },
        accent=read.colour(env, "ENGAGE_ACCENT", reasons),
        contact=env.get("ENGAGE_CONTACT") or ("engagement@larkmere.example" if is_demo else ""),
        is_demo=is_demo,
        host=chosen_host,
        residents_port=read.whole(env, "ENGAGE_RESIDENTS_PORT", 8000, 0, 65535, reasons),
        portal_port=read.whole(env, "ENGAGE_PORTAL_PORT", 8501, 0, 65535, reasons),
        resident_processes=read.whole(env, "ENGAGE_RESIDENT_PROCESSES", 1, 1, 64, reasons),
        portal_sessions=read.whole(env, "ENGAGE_PORTAL_SESSIONS", 200, 1, 100_000, reasons),
        proxies=env.get("ENGAGE_PROXIES", ""),
        dask_scheduler=env.get("ENGAGE_DASK_SCHEDULER", ""),
        vectors=_vectors(env, reasons),
        forms_per_minute=read.whole(env, "ENGAGE_FORMS_PER_MINUTE", 300, 0, 1_000_000, reasons),
        lookups_per_minute=read.whole(env, "ENGAGE_LOOKUPS_PER_MINUTE", 60, 0, 1_000_000, reasons),
        public_minimum=read.whole(env, "ENGAGE_PUBLIC_MINIMUM", 11, 5, 100, reasons),
        oidc=_oidc(env, reasons),
        language_model=_language_model(env, reasons),
        second_factor=_second_factor(env, reasons),
        secret=_secret(env, folder, reasons),
    )
    if reasons:
        raise SettingsError(tuple(reasons))
    return settings


def load_language_model(environ: Mapping[str, str] | None = None) -> LanguageModel | None:
    """Read only the language model's settings; ``None`` when the operator set none.

    Raises:
        SettingsError: naming every one that is wrong.
    """
    reasons: list[str] = []
    chosen = _language_model(os.environ if environ is None else environ, reasons)
    if reasons:
        raise SettingsError(tuple(reasons))
    return chosen


def load_vectors_place(environ: Mapping[str, str] | None = None) -> str:
    """Read only where the sentence vectors are; "" for the shipped ones.

    Raises:
        SettingsError: there are none.
    """
    reasons: list[str] = []
    place = _vectors(os.environ if environ is None else environ, reasons)
    if reasons:
        raise SettingsError(tuple(reasons))
    return place


def _vectors(env: Mapping[str, str], reasons: list[str]) -> str:
    """Return a folder in full, or ``hub:owner/name``; what is in there is read by the analysis only."""
    place = env.get("ENGAGE_VECTORS", "").strip()
    if not place or HUB_NAME.fullmatch(place):
        return place
    folder = Path(place).absolute()
    if not folder.is_dir():
        reasons.append(
            f"ENGAGE_VECTORS: there is no folder {place}. Write the full path of the folder that holds the "
            "model, or hub:owner/name to have one fetched."
        )
        return ""
    return str(folder)


def _language_model(env: Mapping[str, str], reasons: list[str]) -> LanguageModel | None:
    if not env.get("ENGAGE_MODEL_ADDRESS"):
        return None
    address = read.address(env, "ENGAGE_MODEL_ADDRESS", "", reasons)
    parts = urlsplit(address)
    if address and parts.scheme != "https" and not read.is_loopback(parts.hostname or ""):
        reasons.append(
            "ENGAGE_MODEL_ADDRESS: comments would travel unprotected. Use https, or a model on this machine."
        )
    if not env.get("ENGAGE_MODEL_NAME"):
        reasons.append("ENGAGE_MODEL_NAME: missing. Say which model to ask for at ENGAGE_MODEL_ADDRESS.")
    return LanguageModel(
        address=address,
        name=env.get("ENGAGE_MODEL_NAME", ""),
        key=env.get("ENGAGE_MODEL_KEY", ""),
        seconds=read.whole(env, "ENGAGE_MODEL_SECONDS", 60, 1, 600, reasons),
    )


def _second_factor(env: Mapping[str, str], reasons: list[str]) -> SecondFactor:
    text = env.get("ENGAGE_SECOND_FACTOR", "").strip().lower() or "optional"
    if text in ("optional", "off"):
        return SecondFactor(is_offered=text == "optional")
    roles = STAFF_ROLES if text == "required" else frozenset(name.strip() for name in text.split(","))
    if not roles <= STAFF_ROLES:
        reasons.append(
            f"ENGAGE_SECOND_FACTOR: {text!r} is neither off, optional, required nor a list of roles "
            f"({', '.join(sorted(STAFF_ROLES))})."
        )
    return SecondFactor(required_roles=roles)


def _folder(path: Path, reasons: list[str]) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError:
        reasons.append(f"ENGAGE_DATA: {path} names nobody on this machine. Write the folder out in full.")
        return path.absolute()


def _oidc(env: Mapping[str, str], reasons: list[str]) -> OpenIdConnect | None:
    names = ("ENGAGE_OIDC_ISSUER", "ENGAGE_OIDC_CLIENT_ID", "ENGAGE_OIDC_CLIENT_SECRET")
    given = [env.get(name, "") for name in names]
    if not any(given):
        return None
    if not all(given):
        missing = [name for name, text in zip(names, given, strict=True) if not text]
        reasons.append(
            f"{', '.join(missing)}: missing. OpenID Connect needs all three of {', '.join(names)}."
        )
        return None
    return OpenIdConnect(issuer=given[0].rstrip("/"), client_id=given[1], client_secret=given[2])


def _secret(env: Mapping[str, str], folder: Path, reasons: list[str]) -> bytes:
    text = env.get("ENGAGE_SECRET", "")
    if text:
        if len(text) < SHORTEST_SECRET:
            reasons.append(f"ENGAGE_SECRET: shorter than {SHORTEST_SECRET} characters. Make a longer one.")
        return text.encode()
    path = folder / "secret.key"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _create_secret(path)
        kept = path.read_bytes()
    except OSError as error:
        reasons.append(f"ENGAGE_DATA: {folder} cannot be used ({error.strerror}). Choose a folder you own.")
        return b""
    if len(kept) < SHORTEST_SECRET:
        reasons.append(f"{path} is too short to be a secret. Restore it from a backup, or set ENGAGE_SECRET.")
    return kept


def _create_secret(path: Path) -> None:
    # Written aside and linked into place: two processes that start together agree on one secret.
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
