"""The house rules, checked on the sources: who imports whom, where SQL lives, where a kind is named.

Each rule returns its offenders by file and line; an exception stands in a table here, with its reason.
"""

import ast
import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

import engage.actions
from engage.access import TABLE
from engage.actions import GUARDED
from engage.settings import ROOT
from surveys.questions import KINDS
from surveys.summaries import Summary

PACKAGES = ("surveys", "analysis", "engage")
OURS = {"surveys", "analysis", "engage", "tests", "benchmarks", "app"}
SQL = {"sqlmodel", "sqlalchemy", "alembic", "sqlite3", "psycopg"}


def sources(*folders: str) -> list[Path]:
    """Return the Python files below ``folders`` (or single files) of the root."""
    found: list[Path] = []
    for folder in folders:
        path = ROOT / folder
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return found


def where(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else ""
    return f"{path.relative_to(ROOT).as_posix()}{line}"


def imports(path: Path, *, only_at_start: bool = False) -> Iterator[tuple[str, ast.stmt]]:
    """Yield each imported module with its statement; relative ones are resolved."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = _run_at_start(tree) if only_at_start else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(path.relative_to(ROOT).with_suffix("").parts[: -node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            yield module, node
            yield from ((f"{module}.{alias.name}", node) for alias in node.names)


def _run_at_start(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs when a module is imported: not inside functions, not for type checking only."""
    for node in ast.iter_child_nodes(tree):
        is_typing = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or is_typing:
            continue
        yield node
        yield from _run_at_start(node)


def importers(folders: tuple[str, ...], forbidden: set[str], *, but: tuple[str, ...] = ()) -> list[str]:
    """Return where files in ``folders`` import something ``forbidden``, leaving out files below ``but``."""
    offenders = set()
    for path in sources(*folders):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(but) if but else False:
            continue
        for module, node in imports(path):
            if any(module == banned or module.startswith(f"{banned}.") for banned in forbidden):
                offenders.add(f"{where(path, node)} imports {module}")
    return sorted(offenders)


@pytest.mark.parametrize("island", ["surveys", "analysis"])
def test_an_island_imports_nothing_of_ours(island: str) -> None:
    assert importers((island,), OURS - {island}) == []


def test_the_instrument_knows_no_page_and_no_analysis_library() -> None:
    libraries = {"streamlit", "starlette", "altair", "sklearn", "nltk", "pandas", "numpy", "scipy"}
    # The writers of SPSS and Stata files take a frame; the module is loaded when such a file is made.
    assert importers(("surveys",), libraries, but=("surveys/exporting/frame.py",)) == []


def test_the_analysis_knows_no_page_and_no_database() -> None:
    assert importers(("analysis",), {"streamlit", "starlette", "altair", *SQL}) == []


def test_only_the_portal_imports_streamlit() -> None:
    assert importers((*PACKAGES, "app.py"), {"streamlit"}, but=("engage/portal/", "app.py")) == []


def test_only_the_light_face_imports_starlette() -> None:
    assert importers((*PACKAGES, "app.py"), {"starlette", "uvicorn"}, but=("engage/web/", "app.py")) == []


def test_sql_lives_in_the_store() -> None:
    store = ("surveys/tables.py", "surveys/store/", "surveys/migrations/")
    assert importers((*PACKAGES, "app.py"), SQL, but=store) == []


def test_actions_know_no_face() -> None:
    faces = {"streamlit", "starlette", "uvicorn", "engage.web", "engage.portal", "engage.cli", "altair"}
    assert importers(("engage/actions",), faces) == []


def test_no_package_is_a_drawer_for_everything() -> None:
    junk = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
    found = [where(path) for path in sources(*PACKAGES) if junk & set(path.with_suffix("").parts)]
    assert found == []


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [
        where(path)
        for path in sources(*PACKAGES, "benchmarks", "app.py")
        if path.exists()
        and path.read_text("utf-8").strip()
        and not (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0].strip()
        and "migrations/versions" not in path.as_posix()
    ]
    assert silent == []


# A kind's name that is also a control's or a shape's cannot be told apart; the others can.
DRAWN_BY = {kind.control for kind in KINDS.values()}
SHAPES = {part.default for shape in get_args(Summary) for part in fields(shape) if part.name == "shape"}
TELLING = set(KINDS) - DRAWN_BY - SHAPES
# Words of other programs' files that are the name of a kind here by chance.
BORROWED = {("surveys/exchange/surveyjs", "ranking")}


def test_a_kind_is_named_only_in_its_own_folder() -> None:
    named = []
    for path in sources(*PACKAGES, "app.py"):
        if path.is_relative_to(ROOT / "surveys" / "questions"):
            continue
        named += [
            f"{where(path, node)} names {node.value!r}"
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Constant)
            and node.value in TELLING
            and not any(where(path).startswith(start) and node.value == word for start, word in BORROWED)
        ]
    quoted = re.compile("|".join(rf"""["']{kind}["']""" for kind in TELLING))
    for path in (ROOT / "engage").rglob("*"):
        if path.suffix in (".html", ".js", ".css"):
            named += [f"{where(path)} names {kind}" for kind in quoted.findall(path.read_text("utf-8"))]
    assert named == []


def test_the_kinds_that_can_be_told_apart_are_most() -> None:
    assert set(KINDS) - TELLING == {"scale"}


# Actions


def action_modules() -> list[str]:
    return [f"engage.actions.{found.name}" for found in pkgutil.iter_modules(engage.actions.__path__)]


@pytest.mark.parametrize("module", action_modules())
def test_every_verb_says_what_rules_it(module: str) -> None:
    loaded = importlib.import_module(module)
    verbs = [
        function.__qualname__
        for name, function in inspect.getmembers(loaded, inspect.isfunction)
        if not name.startswith("_")
        and function.__module__ == module
        and next(iter(inspect.signature(function).parameters), "") == "office"
    ]
    short = module.removeprefix("engage.actions.")
    assert [verb for verb in verbs if f"{short}.{verb}" not in GUARDED] == []


@pytest.mark.parametrize("module", action_modules())
def test_every_rule_is_a_row_of_the_table_or_a_reason(module: str) -> None:
    importlib.import_module(module)
    short = module.removeprefix("engage.actions.") + "."
    odd = {
        verb: rule
        for verb, rule in GUARDED.items()
        if verb.startswith(short) and rule not in TABLE and not re.fullmatch(r"open: \w.{9,}", rule)
    }
    assert odd == {}


def test_every_row_of_the_table_rules_something() -> None:
    for module in action_modules():
        importlib.import_module(module)
    assert set(TABLE) - set(GUARDED.values()) == set()


def test_a_verb_that_a_row_rules_asks_the_table() -> None:
    """A guarded verb, or a function of its module that it calls, calls ``require`` (or filters by it)."""
    silent = []
    for path in sources("engage/actions"):
        tree = ast.parse(path.read_text("utf-8"))
        functions = {
            node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        for name, node in functions.items():
            rule = _rule_of(node)
            if rule in TABLE and not _asks(name, functions, set()):
                silent.append(where(path, node) + f" {name}")
    assert silent == []


def test_what_finds_a_draft_asks_the_table_itself() -> None:
    tree = ast.parse((ROOT / "engage" / "drafts.py").read_text("utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert "require(actor, 'edit_survey'" in ast.unparse(functions["draft_to_edit"])


def test_what_finds_a_survey_asks_the_table_itself() -> None:
    tree = ast.parse((ROOT / "engage" / "granted.py").read_text("utf-8"))
    [finding] = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert "require(actor, action, scope_of(survey))" in ast.unparse(finding)


def _rule_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "guarded":
            return str(ast.literal_eval(decorator.args[0]))
    return ""


ASKING = {"require", "departments_where", "grant", "granted", "draft_to_edit"}
"""``draft_to_edit`` and ``granted`` find what somebody may act on; tests above hold them to that."""


def _asks(name: str, functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef], seen: set[str]) -> bool:
    seen.add(name)
    called = {
        ast.unparse(node.func).split(".")[-1]
        for node in ast.walk(functions[name])
        if isinstance(node, ast.Call)
    }
    own = {other for other in called if other in functions and other not in seen}
    return bool(called & ASKING) or any(_asks(other, functions, seen) for other in own)


# Residents wait for nothing they do not use

HEAVY = ("analysis", "pandas", "sklearn", "nltk", "streamlit", "altair", "scipy", "numpy")

RESIDENTS = """
import json, sys
import engage.actions.collect
try:
    import engage.web.apps
except ModuleNotFoundError as error:
    assert error.name == "engage.web.apps", error
print(json.dumps([name for name in {heavy!r} if name in sys.modules]))
"""


def test_a_residents_process_loads_nothing_heavy() -> None:
    code = RESIDENTS.format(heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_the_command_line_says_hello_without_loading_anything_heavy() -> None:
    code = (
        "import json, sys\ntry:\n    from engage.cli import main\n    main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        f"print(); print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == []
