"""Factory files: a class for each table, its links, its columns, and a word on what could not be said."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .. import fields as house
from ..fill.made import BORN
from ..infer import fields as inferred
from ..schema.reflected import Check, Name
from .code import assigned, classed, comment, docstring, flat, identifier, imports, names_in, quoted
from .declare import Speller
from .lists import Lists
from .models import Models, listed, titled
from .names import free, words
from .reading import SMALL, Reading, rows_of
from .survey import Link, Survey, Taken

__all__ = ["FactoryFiles"]


@dataclass
class FactoryFiles:
    """The factories of a project.

    ``plain`` are columns whose house declaration did not work, by table, ``none`` those that stay empty.
    """

    survey: Survey
    models: Models
    readings: Mapping[Name, Reading]
    package: str
    domains: Mapping[str, list[Name]] = field(default_factory=dict)
    plain: dict[Name, set[str]] = field(default_factory=dict)
    none: dict[Name, set[str]] = field(default_factory=dict)
    _origins: dict[str, str] = field(default_factory=dict)

    def factory(self, name: Name) -> str:
        """What the factory of a table is called."""
        return f"{self.models.by_table[name].name}Factory"

    def module(self, domain: str) -> str:
        """The source of one domain's module."""
        mine = self.domains[domain]
        lists = Lists()
        bodies = [self._class(name, lists) for name in mine]
        read = set().union(*map(names_in, bodies))
        wanted: dict[str, set[str]] = {
            "__future__": {"annotations"},
            "seedkit.factory": {"TableFactory"},
            "seedkit.fields": read & set(house.__all__),
            **self._inferred(read),
            "seedkit.infer.spans": read & {"Spans"},
            "decimal": read & {"Decimal"},
            "..models": {self.models.by_table[name].name for name in mine},
        }
        if self.survey.supabase:
            wanted["seedkit.supabase.factories"] = read & {"UserFactory"}
        for other, names in self.domains.items():
            used = {self.factory(n) for n in names} & read
            if other != domain and used:
                wanted[f".{other}"] = used
        plain = ["datetime as dt"] if "dt" in read else []
        head = docstring(f"{titled(domain)}: {listed([self.models.by_table[n].name for n in mine])}.", "")
        constants = f"{lists.source()}\n\n\n" if lists else "\n"
        return f"{head}\n\n{imports(wanted, plain)}\n\n{constants}" + "\n\n\n".join(bodies) + "\n"

    def _inferred(self, read: set[str]) -> dict[str, set[str]]:
        """The fields of inference that a module uses, by where they are imported from."""
        found = {"seedkit.infer.fields": (read - set(house.__all__)) & set(inferred.__all__)}
        for name in read - set(house.__all__) - set(inferred.__all__):
            if name in self._origins:
                found.setdefault(self._origins[name], set()).add(name)
        return found

    def _class(self, name: Name, lists: Lists) -> str:
        taken, model = self.survey.tables[name], self.models.by_table[name]
        lines = [classed(f"{model.name}Factory", f"TableFactory[{model.name}]")]
        lines += [docstring(self._about(taken)), "", "    class Meta:", f"        model = {model.name}"]
        lines += [*self._meta(taken), ""]
        params = _with_bare_names(list(self._params(taken)), lists, indent="        ")
        if params:
            lines += ["    class Params:", *params, ""]
        body = _with_bare_names([*self._links(taken), *self._columns(taken)], lists)
        return "\n".join([*lines, *body])

    def _about(self, taken: Taken) -> str:
        if taken.table.comment:
            return " ".join(taken.table.comment.split())[:78].rstrip(".") + "."
        noun = " ".join(words(self.models.by_table[taken.name].name)) or "row"
        owners = [_noun(link) for link in taken.made if _noun(link) != noun]
        of = f" of {_article(owners[0])}" if owners else ""
        also = f" and {_article(owners[1])}" if len(owners) == 2 else ""
        text = f"{_article(noun)}{of}{also}."
        return text[:1].upper() + text[1:]

    def _meta(self, taken: Taken) -> Iterator[str]:
        attributes = self.models.by_table[taken.name].attributes
        born = _born(taken, self.readings[taken.name])
        if born == "created_at" and attributes[born] == born:
            pass
        elif born or "created_at" in attributes:
            yield f"        born = {quoted(attributes[born]) if born else None}"
        reading = self.readings[taken.name]
        if self.is_catalogue(taken.name):
            names = reading.natural
            rows = [
                {attributes[n]: value for n, value in row.items()}
                for row in rows_of(reading, names, reading.whole or 0)
            ]
            yield assigned("natural", repr(tuple(attributes[n] for n in names)), indent="        ")
            yield assigned("rows", repr(tuple(rows)), indent="        ")

    def is_catalogue(self, name: Name) -> bool:
        """Whether the rows of a table are listed once and for all: few can exist, and they need nothing."""
        if name not in self.readings:
            return False
        reading, taken = self.readings[name], self.survey.tables[name]
        pointed = any(link.key.target == name for t in self.survey.tables.values() for link in t.made)
        if len(reading.natural) > 1 and pointed:
            return False
        return (
            reading.whole is not None
            and 0 < reading.whole < SMALL
            and bool(reading.natural)
            and not taken.made
        )

    # Links

    def _links(self, taken: Taken) -> Iterator[tuple[str, str, str]]:
        """``(attribute, declaration, comment)`` of each link, the widest first: others follow from it."""
        done: list[Link] = []
        for link in sorted(taken.made, key=lambda link: (-len(link.key.columns), not link.to_user)):
            text = self._covered(link, done) or self._parent(taken, link, done)
            if text is not None:
                yield link.attribute, text, ""
            done.append(link)
        for link in taken.links:
            if not link.made and link.modelled and len(link.key.columns) == 1 and link.nullable:
                yield link.attribute, "None", ""

    def _parent(self, taken: Taken, link: Link, done: list[Link]) -> str:
        if link.to_user:
            return "Parent(UserFactory)"
        target = self.factory(link.key.target)
        if self.is_catalogue(link.key.target):
            return self._lookup(link)
        if not self._imports(taken.name, link.key.target):
            target = quoted(f"{self.package}.factories.{self.domain_of(link.key.target)}.{target}")
        given = {}
        for other in done:
            shared = set(link.key.columns) & set(other.key.columns)
            if shared:
                mine, theirs = self.link_over(link, shared), self.link_over(other, shared)
                if mine and theirs:
                    given[mine.attribute] = f"this.{other.attribute}.{theirs.attribute}"
        said = "".join(f", {name}={value}" for name, value in given.items())
        return f"Parent({target}{said})"

    def domain_of(self, name: Name) -> str:
        """The module of a table."""
        return next(domain for domain, names in self.domains.items() if name in names)

    def _imports(self, name: Name, target: Name) -> bool:
        """Whether the factory of ``target`` can be imported where that of ``name`` is; else its path is given."""
        order = list(self._order)
        return order.index(self.domain_of(target)) <= order.index(self.domain_of(name))

    @cached_property
    def _order(self) -> list[str]:
        """The modules in an order in which the fewest point to later ones."""
        where = {name: domain for domain, names in self.domains.items() for name in names}
        needs: dict[str, Counter[str]] = {domain: Counter() for domain in self.domains}
        for name, taken in self.survey.tables.items():
            for link in taken.made:
                if link.key.target in where and where[link.key.target] != where[name]:
                    needs[where[name]][where[link.key.target]] += 1
        found: list[str] = []
        while len(found) < len(needs):
            left = [domain for domain in needs if domain not in found]
            found.append(min(left, key=lambda d: sum(n for o, n in needs[d].items() if o not in found)))
        return found

    def _lookup(self, link: Link) -> str:
        """One of the rows that a table can have at all."""
        reading = self.readings[link.key.target]
        [column] = reading.natural
        values = [row[column] for row in rows_of(reading, reading.natural, reading.whole or 0)]
        attribute = self.models.by_table[link.key.target].attributes[column]
        return f"Lookup({self.factory(link.key.target)}, {attribute}=Choice({values!r}))"

    def _covered(self, link: Link, done: list[Link]) -> str | None:
        """A link whose columns a wider one writes: what that one's row points to itself."""
        for other in done:
            if set(link.key.columns) <= set(other.key.columns):
                theirs = self.link_over(other, set(link.key.columns))
                if theirs:
                    return f"this.{other.attribute}.{theirs.attribute}"
        return None

    def link_over(self, link: Link, columns: set[str]) -> Link | None:
        """The link of the target's own factory by which it has the values of these columns."""
        if link.to_user:
            return None
        there = {t for c, t in zip(link.key.columns, link.key.target_columns, strict=True) if c in columns}
        target = self.survey.tables[link.key.target]
        return next((o for o in target.made if set(o.key.columns) == there), None)

    # Columns

    def _columns(self, taken: Taken) -> Iterator[tuple[str, str, str]]:
        reading, model = self.readings[taken.name], self.models.by_table[taken.name]
        speller = self._speller(taken, reading)
        linked = {column for link in taken.made for column in link.key.columns}
        loose = {column: link for link in taken.links for column in link.key.columns if not link.made}
        late: list[tuple[str, str, str]] = []
        for name, column in taken.table.columns.items():
            if name not in model.attributes or name in linked:
                continue
            attribute, note = model.attributes[name], self._note(taken, name)
            link = loose.get(name)
            if link is not None and link.modelled and len(link.key.columns) == 1 and link.nullable:
                continue
            if link is not None and link.back is not None and name not in self.none.get(taken.name, ()):
                text = self._child(taken, link, link.back)
            elif name in self.none.get(taken.name, ()) or (link is not None and link.lost):
                text = "None"
            elif link is not None and link.key.target == taken.name and column.not_null:
                text = f"this.{model.attributes[link.key.target_columns[link.key.columns.index(name)]]}"
            elif name in reading.fields:
                plain = name in self.plain.get(taken.name, ())
                spell = speller.plain if plain else speller.column
                text = spell(name, reading.fields[name])
            else:
                text = "None"
            item = (attribute, text, note)
            if attribute in _HELPERS:
                late.append(item)
            else:
                yield item
        yield from late

    def _child(self, taken: Taken, link: Link, back: Link) -> str:
        """The key of a row that points back, where both factories stand in one file."""
        if self.domain_of(link.key.target) != self.domain_of(taken.name):
            return "None"
        key = self.models.by_table[link.key.target].attributes[link.key.target_columns[0]]
        return f"Min(lambda: {self.factory(link.key.target)}.{key}, link={quoted(back.attribute)})"

    def _parts(self, taken: Taken) -> dict[str, str]:
        """Parts of columns that others are made of (the ends of a range), by what they are called here."""
        known = set(self.models.by_table[taken.name].attributes.values())
        parts: dict[str, str] = {}
        for name in self.readings[taken.name].fields:
            if name not in taken.table.columns:
                parts[name] = free(identifier(name), {*known, *parts.values()})
        return parts

    def _params(self, taken: Taken) -> Iterator[tuple[str, str, str]]:
        reading = self.readings[taken.name]
        speller = self._speller(taken, reading)
        for name, attribute in self._parts(taken).items():
            yield attribute, speller.column(name, reading.fields[name]), ""

    def _speller(self, taken: Taken, reading: Reading) -> Speller:
        dated = {
            column
            for check in (*taken.table.checks, *_bounds(taken))
            if re.search(r"\d{4}-\d\d-\d\d", check.expression)
            for column in check.columns
        }
        never_null = {
            n
            for n, f in reading.fields.items()
            if not isinstance(f, (inferred.Nullable, inferred.Null, inferred.Cases))
        }
        base = 0 if taken.table.empty else 10_000
        speller = Speller(
            {**self.models.by_table[taken.name].attributes, **self._parts(taken)},
            never_null=never_null,
            dated=dated,
            within=reading.within,
            base=base,
        )
        speller.origins = self._origins
        speller.look_at(reading.fields)
        return speller

    def _note(self, taken: Taken, name: str) -> str:
        notes = [
            f"Must not be null, and no factory makes it: {link.why}."
            for link in taken.links
            if name in link.key.columns and link.lost
        ]
        notes += [
            f"The check {judged.name} could not be read: {judged.expression}"
            for judged in self.readings[taken.name].judged
            if isinstance(judged, Check) and (name in judged.columns[:1] or "VALUE" in judged.columns)
        ]
        return " ".join(notes)


#: What declarations call, and columns are called too: those come last in their class.
_HELPERS = frozenset({*house.__all__, *inferred.__all__, "this", "dt", "Decimal"})


def _bounds(taken: Taken) -> list[Check]:
    from ..fill.partitions import PARTITIONS

    return [c for c in taken.table.checks if c.name == PARTITIONS]


def _with_bare_names(
    items: Iterable[tuple[str, str, str]], lists: Lists, *, indent: str = "    "
) -> list[str]:
    """The lines of a class body; a field that stands above is called by its bare name."""
    lines: list[str] = []
    above: set[str] = set()
    for attribute, text, note in items:
        node = _Bare(above - {attribute}).visit(ast.parse(text, mode="eval")).body
        node = lists.lifted(node, attribute)
        if note:
            lines.append(comment(note, indent))
        lines.append(assigned(attribute, flat(node), indent=indent))
        if isinstance(node, ast.Call) and attribute not in _HELPERS:
            above.add(attribute)
    return lines


class _Bare(ast.NodeTransformer):
    """``this.name`` as ``name`` where a field of that name stands above."""

    def __init__(self, above: set[str]) -> None:
        self._above = above

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "this" and node.attr in self._above:
            return ast.Name(node.attr, ast.Load())
        return node


def _born(taken: Taken, reading: Reading) -> str | None:
    """The column that says when a row came to be."""
    moments = [
        name
        for name, column in taken.table.columns.items()
        if column.type.base.name.name in ("timestamptz", "timestamp")
        and name in reading.fields
        and BORN.fullmatch(name)
    ]
    return "created_at" if "created_at" in moments else next(iter(moments), None)


def _noun(link: Link) -> str:
    return " ".join(words(link.attribute)) or "row"


def _article(noun: str) -> str:
    sounds = noun[:1] in "aeiou" and not noun.startswith(("user", "uni", "usage", "eu", "one "))
    return f"{'an' if sounds else 'a'} {noun}"
