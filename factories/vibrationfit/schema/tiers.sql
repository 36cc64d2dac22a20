-- Plans and what a subscription gives: tier, features, storage.

create function public.get_active_subscription(p_user_id uuid) returns public.customer_subscriptions
language sql stable set search_path = ''
as $$
    select * from public.customer_subscriptions
    where user_id = p_user_id and status in ('active', 'trialing')
    order by created_at desc, id
    limit 1;
$$;

create function public.get_tier_by_type(p_tier_type text) returns public.membership_tiers
language plpgsql stable set search_path = ''
as $$
declare
    tier public.membership_tiers;
begin
    select * into tier from public.membership_tiers
    where tier_type::text = p_tier_type and is_active
    order by display_order, id
    limit 1;
    if not found then
        raise exception 'no active membership tier of type %', p_tier_type using errcode = 'no_data_found';
    end if;
    return tier;
end;
$$;

create function public.get_tier_by_stripe_price_id(p_price_id text) returns public.membership_tiers
language sql stable set search_path = ''
as $$
    select * from public.membership_tiers where stripe_price_id = p_price_id and is_active;
$$;

create function public.get_tier_config(p_tier_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    select to_jsonb(tier) || jsonb_build_object(
        'tokens',
        case when tier.billing_interval = 'year' then tier.annual_token_grant else tier.monthly_token_grant end
    )
    from public.membership_tiers tier
    where tier.id = p_tier_id;
$$;

-- SECURITY DEFINER: a plan that is no longer sold is hidden, but its subscribers still have it.
create function public.get_user_tier(p_user_id uuid) returns public.membership_tiers
language sql stable security definer set search_path = ''
as $$
    select tier.*
    from public.membership_tiers tier
    left join public.get_active_subscription(p_user_id) held on held.membership_tier_id = tier.id
    where (held.id is not null or tier.tier_type = 'free') and public.acts_for(p_user_id)
    order by held.id is null, tier.display_order, tier.id
    limit 1;
$$;

create function public.user_has_feature(p_user_id uuid, p_feature text) returns boolean
language sql stable set search_path = ''
as $$
    select coalesce((public.get_user_tier(p_user_id)).features ? p_feature, false);
$$;

create function public.get_user_storage_quota(p_user_id uuid) returns table (total_quota_gb integer)
language sql stable rows 1 set search_path = ''
as $$
    select coalesce(sum(quota_gb), 0)::integer from public.user_storage where user_id = p_user_id;
$$;

create function public.check_storage_quota(p_user_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    with storage as (
        select (select total_quota_gb::bigint * 1073741824 from public.get_user_storage_quota(p_user_id)) as quota,
               (select coalesce(sum(file_size), 0)::bigint from public.media_metadata where user_id = p_user_id) as used
    )
    select jsonb_build_object(
        'quota_bytes', quota,
        'used_bytes', used,
        'available_bytes', greatest(quota - used, 0),
        'within_quota', used <= quota
    )
    from storage;
$$;
