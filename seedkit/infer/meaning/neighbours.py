"""What goes with what: beliefs about columns of one table, given up where constraints say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...schema.reflected import Column, Table
from ..labels import _RARE
from ..names import words_of
from ..natures import Listed, Nature
from ..solve import Condition
from ..terms import Call, Term, Value, family
from ..terms import Column as ColumnTerm

__all__ = ["beliefs_of"]

_MOMENTS = ("date", "timestamp", "timestamptz")
_CREATED = ("created", "inserted", "added", "registered", "joined", "signed", "posted", "submitted", "placed", "ordered", "opened",
            "requested", "issued", "booked", "queued", "invoice", "order", "entry", "hired", "creation", "insert", "create", "hire",
            "rental", "started", "purchase")  # fmt: skip
_LATER = ("updated", "modified", "deleted", "archived", "cancelled", "canceled", "completed", "finished", "closed", "resolved",
          "shipped", "delivered", "paid", "approved", "confirmed", "verified", "accepted", "signed", "activated", "sent", "read",
          "published", "processed", "settled", "fulfilled", "reviewed", "refunded", "returned", "rejected", "changed", "edited",
          "last", "ended", "due", "expires", "expiry", "expiration", "deadline", "required", "payment", "ship", "delivery", "return",
          "answered", "replied", "responded", "first", "removed", "banned", "suspended", "deactivated", "revoked", "failed",
          "end", "ends", "termination", "seen", "viewed", "redeemed", "used", "synced", "update", "valid")  # fmt: skip
#: Words that stand in the names of two ends, the lower and the upper.
_ENDS = (
    ("start", "end"), ("starts", "ends"), ("started", "ended"), ("started", "finished"), ("started", "completed"),
    ("start", "finish"), ("begin", "end"), ("begins", "ends"), ("from", "to"), ("from", "until"), ("from", "till"),
    ("from", "through"), ("minimum", "maximum"), ("low", "high"), ("lower", "upper"), ("first", "last"), ("opens", "closes"),
    ("open", "close"), ("opened", "closed"), ("opening", "closing"), ("in", "out"), ("departure", "arrival"), ("departs", "arrives"),
    ("departed", "arrived"), ("check in", "check out"), ("checkin", "checkout"), ("pickup", "dropoff"), ("since", "until"),
    ("hire", "termination"), ("hired", "terminated"), ("birth", "death"), ("born", "died"), ("issue", "due"), ("issued", "due"),
    ("order", "required"), ("order", "shipped"), ("order", "ship"), ("ordered", "shipped"), ("shipped", "delivered"),
    ("rental", "return"), ("invoice", "due"), ("invited", "accepted"), ("paid", "refunded"), ("created", "expires"),
    ("sent", "read"), ("sent", "delivered"), ("delivered", "read"), ("published", "archived"), ("effective", "expiration"),
    ("valid from", "valid to"), ("queued", "started"), ("cost", "price"), ("reserved", "stock"), ("used", "total"), ("used", "quota"),
    ("discount", "subtotal"), ("discount", "total"), ("subtotal", "total"), ("tax", "total"), ("net", "gross"), ("paid", "total"),
    ("sale price", "list price"), ("discount", "price"), ("current period start", "current period end"), ("debut", "fin"),
)  # fmt: skip


def beliefs_of(table: Table, columns: Mapping[str, Nature]) -> Iterator[Condition]:
    """Conditions that a person would expect to hold; all soft."""
    words = {name: words_of(name) for name in columns if name in table.columns}
    yield from _births(table, words)
    yield from _ends(table, words)
    yield from _products(table, words)
    yield from _states(table, columns, words)
    yield from _flagged(table, words)


def _births(table: Table, words: Mapping[str, tuple[str, ...]]) -> Iterator[Condition]:
    """What happens later is not earlier than how it began."""
    moments = [n for n in words if family(table.columns[n].type) in _MOMENTS]
    born = [
        n
        for n in moments
        if words[n] and words[n][0] in _CREATED and words[n][-1] in ("at", "on", "date", "time", "created")
    ]
    if not born:
        past = [
            n
            for n in moments
            if words[n]
            and words[n][0] not in _LATER
            and words[n][-1] in ("at", "on")
            and not {"birth", "born"} & set(words[n])
        ]
        born = past[:1]
    born.sort(key=lambda n: (words[n][0] not in ("created", "inserted", "added"), list(words).index(n)))
    for name in moments:
        first = words[name][0] if words[name] else ""
        later = first in _LATER or (first not in _CREATED and words[name][-1:] == ("at",))
        apart = {"birth", "born"} & set(words[name]) or first in ("start", "starts")
        if born and name != born[0] and later and not apart:
            yield _less(born[0], name)
    joined = [n for n in moments if "joined" in words[n]]
    for name in moments:
        if joined and born[:1] != joined[:1] and words[name][:2] in (("last", "login"), ("last", "seen")):
            yield _less(joined[0], name)
    updated = [n for n in moments if words[n][:1] in (("updated",), ("modified",))]
    if updated:
        for name in moments:
            if words[name][:1] == ("deleted",):
                yield _less(updated[0], name)


def _ends(table: Table, words: Mapping[str, tuple[str, ...]]) -> Iterator[Condition]:
    """Two ends of something: their names differ in nothing but the words for them."""
    texts = {" ".join(parts): name for name, parts in words.items()}
    for low, high in _ENDS:
        for text, name in texts.items():
            padded = f" {text} "
            if f" {low} " not in padded:
                continue
            for other in {padded.replace(f" {low} ", f" {high} ").strip(), _with(text, low, high)}:
                match = texts.get(other)
                if match is not None and match != name and _comparable(table, name, match):
                    yield _less(name, match)


def _with(text: str, low: str, high: str) -> str:
    """``valid from`` and ``valid until``: the other word at the end."""
    return f"{text[: -len(low)]}{high}" if text.endswith(low) else text


def _comparable(table: Table, first: str, second: str) -> bool:
    kinds = [family(table.columns[name].type) for name in (first, second)]
    numbers = {"int", "numeric", "float"}
    return (
        kinds[0] == kinds[1] or set(kinds) <= numbers or (set(kinds) <= set(_MOMENTS) and "date" not in kinds)
    )


def _less(first: str, second: str) -> Condition:
    return Condition("belief", Call("<=", (ColumnTerm(first), ColumnTerm(second))), soft=True)


def _products(table: Table, words: Mapping[str, tuple[str, ...]]) -> Iterator[Condition]:
    """``total = quantity * price`` and ``total = subtotal + tax``, rounded as the column is."""
    quantity = _find(table, words, ("quantity", "ordered", "hours", "units", "nights"), ("int", "numeric"))
    price = _find(
        table,
        words,
        ("unit price", "price", "price per unit", "unit cost", "rate", "price each", "hourly rate"),
        ("numeric", "float", "int"),
    )
    total = _find(
        table,
        words,
        (
            "line total",
            "total",
            "total price",
            "amount",
            "subtotal",
            "total amount",
            "total cost",
            "extended price",
            "line amount",
            "sum",
        ),
        ("numeric", "float", "int"),
    )
    if quantity and price and total and len({quantity, price, total}) == 3:
        product = Call("*", (ColumnTerm(quantity), ColumnTerm(price)))
        yield _equal(table, total, product)
        return
    parts = [
        name
        for ending in ("subtotal", "tax", "tax amount", "shipping", "shipping cost", "shipping amount", "tip")
        if (name := _find(table, words, (ending,), ("numeric", "float", "int")))
    ]
    whole = _find(
        table, words, ("total", "total amount", "grand total", "amount due"), ("numeric", "float", "int")
    )
    if (
        whole
        and len(parts) >= 2
        and whole not in parts
        and _find(table, words, ("subtotal",), ("numeric", "float", "int"))
    ):
        term: Term = ColumnTerm(parts[0])
        for part in parts[1:]:
            term = Call("+", (term, ColumnTerm(part)))
        discount = _find(table, words, ("discount", "discount amount"), ("numeric", "float", "int"))
        yield _equal(table, whole, Call("-", (term, ColumnTerm(discount))) if discount else term)


def _find(
    table: Table, words: Mapping[str, tuple[str, ...]], endings: Sequence[str], kinds: Sequence[str]
) -> str | None:
    texts = {" ".join(parts): name for name, parts in words.items()}
    for ending in endings:
        name = texts.get(ending)
        if name is not None and family(table.columns[name].type) in kinds:
            return name
    return None


def _equal(table: Table, name: str, term: Term) -> Condition:
    base = table.columns[name].type.base
    scale = base.scale if base.name.name == "numeric" and base.scale is not None else 2
    if family(table.columns[name].type) != "int":
        term = Call("round", (term, Value(scale, "int")))
    return Condition("belief", Call("=", (ColumnTerm(name), term)), soft=True)


def _states(
    table: Table, columns: Mapping[str, Nature], words: Mapping[str, tuple[str, ...]]
) -> Iterator[Condition]:
    """``paid_at`` is there exactly in the states from ``paid`` on."""
    for state, nature in columns.items():
        if (
            not isinstance(nature, Listed)
            or state not in words
            or not words[state]
            or words[state][-1] not in ("status", "state", "stage")
        ):
            continue
        options = [str(option) for option in nature.options]
        for name, parts in words.items():
            column = table.columns[name]
            if (
                column.not_null
                or family(column.type) not in _MOMENTS
                or parts[-1:] not in (("at",), ("on",), ("date",))
            ):
                continue
            found = _state_of(parts[0], options)
            if found is not None:
                yield _exactly(state, found, name, options)


def _flagged(table: Table, words: Mapping[str, tuple[str, ...]]) -> Iterator[Condition]:
    """What tells more of a truth is there where it is true: ``blocked`` and ``blocked_because``."""
    for flag, parts in words.items():
        if family(table.columns[flag].type) != "bool":
            continue
        plain = parts[1:] if parts[:1] in (("is",), ("has",), ("was",)) else parts
        for name, other in words.items():
            more = name != flag and len(other) > len(plain) > 0 and other[: len(plain)] == plain
            if more and not table.columns[name].not_null and other[len(plain)] in _MORE:
                there = Call("not", (Call("is null", (ColumnTerm(name),)),))
                yield Condition("belief", Call("=", (ColumnTerm(flag), there)), soft=True)


_MORE = ("at", "on", "by", "reason", "because", "date", "time", "note", "until", "since", "from", "comment")


def _state_of(word: str, options: Sequence[str]) -> str | None:
    """The state that a moment's name speaks of."""
    stem = word.rstrip("d").rstrip("e")
    return next(
        (o for o in options if words_of(o) and words_of(o)[-1] in (word, stem, f"{stem}ed", f"{stem}ing")),
        None,
    )


def _exactly(state: str, found: str, name: str, options: Sequence[str]) -> Condition:
    rare = "_".join(words_of(found)) in _RARE
    after = (
        [found]
        if rare
        else [o for o in options[options.index(found) :] if "_".join(words_of(o)) not in _RARE or o == found]
    )
    is_state = Call("in", (ColumnTerm(state), *(Value(o, "text") for o in after)))
    there = Call("not", (Call("is null", (ColumnTerm(name),)),))
    return Condition("belief", Call("=", (is_state, there)), soft=True)


_: type[Column]
