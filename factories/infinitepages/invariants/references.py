"""References that no foreign key guards, and owners and stories that must agree along those that one does."""

from __future__ import annotations

from seedkit.rules import References
from seedkit.verify.invariants import Invariant

from ..models import MODELS
from .declare import RULES, each

_SOURCE = "catalog/infinitepages columns"

#: Links of a reader's rows to an author's story.
STRANGERS = frozenset(
    (table, "story_id")
    for table in (
        "cache_rewards",
        "exports",
        "reader_paths",
        "reading_progress",
        "story_purchases",
        "user_library",
    )
)
#: Tables whose rows name a story and a chapter.
OF_CHAPTERS = ("ai_usage_logs", "cache_rewards", "generation_logs", "reading_progress")

LINKS = References(RULES, MODELS, strangers=STRANGERS, source=_SOURCE)


def _chapter(table: str) -> Invariant:
    return each(
        f"references.{table}.chapter_id",
        f"The chapter that a row of {table} names is one of the story that it names",
        f"public.{table} t join public.chapters c on c.id = t.chapter_id",
        "t.story_id = c.story_id",
        show="t.story_id, c.story_id",
        source=_SOURCE,
    )


READ = each(
    "references.credit_transactions.reference_id",
    "An entry for reading names the story",
    "public.credit_transactions t left join public.stories s on s.id::text = t.reference_id",
    "s.id is not null",
    where="t.reference_type = 'story_read'",
    show="t.reference_id",
    source=_SOURCE,
)

FILES = each(
    "references.exports.story_id",
    "A story is downloaded by its author, or by a reader who has it on the shelf",
    """public.exports t join public.stories s on s.id = t.story_id
        left join public.user_library l on l.user_id = t.user_id and l.story_id = t.story_id""",
    "s.user_id = t.user_id or l.id is not null",
    show="t.user_id, s.user_id",
    source=_SOURCE,
)

REFERENCES = (*map(_chapter, OF_CHAPTERS), READ, FILES, *LINKS.owner_invariants())
