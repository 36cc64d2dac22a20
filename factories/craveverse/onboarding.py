"""The quiz that a newcomer answers (catalog/craveverse c1)."""

from __future__ import annotations

from seedkit.factory import TableFactory
from seedkit.fields import Key

from .documents import Part
from .identity import player
from .models import UserQuizResponse


class UserQuizResponseFactory(TableFactory[UserQuizResponse]):
    """The answers and the plan that followed from them, as the account's preferences have them too."""

    class Meta:
        model = UserQuizResponse

    user = player()
    id = Key()
    quiz_version = "v1"
    responses = Part(user.preferences, "quizAnswers")
    derived_preferences = Part(user.preferences, "personalization")
    created_at = user.onboarding_completed_at
    updated_at = created_at
