"""Inferred fields as declarations that somebody would write: the house's own where it has one, else those of inference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

from ..fields import OFFICE, WAKING, Choice, Field, Ordinal
from ..fields.base import Ref
from ..fields.spelling import contained, span, spelled_call
from ..infer.fields import (
    Cases,
    Checked,
    Combination,
    Figure,
    Formula,
    Holds,
    Instant,
    Null,
    Nullable,
    Person,
    Places,
    Said,
    Sifted,
    Way,
)
from ..infer.spans import Spans
from ..infer.terms import Call, Column, Term, Value, spelled
from .code import quoted
from .sampling import always_passes, some_values, unsifted
from .simpler import by_days, by_ends

__all__ = ["Speller"]

_HOURS = {WAKING: "WAKING", OFFICE: "OFFICE"}
#: A declaration of more letters is told by examples.
_LONG = 1_500
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Speller:
    """Spells the fields of one table.

    ``attributes`` are what its columns are called, ``never_null`` those that always have a value, ``dated`` those
    whose checks name a date. ``counted`` spells the number of a row in its table, ``within`` are columns whose
    rows are numbered among those of a parent.
    """

    def __init__(
        self,
        attributes: Mapping[str, str],
        *,
        never_null: Collection[str],
        dated: Collection[str],
        within: Collection[str],
        base: int = 0,
    ) -> None:
        self._attributes, self._never_null, self._dated = attributes, never_null, dated
        self._within = within
        self._counter = f"Serial({base})" if base else "Serial()"
        self._column, self._raw = "", False
        self._ways: dict[str, tuple[str, list[list[Any]]]] = {}
        #: Where the fields that were spelled in inference's words come from.
        self.origins: dict[str, str] = {}

    def look_at(self, fields: Mapping[str, Field]) -> None:
        """Find the columns whose values tell which way a row takes: a status, say."""
        for name, field in fields.items():
            if isinstance(field, Cases) and type(field.way) is Way and field.way.given is None:
                values = [_constants(case) for case in field.cases]
                every = [value for some in values for value in some]
                if all(values) and len(set(every)) == len(every) and all(isinstance(v, str) for v in every):
                    self._ways.setdefault(repr(field.way), (name, values))

    def column(self, name: str, field: Field) -> str:
        """The declaration of a column."""
        self._column = name
        text = self.spell(field)
        if len(text) <= _LONG:
            return text
        values = some_values(field, 300 if "nth=" in text else 24)
        if not values:
            return text
        if "nth=" in text:
            return f"Combination({quoted(name)}, {self.spell(values)}, nth={self._number_of_row()})"
        return f"Choice({self.spell(values)})"

    def plain(self, name: str, field: Field) -> str:
        """The declaration as inference made it, in its own words."""
        self._column = name
        return self._call(field)

    def spell(self, value: Any) -> str:
        """A field or an argument of one."""
        if isinstance(value, Field):
            for kind, said in _WORDS.items():
                if type(value) is kind:
                    found = said(self, value)
                    if found is not None:
                        return found
            return self._call(value)
        return self._value(value)

    # Arguments

    def _value(self, value: Any) -> str:
        match value:
            case str():
                return quoted(value)
            case dt.timedelta():
                return span(value)
            case dt.datetime():
                return _moment(value)
            case Spans():
                return f"Spans({value.parts!r}, step={value.step}, phase={value.phase})"
            case tuple() if value in _HOURS:
                return _HOURS[value]
            case Decimal():
                return f"Decimal({quoted(str(value))})"
            case float():
                return repr(float(f"{value:.4g}")) if value == value and abs(value) < 1e15 else repr(value)
            case dt.date():
                return f"dt.date({value.year}, {value.month}, {value.day})"
            case dt.time():
                return f"dt.time({value.hour}, {value.minute}, {value.second})"
        return contained(value, self.spell) or repr(value)

    def _call(self, field: Any) -> str:
        """The class and the arguments that differ from their defaults."""
        self.origins[type(field).__name__] = type(field).__module__
        return spelled_call(field, self.spell)

    # The house's words

    def ref(self, field: Ref) -> str | None:
        """``this.created_at``, by the name of the attribute."""
        whole = ".".join(field.path)
        if whole in self._attributes:
            return f"this.{self._attributes[whole]}"
        return ".".join(("this", *(self._attributes.get(name, name) for name in field.path)))

    def ordinal(self, field: Ordinal) -> str | None:
        """The number of the row: in its table, unless among its siblings."""
        return "Ordinal()" if self._raw else self._number_of_row()

    def _number_of_row(self) -> str:
        return "Ordinal()" if self._column in self._within else self._counter

    def sifted(self, field: Sifted) -> str | None:
        """The numbers inside are its own: it goes through them."""
        self._raw = True
        inside = self.spell(field.of)
        self._raw = False
        nth = f", nth={self.spell(field.nth)}" if field.nth is not None else ""
        return f"Sifted({inside}, {quoted(field.where)}{nth})"

    def places(self, field: Places) -> str | None:
        """A parent's number means nothing in a factory."""
        return "0"

    def nullable(self, field: Nullable) -> str | None:
        """``Sometimes``."""
        return f"Sometimes({self.spell(field.share)}, {self.spell(field.value)})"

    def null(self, field: Null) -> str | None:
        """Nothing."""
        return "None"

    def choice(self, field: Choice) -> str | None:
        """A truth value with its share is a flag; a choice of one is that one."""
        values = field.values
        if isinstance(values, dict) and set(values) == {True, False} and all(type(v) is bool for v in values):
            share = values[True] / sum(values.values())
            return f"Flag({share:.2g})"
        if len(values) == 1:
            return self.spell(next(iter(values)))
        if isinstance(values, dict):
            least = min(values.values())
            shares = {value: round(weight / least, 1) for value, weight in values.items()}
            whole = {v: int(s) if s == int(s) else s for v, s in shares.items()}
            return f"Choice({self.spell(whole)})"
        return None

    def figure(self, field: Figure) -> str | None:
        """Keys are counted, small spans are whole numbers, what piles up around a number is log-normal."""
        field = by_ends(field)
        bound = field.at_least or field.at_most or field.avoid or field.among is not None
        if field.nth is not None and field.rising and isinstance(field.nth, Ordinal) and not bound:
            return self.counted(int(field.low))
        if field.nth is not None or bound or field.real or field.ends:
            return self._call(field)
        low, high = self._number(field.low), self._number(field.high)
        if field.scale == 0:
            if field.typical is None:
                return f"Whole({low}, {high})"
            spread = "" if field.spread == 2 else f", {self.spell(field.spread)}"
            if not float(field.low) * 4 <= field.typical <= float(field.high) / 4:
                return f"Figure({low}, {high}, typical={int(field.typical)})"
            return f"LogNormal({_round(field.typical)}{spread}, low={low}, high={high})"
        if field.typical is None and field.scale == 2:
            return f"Amount({low}, {high})"
        spread = "" if field.spread == 2.5 else f", spread={self.spell(field.spread)}"
        typical = "" if field.typical is None else f", typical={_round(field.typical)}"
        return f"Figure({low}, {high}, scale={field.scale}{typical}{spread})"

    def counted(self, low: int) -> str:
        """Numbers from ``low`` on, one each row."""
        if self._column in self._within:
            return f"Ordinal({low})"
        return "Serial()" if low <= 1 else f"Serial({low - 1})"

    def _number(self, value: Any) -> str:
        number = float(value)
        if number == int(number) and abs(number) < 1e15:
            return str(int(number))
        return str(value)

    def instant(self, field: Instant) -> str | None:
        """A moment of the last so many days, or after another one."""
        field = field if self._column in self._dated else by_days(field)
        if field.nth is not None or field.avoid or field.at_most or field.kind == "time":
            return self._call(field)
        span_of = self._absolute(field)
        if span_of is not None:
            return self._call(field) if field.at_least else span_of
        if any(not self._plain_bound(bound) for bound in field.at_least) or len(field.at_least) > 1:
            return self._call(field)
        at = ", at=WAKING" if field.at == WAKING and field.kind != "date" else ""
        if field.at_least:
            given = [self.spell(field.at_least[0])]
            given += [f"within={span(field.within or field.since)}"]
            given += ["future=True"] if field.until < dt.timedelta(0) else []
            moment = f"After({', '.join(given)}{at})"
        elif field.until < dt.timedelta(0):
            if field.among is not None or field.kind not in ("timestamptz", "date"):
                return self._call(field)
            kind = "" if field.kind == "timestamptz" else f", kind={quoted(field.kind)}"
            return f"Instant({span(field.since)}, {span(field.until)}{kind}{at})"
        else:
            until = f", until={span(field.until)}" if field.until else ""
            moment = f"Moment(before_now={span(field.since)}{until}{at})"
        return f"DayOf({moment})" if field.kind == "date" else moment

    def _plain_bound(self, bound: Any) -> bool:
        return isinstance(bound, Ref) and len(bound.path) == 1 and bound.path[0] in self._never_null

    def _absolute(self, field: Instant) -> str | None:
        """A span between two days, where a check or a partition names them."""
        if field.among is None or self._column not in self._dated:
            return None
        parts = field.among.parts
        unit = 86_400_000_000 if field.kind == "date" else 1
        low, high = parts[0][0] * unit, parts[-1][1] * unit
        if len(parts) > 1 or max(abs(low), abs(high)) > 4_000_000_000_000_000:
            return self._call(field)
        ends = [_moment(_EPOCH + dt.timedelta(microseconds=end - end % 1_000_000)) for end in (low, high)]
        moment = f"Between({ends[0]}, {ends[1]})"
        return f"DayOf({moment})" if field.kind == "date" else moment

    def cases(self, field: Cases) -> str | None:
        """Cases that are all the same are no cases."""
        cases = [self.spell(case) for case in field.cases]
        if len(set(cases)) == 1:
            return cases[0]
        teller, values = self._ways.get(repr(field.way), ("", []))
        if not teller or type(field.way) is not Way:
            return None
        if teller == self._column:
            weights = zip(field.way.weights, field.cases, strict=True)
            return self.spell(Choice({v: w * share for w, case in weights for v, share in _shares(case)}))
        usual = max(
            set(cases),
            key=lambda case: (sum(len(v) for v, c in zip(values, cases, strict=True) if c == case), case),
        )
        others = {v: case for some, case in zip(values, cases, strict=True) for v in some if case != usual}
        on = f"this.{self._attributes.get(teller, teller)}"
        if len(others) == 1:
            [(value, case)] = others.items()
            return f"When({on}.equals({quoted(value)}), {case}, {usual})"
        pairs = ", ".join(f"{quoted(value)}: {case}" for value, case in others.items())
        return f"Match({on}, {{{pairs}}}, default={usual})"

    def combination(self, field: Combination) -> str | None:
        """Values in turn among siblings."""
        if field.nth is not None and self._column in self._within and isinstance(field.nth, Ordinal):
            return f"InTurn({self.spell(list(field.values))})"
        return None

    def checked(self, field: Checked) -> str | None:
        """Without the net below it, where nothing ever falls."""
        return self.spell(field.value) if always_passes(field) else None

    def said(self, field: Said) -> str | None:
        """Without a condition that holds of every phrase."""
        return self._call(unsifted(field))

    def person(self, field: Person) -> str | None:
        """A first or a last name needs no more words than that, where nothing has to fit to it."""
        return None

    def formula(self, field: Formula | Holds) -> str | None:
        """An expression over columns: with the operators of Python if it has no others, else as SQL has it."""
        term = _renamed(field._term, self._attributes)
        made = _arithmetic(term) if isinstance(field, Formula) and field.kind in ("int", "numeric") else None
        if made is not None and "this" in made:
            if field.kind == "numeric":  # type: ignore[union-attr]
                simple = isinstance(term, Column) or (isinstance(term, Call) and term.op in "+-")
                return made if simple else f"Round({made}, {field.scale})"  # type: ignore[union-attr]
            return made
        given = [quoted(spelled(term))]
        if isinstance(field, Formula):
            given += [quoted(field.kind)] if field.kind != "int" or field.scale else []
            given += [str(field.scale)] if field.scale else []
        documents = tuple(self._attributes.get(name, name) for name in field.documents)
        given += [f"documents={self.spell(documents)}"] if documents else []
        return f"{type(field).__name__}({', '.join(given)})"


_WORDS: Mapping[type[Field], Callable[[Speller, Any], str | None]] = {
    Ref: Speller.ref, Ordinal: Speller.ordinal, Places: Speller.places, Nullable: Speller.nullable, Null: Speller.null,
    Choice: Speller.choice, Figure: Speller.figure, Instant: Speller.instant, Cases: Speller.cases,
    Combination: Speller.combination, Checked: Speller.checked, Person: Speller.person, Formula: Speller.formula,
    Holds: Speller.formula, Said: Speller.said, Sifted: Speller.sifted,
}  # fmt: skip


def _shares(case: Any) -> list[tuple[Any, float]]:
    """The constants that a case holds, with their shares; empty if it is no plain choice."""
    if isinstance(case, Choice):
        weights = case.values if isinstance(case.values, dict) else dict.fromkeys(case.values, 1)
        whole = sum(weights.values())
        return [(value, weight / whole) for value, weight in weights.items()]
    return []


def _constants(case: Any) -> list[Any]:
    return [value for value, _ in _shares(case)]


def _moment(value: dt.datetime) -> str:
    parts = [value.year, value.month, value.day, value.hour, value.minute, value.second]
    while len(parts) > 3 and not parts[-1]:
        parts.pop()
    zone = ", tzinfo=dt.UTC" if value.tzinfo else ""
    return f"dt.datetime({', '.join(map(str, parts))}{zone})"


def _round(value: Any) -> str:
    number = float(f"{float(value):.2g}")
    return str(int(number)) if number == int(number) else repr(number)


def _renamed(term: Term, attributes: Mapping[str, str]) -> Term:
    if isinstance(term, Column):
        return Column(attributes.get(term.name, term.name))
    if isinstance(term, Call):
        return Call(term.op, tuple(_renamed(arg, attributes) for arg in term.args))
    return term


def _arithmetic(term: Term) -> str | None:
    """``this.price * this.quantity``; None where it takes more than sums, differences and products."""
    if isinstance(term, Column):
        return f"this.{term.name}" if term.name.isidentifier() else None
    if isinstance(term, Value):
        whole = isinstance(term.value, int) and not isinstance(term.value, bool)
        return str(term.value) if whole else None
    if term.op == "cast" and isinstance(term.args[1], Value) and term.args[1].value in ("numeric", "int"):
        return _arithmetic(term.args[0])
    if term.op not in ("+", "-", "*") or len(term.args) < 2:
        return None
    parts = [_arithmetic(arg) for arg in term.args]
    if any(part is None for part in parts):
        return None
    return f"({f' {term.op} '.join(part for part in parts if part)})"
