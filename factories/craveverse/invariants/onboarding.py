"""Signing up and answering the quiz (c1), and who may open the admin pages (b11)."""

from __future__ import annotations

from ..vocabulary import ONBOARDING_EVENTS, QUIZ_QUESTIONS, QUIZ_VALUES
from .declare import each, listed

_STEPS = "array[" + ", ".join(f"'{event}'" for event, *_ in ONBOARDING_EVENTS) + "]"
_FIRST = f"""select distinct on (user_id, event) id, user_id, event, created_at, array_position({_STEPS}, event) as step
    from public.journey_events where event = any({_STEPS}) order by user_id, event, created_at"""

# What onboarding writes into the preferences, and the two places that read it (b14).
_PLACES = "(t.responses, t.derived_preferences)"
_WRITTEN = "(u.preferences #> '{onboarding,quizAnswers}', u.preferences #> '{onboarding,personalization}')"
_READ = "(u.preferences -> 'quizAnswers', u.preferences -> 'personalization')"

_QUIZ = "public.user_quiz_responses t join public.users u on u.id = t.user_id"


def _answered() -> str:
    """Every answer, or every item of one, is a value that the quiz of the craving offers."""
    offered = " or ".join(
        f"(u.primary_craving = '{craving}' and a.key = '{question}' and a.said in {listed(values)})"
        for craving, quiz in QUIZ_VALUES.items()
        for question, values in quiz.items()
    )
    return f"""not exists (select from (
        select e.key, jsonb_path_query(e.value, 'lax $[*]') #>> '{{}}' as said from jsonb_each(t.responses) e) a
        where ({offered}) is not true)"""


ONBOARDING = (
    each(
        "c1.newbie",
        "A newbie has chosen, answered, earned and paid nothing yet",
        "public.users t",
        """t.onboarding_completed_at is null and t.primary_craving is null and t.current_level = 1
            and (t.xp, t.cravecoins, t.streak_count) = (0, 0, 0) and t.subscription_tier = 'free'
            and t.plan_id in ('free', 'admin')
            and not exists (select from public.user_quiz_responses q where q.user_id = t.id)""",
        where="t.is_newbie",
        show="t.onboarding_completed_at, t.primary_craving, t.current_level, t.xp, t.cravecoins, t.plan_id",
    ),
    each(
        "c1.finished",
        "Whoever is no newbie has chosen a craving, knows when, and answered edition v1 of the quiz",
        "public.users t",
        """t.onboarding_completed_at is not null and t.primary_craving is not null and exists (
            select from public.user_quiz_responses q where q.user_id = t.id and q.quiz_version = 'v1')""",
        where="not t.is_newbie",
        show="t.onboarding_completed_at, t.primary_craving",
    ),
    each(
        "c1.answers",
        "The answers and what follows from them stand in the quiz and in the preferences alike",
        _QUIZ,
        f"{_PLACES} = {_WRITTEN} and u.preferences #>> '{{onboarding,quizVersion}}' = t.quiz_version",
        where="t.quiz_version = 'v1'",
        show="t.responses, u.preferences #> '{onboarding,quizAnswers}'",
    ),
    each(
        "c1.both_places",
        "Answers and personalization stand in the preferences twice, equally: where they are written and where they are read",
        _QUIZ,
        f"{_WRITTEN} = {_READ}",
        where="t.quiz_version = 'v1'",
        show="u.preferences -> 'quizAnswers'",
        source="catalog/craveverse b14",
    ),
    each(
        "c1.completed_at",
        "The preferences know the moment at which onboarding was finished",
        "public.users t",
        "(t.preferences #>> '{onboarding,completedAt}')::timestamptz = t.onboarding_completed_at",
        where="not t.is_newbie",
        show="t.onboarding_completed_at, t.preferences #>> '{onboarding,completedAt}'",
    ),
    each(
        "c1.questions",
        "A quiz has one answer to each of its five questions",
        "public.user_quiz_responses t",
        f"""(select array_agg(key order by key) from jsonb_object_keys(t.responses) key)
            = array[{", ".join(f"'{name}'" for name in sorted(QUIZ_QUESTIONS))}]""",
        show="t.responses",
    ),
    each(
        "c1.values",
        "Every answer is one that the quiz of the chosen craving offers",
        _QUIZ,
        _answered(),
        show="u.primary_craving, t.responses",
        source="catalog/craveverse enums",
    ),
    each(
        "c1.steps",
        "The events of an onboarding come one after the other",
        f"({_FIRST}) t join ({_FIRST}) later on later.user_id = t.user_id and later.step > t.step",
        "later.created_at > t.created_at",
        show="t.event, t.created_at, later.event, later.created_at",
    ),
    each(
        "c1.phases",
        "Each event of an onboarding has its phase",
        "public.journey_events t",
        "t.phase = case t.event "
        + " ".join(f"when '{event}' then '{phase}'" for event, phase, _ in ONBOARDING_EVENTS)
        + " end",
        where=f"t.event = any({_STEPS})",
        show="t.event, t.phase",
    ),
    each(
        "c1.saved",
        "The server's event says that onboarding succeeded, at the moment that the account knows",
        "public.journey_events t join public.users u on u.id = t.user_id",
        "t.success and t.created_at = u.onboarding_completed_at",
        where="t.event = 'onboarding_complete_server' and t.success is distinct from false",
        show="t.created_at, u.onboarding_completed_at",
    ),
    each(
        "c1.submitted",
        "The event of a submission says how long it took",
        "public.journey_events t",
        "t.duration_ms >= 0",
        where="t.event = 'onboarding_completion_submit'",
        show="t.duration_ms",
    ),
    each(
        "b11.admins",
        "Whoever has the plan of an admin is one of the admins, since each admin page asks another of the two",
        "public.users t",
        "exists (select from public.admin_users a where a.clerk_user_id = t.clerk_user_id)",
        where="t.plan_id = 'admin'",
        show="t.clerk_user_id",
    ),
)
