"""The probes: what each person tries on each table, as statements the prober runs.

    S   reads all          So  reads own rows, Sf foreign ones of every state (of a large table)
    U   writes foreign     Uo  writes own     Ub  writes without a filter
    Ug  gives an own row away without a filter    Uf  the same with a filter
    Ue  changes a column of an own row that only the server may change
    D   deletes foreign    Do  deletes own    Db  deletes without a filter
    I   inserts a foreign row again           Io  inserts an own row again
    E   reads the rows that the story says this person sees

A write without a filter is tried apart: as soon as a column is read the SELECT policies apply
too, and hide what an open UPDATE or DELETE policy gives away. A twin insert cannot make a row:
row security answers before the unique key does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ...schema.access import quoted
from .survey import OWN, Facts
from .targets import ROW, SAMPLE, Target

COMMAND = {"S": "select", "E": "select", "U": "update", "D": "delete", "I": "insert"}

#: Planner cost up to which a probe of a large table is always run: an index serves it.
CHEAP = 300.0

#: Set in every unfiltered write; see prober.sql.
_TICK = "where pg_temp.seedkit_tick()"


@dataclass(frozen=True)
class Probe:
    """One attempt. ``expected`` rows should be reached; ``sql`` is empty where the role has no privilege.

    A probe that ``reads`` answers with ``(count, digest)``, any other with the rows it wrote.
    ``free``, ``sample`` and ``scale`` are for large tables (see prober.sql); ``sampled`` is what
    ``sample`` should answer.
    """

    person: int
    table: str
    letter: str
    sql: str
    expected: int = 0
    digest: Decimal | None = None
    keys: tuple[str, ...] = ()
    column: str | None = None
    bound: int | None = None
    free: float | None = None
    sample: str | None = None
    scale: float = 1.0
    sampled: tuple[int, Decimal] | None = None
    reads: bool = False

    @property
    def command(self) -> str:
        """The command that this probe tries."""
        return COMMAND[self.letter[0]]

    def as_json(self, number: int) -> dict[str, Any]:
        """The probe as the prober takes it."""
        return {
            "n": number, "place": self.table, "sql": self.sql, "reads": self.reads, "bound": self.bound,
            "free": self.free, "sample": self.sample, "scale": self.scale,
        }  # fmt: skip


def reading(facts: Facts, n: int, role: str) -> Iterator[Probe]:
    """S, and So and Sf on a large table, of which S may be a sample."""
    target, grants = facts.target, facts.target.granted(role)
    expected, digest = facts.reach["select"].of(n)
    if not grants.holds("select"):
        yield Probe(n, target.name, "S", "", expected, reads=True)
        return
    # Without a privilege on the key only the number of rows can be compared.
    keyed = set(target.key) <= grants.select if target.key else grants.select >= set(target.relation.columns)
    digesting = f"coalesce(sum(hashtextextended({target.key_of(ROW)}, 0)), 0)" if keyed else "null::numeric"
    answer = f"select count(*), {digesting} from"
    sampled = facts.sample.of(n) if facts.sample else None
    yield Probe(
        n, target.name, "S", f"{answer} {target.whole}", expected, digest if keyed else None, free=_free(target),
        sample=f"{answer} {target.sampled}" if sampled else None, scale=target.size / SAMPLE, sampled=sampled,
        reads=True,
    )  # fmt: skip
    own = facts.reach["select"].keys.get(n, ())[:OWN]
    if target.large and own and keyed:
        sql = f"select count(*), null::numeric from {target.sql} t where {target.among('t', own)}"
        yield Probe(n, target.name, "So", sql, len(own), keys=own, reads=True)
    hidden = tuple(k for k, may in facts.pool.get(n, {}).items() if "select" not in may)
    if target.large and hidden and keyed:
        sql = f"select count(*), null::numeric from {target.sql} t where {target.among('t', hidden)}"
        yield Probe(n, target.name, "Sf", sql, keys=hidden, reads=True)


def _free(target: Target) -> float | None:
    return CHEAP if target.large else None


def writing(facts: Facts, n: int, role: str) -> Iterator[Probe]:
    """Every probe that tries to change something."""
    if facts.target.relation.writable and facts.target.size:
        yield from _updates(facts, n, role)
        yield from _gifts(facts, n, role)
        yield from _escalations(facts, n, role)
        yield from _deletes(facts, n, role)
        yield from _inserts(facts, n, role)


def _updates(facts: Facts, n: int, role: str) -> Iterator[Probe]:
    target, expected = facts.target, facts.reach["update"].of(n)[0]
    foreign, own = facts.foreign(n, "update"), facts.mine(n, "update")
    column = target.plain_column(role)
    if not target.granted(role).holds("update"):
        yield Probe(n, target.name, "Uo" if own else "U", "", len(own), keys=own)
        return
    # A role that may write only deciding columns still writes one of them back unchanged.
    name = quoted(column.name if column else sorted(target.granted(role).update)[0])
    same = f"update {target.sql} t set {name} = t.{name} where"
    if foreign:
        yield Probe(n, target.name, "U", f"{same} {target.among('t', foreign)}", keys=foreign)
    if own:
        yield Probe(n, target.name, "Uo", f"{same} {target.among('t', own)}", len(own), keys=own)
    if foreign and column and facts.constant:
        sql = f"update {target.sql} t set {name} = {facts.constant} {_TICK}"
        yield Probe(n, target.name, "Ub", sql, expected, bound=expected + 1, free=_free(target))


def _gifts(facts: Facts, n: int, role: str) -> Iterator[Probe]:
    target = facts.target
    for (person, column), (key, value) in facts.gifts.items():
        if person == n and column in target.granted(role).update:
            given = f"update {target.sql} t set {quoted(column)} = {value}"
            filtered = f"{given} where {target.among('t', [key])}"
            yield Probe(n, target.name, "Uf", filtered, keys=(key,), column=column)
            yield Probe(n, target.name, "Ug", f"{given} {_TICK}", column=column, bound=1, free=_free(target))


def _escalations(facts: Facts, n: int, role: str) -> Iterator[Probe]:
    target = facts.target
    for (person, column), (key, value) in facts.escalations.items():
        if person == n:
            sql = f"update {target.sql} t set {quoted(column)} = {value} where {target.among('t', [key])}"
            granted = column in target.granted(role).update
            yield Probe(n, target.name, "Ue", sql if granted else "", keys=(key,), column=column)


def _deletes(facts: Facts, n: int, role: str) -> Iterator[Probe]:
    target, expected = facts.target, facts.reach["delete"].of(n)[0]
    foreign, own = facts.foreign(n, "delete"), facts.mine(n, "delete")
    if not target.granted(role).holds("delete"):
        yield Probe(n, target.name, "Do" if own else "D", "", len(own), keys=own)
        return
    if foreign:
        yield Probe(
            n,
            target.name,
            "D",
            f"delete from {target.sql} t where {target.among('t', foreign)}",
            keys=foreign,
        )
    if own:
        sql = f"delete from {target.sql} t where {target.among('t', own)}"
        yield Probe(n, target.name, "Do", sql, len(own), keys=own)
    if foreign:
        sql = f"delete from {target.sql} t {_TICK}"
        yield Probe(n, target.name, "Db", sql, expected, bound=expected + 1, free=_free(target))


def _inserts(facts: Facts, n: int, role: str) -> Iterator[Probe]:
    target, granted = facts.target, facts.target.granted(role).insert
    foreign = [k for k in facts.foreign(n, "insert")[:2] if k in facts.twins]
    own = [k for k in facts.mine(n, "insert")[:1] if k in facts.twins]
    attempts: list[tuple[str, Sequence[str]]] = [("I", foreign), ("Io", own)]
    for letter, keys in attempts:
        for key in keys:
            twin = {column: value for column, value in facts.twins[key].items() if column in granted}
            names, values = ", ".join(map(quoted, twin)), ", ".join(twin.values())
            sql = f"insert into {target.sql} ({names}) overriding system value values ({values})"
            yield Probe(n, target.name, letter, sql if twin else "", int(letter == "Io"), keys=(key,))


def stated(facts: Facts, n: int, keys: Sequence[str]) -> Probe:
    """E: the rows that the story says the person sees."""
    target = facts.target
    sql = f"select count(*), null::numeric from {target.sql} t where {target.among('t', keys)}"
    return Probe(n, target.name, "E", sql, len(keys), keys=tuple(keys), reads=True)


def aloud(facts: Facts, probe: Probe) -> Probe:
    """The probe to run with triggers on: a guarded column counts only if it kept the new value."""
    if probe.letter != "Ue":
        return probe
    assert probe.column is not None
    value = facts.escalations[probe.person, probe.column][1]
    sql = (
        f"with changed as ({probe.sql} returning t.{quoted(probe.column)}::text as kept) "
        f"select count(*) filter (where kept = ({value})::text), null::numeric from changed"
    )
    return replace(probe, sql=sql, reads=True)
