"""Uniques and exclusion constraints met by construction: which slot or link tells rows apart, and by which number.

A slot with values enough gives a different one to each row. Where a link is part of a unique, rows are shared
out among its parents, and the number of a row among those of its parent does the same (line 1, 2, 3 of an order).
Finite slots and further links are the digits of a number. What is told apart already needs nothing more.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from ..fields import Field, Ordinal
from .claims import Claim
from .evaluate import compiled
from .fields.links import Digit, Flagged, OneEach, Places, Rank, Share, Turned
from .fields.pairs import PairOf, Ring, pairs_of
from .fields.said import Unheld
from .fields.ways import Beyond, Combination, CombinationNumber, Null
from .inferred import Taken
from .measures import Measure
from .natures import Listed, Made, Nature
from .solve import Condition, Slot
from .terms import Call, Column, Term, columns_of
from .words import Words

__all__ = ["Assigned", "Assigner", "Link", "Mark"]

_ERRORS = (ArithmeticError, ValueError, TypeError, LookupError, AttributeError)
#: Combinations of finite slots that are written out.
LISTED = 50_000
#: Texts of rows that are there which are passed over one by one.
PASSED_OVER = 2000


@dataclass(frozen=True)
class Link:
    """A foreign key that is ours to decide: the places of its parents, its columns, whether it may be null.

    ``own`` says that it points to rows of its own table.
    """

    name: str
    columns: tuple[str, ...]
    targets: int
    nullable: bool
    nulls: float = 0.0
    own: bool = False


@dataclass(frozen=True)
class Pairing:
    """Two links to the same rows which a check compares: ``<`` or ``<>``."""

    first: str
    second: str
    op: str
    source: str = ""

    @property
    def name(self) -> str:
        """What the pair is called."""
        return f"{self.first} {self.second}"

    def field(self, targets: int, which: int, nth: Field | None = None, *, both_ways: bool = False) -> Field:
        """The places of one of the two."""
        links = (self.first, self.second) if self.op == "<" else ()
        return PairOf(self.name, targets, which, nth=nth, both_ways=both_ways, links=links)


@dataclass(frozen=True)
class Mark:
    """Rows for which ``number`` is not 0 must not meet a predicate; for pinned slots, which combination a row has."""

    source: str
    number: Field
    size: int
    predicate: Term | None = None
    slots: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()


@dataclass
class Assigned:
    """What was decided: fields of slots and links, narrower natures, marks, what the rows are limited to."""

    given: dict[str, Callable[[Nature], Field]] = field(default_factory=dict)
    natures: dict[str, Nature] = field(default_factory=dict)
    links: dict[str, Field] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    never_null: set[str] = field(default_factory=set)
    only_when: dict[str, Term] = field(default_factory=dict)
    limit: int | None = None
    limits: list[str] = field(default_factory=list)
    unclear: list[Claim] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Assigner:
    """Decides for all claims of a table, those over fewest columns first."""

    def __init__(
        self,
        slots: Mapping[str, Slot],
        links: Sequence[Link],
        conditions: Sequence[Condition],
        *,
        rows: int,
        taken: Mapping[str, Taken],
        now: dt.datetime,
        pairings: Sequence[Pairing] = (),
    ) -> None:
        self._pairings = {frozenset((p.first, p.second)): p for p in pairings}
        self._slots, self._links, self._conditions = slots, {link.name: link for link in links}, conditions
        self._rows, self._taken, self._now = max(rows, 1), taken, now
        self._done = Assigned()
        self._apart: set[str] = set()
        self._shares: dict[str, Share] = {}

    def assign(self, claims: Sequence[Claim]) -> Assigned:
        """What is decided for these claims, for which rows have to differ."""
        for pairing in self._pairings.values():
            for which, name in enumerate((pairing.first, pairing.second)):
                self._done.links[name] = pairing.field(self._links[name].targets, which)
            links = [self._links[name] for name in (pairing.first, pairing.second)]
            if links[0].targets == 1 and not any(link.nullable for link in links):
                self._limit(0, pairing.source)
        for claim in claims:
            if claim.unclear:
                self._done.unclear.append(claim)
                self._hope(claim)
            elif claim.span is not None:
                self._spread(claim)
            elif not self._told(claim):
                self._tell(claim)
        return self._done

    # One claim

    def _told(self, claim: Claim) -> bool:
        """Whether rows differ already in one of its columns."""
        for name in claim.columns:
            if name in self._apart and name not in claim.natures:
                if claim.alike and self._slots[name].nullable:
                    self._done.never_null.add(name)
                return True
        links = [link for link in self._links_of(claim) if link.name in self._apart]
        return any(not (claim.alike and link.nullable) for link in links)

    def _hope(self, claim: Claim) -> None:
        """Different values for what an expression is over that we do not know: its results differ as a rule."""
        for name in self._plain(claim):
            if (
                name not in self._done.given
                and name not in self._apart
                and self._nature(name).size >= self._rows
            ):
                self._number(name, Ordinal(self._start(claim)), self._rows, replace(claim, predicate=None))

    def _links_of(self, claim: Claim) -> list[Link]:
        """The links all of whose columns are among the claim's."""
        return [link for link in self._links.values() if set(link.columns) <= set(claim.columns)]

    def _plain(self, claim: Claim) -> list[str]:
        """The claim's columns that no link writes."""
        linked = {name for link in self._links.values() for name in link.columns}
        return [n for n in claim.columns if n not in linked and n in self._slots and not self._slots[n].fixed]

    def _tell(self, claim: Claim) -> None:
        self._done.natures.update(claim.natures)
        if not claim.columns:
            self._one_row(claim)
            return
        if claim.kept:
            self._keep(claim)
            return
        plain, links = self._plain(claim), self._links_of(claim)
        if self._pair(claim, links, plain):
            return
        start = self._start(claim)
        told = [nature.size for nature in claim.natures.values()] if claim.predicate is None else []
        if len(claim.columns) == 1 and told and told[0] <= start:
            self._limit(0, claim)
            return
        carrier = self._carrier(claim, plain)
        if carrier is not None and self._null_counts(claim, carrier):
            self._combine(claim, plain, start)
            return
        # Where rows point to their own table others decide who is above whom.
        by_rank = any(not link.own for link in links) and carrier is not None and self._goes_by_rank(carrier)
        if carrier is not None and not by_rank:
            self._number(carrier, Ordinal(start), self._rows, claim)
        elif links:
            self._group(claim, links, plain, carrier)
        elif plain:
            self._combine(claim, plain, start)
        else:
            self._done.unclear.append(claim)

    def _null_counts(self, claim: Claim, carrier: str) -> bool:
        """Whether values run out, and null is one more where nulls are not distinct."""
        alone = (
            claim.alike and len(claim.columns) == 1 and not _primary(claim) and self._slots[carrier].nullable
        )
        return alone and claim.predicate is None and self._nature(carrier).capacity(self._rows) < self._rows

    def _pair(self, claim: Claim, links: Sequence[Link], plain: Sequence[str]) -> bool:
        """Two links that a check compares, and that must be a different pair in each row."""
        pairing = self._pairings.get(frozenset(link.name for link in links))
        if pairing is None or plain or claim.predicate is not None:
            return False
        targets = self._links[pairing.first].targets
        both_ways = pairing.op == "<>" and not claim.unordered
        nth = Ordinal(self._start(claim))
        for which, name in enumerate((pairing.first, pairing.second)):
            self._done.links[name] = pairing.field(targets, which, nth, both_ways=both_ways)
        if pairs_of(targets, both_ways) < self._rows:
            self._limit(pairs_of(targets, both_ways), claim)
        return True

    def _start(self, claim: Claim) -> int:
        taken = self._taken.get(claim.name)
        return taken.rows if taken is not None else 0

    def _nature(self, name: str) -> Nature:
        return self._done.natures.get(name, self._slots[name].nature)

    def _carrier(self, claim: Claim, plain: Sequence[str]) -> str | None:
        """A slot that has a different value for each row, the fittest of them."""
        able = [n for n in plain if n not in self._done.given and self._nature(n).size >= self._rows]
        able = [n for n in able if self._nature(n).capacity(self._rows) >= self._rows]
        if not able and len(plain) == 1 and len(claim.columns) == 1 and plain[0] not in self._done.given:
            return plain[0]
        return min(able, key=lambda n: (self._fitness(n), list(claim.columns).index(n)), default=None)

    def _fitness(self, name: str) -> int:
        nature = self._nature(name)
        if isinstance(nature, Measure):
            return 0 if nature.rising else 3 if nature.family in ("int", "numeric") else 4
        return 1 if isinstance(nature, Words) else 2 if isinstance(nature, Made) else 5

    def _goes_by_rank(self, name: str) -> bool:
        """Whether its values may begin anew for every parent."""
        nature = self._nature(name)
        if isinstance(nature, Words) and nature.look.rule == "person":
            return False
        return not isinstance(nature, Made)

    def _number(self, name: str, nth: Field, count: int, claim: Claim) -> None:
        """A different value of the slot for each number."""
        slot, nature = self._slots[name], self._clear(name, claim)
        if nature is None:
            self._nothing_left(name, claim)
            return
        if nature is not self._nature(name) and isinstance(nth, Ordinal):
            # what rows that are there hold is taken out already
            nth = Ordinal()
        capacity = nature.capacity(count)
        self._done.natures[name] = nature.numbered(count) if isinstance(nature, Measure) else nature
        self._apart.add(name)
        if claim.alike and slot.nullable:
            self._done.never_null.add(name)
        if capacity >= count:
            held = self._held(nature, claim)
            if held and isinstance(nth, Ordinal):
                self._done.given[name] = lambda given: Unheld(given.field(Ordinal(), count + len(held)), held)
            else:
                self._done.given[name] = lambda given: given.field(nth, count)
            return
        if slot.nullable and not claim.alike and claim.predicate is None:
            self._done.given[name] = lambda given: Beyond(given.field(nth, capacity), capacity, nth)
            self._done.notes.append(
                f"{name}: {capacity} different values, null in the other rows ({claim.name})"
            )
            return
        if claim.predicate is not None and isinstance(nature, Listed) and self._combined(claim, [name], nth):
            self._apart.discard(name)
            return
        if claim.predicate is not None and self._mark(claim, nth, capacity):
            self._apart.discard(name)
            self._done.given[name] = lambda given: given.field(nth, capacity)
            return
        self._done.given[name] = lambda given: given.field(nth, capacity)
        self._limit(capacity, claim)

    def _nothing_left(self, name: str, claim: Claim) -> None:
        """Rows that are there hold all values there are: null in the new ones, or rows that the unique does not mean."""
        nullable = self._slots[name].nullable and not claim.alike
        if claim.predicate is not None and self._mark(claim, Ordinal(), 0):
            return
        if not nullable or claim.predicate is not None:
            self._limit(0, claim)
            return
        self._apart.add(name)
        self._done.given[name] = lambda given: Null()
        self._done.notes.append(f"{name}: null, for all values are taken ({claim.name})")

    def _held(self, nature: Nature, claim: Claim) -> tuple[str, ...]:
        """The few texts that rows which are there hold, to be passed over; many are from a fill, which goes on after them."""
        taken = self._taken.get(claim.name)
        if not isinstance(nature, Words) or taken is None or taken.keys is None or len(claim.columns) != 1:
            return ()
        held = sorted(key[0] for key in taken.keys if len(key) == 1 and key[0] is not None)
        return tuple(held) if len(held) <= PASSED_OVER else ()

    def _clear(self, name: str, claim: Claim) -> Nature | None:
        """The nature without what rows that are there hold already; None if they hold everything."""
        taken, nature = self._taken.get(claim.name), self._nature(name)
        if taken is None or not taken.rows:
            return nature
        if isinstance(nature, Measure):
            return self._clear_measure(name, nature, taken, claim)
        if isinstance(nature, Words) and nature.size <= LISTED and not nature.atoms:
            nature = Listed(tuple(nature.all()))
        if isinstance(nature, Listed) and taken.keys is not None and len(claim.columns) == 1:
            held = {key[0] for key in taken.keys}
            left = [option for option in nature.options if _text(option) not in held]
            return nature.only(left) if left else None
        return nature

    def _clear_measure(self, name: str, nature: Measure, taken: Taken, claim: Claim) -> Measure | None:
        greatest = taken.greatest.get(name)
        tick = nature.tick(greatest) if greatest is not None else None
        if tick is not None:
            above = nature.hard.clipped(tick + 1, None)
            if above.size >= self._rows:
                return replace(nature, hard=above, touched=True)
        if taken.keys is not None and len(claim.columns) == 1:
            held = {key[0] for key in taken.keys}
            known = nature.values()
            if known is not None:
                used = [nature.tick(value) for value in known if _text(value) in held]
                if len(set(used)) == len(known):
                    return None
                return replace(
                    nature, hard=nature.hard.without(t for t in used if t is not None), touched=True
                )
        return nature

    def _limit(self, rows: int, claim: Claim | str) -> None:
        """That rows are limited, by a claim or by a check of this name."""
        if self._done.limit is not None and self._done.limit <= rows:
            return
        name, more = (claim, "") if isinstance(claim, str) else (claim.name, self._start(claim) and "more ")
        self._done.limit = rows
        self._done.limits = [f"{name} allows {rows} {more or ''}row{'' if rows == 1 else 's'}"]

    def _one_row(self, claim: Claim) -> None:
        """A unique over a constant: one row, or one that meets the predicate."""
        free = 0 if self._start(claim) else 1
        if claim.predicate is None or not self._mark(claim, Ordinal(), free):
            self._limit(free, claim)

    def _keep(self, claim: Claim) -> None:
        """Exclusion with ``<>``: each row has a group of its own, so that nothing in a group differs."""
        self._tell(replace(claim, kept=()))

    # Several columns

    def _group(self, claim: Claim, links: list[Link], plain: list[str], carrier: str | None) -> None:
        """Rows are shared out among the parents of one link; the rest is told by their number there."""
        free = [
            link
            for link in links
            if link.name not in self._done.links or link.name in self._shares or self._partner(link)
        ]
        if not free:
            self._done.unclear.append(claim)
            return
        lead = next((link for link in free if link.name in self._shares), free[0])
        others = [link for link in free if link is not lead and link.name not in self._done.links]
        partner = self._partner(lead)
        finite = [] if carrier is not None else [n for n in plain if n not in self._done.given]
        rows = self._listed(finite, claim) if finite else [()]
        if not rows:
            rows, finite = [()], []
        room = len(rows) * math.prod(max(link.targets, 1) for link in others)
        if carrier is not None:
            room = self._nature(carrier).capacity(self._rows)
        if claim.predicate is not None and carrier is None and not others and not finite:
            self._one_of_each(claim, lead)
            return
        if not others and not finite and carrier is None:
            self._one_each(claim, lead)
            return
        share = self._share(lead, room, mixed=carrier is None)
        if partner is not None:
            self._done.links[partner.name] = Places(partner.targets, apart=(share,))
        rank = Rank(share)
        if carrier is not None:
            # it tells rows of a parent apart alone: other links point where they like
            self._number_within(carrier, rank, room, claim)
        else:
            self._spread_digits(claim, share, rank, room, others, finite, rows)
        if lead.targets * room < self._rows:
            self._limit(lead.targets * room, claim)

    def _partner(self, link: Link) -> Link | None:
        """The other of two links that must not point to the same row, where nothing else was said of them."""
        made = self._done.links.get(link.name)
        if not isinstance(made, PairOf) or made.nth is not None:
            return None
        pairing = next(p for p in self._pairings.values() if link.name in (p.first, p.second))
        other = pairing.second if link.name == pairing.first else pairing.first
        return self._links[other] if pairing.op == "<>" else None

    def _share(self, link: Link, most: int, *, mixed: bool) -> Share:
        known = self._shares.get(link.name)
        if known is not None and (known.most or most) <= most:
            return known
        limit = most if most < self._rows else None
        share = Share(link.name, link.targets, self._rows, most=limit, mixed=mixed)
        self._shares[link.name] = share
        self._done.links[link.name] = share
        return share

    def _spread_digits(
        self,
        claim: Claim,
        share: Share,
        rank: Rank,
        room: int,
        others: Sequence[Link],
        finite: Sequence[str],
        rows: Sequence[tuple[Any, ...]],
    ) -> None:
        digits = Turned(rank, room, share) if room > 1 and not self._rises(finite) else rank
        skip = 1
        for link in others:
            self._done.links[link.name] = Digit(digits, link.targets, skip, by=share)
            skip *= max(link.targets, 1)
        if finite:
            self._pin(
                claim, finite, rows, Digit(digits, len(rows), skip, by=None if self._rises(finite) else share)
            )

    def _rises(self, names: Sequence[str]) -> bool:
        natures = [self._nature(n) for n in names]
        return len(natures) == 1 and isinstance(natures[0], Measure) and natures[0].rising

    def _number_within(self, name: str, rank: Field, room: int, claim: Claim) -> None:
        nature, count = self._nature(name), min(room, self._rows)
        if isinstance(nature, Measure) and nature.family == "int" and nature.hard.size > 1000:
            # 1, 2, 3 … of each parent, as lines and numbers go.
            nature = replace(nature, rising=True, low=max(nature.hard.low, min(nature.low, 1)), coarse=1)
        self._done.natures[name] = nature.numbered(count) if isinstance(nature, Measure) else nature
        self._done.given[name] = lambda given: given.field(rank, count)
        if claim.alike and self._slots[name].nullable:
            self._done.never_null.add(name)

    def _one_each(self, claim: Claim, link: Link) -> None:
        """A parent for each row, none twice."""
        again = not link.nullable or claim.alike
        if link.own:
            self._done.links[link.name] = Ring(link.targets, chain=not again)
            self._apart.add(link.name)
            return
        partner = self._partner(link)
        # named, so that the places are the same in all ways that a row may take
        pair = link.name if partner is None else f"{link.name} {partner.name}"
        self._done.links[link.name] = OneEach(link.targets, Ordinal(), again=again, pair=pair)
        if partner is not None:
            self._done.links[partner.name] = OneEach(partner.targets, Ordinal(), pair=pair, other=True)
        self._apart.add(link.name)
        if again and link.targets < self._rows:
            self._limit(link.targets, claim)

    def _one_of_each(self, claim: Claim, link: Link) -> None:
        """Of each parent's rows one may meet the predicate."""
        share = (
            self._shares[link.name]
            if link.name in self._shares
            else self._share(link, self._rows, mixed=True)
        )
        if not self._mark(claim, Rank(share), 1):
            del self._done.links[link.name], self._shares[link.name]
            self._one_each(claim, link)

    def _mark(self, claim: Claim, nth: Field, limit: int) -> bool:
        """Rows beyond the limit must not meet the predicate; False where they cannot help it."""
        predicate = claim.predicate
        if predicate is None or not self._avoidable(predicate):
            return False
        self._done.marks.append(Mark(claim.name, Flagged(nth, limit), 2, predicate))
        self._done.conditions.append(Condition(claim.name, either_way(predicate)))
        return True

    def _avoidable(self, predicate: Term) -> bool:
        """Whether a row can be made that does not meet it."""
        from .solve import groups, solve

        wanted = [*self._conditions, Condition("", Call("not", (Call("is true", (predicate,)),)))]
        slots = dict(self._slots)
        for names, conditions in groups(slots, wanted):
            if columns_of(predicate) & set(names):
                found = solve({n: slots[n] for n in names}, conditions, self._now)
                if not found.ways:
                    return False
        return True

    def _combine(self, claim: Claim, plain: list[str], start: int) -> None:
        """Finite slots only: the combinations that are allowed, one for each row."""
        if claim.predicate is not None and self._combined(claim, plain, Ordinal()):
            return
        rows = self._listed(plain, claim)
        if not rows:
            self._done.unclear.append(claim)
            return
        self._pin(claim, plain, rows, Ordinal())
        if len(rows) < self._rows:
            self._limit(len(rows), claim)
        del start

    def _combined(self, claim: Claim, plain: list[str], nth: Field) -> bool:
        """Combinations that meet the predicate, each once; the other rows must not meet it."""
        rows = self._listed(plain, claim, met=True)
        if not rows or not self._mark(claim, nth, len(rows)):
            return False
        self._pin(claim, plain, rows, nth)
        if claim.predicate is not None:
            self._done.only_when.update(dict.fromkeys(plain, claim.predicate))
        return True

    def _pin(self, claim: Claim, names: Sequence[str], rows: Sequence[tuple[Any, ...]], nth: Field) -> None:
        mixed = not self._rises(names)
        for place, name in enumerate(names):
            nature = self._nature(name)
            values = [_written(nature, row[place]) for row in rows]
            made = Combination(claim.name, values, nth=nth, mixed=mixed)
            self._done.given[name] = lambda given, made=made: made  # type: ignore[misc]
        number = CombinationNumber(claim.name, list(range(len(rows))), nth=nth, mixed=mixed)
        self._done.marks.append(
            Mark(claim.name, number, len(rows), claim.predicate, tuple(names), tuple(rows))
        )
        self._done.never_null.update(n for n in names if self._slots[n].nullable)

    def _listed(self, names: Sequence[str], claim: Claim, *, met: bool = False) -> list[tuple[Any, ...]]:
        """All combinations of values of these slots that conditions over them alone allow; none if too many."""
        values: list[Sequence[Any]] = []
        for name in names:
            known = self._nature(name).values()
            if known is None:
                known = self._some(name)
            slot = self._slots[name]
            nulls = [None] if claim.alike and slot.nullable and not _primary(claim) else []
            values.append([*known, *nulls])
        if not all(values) or math.prod(map(len, values)) > LISTED * 4:
            return []
        tests = self._tests(names, [claim.predicate] if met and claim.predicate is not None else [])
        taken = self._taken.get(claim.name)
        held = taken.keys if taken is not None and taken.keys is not None else frozenset()
        kept = []
        for row in product(*values):
            passes = all(_passes(test, dict(zip(names, row, strict=True))) for test in tests)
            if passes and not (held and tuple(map(_text, row)) in held):
                kept.append(row)
        return kept[:LISTED]

    def _some(self, name: str) -> Sequence[Any]:
        """Some hundreds of different values of a slot that has too many to list."""
        nature = self._nature(name)
        if isinstance(nature, Measure):
            soft = nature.soft
            return [
                nature.value(tick)
                for tick in range(soft.low, min(soft.high, soft.low + 200 * soft.step) + 1, soft.step)
            ]
        return []

    def _tests(self, names: Sequence[str], more: Sequence[Term] = ()) -> list[Any]:
        found = []
        for term in (*(c.term for c in self._conditions if not c.soft), *more):
            if columns_of(term) and columns_of(term) <= set(names):
                try:
                    found.append(compiled(term, now=self._now))
                except LookupError:
                    continue
        return found

    # Exclusion

    def _spread(self, claim: Claim) -> None:
        """Rows in stretches of their own, one after the other; for each parent anew where a link is among the columns."""
        low, high = claim.span or ("", "")
        nature = self._nature(low)
        if not isinstance(nature, Measure) or low in self._done.given:
            self._done.unclear.append(claim)
            return
        links = [k for k in self._links_of(claim) if k.name not in self._done.links or k.name in self._shares]
        share = self._share(links[0], self._rows, mixed=True) if links else None
        count = self._most(share) if share is not None else self._rows
        after = self._after(nature, claim) if share is None else None
        nature = after or nature
        step, found = self._stretch(nature, self._nature(high), count)
        nth: Field = Rank(share) if share is not None else Ordinal(0 if after else self._start(claim))
        self._done.natures[low] = found = found.numbered(count)
        self._done.given[low] = lambda given: given.field(nth, count)
        self._apart.add(low) if share is None else None
        edge = step - 1 if claim.inclusive else step
        distance = Call("-", (Column(high), Column(low)))
        unit = nature.unit * edge
        from .relations import _constant

        kind = "interval" if nature.family in ("timestamp", "timestamptz", "time") else "numeric"
        amount = unit / 86_400_000_000 if nature.family == "date" else unit
        self._done.conditions.append(Condition(claim.name, Call("<=", (distance, _constant(amount, kind)))))
        self._done.never_null |= {n for n in (low, high) if self._slots[n].nullable}
        capacity = found.hard.size if share is None else found.hard.size * links[0].targets
        if capacity < self._rows:
            self._limit(capacity, claim)

    def _after(self, nature: Measure, claim: Claim) -> Measure | None:
        """What lies beyond the spans of rows that are there, if there are any, and room for all rows."""
        taken = self._taken.get(claim.name)
        tick = nature.tick(taken.end) if taken is not None and taken.end is not None else None
        after = nature.hard.clipped(tick + 1, None) if tick is not None else None
        return replace(nature, hard=after, touched=True) if after and after.size >= self._rows else None

    def _most(self, share: Share) -> int:
        """How many rows a parent gets at most."""
        import numpy as np

        return int(share.places(np.arange(self._rows, dtype=np.int64))[1].max(initial=0)) + 1

    def _stretch(self, low: Measure, high: Nature, count: int) -> tuple[int, Measure]:
        """How long a stretch is, and the places where one may begin: so many that all rows find one."""
        wanted = {
            "date": 7,
            "timestamp": 10_800_000_000,
            "timestamptz": 10_800_000_000,
            "time": 3_600_000_000,
        }
        step = wanted.get(low.family, 10 * (low.unit.denominator if low.unit < 1 else 1))
        span = low.hard.high - low.hard.low
        if isinstance(high, Measure):
            span = min(span, int(high.hard.high * high.unit / low.unit) - low.hard.low)
        if span < step * count:
            step = max(span // count, 1)
        step = max(step // low.hard.step, 1) * low.hard.step
        phase = low.hard.low % step if low.hard.low > -(1 << 61) else 0
        hard = low.hard.stepped(step, phase)
        if isinstance(high, Measure):
            top = int(high.hard.high * high.unit / low.unit) - 1
            hard = hard.clipped(None, top)
        return step, replace(low, hard=hard or low.hard, touched=True, rising=True)


def either_way(predicate: Term) -> Term:
    """That a predicate is true, or surely is not: so that each way of a group is one or the other."""
    return Call("or", (predicate, Call("not", (Call("is true", (predicate,)),))))


def _primary(claim: Claim) -> bool:
    return bool(getattr(claim.source, "primary", False))


def _passes(test: Callable[[Mapping[str, Any]], Any], row: Mapping[str, Any]) -> bool:
    try:
        return test(row) is not False
    except _ERRORS:
        return False


def _written(nature: Nature, value: Any) -> Any:
    """A value as a field gives it."""
    from .terms import Interval

    if isinstance(value, Interval):
        return dt.timedelta(days=value.months * 30 + value.days, microseconds=value.microseconds)
    return value


def _text(value: Any) -> str | None:
    """A value as Postgres prints it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ").replace("+00:00", "+00")
    return str(value)
