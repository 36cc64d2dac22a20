-- Credits: the one writer of the ledger, what a month brings, what a plan may keep.

-- Moves credits and writes the ledger row, whose id it gives. Nobody goes below zero. An entry is later
-- than the one before it, or the balances of one moment would have no order.
create function public.process_credit_transaction(
    p_user_id uuid,
    p_amount integer,
    p_transaction_type text,
    p_description text,
    p_reference_id text default null,
    p_reference_type text default null,
    p_metadata jsonb default null
) returns uuid
language plpgsql set search_path = ''
as $$
declare
    balance integer;
    entry uuid;
begin
    if p_amount = 0 or (p_amount < 0) <> (p_transaction_type = 'spend') then
        raise exception '% credits are no %', p_amount, p_transaction_type using errcode = 'check_violation';
    end if;

    update public.profiles
    set credits_balance = coalesce(credits_balance, 0) + p_amount,
        credits_earned_total = coalesce(credits_earned_total, 0) + greatest(p_amount, 0),
        credits_spent_total = coalesce(credits_spent_total, 0) - least(p_amount, 0)
    where id = p_user_id
    returning credits_balance into balance;
    if not found then
        raise exception 'no profile %', p_user_id using errcode = 'no_data_found';
    elsif balance < 0 then
        raise exception 'not enough credits: % are needed, % are there', -p_amount, balance - p_amount
            using errcode = 'check_violation';
    end if;

    insert into public.credit_transactions (
        user_id, transaction_type, amount, balance_after, description,
        reference_id, reference_type, metadata, created_at
    )
    select p_user_id, p_transaction_type, p_amount, balance, p_description,
           p_reference_id, p_reference_type, p_metadata,
           greatest(public.current_moment(), max(created_at) + interval '1 microsecond')
    from public.credit_transactions
    where user_id = p_user_id
    returning id into entry;
    return entry;
end;
$$;

-- What a plan brings each month: its base and 10 for each story read, up to a fifth of the base.
create function public.monthly_credit_grant(p_tier text, p_stories_read integer) returns integer
language sql immutable set search_path = ''
as $$
    select base + least(10 * p_stories_read, base / 5)
    from (values (case p_tier when 'basic' then 1332 when 'premium' then 2497 end)) plan (base);
$$;

-- Once a month for whoever subscribes, counting the stories they read in the month before.
create function public.distribute_monthly_credits() returns void
language plpgsql set search_path = ''
as $$
declare
    this_month timestamptz := date_trunc('month', public.current_moment(), 'utc');
    granted integer;
begin
    select count(public.process_credit_transaction(
        reader.id,
        public.monthly_credit_grant(reader.subscription_tier, reader.stories),
        'bonus',
        'Monthly credits',
        p_metadata => jsonb_build_object('kind', 'subscription_grant', 'stories_read', reader.stories)
    )) into granted
    from (
        select subscriber.id, subscriber.subscription_tier,
               (select count(distinct bought.story_id)::integer from public.story_purchases bought
                where bought.user_id = subscriber.id
                  and bought.created_at >= this_month - interval '1 month'
                  and bought.created_at < this_month) as stories
        from public.profiles subscriber
        where subscriber.subscription_status = 'active'
          and not exists (
              select from public.credit_transactions earlier
              where earlier.user_id = subscriber.id
                and earlier.metadata ->> 'kind' = 'subscription_grant'
                and earlier.created_at >= this_month
          )
    ) reader;

    insert into public.system_logs (log_type, message, metadata, created_at)
    values (
        'monthly_credit_distribution',
        'Monthly credits distributed to active subscribers',
        jsonb_build_object('subscribers', granted, 'month', to_char(this_month at time zone 'utc', 'YYYY-MM')),
        public.current_moment()
    );
    perform public.revert_excess_credits();
end;
$$;

-- The basic plan keeps three months' credits at most.
create function public.revert_excess_credits() returns void
language sql set search_path = ''
as $$
    select public.process_credit_transaction(
        id,
        3996 - credits_balance,
        'spend',
        'Credits above the limit of the basic plan',
        p_metadata => jsonb_build_object('kind', 'credit_reversion')
    )
    from public.profiles
    where subscription_tier = 'basic' and credits_balance > 3996;
$$;

-- The generation allowance, once a month; it has a limit of its own on the basic plan.
create function public.grant_monthly_tokens() returns void
language sql set search_path = ''
as $$
    update public.profiles
    set tokens_remaining = case subscription_tier
            when 'premium' then coalesce(tokens_remaining, 0) + 2497
            else least(coalesce(tokens_remaining, 0) + 1332, 3996)
        end,
        last_token_grant = public.current_moment()
    where coalesce(last_token_grant, '-infinity') < date_trunc('month', public.current_moment(), 'utc');
$$;
