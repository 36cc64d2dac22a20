"""Small words for tests of Infinite Pages: a story for sale, credits to spend, a purchase."""

from __future__ import annotations

import uuid
from typing import Any

from people import Connection, insert

from seedkit.supabase.claims import Person


def story(
    db: Connection, author: Person, *, chapters: int = 5, status: str = "published", **prices: Any
) -> uuid.UUID:
    """A story with its chapters and prices: five credits a chapter, two free ones, unless said otherwise."""
    made = insert(db, "stories", user_id=author.uid, title="The Salt Road", status=status)
    for number in range(1, chapters + 1):
        insert(db, "chapters", story_id=made, chapter_number=number, title=f"Chapter {number}")
    insert(db, "story_pricing", story_id=made, creator_id=author.uid, **prices)
    return made


def credit(db: Connection, who: Person, amount: int) -> None:
    """Credits to spend."""
    db.execute("select process_credit_transaction(%s, %s, 'bonus', 'Welcome')", [who.uid, amount])


def buy(
    db: Any,
    reader: Person,
    author: Person,
    what: uuid.UUID,
    chapters: list[int],
    cost: int,
    *,
    kind: str = "chapter",
    discount: int = 0,
) -> None:
    """The purchase as the application calls it, by an administrator or by whoever the cursor acts for."""
    db.execute(
        "select process_story_purchase(%s, %s, %s, %s, %s, %s, %s, %s)",
        [reader.uid, what, author.uid, cost - discount, chapters, kind, discount, cost],
    )
