"""Takes the README's screenshots from the running product: ``python -m tools.screenshots [--out DIR]``.

The sample consultation is loaded into a folder of its own, analysed, served, and looked at in both
languages, on a phone and on a desk.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
PATIENCE_MS = 60_000
RESIDENTS = {
    "home": "/{language}/",
    "survey": "/{language}/s/permits-beta",
    "find": "/{language}/receipt",
}
PORTAL = {
    "overview": "/overview?lang={language}",
    "surveys": "/surveys?lang={language}",
    "build": "/build?lang={language}&survey=permits-beta&part=q.ease",
    "translate": "/translate?lang={language}&survey=permits-beta",
    "history": "/history?lang={language}&survey=permits-beta&question=ease",
    "results": "/results?lang={language}&survey=permits-beta",
    "comments": "/comments?lang={language}&survey=permits-beta",
    "analysis": "/analysis?lang={language}&survey=permits-beta",
    "import": "/bring-in?lang={language}&survey=permits-beta",
}


def main() -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(description="Take the README's screenshots.")
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots")
    parser.add_argument("--only", default="", help="part of the names to take")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "ENGAGE_DATA": folder, "ENGAGE_DEMO": "1"}
        subprocess.run([sys.executable, "-m", "engage", "sample"], cwd=ROOT, env=environ, check=True)
        analyse(Path(folder))
        with served(environ) as (residents, portal), browser() as chromium:
            for language in ("en", "fr"):
                for size in SIZES:
                    look(chromium, args.out, residents, portal, language=language, size=size, only=args.only)
    print(f"Written to {args.out}.")
    return 0


def analyse(folder: Path) -> None:
    """Analyse both of the sample's surveys, so that there is something to show."""
    from engage.access import OPERATOR
    from engage.actions import understand
    from engage.office import office_of
    from engage.settings import load_settings

    with office_of(load_settings({}, data=folder)) as office:
        for slug in ("permits-beta", "digital-services"):
            run = understand.start(office, OPERATOR, slug)
            while understand.run_for(office, OPERATOR, slug, run.id).state in ("queued", "running"):
                time.sleep(0.5)


@contextmanager
def served(environ: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Serve for the length of a block; give the two addresses."""
    process = subprocess.Popen(
        [sys.executable, "-m", "engage", "serve", "--demo", "--residents-port", "0", "--portal-port", "0"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = ""
        while "Stop with" not in said and process.stdout is not None:
            said += process.stdout.readline()
        residents, portal = re.findall(r"(http://\S+)", said)
        yield residents, portal
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def browser() -> Iterator[Any]:
    """Open this machine's Chromium for the length of a block."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(found for name in names if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def look(
    chromium: Any, out: Path, residents: str, portal: str, *, language: str, size: str, only: str
) -> None:
    """Take every page in one language and size."""
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale=f"{language}-CA")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    for name, address in RESIDENTS.items():
        take(page, out, f"residents-{name}-{language}-{size}", residents + address, language, only=only)
    take(
        page,
        out,
        f"portal-sign-in-{language}-{size}",
        f"{portal}/sign-in?lang={{language}}",
        language,
        only=only,
    )
    page.goto(f"{portal}/sign-in?lang={language}")
    page.locator("button[name=demo]").first.click()
    for name, address in PORTAL.items():
        take(
            page,
            out,
            f"portal-{name}-{language}-{size}",
            portal + address,
            language,
            only=only,
            is_portal=True,
        )
    context.close()


def take(
    page: Any, out: Path, name: str, address: str, language: str, *, only: str, is_portal: bool = False
) -> None:
    """Take one page once it has come to rest."""
    if only not in name:
        return
    page.goto(address.format(language=language))
    if is_portal:
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        page.wait_for_timeout(1500)  # charts draw after the script has ended
    page.screenshot(path=out / f"{name}.png", full_page=not is_portal)


if __name__ == "__main__":
    sys.exit(main())
