"""Access rules: who may do what with the rows of a table, declared beside its model.

A rule is written once and rendered twice, with different means: as the *expectation*
that the access proof holds against the database (plain joins, read as administrator),
and as the row-level security *policy* of our own schema (``auth.uid()``, helper
functions where a join would recurse). A third-party schema has policies of its own;
there only the expectation is used.

    __access__ = own("user_id")                                   # all four commands
    __access__ = own("user_id", commands="select insert update")  # no delete
    __access__ = via("assessment_id", "assessment_results")       # owner of the parent row
    __access__ = public_read() | own("user_id", commands="insert")
    __access__ = service_only()                                   # no API role sees a row

Where a third party signs people in (Clerk), a token's subject is a text and no key of any row::

    __access__ = own_sub("clerk_user_id")                         # the account itself
    __access__ = via_sub("user_id", "users", "clerk_user_id")     # rows that point to the account
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..placement import HOME, placed_name, placed_sql

COMMANDS = ("select", "insert", "update", "delete")
API_ROLES = ("anon", "authenticated")


@dataclass(frozen=True)
class Claims:
    """SQL expressions of the acting user: ``uid`` a uuid, ``email`` and ``sub`` texts.

    ``sub`` is the token's subject as it stands there. Left out, it is the uid: so Supabase's own
    sign-in writes it. A third party's need not be a uuid, and ``auth.uid()`` then raises 22P02.
    """

    uid: str
    email: str
    sub: str = ""

    def __post_init__(self) -> None:
        if not self.sub:
            object.__setattr__(self, "sub", f"({self.uid})::text")


POLICY_CLAIMS = Claims(
    "(select auth.uid())", "(select auth.jwt() ->> 'email')", "(select auth.jwt() ->> 'sub')"
)

#: Renders a condition over the row ``t`` (an alias or a quoted table name) for these claims.
Render = Callable[[str, Claims], str]


@dataclass(frozen=True)
class Condition:
    """When a row is within reach. ``columns`` are those a policy reads (and an index should serve)."""

    expect: Render
    policy: Render
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Allow:
    """One permission: these commands, for these roles, on the rows where ``when`` holds."""

    commands: tuple[str, ...]
    roles: tuple[str, ...]
    when: Condition


@dataclass(frozen=True)
class Access:
    """All permissions of a table. ``server_only`` are columns that no API role may change.

    Of an ``unproven`` one nothing is claimed, so that nothing can be held against it.
    """

    allows: tuple[Allow, ...] = ()
    server_only: tuple[str, ...] = ()
    unproven: bool = False

    def __or__(self, other: Access) -> Access:
        unproven = self.unproven or other.unproven
        return Access(self.allows + other.allows, self.server_only + other.server_only, unproven)

    def conditions(self, command: str, role: str) -> tuple[Condition, ...]:
        """The conditions under which ``role`` may run ``command``; none at all means never."""
        return tuple(a.when for a in self.allows if command in a.commands and role in a.roles)

    def expect(self, command: str, role: str, row: str, claims: Claims) -> str:
        """SQL that is true for the rows of alias ``row`` that ``role`` should reach."""
        return _any(c.expect(row, claims) for c in self.conditions(command, role))

    def policy(self, command: str, role: str, row: str) -> str | None:
        """The policy expression, or None where the role has no access by this command."""
        conditions = self.conditions(command, role)
        return _any(c.policy(row, POLICY_CLAIMS) for c in conditions) if conditions else None


def own(
    column: str, *, commands: str = "select insert update delete", server_only: Iterable[str] = ()
) -> Access:
    """The signed-in user whose id stands in ``column``."""
    condition = same(lambda t, c: f"{t}.{quoted(column)} = {c.uid}", columns=(column,))
    return _allow(commands, ("authenticated",), condition, server_only)


def via(
    column: str,
    parent: str,
    owner: str = "user_id",
    *,
    key: str = "id",
    commands: str = "select insert update delete",
) -> Access:
    """The owner of the parent row: ``parent.key = column`` and ``parent.owner`` is the user."""

    def render(t: str, c: Claims) -> str:
        return (
            f"exists (select 1 from {qualified(parent)} parent_row "
            f"where parent_row.{quoted(key)} = {t}.{quoted(column)} and parent_row.{quoted(owner)} = {c.uid})"
        )

    return _allow(commands, ("authenticated",), same(render, columns=(column,)))


def own_sub(
    column: str, *, commands: str = "select insert update delete", server_only: Iterable[str] = ()
) -> Access:
    """The person whose token's subject stands in ``column``, a text."""
    condition = same(lambda t, c: f"{t}.{quoted(column)} = {c.sub}", columns=(column,))
    return _allow(commands, ("authenticated",), condition, server_only)


def via_sub(
    column: str,
    accounts: str,
    subject: str,
    *,
    key: str = "id",
    commands: str = "select insert update delete",
    server_only: Iterable[str] = (),
) -> Access:
    """The person whose account ``column`` names: ``accounts.key = column``, ``accounts.subject`` is theirs.

    ``subject`` must be unique: the policy looks the account up once per query, so that an index on
    ``column`` serves it, and people must be allowed to read their own account.
    """

    def expect(t: str, c: Claims) -> str:
        return (
            f"exists (select 1 from {qualified(accounts)} account "
            f"where account.{quoted(key)} = {t}.{quoted(column)} and account.{quoted(subject)} = {c.sub})"
        )

    def policy(t: str, c: Claims) -> str:
        return (
            f"{t}.{quoted(column)} = (select account.{quoted(key)} from {qualified(accounts)} account "
            f"where account.{quoted(subject)} = {c.sub})"
        )

    return _allow(commands, ("authenticated",), Condition(expect, policy, (column,)), server_only)


def public_read(where: str | None = None, *, roles: Iterable[str] = API_ROLES) -> Access:
    """Everybody reads, signed in or not; ``where`` limits the rows, with ``{t}`` for the row."""
    condition = same(lambda t, c: "true" if where is None else where.format(t=t))
    return _allow("select", tuple(roles), condition)


def authenticated_read(where: str | None = None) -> Access:
    """Every signed-in user reads."""
    return public_read(where, roles=("authenticated",))


def service_only() -> Access:
    """Only the service role and the owner of the table; no API role sees or writes a row."""
    return Access()


def unproven() -> Access:
    """Whatever the policies of the database say; the access proof leaves the table alone.

    For policies that only the server can evaluate, such as one that calls a function of the schema.
    """
    return Access(unproven=True)


def allow(
    commands: str,
    *,
    expect: Render,
    policy: Render | None = None,
    roles: Iterable[str] = ("authenticated",),
    columns: Iterable[str] = (),
) -> Access:
    """A permission in SQL of your own; ``policy`` defaults to ``expect``."""
    return _allow(commands, tuple(roles), Condition(expect, policy or expect, tuple(columns)))


def same(render: Render, *, columns: Iterable[str] = ()) -> Condition:
    """A condition whose expectation and policy read alike."""
    return Condition(render, render, tuple(columns))


def access_of(model: Any) -> Access:
    """The ``__access__`` of a declarative model; a model without one is service only."""
    return getattr(model, "__access__", service_only())


def access_by_table(models: Iterable[Any], schema: str = HOME) -> Mapping[str, Access]:
    """``{"schema.table": access}`` of declarative models whose tables live in ``schema``."""
    names = {f"{m.__table__.schema or HOME}.{m.__table__.name}": access_of(m) for m in models}
    return {placed_name(name, schema): _placed(access, schema) for name, access in names.items()}


def _placed(access: Access, schema: str) -> Access:
    if schema == HOME:
        return access
    allows = tuple(
        replace(
            a,
            when=replace(
                a.when,
                expect=_placed_render(a.when.expect, schema),
                policy=_placed_render(a.when.policy, schema),
            ),
        )
        for a in access.allows
    )
    return replace(access, allows=allows)


def _placed_render(render: Render, schema: str) -> Render:
    return lambda row, claims: placed_sql(render(row, claims), schema)


def quoted(name: str) -> str:
    """A column name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def qualified(table: str) -> str:
    """``table`` or ``schema.table`` as SQL identifiers, ``public`` by default."""
    parts = getattr(table, "parts", None)
    schema, name = parts or (table.rpartition(".")[0], table.rpartition(".")[2])
    return f"{quoted(schema or 'public')}.{quoted(name)}"


def _allow(
    commands: str, roles: tuple[str, ...], condition: Condition, server_only: Iterable[str] = ()
) -> Access:
    wanted = tuple(commands.split())
    unknown = set(wanted) - set(COMMANDS)
    if unknown:
        raise ValueError(f"unknown commands {sorted(unknown)}; allowed: {', '.join(COMMANDS)}")
    return Access((Allow(wanted, roles, condition),), tuple(server_only))


def _any(parts: Iterable[str]) -> str:
    conditions = list(dict.fromkeys(parts))
    if not conditions:
        return "false"
    return conditions[0] if len(conditions) == 1 else "(" + " or ".join(f"({c})" for c in conditions) + ")"
