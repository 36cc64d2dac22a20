"""References that no foreign key guards, and owners that must agree along those that one does."""

from __future__ import annotations

from seedkit.rules import References

from ..models import MODELS
from .declare import RULES, each, never

_SOURCE = "catalog/vibrationfit soft_refs"

#: Table, column, what it names.
PLAIN = (
    ("ai_conversations", "conversation_id", "public.conversation_sessions", "id"),
    ("audio_sets", "variant", "public.audio_variants", "id"),
    ("blueprint_tasks", "linked_journal_entry_id", "public.journal_entries", "id"),
    ("blueprint_tasks", "linked_vision_board_item_id", "public.vision_board_items", "id"),
    ("customer_subscriptions", "stripe_price_id", "public.membership_tiers", "stripe_price_id"),
    ("households", "stripe_subscription_id", "public.customer_subscriptions", "stripe_subscription_id"),
    ("member_profiles", "user_id", "auth.users", "id"),
    ("refinements_backup_20251111", "user_id", "auth.users", "id"),
    ("token_usage", "model_used", "public.ai_model_pricing", "model_name"),
    ("vibrational_events", "source_type", "public.vibrational_event_sources", "source_key"),
    ("video_mapping", "user_id", "auth.users", "id"),
    ("vision_versions_backup_20251111", "user_id", "auth.users", "id"),
)
#: Table, array column, what each item names.
ARRAYS = (
    ("actualization_blueprints", "linked_journal_entries", "public.journal_entries"),
    ("actualization_blueprints", "linked_vision_board_items", "public.vision_board_items"),
)
#: Table, column, the column that says what it names, by its values.
KINDS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (
        "vibrational_events",
        "source_id",
        "source_type",
        {
            "scene": "public.scenes",
            "vision_paragraph": "public.vision_versions",
            "journal": "public.journal_entries",
            "abundance": "public.abundance_events",
        },
    ),
    (
        "ai_usage_logs",
        "related_entity_id",
        "related_entity_type",
        {
            "vision": "public.vision_versions",
            "journal_entry": "public.journal_entries",
            "vision_board_item": "public.vision_board_items",
            "blueprint": "public.actualization_blueprints",
            "assessment": "public.assessment_results",
        },
    ),
    (
        "video_mapping",
        "entry_id",
        "entry_type",
        {"journal_entry": "public.journal_entries", "vision_board_item": "public.vision_board_items"},
    ),
)


LINKS = References(RULES, MODELS, plain=PLAIN, arrays=ARRAYS, kinds=KINDS, source=_SOURCE)

OVERRIDES = each(
    "references.ai_action_token_overrides.action_type",
    "Each flat price is for a kind of usage that token_usage can hold",
    """public.ai_action_token_overrides t cross join (
        select coalesce(string_agg(pg_get_constraintdef(k.oid), ' '), '') as rule
        from pg_catalog.pg_constraint k
        where k.contype = 'c' and k.conrelid = 'public.token_usage'::regclass
          and pg_get_constraintdef(k.oid) like '%action_type%') k""",
    "k.rule = '' or strpos(k.rule, quote_literal(t.action_type)) > 0",
    key="t.action_type",
    ours=None,
    source=_SOURCE,
)

ONE_TIME_PAYMENTS = each(
    "references.payment_history.stripe_payment_intent_id",
    "A payment without a subscription is for a token pack or an intensive, under the same payment intent",
    """public.payment_history t
        left join public.token_transactions k on k.stripe_payment_intent_id = t.stripe_payment_intent_id
        left join public.intensive_purchases i on i.stripe_payment_intent_id = t.stripe_payment_intent_id""",
    "num_nonnulls(k.id, i.id) > 0",
    where="t.subscription_id is null and t.status = 'succeeded' and t.stripe_payment_intent_id is not null",
    show="t.stripe_payment_intent_id, t.description",
    source=_SOURCE,
)

PRICE_OF_PLAN = each(
    "references.customer_subscriptions.plan_price",
    "A subscription's Stripe price is that of its plan",
    "public.customer_subscriptions t join public.membership_tiers m on m.id = t.membership_tier_id",
    "t.stripe_price_id = m.stripe_price_id",
    where="t.stripe_price_id is not null and m.stripe_price_id is not null",
    show="t.stripe_price_id, m.stripe_price_id",
    source=_SOURCE,
)

TRACK_OF_VISION = each(
    "references.audio_tracks.vision_id",
    "A track narrates the vision of its set",
    "public.audio_tracks t join public.audio_sets s on s.id = t.audio_set_id",
    "t.vision_id = s.vision_id",
    show="t.vision_id, s.vision_id",
    source="catalog/vibrationfit constraints",
)

INVITEES = never(
    "references.household_invitations.invited_email",
    "An invitation is addressed to one person: its address belongs to at most one user",
    facts="select count(*) from public.household_invitations t where :ours(t.id)",
    found="""select t.id, t.invited_email, count(*)
        from public.household_invitations t join auth.users u on lower(u.email) = lower(t.invited_email)
        where :ours(t.id) group by t.id, t.invited_email having count(*) > 1""",
    source=_SOURCE,
)

REFERENCES = (
    *LINKS.invariants(),
    OVERRIDES,
    ONE_TIME_PAYMENTS,
    PRICE_OF_PLAN,
    TRACK_OF_VISION,
    INVITEES,
    *LINKS.owner_invariants(),
)
