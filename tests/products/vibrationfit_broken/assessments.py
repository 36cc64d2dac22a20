"""Breaking what is promised of assessments (c3)."""

from __future__ import annotations

_DONE = "where status = 'completed'"

ASSESSMENTS = {
    "c3.complete": [
        "delete from public.assessment_responses where question_id = 'fun_2'",
        "delete from public.assessment_responses where category = 'money'",
    ],
    "c3.question": [
        "update public.assessment_responses set question_id = 'fun_8' where question_id = 'fun_1'",
        "update public.assessment_responses set question_id = 'romance_parents_1' where question_id = 'romance_single_1'",
    ],
    "c3.variant": [
        "update public.user_profiles set has_children = false",
        "update public.user_profiles set relationship_status = 'Married'",
        "update public.assessment_responses set question_id = 'business_owner_1' where question_id = 'business_1'",
    ],
    "c3.scale": ["update public.assessment_results set max_possible_score = 1000"],
    "c3.answer": [
        "update public.assessment_responses set response_value = 3 where response_value = 4",
        "update public.assessment_responses set custom_response_value = 11 where is_custom_response",
        "alter table public.assessment_results drop constraint valid_scores; update public.assessment_results set max_possible_score = 420",
    ],
    "c3.category_scores": [
        f"update public.assessment_results set category_scores = jsonb_set(category_scores, '{{fun}}', '1') {_DONE}",
        "delete from public.assessment_responses where category = 'money'",
    ],
    "c3.category_range": [
        f"update public.assessment_results set category_scores = category_scores - 'fun' {_DONE}",
        f"update public.assessment_results set category_scores = jsonb_set(category_scores, '{{fun}}', '71') {_DONE}",
    ],
    "c3.total": [f"update public.assessment_results set total_score = total_score + 1 {_DONE}"],
    "c3.percentage": ["update public.assessment_results set overall_percentage = overall_percentage + 1"],
    "c3.total_range": [
        "alter table public.assessment_results drop constraint valid_scores;"
        " update public.assessment_results set total_score = max_possible_score + 1"
    ],
    "c3.green_line": [
        f"update public.assessment_results set green_line_status = green_line_status - 'fun' {_DONE}",
        "update public.assessment_results set max_possible_score = 840, green_line_status = jsonb_set(green_line_status, '{fun}', '\"above\"'),"
        " category_scores = jsonb_set(category_scores, '{fun}', '55') where is_active",
    ],
    "c3.answer_line": [
        "update public.assessment_responses set green_line = 'above' where green_line = 'neutral'"
    ],
    "c3.judged_line": ["update public.assessment_responses set ai_green_line = null"],
    "c3.one_active": [
        "drop index public.unique_active_assessment_per_user; update public.assessment_results set is_active = true"
    ],
    "c3.one_draft": [
        "drop index public.unique_draft_assessment_per_user; update public.assessment_results set is_draft = true"
    ],
    "c3.state": [
        "update public.assessment_results set started_at = null where status = 'in_progress'",
        "update public.assessment_results set is_draft = false where status = 'in_progress'",
        "update public.assessment_results set completed_at = null where status = 'completed'",
        "update public.assessment_results set is_active = true where status = 'not_started'",
    ],
    "c3.newest_active": [
        "update public.assessment_results set is_active = false",
        "update public.assessment_results set completed_at = '2025-11-05' where max_possible_score = 420",
    ],
}
