"""Answering a survey must not wait for what only analysis, results or the portal need."""

import subprocess
import sys

from engage.office import Office
from engage.settings import ROOT, Settings
from tests.conftest import environment_of
from tests.factories import make_survey

HEAVY = ("analysis", "sklearn", "nltk", "pandas", "numpy", "streamlit", "altair", "scipy", "alembic")

ASK = """
import re, sys, warnings
warnings.simplefilter("ignore")
from engage.office import office_of
from engage.settings import load_settings
from engage.web.apps import resident_app
from starlette.testclient import TestClient

with office_of(load_settings()) as office:
    client = TestClient(resident_app(office))
    page = client.get("/en/s/library").text
    key = re.search(r'name="_key" value="([^"]+)"', page)[1]
    assert "Your answers were sent" in client.post("/en/s/library", data={"_key": key, "ease": "good"}).text
    for address in ("/fr/", "/en/receipt", "/en/privacy", "/readyz", "/api/v1/surveys"):
        assert client.get(address).status_code == 200, address
print(",".join(sorted({name.split(".")[0] for name in sys.modules})))
"""


def test_the_light_face_loads_nothing_heavy(office: Office, settings: Settings) -> None:
    make_survey(office)
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=environment_of(settings),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert set(HEAVY) & set(done.stdout.strip().split(",")) == set()
