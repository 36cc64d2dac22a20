"""Which part may import which, as data; and other rules of the house."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "seedkit"

#: Each layer may import itself and the layers above it in this list. Modules not named here are
#: parts of a package that is.
LAYERS = (
    ("errors",),
    ("entropy",),
    ("scope",),
    ("types", "defaults"),
    ("vocabulary",),
    ("fields",),
    ("rows", "mapped", "options", "catalogue", "objects", "factory"),
    ("rowsets", "counting", "world"),
    ("product", "scenario"),
    ("plan",),
    ("storyrows", "shard", "positions", "generate"),
    ("schema", "supabase", "load", "verify", "rules", "export", "lint"),
    ("proof", "cast", "report", "spread", "anonymise"),
    ("testing", "cli"),
)
#: Never imported by the engine: products are found through entry points.
PRODUCTS = ("factories", "scenarios")
#: Layer by layer, what these need of a later one is imported inside functions or for types only.
RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}


def modules() -> list[Path]:
    return [p for p in sorted(ROOT.rglob("*.py")) if not set(PRODUCTS) & set(p.relative_to(ROOT).parts)]


def part_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Parts of seedkit that a module imports: the part, the line, whether when it is itself imported."""
    tree = ast.parse(path.read_text())
    lazily = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or _for_types(node)
        for inner in ast.walk(node)
    }
    package = path.relative_to(ROOT.parent).with_suffix("").parts[:-1]
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1]] if node.level else []
            target = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{target}.{a.name}" if target == "seedkit" else target for a in node.names]
        for name in names:
            if name.startswith("seedkit."):
                yield name.split(".")[1], getattr(node, "lineno", 0), id(node) not in lazily


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    assert part in RANK, f"{part} belongs to no layer: add it to LAYERS"
    for name, line, at_once in imported(path):
        assert name not in PRODUCTS, f"{path.name}:{line} imports a product"
        if at_once and name in RANK:
            assert RANK[name] <= RANK[part], f"{path.name}:{line}: {part} imports {name}"


def test_no_part_is_in_two_layers() -> None:
    parts = list(itertools.chain.from_iterable(LAYERS))
    assert len(parts) == len(set(parts))


def test_no_module_hides_in_the_package() -> None:
    found = {part_of(path) for path in modules()} - {"__init__", "__main__"}
    assert found <= RANK.keys()


ENGINE = (*(p for layer in LAYERS[:11] for p in layer if p != "vocabulary"), "lint")


@pytest.mark.parametrize(
    "path", [p for p in modules() if part_of(p) in ENGINE], ids=lambda p: str(p.relative_to(ROOT))
)
def test_a_module_of_the_engine_is_read_in_one_sitting(path: Path) -> None:
    text = path.read_text()
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 325
    assert ast.get_docstring(tree), "what the module is about"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 45, f"{node.name} is long"
        public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
        if public and node in tree.body:
            assert ast.get_docstring(node), f"{node.name} says what it does"
