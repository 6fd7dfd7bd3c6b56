"""Servers to measure: the residents' pages with one survey, and the bare form, each on a fresh database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engage.office import office_of
from engage.settings import Settings
from tests import serving
from tests.factories import make_survey
from tests.serving import Site, environment_of

SECRET = b"a secret for benchmarks only, never for a real town"


def settings_in(folder: Path) -> Settings:
    """Return settings whose data and SQLite file live in ``folder``."""
    return Settings(data=folder, database_url=f"sqlite:///{folder / 'engage.db'}", secret=SECRET)


@contextmanager
def survey_site(folder: Path) -> Iterator[Site]:
    """Serve a survey of seven questions, open at ``/en/s/library``, in one process."""
    settings = settings_in(folder)
    with office_of(settings) as office:
        make_survey(office)
    with running(serving.start(environment_of(settings))) as site:
        yield site


@contextmanager
def bare_site(folder: Path) -> Iterator[Site]:
    """Serve the bare form at ``/`` in one process."""
    environment = environment_of(settings_in(folder), BARE_DATABASE=str(folder / "bare.db"))
    with running(serving.start(environment, module="benchmarks.bare")) as site:
        yield site


@contextmanager
def running(site: Site) -> Iterator[Site]:
    """End a site with the block."""
    try:
        yield site
    finally:
        site.stop()
