"""Imports point one way: the lines of docs/architecture.md, held against the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from doc_pages import ROOT

ENGINE = ROOT / "seedkit"
PRODUCTS = ("seedkit.factories", "seedkit.scenarios")


def layers() -> dict[str, int]:
    """The line on which the page puts each part of the engine."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    block = page.partition("<!-- layers -->\n```text\n")[2].partition("```")[0]
    return {part.strip(): n for n, line in enumerate(block.splitlines()) for part in line.split(",")}


def modules() -> dict[str, Path]:
    """The modules of the engine by name; products are not its own."""
    found = {}
    for file in ENGINE.rglob("*.py"):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if parts[1] not in ("factories", "scenarios"):
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def imports(name: str, file: Path, *, known: dict[str, Path]) -> Iterator[str]:
    """The modules of seedkit that this one imports when it is imported itself."""
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("seedkit"))
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            if source.startswith("seedkit"):
                for alias in node.names:
                    yield f"{source}.{alias.name}" if f"{source}.{alias.name}" in known else source


def part(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_the_page_names_every_part_once() -> None:
    parts = {part(name) for name in modules()} - {""}
    assert sorted(layers()) == sorted(parts)


def test_imports_go_to_the_same_line_or_up() -> None:
    line, known = layers(), modules()
    wrong = [
        f"{name} imports {target}"
        for name, file in known.items()
        for target in imports(name, file, known=known)
        if part(name) and part(target) and line[part(target)] > line[part(name)]
    ]
    assert wrong == []


def test_no_two_modules_import_each_other() -> None:
    known = modules()
    graph = {name: set(imports(name, file, known=known)) - {name} for name, file in known.items()}
    # A package is imported before its modules and may gather their names.
    for name, targets in graph.items():
        if known[name].name != "__init__.py":
            targets -= {t for t in targets if name.startswith(f"{t}.")}
    TopologicalSorter(graph).prepare()


def test_the_engine_imports_no_product() -> None:
    """Not even inside a function: products are found by name."""
    for name, file in modules().items():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            named = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [n for n in named if n.startswith((*PRODUCTS, "factories", "scenarios"))], name
