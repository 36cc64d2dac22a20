"""The peer: the same kind of rows as a team writes them today, with factory_boy, Faker and SQLAlchemy."""

from __future__ import annotations

import time
from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from seedkit.factories.vibrationfit.models import JournalEntry, TokenUsage
from seedkit.supabase.auth import AuthUser

SAMPLE = 1500


def factories(session: Session) -> tuple[Any, Any, Any]:
    """Plain factories for users, and for their journal and their AI calls: of twenty users, made in the session."""

    class Users(SQLAlchemyModelFactory):
        class Meta:
            model = AuthUser
            sqlalchemy_session = session

        id = factory.Faker("uuid4", cast_to=None)
        aud = role = "authenticated"
        email = factory.Sequence(lambda n: f"peer{n}@example.com")
        is_sso_user = is_anonymous = False
        raw_user_meta_data = factory.LazyAttribute(lambda user: {"email": user.email})

    class Journal(SQLAlchemyModelFactory):
        class Meta:
            model = JournalEntry
            sqlalchemy_session = session

        id = factory.Faker("uuid4", cast_to=None)
        user = factory.Iterator(Users.create_batch(20))
        date = factory.Faker("date_this_year")
        title = factory.Faker("sentence")
        content = factory.Faker("paragraph")
        categories = factory.LazyFunction(lambda: ["Fun"])

    class Usage(SQLAlchemyModelFactory):
        class Meta:
            model = TokenUsage
            sqlalchemy_session = session

        id = factory.Faker("uuid4", cast_to=None)
        user = factory.Iterator(Users.create_batch(20))
        action_type = factory.Faker("random_element", elements=["chat_conversation", "vision_generation"])
        model_used = "gpt-4o"
        input_tokens = factory.Faker("random_int", min=100, max=9000)
        output_tokens = factory.Faker("random_int", min=100, max=9000)
        tokens_used = factory.LazyAttribute(lambda usage: usage.input_tokens + usage.output_tokens)
        created_at = factory.Faker("date_time_this_year")

    return Users, Journal, Usage


def factory_boy_rows_per_second(url: str) -> float:
    """Rows a second of ``create_batch`` in one session and transaction, rolled back at the end."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with Session(engine) as session:
        _, journal, usage = factories(session)
        session.flush()
        began = time.perf_counter()
        journal.create_batch(SAMPLE)
        usage.create_batch(SAMPLE)
        session.flush()
        seconds = time.perf_counter() - began
        session.rollback()
    engine.dispose()
    return 2 * SAMPLE / seconds
