"""The extended profile in all its versions, and the older JSON snapshots (catalog/vibrationfit c4, c5)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import Trait

from seedkit.entropy import I64, below
from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    ArrayOf,
    Choice,
    Flag,
    Json,
    JsonList,
    Key,
    Least,
    Moment,
    Parent,
    Phrase,
    Several,
    Text,
    Token,
    VersionNumber,
    When,
    Whole,
    days,
    hours,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.kept import Kept
from seedkit.fields.rows import Rows
from seedkit.fields.text import phrase_array
from seedkit.supabase.factories import UserFactory

from . import demographics as facts
from .completion import Completion
from .household import HouseholdFactory
from .models import ProfileVersion, UserProfile
from .vocabulary.categories import CATEGORIES
from .vocabulary.journal import VOICE_NOTES
from .vocabulary.lists import AI_TAGS, HOBBIES, VEHICLES, VERSION_NOTES
from .vocabulary.profile import CLARITY, CONTRAST

#: The 18 facts whose share is the completion of a snapshot (catalog/vibrationfit c8).
ASKED = (
    "first_name", "last_name", "email", "phone", "date_of_birth", "gender", "ethnicity", "relationship_status",
    "has_children", "exercise_frequency", "living_situation", "city", "state", "country", "employment_type",
    "occupation", "household_income", "education",
)  # fmt: skip

# Tags that hold whatever the other facts are.
_TAGS = [
    t for t in AI_TAGS if t not in ("new-parent", "empty-nester", "seeking-partner", "debt-free-journey")
]


class Fitting(Phrase):
    """A phrase that the facts of the row allow: ``claims`` are patterns, each with the condition under which it is true."""

    def __init__(self, grammar: Any, rule: Any, claims: Mapping[str, Any]) -> None:
        super().__init__(grammar, rule)
        self.claims = dict(claims)

    def column(self, rows: Rows) -> pa.Array:
        phrases = phrase_array(self.grammar, self.rule)
        claimed, neutral = _claimed(self.grammar, self.rule, tuple(self.claims))
        place = below(rows.draw(self._name, 0), len(phrases))
        other = neutral[below(rows.draw(self._name, "other"), len(neutral))]
        for claim, condition in zip(claimed, self.claims.values(), strict=True):
            if claim.any():
                holds = pc.fill_null(column_of(condition, rows), False).to_numpy(zero_copy_only=False)
                place = np.where(claim[place] & ~holds, other, place)
        return phrases.take(pa.array(place))


@functools.cache
def _claimed(grammar: Any, rule: str, patterns: tuple[str, ...]) -> tuple[list[npt.NDArray[np.bool_]], I64]:
    """Which phrases of a rule make each claim, and the places of those that make none."""
    phrases = phrase_array(grammar, rule)
    found = [pc.match_substring_regex(phrases, p).to_numpy(zero_copy_only=False) for p in patterns]
    return found, np.flatnonzero(~np.any(found, axis=0))


# What a few of the phrases take for granted.
_CLAIMS = {
    "Dating apps|not available": this.relationship_status.equals("Single"),
    "roommates|same argument": ~this.relationship_status.equals("Single"),
    "the kids|my kid": this.has_children,
    "passport has expired": ~this.passport,
}


def _well(category: str) -> Kept:
    return Kept(Fitting(CLARITY, category, _CLAIMS), changes=0.15)


def _not_well(category: str) -> Kept:
    return Kept(Fitting(CONTRAST, category, _CLAIMS), changes=0.15)


class UserProfileFactory(TableFactory[UserProfile]):
    """The active version of somebody's profile, complete; facts about the person are the same in all versions.

    A story gives the household (``household=home``): without one the database makes a solo household.
    """

    class Meta:
        model = UserProfile

    class Params:
        age = facts.AGE
        industry = facts.INDUSTRY
        height_cm = facts.HEIGHT_CM
        body_mass = facts.BODY_MASS

    user = Parent(UserFactory)
    household = None
    parent_version = None
    id = Key()
    created_at = Moment(before_now=days(100), until=days(1))
    updated_at = After(created_at, within=days(14))
    version_number = VersionNumber(within="user", by=created_at)
    is_active = True
    is_draft = False
    version_notes = None
    is_household_admin = When(
        this.household_id.is_null(), False, this.household.admin_user_id.equals(this.user_id)
    )
    allow_shared_tokens = True

    first_name = user.first_name
    last_name = user.last_name
    email = user.email
    phone = facts.PHONE
    profile_picture_url = facts.PICTURE
    date_of_birth = facts.DATE_OF_BIRTH
    gender = facts.GENDER
    ethnicity = facts.ETHNICITY
    relationship_status = facts.RELATIONSHIP_STATUS
    relationship_length = facts.RELATIONSHIP_LENGTH
    partner_name = facts.PARTNER_NAME
    has_children = facts.HAS_CHILDREN
    number_of_children = facts.NUMBER_OF_CHILDREN
    children_ages = facts.CHILDREN_AGES
    units = "US"
    height = facts.HEIGHT
    weight = facts.WEIGHT
    exercise_frequency = facts.EXERCISE_FREQUENCY
    living_situation = facts.LIVING_SITUATION
    time_at_location = facts.TIME_AT_LOCATION
    city = facts.CITY
    state = facts.STATE
    postal_code = facts.POSTAL_CODE
    country = "United States"
    employment_type = facts.EMPLOYMENT_TYPE
    occupation = facts.OCCUPATION
    company = facts.COMPANY
    time_in_role = facts.TIME_IN_ROLE
    currency = "USD"
    household_income = facts.HOUSEHOLD_INCOME
    savings_retirement = facts.SAVINGS_RETIREMENT
    assets_equity = facts.ASSETS_EQUITY
    consumer_debt = facts.CONSUMER_DEBT
    education = facts.EDUCATION
    education_description = facts.EDUCATION_DESCRIPTION

    hobbies = Kept(Several(HOBBIES, 1, 5), changes=0.1)
    leisure_time_weekly = Kept(Choice({"0-5": 26, "6-15": 44, "16-25": 21, "25+": 9}))
    travel_frequency = Kept(Choice({"never": 8, "yearly": 48, "quarterly": 34, "monthly": 10}))
    passport = Kept(Flag(0.62))
    countries_visited = Kept(When(passport, Whole(1, 24), Whole(0, 2)))
    close_friends_count = Kept(Choice({"0": 6, "1-3": 48, "4-8": 36, "9+": 10}))
    social_preference = Kept(Choice({"introvert": 36, "ambivert": 40, "extrovert": 24}))
    lifestyle_category = Kept(Choice({"minimalist": 14, "moderate": 46, "comfortable": 34, "luxury": 6}))
    primary_vehicle = Kept(Choice(VEHICLES))
    spiritual_practice = Kept(Choice({"spiritual": 52, "religious": 24, "secular": 14, "none": 10}))
    meditation_frequency = Kept(
        When(
            spiritual_practice.equals("none"),
            Choice({"never": 7, "rarely": 3}),
            Choice({"never": 12, "rarely": 30, "weekly": 32, "daily": 26}),
        )
    )
    personal_growth_focus = Kept(Flag(0.8))
    volunteer_status = Kept(Choice({"none": 40, "occasional": 36, "regular": 17, "frequent": 7}))
    charitable_giving = Kept(Choice({"none": 22, "<500": 42, "500-2000": 26, "2000+": 10}))
    legacy_mindset = Kept(Flag(0.35))

    clarity_fun = _well("fun")
    clarity_health = _well("health")
    clarity_travel = _well("travel")
    clarity_love = _well("love")
    clarity_family = _well("family")
    clarity_social = _well("social")
    clarity_home = _well("home")
    clarity_work = _well("work")
    clarity_money = _well("money")
    clarity_stuff = _well("stuff")
    clarity_giving = _well("giving")
    clarity_spirituality = _well("spirituality")
    contrast_fun = _not_well("fun")
    contrast_health = _not_well("health")
    contrast_travel = _not_well("travel")
    contrast_love = _not_well("love")
    contrast_family = _not_well("family")
    contrast_social = _not_well("social")
    contrast_home = _not_well("home")
    contrast_work = _not_well("work")
    contrast_money = _not_well("money")
    contrast_stuff = _not_well("stuff")
    contrast_giving = _not_well("giving")
    contrast_spirituality = _not_well("spirituality")
    ai_tags = Json(Kept(Several(_TAGS, 2, 5)))
    story_recordings: list[Any] = []
    progress_photos = None

    solo = Trait(household=Parent(HouseholdFactory, admin_user=this.user, solo=True))
    old = Trait(is_active=False, created_at=Moment(before_now=days(119), until=days(101)))
    revised = Trait(
        parent_version=Parent(lambda: UserProfileFactory, user=this.user, household=this.household, old=True),
        version_number=this.parent_version.version_number + 1,
        version_notes=Choice(VERSION_NOTES[1:]),
    )
    draft = Trait(
        is_active=False,
        is_draft=True,
        created_at=Moment(before_now=days(9), until=hours(1)),
        parent_version=Parent(lambda: UserProfileFactory, user=this.user, household=this.household),
        version_number=this.parent_version.version_number + 1,
    )
    not_sharing = Trait(allow_shared_tokens=False)
    abroad = Trait(
        city=facts.abroad("city"),
        state=facts.abroad("region"),
        postal_code=facts.abroad("postal_code"),
        country=facts.abroad("country"),
        currency=facts.abroad("currency"),
        units="Metric",
        phone=None,
    )
    recorded = Trait(
        story_recordings=JsonList(
            {
                "url": Text("https://media.example.com/stories/{id}/{name}.webm", name=Token("", 8)),
                "transcript": Phrase(VOICE_NOTES, "{}", by=Choice(CATEGORIES)),
                "type": "audio",
                "category": Choice(CATEGORIES),
                "created_at": created_at,
                "duration": Whole(25, 180),
            },
            1,
            3,
        )
    )
    photographed = Trait(
        progress_photos=ArrayOf(
            Text("https://media.example.com/progress/{id}/{name}.jpg", name=Token("", 8)), 1, 3
        )
    )
    started = Trait(
        **dict.fromkeys(
            (
                "phone", "profile_picture_url", "date_of_birth", "gender", "ethnicity", "relationship_status",
                "relationship_length", "partner_name", "number_of_children", "children_ages", "height", "weight",
                "exercise_frequency", "living_situation", "time_at_location", "city", "state", "postal_code",
                "employment_type", "occupation", "company", "time_in_role", "household_income", "savings_retirement",
                "assets_equity", "consumer_debt", "education", "education_description", "leisure_time_weekly",
                "travel_frequency", "close_friends_count", "social_preference", "lifestyle_category", "primary_vehicle",
                "spiritual_practice", "meditation_frequency", "volunteer_status", "charitable_giving", "ai_tags",
                *(f"{side}_{category}" for side in ("clarity", "contrast") for category in CATEGORIES),
            )
        ),
        has_children=False,
        hobbies=[],
        passport=False,
        countries_visited=0,
        personal_growth_focus=False,
        legacy_mindset=False,
    )  # fmt: skip


class ProfileVersionFactory(TableFactory[ProfileVersion]):
    """A snapshot of a profile that was filled in far enough to be kept, in the order of the form."""

    class Meta:
        model = ProfileVersion

    class Params:
        profile = Parent(UserProfileFactory, user=this.user)
        filled = Least(len(ASKED), this.version_number * 3 + Whole(9, 11))

    _said = {name: When(this.filled > place, this.profile[name]) for place, name in enumerate(ASKED)}

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(110), until=days(10))
    updated_at = created_at
    version_number = VersionNumber(within="user", by=created_at)
    profile_data = Json({f"{name}?": fact for name, fact in _said.items()})
    completion_percentage = Completion(*_said.values())
    is_draft = False

    draft = Trait(is_draft=True, filled=Whole(3, 11), updated_at=After(created_at, within=days(3)))
    full = Trait(filled=len(ASKED))
