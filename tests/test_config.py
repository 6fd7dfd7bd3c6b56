"""Streamlit's configuration is hardened, and says nothing secret."""

import tomllib

import pytest
from streamlit import config

from engage.settings import ROOT

SHIPPED = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("browser.gatherUsageStats", False),
        ("client.toolbarMode", "viewer"),
        ("client.showErrorDetails", "none"),
        ("client.showErrorLinks", False),
        ("client.disableDataExport", True),
        ("client.allowedOrigins", []),
        ("logger.level", "warning"),
        ("server.address", "127.0.0.1"),
        ("server.headless", True),
        ("server.enableCORS", True),
        ("server.enableXsrfProtection", True),
        ("server.xsrfCookieSameSite", "strict"),
        ("server.maxUploadSize", 10),
        ("server.maxMessageSize", 20),
        ("server.maxWidgetStateSize", 1),
        ("server.disconnectedSessionTTL", 900),
        ("server.enableStaticServing", False),
        ("server.enableAgentApi", False),
        ("server.scriptHealthCheckEnabled", False),
        ("server.runOnSave", False),
        ("server.fileWatcherType", "none"),
        ("theme.primaryColor", "#0b5cad"),
    ],
)
def test_what_is_shipped(option: str, value: object) -> None:
    section, name = option.split(".")
    assert SHIPPED[section][name] == value


def test_streamlit_knows_every_option() -> None:
    shipped = {
        f"{section}.{name}"
        for section, options in SHIPPED.items()
        for name, value in options.items()
        if not isinstance(value, dict)
    }
    assert shipped - set(config._config_options_template) == set()


def test_no_identity_is_taken_from_headers_and_no_secret_is_shipped() -> None:
    assert "trustedUserHeaders" not in SHIPPED["server"]
    assert "cookieSecret" not in SHIPPED["server"]
    assert not (ROOT / ".streamlit" / "secrets.toml").exists()
