"""How the engine is written. Which part may import which stands in docs/architecture.md, and is tested with it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "seedkit"
#: What factories, stories and generation are made of.
ENGINE = (
    "__init__.py", "errors.py", "entropy.py", "scope.py", "types.py", "defaults.py", "mapped.py", "options.py",
    "rows.py", "catalogue.py", "objects.py", "factory.py", "rowsets.py", "world.py", "product.py", "scenario.py",
    "counting.py", "storyrows.py", "shard.py", "positions.py", "generate.py", "lint.py",
    *(str(path.relative_to(ROOT)) for folder in ("fields", "plan") for path in sorted((ROOT / folder).glob("*.py"))),
)  # fmt: skip


@pytest.mark.parametrize("name", ENGINE)
def test_a_module_is_read_in_one_sitting(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 325
    assert ast.get_docstring(tree), "what the module is about"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 45, f"{node.name} is long"


@pytest.mark.parametrize("name", ENGINE)
def test_public_names_say_what_they_are(name: str) -> None:
    for node in ast.parse((ROOT / name).read_text("utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


@pytest.mark.parametrize("name", ENGINE)
def test_the_engine_knows_no_product_no_database_and_no_clock(name: str) -> None:
    """Products are found by name; ``scope`` alone asks what day it is; loading is another part's."""
    tree = ast.parse((ROOT / name).read_text("utf-8"))
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    imported |= {
        (node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    forbidden = {"factories", "scenarios", "load", "cli", "psycopg", "time", "secrets"}
    assert not imported & forbidden
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & {
        "today",
        "utcnow",
        "uuid4",
    }
    assert not asked
    assert "now" not in {
        n.func.attr for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    } or name in ("scope.py",)
