"""Long lists of constants in declarations: lifted to the top of their module, so that a class can be read."""

from __future__ import annotations

import ast

from .code import WIDTH, flat
from .names import free

__all__ = ["Lists"]

#: A list of more is lifted.
_SHORT = 14


class Lists:
    """The constants of one module."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def lifted(self, node: ast.expr, attribute: str) -> ast.expr:
        """A declaration with names for its long lists."""
        found: ast.expr = _Lifter(self, attribute).visit(node)
        return found

    def name(self, node: ast.List | ast.Tuple, attribute: str) -> str:
        """The constant for a list, the same for the same list."""
        elements = [flat(element) for element in node.elts]
        lines, line = [], ""
        for element in elements:
            if line and len(line) + len(element) + 6 > WIDTH:
                lines.append(line)
                line = ""
            line += f"{' ' if line else ''}{element},"
        text = "\n".join(["(", *(f"    {one}" for one in [*lines, line]), ")  # fmt: skip"])
        for known, value in self._found.items():
            if value == text:
                return known
        wish = attribute.upper().strip("_")
        called = free(wish if wish.endswith("S") else f"{wish}S", self._found)
        self._found[called] = text
        return called

    def source(self) -> str:
        """The lines that define them."""
        return "\n".join(f"{name} = {text}" for name, text in self._found.items())


class _Lifter(ast.NodeTransformer):
    def __init__(self, lists: Lists, attribute: str) -> None:
        self._lists, self._attribute = lists, attribute

    def visit_List(self, node: ast.List) -> ast.expr:
        return self._visited(node)

    def visit_Tuple(self, node: ast.Tuple) -> ast.expr:
        return self._visited(node)

    def _visited(self, node: ast.List | ast.Tuple) -> ast.expr:
        if len(node.elts) > _SHORT and all(isinstance(element, ast.Constant) for element in node.elts):
            return ast.Name(self._lists.name(node, self._attribute), ast.Load())
        self.generic_visit(node)
        return node
