"""Conditions over columns solved: the ways in which rows can meet them, and what each column holds in each way.

A *slot* is a column, or a part of one (a bound of a range, an attribute of a composite, a key of a document).
Slots that conditions bind together are solved together. A condition's alternatives are multiplied with those of
the others; what is left of each column is its nature narrowed by the atoms that speak of it alone. Atoms over
several columns define one by the others (``total = qty * price``), bound it row by row (``start < end``) or keep it
from being the same. Columns are made in one order in all ways, so that no two wait for each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .alternatives import Alternative, TooMany, alternatives, lenient, opposite
from .natures import FAILURES, Impossible, Listed, Nature, NotSolved
from .relations import Relations, related
from .terms import Call, Column, Term, Value, columns_of

__all__ = ["Condition", "Slot", "Solution", "Way", "solve"]

#: Ways that one group of columns may take.
MOST = 48


@dataclass(frozen=True)
class Slot:
    """A column to be solved. ``nulls`` is the share of rows in which it is null of itself (0: it may not be).

    ``fixed`` slots have their value from elsewhere (a link, a unique): they are never defined by others.
    """

    name: str
    nature: Nature
    nulls: float = 0.0
    nullable: bool = False
    fixed: bool = False


@dataclass(frozen=True)
class Condition:
    """Something that must hold of each row: a check, or what a type allows. ``source`` names it."""

    source: str
    term: Term
    soft: bool = False


@dataclass
class Way:
    """One way to meet the conditions of a group.

    ``null`` tells for some slots whether they are null; ``natures`` hold what is left of the others.
    """

    atoms: Alternative
    natures: dict[str, Nature]
    null: dict[str, bool]
    relations: Relations
    weight: float = 1.0
    unsolved: frozenset[Term] = frozenset()


@dataclass
class Solution:
    """What became of a group: its ways, the order of its slots, and what was not solved."""

    slots: tuple[str, ...]
    ways: list[Way] = field(default_factory=list)
    order: tuple[str, ...] = ()
    judged: list[str] = field(default_factory=list)
    impossible: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def groups(slots: Iterable[str], conditions: Sequence[Condition]) -> list[tuple[list[str], list[Condition]]]:
    """The slots that conditions bind together, with these conditions; in the order of the slots."""
    leader = {name: name for name in slots}

    def find(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for condition in conditions:
        names = sorted(columns_of(condition.term) & leader.keys())
        for other in names[1:]:
            leader[find(other)] = find(names[0])
    found: dict[str, tuple[list[str], list[Condition]]] = {}
    for name in leader:
        found.setdefault(find(name), ([], []))[0].append(name)
    for condition in conditions:
        names = sorted(columns_of(condition.term) & leader.keys())
        if names:
            found[find(names[0])][1].append(condition)
    return list(found.values())


def solve(slots: Mapping[str, Slot], conditions: Sequence[Condition], now: dt.datetime) -> Solution:
    """The ways in which rows can meet the conditions. Conditions that cannot be dealt with are in ``judged``."""
    return _Solver(slots, now).solve(conditions)


class _Solver:
    def __init__(self, slots: Mapping[str, Slot], now: dt.datetime) -> None:
        self._slots, self._now = slots, now
        self._truths = frozenset(
            n for n, s in slots.items() if isinstance(s.nature, Listed) and _is_truth(s.nature)
        )
        self._narrowed: dict[tuple[str, frozenset[Term]], Nature | None] = {}
        self._unsolved: dict[tuple[str, frozenset[Term]], frozenset[Term]] = {}

    def solve(self, conditions: Sequence[Condition]) -> Solution:
        solution = Solution(tuple(self._slots))
        opened = self._opened_once = self._opened(conditions, solution)
        soft = [c for c in conditions if c.soft and _plain(c.term)]
        hard = [(source, ways) for source, ways in opened if source is not None]
        believed = self._believed([c for c in conditions if c.soft and not _plain(c.term)])
        for also, wishes in ((believed, soft), ([], soft), ([], [])):
            solution.ways = self._ways([*hard, *also], wishes, solution)
            if solution.ways:
                return self._finished(solution)
        loosened = self._with_nulls(hard)
        if loosened is not None:
            solution.ways = self._ways(loosened, [], solution)
            if solution.ways:
                return self._finished(solution)
        return self._given_up(hard, solution)

    def _believed(self, conditions: Sequence[Condition]) -> list[tuple[str | None, tuple[Alternative, ...]]]:
        """Beliefs that rows meet in one of several ways."""
        opened = []
        for condition in conditions:
            try:
                opened.append((condition.source, alternatives(condition.term, self._truths)))
            except TooMany:
                continue
        return [one for one in opened if one[1]]

    def _opened(
        self, conditions: Sequence[Condition], solution: Solution
    ) -> list[tuple[str | None, tuple[Alternative, ...]]]:
        """Each hard condition with its alternatives; opaque ones are taken out where others are left."""
        opened: list[tuple[str | None, tuple[Alternative, ...]]] = []
        for condition in conditions:
            if condition.soft:
                continue
            try:
                ways = alternatives(condition.term, self._truths)
            except TooMany:
                solution.judged.append(condition.source)
                continue
            ways = tuple(way for way in (self._settled(way) for way in ways) if way is not None)
            clear = tuple(way for way in ways if not any(_opaque(atom) for atom in way))
            if not clear and ways:
                solution.judged.append(condition.source)
                clear = tuple(frozenset(a for a in way if not _opaque(a)) for way in ways)
            opened.append((condition.source, tuple(dict.fromkeys(clear))))
        return sorted(opened, key=lambda one: len(one[1]))

    def _settled(self, way: Alternative) -> Alternative | None:
        """The alternative without atoms that hold anyway; None where one never does."""
        from .evaluate import constant_value

        kept = set()
        for atom in way:
            if columns_of(atom) or _opaque(atom):
                kept.add(atom)
                continue
            try:
                if constant_value(atom) is not True:
                    return None
            except (LookupError, ArithmeticError, ValueError, TypeError):
                kept.add(Call("opaque", (Value(str(atom), "text"),)))
        return frozenset(kept)

    # From alternatives to ways

    def _ways(
        self,
        hard: Sequence[tuple[str | None, tuple[Alternative, ...]]],
        soft: Sequence[Condition],
        solution: Solution,
    ) -> list[Way]:
        choices: list[Alternative] = [frozenset()]
        for _, options in hard:
            together = {a | b: None for a in choices for b in options if self._agree(a, b)}
            choices = _spread(list(together), MOST)
        wishes: Alternative = frozenset(atom for condition in soft for atom in _atoms(condition.term))
        ways = [way for choice in choices if (way := self._way(choice, wishes)) is not None]
        return [way for way in ways if not way.unsolved] or ways

    def _agree(self, left: Alternative, right: Alternative) -> bool:
        """Whether two sets of atoms do not plainly contradict each other."""
        if any(opposite(atom) in left for atom in right):
            return False
        names = {name for atom in right for name in columns_of(atom)}
        return all(self._left_of(name, left | right) is not None for name in names if name in self._slots)

    def _left_of(self, name: str, atoms: Alternative) -> Nature | None:
        """What atoms over this slot alone leave of it; None for nothing."""
        mine = frozenset(a for a in atoms if columns_of(a) == {name})
        key = (name, mine)
        if key not in self._narrowed:
            self._narrowed[key] = self._narrow(name, mine)
        return self._narrowed[key]

    def _narrow(self, name: str, atoms: Alternative) -> Nature | None:
        slot = self._slots[name]
        null = Call("is null", (Column(name),))
        if null in atoms:
            # What is asked of a value is unknown where there is none, and a check lets that pass.
            fits = (
                slot.nullable
                and Call("not", (null,)) not in atoms
                and not any(lenient(a) for a in atoms - {null})
            )
            return slot.nature if fits else None
        rest = sorted((a for a in atoms if a != Call("not", (null,))), key=str)
        if not rest:
            return slot.nature
        try:
            return slot.nature.narrowed(rest, self._now)
        except Impossible:
            return None
        except (NotSolved, *FAILURES):
            return self._narrowed_singly(name, atoms, rest)

    def _narrowed_singly(self, name: str, atoms: Alternative, rest: Sequence[Term]) -> Nature | None:
        """The nature narrowed by those atoms that it can deal with; the others are remembered."""
        nature, lost = self._slots[name].nature, set()
        for atom in rest:
            try:
                nature = nature.narrowed([atom], self._now)
            except Impossible:
                return None
            except (NotSolved, *FAILURES):
                lost.add(atom)
        self._unsolved[name, atoms] = frozenset(lost or rest)
        return nature

    def _way(self, choice: Alternative, wishes: Alternative) -> Way | None:
        null: dict[str, bool] = {}
        natures: dict[str, Nature] = {}
        for name in self._slots:
            found = self._left_of(name, choice)
            if found is None:
                return None
            natures[name] = found
            is_null = Call("is null", (Column(name),))
            if is_null in choice:
                null[name] = True
            elif Call("not", (is_null,)) in choice:
                null[name] = False
        lost: set[Term] = set()
        for name in self._slots:
            lost |= self._unsolved.get(
                (name, frozenset(a for a in choice if columns_of(a) == {name})), frozenset()
            )
        missing = {name for name, is_null in null.items() if is_null}
        multiple = sorted(
            (a for a in choice if len(columns_of(a)) > 1 and not self._moot(a, missing)), key=str
        )
        try:
            relations, left = self._related(natures, null, multiple, sorted(wishes, key=str))
        except Impossible:
            return None
        way = Way(choice, relations.natures, null, relations, unsolved=frozenset(lost | left))
        way.weight = self._weight(way)
        return way

    def _moot(self, atom: Term, missing: set[str]) -> bool:
        """Whether an atom reads a column that is null, which makes it unknown: a check lets that pass."""
        return bool(columns_of(atom) & missing) and not lenient(atom) & missing

    def _related(
        self,
        natures: Mapping[str, Nature],
        null: Mapping[str, bool],
        atoms: list[Term],
        wishes: Sequence[Term],
    ) -> tuple[Relations, set[Term]]:
        """The relations of as many atoms as can be dealt with, and the others. Raises Impossible."""
        attempts = [atoms, *([a for a in atoms if a is not one] for one in atoms), []]
        for kept in attempts:
            try:
                found = related(self._slots, natures, null, kept, wishes, self._now)
            except (NotSolved, *FAILURES):
                continue
            return found, set(atoms) - set(kept)
        found = related(self._slots, natures, null, [], [], self._now)
        return found, set(atoms)

    def _weight(self, way: Way) -> float:
        """How often rows would take this way of themselves; now and then, however many nulls that asks for."""
        weight = 1.0
        for name, slot in self._slots.items():
            if name in way.null:
                share = min(max(slot.nulls, 0.1), 0.9)
                weight *= share if way.null[name] else 1 - share
            kept, own = way.natures.get(name), slot.nature
            if isinstance(own, Listed) and isinstance(kept, Listed) and kept is not own:
                weight *= max(own.share(kept), 0.02)
        return max(weight, 0.03)

    # When nothing fits

    def _with_nulls(
        self, hard: Sequence[tuple[str | None, tuple[Alternative, ...]]]
    ) -> list[tuple[str | None, tuple[Alternative, ...]]] | None:
        """The conditions, each met also by a column that is null: unknown is not false."""
        loosened, changed = [], False
        for source, options in hard:
            names = sorted({n for way in options for a in way for n in columns_of(a)} or self._slots.keys())
            nulls = [
                frozenset({Call("is null", (Column(n),))})
                for n in names
                if n in self._slots and self._slots[n].nullable
            ]
            changed = changed or bool(nulls)
            loosened.append((source, (*options, *nulls)))
        return loosened if changed else None

    def _given_up(
        self, hard: Sequence[tuple[str | None, tuple[Alternative, ...]]], solution: Solution
    ) -> Solution:
        """Who is to blame: the fewest conditions that cannot all hold."""
        guilty = list(hard)
        for one in hard:
            rest = [other for other in guilty if other is not one]
            if not self._ways(rest, [], solution):
                guilty = rest
        solution.impossible = [source for source, _ in guilty if source is not None]
        return solution

    def _finished(self, solution: Solution) -> Solution:
        """With the order of the slots, in which each comes after those that it is made from."""
        after: dict[str, set[str]] = {name: set() for name in self._slots}
        kept = []
        for way in sorted(solution.ways, key=lambda w: -w.weight):
            for name, needs in way.relations.needs().items():
                after.setdefault(name, set())
                added = needs - after[name]
                after[name] |= needs
                if _ordered(after) is None:
                    after[name] -= added
                    break
            else:
                kept.append(way)
        solution.ways = kept
        lost = {atom for way in kept for atom in way.unsolved}
        for source, options in self._opened_once:
            if (
                source is not None
                and any(lost & option for option in options)
                and source not in solution.judged
            ):
                solution.judged.append(source)
        solution.order = tuple(_ordered(after) or self._slots)
        return solution


def _plain(term: Term) -> bool:
    """Whether a belief is a comparison that can be wished for."""
    return (isinstance(term, Call) and term.op in ("<", "<=", ">", ">=")) or (
        isinstance(term, Call)
        and term.op == "="
        and isinstance(term.args[0], Column)
        and columns_of(term.args[1]) != frozenset()
        and not any(isinstance(a, Call) and a.op == "not" for a in term.args)
    )


def _is_truth(nature: Listed) -> bool:
    return all(isinstance(option, bool) for option in nature.options)


def _opaque(term: Term) -> bool:
    return isinstance(term, Call) and (term.op == "opaque" or any(map(_opaque, term.args)))


def _atoms(term: Term) -> list[Term]:
    return (
        [a for part in term.args for a in _atoms(part)]
        if isinstance(term, Call) and term.op == "and"
        else [term]
    )


def _spread(choices: list[Alternative], most: int) -> list[Alternative]:
    """At most so many of them, from all over."""
    if len(choices) <= most:
        return choices
    return [choices[len(choices) * place // most] for place in range(most)]


def _ordered(after: Mapping[str, set[str]]) -> list[str] | None:
    """The names, each after those it needs; None for a circle."""
    done: dict[str, None] = {}
    left = dict(after)
    while left:
        ready = [name for name, needs in left.items() if all(n in done or n not in after for n in needs)]
        if not ready:
            return None
        done[ready[0]] = None
        del left[ready[0]]
    return list(done)
