"""What binding decides, piece by piece: names, types, words, SQL in other names."""

from __future__ import annotations

import pyarrow as pa
import pytest

from seedkit.bind.aliases import Aliases, column, columns, preferred, table, words
from seedkit.bind.binding import BoundColumn, BoundTable, Note
from seedkit.bind.columns import constant_default
from seedkit.bind.kinds import fit
from seedkit.bind.matching import LIKENESS, match, match_columns, spoken
from seedkit.bind.renamed import Names
from seedkit.bind.told import told
from seedkit.bind.translate import translated
from seedkit.bind.words import WordMap, listed, map_words
from seedkit.errors import DeclarationError
from seedkit.fields import this
from seedkit.schema.access import Claims, own, via
from seedkit.schema.meant import Meant
from seedkit.schema.reflected import Column, Database, Name, Table
from seedkit.schema.snapshot import named_type

ALIASES = Aliases(
    (
        *columns("visions", source="a shop, b1", love="romance", work=("business", "career")),
        table("orders", "purchases", source="a shop, b2"),
        words("visions.mood", {"blue": "sad"}, source="a shop, c1"),
        words(None, {"blue": ("azure", "navy")}, source="a shop, c2"),
        preferred("visions", "is_active", source="a shop, c3"),
        column("visions", "status", this.mood, source="a shop, c4"),
    )
)


def made(name: str, **kinds: str) -> Table:
    """A table of these columns: ``title="text"``."""
    found = {n: Column(n, place, named_type(kind, {})) for place, (n, kind) in enumerate(kinds.items(), 1)}
    return Table(Name("public", name), "table", found)


def matched(meant: Table, live: Table) -> dict[str, str]:
    return {ours: found.name for ours, found in match_columns(meant, live, ALIASES).items()}


# Names


def test_a_name_goes_before_an_alias_and_an_alias_before_likeness() -> None:
    meant = made("visions", id="uuid", love="text", work="text")
    assert matched(meant, made("visions", id="uuid", love="text", romance="text", career="text")) == {
        "id": "id",
        "love": "love",
        "work": "career",
    }
    assert matched(meant, made("visions", id="uuid", romance="text", work="text")) == {
        "id": "id",
        "love": "romance",
        "work": "work",
    }


def test_a_column_is_guessed_by_its_name_or_by_its_place() -> None:
    meant = made("notes", id="uuid", title="text", body="text", at="date")
    assert (
        matched(meant, made("notes", id="uuid", note_title="text", body="text", at="date"))["title"]
        == "note_title"
    )
    assert (
        matched(meant, made("notes", id="uuid", headline="text", body="text", at="date"))["title"]
        == "headline"
    )
    assert "title" not in matched(meant, made("notes", id="uuid", body="text", at="date", headline="text"))
    assert "title" not in matched(
        meant, made("notes", id="uuid", note_title="integer", body="text", at="date")
    )


def test_where_two_could_be_it_neither_is() -> None:
    meant = made("notes", id="uuid", title="text")
    assert matched(meant, made("notes", id="uuid", title_long="text", title_short="text")) == {"id": "id"}


def test_a_column_that_was_dropped_and_another_that_was_added_are_two() -> None:
    meant = made("notes", id="uuid", body="text", mood="text")
    live = made("notes", id="uuid", body="text", weather="text")
    last = live.columns["weather"]
    moved = Table(live.name, "table", {**live.columns, "weather": Column("weather", 4, last.type)})
    assert "mood" in matched(meant, live)
    assert "mood" not in matched(meant, moved)


def test_tables_are_found_by_alias_or_by_their_columns() -> None:
    orders = made("orders", id="uuid", placed="date", total="numeric", paid="boolean")
    notes = made("notes", id="uuid", title="text", body="text")
    meant = Meant(Database({t.name: t for t in (orders, notes)}))
    there = [
        made("purchases", id="uuid", placed="date"),
        made("remarks", id="uuid", title="text", body="text", seen="boolean"),
    ]
    found = match(meant, Database({t.name: t for t in there}), ALIASES)
    assert {n.name: f.name for n, f in found.tables.items()} == {"orders": "purchases", "notes": "remarks"}
    assert [found.sources[n] for n in (orders.name, notes.name)] == ["a shop, b2", LIKENESS]


def test_an_alias_names_a_field() -> None:
    with pytest.raises(DeclarationError, match=r"visions\.status: 'draft' is no field"):
        column("visions", "status", "draft", source="a shop")
    assert ALIASES.preferred("visions") == ("is_active",)
    assert ALIASES.preferred("orders") == ()
    derived = ALIASES.derived("visions", "status")
    assert derived is not None
    assert repr(derived.field) == "this.mood"


# Types


@pytest.mark.parametrize(
    ("meant", "live", "said"),
    [
        ("text", "text", "same"),
        ("text", "character varying(20)", "same"),
        ("integer", "bigint", "cast"),
        ("bigint", "smallint", "cast"),
        ("integer", "text", "cast"),
        ("text", "integer", "no"),
        ("text", "uuid", "no"),
        ("uuid", "text", "cast"),
        ("numeric(5,2)", "integer", "rounded"),
        ("numeric(10,4)", "numeric(10,2)", "rounded"),
        ("numeric(10,2)", "numeric(12,4)", "cast"),
        ("integer", "double precision", "cast"),
        ("timestamp with time zone", "timestamp without time zone", "cast"),
        ("timestamp with time zone", "date", "rounded"),
        ("date", "timestamp with time zone", "cast"),
        ("boolean", "text", "cast"),
        ("boolean", "integer", "no"),
        ("jsonb", "json", "cast"),
        ("jsonb", "text", "cast"),
        ("text", "jsonb", "no"),
        ("text[]", "jsonb", "cast"),
        ("text[]", "character varying(10)[]", "same"),
        ("jsonb", "text[]", "no"),
        ("integer", "boolean", "no"),
    ],
)
def test_a_type_takes_the_values_of_another_as_far_as_they_keep_their_meaning(
    meant: str, live: str, said: str
) -> None:
    assert fit(named_type(meant, {}), named_type(live, {})) == said


# Words


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ("(role = ANY (ARRAY['user'::text, 'assistant'::text]))", {"role": ("user", "assistant")}),
        (
            "((s)::text = ANY ((ARRAY['low'::character varying, 'it''s'::character varying])::text[]))",
            {"s": ("low", "it's")},
        ),
        ("((a = ANY (ARRAY['x'::text])) OR (a IS NULL))", {"a": ("x",)}),
        ("(\"select\" = 'one'::text)", {"select": ("one",)}),
        ("(n = ANY (ARRAY[2, 4]))", {}),
        ("(lower(a) = ANY (ARRAY['x'::text]))", {}),
        ("((a = 'x'::text) AND (b = 'y'::text))", {}),
        ("(a ~ '^x$'::text)", {}),
        ("not SQL at all (", {}),
    ],
)
def test_the_words_of_a_check_are_read(check: str, found: dict[str, tuple[str, ...]]) -> None:
    assert listed(check) == found


def test_a_word_that_is_not_allowed_becomes_the_nearest_that_is() -> None:
    given = {"aliases": ALIASES, "nullable": False}
    assert map_words("visions", "mood", allowed=("glad", "blue"), meant=("glad", "blue"), **given) is None
    assert map_words("visions", "mood", allowed=("glad", "sad"), meant=("glad", "blue"), **given) == WordMap(
        ("glad", "sad"), {"blue": "sad"}, {"blue": "a shop, c1"}
    )
    navy = map_words("visions", "colour", allowed=("navy",), meant=None, **given)
    assert navy is not None
    assert navy.instead == {"blue": "navy"}


def test_what_no_word_is_for_is_nothing_or_its_row_is_left_out() -> None:
    batch = pa.record_batch({"id": [1, 2, 3, 4], "mood": ["glad", "blue", "odd", None]})
    bound = BoundColumn("mood", "mood", words=WordMap(("glad", "sad"), {"blue": "sad"}))
    made_ = translated(BoundTable("public.t", "public.t", (BoundColumn("key", "id"), bound)), batch)
    assert made_.to_pydict() == {"key": [1, 2, 4], "mood": ["glad", "sad", None]}
    null = BoundColumn("mood", "mood", words=WordMap(("glad", "sad"), {"blue": "sad"}, null=True))
    assert translated(BoundTable("public.t", "public.t", (null,)), batch).column("mood").to_pylist() == [
        "glad", "sad", None, None,
    ]  # fmt: skip


def test_values_are_rounded_spelled_filled_and_cut() -> None:
    batch = pa.record_batch(
        {
            "height": pa.array([1.5, 2.5, None]).cast(pa.decimal128(5, 2)),
            "tags": pa.array([["a", 'b"c'], [], None], pa.list_(pa.string())),
            "note": ["x", None, None],
            "note otherwise": ["n0", "n1", "n2"],
            "owner": ["o", "o", "o"],
        }
    )
    table_ = BoundTable(
        "public.t",
        "public.t",
        (
            BoundColumn("height", "height", to="integer"),
            BoundColumn("tags", "tags", to="jsonb"),
            BoundColumn("note", "note", field=this.height, required=True),
            BoundColumn("owner", "owner", lost=True),
        ),
    )
    assert translated(table_, batch).to_pydict() == {
        "height": [2, 3, None],
        "tags": ['["a", "b\\"c"]', "[]", None],
        "note": ["x", "n1", "n2"],
        "owner": [None, None, None],
    }
    literal = BoundTable("public.t", "public.t", (BoundColumn("note", "note", literal="?", required=True),))
    assert translated(literal, batch).column("note").to_pylist() == ["x", "?", "?"]
    nothing = BoundTable("public.t", "public.t", (BoundColumn("note", "note", required=True),))
    assert translated(nothing, batch).column("note").to_pylist() == ["x"]


@pytest.mark.parametrize(
    ("default", "constant"),
    [
        ("'draft'::text", "draft"),
        ("'it''s'::character varying", "it's"),
        ("0", "0"),
        ("(-1)", "-1"),
        ("0.5", "0.5"),
        ("true", "true"),
        ("'{}'::jsonb", "{}"),
        ("'active'::public.mood", "active"),
        ("now()", None),
        ("gen_random_uuid()", None),
        ("nextval('a_seq'::regclass)", None),
        ("('a'::text || 'b'::text)", None),
        (None, None),
    ],
)
def test_a_default_is_a_constant_or_the_servers(default: str | None, constant: str | None) -> None:
    assert constant_default(Column("c", 1, named_type("text", {}), default=default)) == constant


# Other names


def test_expressions_are_read_in_the_products_names() -> None:
    text = "((romance IS NOT NULL) AND (kind = 'romance'::text) AND (\"business\" > t.romance))"
    assert spoken(text, {"romance": "love", "business": "work"}) == (
        "((love IS NOT NULL) AND (kind = 'romance'::text) AND (\"work\" > t.love))"
    )
    assert spoken("EXISTS (SELECT 1 FROM public.shelves)", {}, {"public.shelves": "public.library"}) == (
        "EXISTS (SELECT 1 FROM public.library)"
    )


NAMES = Names(
    {"public.users": 'public.ac"counts'},
    {"public.users": {"sub": "clerk id"}, "public.posts": {"user_id": "author"}},
)


def test_sql_is_written_in_the_targets_names() -> None:
    assert NAMES.sql(
        "select t.user_id, u.sub, u.id from public.posts t join public.users u on u.id = t.user_id"
    ) == (
        'select t."author", u."clerk id", u.id from public.posts t join "public"."ac""counts" u on u.id = t."author"'
    )
    assert (
        NAMES.sql("select 'public.users.sub', x.sub from other.users x")
        == "select 'public.users.sub', x.sub from other.users x"
    )


def test_an_alias_of_two_tables_is_left_alone() -> None:
    text = "select t.sub from public.users t union select t.user_id from public.posts t"
    assert "t.sub" in NAMES.sql(text)


def test_a_rule_is_asked_in_the_targets_names() -> None:
    claims = Claims("p.uid", "p.email")
    mine = NAMES.access("public.posts", own("user_id"))
    assert mine.expect("select", "authenticated", "this_row", claims) == 'this_row."author" = p.uid'
    assert mine.allows[0].when.columns == ("author",)
    theirs = NAMES.access("public.comments", via("user_id", "users", "sub"))
    assert theirs.expect("select", "authenticated", "this_row", claims) == (
        'exists (select 1 from "public"."ac""counts" parent_row '
        'where parent_row."id" = this_row."user_id" and parent_row."clerk id" = p.uid)'
    )
    assert Names().access("public.posts", mine) is mine


# Notes


def test_notes_alike_are_one_line() -> None:
    notes = [
        Note("missing", "public.a", "", "the target has no such table; its rows are skipped"),
        Note("missing", "public.b", "x", "the target has no such column; skipped"),
        Note("missing", "public.c", "", "the target has no such table; its rows are skipped"),
        Note("missing", "public.b", "y", "the target has no such column; skipped"),
        Note("renamed", "public.b", "love", "the target calls it romance (a shop, b1)"),
        Note("renamed", "public.b", "work", "the target calls it business (a shop, b1)"),
        Note("extra", "public.b", "z", "the plan knows no such column; left to its default"),
        Note("changed", "public.b", "n", "integer instead of text: no value fits; skipped"),
    ]
    assert list(told(notes)) == [
        "the target has no table public.a, public.c; their rows are skipped",
        "public.b: no column x, y; skipped",
        "public.b: the plan knows no column z; left to the default",
        "public.b: the target calls love romance, work business (a shop, b1)",
        "public.b.n: integer instead of text: no value fits; skipped",
    ]
    assert next(iter(told(notes[:2]))) == "public.a: the target has no such table; its rows are skipped"
