"""Checks of all shapes: met by all rows, and met in different ways."""

from __future__ import annotations

import psycopg
import pytest
from filling import filled

pytestmark = pytest.mark.db

#: A table's columns and checks, and conditions of which each must hold for some rows.
CHECKS: dict[str, tuple[str, list[str]]] = {
    "list": ("s text not null check (s in ('new', 'paid', 'it''s lost'))", ["s = 'new'", "s = 'paid'", "s = 'it''s lost'"]),
    "any": ("s varchar(9) not null check (s = any (array['x'::varchar, 'y'::varchar]))", ["s = 'x'", "s = 'y'"]),
    "list or pattern": ("s text not null check (s = 'a' or s = 'b' or s like 'c%')", ["s in ('a', 'b')", "s like 'c%'"]),
    "not in": ("s text not null check (s not in ('admin', 'root') and s <> '')", []),
    "between": ("n integer not null check (n between 10 and 20)", ["n < 14", "n > 16"]),
    "outside": ("n integer not null check (n not between -5 and 5)", []),
    "far away": ("n bigint not null check (n > 4000000000), s smallint not null check (s < -30000)", []),
    "several": ("n integer not null check (n > 0) check (n < 100) check (n <> 50) check (n % 2 = 0)", ["n < 50", "n > 50"]),
    "two ranges": ("n integer not null check (n between 1 and 3 or n between 100 and 110 or n = 1000)", ["n < 4", "n between 100 and 110"]),
    "narrow": ("r numeric(6, 4) not null check (r > 0.9 and r < 0.9002)", []),
    "exact": ("n integer not null check (n = 42)", []),
    "truths": ("a boolean not null check (a), b boolean not null check (not b), c boolean check (c is true)", []),
    "dates": ("d date not null check (d >= '2020-01-01' and d < '2021-01-01')", ["d < '2020-06-01'", "d > '2020-06-01'"]),
    "past": ("d date not null check (d <= current_date), t timestamptz check (t < now())", []),
    "adult": ("d date not null check (d <= current_date - interval '18 years')", []),
    "start before end": ("a timestamptz not null, b timestamptz not null, check (a < b)", ["b - a > '1 day'"]),
    "end or none": ("a date not null, b date, check (b is null or b >= a)", ["b is null", "b > a"]),
    "chain": ("a timestamptz not null, b timestamptz, c timestamptz not null, check (a <= b), check (b <= c), check (a < c)", ["b is null", "b > a"]),
    "hours apart": ("a timestamp not null, b timestamp not null, check (b > a and b - a <= interval '8 hours')", []),
    "working days": ("d date not null check (extract(isodow from d) between 1 and 5)", ["extract(isodow from d) = 1", "extract(isodow from d) = 5"]),
    "first of month": ("d date not null check (date_trunc('month', d) = d)", []),
    "opening hours": ("a time not null check (a between '08:00' and '10:00'), b time not null, check (b > a)", []),
    "duration": ("a timestamp not null, b timestamp not null, c interval not null, check (b >= a), check (c = b - a)", ["c > '1 hour'"]),
    "minutes": ("a timestamptz not null, b timestamptz not null, n integer not null, check (n = extract(epoch from b - a) / 60), check (b > a)", []),
    "year of": ("d date not null, year integer not null check (year = extract(year from d))", []),
    "not blank": ("a text not null check (length(trim(a)) > 0), b text check (btrim(b) <> '')", []),
    "lengths": ("a text not null check (char_length(a) between 3 and 5), b varchar(50) not null check (length(b) >= 40)", []),
    "long": ("a text not null check (length(a) > 500)", []),
    "e-mail": ("email text not null check (email ~* '^[A-Z0-9._%+-]+@[A-Z0-9.-]+\\.[A-Z]{2,}$')", ["email like '%.%@example.%'"]),
    "phone": ("phone text not null check (phone ~ '^\\+[1-9]\\d{1,14}$')", []),
    "slug": ("slug varchar(60) not null check (slug ~ '^[a-z0-9]+(?:-[a-z0-9]+)*$')", []),
    "code": ("code char(11) not null check (code ~ '^[A-Z]{3}-\\d{4}-[XYZ]{2}$')", []),
    "colour": ("c text not null check (c ~* '^#([0-9a-f]{3}|[0-9a-f]{6})$')", ["length(c) = 4", "length(c) = 7"]),
    "look ahead": ("p text not null check (p ~ '^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d).{8,}$')", []),
    "negative": ("a text not null check (a !~ '[^a-z]'), b text not null check (b !~* 'admin'), c text not null check (c !~ '\\s')", []),
    "like": ("a text not null check (a like 'AB-%'), b text not null check (b like '__-__'), c text not null check (c ilike '%hello%')", []),
    "similar": ("a text not null check (a similar to '(A|B)[0-9]{2}%')", ["a like 'A%'", "a like 'B%'"]),
    "edges": ("a text not null check (starts_with(a, 'usr_')), b text not null check (left(b, 3) = 'org'), c text not null check (right(c, 4) = '.pdf')", []),
    "case": ("a text not null check (lower(a) = a), b text not null check (b = upper(b)), c text not null check (initcap(c) = c)", []),
    "two patterns": ("c text not null check (c ~ '^[A-Z]') check (c ~ '[0-9]$') check (length(c) between 6 and 9)", []),
    "one pattern or another": ("c text not null check (c ~ '^\\d{5}$' or c ~ '^[A-Z]\\d[A-Z]$')", ["length(c) = 5", "length(c) = 3"]),
    "digits": ("c varchar(4) not null check (c::integer between 100 and 4000)", []),
    "palindrome": ("w text not null check (length(w) >= 2 and w = reverse(w))", []),
    "less": ("a integer not null, b integer not null, check (a < b)", []),
    "different": ("a smallint not null check (a between 1 and 3), b smallint not null check (b between 1 and 3), check (a <> b)", ["a < b", "a > b"]),
    "three": ("a integer not null, b integer not null, c integer not null, check (a < b and b < c), check (a >= 0), check (c <= 1000)", []),
    "implication": ("s text not null check (s in ('new', 'shipped')), at timestamptz, check (s <> 'shipped' or at is not null)", ["s = 'shipped'", "s = 'new'"]),
    "equivalence": ("paid boolean not null, at timestamptz, check (paid = (at is not null))", ["paid", "not paid"]),
    "case when": ("k text not null check (k in ('percent', 'fixed', 'free')), a numeric(8, 2), check (case k when 'percent' then a between 0 and 100 "
                  "when 'fixed' then a > 0 else a is null end)", ["k = 'percent'", "k = 'fixed'", "k = 'free'"]),
    "exactly one": ("a integer, b text, c date, check (num_nonnulls(a, b, c) = 1)", ["a is not null", "b is not null", "c is not null"]),
    "at least one": ("a text, b text, check (num_nonnulls(a, b) >= 1)", ["a is null", "b is null", "num_nonnulls(a, b) = 2"]),
    "all or none": ("a integer, b integer, c integer, check (num_nulls(a, b, c) in (0, 3))", ["a is null", "a is not null"]),
    "counted": ("a integer, b integer, check ((a is not null)::integer + (b is not null)::integer = 1)", ["a is null", "b is null"]),
    "null pair": ("lat float8 check (lat between -90 and 90), lng float8 check (lng between -180 and 180), check ((lat is null) = (lng is null))", ["lat is null", "lat is not null"]),
    "coalesce": ("a text, b text, check (coalesce(a, b) is not null), n integer, check (coalesce(n, 0) >= 0)", []),
    "free or priced": ("free boolean not null, price numeric(8, 2) not null check (price >= 0), check (free = (price = 0))", ["free", "not free"]),
    "xor": ("a boolean not null, b boolean not null, check (a <> b)", ["a", "b"]),
    "product": ("q integer not null check (q > 0), p numeric(10, 2) not null check (p > 0), total numeric(14, 2) not null check (total = q * p)", []),
    "rounded": ("net numeric(10, 2) not null check (net >= 0), rate numeric(4, 2) not null check (rate between 0 and 25), tax numeric(10, 2) not null, "
                "gross numeric(10, 2) not null, check (tax = round(net * rate / 100, 2)), check (gross = net + tax)", ["tax > 0"]),
    "hundred": ("a integer not null check (a >= 0), b integer not null check (b >= 0), c integer not null check (c >= 0), check (a + b + c = 100)", ["a > 0 and b > 0 and c > 0"]),
    "debit or credit": ("d numeric(12, 2) not null check (d >= 0), c numeric(12, 2) not null check (c >= 0), check ((d = 0) <> (c = 0))", ["d > 0", "c > 0"]),
    "one is nought": ("d numeric not null, c numeric not null, check (d >= 0 and c >= 0), check (d * c = 0)", ["d > 0", "c > 0"]),
    "modulo": ("n integer not null check (n % 5 = 0), m integer not null check (mod(m, 7) = 3)", []),
    "power of two": ("n integer not null check (n > 0 and (n & (n - 1)) = 0)", []),
    "mask": ("m integer not null check (m & ~15 = 0), b smallint not null check (b & 1 = 1)", []),
    "pythagoras": ("a integer not null check (a between 1 and 20), b integer not null check (b between 1 and 20), c integer not null check (c between 1 and 29), check (a * a + b * b = c * c)", []),
    "no overflow": ("w integer not null check (w > 0), h integer not null check (h > 0), check (w::bigint * h <= 1000000)", []),
    "discount": ("p numeric(8, 2) not null check (p > 0), s numeric(8, 2) check (s < p), check (s is null or s >= p * 0.5)", ["s is null", "s < p"]),
    "ratio": ("part integer not null check (part >= 0), whole integer not null check (whole > 0), check (part <= whole), share numeric not null check (share between 0 and 1), "
              "check (share = round(part::numeric / whole, 4))", []),
    "object": ("d jsonb not null check (jsonb_typeof(d) = 'object'), l jsonb not null check (jsonb_typeof(l) = 'array' and jsonb_array_length(l) between 1 and 4)", []),
    "keys": ("d jsonb not null check (d ? 'name'), m jsonb not null check (m ?& array['a', 'b']), x jsonb not null check (x ?| array['x', 'y'])", []),
    "key of a list": ("d jsonb not null check (d ->> 'kind' in ('a', 'b') and d ->> 'kind' is not null)", ["d ->> 'kind' = 'a'", "d ->> 'kind' = 'b'"]),
    "number in a document": ("d jsonb not null check ((d ->> 'age')::integer >= 18) check (d ? 'age')", []),
    "nested": ("d jsonb not null check (d #>> '{address,city}' is not null) check (jsonb_typeof(d -> 'address' -> 'lines') = 'array')", []),
    "contains": ("d jsonb not null check (d @> '{\"version\": 2, \"tags\": []}')", []),
    "one of two, blank is none": ("u integer, e varchar, check (u is null and nullif(e, '') is not null or u is not null and nullif(e, '') is null)", ["u is null", "e is null or e = ''"]),
    "digits of a phone": ("phone text not null check (regexp_replace(phone, '\\D', '', 'g') ~ '^\\d{10}$')", []),
    "code of a country": ("country char(2) not null check (country ~ '^[A-Z]{2}$'), code text not null, check (substring(code from 1 for 2) = country and length(code) = 8)", []),
    "left of a code": ("region text not null check (region in ('EU', 'US')), code varchar(6) not null, check (left(code, 2) = region)", []),
    "key of a generated column": ("d jsonb not null, k text generated always as (d ->> 'k') stored unique, check (d ? 'k')", []),
    "JSON null": ("d jsonb not null, b bytea, check ((b is null) = (d::text = 'null'))", ["b is null", "d <> 'null'"]),
    "JSON null of json": ("d json not null, b bytea, check ((b is null) = (d::text = 'null'))", ["b is null", "b is not null"]),
    "constant document": ("d jsonb not null, n integer, check ((n is null) = (d = '{}'::jsonb))", ["n is null", "n is not null"]),
    "text of a document": ("d jsonb not null check (d::text in ('null', '[]')), e jsonb not null check (length(e::text) < 200 and e <> '{}')", []),
    "key of the only root": ("n integer primary key, root boolean not null, check (root = (n = 0))", ["n = 0", "n > 0"]),
    "document and column": ("kind text not null check (kind in ('x', 'y')), d jsonb not null, check (d ->> 'kind' = kind), check (d ? 'kind')", ["kind = 'x'", "kind = 'y'"]),
    "lists": ("a integer[] not null check (array_length(a, 1) = 3), b text[] not null check (cardinality(b) between 1 and 5), c text[] not null check (array_position(c, null) is null)", []),
    "subset": ("d text[] not null check (d <@ array['mon', 'tue', 'wed']::text[] and cardinality(d) > 0)", ["'mon' = any (d)", "'wed' = any (d)"]),
    "held": ("r text[] not null check ('owner' = any (r)), s text[] not null check (s @> array['read', 'write'])", []),
    "all of them": ("a integer[] not null check (0 < all (a)), l integer[] not null check (1 <= all (l) and 5 >= all (l))", []),
    "same length": ("k text[] not null, v text[] not null, check (cardinality(k) = cardinality(v))", ["cardinality(k) = 1", "cardinality(k) = 3"]),
    "chosen": ("choices text[] not null, chosen text not null, check (chosen = any (choices))", []),
    "ranges": ("r tstzrange not null check (not isempty(r)), s int4range not null check (s <@ '[0,100)'), d daterange not null check (upper(d) - lower(d) between 1 and 30)", []),
    "point in range": ("r tstzrange not null, at timestamptz not null, check (at <@ r)", []),
    "range in range": ("o numrange not null, i numrange not null, check (o @> i and not isempty(i))", []),
    "apart": ("a int4range not null, b int4range not null, check (not a && b)", []),
    "addresses": ("a inet not null check (family(a) = 4), n cidr not null check (masklen(n) = 24), i inet not null check (i << '10.0.0.0/8')", []),
    "bytes": ("d bytea not null check (octet_length(d) = 32)", []),
    "uuid": ("u uuid not null check (u <> '00000000-0000-0000-0000-000000000000')", []),
    "bits": ("b bit(8) not null check (get_bit(b, 0) = 1)", []),
    "made of others": ("a text not null, b text not null, c text not null check (c = a || ' ' || b)", []),
    "hash of": ("a text not null, h text not null check (h = md5(a)), n integer not null check (n = length(a))", []),
    "slug of": ("title text not null check (title ~ '^[A-Za-z ]+$'), slug text not null check (slug = replace(lower(title), ' ', '-'))", []),
    "begins with": ("c char(2) not null check (c ~ '^[A-Z]{2}$'), v text not null, check (v like c || '%'), check (length(v) > 5)", []),
    "derived": ("n integer not null, big boolean not null check (big = (n > 100))", ["big", "not big"]),
    "generated": ("p numeric(8, 2) not null, q integer not null, t numeric(8, 2) generated always as (p * q) stored check (t > 10)", []),
    "null is enough": ("n integer, check (n > 10 and n < 5), note text not null", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("rows", [1, 300])
def test_a_check(connection: psycopg.Connection, name: str, rows: int) -> None:
    columns, ways = CHECKS[name]
    made = filled(connection, f"create table t ({columns})", rows=rows)
    assert made.rows == rows
    if rows > 1:
        assert [way for way in ways if not made.count(way)] == [], "ways that no row takes"


def test_ten_thousand_rows_meet_all_checks(connection: psycopg.Connection) -> None:
    for name, (columns, _) in CHECKS.items():
        made = filled(connection, f"drop table if exists t; create table t ({columns})", rows=10_000)
        assert made.rows == 10_000, name


@pytest.mark.parametrize(
    ("columns", "blamed"),
    [
        ("n integer not null, constraint more check (n > 10), constraint less check (n < 5)", "less, more"),
        ("n integer not null, constraint never check (n > 10 and n < 5)", "never"),
        ("n integer, constraint never check (false)", "never"),
        (
            "a integer not null, b integer not null, constraint up check (a < b), constraint down check (b < a)",
            "down, up",
        ),
        ("c char(2) not null constraint long check (length(c) >= 3)", "long"),
        (
            "k text not null constraint one check (k in ('a', 'b')), constraint two check (k in ('c'))",
            "one, two",
        ),
        ("n smallint not null constraint wide check (n > 40000)", "wide"),
        ("note text not null constraint empty check (note is null)", "empty"),
    ],
)
def test_what_contradicts_itself_is_named(connection: psycopg.Connection, columns: str, blamed: str) -> None:
    made = filled(connection, f"create table t ({columns})")
    assert len(made.inferred.impossible) == 1
    assert made.inferred.impossible[0].startswith(f"{blamed}: ")


@pytest.mark.parametrize(
    "check",
    ["odd(n)", "n > 5 and odd(n)", "n = any (array(select 3))"][:2],
)
def test_what_is_not_understood_is_left_to_the_server(connection: psycopg.Connection, check: str) -> None:
    made = filled(
        connection,
        "create function odd(integer) returns boolean immutable language sql as 'select $1 is not null';"
        f"create table t (n integer not null constraint strange check ({check}))",
        judged=True,
    )
    assert [c.name for c in made.inferred.judged] == ["strange"]


def test_a_part_that_is_not_understood_spoils_nothing_else(connection: psycopg.Connection) -> None:
    function = "create function f(integer) returns boolean immutable language sql as 'select false';"
    made = filled(
        connection, f"{function} create table t (n integer not null check (n between 3 and 5 or f(n)))"
    )
    assert made.count("n between 3 and 5") == 100
