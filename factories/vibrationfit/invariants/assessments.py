"""Assessments: answers, scores, green lines, which one is active (c3)."""

from __future__ import annotations

from .declare import each, listed

#: The twelve categories of the enum assessment_category.
CATEGORIES = (
    "money", "health", "family", "romance", "social", "business",
    "fun", "travel", "home", "possessions", "giving", "spirituality",
)  # fmt: skip
#: Question sets that depend on the profile, and the category they belong to.
VARIANTS = {
    "family_parents": "family",
    "family_non_parents": "family",
    "romance_single": "romance",
    "romance_relationship": "romance",
    "business_owner": "business",
    "business_employee": "business",
}

_STEM = "left(t.question_id, -2)"
_POINTS = """case when coalesce(r.is_custom_response, false)
    then coalesce(r.custom_response_value, r.response_value) else r.response_value end"""

#: The points of each category that has an answer.
_ANSWERED = f"""
    select r.assessment_id, r.category, sum({_POINTS})::integer as points, count(*) as answers
    from public.assessment_responses r group by r.assessment_id, r.category"""

_SCORED = f"""public.assessment_results t left join (
    select a.assessment_id, count(*) as categories, sum(a.answers) as answers,
           bool_and(a.answers = 7) as sevens, jsonb_object_agg(a.category, a.points) as points
    from ({_ANSWERED}) a group by a.assessment_id) a on a.assessment_id = t.id"""

# Scales: answers 2 to 10 of at most 840 points, or 1 to 5 of at most 420. A category has a twelfth.
_ON_SCALE = "public.assessment_responses t join public.assessment_results r on r.id = t.assessment_id"
_UNIT = "(r.max_possible_score / 420)"
_VALUE = "coalesce(t.custom_response_value, t.response_value)"


def _line(value: str) -> str:
    return f"case when {value} >= 4 * {_UNIT} then 'above' when {value} >= 3 * {_UNIT} then 'neutral' else 'below' end"


_FITS_PROFILE = f"""case {_STEM}
    when 'family_parents' then coalesce(p.has_children, false)
    when 'family_non_parents' then not coalesce(p.has_children, false)
    when 'romance_single' then coalesce(p.relationship_status, 'Single') = 'Single'
    when 'romance_relationship' then p.relationship_status <> 'Single'
    when 'business_owner' then p.employment_type in ('Business Owner', 'Contractor/Freelancer')
    when 'business_employee' then p.employment_type is distinct from 'Business Owner'
end"""

ASSESSMENTS = (
    each(
        "c3.complete",
        "A completed assessment has 84 answers, seven in each of twelve categories",
        _SCORED,
        "a.answers = 84 and a.categories = 12 and a.sevens",
        where="t.status = 'completed'",
        show="a.answers, a.categories",
    ),
    each(
        "c3.question",
        "A question id is its category, or the variant of it that fits the profile, and a number from 1 to 7",
        "public.assessment_responses t",
        f"""right(t.question_id, 2) in {listed(f"_{n}" for n in range(1, 8))} and ({_STEM} = t.category::text
            or (t.category::text, {_STEM}) in ({", ".join(f"('{c}', '{v}')" for v, c in VARIANTS.items())}))""",
        show="t.category, t.question_id",
    ),
    each(
        "c3.variant",
        "Questions about family, romance and business are those for parents or not, singles or couples, owners or employees, as the profile says",
        """public.assessment_responses t
            join public.assessment_results r on r.id = t.assessment_id
            join public.user_profiles p on p.id = r.profile_version_id""",
        _FITS_PROFILE,
        where=f"{_STEM} in {listed(VARIANTS)}",
        show="t.question_id, p.has_children, p.relationship_status, p.employment_type",
    ),
    each(
        "c3.scale",
        "An assessment is out of 840 points, or of 420",
        "public.assessment_results t",
        "t.max_possible_score in (840, 420)",
        show="t.max_possible_score",
    ),
    each(
        "c3.answer",
        "Answers are 2, 4, 6, 8 or 10 where 840 points can be had, 1 to 5 where 420; one in own words may be 0 until it is judged",
        _ON_SCALE,
        f"""mod({_VALUE}, {_UNIT}) = 0 and {_VALUE} between
            case when t.is_custom_response then 0 else {_UNIT} end and 5 * {_UNIT}""",
        where="r.max_possible_score in (840, 420)",
        show="r.max_possible_score, t.response_value, t.custom_response_value",
    ),
    each(
        "c3.category_scores",
        "category_scores holds the sum of the answers of each category",
        _SCORED,
        "coalesce(t.category_scores, '{}') = coalesce(a.points, '{}')",
        show="t.category_scores, a.points",
    ),
    each(
        "c3.category_range",
        "Each of the twelve scores of a completed assessment is between a fifth and all of a category's points",
        """public.assessment_results t cross join lateral (
            select count(*) as categories, min(value::numeric) as low, max(value::numeric) as high
            from jsonb_each_text(coalesce(t.category_scores, '{}'))) s""",
        "s.categories = 12 and s.low >= t.max_possible_score / 60 and s.high <= t.max_possible_score / 12",
        where="t.status = 'completed'",
        show="s.categories, s.low, s.high",
    ),
    each(
        "c3.total",
        "The total is the sum of the category scores",
        """public.assessment_results t cross join lateral (
            select coalesce(sum(value::numeric), 0) as due
            from jsonb_each_text(coalesce(t.category_scores, '{}'))) s""",
        "coalesce(t.total_score, 0) = s.due",
        show="t.total_score, s.due",
    ),
    each(
        "c3.percentage",
        "overall_percentage is the share of the possible points, rounded",
        "public.assessment_results t",
        "coalesce(t.overall_percentage, 0) = round(100.0 * coalesce(t.total_score, 0) / t.max_possible_score)",
        where="t.max_possible_score > 0",
        show="t.total_score, t.max_possible_score, t.overall_percentage",
    ),
    each(
        "c3.total_range",
        "The total lies between 0 and the possible points",
        "public.assessment_results t",
        "t.total_score between 0 and t.max_possible_score",
        where="t.total_score is not null",
        show="t.total_score, t.max_possible_score",
    ),
    each(
        "c3.green_line",
        "A category is above the green line from 80 percent, in transition from 60, else below",
        """public.assessment_results t cross join lateral (
            select coalesce(jsonb_object_agg(key, case
                when value::numeric * 1200 >= 80 * t.max_possible_score then 'above'
                when value::numeric * 1200 >= 60 * t.max_possible_score then 'transition'
                else 'below' end), '{}') as due
            from jsonb_each_text(coalesce(t.category_scores, '{}'))) s""",
        "coalesce(t.green_line_status, '{}') = s.due",
        show="t.green_line_status, s.due",
    ),
    each(
        "c3.answer_line",
        "Of the five answers the best two are above the green line, the middle one neutral, the lowest two below",
        _ON_SCALE,
        f"t.green_line = {_line('t.response_value')}",
        where="not coalesce(t.is_custom_response, false)",
        show="r.max_possible_score, t.response_value, t.green_line",
    ),
    each(
        "c3.judged_line",
        "An answer in own words is above the green line, neutral or below as its judged points are",
        _ON_SCALE,
        f"t.ai_green_line = {_line('t.custom_response_value')}",
        where="t.is_custom_response and t.custom_response_value > 0",
        show="r.max_possible_score, t.custom_response_value, t.ai_green_line",
    ),
    each(
        "c3.one_active",
        "Nobody has two active assessments",
        "(select user_id, count(*) filter (where is_active) as active from public.assessment_results group by user_id) t",
        "t.active <= 1",
        key="t.user_id",
        ours="t.user_id",
        show="t.active",
    ),
    each(
        "c3.one_draft",
        "Nobody has two assessments in progress",
        "(select user_id, count(*) filter (where is_draft) as drafts from public.assessment_results group by user_id) t",
        "t.drafts <= 1",
        key="t.user_id",
        ours="t.user_id",
        show="t.drafts",
    ),
    each(
        "c3.state",
        "An assessment in progress is a draft that was started and is not active; a completed one is no draft and says when; one not started is not active",
        "public.assessment_results t",
        """case t.status
            when 'in_progress' then t.is_draft and not t.is_active and t.started_at is not null and t.completed_at is null
            when 'completed' then not t.is_draft and t.completed_at is not null
            else not t.is_active and t.completed_at is null end""",
        show="t.status, t.is_draft, t.is_active, t.started_at, t.completed_at",
    ),
    each(
        "c3.newest_active",
        "Of somebody's completed assessments the newest is active, and only that",
        """(select id, is_active, row_number() over (partition by user_id order by completed_at desc, created_at desc) = 1 as newest
            from public.assessment_results where status = 'completed') t""",
        "t.is_active = t.newest",
        show="t.is_active, t.newest",
    ),
)
