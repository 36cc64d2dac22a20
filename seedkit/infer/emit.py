"""Solutions made into fields: what each slot holds in each way, in terms of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from ..fields import Field
from ..fields.base import Ref
from .fields.composed import Behind
from .fields.formula import Formula
from .fields.matching import Matching
from .fields.unlike import Unlike
from .fields.ways import Cases, Combination, Null, Nullable
from .fields.ways import Way as WayField
from .measures import Measure
from .natures import Nature
from .solve import Slot, Solution, Way
from .terms import Call, Column, Term, Value, columns_of

__all__ = ["Emitter"]


class Emitter:
    """Makes the fields of a group. ``given`` are fields of slots whose values are decided elsewhere."""

    def __init__(
        self,
        slots: Mapping[str, Slot],
        solution: Solution,
        *,
        given: Mapping[str, Callable[[Nature], Field]] | None = None,
        applies: Callable[[str, Way], bool] = lambda name, way: True,
        way: Field | None = None,
    ) -> None:
        self._slots, self._solution = slots, solution
        self._given, self._applies = given or {}, applies
        name = min(solution.slots, key=list(slots).index) if solution.slots else ""
        self.way = (
            way if way is not None else WayField(name, tuple(round(w.weight, 4) for w in solution.ways))
        )

    def fields(self) -> dict[str, Field]:
        """The field of each slot."""
        return {name: self._field(name) for name in self._solution.slots}

    def _field(self, name: str) -> Field:
        cases = [self._case(way, name) for way in self._solution.ways]
        if len(cases) == 1 or len({repr(case) for case in cases}) == 1:
            return cases[0]
        return Cases(self.way, *cases)

    def _case(self, way: Way, name: str) -> Field:
        slot = self._slots[name]
        if way.null.get(name):
            return Null()
        field = self._value(way, name)
        may_be_null = (
            slot.nullable and name not in way.null and slot.nulls > 0 and not self._is_needed(way, name)
        )
        return Nullable(round(1 - slot.nulls, 3), field) if may_be_null else field

    def _is_needed(self, way: Way, name: str) -> bool:
        """Whether a column that is never null is made of this one."""
        made = [(column, term) for column, term in way.relations.defined.items() if not way.null.get(column)]
        return any(name in columns_of(term) for column, term in made if not self._slots[column].nullable)

    def _value(self, way: Way, name: str) -> Field:
        relations, nature = way.relations, way.natures[name]
        if name in self._given and self._applies(name, way):
            return self._given[name](nature)
        if name in relations.defined:
            return as_field(relations.defined[name], nature)
        if name in relations.begins:
            tail = Matching(f"^[0-9]{{{relations.tails[name]}}}$")
            return Behind(as_field(relations.begins[name], nature), tail)
        if relations.joint is not None and name in relations.joint[0]:
            names, rows = relations.joint
            place = names.index(name)
            return Combination(names[0], [row[place] for row in rows])
        bounds = {
            "at_least": self._terms(relations.at_least, name, nature, finer=True),
            "at_most": self._terms(relations.at_most, name, nature, finer=True),
            "avoid": self._terms(relations.avoid, name, nature),
        }
        given: dict[str, Any] = {key: value for key, value in bounds.items() if value}
        if isinstance(nature, Measure):
            return nature.field(**given)
        field = nature.field()
        return Unlike(field, *given["avoid"]) if "avoid" in given else field

    def _terms(
        self, bounds: Mapping[str, list[Term]], name: str, nature: Nature, *, finer: bool = False
    ) -> list[Field]:
        return [as_field(term, nature, finer=finer) for term in bounds.get(name, ())]


def as_field(term: Term, nature: Nature, *, finer: bool = False) -> Field:
    """A term over other slots as a field of values of this nature.

    A bound that has more digits than the nature keeps them: ``finer``. What it bounds is rounded to the side that holds.
    """
    if isinstance(term, Column):
        return Ref(term.name)
    if isinstance(nature, Measure):
        digits = len(str(nature.unit.denominator)) - 1 if nature.unit < 1 else 0
        if finer and nature.family in ("int", "numeric") and _is_fine(term):
            return Formula(term, "numeric", digits + 4)
        return Formula(term, nature.family, digits)
    return Formula(term, "text")


def _is_fine(term: Term) -> bool:
    """Whether a term may have more digits than what it is made of."""
    if not isinstance(term, Call):
        return isinstance(term, Value) and isinstance(term.value, Decimal)
    return term.op in ("/", "avg") or any(map(_is_fine, term.args))
