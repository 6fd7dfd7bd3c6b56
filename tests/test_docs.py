"""What the documents say is there, is there: files, settings, kinds, commands, dependencies, links."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

from engage.settings import ROOT
from surveys.questions import KINDS

DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "data/**/*.md", "deploy/**/*.md")
    for path in ROOT.glob(pattern)
    if "local" not in path.relative_to(ROOT).parts
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TICKED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
OURS = ("engage", "surveys", "analysis", "tests", "benchmarks", "data", "docs", "deploy", "tools")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def prose(path: Path) -> str:
    """Return a document without its fenced blocks."""
    return FENCE.sub("", text_of(path))


def anchors(path: Path) -> set[str]:
    """Return the anchors that headings of a document get."""
    headings = re.findall(r"^#+ +(.+)$", text_of(path), re.MULTILINE)
    plain = (re.sub(r"[`*_]", "", heading).strip().lower() for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def table_cells(path: Path) -> set[str]:
    """Return the words in backticks in the first column of a document's tables."""
    return {
        word
        for row in re.findall(r"^\| *(`[^|]+) *\|", text_of(path), re.MULTILINE)
        for word in TICKED.findall(row)
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    lost = []
    for target in LINK.findall(prose(path)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = unquote(target).partition("#")
        found = (path.parent / file).resolve() if file else path
        if not found.exists() or (anchor and found.suffix == ".md" and anchor not in anchors(found)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_files_that_are_named_exist(path: Path) -> None:
    named = {
        word.rstrip("/")
        for word in TICKED.findall(prose(path))
        if re.fullmatch(rf"({'|'.join(OURS)})/[\w./\-]*\w/?", word) and not word.startswith("data/local")
    }
    # A folder may name its own files without the way to it.
    assert [
        word for word in sorted(named) if not ((ROOT / word).exists() or (path.parent / word).exists())
    ] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_blocks_of_data_and_code_can_be_read(path: Path) -> None:
    for language, block in FENCE.findall(text_of(path)):
        if language == "json":
            json.loads(block)
        if language == "toml":
            tomllib.loads(block)
        if language == "python":
            ast.parse(block)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_no_document_knows_whose_machine_it_was_written_on(path: Path) -> None:
    assert re.findall(r"/(?:work|root|home|tmp)/[\w.\-]+", text_of(path)) == []


def test_there_is_something_to_read() -> None:
    names = {name_of(path) for path in DOCUMENTS}
    assert {
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/architecture.md",
        "docs/settings.md",
    } <= names


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    name = re.compile(r"^(ENGAGE_[A-Z_]+|DATABASE_URL|PUBLIC_URL)$")
    read = {
        node.value
        for node in ast.walk(ast.parse(text_of(ROOT / "engage" / "settings.py")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and name.match(node.value)
    }
    told = {word for word in table_cells(ROOT / "docs" / "settings.md") if name.match(word)}
    assert told == read


def test_every_kind_of_question_is_documented() -> None:
    assert table_cells(ROOT / "docs" / "question-kinds.md") == set(KINDS)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    listed = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted = {re.split(r"[\[<>=~! ]", entry)[0].lower() for entry in listed}
    rows = re.findall(r"^\| *([^|]+?) *\|", text_of(ROOT / "docs" / "dependencies.md"), re.MULTILINE)
    told = {word.strip().lower() for row in rows for word in row.replace("`", "").split(",")}
    assert sorted(wanted - told) == []


def everything_said() -> str:
    return "\n".join(text_of(path) for path in DOCUMENTS)


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^|&& )make ([a-z][a-z-]*)", everything_said(), re.MULTILINE))
    assert sorted(named - targets) == []


def test_every_command_that_is_named_exists_and_the_other_way_round() -> None:
    asked = [sys.executable, "-m", "engage", "--help"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    commands = set(re.findall(r"^    ([a-z]+)(?:  +\S|$)", told, re.MULTILINE))
    named = set(re.findall(r"python -m engage ([a-z][a-z-]*)", everything_said()))
    assert named == commands


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["version"]
    headings = re.findall(r"^## (.+)$", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert headings[0].startswith((version, f"[{version}", "Unreleased", "[Unreleased"))
