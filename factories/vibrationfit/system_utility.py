"""What the product keeps for itself: cached prompts."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import FromPool, InTurn, Json, Key, Moment, Parent, days, this
from seedkit.supabase.factories import UserFactory

from .assessment import AssessmentResultFactory
from .models import PromptSuggestionsCache
from .user_profile import UserProfileFactory
from .vocabulary.categories import CATEGORIES
from .vocabulary.conversations import PROMPT_SUGGESTIONS


class PromptSuggestionsCacheFactory(TableFactory[PromptSuggestionsCache]):
    """Three questions that VIVA would ask about one part of life, kept until the profile changes."""

    class Meta:
        model = PromptSuggestionsCache

    user = Parent(UserFactory)
    profile = None
    assessment = None
    id = Key()
    category_key = InTurn(CATEGORIES)
    suggestions = Json(
        {
            question: FromPool(PROMPT_SUGGESTIONS, question, pick="suggestion", category=this.category_key)
            for question in ("peakExperiences", "whatFeelsAmazing", "whatFeelsBad")
        }
    )
    created_at = Moment(before_now=days(60))
    updated_at = created_at

    of_profile = Trait(profile=Parent(UserProfileFactory, user=this.user))
    of_assessment = Trait(assessment=Parent(AssessmentResultFactory, user=this.user))
