"""Access rules of an unknown schema: what its policies say, in the words of the house or in their own SQL.

A rule is what the access proof expects. So it tells the schema as it is, open doors included: a table without row
security is open to whoever has the API's key, and its model says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp

from ..fill.owners import owners_in
from ..schema.access import COMMANDS
from ..schema.reflected import Policy, Table
from .code import assigned, comment, quoted
from .survey import Survey, Taken

__all__ = ["OPEN", "Rule", "rule_of"]

#: The rule of a table without row security, defined once for a project.
OPEN = "UNPROTECTED"

_SIGNED_IN, _VISITOR = "authenticated", "anon"
_TRUE = re.compile(r"\(*true\)*", re.IGNORECASE)


@dataclass
class Rule:
    """``__access__`` of a model: its terms, joined by ``|``; ``unread`` are policies that nobody understood."""

    terms: list[str] = field(default_factory=list)
    unread: list[Policy] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether row security is off."""
        return OPEN in self.terms

    def lines(self) -> list[str]:
        """The lines of the class body."""
        made = [
            comment(
                f"Policy {policy.name!r} ({policy.command}) calls what only the server can answer: {policy.using or policy.check}"
            )
            for policy in self.unread
        ]
        return [*made, assigned("__access__", " | ".join(self.terms))] if self.terms else made


def rule_of(survey: Survey, taken: Taken) -> Rule:
    """What the policies of a table say; that it is open where row security is off; nothing without Supabase."""
    rule, table = Rule(), taken.table
    if not survey.supabase:
        return rule
    if not table.row_security:
        rule.terms.append(OPEN)
        return rule
    allowed: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for policy in table.policies:
        if not policy.permissive or any(not p.permissive for p in table.policies):
            rule.unread.append(policy)
            continue
        commands = COMMANDS if policy.command == "all" else (policy.command,)
        text = policy.check if policy.command == "insert" else policy.using or policy.check
        term = _term(text or "true", table)
        if term is None:
            rule.unread.append(policy)
            continue
        roles = _roles(policy.roles)
        if "own(" in term:
            roles = (_SIGNED_IN,) if _SIGNED_IN in roles else ()
        known = allowed.setdefault((term, roles), [])
        known += [command for command in commands if command not in known and roles]
    if rule.unread:
        rule.terms.append("unproven()")
        return rule
    for (term, roles), found in allowed.items():
        if found:
            rule.terms.append(_spelled(term, roles, [c for c in COMMANDS if c in found]))
    return rule


def _roles(named: Sequence[str]) -> tuple[str, ...]:
    everybody = not named or "public" in named
    return tuple(role for role in (_VISITOR, _SIGNED_IN) if everybody or role in named)


def _term(text: str, table: Table) -> str | None:
    """``true``, ``own("user_id")``, or an f-string of SQL over the row ``t`` and the claims ``c``."""
    if _TRUE.fullmatch(text.strip()):
        return "true"
    try:
        parsed = sqlglot.parse_one(text, dialect="postgres")
    except sqlglot.errors.SqlglotError:
        return None
    bare = parsed.unnest() if isinstance(parsed, exp.Paren) else parsed
    owners = list(owners_in(text, table))
    if isinstance(bare, exp.EQ) and len(owners) == 1:
        return f"own({quoted(owners[0])})"
    return _translated(bare, table)


def _translated(parsed: exp.Expr, table: Table) -> str | None:
    """The policy with the row and the user as slots; None where it calls what only the server can answer."""
    if any(_is_theirs(call) for call in parsed.find_all(exp.Anonymous, exp.Dot)):
        return None
    marked = parsed.copy().transform(_marked, table)
    said = marked.sql(dialect="postgres")
    said = said.replace("{", "{{").replace("}", "}}")
    said = (
        re.sub(r'"?__row__"?\.', "{t}.", said).replace("__uid__", "{c.uid}").replace("__email__", "{c.email}")
    )
    return None if "__" in said or "auth." in said else said


def _is_theirs(call: exp.Expr) -> bool:
    """Whether a function is neither Postgres' own nor one that says who is signed in."""
    if isinstance(call, exp.Dot):
        return call.sql(dialect="postgres").lower() not in (
            "auth.uid()",
            "auth.jwt()",
            "auth.email()",
            "auth.role()",
        )
    return not isinstance(call.parent, exp.Dot)


def _marked(node: exp.Expr, table: Table) -> exp.Expr:
    said = (
        node.sql(dialect="postgres").lower()
        if isinstance(node, (exp.Dot, exp.Subquery, exp.JSONExtractScalar))
        else ""
    )
    if re.fullmatch(r"auth\.uid\(\)|\(select auth\.uid\(\)( as \w+)?\)", said):
        return exp.to_identifier("__uid__")
    if re.fullmatch(
        r"auth\.email\(\)|\(select auth\.email\(\)( as \w+)?\)|\(?auth\.jwt\(\) ->> 'email'(::text)?\)?", said
    ):
        return exp.to_identifier("__email__")
    if isinstance(node, exp.Column) and not node.find_ancestor(exp.Select) and not node.table:
        return exp.column(exp.to_identifier(node.name, quoted=True), table="__row__")
    if isinstance(node, exp.Column) and node.table == table.name.name:
        return exp.column(exp.to_identifier(node.name, quoted=True), table="__row__")
    return node


def _spelled(term: str, roles: tuple[str, ...], commands: list[str]) -> str:
    said = quoted(" ".join(commands))
    if term.startswith("own("):
        return term if commands == list(COMMANDS) else f"{term[:-1]}, commands={said})"
    whom = "" if roles == (_SIGNED_IN,) else f", roles={_tuple(roles)}"
    if term == "true" and commands == ["select"]:
        return {(_VISITOR, _SIGNED_IN): "public_read()", (_SIGNED_IN,): "authenticated_read()"}.get(
            roles, f"public_read(roles={_tuple(roles)})"
        )
    if term == "true":
        return f'allow({said}, expect=lambda t, c: "true"{whom})'
    return f"allow({said}, expect=lambda t, c: f{_f_quoted(term)}{whom})"


def _f_quoted(text: str) -> str:
    shown = repr(text)
    return shown if shown[0] == "'" and '"' in text else quoted(text)


def _tuple(names: Sequence[str]) -> str:
    return f"({', '.join(map(quoted, names))}{',' if len(names) == 1 else ''})"
