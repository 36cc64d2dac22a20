"""Domains: which tables of a schema belong together in one file.

Tables that share the first word of their names, then those that hang on one of them, until no file is
giant and few are tiny. What everything points to (a tenant, a user) stays with those most like it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ..schema.reflected import Name, Table
from .code import identifier
from .names import free, words

__all__ = ["FEW", "MANY", "domains_of"]

#: Fewer tables than this are one file; no file has more than that.
FEW, MANY = 7, 14


def domains_of(tables: Mapping[Name, Table]) -> dict[str, list[Name]]:
    """The tables by domain, each domain a name for a module; tables in their own order."""
    by_schema: dict[str, list[Name]] = {}
    for name in tables:
        by_schema.setdefault(name.schema, []).append(name)
    found: dict[str, list[Name]] = {}
    for schema, names in sorted(by_schema.items()):
        for group in _groups(names, tables):
            alone = len(by_schema) > 1 and len(group) == len(names)
            found[free(schema_module(schema) if alone else _module(group, tables), found)] = group
    return found


def schema_module(schema: str) -> str:
    """What the only module of a schema is called."""
    return identifier(schema, otherwise="tables").lower()


def _groups(names: list[Name], tables: Mapping[Name, Table]) -> list[list[Name]]:
    if len(names) < FEW:
        return [names]
    groups = _by_first_word(names)
    near = {name: _neighbours(name, tables) for name in names}
    while True:
        small = min(groups, key=lambda group: (len(group), group))
        if len(small) >= 4 or len(groups) == 1:
            break
        others = [g for g in groups if g is not small and len(g) + len(small) <= MANY]
        if not others:
            break
        best = max(others, key=lambda g: (_pull(small, g, near), -len(g), [-ord(c) for c in g[0].name[:4]]))
        if not _pull(small, best, near) and len(small) > 2:
            break
        groups.remove(small)
        best += small
    halves = [part for group in groups for part in _halved(group, near)]
    place = {name: number for number, name in enumerate(names)}
    return sorted((sorted(group, key=place.__getitem__) for group in halves), key=lambda g: place[g[0]])


def _by_first_word(names: Iterable[Name]) -> list[list[Name]]:
    groups: dict[str, list[Name]] = {}
    for name in names:
        first = (words(name.name) or ["tables"])[0]
        groups.setdefault(_singular(first), []).append(name)
    # A first word that nearly all have (app_users, app_orders) tells nothing.
    if len(groups) == 1:
        return [[name] for name in names]
    return list(groups.values())


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _neighbours(name: Name, tables: Mapping[Name, Table]) -> Counter[Name]:
    """The tables that this one points to, or that point to it; a hub's pull is shared among all."""
    found: Counter[Name] = Counter()
    for table in tables.values():
        for key in table.foreign_keys:
            if key.target in tables and key.target != table.name and name in (table.name, key.target):
                found[key.target if table.name == name else table.name] += 1
    return found


def _pull(small: list[Name], other: list[Name], near: Mapping[Name, Counter[Name]]) -> float:
    return sum(
        near[name][there] / (1 + sum(near[there].values())) + (0.3 if _alike(name, there) else 0)
        for name in small
        for there in other
    ) / (1 + len(other) / MANY)


def _alike(one: Name, other: Name) -> bool:
    return bool({_singular(w) for w in words(one.name)} & {_singular(w) for w in words(other.name)})


def _halved(group: list[Name], near: Mapping[Name, Counter[Name]]) -> list[list[Name]]:
    """A group in parts that are not too long, neighbours together."""
    if len(group) <= MANY:
        return [group]
    parts = -(-len(group) // MANY)
    size = -(-len(group) // parts)
    left, found = list(group), []
    while left:
        part = [max(left, key=lambda n: (sum(near[n][o] for o in left), n))]
        left.remove(part[0])
        while left and len(part) < size:
            following = max(left, key=lambda n: (sum(near[n][o] for o in part), n))
            left.remove(following)
            part.append(following)
        found.append(part)
    return found


def _module(group: list[Name], tables: Mapping[Name, Table]) -> str:
    """The word that most tables share, else the name of the one that most point to."""
    if len(group) == len(tables) and len(group) < FEW:
        return "tables"
    count = Counter(word for name in group for word in {_singular(w) for w in words(name.name)})
    most = max(count, key=lambda word: (count[word], -len(word), word), default="tables")
    if count[most] * 2 > len(group) and count[most] > 1:
        return identifier(most, otherwise="tables").lower()
    pointed = Counter(
        key.target for name in group for key in tables[name].foreign_keys if key.target in group
    )
    centre = max(group, key=lambda name: (pointed[name], -len(name.name), name.name))
    return identifier(centre.name, otherwise="tables").lower()[:40]
