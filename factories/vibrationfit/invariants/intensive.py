"""The intensive programme: what is bought, its ten steps, what they leave behind (c7)."""

from __future__ import annotations

from itertools import pairwise

from .declare import each, never

#: The ten steps in order; each has a flag and the moment it was done.
STEPS = (
    "profile_completed",
    "assessment_completed",
    "call_scheduled",
    "vision_built",
    "vision_refined",
    "audio_generated",
    "vision_board_completed",
    "first_journal_entry",
    "calibration_call_completed",
    "activation_protocol_completed",
)
#: What a done step leaves behind: rows of the same user.
TRACES = {
    "profile_completed": ("an active profile", "public.user_profiles", "is_active"),
    "assessment_completed": ("a completed assessment", "public.assessment_results", "status = 'completed'"),
    "vision_built": ("a vision", "public.vision_versions", "not coalesce(is_draft, false)"),
    "audio_generated": ("an audio set", "public.audio_sets", "true"),
    "first_journal_entry": ("a journal entry", "public.journal_entries", "true"),
}
#: Flags of an older checklist that check_intensive_completion still reads.
DEPRECATED = (
    "intake_completed",
    "builder_session_completed",
    "calibration_attended",
    "activation_protocol_started",
)

_DONE = " + ".join(f"coalesce(t.{step}, false)::integer" for step in STEPS)
_FINISHED = f"{_DONE} = 10"

_IN_ORDER = " and ".join(
    f"(coalesce(t.{before}, false) or not coalesce(t.{after}, false))" for before, after in pairwise(STEPS)
)
_DATED = " and ".join(f"(t.{step}_at is not null) = coalesce(t.{step}, false)" for step in STEPS)
_ASCENDING = " and ".join(
    f"coalesce(t.{before}_at <= t.{after}_at, true)" for before, after in pairwise(STEPS)
)
_SHOWN = ", ".join(f"t.{step}" for step in STEPS)

#: Cents of one instalment and of all of them, by payment plan; an intensive bought with a coupon is free.
_AMOUNTS = """case t.payment_plan
    when 'full' then t.amount in (49900, 69900, 0)
    when '2pay' then t.amount in (24950, 49900, 34950, 69900, 0)
    when '3pay' then t.amount in (16633, 49899, 23300, 69900, 0) end"""

_CHECKLIST = "public.intensive_checklist t"
_PURCHASE = "public.intensive_purchases t"

INTENSIVE = (
    never(
        "c7.one_checklist",
        "Each intensive purchase has one checklist, of the same user",
        facts=f"select count(*) from {_PURCHASE} where :ours(t.id)",
        found=f"""select t.id, count(c.id) from {_PURCHASE}
            left join public.intensive_checklist c on c.intensive_id = t.id and c.user_id = t.user_id
            where :ours(t.id) group by t.id having count(c.id) <> 1""",
    ),
    each(
        "c7.order",
        "No step of the intensive is done before the one it follows",
        _CHECKLIST,
        _IN_ORDER,
        show=_SHOWN,
    ),
    each(
        "c7.dated",
        "A step of the intensive says when it was done, and only then",
        _CHECKLIST,
        _DATED,
        show=_SHOWN,
    ),
    each(
        "c7.ascending",
        "The moments of the ten steps ascend",
        _CHECKLIST,
        _ASCENDING,
        show=", ".join(f"t.{step}_at" for step in STEPS),
    ),
    each(
        "c7.amount",
        "An intensive costs 499 dollars, in two parts of 249.50 or three of 166.33; 699 for a household; nothing with a coupon",
        _PURCHASE,
        _AMOUNTS,
        show="t.payment_plan, t.amount",
    ),
    each(
        "c7.installments",
        "The payment plan says how many instalments there are; the first is paid at purchase",
        _PURCHASE,
        """t.installments_total = case t.payment_plan when 'full' then 1 when '2pay' then 2 else 3 end
            and t.installments_paid between 1 and t.installments_total""",
        show="t.payment_plan, t.installments_paid, t.installments_total",
    ),
    each(
        "c7.deadline",
        "The activation deadline is 72 hours after the purchase",
        _PURCHASE,
        "t.activation_deadline = t.created_at + interval '72 hours'",
        show="t.created_at, t.activation_deadline",
    ),
    each(
        "c7.completion",
        "A purchase is completed only when all ten steps are done",
        f"""(select p.id, p.completion_status, {_DONE} as done
            from public.intensive_purchases p join {_CHECKLIST} on t.intensive_id = p.id) t""",
        "t.done = 10",
        where="t.completion_status = 'completed'",
        show="t.completion_status, t.done",
    ),
    *(
        each(
            f"c7.{step}",
            f"Who has done the step {step} has {what}",
            f"{_CHECKLIST} left join (select user_id, count(*) as rows from {table} where {kind} group by 1) r on r.user_id = t.user_id",
            "r.rows > 0",
            where=f"t.{step}",
            show="t.user_id",
        )
        for step, (what, table, kind) in TRACES.items()
    ),
    each(
        "c7.vision_board_completed",
        "Who has done the step vision_board_completed has board items in all twelve categories",
        f"""{_CHECKLIST} left join (
            select b.user_id, count(distinct category) as categories
            from public.vision_board_items b cross join lateral unnest(b.categories) category group by 1) r
            on r.user_id = t.user_id""",
        "r.categories >= 12",
        where="t.vision_board_completed",
        show="t.user_id, r.categories",
    ),
    each(
        "c7.trial",
        "Who has finished the intensive has had a subscription with a trial of 56 days",
        f"""{_CHECKLIST} left join (
            select user_id, count(*) as trials from public.customer_subscriptions
            where extract(epoch from trial_end - trial_start) = 56 * 86400 group by 1) s on s.user_id = t.user_id""",
        "s.trials > 0",
        where=_FINISHED,
        show="t.user_id",
    ),
    each(
        "c7.trial_grant",
        "Who has finished the intensive has had its trial grant",
        f"""{_CHECKLIST} left join (
            select user_id, count(*) as grants from public.token_transactions
            where action_type = 'trial_grant' group by 1) g on g.user_id = t.user_id""",
        "g.grants > 0",
        where=_FINISHED,
        show="t.user_id",
    ),
    each(
        "c7.older_flags",
        "A finished intensive has the older flags set that check_intensive_completion reads",
        _CHECKLIST,
        " and ".join(f"t.{flag}" for flag in DEPRECATED),
        where=_FINISHED,
        show=", ".join(f"t.{flag}" for flag in DEPRECATED),
    ),
)
