"""One table's inference: drafts of its columns, what must hold, what must differ, and the fields that come of it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ..errors import SeedkitError
from ..fields import Field, Ordinal
from ..schema.reflected import Check, Database, Exclusion, ForeignKey, Table, Unique
from .claims import Claim, claims_of
from .conditions import conditions_of, generated_terms, types_of
from .documents import Documents, asked_by_path
from .drafts import Draft, draft_of, drafts_of
from .emit import Emitter
from .fields.choosing import Choosing
from .fields.links import Flagged, Nowhere, Places
from .fields.titled import titled
from .fields.ways import Null, Nullable
from .fields.ways import Way as WayField
from .inferred import Inferred, Taken
from .linear import closed, inequality, propagated
from .meaning import beliefs_of
from .measures import Measure
from .natures import Impossible, Listed, Made, Nature, NotSolved
from .parse import conjuncts, parse
from .parts import parted
from .solve import Condition, Slot, Solution, Way, groups, solve
from .terms import Call, Column, Term, Value, columns_of
from .trial import TrialRows
from .uniques import Assigned, Assigner, Link, Mark, Pairing
from .words import Words, listed_in

__all__ = ["Inference", "plain"]


class Inference:
    """The inference of one table; ``run`` gives what came of it."""

    def __init__(
        self,
        database: Database,
        table: Table,
        *,
        rows: int,
        targets: Mapping[str, int],
        offset: int,
        taken: Mapping[str, Taken],
        now: dt.datetime,
    ) -> None:
        self.database, self.table, self.rows = database, table, rows
        self.targets, self.offset, self.taken, self.now = targets, offset, taken, now
        self.notes: list[str] = []
        self.judged: list[str] = []
        self.impossible: list[str] = []
        self.linked = {name for key in table.foreign_keys for name in key.columns}

    def run(self) -> Inferred:
        """Draft, narrow, assign, solve, make."""
        self.start = max((taken.rows for taken in self.taken.values()), default=self.offset)
        self.drafts = drafts_of(self.table, self.now, linked=self.linked, start=self.start)
        self._documents()
        self.generated = generated_terms(self.table)
        conditions = list(conditions_of(self.table, self.generated, self._known()))
        conditions += [c for draft in self.drafts.values() for c in draft.conditions]
        conditions += self._beliefs()
        looked_at = [c.term for c in conditions] + self._unique_terms()
        self.parts = parted(
            {n: d.column.type for n, d in self.drafts.items() if n not in self.linked}, looked_at, self.now
        )
        conditions = [
            replace(c, term=part)
            for c in (*conditions, *self.parts.conditions)
            for part in conjuncts(self.parts.rewrite(c.term))
        ]
        slots = self._slots()
        slots, conditions = self._alone(slots, conditions)
        slots = self._tightened(slots, conditions)
        pairings, conditions = self._paired(slots, conditions)
        assigned = self._assign(slots, conditions, pairings)
        slots = self._settled(slots, assigned)
        pinned = [set(mark.slots) for mark in assigned.marks if mark.rows]
        left = [c for c in conditions if not any(columns_of(c.term) <= names for names in pinned)]
        slots = _by_beliefs(slots, left)
        fields = self._solved(slots, [*left, *assigned.conditions], assigned)
        return self._made(fields, assigned)

    def _documents(self) -> None:
        """Documents in which a path must find something: nobody here evaluates paths, but a fitting document passes."""
        for check in self.table.checks:
            found = asked_by_path(check.expression)
            if found is not None and found[0] in self.drafts:
                draft = self.drafts[found[0]]
                if isinstance(draft.nature, Documents) and draft.nature.root == "object":
                    keys = {**draft.nature.keys, **found[1].keys}
                    self.drafts[found[0]] = replace(draft, nature=replace(draft.nature, keys=keys))

    def _beliefs(self) -> list[Condition]:
        """What a person would expect of the columns, as far as they mean something."""
        own = {n: d.nature for n, d in self.drafts.items() if n not in self.linked}
        listed = {n: self._choices(n, nature) for n, nature in own.items()}
        return list(beliefs_of(self.table, listed))

    def _choices(self, name: str, nature: Nature) -> Nature:
        """A column's nature, a list if a check of its own makes it one: its states are of interest."""
        if not isinstance(nature, Words):
            return nature
        likely = Listed(nature.look.options) if nature.look.options else nature
        mine = [c for c in self.table.checks if c.columns == (name,)]
        terms = [p for c in mine for p in conjuncts(parse(c.expression, types_of(self.table)))]
        try:
            found = nature.narrowed([t for t in terms if listed_in([t]) is not None], self.now)
        except (Impossible, NotSolved):
            return likely
        return found if isinstance(found, Listed) else likely

    def _unique_terms(self) -> list[Term]:
        """The expressions of uniques; keys of documents in them are parts to be told apart."""
        types = types_of(self.table)
        texts = [text for unique in self.table.uniques for text in unique.expressions]
        terms = [parse(text, types) for text in texts]
        names = {name for unique in self.table.uniques for name in unique.columns if name in self.generated}
        terms += [self.generated[name] for name in sorted(names)]
        return [Call("unique", (term, Value(None))) for term in terms]

    def _known(self) -> list[str]:
        return [*self.drafts, *self.linked]

    def _slots(self) -> dict[str, Slot]:
        """Every column that is written, and the parts of those that have any."""
        slots: dict[str, Slot] = {}
        for name, draft in self.drafts.items():
            linked = name in self.linked
            if draft.impossible and draft.column.not_null and not linked:
                self.impossible.append(f"{name}: {draft.impossible}")
            nature = self.parts.wholes.get(name, draft.nature)
            nullable = not draft.column.not_null
            slots[name] = Slot(name, nature, draft.nulls if nullable else 0.0, nullable, fixed=linked)
        return slots | self.parts.slots

    # Conditions over one slot alone narrow it for good

    def _alone(
        self, slots: dict[str, Slot], conditions: Sequence[Condition]
    ) -> tuple[dict[str, Slot], list[Condition]]:
        rest = []
        mine: dict[str, list[Condition]] = {}
        for condition in conditions:
            names = columns_of(condition.term) & slots.keys()
            if not columns_of(condition.term):
                self._constant(condition)
            elif len(names) == 1 and columns_of(condition.term) <= slots.keys() and not condition.soft:
                mine.setdefault(next(iter(names)), []).append(condition)
            elif names:
                rest.append(condition)
        for name, found in mine.items():
            slot, kept = self._narrowed(slots[name], found)
            slots[name] = slot
            rest += kept
        return slots, rest

    def _constant(self, condition: Condition) -> None:
        """A condition that reads no column: it holds, or no row can exist."""
        solution = solve({}, [condition], self.now)
        if solution.impossible:
            self.impossible.append(f"{condition.source}: no row meets it")
        elif solution.judged:
            self.judged.append(condition.source)

    def _narrowed(self, slot: Slot, conditions: list[Condition]) -> tuple[Slot, list[Condition]]:
        """The slot as its conditions leave it, and those that it has to be solved with all the same."""
        solution = solve({slot.name: slot}, conditions, self.now)
        if not solution.ways:
            sources = sorted(set(solution.impossible or [c.source for c in conditions]))
            self.impossible.append(f"{', '.join(sources)}: no value of {slot.name} is left")
            return slot, []
        self.judged += solution.judged
        present = [way for way in solution.ways if not way.null.get(slot.name)]
        if not present:
            return slot, conditions
        never_null = all(way.null.get(slot.name) is False for way in solution.ways)
        nature = _united([way.natures[slot.name] for way in present], slot.name)
        if slot.name in self.parts.wholes and never_null:
            nature = slot.nature
        return replace(
            slot,
            nature=nature,
            nulls=0.0 if never_null else slot.nulls,
            nullable=slot.nullable and not never_null,
        ), []

    def _tightened(self, slots: dict[str, Slot], conditions: Sequence[Condition]) -> dict[str, Slot]:
        """Measures with what comparisons that always hold leave of them: ``a + b = 10`` and a from 0 to 10."""
        measures = {n: s.nature for n, s in slots.items() if isinstance(s.nature, Measure)}
        families = {n: m.family for n, m in measures.items()}
        units = {n: m.unit for n, m in measures.items()}
        micros = (self.now - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
        rules = [
            rule
            for condition in conditions
            if not condition.soft
            for rule in inequality(condition.term, families, units, micros) or ()
            if rule.columns <= measures.keys()
        ]
        bounds = {n: (m.hard.low * m.unit, m.hard.high * m.unit) for n, m in measures.items()}
        found = propagated(bounds, closed(rules), units) if rules else None
        for name, (low, high) in (found or {}).items():
            measure = measures[name]
            if (low, high) != bounds[name]:
                hard = measure.hard.clipped(math.ceil(low / measure.unit), math.floor(high / measure.unit))
                slots[name] = replace(slots[name], nature=replace(measure, hard=hard or measure.hard))
        return slots

    # Uniques

    def _links(self, slots: Mapping[str, Slot]) -> list[Link]:
        """The foreign keys whose places are decided here: of those that share columns, the first chosen."""
        found: list[Link] = []
        written: set[str] = set()
        for key in sorted(
            self.table.foreign_keys, key=lambda k: (not self._required(k), -len(k.columns), k.name)
        ):
            if written & set(key.columns):
                continue
            written |= set(key.columns)
            nullable = any(slots[n].nullable for n in key.columns if n in slots)
            nulls = max((slots[n].nulls for n in key.columns if n in slots), default=0.0)
            own = key.target == self.table.name
            found.append(Link(key.name, key.columns, self.targets.get(key.name, 0), nullable, nulls, own))
        return found

    def _required(self, key: ForeignKey) -> bool:
        return all(self.table.columns[name].not_null for name in key.columns)

    def _paired(
        self, slots: Mapping[str, Slot], conditions: list[Condition]
    ) -> tuple[list[Pairing], list[Condition]]:
        """Checks that compare two links to the same rows, or one to its own table with the row's key, and the others."""
        single = {key.columns[0]: key for key in self.table.foreign_keys if len(key.columns) == 1}
        ours = {link.name for link in self._links(slots)}
        pairings: list[Pairing] = []
        rest = []
        for condition in conditions:
            term = condition.term
            names = _compared(term)
            if names is None or condition.soft or not isinstance(term, Call):
                rest.append(condition)
                continue
            first, second = (single.get(name) for name in names)
            if (
                first
                and second
                and (first.target, first.target_columns) == (second.target, second.target_columns)
            ):
                used = {p.first for p in pairings} | {p.second for p in pairings}
                if {first.name, second.name} <= ours and not used & {first.name, second.name}:
                    low, high = (
                        (first.name, second.name)
                        if term.op in ("<", "<=", "<>", "is distinct from")
                        else (second.name, first.name)
                    )
                    pairings.append(
                        Pairing(
                            low,
                            high,
                            "<" if term.op[0] in "<>" and term.op != "<>" else "<>",
                            condition.source,
                        )
                    )
                    continue
            if not self._of_own_tree(term, names, single, slots):
                rest.append(condition)
        return pairings, rest

    def _of_own_tree(
        self, term: Call, names: tuple[str, str], single: Mapping[str, ForeignKey], slots: Mapping[str, Slot]
    ) -> bool:
        """``parent_id <> id`` and ``parent_id < id``: rows point to rows before them."""
        for mine, other, forward in ((names[0], names[1], ("<", "<=")), (names[1], names[0], (">", ">="))):
            key = single.get(mine)
            if key is None or key.target != self.table.name or key.target_columns != (other,):
                continue
            nature = slots[other].nature if other in slots else None
            rising = isinstance(nature, Measure) and nature.rising
            return term.op in ("<>", "is distinct from") or (term.op in forward and rising)
        return False

    def _assign(
        self, slots: Mapping[str, Slot], conditions: Sequence[Condition], pairings: Sequence[Pairing]
    ) -> Assigned:
        natures = {name: slot.nature for name, slot in slots.items()}
        claims: list[Claim] = claims_of(
            self.table, natures, self.generated, self.parts.stands_for, self.now, _made_of_one(conditions)
        )
        assigner = Assigner(
            slots,
            self._links(slots),
            conditions,
            rows=self.rows,
            taken=self.taken,
            now=self.now,
            pairings=pairings,
        )
        assigned = assigner.assign(claims)
        self.notes += [*assigned.notes, *assigned.limits]
        return assigned

    def _settled(self, slots: Mapping[str, Slot], assigned: Assigned) -> dict[str, Slot]:
        """The slots with what uniques decided: their natures, that they are given, that they are never null."""
        settled = {}
        for name, slot in slots.items():
            slot = replace(slot, nature=assigned.natures.get(name, slot.nature))
            if name in assigned.given:
                slot = replace(slot, fixed=True)
            if name in assigned.never_null:
                slot = replace(slot, nulls=0.0)
            settled[name] = slot
        return settled

    # Solving

    def _solved(
        self, slots: Mapping[str, Slot], conditions: Sequence[Condition], assigned: Assigned
    ) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for names, mine in groups(slots, conditions):
            group = {name: slots[name] for name in names}
            solution = solve(group, mine, self.now)
            self.judged += solution.judged
            if not solution.ways:
                sources = sorted(set(solution.impossible))
                self.impossible.append(
                    f"{', '.join(sources)}: no values of {', '.join(names)} meet {'it' if len(sources) == 1 else 'all of them'}"
                )
                solution = solve(group, [], self.now)
            marks = [m for m in assigned.marks if _concerns(m, names)]
            way = self._way(group, solution, marks, assigned)

            def applies(name: str, way: Way) -> bool:
                predicate = assigned.only_when.get(name)
                return predicate is None or _may_hold(predicate, way, self.now)

            fields |= Emitter(group, solution, given=assigned.given, applies=applies, way=way).fields()
        return fields

    def _way(
        self, group: Mapping[str, Slot], solution: Solution, marks: Sequence[Mark], assigned: Assigned
    ) -> Field | None:
        """Which way a row takes where uniques have a say in it; ways whose values would not differ are dropped."""
        given = [n for n in group if n in assigned.given and not _pinned(n, marks)]
        lone = [] if self.start else _lone(solution.ways, given)
        solution.ways = [*_agreeing([w for w in solution.ways if w not in lone], given), *lone]
        choices = [(mark.number, _allowed(mark, solution.ways, self.now)) for mark in marks]
        if lone:
            first = len(solution.ways) - len(lone)
            sets = [set(range(first, len(solution.ways))), set(range(first))]
            choices.append((Flagged(Ordinal(), 1), sets))
        choices += self._first_rows(group, solution.ways)
        if not choices or len(solution.ways) < 2:
            return None
        name = min(solution.slots, key=list(group).index)
        weights = tuple(round(way.weight, 4) for way in solution.ways)
        return WayField(
            name,
            weights,
            given=Choosing(*[(number, len(sets)) for number, sets in choices]),
            allowed=_joined([s for _, s in choices], len(weights)),
        )

    def _first_rows(
        self, group: Mapping[str, Slot], ways: Sequence[Way]
    ) -> list[tuple[Field, list[set[int]]]]:
        """The first row of a tree has nothing above it: it takes a way without a parent."""
        found: list[tuple[Field, list[set[int]]]] = []
        for key in self.table.foreign_keys:
            if key.target == self.table.name and key.columns[0] in group:
                roots = {n for n, way in enumerate(ways) if way.null.get(key.columns[0])}
                if roots and len(roots) < len(ways):
                    found.append((Flagged(Ordinal(), 1), [roots, set(range(len(ways)))]))
        return found

    # What comes of it

    def _made(self, fields: dict[str, Field], assigned: Assigned) -> Inferred:
        links = self._link_fields(fields, assigned)
        written = {n: f for n, f in fields.items() if n not in self.linked}
        tried = self._tried(titled(written))
        for claim in assigned.unclear:
            self.judged.append(claim.name)
        notes = [
            draft.why for draft in self.drafts.values() if draft.why and draft.column.name not in self.linked
        ]
        return Inferred(
            self.table.name,
            {name: field.bound(name, {}) for name, field in tried.items()},
            {name: field.bound(name, {}) for name, field in links.items()},
            limit=assigned.limit,
            limits=tuple(dict.fromkeys(assigned.limits)),
            judged=tuple(self._constraints(self.judged)),
            impossible=tuple(dict.fromkeys(self.impossible)),
            notes=(*notes, *dict.fromkeys(self.notes)),
        )

    def _link_fields(self, fields: Mapping[str, Field], assigned: Assigned) -> dict[str, Field]:
        """The places of each link, and where it points nowhere: as its columns say."""
        links: dict[str, Field] = {}
        for key in self.table.foreign_keys:
            targets = self.targets.get(key.name, 0)
            place = assigned.links[key.name] if key.name in assigned.links else Places(targets)
            shown = [fields[n] for n in key.columns if n in fields]
            links[key.name] = _with_nulls(place, shown)
        return links

    def _tried(self, fields: Mapping[str, Field]) -> dict[str, Field]:
        """The fields, those replaced that do not work: by one of the type, else by nothing."""
        bound = {name: field.bound(name, {}) for name, field in fields.items()}
        good: dict[str, Field] = {}
        rows = TrialRows(bound, 3)
        for name, field in fields.items():
            try:
                if len(rows.column(name)) != 3:
                    raise ValueError("not as many values as rows")
                good[name] = field
            except Exception as error:
                self.notes.append(f"{name}: {type(error).__name__}: {error}; it falls back to its type")
                fallback = _by_type(self.drafts[name], self.now) if name in self.drafts else None
                if fallback is not None:
                    good[name] = fallback
                    self.judged += [check.name for check in self.table.checks if name in check.columns]
        return good

    def _constraints(self, names: Iterable[str]) -> list[Check | Unique | Exclusion]:
        """The constraints of these names, the table's or those of domains."""
        known: dict[str, Check | Unique | Exclusion] = {}
        own: list[Check | Unique | Exclusion] = [
            *self.table.checks,
            *self.table.uniques,
            *self.table.exclusions,
        ]
        for column in self.table.columns.values():
            for domain in column.type.domains():
                known.update({check.name: check for check in domain.checks})
        known.update({constraint.name: constraint for constraint in own})
        return [known[name] for name in dict.fromkeys(names) if name in known]


def plain(table: Table, targets: Mapping[str, int], now: dt.datetime) -> Inferred:
    """Fields that follow from types alone, for a table that is beyond us."""
    linked = {name for key in table.foreign_keys for name in key.columns}
    fields: dict[str, Field] = {}
    for name, column in table.columns.items():
        if name in linked or column.computed or not column.insertable:
            continue
        field = _by_type(Draft(column, Made(Null)), now)
        if field is not None:
            fields[name] = field.bound(name, {})
    links = {key.name: Places(targets.get(key.name, 0)).bound(key.name, {}) for key in table.foreign_keys}
    return Inferred(table.name, fields, links)


def _by_type(draft: Draft, now: dt.datetime) -> Field | None:
    """A field of the column's type, tried; None where even that does not work."""
    try:
        nature = draft_of(draft.column, now).nature
        unique = nature.capacity(1 << 20)
        field = nature.field(None)
        TrialRows({draft.column.name: field.bound(draft.column.name, {})}, 3).column(draft.column.name)
        del unique
    except (
        Impossible,
        NotSolved,
        SeedkitError,
        ArithmeticError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
    ):
        return None if draft.column.not_null else Null()
    return field


def _united(natures: Sequence[Nature], name: str) -> Nature:
    """One nature of all values of several."""
    first = natures[0]
    if len(natures) == 1:
        return first
    if all(isinstance(n, Measure) for n in natures):
        measures = [n for n in natures if isinstance(n, Measure)]
        hard = measures[0].hard
        for other in measures[1:]:
            if not hard.unites(other.hard):
                return max(measures, key=lambda m: m.hard.size)
            hard = hard.united(other.hard)
        return replace(measures[0], hard=hard, touched=True)
    if all(isinstance(n, Listed) for n in natures):
        listed = [n for n in natures if isinstance(n, Listed)]
        options = tuple(dict.fromkeys(option for one in listed for option in one.options))
        weights = {o: w for one in listed for o, w in zip(one.options, one.weights, strict=False)}
        kept = tuple(weights[o] for o in options) if all(o in weights for o in options) else ()
        return type(listed[0])(options, kept)
    return Several(tuple(natures), name)


class Several(Made):
    """Values of one of several natures."""

    def __init__(self, natures: tuple[Nature, ...], name: str) -> None:
        from .fields.ways import Cases

        largest = max(natures, key=lambda n: (isinstance(n, Words), n.size))
        way = WayField(name, (1.0,) * len(natures))
        super().__init__(
            lambda: Cases(way, *[n.field() for n in natures]),
            lambda nth: largest.field(nth, 1 << 20),
            many=largest.size,
        )


def _compared(term: Term) -> tuple[str, str] | None:
    """The two columns that a term compares."""
    if (
        not isinstance(term, Call)
        or len(term.args) != 2
        or term.op not in ("<", "<=", ">", ">=", "<>", "is distinct from")
    ):
        return None
    first, second = term.args
    if isinstance(first, Column) and isinstance(second, Column) and first != second:
        return first.name, second.name
    return None


def _by_beliefs(slots: Mapping[str, Slot], conditions: Iterable[Condition]) -> dict[str, Slot]:
    """The slots, what comes first in time or size before what comes after it."""
    after: dict[str, set[str]] = {name: set() for name in slots}
    for condition in conditions:
        term = condition.term
        if condition.soft and isinstance(term, Call) and term.op == "<=":
            low, high = term.args
            if (
                isinstance(low, Column)
                and isinstance(high, Column)
                and low.name in after
                and high.name in after
            ):
                after[high.name].add(low.name)
    ordered: dict[str, Slot] = {}
    while len(ordered) < len(slots):
        left = [name for name in slots if name not in ordered]
        free = [name for name in left if after[name] <= ordered.keys()]
        name = free[0] if free else left[0]
        ordered[name] = slots[name]
    return ordered


def _made_of_one(conditions: Iterable[Condition]) -> dict[str, Term]:
    """Columns that are an expression over one other: ``email_lower = lower(email)``."""
    made: dict[str, Term] = {}
    for condition in conditions:
        term = condition.term
        if condition.soft or not isinstance(term, Call) or term.op != "=":
            continue
        for one, other in (term.args, term.args[::-1]):
            plain = isinstance(one, Column) and isinstance(other, Call) and len(columns_of(other)) == 1
            if (
                plain
                and isinstance(one, Column)
                and one.name not in columns_of(other)
                and one.name not in made
            ):
                made[one.name] = other
                break
    return made


def _with_nulls(place: Field, columns: Sequence[Field]) -> Field:
    """The places, none where a column of the link is null."""
    from .fields.ways import Cases

    for field in columns:
        if isinstance(field, Null):
            return Nowhere()
        if isinstance(field, Nullable):
            return Nullable(field.share, place)
        if isinstance(field, Cases):
            cases = [_with_nulls(place, [case]) if isinstance(case, Field) else place for case in field.cases]
            return Cases(field.way, *cases)
    return place


def _concerns(mark: Mark, names: Sequence[str]) -> bool:
    wanted = set(mark.slots) | (columns_of(mark.predicate) if mark.predicate is not None else set())
    return bool(wanted & set(names))


def _pinned(name: str, marks: Sequence[Mark]) -> bool:
    return any(name in mark.slots for mark in marks)


def _lone(ways: Sequence[Way], given: Sequence[str]) -> list[Way]:
    """Ways for one row: a column that tells rows apart has there the one value that it has in no other way."""
    for name in given:
        measures = {id(w): m for w in ways if isinstance(m := w.natures[name], Measure)}
        lone = [w for w in ways if id(w) in measures and measures[id(w)].hard.size == 1]
        others = [w for w in ways if w not in lone]
        if lone and others and len(measures) == len(ways):
            ticks = {measures[id(w)].hard.low for w in lone}
            if len(ticks) == 1 and not any(t in measures[id(w)].hard for w in others for t in ticks):
                return lone
    return []


def _agreeing(ways: list[Way], given: Sequence[str]) -> list[Way]:
    """The ways in which given slots have the same values to choose from: those of most."""
    for name in given:
        kinds = {id(way.natures[name]): way.natures[name] for way in ways}
        if len(kinds) > 1:
            best = max(
                kinds.values(),
                key=lambda nature: (nature.size, sum(w.weight for w in ways if w.natures[name] is nature)),
            )
            ways = [way for way in ways if way.natures[name] is best or way.natures[name] == best]
    return ways


def _allowed(mark: Mark, ways: Sequence[Way], now: dt.datetime) -> list[set[int]]:
    """For each number of a mark the ways that are left."""
    everything = set(range(len(ways)))
    free: set[int] = set()
    if mark.predicate is not None:
        free = {n for n, way in enumerate(ways) if not _may_hold(mark.predicate, way, now)}
    if not mark.rows:
        return [everything, free or everything]
    from .evaluate import compiled

    found: list[set[int]] = []
    tests: list[list[Callable[[Mapping[str, object]], object]]] = []
    for way in ways:
        inside = [a for a in way.atoms if columns_of(a) and columns_of(a) <= set(mark.slots)]
        try:
            tests.append([compiled(atom, now=now) for atom in inside])
        except LookupError:
            tests.append([])
    for row in mark.rows:
        values = dict(zip(mark.slots, row, strict=True))
        found.append(
            free | {n for n, mine in enumerate(tests) if all(_true(test, values) for test in mine)}
            or everything
        )
    return found


def _true(test: Callable[[Mapping[str, object]], object], row: Mapping[str, object]) -> bool:
    try:
        return test(row) is True
    except (ArithmeticError, ValueError, TypeError, LookupError, AttributeError):
        return False


def _may_hold(predicate: Term, way: Way, now: dt.datetime) -> bool:
    """Whether the predicate may be true of rows that take this way: not if an atom of the way says the opposite."""
    from .alternatives import alternatives, opposite

    for option in alternatives(predicate, frozenset(n for n in columns_of(predicate))):
        denied = any(opposite(atom) in way.atoms for atom in option)
        nulls = {Call("is null", (Column(n),)) for atom in option for n in columns_of(atom)}
        if not denied and not (nulls & way.atoms):
            return True
    return False


def _joined(sets: Sequence[Sequence[set[int]]], ways: int) -> list[list[int]]:
    """The ways left for each combination of several marks' numbers."""
    found: list[set[int]] = [set(range(ways))]
    for mine in sets:
        found = [a & b or a for b in mine for a in found]
    return [sorted(one) for one in found]
