"""The catalogue of Infinite Pages' published schema, and where our models differ from it on purpose."""

from __future__ import annotations

from catalogue import Catalogue, Differences, Row

from seedkit.factories.infinitepages.models import MODELS
from seedkit.factories.infinitepages.schema import EXTRAS

_DIFFERENCES = Differences(
    defaults={"uuid_generate_v4()": "gen_random_uuid()"},
    constraints=frozenset(
        {
            "credit_packages_stripe_price_id_key",
            "payments_stripe_payment_intent_id_key",
            "story_pricing_story_id_key",
        }
    ),
    indexes=frozenset(
        {
            "idx_ai_usage_logs_chapter_id",
            "idx_cache_rewards_chapter_id",
            "idx_cover_generation_queue_story_id",
            "idx_creator_earnings_reader_id",
            "idx_exports_story_id",
            "idx_exports_user_id",
            "idx_generation_logs_chapter_id",
            "idx_generation_logs_story_id",
            "idx_infinite_pages_cache_story_id",
            "idx_payments_package_id",
            "idx_reading_progress_chapter_id",
            "idx_story_facts_user_id",
            "idx_story_purchases_creator_id",
            "idx_user_library_story_id",
        }
    ),
    access={
        "chapters": {"select": "own:story_id->stories.user_id or free or unlocked"},
        "choice_analytics": {
            "select": "own:story_id->stories.user_id",
            "insert": "none",
            "update": "none",
            "delete": "none",
        },
        "claude_analytics": {"insert": "own:user_id"},
        "error_reports": {"insert": "public reporter:user_id"},
        "stories": {"select": "own:user_id or authenticated:status = 'published' or buyer:id"},
        "story_covers": {"select": "own:story_id->stories.user_id or published:story_id"},
        "story_pricing": {
            "select": "own:creator_id or published:story_id",
            "insert": "author",
            "update": "author",
        },
        "subscription_logs": {"insert": "none"},
    },
    # It refreshes a materialized view that cannot be made while there are no requests.
    functions=frozenset({"refresh_request_dashboard_stats"}),
)

_CONDITIONS = {
    "admin": "exists (select 1 from public.profiles me where me.id = me and me.is_admin)",
    "author": (
        "t.creator_id = me and exists (select 1 from public.stories story "
        "where story.id = t.story_id and story.user_id = me)"
    ),
    "buyer": (
        "t.{column} in (select bought.story_id from public.story_purchases bought where bought.user_id = me)"
    ),
    "free": (
        "exists (select 1 from public.stories story "
        "join public.story_pricing price on price.story_id = story.id "
        "where story.id = t.story_id and story.status = 'published' "
        "and price.is_free_sample and t.chapter_number <= price.free_chapters)"
    ),
    "public reporter": "(t.{column} is null or t.{column} = me)",
    "published": (
        "exists (select 1 from public.stories story where story.id = t.{column} and story.status = 'published')"
    ),
    "unlocked": (
        "exists (select 1 from public.story_purchases bought where bought.story_id = t.story_id "
        "and bought.user_id = me and (bought.purchase_type = 'premium_unlock' "
        "or t.chapter_number = any (bought.chapters_unlocked)))"
    ),
}

# Meanings that the column's name or its check tells.
_PLAIN = (
    "0..100|100..599|JSON|Stripe transfer|arc text|audience|basic or premium|batch|bonus credits|book|book number|"
    "bronze, silver, gold or platinum|bytes|chapter|chapter concerned|chapter text|chapter title|"
    "chapter, bundle or premium_unlock|character|choice point|component|cost|count|device JSON|"
    "draft, in_progress, completed or published|earning creator profile|end|endpoint|error|error text|extra|file size|"
    "flag|foundation, chapter or improvement|foundation, character, cover, chapter or improvement|"
    "free-form extra data|genre|headers|hits|incomplete, pending or active|invoice|kind|last change time|level|list|max|"
    "min|model|model name|number of chapters|operation|operation name|owning profile (= auth.users.id)|page|"
    "pdf, epub, docx or txt|pending, completed or failed|pending, generating, completed or failed|"
    "pending, processing, completed or failed|pending, processing, paid or failed|pending, resolved or ignored|"
    "pending, succeeded, failed or canceled|percent|price|prompt|purchase, spend, earn, bonus or refund|reader|"
    "row creation time|series concerned|series name|session|start|story concerned|"
    "story_read, cache_hit, purchase or creator_bonus|subscription|surrogate key|text|text when failed|thread|tokens|"
    "tokens saved|tokens used|universe, series, book or chapter|want_to_read, reading, completed or dropped"
)


def _rules(row: Row, command: str) -> list[str]:
    """``through`` holds the paths to the owner: ``user_id = jwt.sub; story_id -> stories.user_id = jwt.sub``."""
    paths = [
        p.replace(" ", "") for part in row["through"].split("; ") for p in part.split(" = ")[0].split(" or ")
    ]
    columns = [p for p in paths if p.endswith("id") and "->" not in p]
    parents = [p for p in paths if "->" in p]
    owners = {
        "own": (columns or parents)[:1],
        "creator": [p for p in columns if p == "creator_id"],
        "story author": parents,
    }
    rules = []
    for word in row[command].split("|"):
        if word in owners:
            rules += [f"own:{path}" for path in owners[word]]
        elif word == "public(is_active rows)":
            rules.append("public:is_active=true")
        elif not word.startswith("service"):
            rules.append(word)
    return rules


INFINITEPAGES = Catalogue(
    "infinitepages",
    "Infinite Pages",
    MODELS,
    EXTRAS,
    _DIFFERENCES,
    rules=_rules,
    conditions=_CONDITIONS,
    plain=_PLAIN.split("|"),
)
