"""Python source as a formatter would leave it: expressions that wrap, imports that are sorted."""

from __future__ import annotations

import ast
import keyword
import re
import textwrap
import unicodedata
from collections.abc import Collection, Iterable, Mapping

__all__ = [
    "WIDTH",
    "assigned",
    "block",
    "classed",
    "comment",
    "docstring",
    "flat",
    "identifier",
    "imports",
    "names_in",
    "quoted",
]

WIDTH = 88
_STEP = "    "


def identifier(text: str, *, otherwise: str = "column") -> str:
    """A name of Python's made of any text. Two underscores would nest in factory_boy, one in front hide."""
    name = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", text))
    name = re.sub(r"__+", "_", name).strip("_") or otherwise
    if not name.isidentifier():
        name = f"n{name}" if f"n{name}".isidentifier() else otherwise
    return f"{name}_" if keyword.iskeyword(name) else name


def quoted(text: str) -> str:
    """A text as a literal: in double quotes unless that takes more backslashes, raw where that takes fewer."""
    shown = repr(text)
    if "\\\\" in shown and shown.count("\\") == 2 * text.count("\\") and '"' not in text and text[-1] != "\\":
        return f'r"{text}"'
    inside = shown[1:-1].replace("\\'", "'")
    if shown[0] == "'" and inside.count('"') <= inside.count("'"):
        inside = inside.replace('"', '\\"')
        return f'"{inside}"'
    return shown


def flat(node: ast.expr) -> str:
    """An expression on one line."""
    match node:
        case ast.Constant(value=str() as text):
            return quoted(text)
        case ast.Constant(value=int() as number) if not isinstance(number, bool) and number > 99_999:
            return f"{number:_}"
        case ast.Call():
            return f"{_operand(node.func)}({', '.join(_arguments(node))})"
        case ast.Attribute():
            return f"{_operand(node.value)}.{node.attr}"
        case ast.Subscript():
            inside = node.slice
            shown = ", ".join(map(flat, inside.elts)) if isinstance(inside, ast.Tuple) else flat(inside)
            return f"{_operand(node.value)}[{shown}]"
        case ast.List():
            return f"[{', '.join(map(flat, node.elts))}]"
        case ast.Tuple():
            return f"({', '.join(map(flat, node.elts))}{',' if len(node.elts) == 1 else ''})"
        case ast.Dict():
            return f"{{{', '.join(_pairs(node))}}}"
        case ast.BinOp():
            operator = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.BitOr: "|"}.get(
                type(node.op)
            )
            if operator:
                left = flat(node.left) if isinstance(node.op, ast.BitOr) else _operand(node.left)
                return f"{left} {operator} {_operand(node.right)}"
        case ast.Lambda():
            return f"{ast.unparse(node).partition(':')[0]}: {flat(node.body)}"
    return ast.unparse(node)


def assigned(target: str, value: str, *, indent: str = _STEP, after: str = "") -> str:
    """``target = value`` as lines, the value broken where it is too long."""
    node = ast.parse(value, mode="eval").body
    head = f"{indent}{target} = "
    made = f"{head}{block(node, indent, len(head), len(after))}{after}"
    if len(made.partition("\n")[0]) > WIDTH and "\n" in made:
        inner = indent + _STEP
        made = f"{head}(\n{inner}{block(node, inner, len(inner))}\n{indent}){after}"
        if len(head) >= WIDTH and target.endswith("]"):
            before, _, inside = target[:-1].partition("[")
            tail = f"{indent}] = "
            value = block(node, indent, len(tail), len(after))
            made = f"{indent}{before}[\n{inner}{inside}\n{tail}{value}{after}"
    return made


def classed(name: str, base: str) -> str:
    """The line that begins a class, or three."""
    line = f"class {name}({base}):"
    return line if len(line) <= WIDTH else f"class {name}(\n{_STEP}{base}\n):"


def block(node: ast.expr, indent: str, column: int, trailing: int = 0) -> str:
    """An expression that begins in ``column``, broken at its outermost brackets if it must be."""
    line = flat(node)
    if column + len(line) + trailing <= WIDTH:
        return line
    match node:
        case ast.Call() if node.args or node.keywords:
            parts = _parts(node)
            return _broken(f"{flat(node.func)}(", ")", parts, indent, comma=len(parts) > 1)
        case ast.List() if node.elts:
            return _broken("[", "]", [("", e) for e in node.elts], indent, together=False)
        case ast.Tuple() if node.elts:
            return _broken("(", ")", [("", e) for e in node.elts], indent, together=False)
        case ast.Dict() if node.keys:
            pairs = [(f"{flat(k)}: " if k else "**", v) for k, v in zip(node.keys, node.values, strict=True)]
            return _broken("{", "}", pairs, indent, together=False)
        case ast.Subscript():
            return _broken(f"{flat(node.value)}[", "]", [("", node.slice)], indent, comma=False)
    return line


def _broken(
    head: str,
    tail: str,
    parts: list[tuple[str, ast.expr]],
    indent: str,
    *,
    together: bool = True,
    comma: bool = True,
) -> str:
    inner = indent + _STEP
    line = ", ".join(f"{before}{flat(part)}" for before, part in parts)
    if together and len(inner) + len(line) <= WIDTH:
        return f"{head}\n{inner}{line}\n{indent}{tail}"
    mark = "," if comma else ""
    lines = [
        f"{inner}{before}{block(part, inner, len(inner) + len(before), len(mark))}{mark}"
        for before, part in parts
    ]
    return "\n".join([head, *lines, f"{indent}{tail}"])


def _operand(node: ast.expr) -> str:
    shown = flat(node)
    loose = isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Lambda, ast.Compare))
    return f"({shown})" if loose else shown


def _parts(node: ast.Call) -> list[tuple[str, ast.expr]]:
    return [
        *(("", a) for a in node.args),
        *((f"{k.arg}=" if k.arg else "**", k.value) for k in node.keywords),
    ]


def _arguments(node: ast.Call) -> list[str]:
    return [f"{before}{flat(part)}" for before, part in _parts(node)]


def _pairs(node: ast.Dict) -> list[str]:
    pairs = zip(node.keys, node.values, strict=True)
    return [f"{flat(key)}: {flat(value)}" if key else f"**{flat(value)}" for key, value in pairs]


def docstring(text: str, indent: str = _STEP) -> str:
    """A docstring: one line, or a line and a paragraph."""
    first, _, rest = text.replace("\\", "/").replace('"""', "'''").partition("\n")
    if first.endswith('"'):
        first += "."
    if not rest:
        return f'{indent}"""{first}"""'
    lines = [f"{indent}{line}".rstrip() for line in rest.splitlines()]
    return "\n".join([f'{indent}"""{first}', *lines, f'{indent}"""'])


def comment(text: str, indent: str = _STEP, width: int = WIDTH) -> str:
    """A text as comment lines."""
    lines, line = [], ""
    for word in " ".join(text.split()).split(" "):
        if line and len(indent) + 2 + len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join(f"{indent}# {line}" for line in [*lines, line])


def names_in(source: str) -> set[str]:
    """The names that some source reads and does not assign itself."""
    return {
        n.id
        for n in ast.walk(ast.parse(textwrap.dedent(source)))
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
    }


def imports(
    wanted: Mapping[str, Collection[str]], plain: Iterable[str] = (), *, own: str = "", indent: str = ""
) -> str:
    """The import lines of a module, as ruff sorts them; ``own`` is the package that comes last.

    ``wanted`` are names by module, ``plain`` whole modules (``datetime as dt``).
    """
    groups: dict[int, list[tuple[str, str]]] = {}
    for module in plain:
        groups.setdefault(_group(module, own), []).append((module, f"import {module}"))
    for module, names in wanted.items():
        plainly = sorted((name for name in names if " as " not in name), key=_sorting)
        lines = [_from(module, plainly, WIDTH - len(indent))] if plainly else []
        lines += [f"from {module} import {name}" for name in sorted(names) if " as " in name]
        if lines:
            groups.setdefault(_group(module, own), []).append((module, "\n".join(lines)))
    rendered = []
    for number in sorted(groups):
        found = sorted(
            groups[number], key=lambda item: (item[1].startswith("from"), _depth(item[0]), _natural(item[0]))
        )
        rendered.append("\n".join(line for _, line in found))
    return textwrap.indent("\n\n".join(rendered), indent)


def _sorting(name: str) -> tuple[int, list[str | int], str]:
    """Constants first, then classes, then the rest: as isort orders the members of a module."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, _natural(name.casefold()), name


def _natural(text: str) -> list[str | int]:
    """Texts and the numbers between them: 9 comes before 10."""
    return [int(part) if number % 2 else part for number, part in enumerate(re.split(r"(\d+)", text))]


def _depth(module: str) -> tuple[int, str]:
    """Relative modules from the outermost in."""
    dots = len(module) - len(module.lstrip("."))
    return -dots, module


_STANDARD = frozenset({"__future__", "importlib", "datetime", "decimal", "uuid", "typing"})


def _group(module: str, own: str) -> int:
    if module.startswith("."):
        return 4
    top = module.partition(" ")[0].partition(".")[0]
    if top == "__future__":
        return 0
    return 1 if top in _STANDARD else 3 if own and top == own else 2


def _from(module: str, names: list[str], width: int) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= width:
        return line
    return "\n".join([f"from {module} import (", *(f"{_STEP}{name}," for name in names), ")"])
