"""What a script does before the rows of a load: what a loader asks of its target, as one DO block.

It decides whether the load is written at all. On record already with the same rows: nothing is.
With others, or where it cannot be: an error, before the first write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from psycopg import sql

from ..load.guard import RESERVED_DOMAIN
from ..load.keys import KeyRange, RowSet
from ..load.ledger_schema import LEDGER_TABLES, LOCK
from ..load.live import LiveTable, identifier
from ..plan import Plan
from .statements import document, moment

__all__ = ["ledger", "opening"]

_LEDGER = """\
  -- the ledger of loads: schema seedkit
  perform pg_advisory_xact_lock({lock});
  if to_regnamespace('seedkit') is null then create schema seedkit; end if;
{tables}
  insert into seedkit.target default values on conflict do nothing;
"""

_KNOWN = """\
  -- is it here already?
  if not pg_try_advisory_xact_lock(hashtextextended('seedkit ' || {scenario}, 0)) then
    raise exception using message = {busy}, errcode = 'lock_not_available', hint = 'Try again when it is done';
  end if;
  select * into known from seedkit.loads where (scenario, seed, name) = ({scenario}, {seed}, {name});
  if known.id is not null then
    if (known.tag, known.copies, known.now, known.fingerprint, known.parameters, known.receipt ->> 'schema')
       is distinct from ({tag}, {copies}, {now}, {fingerprint}, {parameters}, {schema}) then
      raise exception using message = {other}, detail = format('%s copies as of %s', known.copies, known.now),
        hint = 'Unload it first, or let `seedkit load` bring it up to date';
    end if;
    raise notice '%', {here};
    return;
  end if;
  select string_agg(scenario || ', seed ' || seed, '; ') into found from seedkit.loads where tag = {tag};
  if found is not null then
    raise exception using message = {taken} || found, hint = 'Export it under another name: --as NAME';
  end if;
"""

_FITS = """\
  -- may it be written here?
  select string_agg(name, ', ') into found from unnest(array[{tables}]) name where to_regclass(name) is null;
  if found is not null then
    raise exception using message = {lacks} || found, errcode = 'undefined_table', hint = {build};
  end if;
  if to_regclass('auth.users') is not null then
    select count(*) into strangers from auth.users u
    where substr(u.id::text, 1, 8) not in (select '5eed' || lpad(to_hex(tag), 4, '0') from seedkit.loads)
      and case when coalesce(u.email, '') = '' then nullif(u.phone, '') is not null
               else lower(substring(u.email from '[^@]*$')) !~ {reserved} end;
  end if;
  if strangers > (select accepted_foreign_users from seedkit.target) then
    if coalesce(nullif(current_setting('seedkit.accept_users', true), ''), '0') <> strangers::text then
      raise exception using message = format(
          'this database holds %s users that seedkit did not make; people may use it', strangers),
        hint = format('If it is yours to fill, say so with this number: set seedkit.accept_users = %s', strangers);
    end if;
    update seedkit.target set accepted_foreign_users = strangers;
  end if;
"""

_OCCUPIED = """\
  select string_agg(name, ', ') into found from ({tests}) as held (name);
  if found is not null then
    raise exception using message = {occupied} || found, hint = 'Export it under another name: --as NAME';
  end if;
"""

_NUMBERED = """\
  if (select coalesce(max({key}), 0) from {table}) <> {base} then
    raise exception using message = {message},
      hint = 'Rows of a file are numbered beforehand; `seedkit load` numbers them after those that are there';
  end if;
"""

_SILENCE = """\
  -- triggers whose effect is in the rows; put back as they were at the end
  create temporary table seedkit_silenced on commit drop as
  select t.tgrelid::regclass as relation, t.tgname as name, t.tgenabled as enabled
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where t.tgrelid = any (array[{tables}]::regclass[]) and not t.tgisinternal and t.tgconstraint = 0
    and t.tgenabled in ('O', 'A') and pg_has_role(c.relowner, 'usage');
  for item in select * from seedkit_silenced loop
    execute format('alter table %s disable trigger %I', item.relation, item.name);
  end loop;
  insert into seedkit.loads (product, scenario, seed, name, tag, copies, now, parameters, fingerprint)
  values ({product}, {scenario}, {seed}, {name}, {tag}, {copies}, {now}, {parameters}, {fingerprint});
  perform set_config('seedkit.held', '{{"*": {{}}}}', true);
  perform set_config('seedkit.loading', 'on', true);
"""


_FACTS = ("product", "scenario", "seed", "name", "tag", "copies", "schema", "fingerprint")


def opening(plan: Plan, tables: Mapping[str, LiveTable]) -> str:
    """The body of the block."""
    title = f"{plan.scenario}, seed {plan.seed}" + (f" --as {plan.name}" if plan.name else "")
    parts = {
        **{n: sql.Literal(getattr(plan, n)) for n in _FACTS},
        "now": moment(plan.now),
        "parameters": document(dict(plan.parameters)),
        "tables": _names(tables),
        "reserved": sql.Literal(RESERVED_DOMAIN),
        "busy": sql.Literal(f"another session is loading or unloading {plan.scenario} in this database"),
        "here": sql.Literal(f"{title}: it is here already, and left alone"),
        "other": sql.Literal(f"{title}: it is here already, with other rows"),
        "taken": sql.Literal(f"the load tag {plan.tag:04x} is taken by "),
        "lacks": sql.Literal("this database lacks "),
        "build": sql.Literal(f"Build the schema first: seedkit schema {plan.product}"),
        "occupied": sql.Literal(f"{title}: it is not in the ledger, but rows with its keys are in "),
        "tests": _tests(plan, tables),
    }
    checks = [_FITS, *([_OCCUPIED] if any(t.origin for t in plan.tables) else [])]
    text = sql.SQL("").join(
        [
            sql.SQL("declare known seedkit.loads; found text; strangers bigint; item record;\nbegin\n"),
            sql.SQL("  perform set_config('seedkit.loading', 'off', true);\n"),
            *(sql.SQL(part).format(**parts) for part in (_KNOWN, *checks)),
            *_numbered(tables, plan.bases),
            sql.SQL(_SILENCE).format(**parts),
            sql.SQL("end"),
        ]
    )
    return text.as_string(None)


def ledger() -> str:
    """The body of the block that makes the ledger where it is missing."""
    made = [
        sql.SQL("  if to_regclass({}) is null then {}; end if;").format(sql.Literal(name), sql.SQL(statement))
        for name, statement in LEDGER_TABLES.items()
    ]
    text = sql.SQL(_LEDGER).format(lock=sql.Literal(LOCK), tables=sql.SQL("\n").join(made))
    return f"begin\n{text.as_string(None)}end"


def _names(tables: Iterable[str]) -> sql.Composed:
    """Quoted names, as literals that ``regclass`` reads."""
    return sql.SQL(", ").join(sql.Literal(identifier(name).as_string(None)) for name in tables)


def _tests(plan: Plan, tables: Mapping[str, LiveTable]) -> sql.Composed:
    return sql.SQL(" union all ").join(
        sql.SQL("select {} where exists (select from {} t where {})").format(
            sql.Literal(planned.name),
            identifier(planned.name),
            RowSet(tables[planned.name], planned.key, planned.origin, KeyRange.of(plan.tag)).holds("t"),
        )
        for planned in plan.tables
        if planned.origin
    )


def _numbered(tables: Mapping[str, LiveTable], bases: Mapping[str, int]) -> Iterable[sql.Composed]:
    for name, base in bases.items():
        (key,) = tables[name].key
        yield sql.SQL(_NUMBERED).format(
            key=sql.Identifier(key),
            table=identifier(name),
            base=sql.Literal(base),
            message=sql.Literal(f"{name} must hold no rows after number {base}"),
        )
