"""The ways in which a condition can hold: its disjunctive normal form, in atoms that are true.

An atom is a comparison, a test, ``x is null`` or the ``not`` of one. Atoms that are true hold no null, so setting
a column to null afterwards can only make a condition unknown, which a CHECK lets pass; *lenient* columns are those
for which this is not so (``is null``, ``coalesce``, ``case`` look at the null itself).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, TypeAlias

from .evaluate import LENIENT
from .terms import Call, Column, Term, Value, columns_of

__all__ = ["Alternative", "TooMany", "alternatives", "lenient"]

#: Atoms that together make the condition true.
Alternative: TypeAlias = frozenset[Term]

#: More ways than that to meet one condition are not looked at.
MOST = 256
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_TRUTHS = frozenset(
    ("and", "or", "not", "in", "like", "ilike", "~", "~*", "similar to", "?", "?&", "?|", "@>", "<@", "&&", "any", "all",
     "is null", "is true", "is false", "is json", "is distinct from", "is not distinct from", "starts_with", "isempty",
     "lower_inc", "upper_inc", "lower_inf", "upper_inf", "isfinite", *_OPPOSITE)
)  # fmt: skip


class TooMany(Exception):
    """A condition that can be met in more ways than we look at."""


def alternatives(term: Term, truths: frozenset[str] = frozenset()) -> tuple[Alternative, ...]:
    """The ways in which a term is true; ``truths`` are the columns that are truth values. Raises TooMany."""
    return tuple(dict.fromkeys(_Ways(truths).true(term)))


def lenient(term: Term) -> frozenset[str]:
    """Columns whose null may make a term false rather than unknown."""
    if not isinstance(term, Call):
        return frozenset()
    if term.op in LENIENT or term.op == "opaque":
        return columns_of(term)
    return frozenset().union(*map(lenient, term.args))


def opposite(atom: Term) -> Term:
    """The atom that is true where this one is false."""
    if isinstance(atom, Call):
        if atom.op == "not":
            return atom.args[0]
        if atom.op in _OPPOSITE:
            return Call(_OPPOSITE[atom.op], atom.args)
    return Call("not", (atom,))


def mirrored(op: str) -> str:
    """The comparison with its sides changed."""
    return _MIRRORED[op]


class _Ways:
    def __init__(self, truths: frozenset[str]) -> None:
        self._truths = truths

    def true(self, term: Term) -> list[Alternative]:
        if isinstance(term, Value):
            return [frozenset()] if term.value is True else []
        if not isinstance(term, Call):
            return [frozenset({term})]
        if term.op == "and":
            return self._all(self.true(part) for part in term.args)
        if term.op == "or":
            return self._any(self.true(part) for part in term.args)
        if term.op == "not":
            return self.false(term.args[0])
        return self._atom(term)

    def false(self, term: Term) -> list[Alternative]:
        if isinstance(term, Value):
            return [frozenset()] if term.value is False else []
        if isinstance(term, Call):
            if term.op == "and":
                return self._any(self.false(part) for part in term.args)
            if term.op == "or":
                return self._all(self.false(part) for part in term.args)
            if term.op == "not":
                return self.true(term.args[0])
            if term.op in ("=", "<>") and self._is_truth(term.args[0]) and self._is_truth(term.args[1]):
                return self._same(*term.args, same=term.op != "=")
            if term.op in ("is true", "is false"):
                return self._not_known(term)
            if term.op == "is null":
                return self._null(term.args[0], False)
            if term.op == "case":
                return self._case(term, False)
            if term.op in _OPPOSITE:
                return self._lifted(Call(_OPPOSITE[term.op], term.args))
            if term.op == "is distinct from":
                return self._distinct(*term.args, distinct=False)
            if term.op == "is not distinct from":
                return self._distinct(*term.args, distinct=True)
            if term.op == "coalesce":
                return self._coalesced(term, False)
            if term.op in _TRUTHS:
                return self._lifted(Call("not", (term,)))
        return [frozenset({Call("not", (term,))})]

    def _atom(self, term: Call) -> list[Alternative]:
        left = term.args[0] if term.args else Value(None)
        if term.op in ("=", "<>") and self._is_truth(left) and self._is_truth(term.args[1]):
            return self._same(*term.args, same=term.op == "=")
        if term.op in ("is true", "is false"):
            ways = self.true(left) if term.op == "is true" else self.false(left)
            return [way | _present(way) for way in ways]
        if term.op == "is null":
            return self._null(left, True)
        if term.op == "case":
            return self._case(term, True)
        if term.op in ("is distinct from", "is not distinct from"):
            return self._distinct(*term.args, distinct=term.op == "is distinct from")
        if term.op == "coalesce":
            return self._coalesced(term, True)
        return self._lifted(term)

    def _all(self, parts: Iterable[list[Alternative]]) -> list[Alternative]:
        ways: list[Alternative] = [frozenset()]
        for part in parts:
            ways = list(dict.fromkeys(a | b for a in ways for b in part if not _clash(a, b)))
            if len(ways) > MOST:
                raise TooMany
        return ways

    def _any(self, parts: Iterable[list[Alternative]]) -> list[Alternative]:
        ways = list(dict.fromkeys(way for part in parts for way in part))
        if len(ways) > MOST:
            raise TooMany
        return ways

    def _is_truth(self, term: Term) -> bool:
        if isinstance(term, Column):
            return term.name in self._truths
        if isinstance(term, Value):
            return isinstance(term.value, bool)
        return term.op in _TRUTHS or (term.op == "case" and self._is_truth(term.args[1]))

    def _same(self, left: Term, right: Term, *, same: bool) -> list[Alternative]:
        yes = self._all((self.true(left), self.true(right) if same else self.false(right)))
        return yes + self._all((self.false(left), self.false(right) if same else self.true(right)))

    def _null(self, term: Term, null: bool) -> list[Alternative]:
        if isinstance(term, Value):
            return [frozenset()] if (term.value is None) is null else []
        if isinstance(term, Column):
            atom = Call("is null", (term,))
            return [frozenset({atom if null else Call("not", (atom,))})]
        if term.op in ("coalesce", "greatest", "least", "concat"):
            parts = [self._null(part, null) for part in term.args]
            return self._all(parts) if null else self._any(parts)
        if term.op == "nullif":
            if not null:
                return self._all((self._null(term.args[0], False), self.true(Call("<>", term.args))))
            return self._any((self._null(term.args[0], True), self.true(Call("=", term.args))))
        if term.op in LENIENT or term.op in _MAY_BE_NULL:
            atom = Call("is null", (term,))
            return [frozenset({atom if null else Call("not", (atom,))})]
        parts = [self._null(part, null) for part in term.args if columns_of(part)]
        return self._any(parts) if null else self._all(parts)

    def _not_known(self, term: Call) -> list[Alternative]:
        """Where ``x is true`` is false: x is false, or any column in it is null."""
        inner = term.args[0]
        ways = self.false(inner) if term.op == "is true" else self.true(inner)
        nulls = [frozenset({Call("is null", (Column(name),))}) for name in sorted(columns_of(inner))]
        return [way | _present(way) for way in ways] + (nulls if not lenient(inner) else [])

    def _case(self, term: Call, wanted: bool) -> list[Alternative]:
        """Each branch with its test true, the tests before it false (strictly: none unknown)."""
        ways: list[Alternative] = []
        before: list[list[Alternative]] = []
        parts = term.args
        outcomes = [*zip(parts[:-1:2], parts[1::2], strict=True), (Value(True, "bool"), parts[-1])]
        for test, outcome in outcomes:
            result = self.true(outcome) if wanted else self.false(outcome)
            here = self._all((*before, self.true(test), result))
            ways += [way | _present(way) for way in here]
            before.append(self.false(test))
        return self._any([ways])

    def _coalesced(self, term: Call, wanted: bool) -> list[Alternative]:
        ways: list[Alternative] = []
        before: list[list[Alternative]] = []
        for part in term.args:
            result = self.true(part) if wanted else self.false(part)
            ways += [way | _present(way) for way in self._all((*before, result))]
            before.append(self._null(part, True))
        return ways

    def _distinct(self, left: Term, right: Term, *, distinct: bool) -> list[Alternative]:
        here = self._all((self._null(left, False), self._null(right, False)))
        apart = self.true(Call("<>" if distinct else "=", (left, right)))
        ways = self._all((here, apart))
        if not distinct:
            return ways + self._all((self._null(left, True), self._null(right, True)))
        one = self._all((self._null(left, True), self._null(right, False)))
        return ways + one + self._all((self._null(left, False), self._null(right, True)))

    # Comparisons over expressions that have branches of their own

    def _lifted(self, atom: Call) -> list[Alternative]:
        counted = self._counted(atom)
        if counted is not None:
            return counted
        if atom.op == "in" and self._summands(atom.args[0]) is not None:
            return self._any(self._lifted(Call("=", (atom.args[0], value))) for value in atom.args[1:])
        if atom.op in ("=", "<>"):
            nought = self._product(atom)
            if nought is not None:
                return nought
        found = next((part for part in _calls(atom) if part.op in _LIFTED), None)
        if found is None:
            return [frozenset({atom})]
        ways: list[Alternative] = []
        for conditions, value in self._cases(found):
            replaced = _replaced(atom, found, value)
            ways += [way | _present(way) for way in self._all((conditions, self.true(replaced)))]
        return self._any([ways])

    def _cases(self, call: Call) -> list[tuple[list[Alternative], Term]]:
        """What a call with branches is worth, and when."""
        args = call.args
        if call.op == "case":
            cases: list[Any] = []
            before: list[Any] = []
            outcomes = [*zip(args[:-1:2], args[1::2], strict=True), (Value(True, "bool"), args[-1])]
            for test, outcome in outcomes:
                cases.append((self._all((*before, self.true(test))), outcome))
                before.append(self.false(test))
            return cases
        if call.op == "coalesce":
            cases, before = [], []
            for part in args:
                cases.append((self._all((*before, self._null(part, False))), part))
                before.append(self._null(part, True))
            return cases
        if call.op == "abs":
            nought = Value(0, "int")
            return [
                (self.true(Call(">=", (args[0], nought))), args[0]),
                (self.true(Call("<", (args[0], nought))), Call("neg", args)),
            ]
        if call.op == "cast":
            return [(self.true(args[0]), Value(1, "int")), (self.false(args[0]), Value(0, "int"))]
        if call.op == "nullif":
            return [(self.true(Call("<>", args)), args[0])]
        sign = ">=" if call.op == "greatest" else "<="
        return [
            (self._all(self.true(Call(sign, (best, other))) for other in args if other is not best), best)
            for best in args
        ]

    def _counted(self, atom: Call) -> list[Alternative] | None:
        """``num_nonnulls(…) = 1`` and sums of truths: every choice of those that hold, fewest first."""
        if atom.op not in _OPPOSITE:
            return None
        left, right = atom.args
        op = atom.op
        if isinstance(left, Value):
            left, right, op = right, left, _MIRRORED[op]
        if not isinstance(right, Value) or isinstance(right.value, (bool, str)) or right.value is None:
            return None
        truths = self._summands(left)
        if truths is None or not truths[0]:
            return None
        parts, base = truths
        if len(parts) > 10:
            raise TooMany
        ways: list[Alternative] = []
        for choice in sorted(product((True, False), repeat=len(parts)), key=sum):
            if _holds(sum(choice) + base, op, right.value):
                ways += self._all(
                    self.true(p) if on else self.false(p) for p, on in zip(parts, choice, strict=True)
                )
        return self._any([ways])

    def _product(self, atom: Call) -> list[Alternative] | None:
        """``a * b = 0``: one of them is."""
        left, right = atom.args
        whole, constant = (right, left) if isinstance(left, Value) else (left, right)
        if not (
            isinstance(constant, Value)
            and constant.family in ("int", "numeric", "float")
            and constant.value == 0
        ):
            return None
        if not isinstance(whole, Call) or whole.op != "*":
            return None
        parts = [self._atom(Call(atom.op, (part, constant))) for part in whole.args]
        return self._any(parts) if atom.op == "=" else self._all(parts)

    def _summands(self, term: Term) -> tuple[list[Term], int] | None:
        """The conditions whose number a term counts, and a constant besides."""
        if isinstance(term, Value) and isinstance(term.value, int) and not isinstance(term.value, bool):
            return [], term.value
        if not isinstance(term, Call):
            return None
        if term.op in ("num_nonnulls", "num_nulls"):
            nulls = [Call("is null", (part,)) for part in term.args]
            return ([*nulls] if term.op == "num_nulls" else [Call("not", (n,)) for n in nulls]), 0
        if term.op == "+":
            sides = [self._summands(part) for part in term.args]
            if sides[0] is None or sides[1] is None:
                return None
            return sides[0][0] + sides[1][0], sides[0][1] + sides[1][1]
        if term.op == "cast" and self._is_truth(term.args[0]) and term.args[1] == Value("int", "text"):
            return [term.args[0]], 0
        if (
            term.op == "case"
            and len(term.args) == 3
            and {term.args[1], term.args[2]} == {Value(1, "int"), Value(0, "int")}
        ):
            test = term.args[0]
            return [test if term.args[1] == Value(1, "int") else Call("not", (test,))], 0
        return None


#: Calls with branches inside, and those that are worth null for more than nulls.
_LIFTED = frozenset({"case", "coalesce", "abs", "nullif", "greatest", "least"})
_MAY_BE_NULL = frozenset(
    {"substring", "->", "->>", "#>", "#>>", "array_position", "array_length", "[]", "jsonb_array_length", "."}
)


def _calls(term: Term) -> Iterable[Call]:
    if isinstance(term, Call):
        for part in term.args:
            yield from _calls(part)
        if term.op in _LIFTED:
            yield term


def _replaced(term: Term, old: Term, new: Term) -> Term:
    if term is old:
        return new
    return Call(term.op, tuple(_replaced(a, old, new) for a in term.args)) if isinstance(term, Call) else term


def _present(way: Alternative) -> Alternative:
    """That no column is null which the atoms read (those apart that say it is)."""
    nulls = {atom.args[0] for atom in way if isinstance(atom, Call) and atom.op == "is null"}
    names = {name for atom in way for name in columns_of(atom)} - {
        c.name for c in nulls if isinstance(c, Column)
    }
    return frozenset(Call("not", (Call("is null", (Column(name),)),)) for name in names)


def _clash(left: Alternative, right: Alternative) -> bool:
    return any(opposite(atom) in right for atom in left)


def _holds(count: int, op: str, wanted: int) -> bool:
    return {
        "=": count == wanted, "<>": count != wanted, "<": count < wanted, "<=": count <= wanted,
        ">": count > wanted, ">=": count >= wanted,
    }[op]  # fmt: skip


def negated(alternative: Sequence[Term]) -> Term:
    """That not all of these atoms hold."""
    return Call("or", tuple(opposite(atom) for atom in alternative))
