"""What classes, columns and links are called: tables in the singular, links without their ``_id``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .. import fields
from ..factory import TableFactory
from ..fill.owners import USERS
from ..infer import fields as inferred
from ..schema.reflected import ForeignKey, Name
from .code import identifier
from .names import free, shared_word, words
from .survey import Survey

__all__ = ["Named", "Names"]

#: Names that mean something in a class body of a factory or a model.
_RESERVED = frozenset(n for n in dir(TableFactory) if not n.startswith("__")) | {
    "Meta", "Params", "metadata", "registry", "dt", "this", "uuid", "mapped_column", "relationship", "own", "allow",
    "public_read", "authenticated_read", "unproven",
}  # fmt: skip
#: Names of the house that factories use.
_SPOKEN = frozenset(
    {*fields.__all__, *inferred.__all__, "Base", "Raw", "Decimal", "Product", "TableFactory", "World"}
)
#: Words that end in s and mean one.
_SINGULAR = re.compile(
    r".*(ss|us|is|news|series|species|data|media|staff|goods|"
    r"(analyt|diagnost|econom|electron|eth|genet|graph|logist|mathemat|mechan|phys|polit|statist)ics)$"
)
#: What the name of a link's column says beside whom it leads to: ``host_id``, ``hostid``, ``HostId``.
_KEY_OF = re.compile(r"(_id|_uid|_uuid|_key|_fk|Id|ID| id|(?<=[a-z]{3})id)$")


@dataclass
class Named:
    """A table's class, what many of its rows are called, and the attributes of its columns."""

    name: str
    plural: str
    attributes: dict[str, str]


class Names:
    """What classes, columns and links are called: asked by the generator."""

    def __init__(self, survey: Survey, keys: Mapping[int, ForeignKey]) -> None:
        self._survey, self._keys = survey, keys
        self._shared = shared_word([name.name for name in survey.tables])
        self.models: dict[Name, Named] = {}
        self._taken: set[str] = {"Base"}
        #: What models call in their class bodies: types of SQLAlchemy, which columns are called too (``"Text"``).
        self.spoken: set[str] = set()

    def of_class(self, name: Name, imported: set[str]) -> str:
        """The class of a table: its name in the singular."""
        if name == USERS:
            return "AuthUser"
        taken = self._taken | {*imported, "AuthUser"}
        bare, whole = (self._class(name, without, imported) for without in (self._shared, ""))
        called = bare if bare not in taken else free(whole, taken)
        self._taken |= {called, f"{called}Factory"}
        self.models[name] = Named(called, self._plural(name.name), {})
        return called

    def _class(self, name: Name, without: str, imported: set[str]) -> str:
        parts = words(name.name, without) or ["table"]
        parts[-1] = self._singular(parts[-1])
        wish = identifier("".join(part[:1].upper() + part[1:] for part in parts), otherwise="Table")
        wish = wish[:1].upper() + wish[1:]
        if self._survey.supabase and wish in ("User", "Identity"):
            # Those of auth have these names, and rows are called after their factories.
            wish = f"{name.schema[:1].upper()}{identifier(name.schema[1:], otherwise='')}{wish}"
        return f"{wish}Row" if {wish, f"{wish}Factory"} & (_SPOKEN | imported) else wish

    def of_column(self, table: Name, column: str) -> str:
        """The attribute of a column."""
        if table == USERS:
            return column
        attributes = self.models[table].attributes
        wish = identifier(column)
        wish = f"{wish}_" if wish in _RESERVED | self.spoken else wish
        attributes[column] = free(wish, set(attributes.values()))
        return attributes[column]

    def of_link(self, table: Name, constraint: Any) -> str:
        """The relationship of a foreign key: ``author`` of ``author_id``."""
        key, taken = self._keys[id(constraint)], self._survey.tables[table]
        itself = key.target == table
        attributes = set(self.models[table].attributes.values())
        others = {link.attribute for link in taken.links}
        wish = self._wish(key, attributes | others | _RESERVED, itself=itself)
        link = next(link for link in taken.links if link.key is key)
        link.attribute = free(wish, attributes | others | _RESERVED)
        return link.attribute

    def _wish(self, key: ForeignKey, taken: set[str], *, itself: bool) -> str:
        parts = words(key.target.name, self._shared) or ["row"]
        target = identifier("_".join([*parts[:-1], self._singular(parts[-1])]), otherwise="row")
        if key.target == USERS:
            target = "user"
        last = key.columns[-1] if len(key.columns) > 1 else key.columns[0]
        bare = identifier(_KEY_OF.sub("", last), otherwise=target)
        if bare in ("id", "uuid"):
            return target
        if bare == identifier(last) or bare in taken:
            return self._beside(bare, target, taken if not itself else taken | {target})
        return bare

    def _beside(self, column: str, target: str, taken: set[str]) -> str:
        """A link beside a column of its own name: ``parent_menu`` of ``parent``, ``ir_model`` of ``model``."""
        if set(words(column)) & set(words(target)):
            return target if target not in taken else f"{column}_row"
        return f"{column}_{(words(target) or ['row'])[-1]}"

    def _singular(self, word: str) -> str:
        # Three letters are an abbreviation: nas, dns.
        if len(word) <= 3 or not word.endswith("s") or _SINGULAR.match(word) or not word.isascii():
            return word
        return str(self._engine.singular_noun(word) or word)

    def _plural(self, name: str) -> str:
        """A table's name for many of its rows: ``res_groups`` of ``res_group``."""
        parts = words(name, self._shared) or ["rows"]
        if parts[-1].isascii() and parts[-1].isalpha() and self._singular(parts[-1]) == parts[-1]:
            parts[-1] = str(self._engine.plural_noun(parts[-1]))
        return "_".join(parts)

    @cached_property
    def _engine(self) -> Any:
        import inflect

        return inflect.engine()
