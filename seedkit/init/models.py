"""Models: sqlacodegen's, a class for each table, told apart by domain and spelled as the house spells models."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import create_engine

from ..errors import UsageError
from ..schema.reflected import Name
from .access import OPEN, Rule, rule_of
from .code import assigned, docstring, flat, imports, names_in
from .metadata import metadata_of
from .naming import Names
from .survey import Survey, Taken

__all__ = ["RAW", "Model", "Models", "listed", "models_of", "titled"]

#: The type of columns that SQLAlchemy has no word for, defined in a project's base module.
RAW = "Raw"
#: What ``text`` is called where a column has that name.
_SQL = "sql_text"


@dataclass
class Model:
    """One class: its name, what many of its rows are called, the attributes of its columns, its source."""

    name: str
    plural: str
    attributes: Mapping[str, str]
    tree: ast.ClassDef
    rule: Rule


@dataclass
class Models:
    """The classes by table, and where each name in their source comes from."""

    survey: Survey
    by_table: dict[Name, Model]
    origins: Mapping[str, str]

    def module(self, domain: str, domains: Mapping[str, list[Name]]) -> str:
        """The source of one domain's module."""
        mine = domains[domain]
        bodies = [self._class(name) for name in mine]
        read = set().union(*map(names_in, bodies))
        wanted: dict[str, set[str]] = {"__future__": {"annotations"}, ".base": {"Base"}}
        for name in sorted(read):
            if name in self.origins:
                called = "text as sql_text" if name == _SQL else name
                wanted.setdefault(self.origins[name], set()).add(called)
        others = {
            f".{other}": {self.by_table[n].name for n in names if self.by_table[n].name in read}
            for other, names in domains.items()
            if other != domain
        }
        later = {module: names for module, names in others.items() if names}
        if later:
            wanted.setdefault("typing", set()).add("TYPE_CHECKING")
        plain = [text for name, text in _PLAIN_IMPORTS.items() if name in read]
        head = [docstring(f"{titled(domain)}: {listed([self.by_table[n].name for n in mine])}.", "")]
        head.append(imports(wanted, plain))
        if later:
            head.append(f"if TYPE_CHECKING:\n{imports(later, indent='    ')}")
        return "\n\n".join(head) + "\n\n\n" + "\n\n\n".join(bodies) + "\n"

    def _class(self, name: Name) -> str:
        model, taken = self.by_table[name], self.survey.tables[name]
        lines = [f"class {model.name}(Base):"]
        about = taken.table.comment or _sentence(model, taken)
        lines += [docstring(_one_line(about)), ""]
        placed = {attribute: number for number, attribute in enumerate(model.attributes.values())}
        columns: list[tuple[int, str]] = []
        links: list[str] = []
        for node in model.tree.body:
            if isinstance(node, ast.Assign):
                target = ast.unparse(node.targets[0])
                lines.append(assigned(target, ast.unparse(node.value)))
                if target == "__tablename__" and not _has_args(model.tree):
                    lines += model.rule.lines()
                if target == "__table_args__":
                    lines += model.rule.lines()
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                target = ast.unparse(node.target)
                text = assigned(f"{target}: {flat(node.annotation)}", ast.unparse(node.value))
                if target in placed:
                    columns.append((placed[target], text))
                else:
                    links.append(text)
        lines += ["", *(text for _, text in sorted(columns))]
        lines += [""] * bool(links) + links
        return "\n".join(lines)


def models_of(survey: Survey) -> Models:
    """The models of all tables. Raises UsageError where sqlacodegen is not installed."""
    metadata, keys = metadata_of(survey)
    try:
        from .generator import Generator
    except ImportError as error:
        raise UsageError(
            f"init needs sqlacodegen: there is no module {error.name!r}",
            hint="Install it: pip install 'seedkit-postgres[init]'",
        ) from error
    engine = create_engine("postgresql+psycopg://")
    generator = Generator(metadata, engine, ["nobidi", "nojoined", "nonativeenums", "nosyntheticenums"])
    generator.names = Names(survey, keys)
    tree = ast.parse(generator.generate())
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    by_table = {}
    for name, named in generator.names.models.items():
        taken = survey.tables[name]
        tidy = _tidied(classes[named.name], taken, named.attributes)
        by_table[name] = Model(named.name, named.plural, named.attributes, tidy, rule_of(survey, taken))
    origins = {name: module for module, names in generator.imports.items() for name in names}
    origins |= {
        "Decimal": "decimal", "AuthUser": "seedkit.supabase.auth",
        **dict.fromkeys(("own", "allow", "public_read", "authenticated_read", "unproven"), "seedkit.schema.access"),
        _SQL: "sqlalchemy", OPEN: ".base", RAW: ".base",
    }  # fmt: skip
    return Models(survey, by_table, origins)


_PLAIN_IMPORTS = {"dt": "datetime as dt", "uuid": "uuid"}


class _Tidy(ast.NodeTransformer):
    """The spelling of the house: ``X | None``, ``dt``, the shared model of users, nothing said twice."""

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "Optional":
            return ast.BinOp(node.slice, ast.BitOr(), ast.Constant(None))
        if isinstance(node.value, ast.Name) and node.value.id == "Mapped":
            node.slice = _unquoted(node.slice)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "datetime":
            node.value = ast.Name("dt", ast.Load())
        if node.attr == "BitString":
            # SQLAlchemy's own class for bits, a text: rows hold texts.
            return ast.Name("str", ast.Load())
        if isinstance(node.value, ast.Name) and node.value.id == "decimal":
            return ast.Name(node.attr, ast.Load())
        return node

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        called = ast.unparse(node.func)
        if called == "mapped_column":
            node.keywords = [k for k in node.keywords if k.arg not in ("nullable", "autoincrement")]
        if called == "ForeignKey" and isinstance(node.args[0], ast.Constant):
            target = str(node.args[0].value)
            if target.startswith("auth.users."):
                node.args[0] = ast.parse(f"AuthUser.{target.rpartition('.')[2]}", mode="eval").body
        if called == "relationship" and ast.unparse(node.args[0]) == "'AuthUser'":
            node.args[0] = ast.Name("AuthUser", ast.Load())
        return node


def _unquoted(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return ast.Name(node.value, ast.Load())
    if isinstance(node, ast.BinOp):
        node.left = _unquoted(node.left)
    return node


def _tidied(tree: ast.ClassDef, taken: Taken, attributes: Mapping[str, str]) -> ast.ClassDef:
    tidy: ast.ClassDef = _Tidy().visit(tree)
    _say_overlaps(tidy, taken)
    columns = {attribute: taken.table.columns[column] for column, attribute in attributes.items()}
    if "text" in columns:
        for called in ast.walk(tidy):
            if (
                isinstance(called, ast.Call)
                and isinstance(called.func, ast.Name)
                and called.func.id == "text"
            ):
                called.func.id = _SQL
    for node in tidy.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call):
            for place, arg in enumerate(node.value.args):
                if isinstance(arg, ast.Name) and arg.id == "NullType":
                    sql = columns[ast.unparse(node.target)].type.base.sql
                    node.value.args[place] = ast.parse(f"{RAW}({sql!r})", mode="eval").body
                    node.annotation = ast.parse(
                        ast.unparse(node.annotation).replace("object", "str"), mode="eval"
                    ).body
    return ast.fix_missing_locations(tidy)


def _say_overlaps(tree: ast.ClassDef, taken: Taken) -> None:
    """Relationships that write the same column: SQLAlchemy wants to be told that this is meant."""
    links = {link.attribute: set(link.key.columns) for link in taken.links if link.attribute}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call):
            name = ast.unparse(node.target)
            others = [o for o, columns in links.items() if o != name and columns & links.get(name, set())]
            if others:
                node.value.keywords.append(ast.keyword("overlaps", ast.Constant(",".join(others))))


def _has_args(tree: ast.ClassDef) -> bool:
    return any(isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "__table_args__" for n in tree.body)


def _sentence(model: Model, taken: Taken) -> str:
    return f"A row of {taken.name.name}."


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 78 else f"{line[:75].rsplit(' ', 1)[0]} …"


def titled(domain: str) -> str:
    """A module's name as the beginning of a sentence."""
    return domain.replace("_", " ").strip().capitalize()


def listed(names: list[str]) -> str:
    """Names in a sentence: a few, and how many more."""
    shown = names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
