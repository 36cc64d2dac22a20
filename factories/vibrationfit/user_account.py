"""The basic rows of an account: profile, storage quota, counters, writing voice, the older profile."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from factory.declarations import Trait

from seedkit.entropy import I64
from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    Choice,
    Count,
    Field,
    Json,
    Key,
    Max,
    Moment,
    Now,
    OfUser,
    Parent,
    Several,
    Sum,
    Whole,
    days,
    this,
)
from seedkit.fields.rows import Rows
from seedkit.supabase.factories import UserFactory
from seedkit.types import numbers

from . import demographics as facts
from .journal_daily import JournalEntryFactory
from .life_vision import VisionBoardItemFactory, VisionVersionFactory
from .models import MemberProfile, Profile, UserStats, UserStorage, VoiceProfile
from .token_billing import CustomerSubscriptionFactory
from .token_usage import TokenUsageFactory
from .vocabulary.lists import FORBIDDEN_STYLES, SAMPLE_PHRASES, STYLE_LABELS


class ProfileFactory(TableFactory[Profile]):
    """The profile that the sign-up trigger makes; the key is the user's own id."""

    class Meta:
        model = Profile
        adopted_by = ("id",)

    user = Parent(UserFactory)
    email = user.email
    full_name = user.full_name
    membership_level = "free"
    membership_tier = None
    created_at = user.created_at
    updated_at = user.created_at
    vibe_assistant_tokens_used = 0
    vibe_assistant_tokens_remaining = 0
    vibe_assistant_monthly_reset_date = After(user.created_at, within=days(30), least=days(30), future=True)
    vibe_assistant_total_cost = 0
    vibe_assistant_allowance_reset_count = 0


class Streak(Field):
    """Days in a row, up to the last one, on which the user wrote in the journal (catalog/vibrationfit c8)."""

    def column(self, rows: Rows) -> I64:
        streak = np.zeros(len(rows), dtype=np.int64)
        # Owner and day as one number: a day since 1970 takes no more than 32 bits.
        found = [
            (index << 32 | numbers(child.column("date").cast(pa.int32())))[index >= 0]
            for child, index in rows.children(JournalEntryFactory)
        ]
        written = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
        owner, day = written >> 32, written & 0xFFFFFFFF
        # Runs of consecutive days share the difference of day and place; the last run of an owner counts.
        breaks = np.flatnonzero(np.diff(owner) | (np.diff(day) != 1))
        starts = np.concatenate([[0], breaks + 1]).astype(np.int64)
        ends = np.concatenate([breaks + 1, [len(owner)]]).astype(np.int64)
        if len(owner):
            streak[owner[starts]] = ends - starts
        return streak


class UserStatsFactory(TableFactory[UserStats]):
    """What the user has done so far, counted from the user's own rows."""

    class Meta:
        model = UserStats
        born = "updated_at"

    user = Parent(UserFactory)
    total_journal_entries = OfUser(Count(lambda: JournalEntryFactory))
    journal_streak = OfUser(Streak())
    last_journal_date = OfUser(Max(lambda: JournalEntryFactory.date))
    total_visions = OfUser(Count(lambda: VisionVersionFactory))
    current_vision_version = OfUser(
        Max(lambda: VisionVersionFactory.version_number, where=this.is_active)
    ).or_else(0)
    total_creations = OfUser(Count(lambda: VisionBoardItemFactory))
    actualized_creations = OfUser(
        Count(lambda: VisionBoardItemFactory, where=this.status.equals("actualized"))
    )
    total_ai_calls = OfUser(Count(lambda: TokenUsageFactory))
    total_tokens_used = OfUser(Sum(lambda: TokenUsageFactory.tokens_used))
    estimated_ai_cost = OfUser(Sum(lambda: TokenUsageFactory.calculated_cost_cents)) / 100
    updated_at = Now()


class UserStorageFactory(TableFactory[UserStorage]):
    """The quota that comes with a subscription; the quota of a user is the sum of the grants (catalog/vibrationfit c6)."""

    class Meta:
        model = UserStorage
        born = "granted_at"

    user = Parent(UserFactory)
    subscription = Parent(CustomerSubscriptionFactory, user=this.user)
    id = Key()
    quota_gb = subscription.membership_tier.storage_quota_gb
    granted_at = subscription.created_at
    created_at = granted_at
    metadata_ = Json(
        {
            "tier_id": subscription.membership_tier_id,
            "tier_type": subscription.membership_tier.tier_type,
            "granted_at": granted_at,
        }
    )

    free = Trait(
        subscription=None,
        quota_gb=1,
        granted_at=this.user.created_at,
        metadata_=Json({"tier_type": "free", "granted_at": this.granted_at}),
    )
    given = Trait(
        subscription=None,
        quota_gb=Whole(1, 10) * 5,
        granted_at=Moment(before_now=days(60)),
        metadata_=Json(
            {
                "admin_action": "storage_grant",
                "adjusted_by": "support@example.com",
                "reason": Choice(["Goodwill after the outage", "Beta feedback", "Long recordings"]),
            }
        ),
    )


class VoiceProfileFactory(TableFactory[VoiceProfile]):
    """How VIVA writes for the user, found by the quiz; the active one."""

    class Meta:
        model = VoiceProfile

    user = Parent(UserFactory)
    id = Key()
    word_flow = Choice({"simple_direct": 3, "balanced_expressive": 5, "lyrical_reflective": 2})
    emotional_range = Choice({"grounded": 3, "warm_genuine": 5, "passionate_vibrant": 2})
    detail_level = Choice({"clean_focused": 3, "sensory_balanced": 5, "immersive_cinematic": 2})
    energy_tempo = Choice({"steady_measured": 4, "upbeat_flowing": 4, "spirited_fast": 2})
    woo_level = Choice({1: 3, 2: 5, 3: 2})
    humor_personality = Choice({"grounded_sincere": 3, "lighthearted_approachable": 5, "playful_bold": 2})
    speech_rhythm = Choice({"neutral": 4, "warm_conversational": 5, "distinct_rooted": 1})
    emotional_intensity_preference = Choice({"low": 2, "medium": 5, "high": 3})
    narrative_preference = Choice({"short_affirmations": 3, "compact_scenes": 4, "story_mode": 3})
    depth_preference = Choice({"surface_light": 2, "balanced": 5, "deep_reflective": 3})
    style_label = Choice(STYLE_LABELS)
    forbidden_styles = Several(FORBIDDEN_STYLES, 0, 3)
    sample_phrases = Several(SAMPLE_PHRASES, 1, 3)
    source = "quiz"
    created_at = Moment(before_now=days(110), until=days(1))
    updated_at = created_at
    last_refined_at = None
    is_active = True

    inactive = Trait(is_active=False)
    analyzed = Trait(source="ai_analysis")
    refined = Trait(
        source=Choice({"hybrid": 6, "manual_edit": 4}),
        last_refined_at=After(this.created_at, within=days(40)),
        updated_at=this.last_refined_at,
    )
    brief = Trait(
        style_label=None,
        forbidden_styles=None,
        sample_phrases=None,
        emotional_intensity_preference=None,
        narrative_preference=None,
        depth_preference=None,
    )


class MemberProfileFactory(TableFactory[MemberProfile]):
    """The older profile of a person, which today's profile versions agree with."""

    class Meta:
        model = MemberProfile

    class Params:
        age = facts.AGE
        height_cm = facts.HEIGHT_CM
        body_mass = facts.BODY_MASS
        number_of_children = facts.NUMBER_OF_CHILDREN
        industry = facts.INDUSTRY

    user = Parent(UserFactory)
    id = Key()
    date_of_birth = facts.DATE_OF_BIRTH
    gender = facts.GENDER
    ethnicity = facts.ETHNICITY
    profile_picture_url = facts.PICTURE
    relationship_status = facts.RELATIONSHIP_STATUS
    relationship_length = facts.RELATIONSHIP_LENGTH
    has_children = facts.HAS_CHILDREN
    children_count = this.number_of_children
    children_ages = facts.CHILDREN_AGES
    units = "US"
    height = facts.HEIGHT
    weight = facts.WEIGHT
    exercise_frequency = facts.EXERCISE_FREQUENCY
    living_situation = facts.LIVING_SITUATION
    time_at_location = facts.TIME_AT_LOCATION
    city = facts.CITY
    state = facts.STATE
    zip_code = facts.POSTAL_CODE
    country = "United States"
    employment_type = facts.EMPLOYMENT_TYPE
    occupation = facts.OCCUPATION
    company_name = facts.COMPANY
    time_in_role = facts.TIME_IN_ROLE
    currency = "USD"
    household_income = facts.HOUSEHOLD_INCOME
    savings_retirement = facts.SAVINGS_RETIREMENT
    assets_equity = facts.ASSETS_EQUITY
    consumer_debt = facts.CONSUMER_DEBT
    created_at = Moment(before_now=days(119), until=days(110))
    updated_at = After(created_at, within=days(30))

    abroad = Trait(
        units="Metric",
        city=facts.abroad("city"),
        state=facts.abroad("region"),
        zip_code=facts.abroad("postal_code"),
        country=facts.abroad("country"),
        currency=facts.abroad("currency"),
    )
    unfinished = Trait(
        **dict.fromkeys(
            ("employment_type", "occupation", "company_name", "time_in_role", "currency", "household_income",
             "savings_retirement", "assets_equity", "consumer_debt", "profile_picture_url", "ethnicity", "height",
             "weight", "exercise_frequency", "living_situation", "time_at_location", "relationship_status",
             "has_children", "children_count", "children_ages", "date_of_birth", "gender")
        )
    )  # fmt: skip
