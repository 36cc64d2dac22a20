"""What reflection asks of the catalogue: one statement for each kind of fact, whatever the number of tables.

``%(oids)s`` are the tables asked for. Parts in braces differ between server versions; everything is
read with an empty ``search_path``, so that the server qualifies every name that it prints.
"""

from __future__ import annotations

__all__ = [
    "CHECKS",
    "COLUMNS",
    "EXTENSIONS",
    "FOREIGN_KEYS",
    "HELD",
    "INDEXES",
    "INHERITED",
    "POLICIES",
    "SEQUENCES",
    "STATISTICS",
    "TABLES",
    "TRIGGERS",
    "TYPES",
    "TYPE_ATTRIBUTES",
    "TYPE_CHECKS",
    "versioned",
]

#: What a server of some version calls a fact, and what stands for it where the server lacks it.
_NEWER = {
    "nulls_distinct": (150_000, "not i.indnullsnotdistinct", "true"),
    "enforced": (180_000, "k.conenforced", "true"),
    "temporal": (180_000, "k.conperiod", "false"),
}

#: The columns ``{0}`` (numbers) of table ``{1}``, by name and in order.
_NAMES = (
    "array(select m.attname::text from unnest({0}) with ordinality o(number, place) "
    "join pg_catalog.pg_attribute m on m.attrelid = {1} and m.attnum = o.number order by o.place)"
)


def versioned(query: str, server: int) -> str:
    """The query for a server of this version number."""
    known = {name: now if server >= since else before for name, (since, now, before) in _NEWER.items()}
    for name, expression in known.items():
        query = query.replace("{" + name + "}", expression)
    return query


EXTENSIONS = "select extname::text, extversion from pg_catalog.pg_extension order by 1"

SEQUENCES = """
select schemaname::text as schema, sequencename::text as name, start_value as start, increment_by as increment,
       min_value as minimum, max_value as maximum, cycle, last_value as last
from pg_catalog.pg_sequences
where case when %(schemas)s::text[] is null then schemaname !~ '^pg_' else schemaname = any(%(schemas)s::text[]) end
order by 1, 2
"""

TABLES = """
select c.oid::int8, n.nspname::text as schema, c.relname::text as name, c.relkind::text as kind,
       c.relispartition as partition, pg_catalog.pg_get_expr(c.relpartbound, c.oid) as bound,
       case when c.relispartition then pg_catalog.pg_get_partition_constraintdef(c.oid) end as within,
       p.partstrat::text as strategy, pg_catalog.pg_get_partkeydef(p.partrelid) as partition_key,
       array(select m.attname::text from unnest(p.partattrs::int2[]) with ordinality o(number, place)
             left join pg_catalog.pg_attribute m on m.attrelid = c.oid and m.attnum = o.number
             order by o.place) as partition_columns,
       c.relrowsecurity as row_security, c.relforcerowsecurity as row_security_forced,
       pg_catalog.pg_get_userbyid(c.relowner)::text as owner, pg_catalog.pg_has_role(c.relowner, 'usage') as owned,
       array(select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
             where pg_catalog.has_table_privilege(c.oid, p)) as privileges,
       case when c.relkind = 'f' or c.reltuples < 0 then null else c.reltuples::int8 end as rows,
       c.relkind in ('r', 'm') and pg_catalog.pg_relation_size(c.oid) > 0 as sized,
       d.description as comment, e.extname::text as extension
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_partitioned_table p on p.partrelid = c.oid
left join pg_catalog.pg_description d
       on d.objoid = c.oid and d.classoid = 'pg_catalog.pg_class'::regclass and d.objsubid = 0
left join pg_catalog.pg_depend x
       on x.classid = 'pg_catalog.pg_class'::regclass and x.objid = c.oid and x.objsubid = 0 and x.deptype = 'e'
left join pg_catalog.pg_extension e on e.oid = x.refobjid
where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relpersistence <> 't'
  and case when %(schemas)s::text[] is null
           then n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'seedkit')
           else n.nspname = any(%(schemas)s::text[]) end
order by n.nspname, c.relname
"""

INHERITED = """
select inhrelid::int8 as child, inhparent::int8 as parent
from pg_catalog.pg_inherits where inhrelid = any(%(oids)s::oid[]) order by inhrelid, inhseqno
"""

# Sequences come by ownership (serial, identity) or by standing in the default.
COLUMNS = """
select a.attrelid::int8 as "table", a.attname::text as name, a.attnum as number,
       a.atttypid::int8 as type, a.atttypmod as modifier,
       pg_catalog.format_type(a.atttypid, a.atttypmod) as sql, a.attnotnull as not_null,
       case when a.attgenerated = '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as default,
       case when a.attgenerated <> '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as generated,
       a.attidentity::text as identity, sn.nspname::text as sequence_schema, s.relname::text as sequence_name,
       sq.seqmin::int8 as sequence_least, sq.seqmax::int8 as sequence_most,
       c.description as comment, pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'INSERT') as insertable
from pg_catalog.pg_attribute a
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join pg_catalog.pg_description c
       on c.objoid = a.attrelid and c.classoid = 'pg_catalog.pg_class'::regclass and c.objsubid = a.attnum
left join lateral (
    select found.oid from (
        select p.objid as oid, 0 as rank from pg_catalog.pg_depend p
        where p.refclassid = 'pg_catalog.pg_class'::regclass and p.refobjid = a.attrelid
          and p.refobjsubid = a.attnum and p.classid = 'pg_catalog.pg_class'::regclass and p.deptype in ('a', 'i')
        union all
        select p.refobjid, 1 from pg_catalog.pg_depend p
        where p.classid = 'pg_catalog.pg_attrdef'::regclass and p.objid = d.oid
          and p.refclassid = 'pg_catalog.pg_class'::regclass) found
    join pg_catalog.pg_class q on q.oid = found.oid and q.relkind = 'S'
    order by found.rank, found.oid limit 1) owned on d.oid is not null or a.attidentity <> ''
left join pg_catalog.pg_class s on s.oid = owned.oid
left join pg_catalog.pg_sequence sq on sq.seqrelid = owned.oid
left join pg_catalog.pg_namespace sn on sn.oid = s.relnamespace
where a.attrelid = any(%(oids)s::oid[]) and a.attnum > 0 and not a.attisdropped
order by a.attrelid, a.attnum
"""

# The types of these columns and everything below them.
TYPES = """
with recursive used as (
    select distinct a.atttypid as oid from pg_catalog.pg_attribute a
    where a.attrelid = any(%(oids)s::oid[]) and a.attnum > 0 and not a.attisdropped
    union
    select below.oid from used
    join pg_catalog.pg_type t on t.oid = used.oid
    left join pg_catalog.pg_range r on r.rngtypid = t.oid
    left join pg_catalog.pg_range m on m.rngmultitypid = t.oid
    cross join lateral (
        select t.typelem as oid where t.typcategory = 'A'
        union all select t.typbasetype
        union all select r.rngsubtype
        union all select m.rngtypid
        union all select a.atttypid from pg_catalog.pg_attribute a
                  where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) below
    where below.oid <> 0)
select t.oid::int8, n.nspname::text as schema, t.typname::text as name, t.typtype::text as kind,
       t.typcategory = 'A' and t.typelem <> 0 as is_array,
       case when t.typcategory = 'A' then t.typelem else 0 end::int8 as element,
       t.typbasetype::int8 as base, t.typtypmod as modifier,
       pg_catalog.format_type(t.oid, null) as sql,
       case when t.typtype = 'd' then pg_catalog.format_type(t.typbasetype, t.typtypmod) end as base_sql,
       t.typnotnull as not_null, case when t.typtype = 'd' then
           coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault) end as default,
       coalesce(r.rngsubtype, m.rngtypid, 0)::int8 as bound,
       array(select e.enumlabel::text from pg_catalog.pg_enum e
             where e.enumtypid = t.oid order by e.enumsortorder) as labels,
       x.extname::text as extension
from used join pg_catalog.pg_type t on t.oid = used.oid
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
left join pg_catalog.pg_range r on r.rngtypid = t.oid
left join pg_catalog.pg_range m on m.rngmultitypid = t.oid
left join pg_catalog.pg_depend d
       on d.classid = 'pg_catalog.pg_type'::regclass and d.objid = coalesce(
           case when t.typcategory = 'A' then nullif(t.typelem, 0) end, t.oid) and d.deptype = 'e'
left join pg_catalog.pg_extension x on x.oid = d.refobjid
order by t.oid
"""

TYPE_ATTRIBUTES = """
select t.oid::int8 as owner, a.attname::text as name, a.atttypid::int8 as type, a.atttypmod as modifier,
       pg_catalog.format_type(a.atttypid, a.atttypmod) as sql
from pg_catalog.pg_type t
join pg_catalog.pg_attribute a on a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
where t.oid = any(%(oids)s::oid[]) and t.typtype = 'c' order by t.oid, a.attnum
"""

TYPE_CHECKS = """
select k.contypid::int8 as owner, k.conname::text as name, pg_catalog.pg_get_expr(k.conbin, 0) as expression,
       k.convalidated as validated, d.description as comment
from pg_catalog.pg_constraint k
left join pg_catalog.pg_description d
       on d.objoid = k.oid and d.classoid = 'pg_catalog.pg_constraint'::regclass
where k.contypid = any(%(oids)s::oid[]) and k.contype = 'c' order by k.contypid, k.conname
"""

CHECKS = f"""
select k.conrelid::int8 as "table", k.conname::text as name,
       pg_catalog.pg_get_expr(k.conbin, k.conrelid) as expression,
       {_NAMES.format("array(select unnest(k.conkey) order by 1)", "k.conrelid")} as columns,
       k.convalidated as validated, {{enforced}} as enforced, d.description as comment
from pg_catalog.pg_constraint k
left join pg_catalog.pg_description d
       on d.objoid = k.oid and d.classoid = 'pg_catalog.pg_constraint'::regclass
where k.conrelid = any(%(oids)s::oid[]) and k.contype = 'c' order by k.conrelid, k.conname
"""

FOREIGN_KEYS = f"""
select k.conrelid::int8 as "table", k.conname::text as name,
       {_NAMES.format("k.conkey", "k.conrelid")} as columns,
       n.nspname::text as target_schema, c.relname::text as target_name,
       {_NAMES.format("k.confkey", "k.confrelid")} as target_columns,
       k.confmatchtype::text as match, k.confdeltype::text as on_delete, k.confupdtype::text as on_update,
       k.condeferrable as deferrable, k.condeferred as deferred, k.convalidated as validated,
       {{enforced}} as enforced, {{temporal}} as temporal
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.confrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where k.conrelid = any(%(oids)s::oid[]) and k.contype = 'f' and k.conparentid = 0
order by k.conrelid, k.conname
"""

# Unique indexes, and the indexes behind exclusion constraints.
INDEXES = f"""
select i.indrelid::int8 as "table", coalesce(k.conname, x.relname)::text as name, k.contype::text as constraint,
       array(select m.attname::text from generate_series(0, i.indnkeyatts - 1) place
             left join pg_catalog.pg_attribute m on m.attrelid = i.indrelid and m.attnum = i.indkey[place]
             order by place) as columns,
       array(select pg_catalog.pg_get_indexdef(i.indexrelid, place + 1, false)
             from generate_series(0, i.indnkeyatts - 1) place order by place) as keys,
       {_NAMES.format("(i.indkey::int2[])[i.indnkeyatts:]", "i.indrelid")} as include,
       array(select o.oprname::text from unnest(k.conexclop) with ordinality e(oid, place)
             join pg_catalog.pg_operator o on o.oid = e.oid order by e.place) as operators,
       pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate, {{nulls_distinct}} as nulls_distinct,
       i.indisprimary as primary, coalesce(k.condeferrable, false) as deferrable,
       coalesce(k.condeferred, false) as deferred, am.amname::text as method,
       coalesce({{temporal}}, false) as temporal,
       coalesce(pg_catalog.pg_get_constraintdef(k.oid), pg_catalog.pg_get_indexdef(i.indexrelid)) as definition
from pg_catalog.pg_index i
join pg_catalog.pg_class x on x.oid = i.indexrelid
join pg_catalog.pg_am am on am.oid = x.relam
left join pg_catalog.pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
      and k.conrelid = i.indrelid
where i.indrelid = any(%(oids)s::oid[]) and (i.indisunique or k.contype = 'x') and i.indislive
order by i.indrelid, not i.indisprimary, 2
"""

POLICIES = """
select p.polrelid::int8 as "table", p.polname::text as name, p.polcmd::text as command,
       p.polpermissive as permissive,
       array(select case when r = 0 then 'public' else pg_catalog.pg_get_userbyid(r)::text end
             from unnest(p.polroles) r) as roles,
       pg_catalog.pg_get_expr(p.polqual, p.polrelid) as using,
       pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as check
from pg_catalog.pg_policy p where p.polrelid = any(%(oids)s::oid[]) order by p.polrelid, p.polname
"""

TRIGGERS = """
select t.tgrelid::int8 as "table", t.tgname::text as name, n.nspname::text as function_schema,
       f.proname::text as function_name, pg_catalog.pg_get_triggerdef(t.oid) as definition,
       t.tgenabled::text as enabled, t.tgconstraint <> 0 as constraint, t.tgtype::int as type,
       f.prosrc as source, l.lanname::text as language
from pg_catalog.pg_trigger t
join pg_catalog.pg_proc f on f.oid = t.tgfoid
join pg_catalog.pg_namespace n on n.oid = f.pronamespace
join pg_catalog.pg_language l on l.oid = f.prolang
where t.tgrelid = any(%(oids)s::oid[]) and not t.tgisinternal order by t.tgrelid, t.tgname
"""

# Of a partitioned table, what ANALYZE found over all partitions (inherited) is meant.
STATISTICS = """
select distinct on (c.oid, s.attname) c.oid::int8 as "table", s.attname::text as "column",
       s.null_frac::float8 as null_fraction, s.n_distinct::float8 as distinct,
       (s.most_common_vals::text::text[])[1:20] as common
from pg_catalog.pg_stats s
join pg_catalog.pg_namespace n on n.nspname = s.schemaname
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = s.tablename
where c.oid = any(%(oids)s::oid[]) order by c.oid, s.attname, s.inherited = (c.relkind = 'p') desc
"""

#: Put once for each table that has any page at all, in one statement.
HELD = "select {oid}::int8 where exists (select from only {table})"
