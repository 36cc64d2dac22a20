"""The peers: the same two kinds of rows as teams write them today. Each makes its own, and commits.

Half of the rows are journal entries, half are AI calls, of twenty users who are there already; all
constraints, indexes and keys are on. What a row holds is alike, not the same: a peer that keeps no
sums, no order of moments and no story has less to do.
"""

from __future__ import annotations

import datetime as dt
import decimal
import json
import random
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg

USERS = 20
JOURNAL = (
    "id, user_id, date, title, content, categories, created_at, updated_at, audio_recordings, thumbnail_urls"
)
CALLS = (
    "id, user_id, action_type, model_used, tokens_used, input_tokens, output_tokens, cost_estimate, success, "
    "metadata, created_at"
)
ACTIONS = ["chat_conversation", "vision_generation", "transcription"]
CATEGORIES = ["Fun", "Health", "Travel", "Love"]


def with_users(url: str) -> list[uuid.UUID]:
    """Twenty users, and no triggers on the tables, which would cost all the same."""
    ids = [uuid.uuid4() for _ in range(USERS)]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "insert into auth.users (id, aud, role, email, is_sso_user, is_anonymous) "
            "values (%s, 'authenticated', 'authenticated', %s, false, false)",
            [(user, f"peer{n}@example.com") for n, user in enumerate(ids)],
        )
        for table in ("public.journal_entries", "public.token_usage"):
            connection.execute(f"alter table {table} disable trigger user")
    return ids


def factories(session: Any) -> tuple[Any, Any, Any]:
    """Plain factory_boy factories for users, their journal and their AI calls: of twenty users, made in the session."""
    import factory
    from factory.alchemy import SQLAlchemyModelFactory

    from seedkit.factories.vibrationfit.models import JournalEntry, TokenUsage
    from seedkit.supabase.auth import AuthUser

    class Users(SQLAlchemyModelFactory):
        class Meta:
            model = AuthUser
            sqlalchemy_session = session

        id = factory.LazyFunction(uuid.uuid4)
        aud = role = "authenticated"
        email = factory.Sequence(lambda n: f"factory{n}@example.com")
        is_sso_user = is_anonymous = False
        raw_user_meta_data = factory.LazyAttribute(lambda user: {"email": user.email})

    class Journal(SQLAlchemyModelFactory):
        class Meta:
            model = JournalEntry
            sqlalchemy_session = session

        id = factory.LazyFunction(uuid.uuid4)
        user = factory.Iterator(Users.create_batch(USERS))
        date = factory.Faker("date_this_year")
        title = factory.Faker("sentence")
        content = factory.Faker("paragraph")
        categories = factory.LazyFunction(lambda: [random.choice(CATEGORIES)])
        created_at = factory.Faker("date_time_this_year", tzinfo=dt.UTC)
        updated_at = factory.SelfAttribute("created_at")
        audio_recordings = factory.LazyFunction(list)
        thumbnail_urls = factory.LazyFunction(list)

    class Usage(SQLAlchemyModelFactory):
        class Meta:
            model = TokenUsage
            sqlalchemy_session = session

        id = factory.LazyFunction(uuid.uuid4)
        user = factory.Iterator(Users.create_batch(USERS))
        action_type = factory.Faker("random_element", elements=ACTIONS)
        model_used = "gpt-4o"
        input_tokens = factory.Faker("random_int", min=100, max=9000)
        output_tokens = factory.Faker("random_int", min=100, max=9000)
        tokens_used = factory.LazyAttribute(lambda usage: usage.input_tokens + usage.output_tokens)
        cost_estimate = factory.Faker("pydecimal", left_digits=2, right_digits=4, positive=True)
        success = True
        metadata_ = factory.LazyFunction(lambda: {"temperature": 0.7})
        created_at = factory.Faker("date_time_this_year", tzinfo=dt.UTC)

    return Users, Journal, Usage


def factory_boy(given: dict[str, Any]) -> int:
    """factory_boy with Faker and SQLAlchemy: ``create_batch``."""
    from sqlalchemy.orm import Session

    with Session(_engine(given["url"])) as session:
        _, journal, usage = factories(session)
        journal.create_batch(given["rows"] // 2)
        usage.create_batch(given["rows"] // 2)
        session.commit()
    return int(given["rows"])


def polyfactory(given: dict[str, Any]) -> int:
    """polyfactory's SQLAlchemy factories: ``create_batch_sync``."""
    from polyfactory import Use
    from polyfactory.factories.sqlalchemy_factory import SQLAlchemyFactory
    from sqlalchemy.orm import Session

    from seedkit.factories.vibrationfit.models import JournalEntry, TokenUsage

    users = _users(given)
    with Session(_engine(given["url"])) as opened:

        class Journal(SQLAlchemyFactory[JournalEntry]):
            __session__ = opened
            __set_relationships__ = False
            user_id = Use(random.choice, users)
            title = Use(lambda: Journal.__faker__.sentence())
            content = Use(lambda: Journal.__faker__.paragraph())
            categories = Use(lambda: [random.choice(CATEGORIES)])
            image_urls = None
            audio_recordings = Use(list)
            thumbnail_urls = Use(list)

        class Call(SQLAlchemyFactory[TokenUsage]):
            __session__ = opened
            __set_relationships__ = False
            user_id = Use(random.choice, users)
            action_type = Use(random.choice, ACTIONS)
            model_used = "gpt-4o"
            input_tokens = Use(random.randint, 100, 9000)
            output_tokens = Use(random.randint, 100, 9000)
            tokens_used = Use(random.randint, 200, 18000)
            cost_estimate = Use(lambda: decimal.Decimal(random.randint(0, 99999)) / 10000)
            calculated_cost_cents = None
            error_message = audio_seconds = audio_duration_formatted = None
            metadata_ = Use(lambda: {"temperature": 0.7})

        Journal.create_batch_sync(given["rows"] // 2)
        Call.create_batch_sync(given["rows"] // 2)
        opened.commit()
    return int(given["rows"])


def faker_copy(given: dict[str, Any]) -> int:
    """An expert's script: pools that Faker fills once, ``random``, and psycopg's COPY."""
    from faker import Faker

    fake = Faker()
    sentences = [fake.sentence() for _ in range(1000)]
    paragraphs = [fake.paragraph() for _ in range(1000)]
    choice, randint = random.choice, random.randint
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    users = [str(user) for user in _users(given)]
    categories = ["{" + name + "}" for name in CATEGORIES]
    metadata = json.dumps({"temperature": 0.7})

    def journal(n: int) -> Iterator[tuple[Any, ...]]:
        for _ in range(n):
            at = start + dt.timedelta(seconds=randint(0, 5_000_000))
            yield (
                uuid.uuid4(), choice(users), at.date(), choice(sentences), choice(paragraphs), choice(categories),
                at, at, "[]", "[]",
            )  # fmt: skip

    def calls(n: int) -> Iterator[tuple[Any, ...]]:
        for _ in range(n):
            taken, made = randint(100, 9000), randint(100, 9000)
            yield (
                uuid.uuid4(), choice(users), choice(ACTIONS), "gpt-4o", taken + made, taken, made,
                (taken + made) / 10000, True, metadata, start + dt.timedelta(seconds=randint(0, 5_000_000)),
            )  # fmt: skip

    return _copied(given, journal, calls)


def mimesis(given: dict[str, Any]) -> int:
    """mimesis makes every value, and psycopg's COPY writes them."""
    from mimesis import Generic
    from mimesis.locales import Locale

    generic = Generic(Locale.EN)
    users, metadata = [str(user) for user in _users(given)], json.dumps({"temperature": 0.7})
    text, number, pick, moment = generic.text, generic.numeric, generic.random.choice, generic.datetime

    def journal(n: int) -> Iterator[tuple[Any, ...]]:
        for _ in range(n):
            at = moment.datetime(2026, 2026)
            yield (
                generic.cryptographic.uuid(), pick(users), at.date(), text.title(), text.text(3),
                "{" + pick(CATEGORIES) + "}", at, at, "[]", "[]",
            )  # fmt: skip

    def calls(n: int) -> Iterator[tuple[Any, ...]]:
        for _ in range(n):
            taken, made = number.integer_number(100, 9000), number.integer_number(100, 9000)
            yield (
                generic.cryptographic.uuid(), pick(users), pick(ACTIONS), "gpt-4o", taken + made, taken, made,
                (taken + made) / 10000, True, metadata, moment.datetime(2026, 2026),
            )  # fmt: skip

    return _copied(given, journal, calls)


def generate_series(given: dict[str, Any]) -> int:
    """SQL alone: ``insert … select … from generate_series``; the server makes the values."""
    with psycopg.connect(given["url"]) as connection:
        connection.execute("create temp table u as select id, row_number() over () - 1 as n from auth.users")
        half = given["rows"] // 2
        words = "(select string_agg(md5((i + w)::text), ' ') from generate_series(1, {0}) w)"
        at = "timestamptz '2026-01-01Z' + random() * interval '58 days'"
        connection.execute(
            f"insert into public.journal_entries ({JOURNAL}) select gen_random_uuid(), u.id, at::date, "
            f"{words.format(1)}, {words.format(5)}, array['Fun'], at, at, '[]', '[]' "
            f"from (select i, {at} as at from generate_series(1, {half}) i) g join u on u.n = i % {USERS}"
        )
        connection.execute(
            f"insert into public.token_usage ({CALLS}) select gen_random_uuid(), u.id, 'chat_conversation', 'gpt-4o', "
            f"a + b, a, b, (a + b) / 10000.0, true, '{{\"temperature\": 0.7}}', at from (select i, {at} as at, "
            f"(random() * 9000)::int a, (random() * 9000)::int b from generate_series(1, {half}) i) g "
            f"join u on u.n = i % {USERS}"
        )
    return int(given["rows"])


def _copied(
    given: dict[str, Any],
    journal: Callable[[int], Iterator[tuple[Any, ...]]],
    calls: Callable[[int], Iterator[tuple[Any, ...]]],
) -> int:
    half = given["rows"] // 2
    with psycopg.connect(given["url"]) as connection, connection.cursor() as cursor:
        for columns, rows in (
            (f"public.journal_entries ({JOURNAL})", journal),
            (f"public.token_usage ({CALLS})", calls),
        ):
            with cursor.copy(f"copy {columns} from stdin") as copy:
                for row in rows(half):
                    copy.write_row(row)
    return int(given["rows"])


def _users(given: dict[str, Any]) -> list[uuid.UUID]:
    return [uuid.UUID(user) for user in given["users"]]


def _engine(url: str) -> Any:
    from sqlalchemy import create_engine

    return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))


PEERS: dict[str, Callable[[dict[str, Any]], int]] = {
    "factory_boy + SQLAlchemy create_batch": factory_boy,
    "polyfactory create_batch_sync": polyfactory,
    "mimesis + psycopg COPY": mimesis,
    "Faker pools + psycopg COPY": faker_copy,
    "SQL generate_series": generate_series,
}
