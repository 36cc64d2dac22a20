"""Credits: the ledger, payments and packages, what a month brings (c2)."""

from __future__ import annotations

from .accounts import BASIC, KEPT, PREMIUM
from .declare import each, in_month, never

#: Credits and prices of the packages on sale.
PACKAGES = {1332: "7.99", 2497: "14.99", 15984: "79.99", 29964: "149.99"}

_STEPS = """(
    select l.*, lag(l.balance_after, 1, 0) over earlier as previous, lag(l.created_at) over earlier as before
    from public.credit_transactions l
    window earlier as (partition by l.user_id order by l.created_at, l.id)) t"""

_ACCOUNTS = """public.profiles t
    left join (
        select user_id, sum(amount) filter (where amount > 0) as earned, -sum(amount) filter (where amount < 0) as spent,
               (array_agg(balance_after order by created_at desc, id desc))[1] as balance
        from public.credit_transactions group by user_id) l on l.user_id = t.id"""

_PAID = """public.payments t left join (
    select reference_id, count(*) as entries, sum(amount) as credits, min(user_id::text) as who
    from public.credit_transactions where transaction_type = 'purchase' group by reference_id) l
    on l.reference_id = t.stripe_payment_intent_id"""

_GRANT = "t.transaction_type = 'bonus' and t.metadata ->> 'kind' = 'subscription_grant'"
_READ = "least(10 * (t.metadata ->> 'stories_read')::integer, {base} / 5)"

# What was left when the run of the month was through, with what it took back.
_RUNS = f"""(
    select t.*, coalesce((
        select r.balance_after from public.credit_transactions r
        where r.user_id = t.user_id and r.metadata ->> 'kind' = 'credit_reversion'
          and r.created_at between t.created_at and t.created_at + interval '1 hour'
        order by r.created_at desc limit 1), t.balance_after) as left_over
    from public.credit_transactions t where {_GRANT}) t"""

_READ_BEFORE = f"""public.credit_transactions t cross join lateral (
    select count(distinct b.story_id) as stories from public.story_purchases b
    where b.user_id = t.user_id
      and {in_month("b.created_at")} = ({in_month("t.created_at")} - interval '1 month')::date) read"""

CREDITS = (
    each(
        "c2.balance",
        "balance_after is the balance before the entry plus its amount, and starts at 0",
        _STEPS,
        "t.balance_after = t.previous + t.amount",
        show="t.previous, t.amount, t.balance_after",
    ),
    each(
        "c2.order",
        "Of two entries of an account one is later",
        _STEPS,
        "t.created_at > t.before",
        where="t.before is not null",
        show="t.user_id, t.created_at",
    ),
    each(
        "c2.overdraw",
        "Nobody's balance is ever below zero",
        "public.credit_transactions t",
        "t.balance_after >= 0",
        show="t.balance_after",
    ),
    each(
        "c2.sign",
        "Spends are negative, all other entries positive",
        "public.credit_transactions t",
        "sign(t.amount) = case t.transaction_type when 'spend' then -1 else 1 end",
        show="t.transaction_type, t.amount",
    ),
    each(
        "c2.profile_balance",
        "A profile's credits are the balance after its last entry, and what was earned less what was spent",
        _ACCOUNTS,
        """t.credits_balance = coalesce(l.balance, 0)
            and t.credits_balance = t.credits_earned_total - t.credits_spent_total""",
        show="t.credits_balance, l.balance",
    ),
    each(
        "c2.profile_totals",
        "A profile's credits earned are the sum of its positive entries, those spent the sum of its negative ones",
        _ACCOUNTS,
        "(t.credits_earned_total, t.credits_spent_total) = (coalesce(l.earned, 0), coalesce(l.spent, 0))",
        show="t.credits_earned_total, l.earned, t.credits_spent_total, l.spent",
    ),
    each(
        "c2.credited",
        "Each payment that succeeded has one entry of the payer's ledger, of the credits bought and their bonus",
        _PAID,
        """l.entries = 1 and l.who = t.user_id::text
            and l.credits = t.credits_purchased + coalesce(t.bonus_credits, 0)""",
        where="t.status = 'succeeded'",
        show="t.stripe_payment_intent_id, l.entries, l.credits",
    ),
    each(
        "c2.paid",
        "Each purchase of credits in the ledger is for a payment that succeeded",
        """public.credit_transactions t left join public.payments p
            on p.stripe_payment_intent_id = t.reference_id and p.status = 'succeeded' and p.user_id = t.user_id""",
        "t.reference_type = 'purchase' and p.id is not null",
        where="t.transaction_type = 'purchase'",
        show="t.reference_type, t.reference_id",
    ),
    each(
        "c2.package",
        "A payment is the price, the credits and the bonus of its package",
        "public.payments t join public.credit_packages p on p.id = t.package_id",
        """(t.amount_usd, t.credits_purchased, coalesce(t.bonus_credits, 0))
            = (p.price_usd, p.credits_amount, coalesce(p.bonus_credits, 0))""",
        show="t.amount_usd, t.credits_purchased, t.bonus_credits",
    ),
    each(
        "c2.payment_state",
        "A payment that succeeded says how and when, a failed one why and when, any other neither",
        "public.payments t",
        """(t.payment_method is not null, t.processed_at is not null, t.failure_reason is not null)
            = (t.status = 'succeeded', t.status in ('succeeded', 'failed'), t.status = 'failed')""",
        show="t.status, t.payment_method, t.processed_at, t.failure_reason",
    ),
    never(
        "c2.intent",
        "No two payments share a payment intent",
        facts="select count(*) from public.payments t where :ours(t.id)",
        found="""select min(t.id::text), t.stripe_payment_intent_id from public.payments t where :ours(t.id)
            group by t.stripe_payment_intent_id having count(*) > 1""",
    ),
    each(
        "c2.customer",
        "Somebody's payments name one Stripe customer, the one of the profile if it has one",
        """public.payments t join public.profiles p on p.id = t.user_id
            join public.payments other on other.user_id = t.user_id""",
        """t.stripe_customer_id = other.stripe_customer_id
            and t.stripe_customer_id = coalesce(p.stripe_customer_id, t.stripe_customer_id)""",
        show="t.stripe_customer_id, p.stripe_customer_id",
    ),
    each(
        "c2.packages",
        "Packages of 1332, 2497, 15984 and 29964 credits cost 7.99, 14.99, 79.99 and 149.99 USD and have no bonus",
        f"""public.credit_packages t join (values
            {", ".join(f"({credits}, {price})" for credits, price in PACKAGES.items())}) m(credits, price)
            on m.credits = t.credits_amount""",
        "t.price_usd = m.price and coalesce(t.bonus_credits, 0) = 0",
        show="t.credits_amount, t.price_usd, t.bonus_credits",
        ours=None,
    ),
    each(
        "c2.monthly_amount",
        "A month brings the credits of the plan and ten for each story read in the month before, up to a fifth of the plan's",
        "public.credit_transactions t",
        f"t.amount in ({BASIC} + {_READ.format(base=BASIC)}, {PREMIUM} + {_READ.format(base=PREMIUM)})",
        where=_GRANT,
        show="t.amount, t.metadata",
    ),
    each(
        "c2.monthly_stories",
        "The stories read that a month's credits count are the different ones bought in the month before",
        _READ_BEFORE,
        "(t.metadata ->> 'stories_read')::integer = read.stories",
        where=_GRANT,
        show="t.created_at, t.metadata, read.stories",
    ),
    never(
        "c2.monthly_once",
        "Nobody gets the credits of a month twice",
        facts=f"select count(*) from public.credit_transactions t where :ours(t.id) and {_GRANT}",
        found=f"""select min(t.id::text), t.user_id, count(*) from public.credit_transactions t
            where :ours(t.id) and {_GRANT}
            group by t.user_id, {in_month("t.created_at")} having count(*) > 1""",
    ),
    each(
        "c2.kept",
        "After the run of the month a basic account holds 3996 credits at most: the excess is taken back",
        _RUNS,
        f"t.left_over <= {KEPT}",
        where=f"t.amount <= {BASIC} + {BASIC} / 5",
        show="t.balance_after, t.left_over",
    ),
    each(
        "c2.reversion",
        "What is taken back of a basic account leaves 3996 credits",
        "public.credit_transactions t",
        f"t.transaction_type = 'spend' and t.balance_after = {KEPT}",
        where="t.metadata ->> 'kind' = 'credit_reversion'",
        show="t.transaction_type, t.amount, t.balance_after",
    ),
)
