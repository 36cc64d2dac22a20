"""What everybody is expected to reach, read once as administrator from the access rules.

The policies of the database are not asked here: a wrong policy would prove itself right.
For each table one grouped query counts the rows of all people at once (they stand in a
temporary table), and one more picks the few rows on which writes are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ...schema.access import COMMANDS, quoted
from ..query import Connection, literal, row, rows, text_array
from .personas import Subject
from .targets import PERSON, ROW, Target

#: Keys kept of the rows that a person reaches, and of those on which writes are tried.
OWN, TRIED, FOREIGN, POOL = 50, 3, 5, 40


@dataclass(frozen=True)
class Reach:
    """The rows of a table that each person (by number) should reach: count, digest of keys, some keys."""

    counts: Mapping[int, tuple[int, Decimal]]
    keys: Mapping[int, tuple[str, ...]]

    def of(self, n: int) -> tuple[int, Decimal]:
        """Count and digest for person ``n``."""
        return self.counts.get(n, (0, Decimal(0)))


@dataclass(frozen=True)
class Facts:
    """All that the proof knows of a table before anybody is asked."""

    target: Target
    reach: Mapping[str, Reach]
    sample: Reach | None
    pool: Mapping[int, Mapping[str, frozenset[str]]]
    twins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constant: str | None = None
    gifts: Mapping[tuple[int, str], tuple[str, str]] = field(default_factory=dict)
    escalations: Mapping[tuple[int, str], tuple[str, str]] = field(default_factory=dict)

    def mine(self, n: int, command: str) -> tuple[str, ...]:
        """Keys of rows on which ``n`` may run the command, and which ``n`` may see."""
        seen = self.pool.get(n, {})
        return tuple(k for k, may in seen.items() if {command, "select"} <= may)[:TRIED]

    def foreign(self, n: int, command: str) -> tuple[str, ...]:
        """Keys of rows on which ``n`` may not run the command; first some that ``n`` may see."""
        barred = {k: may for k, may in self.pool.get(n, {}).items() if command not in may}
        visible = [k for k, may in barred.items() if "select" in may][:2]
        hidden = [k for k, may in barred.items() if "select" not in may]
        return tuple((visible + hidden)[:FOREIGN])

    def common(self, role: str) -> bool:
        """Whether the rule shows rows to everybody of this role, whoever they are."""
        return bool(self.target.conditions("select", role)[1])


def write_people(connection: Connection, subjects: Sequence[Subject]) -> None:
    """The people as a temporary table ``seedkit_people(n, role, uid, email, sub)``, n from 0."""
    rows(
        connection,
        "create temporary table seedkit_people (n int primary key, role text, uid uuid, email text, sub text) on commit drop",
    )
    for n, subject in enumerate(subjects):
        person = subject.person
        values = (n, person.role, person.uid, person.email, person.subject)
        rows(connection, "insert into pg_temp.seedkit_people values (%s, %s, %s, %s, %s)", values)
    rows(connection, "analyze pg_temp.seedkit_people")


def survey(
    connection: Connection,
    target: Target,
    *,
    roles: Sequence[str],
    acting: Sequence[int],
    writes: bool = True,
) -> Facts:
    """The facts of one table; ``acting`` are the numbers of those who also write."""
    size = row(connection, f"select count(*) from {target.sql}")[0]
    target = replace(target, size=size)
    cache: dict[str, Reach] = {}
    reach: dict[str, Reach] = {}
    for command in COMMANDS if target.relation.writable and writes else COMMANDS[:1]:
        query = _reach_query(target, command, roles, target.whole)
        if query not in cache:
            cache[query] = _reach(connection, target, command, roles, query, target.whole)
        reach[command] = cache[query]
    sample = None
    if target.sampled != target.whole:
        query = _reach_query(target, "select", roles, target.sampled)
        sample = _reach(connection, target, "select", roles, query, target.sampled)
    if not (target.relation.writable and writes) or not size:
        return Facts(target, reach, sample, {})
    keys = _pool_keys(connection, target, reach.values(), acting, roles)
    facts = Facts(target, reach, sample, allowed_on(connection, target, keys, roles, acting))
    return _with_values(connection, facts, roles, acting)


def _reach_query(target: Target, command: str, roles: Sequence[str], source: str) -> str:
    """``(n, key)`` of the rows that only this person's own circumstances open."""
    key, parts, several = target.key_of(ROW), [], False
    for role in roles:
        personal, common = target.conditions(command, role)
        several = several or len(personal) > 1
        rest = f" and ({' or '.join(common)}) is not true" if common else ""
        parts += [
            f"select {PERSON}.n, {key} as key from pg_temp.seedkit_people {PERSON} join {source} on ({condition}) "
            f"where {PERSON}.role = {literal(role)}{rest}"
            for condition in personal
        ]
    # One branch for each condition rather than an OR, which no join could be built on.
    return (" union " if several else " union all ").join(parts)


def _reach(
    connection: Connection, target: Target, command: str, roles: Sequence[str], query: str, source: str
) -> Reach:
    counts: dict[int, tuple[int, Decimal]] = {}
    keys: dict[int, tuple[str, ...]] = {}
    if query:
        grouped = rows(
            connection,
            f"select n, count(*), sum(hashtextextended(key, 0)), (array_agg(key order by hashtextextended(key, 7)))[1:{OWN}] "
            f"from ({query}) reached group by n",
        )
        for n, count, digest, own in grouped:
            counts[n], keys[n] = (count, digest), tuple(own)
    people = rows(connection, "select n, role from pg_temp.seedkit_people")
    for role in roles:
        common = target.conditions(command, role)[1]
        if common:
            count, digest = row(
                connection,
                f"select count(*), coalesce(sum(hashtextextended({target.key_of(ROW)}, 0)), 0) "
                f"from {source} where {' or '.join(f'({c})' for c in common)}",
            )
            for n, own_role in people:
                if own_role == role:
                    own_count, own_digest = counts.get(n, (0, Decimal(0)))
                    counts[n] = (own_count + count, own_digest + digest)
    return Reach(counts, keys)


def _pool_keys(
    connection: Connection,
    target: Target,
    reaches: Iterable[Reach],
    acting: Sequence[int],
    roles: Sequence[str],
) -> list[str]:
    """Rows to try writes on: some of everybody's own, some of every state, some that nobody owns."""
    own = [key for reach in reaches for n in acting for key in reach.keys.get(n, ())[:TRIED]]
    owners = [c for role in roles for c in target.owner_columns(role)]
    states = [quoted(c.name) for c in target.relation.columns.values() if c.labels or c.category == "B"][:6]
    states += [f"{quoted(c)} is null" for c in dict.fromkeys(owners)]
    partition = f"partition by {', '.join(states)} " if states else ""
    key = target.key_of(ROW)
    picked = rows(
        connection,
        f"select key from (select {key} as key, row_number() over ({partition}order by hashtextextended({key}, 3)) as place "
        f"from {target.sampled}) s order by place, hashtextextended(key, 3) limit {POOL}",
    )
    nobody: list[tuple[str]] = []
    if target.large:
        for column in dict.fromkeys(owners):
            if not target.relation.columns[column].not_null:
                nobody += rows(
                    connection, f"select {key} from {target.whole} where {quoted(column)} is null limit 2"
                )
    return list(dict.fromkeys(own + [k for (k,) in nobody] + [k for (k,) in picked]))


def allowed_on(
    connection: Connection, target: Target, keys: list[str], roles: Sequence[str], acting: Sequence[int]
) -> dict[int, dict[str, frozenset[str]]]:
    """For each acting person and each row of the pool, the commands that the rule allows."""
    cases = " ".join(f"when {literal(role)} then {_allowed(target, role)}" for role in roles)
    found: dict[int, dict[str, frozenset[str]]] = {n: {} for n in acting}
    query = (
        f"select {PERSON}.n, {target.key_of(ROW)}, case {PERSON}.role {cases} end from pg_temp.seedkit_people {PERSON} "
        f"cross join (select * from {target.whole} where {target.among(ROW, keys)}) {ROW} "
        f"where {PERSON}.n = any(array[{', '.join(map(str, acting))}]::int[]) "
        f"order by {PERSON}.n, hashtextextended({target.key_of(ROW)}, {PERSON}.n)"
    )
    for n, key, commands in rows(connection, query):
        found[n][key] = frozenset(commands)
    return found


def _allowed(target: Target, role: str) -> str:
    """An SQL array of the commands allowed on the row to the person; equal conditions are asked once."""
    by_condition: dict[str, list[str]] = {}
    for command in COMMANDS:
        personal, common = target.conditions(command, role)
        condition = " or ".join(f"({c})" for c in personal + common)
        if condition:
            by_condition.setdefault(condition, []).append(command)
    parts = [
        f"case when {condition} then {text_array(commands)} else '{{}}' end"
        for condition, commands in by_condition.items()
    ]
    return " || ".join(parts) or "'{}'::text[]"


def _with_values(connection: Connection, facts: Facts, roles: Sequence[str], acting: Sequence[int]) -> Facts:
    """The literals that writes carry: whole rows, a constant, another owner, another value of a guarded column."""
    target = facts.target
    twins: dict[str, dict[str, str]] = {}
    wanted = {k for n in acting for k in (*facts.foreign(n, "insert")[:2], *facts.mine(n, "insert")[:1])}
    if wanted:
        columns = [c for c in target.relation.columns.values() if not c.generated]
        values = ", ".join(_typed(quoted(c.name), c.type) for c in columns)
        query = f"select {target.key_of(ROW)}, {values} from {target.whole} where {target.among(ROW, sorted(wanted))}"
        for key, *literals in rows(connection, query):
            twins[key] = dict(zip((c.name for c in columns), literals, strict=True))
    constant = None
    plain = next((c for role in roles if (c := target.plain_column(role))), None)
    if plain:
        found = rows(connection, f"select {_typed(quoted(plain.name), plain.type)} from {target.sql} limit 1")
        constant = found[0][0] if found else None
    gifts: dict[tuple[int, str], tuple[str, str]] = {}
    escalations: dict[tuple[int, str], tuple[str, str]] = {}
    owned = {n: facts.mine(n, "update")[0] for n in acting if facts.mine(n, "update")}
    if owned:
        for column in dict.fromkeys(c for role in roles for c in target.owner_columns(role)):
            gifts |= _gifts(connection, facts, column, owned, roles)
        for column in target.access.server_only:
            if column in target.relation.columns:
                escalations |= _escalations(connection, facts, column, owned)
    return replace(facts, twins=twins, constant=constant, gifts=gifts, escalations=escalations)


def _typed(value: str, type_name: str) -> str:
    """SQL that prints a value as a literal of its type."""
    return f"quote_nullable({value}::text) || {literal('::' + type_name)}"


def _gifts(
    connection: Connection, facts: Facts, column: str, owned: Mapping[int, str], roles: Sequence[str]
) -> dict[tuple[int, str], tuple[str, str]]:
    """For each person an own row and a value of ``column`` with which it would no longer be theirs."""
    target = facts.target
    changed = ", ".join(f"{'f' if c == column else 'o'}.{quoted(c)}" for c in target.relation.columns)
    cases = " ".join(f"when {literal(role)} then {_allowed(target, role)}" for role in roles)
    keys = sorted({k for seen in facts.pool.values() for k in seen})
    pairs = ", ".join(f"({n}, {literal(key)})" for n, key in owned.items())
    name = quoted(column)
    query = f"""
        select distinct on ({PERSON}.n) {PERSON}.n, {_typed(f"f.{name}", target.relation.columns[column].type)}
        from (values {pairs}) v(n, key)
        join pg_temp.seedkit_people {PERSON} on {PERSON}.n = v.n
        join {target.sql} o on {target.among("o", sorted(set(owned.values())))} and {target.key_of("o")} = v.key
        join (select f.{name} from {target.sql} f where {target.among("f", keys)}) f on f.{name} <> o.{name}
        cross join lateral (select {changed}) {ROW}
        where not 'update' = any(case {PERSON}.role {cases} end)
        order by {PERSON}.n, f.{name}"""
    return {(n, column): (owned[n], value) for n, value in rows(connection, query)}


def _escalations(
    connection: Connection, facts: Facts, column: str, owned: Mapping[int, str]
) -> dict[tuple[int, str], tuple[str, str]]:
    """For each person an own row and another value of a column that only the server may change."""
    target, column_type = facts.target, facts.target.relation.columns[column]
    keys = sorted({k for seen in facts.pool.values() for k in seen})
    name = quoted(column)
    query = f"""
        select {target.key_of("o")}, quote_nullable(coalesce(
            (select f.{name}::text from {target.sql} f
             where {target.among("f", keys)} and f.{name}::text is distinct from o.{name}::text
             and f.{name} is not null limit 1), {_another(f"o.{name}", column_type.category, column_type.labels)}))
            || {literal("::" + column_type.type)}
        from {target.sql} o where {target.among("o", sorted(set(owned.values())))}"""
    values = dict(rows(connection, query))
    return {(n, column): (key, values[key]) for n, key in owned.items() if key in values}


def _another(value: str, category: str, labels: Sequence[str]) -> str:
    """SQL text of a value other than this one, where no other row has one."""
    if labels:
        first, last = literal(labels[0]), literal(labels[-1])
        return f"case when {value}::text is distinct from {first} then {first} else {last} end"
    by_category = {
        "B": f"(not coalesce({value}, false))::text",
        "N": f"(coalesce({value}, 0) + 1)::text",
        "D": f"(coalesce({value}, current_date) + interval '1 day')::text",
        "S": f"coalesce({value}, '') || 'x'",
    }
    return by_category.get(category, "null")
