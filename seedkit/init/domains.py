"""Domains: which tables of a schema belong together in one file.

Tables that share the first word of their names, then those that hang on one of them, until no file is
giant and few are tiny. What everything points to (a tenant, a user) stays with those most like it, what nothing
ties to anything is a file of others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..schema.reflected import Name, Table
from .code import identifier
from .names import free, named_after, shared_word, words

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
        groups = _Groups(names, tables)
        for group, called in groups.named():
            alone = len(by_schema) > 1 and len(group) == len(names)
            wish = schema_module(schema) if alone else called
            found[free(groups.apart(group, wish) if wish in found else wish, found)] = group
    return found


def schema_module(schema: str) -> str:
    """What the only module of a schema is called."""
    return identifier(schema, otherwise="tables").lower()


class _Groups:
    """The tables of one schema, put together by their names and by what they point to."""

    def __init__(self, names: list[Name], tables: Mapping[Name, Table]) -> None:
        self._names, self._tables = names, tables
        self._shared = shared_word([name.name for name in names])
        self._said = {
            name: [_singular(w) for w in words(name.name, self._shared)] or ["tables"] for name in names
        }
        self._near = {name: self._neighbours(name) for name in names}

    def named(self) -> Iterator[tuple[list[Name], str]]:
        """The groups, each with a name."""
        place = {name: number for number, name in enumerate(self._names)}
        groups, rest = self._related() if len(self._names) >= FEW else ([self._names], [])
        parts = [
            (sorted(part, key=place.__getitem__), "") for group in groups for part in self._halved(group)
        ]
        parts += [(sorted(part, key=place.__getitem__), "others") for part in _slices(rest)]
        for part, called in sorted(parts, key=lambda part: place[part[0][0]]):
            whole = len(part) == len(self._names)
            yield part, "tables" if whole else called or self._module(part)

    def apart(self, group: list[Name], called: str) -> str:
        """A name for a group whose own is taken: with the next word that most of its tables share."""
        said = Counter(word for name in group for word in {*self._said[name]} - {called})
        most = max(said, key=lambda word: (said[word], -len(word), word), default="")
        return f"{called}_{identifier(most).lower()}" if said[most] > 1 else called

    def _related(self) -> tuple[list[list[Name]], list[Name]]:
        """The groups, and the tables that nothing ties to any."""
        by_word: dict[str, list[Name]] = {}
        for name in self._names:
            by_word.setdefault(self._said[name][0], []).append(name)
        groups = list(by_word.values())
        rest: list[Name] = []
        while groups:
            small = min(groups, key=lambda group: (len(group), group))
            if len(small) >= 4 or (len(groups) == 1 and not rest):
                break
            groups.remove(small)
            others = [g for g in groups if len(g) + len(small) <= MANY]
            best = max(
                others,
                key=lambda g: (self._pull(small, g), -len(g), [-ord(c) for c in g[0].name[:4]]),
                default=None,
            )
            if best is not None and self._pull(small, best):
                best += small
            else:
                rest += small
        if rest and len(self._names) <= MANY:
            # A few tables are better in one file than in two of which one means nothing.
            return [self._names], []
        return groups, rest

    def _neighbours(self, name: Name) -> Counter[Name]:
        """The tables that this one points to, or that point to it; a hub's pull is shared among all."""
        found: Counter[Name] = Counter()
        for table in (self._tables[n] for n in self._names):
            if table.name == name:
                continue
            found[table.name] += sum(key.target == name for key in table.foreign_keys)
            found[table.name] += sum(key.target == table.name for key in self._tables[name].foreign_keys)
            if not found[table.name] and (
                self._mentions(name, table) or self._mentions(table.name, self._tables[name])
            ):
                found[table.name] += 1
        return +found

    def _mentions(self, name: Name, table: Table) -> bool:
        """Whether a column is named after a table of which no foreign key tells."""
        keys = {column for key in table.foreign_keys for column in key.columns}
        return any(
            named_after("_".join(self._said[name]), column) for column in table.columns if column not in keys
        )

    def _pull(self, small: list[Name], other: list[Name]) -> float:
        return sum(
            self._near[name][there] / (1 + sum(self._near[there].values()))
            + (0.3 if self._alike(name, there) else 0)
            for name in small
            for there in other
        ) / (1 + len(other) / MANY)

    def _alike(self, one: Name, other: Name) -> bool:
        """Whether they share a word, or one begins with the other: ``job`` and ``jobmedia``."""
        first, second = sorted((self._said[one][0], self._said[other][0]), key=len)
        begins = len(first) > 2 and second.startswith(first)
        return begins or bool({*self._said[one]} & {*self._said[other]})

    def _halved(self, group: list[Name]) -> list[list[Name]]:
        """A group in parts that are not too long, neighbours together."""
        if len(group) <= MANY:
            return [group]
        near, size = self._near, _size(group)
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

    def _module(self, group: list[Name]) -> str:
        """The word that most tables share, else the name of the one that most point to."""
        count = Counter(word for name in group for word in {*self._said[name]})
        most = max(count, key=lambda word: (count[word], -len(word), word))
        if count[most] * 2 > len(group) and count[most] > 1:
            return identifier(most, otherwise="tables").lower()
        pointed = Counter(
            key.target for name in group for key in self._tables[name].foreign_keys if key.target in group
        )

        def central(name: Name) -> tuple[int, int, int, str]:
            return pointed[name], sum(self._near[name][other] for other in group), -len(name.name), name.name

        centre = max(group, key=central)
        return identifier("_".join(words(centre.name, self._shared)), otherwise="tables").lower()[:40]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _size(group: list[Name]) -> int:
    return -(-len(group) // -(-len(group) // MANY))


def _slices(names: list[Name]) -> list[list[Name]]:
    """Names in parts that are not too long, as they stand in the alphabet."""
    ordered, size = sorted(names), _size(names) if names else 1
    return [ordered[at : at + size] for at in range(0, len(ordered), size)]
