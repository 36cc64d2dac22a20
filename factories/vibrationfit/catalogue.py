"""The catalogue of the product: plans, prices of AI models and actions, sources of events; loaded once (catalog/vibrationfit, reference rows)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from seedkit.factory import TableFactory
from seedkit.fields import Key, Text

from .models import AiActionTokenOverride, AiModelPricing, MembershipTier, VibrationalEventSource

_LAUNCH = dt.datetime(2020, 1, 6, 9, tzinfo=dt.UTC)


def _tier(
    tier_type: str, name: str, interval: str, features: list[str], **facts: object
) -> dict[str, object]:
    return {"tier_type": tier_type, "name": name, "billing_interval": interval, "features": features, **facts}


class MembershipTierFactory(TableFactory[MembershipTier]):
    """The nine plans; the free one is added because get_user_tier needs it (catalog/vibrationfit d7)."""

    class Meta:
        model = MembershipTier
        natural = ("tier_type",)
        rows = (
            _tier("free", "Free", "month", ["One life vision", "Journal"], viva_tokens_monthly=100, max_visions=1,
                  storage_quota_gb=1, display_order=0, description="Look around and write a first vision."),
            _tier("vision_pro_annual", "Vision Pro Annual", "year",
                  ["Unlimited visions", "VIVA", "Audio sets", "100 GB storage"], annual_token_grant=5_000_000,
                  price_yearly=99_900, display_order=1, is_popular=True, description="A whole year, tokens up front."),
            _tier("vision_pro_28day", "Vision Pro 28-Day", "month",
                  ["Unlimited visions", "VIVA", "Audio sets", "25 GB storage"], monthly_token_grant=375_000,
                  viva_tokens_monthly=375_000, rollover_max_cycles=3, storage_quota_gb=25, price_monthly=9_900,
                  price_yearly=0, display_order=2, description="Four weeks at a time, unused tokens roll over."),
            _tier("vision_pro_household_annual", "Vision Pro Household Annual", "year",
                  ["Two seats included", "Shared tokens", "100 GB storage"], annual_token_grant=5_000_000,
                  price_yearly=99_900, included_seats=2, max_household_members=6, is_household_plan=True,
                  display_order=3, description="A year for the people you live with."),
            _tier("vision_pro_household_28day", "Vision Pro Household 28-Day", "month",
                  ["Two seats included", "Shared tokens", "100 GB storage"], monthly_token_grant=750_000,
                  viva_tokens_monthly=750_000, rollover_max_cycles=3, price_monthly=14_900, price_yearly=0,
                  included_seats=2, max_household_members=6, is_household_plan=True, display_order=4,
                  description="Four weeks for the people you live with."),
            _tier("household_addon_28day", "Household Add-on Member (28-Day)", "month", ["One more seat"],
                  monthly_token_grant=100_000, viva_tokens_monthly=100_000, rollover_max_cycles=3, storage_quota_gb=0,
                  price_monthly=1_900, price_yearly=0, plan_category="addon", is_household_plan=True, display_order=5,
                  description="A seat beyond the two included, for four weeks."),
            _tier("household_addon_annual", "Household Add-on Member (Annual)", "year", ["One more seat"],
                  annual_token_grant=1_200_000, storage_quota_gb=0, price_yearly=19_200, plan_category="addon",
                  is_household_plan=True, display_order=6, description="A seat beyond the two included, for a year."),
            _tier("intensive", "Intensive Program", "one-time", ["Ten guided steps", "Two calls", "56 days of tokens"],
                  monthly_token_grant=1_000_000, storage_quota_gb=25, price_monthly=49_900, price_yearly=0,
                  plan_category="intensive", display_order=7, description="Your first vision, activated in 72 hours."),
            _tier("intensive_household", "Intensive Program (Household)", "one-time",
                  ["Ten guided steps each", "Two calls", "56 days of tokens"], monthly_token_grant=2_000_000,
                  price_monthly=69_900, price_yearly=0, included_seats=2, max_household_members=6,
                  plan_category="intensive", is_household_plan=True, display_order=8,
                  description="The intensive for two."),
        )  # fmt: skip

    id = Key()
    description = None
    is_active = True
    created_at = _LAUNCH
    updated_at = _LAUNCH
    price_monthly = 0
    price_yearly = None
    viva_tokens_monthly = 0
    max_visions = None
    is_popular = False
    stripe_product_id = Text("prod_seedkit_{tier_type}")
    stripe_price_id = Text("price_seedkit_{tier_type}")
    annual_token_grant = 0
    monthly_token_grant = 0
    storage_quota_gb = 100
    included_seats = 1
    max_household_members = None
    rollover_max_cycles = None
    plan_category = "subscription"
    is_household_plan = False
    tier_type = "free"
    name = Text("{tier_type}")
    features: list[str] = []
    billing_interval = "month"
    display_order = 0


def _text(model: str, family: str, per_input: str, per_output: str) -> dict[str, object]:
    return {
        "model_name": model,
        "model_family": family,
        "input_price_per_1k": Decimal(per_input),
        "output_price_per_1k": Decimal(per_output),
    }


def _unit(model: str, family: str, price: str, unit: str) -> dict[str, object]:
    return {"model_name": model, "model_family": family, "price_per_unit": Decimal(price), "unit_type": unit}


class AiModelPricingFactory(TableFactory[AiModelPricing]):
    """What each AI model costs, in dollars per thousand tokens or per unit."""

    class Meta:
        model = AiModelPricing
        natural = ("model_name",)
        rows = (
            _text("gpt-4o", "gpt-4", "0.005", "0.015"),
            _text("gpt-4o-mini", "gpt-4", "0.00015", "0.0006"),
            _text("gpt-4o-2024-11-20", "gpt-4", "0.0025", "0.01"),
            _text("gpt-4-turbo", "gpt-4", "0.01", "0.03"),
            _text("gpt-4", "gpt-4", "0.03", "0.06"),
            _text("gpt-3.5-turbo", "gpt-3.5", "0.0015", "0.002"),
            _text("gpt-5", "gpt-5", "0.01", "0.03"),
            _text("gpt-5-mini", "gpt-5", "0.003", "0.01"),
            _text("gpt-5-nano", "gpt-5", "0.001", "0.003"),
            _unit("whisper-1", "whisper", "0.006", "second"),
            _unit("tts-1", "tts", "0.015", "character"),
            _unit("tts-1-hd", "tts", "0.03", "character"),
            _unit("dall-e-3", "dall-e", "0.04", "image"),
            _unit("dall-e-2", "dall-e", "0.02", "image"),
        )

    id = Key()
    model_name = "gpt-4o"
    provider = "openai"
    model_family = "gpt-4"
    input_price_per_1k = 0
    output_price_per_1k = 0
    price_per_unit = None
    unit_type = None
    is_active = True
    effective_date = _LAUNCH
    notes = None
    created_at = _LAUNCH
    updated_at = _LAUNCH


class AiActionTokenOverrideFactory(TableFactory[AiActionTokenOverride]):
    """What an AI action counts for where the call reports no tokens of its own."""

    class Meta:
        model = AiActionTokenOverride
        natural = ("action_type",)
        born = None
        rows = tuple(
            {"action_type": action, "token_value": value}
            for action, value in {
                "assessment_scoring": 1_000,
                "vision_generation": 4_000,
                "vision_refinement": 2_500,
                "blueprint_generation": 3_000,
                "chat_conversation": 1_500,
                "audio_generation": 5_000,
                "image_generation": 25_000,
                "transcription": 2_000,
                "life_vision_category_summary": 2_000,
                "life_vision_master_assembly": 12_000,
                "prompt_suggestions": 1_000,
                "frequency_flip": 800,
                "vibrational_analysis": 700,
                "viva_scene_generation": 2_500,
                "north_star_reflection": 1_200,
            }.items()
        )

    action_type = "chat_conversation"
    token_value = 1_500
    updated_at = _LAUNCH


def _source(key: str, label: str, description: str, prompt: str | None) -> dict[str, object]:
    analyzer = {"strategy": "analyze", "prompt": prompt} if prompt else {"strategy": "manual"}
    return {"source_key": key, "label": label, "description": description, "analyzer_config": analyzer}


class VibrationalEventSourceFactory(TableFactory[VibrationalEventSource]):
    """The ten kinds of things that an emotional event may come from."""

    class Meta:
        model = VibrationalEventSource
        natural = ("source_key",)
        rows = (
            _source(
                "profile_goes_well",
                "Profile: going well",
                "What a member says goes well",
                "vibrational_analysis",
            ),
            _source(
                "profile_not_well",
                "Profile: not going well",
                "Contrast from the profile",
                "vibrational_analysis",
            ),
            _source("assessment", "Assessment answer", "An answer of the assessment", "vibrational_analysis"),
            _source(
                "vision_paragraph", "Vision paragraph", "A section of a life vision", "vibrational_analysis"
            ),
            _source("scene", "Scene", "A visualization scene", "vibrational_analysis"),
            _source("journal", "Journal entry", "An entry of the journal", "vibrational_analysis"),
            _source("decision", "Decision", "A decision and the feeling behind it", "vibrational_analysis"),
            _source("abundance", "Abundance", "Money or value received", None),
            _source("reflection", "Reflection", "A short reflection on the day", "vibrational_analysis"),
            _source("other", "Other", "Anything else, entered by hand", None),
        )

    id = Key()
    source_key = "other"
    label = Text("{source_key}")
    description = None
    enabled = True
    default_category = None
    field_map = {
        name: f"analysis.{name}" if name not in ("raw_text", "category", "source_id") else name
        for name in (
            "raw_text",
            "category",
            "source_id",
            "emotional_valence",
            "dominant_emotions",
            "intensity",
            "essence_word",
            "is_contrast",
            "summary_in_their_voice",
        )
    }
    analyzer_config = {"strategy": "manual"}
    created_at = _LAUNCH
    updated_at = _LAUNCH
