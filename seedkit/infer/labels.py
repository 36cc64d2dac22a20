"""Enums: labels that compare in their own order, the likeliest of them more often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from .natures import Listed
from .terms import Call, Term, Value

__all__ = ["Label", "labelled", "weights_of"]

#: Words of states that most things are in, and of states that few are in.
_COMMON = frozenset(
    [
        "active",
        "published",
        "completed",
        "complete",
        "done",
        "paid",
        "succeeded",
        "success",
        "approved",
        "confirmed",
        "delivered",
        "open",
        "sent",
        "accepted",
        "normal",
        "medium",
        "standard",
        "public",
        "member",
        "user",
        "customer",
        "verified",
        "enabled",
        "live",
        "current",
        "regular",
        "primary",
        "default",
        "shipped",
        "resolved",
        "processed",
        "finished",
        "subscribed",
        "available",
        "in_stock",
        "captured",
        "settled",
        "employee",
        "low",
    ]
)
_RARE = frozenset(
    [
        "deleted",
        "archived",
        "cancelled",
        "canceled",
        "failed",
        "rejected",
        "refunded",
        "expired",
        "blocked",
        "banned",
        "suspended",
        "void",
        "spam",
        "error",
        "disputed",
        "lost",
        "abandoned",
        "deprecated",
        "admin",
        "owner",
        "superadmin",
        "root",
        "urgent",
        "critical",
        "other",
        "unknown",
        "returned",
        "bounced",
        "terminated",
        "chargeback",
        "locked",
        "hidden",
        "revoked",
        "declined",
        "inactive",
        "disabled",
        "moderator",
    ]
)


class Label(str):
    """A label of an enum, which comes before others by its place and not by its letters."""

    rank: int

    @classmethod
    def of(cls, text: str, rank: int) -> Self:
        """The label with its place."""
        made = cls(text)
        made.rank = rank
        return made


@dataclass(frozen=True)
class Labels(Listed):
    """The labels of an enum."""

    def narrowed(self, atoms: Sequence[Term], now: dt.datetime) -> Listed:
        ranks = {str(option): option for option in self.options}
        return super().narrowed([_ranked(atom, ranks) for atom in atoms], now)

    def only(self, kept: Sequence[Any]) -> Labels:
        listed = super().only(kept)
        return Labels(listed.options, listed.weights, listed.stored)


def labelled(labels: Sequence[str]) -> Labels:
    """An enum's labels with believable weights."""
    return Labels(tuple(Label.of(text, n) for n, text in enumerate(labels)), weights_of(labels))


def weights_of(options: Sequence[Any]) -> tuple[float, ...]:
    """How often values are met, as far as their words tell."""
    words = [str(option).lower().replace(" ", "_").replace("-", "_") for option in options]
    if not any(word in _COMMON or word in _RARE for word in words):
        return ()
    return tuple(6.0 if word in _COMMON else 1.0 if word in _RARE else 2.5 for word in words)


def _ranked(term: Term, labels: dict[str, Any]) -> Term:
    """The term with constants that are labels made labels; not where a text is asked for."""
    if isinstance(term, Value) and isinstance(term.value, str) and term.value in labels:
        return Value(labels[term.value], term.family)
    if isinstance(term, Call) and not any(isinstance(a, Call) and a.op == "cast" for a in term.args):
        return Call(term.op, tuple(_ranked(argument, labels) for argument in term.args))
    return term
