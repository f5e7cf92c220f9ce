"""Read downwards: web, cli → actions → store → rules, documents → rules. Nothing points back up."""

import ast
import re
import sys
from pathlib import Path

import pytest

from kiosk.config import PACKAGE

EVERYWHERE = {"errors", "config"}
MAY_USE = {
    "rules": {"rules"},
    "documents": {"documents", "rules"} | EVERYWHERE,
    "store": {"store", "rules", "shipped"} | EVERYWHERE,
    "actions": {"actions", "store", "documents", "rules", "shipped", "machine", ""} | EVERYWHERE,
    "web": {"web", "actions", "store", "documents", "rules", "shipped", "machine", "wording", ""} | EVERYWHERE,
    "cli": {"cli", "web", "actions", "store", "documents", "rules", "shipped", "machine", "wording"} | EVERYWHERE,
    "wording": {"wording", "rules"} | EVERYWHERE,
    "shipped": {"rules"} | EVERYWHERE,
    "machine": set(),
    "config": {"errors"},
    "errors": set(),
    "__init__": set(),
    "__main__": {"cli"},
}
FILES = sorted(PACKAGE.rglob("*.py"))
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (TABLE|INDEX|TRIGGER)|PRAGMA)\b")


def layer(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole way"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "kiosk" else {node.module or ""}
    return found


def name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("file", FILES, ids=name)
def test_nothing_points_back_up(file):
    ours = {each for each in imports(file) if each == "kiosk" or each.startswith("kiosk.")}
    used = {(each.split(".") + [""])[1].replace("__version__", "") for each in ours}
    assert used - MAY_USE[layer(file)] == set()


@pytest.mark.parametrize("file", [file for file in FILES if layer(file) == "rules"], ids=name)
def test_rules_need_nothing_but_python(file):
    foreign = {each.split(".")[0] for each in imports(file)} - set(sys.stdlib_module_names) - {"kiosk"}
    assert foreign == set()


@pytest.mark.parametrize("file", [file for file in FILES if layer(file) == "rules"], ids=name)
def test_rules_ask_no_clock_no_file_and_no_environment(file):
    asked = {ast.unparse(node.func) for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)}
    assert asked & {"datetime.now", "datetime.utcnow", "date.today", "time.time", "open", "os.getenv"} == set()


@pytest.mark.parametrize("file", [file for file in FILES if layer(file) != "store"], ids=name)
def test_only_the_store_speaks_sql(file):
    texts = [node.value for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Constant)]
    assert [text for text in texts if isinstance(text, str) and SQL.search(text)] == []


@pytest.mark.parametrize("file", [file for file in FILES if layer(file) != "web"], ids=name)
def test_only_the_web_knows_of_requests(file):
    assert {each.split(".")[0] for each in imports(file)} & {"flask", "werkzeug", "waitress"} == set()


@pytest.mark.parametrize("file", [file for file in FILES if layer(file) in ("rules", "documents", "actions", "web", "cli")], ids=name)
def test_only_the_store_holds_the_database_library(file):
    assert "sqlite_utils" not in {each.split(".")[0] for each in imports(file)}
