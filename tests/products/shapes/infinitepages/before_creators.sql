-- Infinite Pages before there were creators (catalog/infinitepages a, b2, b5): the state that its list of required tables
-- begins with. Profiles without credits, stories, chapters, and a ledger of other kinds without balances.
do $$
declare later record;
begin
    for later in select viewname as name from pg_views where schemaname = 'public' loop
        execute format('drop view public.%I cascade', later.name);
    end loop;
    for later in
        select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
          and relname not in ('profiles', 'stories', 'chapters', 'credit_transactions', 'credit_packages',
                              'generation_logs', 'exports')
    loop
        execute format('drop table public.%I cascade', later.name);
    end loop;
end $$;
alter table public.profiles
    drop column credits_balance, drop column credits_earned_total, drop column credits_spent_total,
    drop column cache_hits, drop column cache_discount_earned, drop column is_creator, drop column creator_tier,
    drop column total_earnings_usd, drop column pending_payout_usd, drop column stripe_connect_account_id,
    drop column stripe_account_status, drop column stripe_charges_enabled, drop column stripe_payouts_enabled,
    drop column display_name, drop column tokens_saved_cache, drop column is_admin cascade,
    drop constraint profiles_subscription_tier_check,
    alter column subscription_tier set default 'free',
    add constraint profiles_subscription_tier_check check (subscription_tier in ('free', 'pro'));
alter table public.credit_transactions
    drop column balance_after, drop column reference_type,
    drop constraint credit_transactions_transaction_type_check,
    add constraint credit_transactions_type_check check (transaction_type in (
        'monthly_distribution', 'credit_reversion', 'subscription_grant', 'usage_deduction', 'admin_adjustment')),
    alter column reference_id type uuid using null;
alter table public.credit_packages
    drop column bonus_credits, drop column sort_order, add column tier text not null check (tier in ('basic', 'premium')),
    alter column stripe_price_id drop not null;
alter table public.credit_packages rename column price_usd to price_monthly;
alter table public.credit_packages rename column is_active to active;
