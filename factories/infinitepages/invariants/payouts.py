"""Payouts: running totals, batches over everybody, the creators in them, statements (c7).

What is settled is what was not refused: the parts of batches, and payouts on demand, which are the
ones whose transfer no part of a batch has. A refused amount stays owed.
"""

from __future__ import annotations

from .declare import each, load_of, never

#: Who is owed less waits for the next month, in USD.
THRESHOLD = "25.00"

_ON_DEMAND = """select p.id, p.creator_id, p.amount_usd, p.created_at from public.payouts p
    where p.status <> 'failed' and p.stripe_transfer_id is not null and not exists (
        select from public.individual_payouts i
        where i.creator_id = p.creator_id and i.stripe_transfer_id = p.stripe_transfer_id)"""

_SETTLED = f"""select i.creator_id, i.amount_usd, b.created_at from public.individual_payouts i
    join public.monthly_payout_batches b on b.id = i.batch_id where i.status <> 'failed'
    union all select d.creator_id, d.amount_usd, d.created_at from ({_ON_DEMAND}) d"""


def _owed(creator: str, until: str, name: str = "owed") -> str:
    """SQL: what a creator has earned up to a moment and was not paid before it, as ``<name>.usd``."""
    return f"""lateral (
        select coalesce((select sum(e.usd_equivalent) from public.creator_earnings e
                         where e.creator_id = {creator} and e.created_at <= {until}), 0)
             - coalesce((select sum(s.amount_usd) from ({_SETTLED}) s
                         where s.creator_id = {creator} and s.created_at < {until}), 0) as usd) {name}"""


_NOW_OWED = _owed("t.creator_id", "'infinity'::timestamptz")

# Every batch with every creator of its load who has a running total, and what they were owed then.
_CANDIDATES = f"""public.monthly_payout_batches t
    join public.creator_earnings_accumulation a on {load_of("a.id")} = {load_of("t.id")} and a.created_at <= t.created_at
    join public.profiles p on p.id = a.creator_id
    left join public.individual_payouts i on i.batch_id = t.id and i.creator_id = a.creator_id
    cross join {_owed("a.creator_id", "t.created_at")}"""

_LAST = """public.creator_earnings_accumulation t left join lateral (
    select b.batch_date, i.amount_usd from public.individual_payouts i
    join public.monthly_payout_batches b on b.id = i.batch_id
    where i.creator_id = t.creator_id and i.status <> 'failed'
    order by b.batch_date desc limit 1) last on true"""

_PARTS = """public.monthly_payout_batches t cross join lateral (
    select count(*) as parts, coalesce(sum(i.amount_usd), 0) as usd,
           count(*) filter (where i.status = 'completed') as succeeded,
           count(*) filter (where i.status in ('pending', 'processing')) as waiting
    from public.individual_payouts i where i.batch_id = t.id) i"""

_COVERED = """public.payouts t cross join lateral (
    select count(*) as earnings, coalesce(sum(e.usd_equivalent), 0) as usd from public.creator_earnings e
    where e.creator_id = t.creator_id
      and (e.created_at at time zone 'utc')::date between t.period_start and t.period_end) e"""

PAYOUTS = (
    each(
        "c7.accumulated",
        "A running total is what the creator has earned, less what was settled",
        f"public.creator_earnings_accumulation t cross join {_NOW_OWED}",
        "t.total_accumulated_usd = owed.usd",
        show="t.total_accumulated_usd, owed.usd",
    ),
    each(
        "c7.accumulation",
        "Everybody who earns has a running total",
        "public.creator_earnings t left join public.creator_earnings_accumulation a on a.creator_id = t.creator_id",
        "a.id is not null",
        show="t.creator_id",
    ),
    each(
        "c7.profile",
        "A profile's total is all that was ever earned, what is pending that less what was settled",
        f"""public.profiles t cross join {_owed("t.id", "'infinity'::timestamptz")} cross join lateral (
            select coalesce(sum(e.usd_equivalent), 0) as usd from public.creator_earnings e
            where e.creator_id = t.id) earned""",
        "(coalesce(t.total_earnings_usd, 0), coalesce(t.pending_payout_usd, 0)) = (earned.usd, owed.usd)",
        show="t.total_earnings_usd, earned.usd, t.pending_payout_usd, owed.usd",
    ),
    each(
        "c7.amount",
        "A batch pays a creator all that was earned by then and not paid before",
        f"""public.individual_payouts t join public.monthly_payout_batches b on b.id = t.batch_id
            cross join {_owed("t.creator_id", "b.created_at")}""",
        "t.amount_usd = owed.usd",
        show="b.batch_date, t.amount_usd, owed.usd",
    ),
    each(
        "c7.eligible",
        "A batch holds every creator on the premium plan whom Stripe knows and who is owed 25.00 USD or more; nobody who is owed less",
        _CANDIDATES,
        f"""case when i.id is not null then owed.usd >= {THRESHOLD} else not (
            owed.usd >= {THRESHOLD} and p.is_creator and p.subscription_tier = 'premium'
            and p.stripe_customer_id is not null) end""",
        show="t.batch_date, a.creator_id, owed.usd, i.amount_usd",
    ),
    each(
        "c7.threshold",
        "Nobody is paid less than 25.00 USD, by a batch or on demand",
        f"(select id, amount_usd from public.individual_payouts union all select d.id, d.amount_usd from ({_ON_DEMAND}) d) t",
        f"t.amount_usd >= {THRESHOLD}",
        show="t.amount_usd",
    ),
    never(
        "c7.twice",
        "No creator is in a batch twice",
        facts="select count(*) from public.individual_payouts t where :ours(t.id)",
        found="""select min(t.id::text), t.batch_id, t.creator_id from public.individual_payouts t where :ours(t.id)
            group by t.batch_id, t.creator_id having count(*) > 1""",
    ),
    each(
        "c7.last",
        "A running total knows the last batch that paid, and how much",
        _LAST,
        """t.last_payout_date is not distinct from last.batch_date
            and t.last_payout_amount is not distinct from last.amount_usd""",
        show="t.last_payout_date, last.batch_date, t.last_payout_amount, last.amount_usd",
    ),
    each(
        "c7.batch_total",
        "A batch's total is the sum over all its creators",
        _PARTS,
        "t.total_amount_usd = i.usd",
        show="t.batch_date, t.total_amount_usd, i.usd",
    ),
    each(
        "c7.batch_creators",
        "A batch counts its creators, once it is through those whose transfer succeeded",
        _PARTS,
        "t.total_creators_paid = case when t.processing_status in ('completed', 'failed') then i.succeeded else i.parts end",
        show="t.processing_status, t.total_creators_paid, i.parts, i.succeeded",
    ),
    each(
        "c7.batch_status",
        "A batch is completed or failed once no transfer waits: completed if one succeeded or there was none to make",
        _PARTS,
        """case t.processing_status when 'completed' then i.waiting = 0 and (i.succeeded > 0 or i.parts = 0)
            when 'failed' then i.waiting = 0 and i.succeeded = 0 else true end""",
        show="t.processing_status, i.parts, i.succeeded, i.waiting",
    ),
    each(
        "c7.batch_date",
        "A batch is of the first of a month",
        "public.monthly_payout_batches t",
        "extract(day from t.batch_date) = 1",
        show="t.batch_date",
    ),
    never(
        "c7.one_batch",
        "A date has one batch in a load",
        facts="select count(*) from public.monthly_payout_batches t where :ours(t.id)",
        found=f"""select min(t.id::text), t.batch_date from public.monthly_payout_batches t where :ours(t.id)
            group by t.batch_date, {load_of("t.id")} having count(*) > 1""",
    ),
    each(
        "c7.state",
        "A part of a batch has a transfer once it is completed, and an error when it failed",
        "public.individual_payouts t",
        """(t.stripe_transfer_id is not null, t.error_message is not null)
            = (t.status = 'completed', t.status = 'failed')""",
        show="t.status, t.stripe_transfer_id, t.error_message",
    ),
    each(
        "c7.payee",
        "Who was paid is a creator whom Stripe knows, with an account that may be paid to",
        "public.individual_payouts t join public.profiles p on p.id = t.creator_id",
        "p.is_creator and p.stripe_customer_id is not null and p.stripe_connect_account_id is not null",
        where="t.status = 'completed'",
        show="p.is_creator, p.stripe_customer_id, p.stripe_connect_account_id",
    ),
    never(
        "c7.transfer",
        "No transfer pays two parts of batches, and no two statements tell of one",
        facts="select count(*) from public.individual_payouts t where :ours(t.id)",
        found="""select min(t.id), t.stripe_transfer_id from (
                select 'i' as kind, id::text, stripe_transfer_id from public.individual_payouts i where :ours(i.id)
                union all select 'p', id::text, stripe_transfer_id from public.payouts p where :ours(p.id)) t
            where t.stripe_transfer_id is not null group by t.kind, t.stripe_transfer_id having count(*) > 1""",
    ),
    each(
        "c7.statement",
        "A statement of a batch's transfer is of the same creator and amount, and says that it was paid",
        "public.payouts t join public.individual_payouts i on i.stripe_transfer_id = t.stripe_transfer_id",
        "(t.creator_id, t.amount_usd, t.status) = (i.creator_id, i.amount_usd, 'paid')",
        show="t.creator_id, i.creator_id, t.amount_usd, i.amount_usd, t.status",
    ),
    each(
        "c7.period",
        "A statement's amount is what was earned in its period, its count how many earnings that were",
        _COVERED,
        "(t.earnings_count, t.amount_usd) = (e.earnings, e.usd)",
        show="t.period_start, t.period_end, t.earnings_count, e.earnings, t.amount_usd, e.usd",
    ),
    each(
        "c7.statement_state",
        "A statement has a transfer once it is paid, a reason when it failed, and a moment with either",
        "public.payouts t",
        """(t.stripe_transfer_id is not null, t.failure_reason is not null, t.processed_at is not null)
            = (t.status = 'paid', t.status = 'failed', t.status in ('paid', 'failed'))""",
        show="t.status, t.stripe_transfer_id, t.failure_reason, t.processed_at",
    ),
)
