"""SECURITY DEFINER functions called with somebody else's id: they read past every policy."""

from __future__ import annotations

from collections.abc import Collection

from ..findings import Check, Finding, Severity
from ..query import Connection, literal, rows
from .explain import as_person
from .stage import Stage


def check_functions(connection: Connection, stage: Stage, meant: Collection[str]) -> Check:
    """Call each with the first person's id, as anon and as a stranger; rows that come back are a leak.

    Only stable and immutable functions that return rows or documents and take nothing but uuids
    and texts. ``meant`` names those (``schema.name``) that may answer anybody.
    """
    owner = next(
        (s.person for s in stage.people if s.person.uid and s.kind not in ("stranger", "anonymous")), None
    )
    schemas = sorted({name.partition(".")[0] for name in stage.facts})
    findings, facts = [], 0
    for subject in [s for s in stage.people if s.kind in ("anon", "stranger")] if owner else []:
        assert owner is not None
        callable_here = rows(connection, _FUNCTIONS, [schemas, subject.person.role])
        queries = []
        for name, quoted_name, types in callable_here:
            values = [f"{literal(str(owner.uid if t == 'uuid' else owner.subject))}::{t}" for t in types]
            queries.append(
                (name, f"select count(*), 0 from {quoted_name}({', '.join(values)}) r where not (r is null)")
            )
        answers = stage.prover.count(subject, [query for _, query in queries])
        facts += len(answers)
        for (name, query), answer in zip(queries, answers, strict=True):
            if answer and answer[0]:
                severity: Severity = "meant" if name in meant else "live"
                message = f"{name} hands {answer[0]} rows of another person to {subject.handle}"
                sql = as_person(subject, query)
                findings.append(
                    Finding("access.function", severity, name, message, answer[0], (), sql, subject.handle)
                )
    return Check("access.functions", "security definer functions", facts, tuple(findings))


_FUNCTIONS = """
select n.nspname || '.' || p.proname, quote_ident(n.nspname) || '.' || quote_ident(p.proname),
       array(select format_type(t, null) from unnest(p.proargtypes) with ordinality a(t, place) order by place)
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
join pg_catalog.pg_type r on r.oid = p.prorettype
where n.nspname = any(%s) and p.prosecdef and p.prokind = 'f' and p.provolatile <> 'v'
  and (p.proretset or r.typtype = 'c' or r.typname in ('json', 'jsonb', 'record'))
  and has_function_privilege(%s, p.oid, 'execute')
  and not exists (select from unnest(p.proargtypes) t where t not in ('uuid'::regtype, 'text'::regtype, 'varchar'::regtype))
order by 1
"""
