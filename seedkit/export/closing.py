"""What a script does after the rows of a load: triggers and sequences, and the ledger's entry, as one DO block.

The entry is the one that a loader writes, so that verifying, acting as a person, loading again and
unloading find what they look for. Only how many rows a trigger made beforehand is not known.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Mapping, Sequence

from psycopg import sql

from ..load.bases import INTEGERS
from ..load.live import LiveTable, identifier
from ..load.receipt import PersonReceipt, Receipt, TableReceipt
from ..plan import Plan
from .statements import LOADING, document, entry_of

__all__ = ["closing", "receipt_of"]

_BODY = """\
declare entry bigint := {entry}; item record;
begin
  if ({loading}) is not true then return; end if;
  if (select xmin::text::bigint from seedkit.loads where id = entry)
     <> pg_current_xact_id()::text::bigint & 4294967295 then
    raise exception using message = 'this file was run in savepoints; nothing was written',
      hint = 'In psql: \\set ON_ERROR_ROLLBACK off';
  end if;
  set constraints all immediate;
  for item in select * from seedkit_silenced loop
    execute format('alter table %s enable %s trigger %I', item.relation,
                   case item.enabled when 'A' then 'always' else '' end, item.name);
  end loop;
  drop table seedkit_silenced;
{sequences}{people}\
  with recorded as (
    select table_name as name, count(*) as rows, count(*) filter (where not exists (
      select from seedkit.rows o where o.load_id <> r.load_id and (o.table_name, o.key) = (r.table_name, r.key)
    )) as inserted
    from seedkit.rows r where load_id = entry group by table_name
  ), counted as (
    select place, t || jsonb_build_object(
      'rows', (t ->> 'rows')::bigint + coalesce(r.rows, 0),
      'inserted', (t ->> 'inserted')::bigint + coalesce(r.inserted, 0),
      'written', (t ->> 'inserted')::bigint + coalesce(r.inserted, 0)) as t
    from jsonb_array_elements({tables}) with ordinality as given (t, place)
    left join recorded r on r.name = t ->> 'name' and (t ->> 'origin' is null or (t ->> 'reference')::boolean)
  )
  update seedkit.loads set
    xids = array[pg_current_xact_id()::text::bigint],
    versions = {versions} || jsonb_build_object('postgres', {postgres}),
    row_counts = (select jsonb_object_agg(t ->> 'name', t -> 'rows') from counted),
    receipt = {receipt} || jsonb_build_object(
      'tables', (select jsonb_agg(t - 'written' order by place) from counted),
      'rows', (select sum((t ->> 'rows')::bigint) from counted),
      'slot', (select coalesce(max(coalesce((receipt ->> 'slot')::integer, 0) + 1), 0) from seedkit.loads where id <> entry),
      'written', (select sum((t ->> 'written')::bigint) from counted),
      'target', concat(current_user, '@', coalesce(host(inet_server_addr()), 'socket'), ':', current_setting('port'),
                       '/', current_database()),
      'versions', {versions} || jsonb_build_object('postgres', {postgres}))
  where id = entry;
  perform set_config('seedkit.loading', 'off', true);
end"""

_SEQUENCES = """\
  for item in select t, c, pg_get_serial_sequence(t, c) as sequence from (values {columns}) as written (t, c) loop
    if item.sequence is not null then
      execute format('select setval(%1$L, m) from (select max(%2$I) from %3$s) as x (m) '
                     'where m > coalesce(pg_sequence_last_value(%1$L::regclass), 0)', item.sequence, item.c, item.t);
    end if;
  end loop;
"""

_PEOPLE = """\
  insert into seedkit.people (load_id, handle, copy, uid, email, sub)
  select entry, handle, copy, uid::uuid, email, sub from (values
{rows}
  ) as person (handle, copy, uid, email, sub);
"""

_POSTGRES = "concat(current_setting('server_version_num')::integer / 10000, '.', current_setting('server_version_num')::integer % 10000)"


def receipt_of(
    plan: Plan,
    tables: Sequence[TableReceipt],
    people: Sequence[PersonReceipt],
) -> Receipt:
    """The receipt of the load that a script is, but for what only its target tells."""
    return Receipt(
        mode="fresh",
        product=plan.product,
        scenario=plan.scenario,
        seed=plan.seed,
        name=plan.name,
        now=plan.now,
        copies=plan.copies,
        tag=plan.tag,
        fingerprint=plan.fingerprint,
        target="",
        parameters=dict(plan.parameters),
        tables=tuple(tables),
        people=tuple(people),
        bases=dict(plan.bases),
        schema=plan.schema,
        uuid_subjects=plan.uuid_subjects,
        notes=plan.notes,
        versions={"seedkit": importlib.metadata.version("seedkit-postgres")},
    )


def closing(plan: Plan, receipt: Receipt, tables: Mapping[str, LiveTable]) -> str:
    """The body of the block."""
    facts = receipt.as_dict()
    text = sql.SQL(_BODY).format(
        entry=entry_of(plan),
        loading=LOADING,
        sequences=_sequences(tables),
        people=_people(receipt.people),
        tables=document(facts.pop("tables")),
        versions=document(facts["versions"]),
        postgres=sql.SQL(_POSTGRES),
        receipt=document(facts),
    )
    return text.as_string(None)


def _sequences(tables: Mapping[str, LiveTable]) -> sql.Composable:
    """Sequences of the integer keys, and of columns declared as identities, move past what was written."""
    columns = [
        (identifier(name).as_string(None), column.name)
        for name, table in tables.items()
        for column in table.columns.values()
        if column.identity or (column.base in INTEGERS and (column.name,) == table.key)
    ]
    if not columns:
        return sql.SQL("")
    pairs = (sql.SQL("({}, {})").format(*map(sql.Literal, pair)) for pair in columns)
    return sql.SQL(_SEQUENCES).format(columns=sql.SQL(", ").join(pairs))


def _people(people: Iterable[PersonReceipt]) -> sql.Composable:
    rows = [
        sql.SQL("    ({})").format(
            sql.SQL(", ").join(map(sql.Literal, (p.handle, p.copy, p.uid, p.email, p.sub)))
        )
        for p in people
    ]
    return sql.SQL(_PEOPLE).format(rows=sql.SQL(",\n").join(rows)) if rows else sql.SQL("")
