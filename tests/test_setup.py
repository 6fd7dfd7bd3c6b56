"""Setting up: `make` explains itself, requirements are pinned and complete, CI calls what people call."""

import re
import shutil
import subprocess
import tomllib

import pytest

from engage.settings import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    found = {}
    for line in lines:
        exact = re.fullmatch(r"([a-z0-9-]+)==([0-9][\w.]*)(?: ; .+)?", line)
        assert exact, f"{name}: {line!r} is not a pin"
        found[exact[1]] = exact[2]
    return found


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=!~ ;]", requirement)[0].lower().replace("_", "-")


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_alone_lists_every_target_with_a_sentence() -> None:
    told = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = dict(re.findall(r"^  make ([a-z-]+) +(.+)$", told, re.MULTILINE))
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[1].split()
    assert set(listed) == set(targets) - {"chromium"}
    assert {"setup", "run", "test", "check", "bench", "lock"} <= set(listed)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_hold_pins_and_nothing_else(name: str) -> None:
    assert len(pins(name)) > 50


def test_what_the_product_names_is_pinned_and_tests_run_on_the_same_versions() -> None:
    product, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name_of(one) for one in PROJECT["project"]["dependencies"]} - set(product) == set()
    assert {name_of(one) for one in PROJECT["dependency-groups"]["dev"]} - set(development) == set()
    assert {name: development.get(name) for name in product} == product


def test_continuous_integration_runs_what_people_run() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    lines = script.read_text("utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert [line for line in lines if line.startswith("make ")] == ["make check", "make test"]
