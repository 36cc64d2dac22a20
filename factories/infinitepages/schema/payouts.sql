-- The monthly payout.

-- One batch a date: asked again, it tells of the batch that is there. Everybody at or above the minimum
-- is in it with all that was accumulated; the fee of a transfer is taken when the transfer is made.
create function public.process_monthly_payouts(p_batch_date date, p_minimum_payout numeric default 25.00)
returns table (batch_id uuid, eligible_creators integer, total_amount numeric)
language plpgsql set search_path = ''
as $$
begin
    lock table public.monthly_payout_batches in share row exclusive mode;
    return query
    select batch.id, count(part)::integer, coalesce(sum(part.amount_usd), 0)
    from public.monthly_payout_batches batch
    left join public.individual_payouts part on part.batch_id = batch.id
    where batch.batch_date = p_batch_date
    group by batch.id;
    if found then
        return;
    end if;

    insert into public.monthly_payout_batches (batch_date, processing_status, created_at)
    values (p_batch_date, 'processing', public.current_moment())
    returning id into batch_id;

    with due as (
        select creator_id, total_accumulated_usd as amount
        from public.creator_earnings_accumulation
        where total_accumulated_usd >= p_minimum_payout
        for update
    ),
    emptied as (
        update public.creator_earnings_accumulation running
        set total_accumulated_usd = 0,
            last_payout_date = p_batch_date,
            last_payout_amount = due.amount,
            updated_at = public.current_moment()
        from due
        where running.creator_id = due.creator_id
    ),
    cleared as (
        update public.profiles creator set pending_payout_usd = 0 from due where creator.id = due.creator_id
    ),
    paid as (
        insert into public.individual_payouts (batch_id, creator_id, amount_usd, created_at)
        select process_monthly_payouts.batch_id, creator_id, amount, public.current_moment() from due
        returning amount_usd
    )
    select count(*)::integer, coalesce(sum(amount_usd), 0) into eligible_creators, total_amount from paid;

    update public.monthly_payout_batches
    set total_creators_paid = eligible_creators, total_amount_usd = total_amount
    where id = batch_id;
    return next;
end;
$$;
