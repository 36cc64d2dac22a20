"""SQL that the schemas of several products share: the clock, who is calling, triggers that stamp."""

from __future__ import annotations

from importlib.resources import files

from .ddl import statements

__all__ = ["CALLED_BY_SERVICE", "CALLER", "CURRENT_MOMENT", "sql_of", "stamp", "stamping"]

# A seeded database tells stories as of the moment it was seeded for, or every invitation would rot.
# "Or replace": products may share a database, and with it the clock.
CURRENT_MOMENT = """\
create or replace function public.current_moment() returns timestamptz
language sql stable set search_path = ''
as $$
    select coalesce(nullif(current_setting('seedkit.now', true), '')::timestamptz, now());
$$"""


def sql_of(package: str, *names: str) -> tuple[str, ...]:
    """The statements of a package's SQL files, given without their ``.sql``."""
    texts = [(files(package) / f"{name}.sql").read_text(encoding="utf-8") for name in names]
    return tuple(statement for text in texts for statement in statements(text))


# The role setting, unlike current_user, is the caller's even inside a SECURITY DEFINER function.
CALLED_BY_SERVICE = """\
create or replace function public.called_by_service() returns boolean
language sql stable set search_path = ''
as $$
    select coalesce(nullif(current_setting('role'), 'none'), session_user) not in ('anon', 'authenticated');
$$"""

#: ``acts_for(user)`` and ``require_acts_for(user)``: that user, or the service.
CALLER = (CALLED_BY_SERVICE, *sql_of("seedkit.schema", "caller"))


def stamping(function: str) -> str:
    """The trigger function, of this name in ``public``, that sets ``updated_at``."""
    return f"""\
create function public.{function}() returns trigger
language plpgsql set search_path = ''
as $$
begin
    new.updated_at := public.current_moment();
    return new;
end;
$$"""


def stamp(table: str, *, trigger: str, function: str) -> str:
    """The trigger by which every update of ``table`` sets its ``updated_at``."""
    return (
        f"create trigger {trigger} before update on public.{table} "
        f"for each row execute function public.{function}()"
    )
