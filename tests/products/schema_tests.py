"""A product's schema on a real Postgres: it is the catalogue's, and closed by default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pytest
from catalogue import Catalogue, short_type
from people import Connection, acting, column, value
from psycopg import sql

from seedkit.schema.access import access_of
from seedkit.schema.ddl import is_view, schema_sql
from seedkit.supabase.claims import Person

_FUNCTIONS = "from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'"


class SchemaTests:
    """What holds for every product; a test class states its ``catalogue`` and gives a ``stranger``.

    The stranger did nothing yet; ``seen`` are the rows that they find all the same, by table.
    """

    catalogue: ClassVar[Catalogue]
    seen: ClassVar[Mapping[str, int]]

    @pytest.fixture
    def stranger(self, db: Connection) -> Person:
        raise NotImplementedError

    def test_live_columns_are_the_catalogue(self, db: Connection) -> None:
        found = db.execute(
            """
            select c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
              and a.attnum > 0 and not a.attisdropped
            """
        ).fetchall()
        assert {(table, name, short_type(type_)) for table, name, type_ in found} == {
            (table, r["column"], short_type(r["pg_type"]))
            for table in self.catalogue.named(optional=False)
            for r in self.catalogue.columns[table]
        }

    def test_optional_tables_come_when_asked_for(self) -> None:
        models, extras = list(self.catalogue.models.values()), self.catalogue.extras
        optional = set(self.catalogue.named()) - set(self.catalogue.named(optional=False))
        made = schema_sql(models, extras=extras)
        asked = schema_sql(models, extras=extras, optional=optional)
        for table in optional:
            assert not any(table in statement for statement in made)
            assert any(statement.startswith(f"CREATE TABLE public.{table}") for statement in asked)

    def test_row_security_is_on_and_no_policy_is_doubled(self, db: Connection) -> None:
        assert not column(
            db,
            "select relname from pg_class where relnamespace = 'public'::regnamespace "
            "and relkind = 'r' and not relrowsecurity",
        )
        assert not column(
            db,
            "select tablename from pg_policies where schemaname = 'public' "
            "group by tablename, roles, cmd having count(*) > 1 or bool_or(permissive <> 'PERMISSIVE')",
        )

    def test_views_have_the_rights_of_their_readers(self, db: Connection) -> None:
        invokers = column(
            db,
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v' "
            "and 'security_invoker=true' = any (reloptions)",
        )
        assert sorted(invokers) == sorted(n for n, m in self.catalogue.models.items() if is_view(m))

    def test_no_policy_raises_for_anybody(self, db: Connection, stranger: Person) -> None:
        counted = {}
        with acting(db, stranger) as cursor:
            for name in self._granted():
                query = sql.SQL("select count(*) from {}").format(sql.Identifier(name))
                ((counted[name],),) = cursor.execute(query).fetchall()
        assert {name: count for name, count in counted.items() if count} == self.seen

    def _granted(self) -> list[str]:
        """What signed-in users may ask: every table, and the views that some rule opens."""
        models = {name: self.catalogue.models[name] for name in self.catalogue.named(optional=False)}
        return [
            name
            for name, model in models.items()
            if not is_view(model) or access_of(model).conditions("select", "authenticated")
        ]

    def test_functions_are_pinned_and_closed_to_strangers(self, db: Connection) -> None:
        extras = self.catalogue.extras
        made = sum("function public." in s for s in extras.functions)
        assert value(db, f"select count(*) {_FUNCTIONS}") > made
        loose = f"select proname {_FUNCTIONS} and proconfig is distinct from array['search_path=\"\"']"
        assert not column(db, loose)
        opened = f"select proname {_FUNCTIONS} and has_function_privilege('anon', oid, 'execute')"
        assert set(column(db, opened)) == extras.public_functions
        hidden = (
            f"select proname {_FUNCTIONS} and not has_function_privilege('authenticated', oid, 'execute')"
        )
        triggers = column(db, f"select proname {_FUNCTIONS} and prorettype = 'trigger'::regtype")
        assert set(column(db, hidden)) == extras.service_functions | set(triggers)
