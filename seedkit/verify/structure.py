"""What a load may leave behind in the catalogue: unvalidated, disabled, invalid, behind."""

from __future__ import annotations

from ..schema.access import qualified, quoted
from ..schema.reflected import JOINT, Dotted
from .catalogue import Catalogue, ForeignKey, Rule
from .findings import Check, Finding, Severity
from .query import Connection, row, rows, undone


def check_structure(connection: Connection, catalogue: Catalogue) -> list[Check]:
    """Constraints left NOT VALID or not enforced, triggers disabled, indexes invalid, sequences behind."""
    oids = [relation.oid for relation in catalogue.relations.values()]
    return [
        _unvalidated(catalogue),
        _triggers(connection, oids),
        _indexes(connection, oids),
        _sequences(connection, oids),
    ]


def _unvalidated(catalogue: Catalogue) -> Check:
    constraints: list[ForeignKey | Rule] = [*catalogue.foreign_keys, *catalogue.rules]
    findings: list[Finding] = []
    for constraint in constraints:
        table, name = qualified(constraint.table), quoted(constraint.name)
        if not constraint.enforced:
            message = f"{constraint.name} is NOT ENFORCED"
            findings.append(Finding("not_enforced", "warning", constraint.table, message))
        elif not constraint.validated:
            message = f"{constraint.name} is NOT VALID: older rows were never checked"
            of_domain = isinstance(constraint, Rule) and constraint.domain
            sql = "" if of_domain else f"alter table {table} validate constraint {name};"
            findings.append(Finding("not_valid", "error", constraint.table, message, sql=sql))
    return Check("validated", "constraints", len(constraints), tuple(findings))


def _triggers(connection: Connection, oids: list[int]) -> Check:
    """Disabled triggers, those of foreign keys included: ``alter table … disable trigger all`` turns both off."""
    found = rows(connection, _TRIGGERS, (oids,))
    findings = []
    for joint, name, enabled, internal in found:
        table = Dotted.read(joint)
        if enabled in ("D", "R"):
            state = "is disabled" if enabled == "D" else "fires in replica sessions only"
            message = f"foreign key trigger {name} {state}" if internal else f"trigger {name} {state}"
            severity: Severity = "error" if enabled == "D" else "warning"
            sql = f"alter table {qualified(table)} enable trigger {quoted(name)};"
            findings.append(Finding("trigger_disabled", severity, table, message, sql=sql))
    return Check("triggers", "triggers", len(found), tuple(findings))


def _indexes(connection: Connection, oids: list[int]) -> Check:
    found = rows(connection, _INDEXES, (oids,))
    findings = [
        Finding(
            "index_invalid",
            "error",
            Dotted.read(table),
            f"index {Dotted.read(name)} is invalid",
            sql=f"reindex index {qualified(Dotted.read(name))};",
        )
        for table, name, usable in found
        if not usable
    ]
    return Check("indexes", "indexes", len(found), tuple(findings))


def _sequences(connection: Connection, oids: list[int]) -> Check:
    """Every sequence that feeds a column must stand beyond the largest value of that column."""
    found = rows(connection, _SEQUENCES, (oids,))
    findings = []
    with undone(connection):
        rows(connection, "set local row_security = off")
        for joint, column, sequence, step in found:
            table = Dotted.read(joint)
            name, end = quoted(column), "max" if step > 0 else "min"
            where = qualified(table)
            largest, following = row(
                connection,
                f"select (select {end}({name})::numeric from {where}), "
                f"(select last_value + case when is_called then {step} else 0 end from {sequence})",
            )
            if largest is not None and (following - largest) * step <= 0:
                message = f"the next value of {sequence} is {following}, but {column} already holds {largest}"
                quiet = sequence.replace("'", "''")
                sql = f"select setval('{quiet}', (select {end}({name}) from {where}));"
                findings.append(Finding("sequence_behind", "error", table, message, sql=sql))
    return Check("sequences", "sequences", len(found), tuple(findings))


_TRIGGERS = f"""
select n.nspname || {JOINT} || c.relname, t.tgname::text, t.tgenabled::text, t.tgisinternal
from pg_catalog.pg_trigger t
join pg_catalog.pg_class c on c.oid = t.tgrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where t.tgrelid = any(%s::oid[]) order by 1, 2
"""

_INDEXES = f"""
select tn.nspname || {JOINT} || t.relname, n.nspname || {JOINT} || c.relname, i.indisvalid and i.indisready and i.indislive
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
where i.indrelid = any(%s::oid[]) order by 1, 2
"""

# A sequence belongs to a column by ownership (serial, identity) or by standing in its default.
_SEQUENCES = f"""
select distinct n.nspname || {JOINT} || c.relname, a.attname::text,
       pg_catalog.quote_ident(sn.nspname) || '.' || pg_catalog.quote_ident(sc.relname), s.seqincrement
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_catalog.pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
join pg_catalog.pg_depend x on
    (x.classid = 'pg_catalog.pg_class'::regclass and x.refclassid = 'pg_catalog.pg_class'::regclass
     and x.refobjid = c.oid and x.refobjsubid = a.attnum and x.deptype in ('a', 'i'))
    or (x.classid = 'pg_catalog.pg_attrdef'::regclass and x.objid = d.oid and x.refclassid = 'pg_catalog.pg_class'::regclass)
join pg_catalog.pg_class sc on sc.oid = case when x.classid = 'pg_catalog.pg_class'::regclass then x.objid else x.refobjid end
    and sc.relkind = 'S'
join pg_catalog.pg_namespace sn on sn.oid = sc.relnamespace
join pg_catalog.pg_sequence s on s.seqrelid = sc.oid
where c.oid = any(%s::oid[]) and c.relkind in ('r', 'p')
      -- a text may hold a number of the sequence among other letters
      and exists (select from pg_catalog.pg_type t where t.oid = a.atttypid and t.typcategory = 'N')
order by 1, 2
"""
