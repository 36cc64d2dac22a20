"""Check expressions, as the server prints them, read into terms (sqlglot does the grammar).

What is not understood becomes an ``opaque`` term as deep inside as a truth value stands, so that the
rest of the expression still says what it says.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import sqlglot
from sqlglot import exp

from ..schema.reflected import Type
from .evaluate import constant_value
from .terms import Call, Column, Term, Value, array_items, columns_of, family, parsed_value

__all__ = ["conjuncts", "parse"]

#: sqlglot tells of fallbacks on stderr; whether we understand is for us to say.
logging.getLogger("sqlglot").setLevel(logging.ERROR)


class NotUnderstood(Exception):
    """An expression, or a part of one, that has no meaning here."""


def parse(text: str, types: Mapping[str, Type], value: str | None = None) -> Term:
    """The term of an expression over columns of these types; ``value`` is what ``VALUE`` of a domain stands for.

    Without any types every name is a column: for terms that were spelled out before.
    """
    try:
        return _Reader(types, value).truth(_tree(_prepared(text, types)))
    # A parser of another's making, on text of anybody's: whatever it raises, we do not understand.
    except Exception:
        return _opaque(text, [name for name in types if name in text] or list(types))


@functools.lru_cache(maxsize=4096)
def _tree(text: str) -> exp.Expr:
    """What sqlglot reads; many tables say the same. Nobody changes it."""
    return sqlglot.parse_one(text, read="postgres")


def conjuncts(term: Term) -> list[Term]:
    """The terms that all must hold for this one to hold."""
    if isinstance(term, Call) and term.op == "and":
        return [part for argument in term.args for part in conjuncts(argument)]
    return [term]


def _opaque(text: str, names: list[str]) -> Call:
    return Call("opaque", (Value(text, "text"), *map(Column, names)))


_TOKENS = re.compile(
    r"""(?P<string>'(?:[^']|'')*')|(?P<quoted>"(?:[^"]|"")*")|(?P<cast>::)|(?P<word>[^\W\d][\w$]*)|(?P<dot>\.)|(?P<open>\()|(?P<space>\s+)|(?P<other>.)""",
    re.X | re.S,
)
_OPERATOR = re.compile(r"OPERATOR\((?:(?:\"(?:[^\"]|\"\")*\"|[\w$]+)\.)?([^\w\s()\"]+)\)")
#: Words after which a word belongs to a type, a zone or a part of a moment rather than to a column.
_INSIDE_TYPES = {"with", "without", "double", "character", "bit", "time", "timestamp", "extract", "is", "not"}


def _prepared(text: str, types: Mapping[str, Type]) -> str:
    """The text with its columns quoted (``date`` may be one) and operators without their schema."""
    text = _OPERATOR.sub(r"\1", text)
    # Texts of ours are in any normal form that Unicode has.
    text = re.sub(r"\bIS (?:NF(?:K?C|K?D) )?NORMALIZED\b", "IS NOT NULL", text)
    text = text.replace("<<=", "<<").replace(">>=", ">>")
    tokens = [(match.lastgroup, match.group()) for match in _TOKENS.finditer(text)]
    out: list[str] = []
    before, last_word = "", ""
    for place, (group, token) in enumerate(tokens):
        if group == "word" and token in types:
            following = next((t for g, t in tokens[place + 1 :] if g != "space"), "")
            type_part = before in ("::", ".") or last_word.lower() in _INSIDE_TYPES
            if following not in ("(", ".") and not type_part:
                token = f'"{token}"'
        out.append(token)
        if group != "space":
            before = token
            last_word = token if group == "word" else ""
    return "".join(out)


_BINARY = {
    "EQ": "=", "NEQ": "<>", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">=", "Add": "+", "Sub": "-", "Mul": "*",
    "Div": "/", "Mod": "%", "BitwiseAnd": "&", "BitwiseOr": "|", "BitwiseXor": "#", "BitwiseLeftShift": "<<",
    "BitwiseRightShift": ">>", "DPipe": "||", "RegexpLike": "~", "RegexpILike": "~*", "Like": "like", "ILike": "ilike",
    "NullSafeNEQ": "is distinct from", "NullSafeEQ": "is not distinct from", "StartsWith": "starts_with",
    "JSONExtract": "->", "JSONExtractScalar": "->>", "JSONBExtract": "#>", "JSONBExtractScalar": "#>>",
    "JSONBContainsTopKey": "?", "JSONBContains": "?", "JSONBContainsAllTopKeys": "?&", "JSONBContainsAnyTopKeys": "?|",
    "ArrayContainsAll": "@>", "ArrayContainedBy": "<@", "ArrayOverlaps": "&&", "Pow": "power", "IntDiv": "div",
    "ArrayPosition": "array_position", "Adjacent": "-|-",
    "StringToArray": "string_to_array", "Nullif": "nullif", "Left": "left", "Right": "right", "Repeat": "repeat",
    "ArrayContains": "@>",
}  # fmt: skip
_UNARY = {
    "Lower": "lower", "Upper": "upper", "Initcap": "initcap", "Length": "length", "Abs": "abs", "Floor": "floor",
    "Ceil": "ceil", "Sqrt": "sqrt", "Sign": "sign", "MD5": "md5", "Not": "not", "Reverse": "reverse", "Unicode": "ascii",
    "Ln": "ln", "Exp": "exp", "ByteLength": "octet_length", "BitLength": "bit_length", "IsNan": "isnan",
    "Cardinality": "cardinality", "BitwiseNot": "bitnot", "JSONArrayLength": "json_array_length",
}  # fmt: skip
_CONSTANTS = {
    "CurrentDate": "current_date", "CurrentTimestamp": "now", "Localtimestamp": "localtimestamp",
    "CurrentTime": "current_time",
}  # fmt: skip
#: Functions that sqlglot leaves alone and that we know under the same name.
_KNOWN = frozenset(
    [
        "num_nulls",
        "num_nonnulls",
        "cardinality",
        "array_length",
        "array_ndims",
        "array_position",
        "array_remove",
        "array_upper",
        "array_lower",
        "jsonb_typeof",
        "json_typeof",
        "jsonb_array_length",
        "json_array_length",
        "octet_length",
        "bit_length",
        "char_length",
        "character_length",
        "strpos",
        "isempty",
        "lower_inc",
        "upper_inc",
        "lower_inf",
        "upper_inf",
        "isfinite",
        "now",
        "family",
        "masklen",
        "make_date",
        "mod",
        "scale",
        "trunc",
        "ceiling",
        "pow",
        "div",
        "btrim",
        "ltrim",
        "rtrim",
        "substr",
        "date_part",
        "date_trunc",
        "coalesce",
        "nullif",
        "concat",
        "concat_ws",
        "split_part",
        "regexp_replace",
        "replace",
        "translate",
        "lpad",
        "rpad",
        "starts_with",
        "int4range",
        "int8range",
        "numrange",
        "daterange",
        "tsrange",
        "tstzrange",
        "to_char",
        "age",
        "sign",
        "statement_timestamp",
        "clock_timestamp",
        "transaction_timestamp",
        "array_to_string",
        "unistr",
        "min_scale",
        "trim_scale",
        "gcd",
        "lcm",
        "similar_to_escape",
        "similar_escape",
        "isnan",
        "like_escape",
        "get_bit",
        "radius",
        "diameter",
        "area",
        "host",
        "regexp_match",
        "regexp_like",
        "regexp_count",
        "regexp_matches",
        "to_date",
        "jsonb_path_exists",
        "num_nonnulls",
        "st_isvalid",
        "quote_ident",
    ]
)
#: Functions of extensions, in whatever schema these were installed.
_OF_EXTENSIONS = frozenset(
    ("st_isvalid", "st_srid", "geometrytype", "st_geometrytype", "st_ndims", "st_coorddim", "st_isempty", "st_issimple", "nlevel",
     "ndims")
)  # fmt: skip
_ALIASES = {
    "char_length": "length", "character_length": "length", "strpos": "strpos", "pow": "power", "mod": "%",
    "ceiling": "ceil", "json_typeof": "jsonb_typeof", "json_array_length": "jsonb_array_length", "substr": "substring",
    "statement_timestamp": "now", "clock_timestamp": "now", "transaction_timestamp": "now", "array_upper": "array_length",
    "date_part": "extract", "similar_escape": "similar_to_escape",
}  # fmt: skip


class _Reader:
    """Turns a tree of sqlglot's into terms."""

    def __init__(self, types: Mapping[str, Type], value: str | None) -> None:
        self._types, self._value = types, value
        self._exact = False

    def truth(self, node: exp.Expr) -> Term:
        """A truth value; opaque where it is not understood."""
        while isinstance(node, exp.Paren):
            node = node.this
        if isinstance(node, (exp.And, exp.Or)):
            op = "and" if isinstance(node, exp.And) else "or"
            sides = [self.truth(node.this), self.truth(node.expression)]
            flat = [a for s in sides for a in (s.args if isinstance(s, Call) and s.op == op else (s,))]
            return Call(op, tuple(flat))
        if isinstance(node, exp.Not):
            return Call("not", (self.truth(node.this),))
        try:
            return self.term(node)
        except NotUnderstood:
            names = {column.name for column in node.find_all(exp.Column)}
            return _opaque(node.sql("postgres"), [self._name(n) for n in sorted(names)])

    def term(self, node: Any) -> Term:
        """Any term. Raises NotUnderstood."""
        kind = type(node).__name__
        if kind in _BINARY:
            return self._binary(node, _BINARY[kind])
        if kind in _UNARY:
            return Call(_UNARY[kind], (self.term(node.this),))
        if kind in _CONSTANTS:
            return Call(_CONSTANTS[kind], ())
        handler: Callable[[Any], Term] | None = getattr(self, f"_{kind.lower()}", None)
        if handler is None:
            raise NotUnderstood(kind)
        return handler(node)

    def _terms(self, nodes: Any) -> tuple[Term, ...]:
        return tuple(self.term(node) for node in nodes if node is not None)

    def _name(self, name: str) -> str:
        return self._value if name.upper() == "VALUE" and self._value and name not in self._types else name

    # Leaves

    def _paren(self, node: Any) -> Term:
        return self.term(node.this)

    def _column(self, node: Any) -> Term:
        name = self._name(node.name)
        if node.args.get("table") is not None or (self._types and name not in self._types):
            raise NotUnderstood(node.sql())
        return Column(name)

    def _literal(self, node: Any) -> Term:
        if node.is_string:
            return Value(node.this, "")
        text = str(node.this)
        return Value(int(text), "int") if text.isdigit() else Value(Decimal(text), "numeric")

    def _boolean(self, node: Any) -> Term:
        return Value(bool(node.this), "bool")

    def _null(self, node: Any) -> Term:
        return Value(None)

    def _neg(self, node: Any) -> Term:
        inner = self.term(node.this)
        if isinstance(inner, Value) and inner.family in ("int", "numeric", "float"):
            return Value(-inner.value, inner.family)
        return Call("neg", (inner,))

    def _array(self, node: Any) -> Term:
        return Call("array", self._terms(node.expressions))

    def _tuple(self, node: Any) -> Term:
        return Call("row", self._terms(node.expressions))

    # Casts

    def _cast(self, node: Any) -> Term:
        inner, kind = self.term(node.this), _type_name(node.args["to"])
        wanted = family(kind)
        if wanted == "array":
            return self._cast_array(inner, kind)
        if isinstance(inner, Value) and (inner.family == "" or wanted == inner.family):
            try:
                return inner if inner.value is None else _literal(inner, wanted, kind)
            except (ValueError, ArithmeticError):
                raise NotUnderstood(node.sql()) from None
        if isinstance(inner, Value) and wanted in ("numeric", "float") and inner.family in ("int", "numeric"):
            return Value((Decimal if wanted == "numeric" else float)(inner.value), wanted)
        given = self.family(inner)
        if (wanted == given and wanted not in ("numeric", "text")) or (wanted == given and "(" not in kind):
            return inner
        if wanted in ("other", "inet", "bit") and given in ("other", "enum", "text", "inet", "bit"):
            return inner
        return Call("cast", (inner, Value(wanted, "text"), Value(kind, "text")))

    _trycast = _cast

    def _cast_array(self, inner: Term, kind: str) -> Term:
        if isinstance(inner, Value) and isinstance(inner.value, str):
            try:
                items = array_items(inner.value)
                of = family(kind[:-2])
                return Call("array", tuple(Value(None) if i is None else parsed_value(i, of) for i in items))
            except (ValueError, ArithmeticError):
                raise NotUnderstood(kind) from None
        return inner

    def family(self, term: Term) -> str:
        """The family of a term's type, ``""`` where it does not show."""
        if isinstance(term, Column):
            return family(self._types[term.name]) if term.name in self._types else ""
        if isinstance(term, Value):
            return term.family
        if term.op == "cast":
            return str(term.args[1].value) if isinstance(term.args[1], Value) else ""
        return _RESULTS.get(term.op, "")

    # Operators

    def _binary(self, node: Any, op: str) -> Term:
        left, right = node.this, node.expression
        # A citext that is cast to text is compared as text.
        self._exact = isinstance(_bare(left), exp.Cast)
        term = self._quantified(left, right, op) or self._plain(self.term(left), self.term(right), op)
        return Call("not", (term,)) if node.args.get("negate") else term

    def _plain(self, left: Term, right: Term, op: str) -> Term:
        if op in ("like", "ilike") and isinstance(right, Call) and right.op == "like_escape":
            right = Value(constant_value(right), "text") if not columns_of(right) else right
        if op in ("~", "~*") and isinstance(right, Call) and right.op == "similar_to_escape":
            op, right = "similar to", right.args[0]
        if not self._exact and any(self._is_citext(side) for side in (left, right)):
            op = {"~": "~*", "like": "ilike"}.get(op, op)
            if op in ("=", "<>"):
                left, right = Call("lower", (left,)), Call("lower", (right,))
        if (
            isinstance(right, Value)
            and right.family == ""
            and right.value is not None
            and op in "= <> < <= > >="
        ):
            known = self.family(left)
            right = parsed_value(right.value, known) if known not in ("", "json") else right
        return Call(op, (left, right))

    def _is_citext(self, term: Term) -> bool:
        kind = self._types.get(term.name) if isinstance(term, Column) else None
        return kind is not None and kind.base.name.name == "citext"

    def _quantified(self, left: Any, right: Any, op: str) -> Term | None:
        """``x = ANY (…)`` and ``x <> ALL (…)``: over listed values as such, over an array column as one call."""
        while isinstance(right, exp.Paren):
            right = right.this
        name = right.name.lower() if isinstance(right, exp.Anonymous) else type(right).__name__.lower()
        if name not in ("any", "all", "some"):
            return None
        inner = right.expressions[0] if isinstance(right, exp.Anonymous) else right.this
        item, among = self.term(left), self.term(inner)
        if not (isinstance(among, Call) and among.op == "array"):
            return Call("all" if name == "all" else "any", (Value(op, "text"), item, among))
        each = [self._plain(item, value, op) for value in among.args]
        plain = all(isinstance(v, Value) and v.value is not None for v in among.args)
        if plain and each and (op, name) in (("=", "any"), ("<>", "all")):
            among_values = tuple(e.args[1] for e in each if isinstance(e, Call))
            known = Call("in", (each[0].args[0], *among_values)) if isinstance(each[0], Call) else each[0]
            return known if op == "=" else Call("not", (known,))
        if not each:
            return Value(name == "all", "bool")
        return Call("and" if name == "all" else "or", tuple(each)) if len(each) > 1 else each[0]

    def _in(self, node: Any) -> Term:
        if not node.expressions:
            raise NotUnderstood("subquery")
        item = self.term(node.this)
        return Call("in", (item, *self._terms(node.expressions)))

    def _between(self, node: Any) -> Term:
        item = self.term(node.this)
        low = self._plain(item, self.term(node.args["low"]), ">=")
        return Call("and", (low, self._plain(item, self.term(node.args["high"]), "<=")))

    def _is(self, node: Any) -> Term:
        item, what = node.this, node.expression
        if isinstance(what, exp.Null):
            term = Call("is null", (self.term(item),))
        elif isinstance(what, exp.Boolean):
            term = Call("is true" if what.this else "is false", (self.truth(item),))
        elif isinstance(what, exp.JSON) and what.args.get("this") is not None:
            term = Call("is json", (self.term(item), Value(str(what.this).lower(), "text")))
        else:
            raise NotUnderstood(node.sql())
        return Call("not", (term,)) if node.args.get("negate") else term

    def _and(self, node: Any) -> Term:
        return self.truth(node)

    _or = _and

    def _case(self, node: Any) -> Term:
        subject = self.term(node.this) if node.this is not None else None
        args: list[Term] = []
        for branch in node.args["ifs"]:
            condition = branch.this
            test = (
                self.truth(condition) if subject is None else self._plain(subject, self.term(condition), "=")
            )
            args += [test, self._outcome(branch.args["true"])]
        default = node.args.get("default")
        return Call("case", (*args, Value(None) if default is None else self._outcome(default)))

    def _outcome(self, node: Any) -> Term:
        while isinstance(node, exp.Paren):
            node = node.this
        return self.truth(node) if isinstance(node, (exp.And, exp.Or, exp.Not)) else self.term(node)

    # Functions that sqlglot knows under names of its own

    def _anonymous(self, node: Any) -> Term:
        name = node.name.lower()
        if name not in _KNOWN:
            raise NotUnderstood(name)
        args = self._terms(node.expressions)
        name = _ALIASES.get(name, name)
        if name == "strpos":
            return Call("position", (args[1], args[0]))
        return Call(name, args)

    def _strposition(self, node: Any) -> Term:
        return Call("position", (self.term(node.args["substr"]), self.term(node.this)))

    def _arraysize(self, node: Any) -> Term:
        return Call("array_length", (self.term(node.this), *self._terms([node.args.get("expression")])))

    def _trim(self, node: Any) -> Term:
        op = {"LEADING": "ltrim", "TRAILING": "rtrim"}.get(
            str(node.args.get("position") or "").upper(), "btrim"
        )
        return Call(op, (self.term(node.this), *self._terms([node.args.get("expression")])))

    def _substring(self, node: Any) -> Term:
        return Call(
            "substring",
            (self.term(node.this), *self._terms([node.args.get("start"), node.args.get("length")])),
        )

    def _initcap(self, node: Any) -> Term:
        return Call("initcap", (self.term(node.this),))

    def _round(self, node: Any) -> Term:
        return Call("round", (self.term(node.this), *self._terms([node.args.get("decimals")])))

    def _trunc(self, node: Any) -> Term:
        return Call("trunc", (self.term(node.this), *self._terms([node.args.get("decimals")])))

    def _coalesce(self, node: Any) -> Term:
        return Call(
            "coalesce", (self._value_or_truth(node.this), *map(self._value_or_truth, node.expressions))
        )

    def _value_or_truth(self, node: Any) -> Term:
        return self._outcome(node)

    def _greatest(self, node: Any) -> Term:
        return Call("greatest", (self.term(node.this), *self._terms(node.expressions)))

    def _least(self, node: Any) -> Term:
        return Call("least", (self.term(node.this), *self._terms(node.expressions)))

    def _concat(self, node: Any) -> Term:
        return Call("concat", self._terms(node.expressions))

    def _replace(self, node: Any) -> Term:
        return Call("replace", self._terms([node.this, node.expression, node.args["replacement"]]))

    def _regexpreplace(self, node: Any) -> Term:
        parts = [node.this, node.expression, node.args.get("replacement"), node.args.get("modifiers")]
        return Call("regexp_replace", self._terms(parts))

    def _splitpart(self, node: Any) -> Term:
        return Call("split_part", self._terms([node.this, node.args["delimiter"], node.args["part_index"]]))

    def _extract(self, node: Any) -> Term:
        return Call("extract", (Value(_unit(node.this), "text"), self.term(node.expression)))

    def _timestamptrunc(self, node: Any) -> Term:
        zone = node.args.get("zone")
        if zone is not None and str(zone.name).lower() not in ("utc", "gmt", "etc/utc"):
            raise NotUnderstood(node.sql())
        return Call("date_trunc", (Value(_unit(node.args["unit"]), "text"), self.term(node.this)))

    _datetrunc = _timestamptrunc

    def _timetostr(self, node: Any) -> Term:
        return Call("to_char", (self.term(node.this), self.term(node.args["format"])))

    def _similarto(self, node: Any) -> Term:
        return Call("similar to", (self.term(node.this), self.term(node.expression)))

    def _getbit(self, node: Any) -> Term:
        return Call("get_bit", (self.term(node.this), self.term(node.expression)))

    def _attimezone(self, node: Any) -> Term:
        return Call("at time zone", (self.term(node.this), self.term(node.args["zone"])))

    def _bracket(self, node: Any) -> Term:
        index = node.expressions[0]
        if len(node.expressions) != 1:
            raise NotUnderstood(node.sql())
        # sqlglot counts from nought whatever the dialect does.
        place = self.term(index)
        if not isinstance(place, Value) or not isinstance(place.value, int):
            raise NotUnderstood(node.sql())
        return Call("[]", (self.term(node.this), Value(place.value + 1, "int")))

    def _dot(self, node: Any) -> Term:
        inner = node.this
        while isinstance(inner, exp.Paren):
            inner = inner.this
        called = node.expression
        if isinstance(called, exp.Anonymous) and called.name.lower() in _OF_EXTENSIONS:
            return Call(called.name.lower(), self._terms(called.expressions))
        if isinstance(inner, exp.Column) and isinstance(node.expression, exp.Identifier):
            return Call(".", (self.term(inner), Value(node.expression.name, "text")))
        raise NotUnderstood(node.sql())

    def _collate(self, node: Any) -> Term:
        return self.term(node.this)

    def _mod(self, node: Any) -> Term:
        return self._binary(node, "%")


def _bare(node: Any) -> Any:
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def _literal(inner: Value, wanted: str, kind: str) -> Value:
    if wanted in ("other", "array"):
        # An enum's label, or a type whose constants are compared as text.
        return Value(inner.value, f"other:{kind}")
    value = parsed_value(str(inner.value), wanted) if isinstance(inner.value, str) else inner
    if wanted == "text" and "char(" in kind.replace("varchar", "char") and isinstance(value.value, str):
        return Value(value.value.rstrip() if "bpchar" in kind else value.value, "text")
    return value


def _type_name(node: Any) -> str:
    text: str = node.sql("postgres")
    return text.replace('"', "").lower()


def _unit(node: Any) -> str:
    while isinstance(node, (exp.Cast, exp.Paren)):
        node = node.this
    return str(node.name).lower()


_RESULTS = (
    dict.fromkeys(["length", "octet_length", "position", "cardinality", "array_length", "num_nulls", "num_nonnulls", "jsonb_array_length"], "int")
    | dict.fromkeys(["lower", "upper", "initcap", "btrim", "ltrim", "rtrim", "left", "right", "substring", "replace", "concat", "split_part", "->>", "#>>"], "text")
    | dict.fromkeys(["=", "<>", "<", "<=", ">", ">=", "and", "or", "not", "in", "like", "ilike", "~", "~*", "?", "@>", "<@", "&&"], "bool")
    | dict.fromkeys(["is null", "is true", "is false", "is json", "is distinct from", "any", "all", "starts_with"], "bool")
    | {"-> ": "json", "->": "json", "#>": "json", "now": "timestamptz", "current_date": "date", "extract": "numeric"}
)  # fmt: skip


def understood(term: Term) -> bool:
    """Whether no part of it is opaque."""
    if isinstance(term, Call):
        return term.op != "opaque" and all(map(understood, term.args))
    return True


def constant(term: Term) -> bool:
    """Whether it reads no column and is not the time of day."""
    return not columns_of(term)
