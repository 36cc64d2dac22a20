-- Households: whom a policy lets in, the summary a member sees, invitations that ran out.

create function public.households_i_administer() returns setof uuid
language sql stable security definer rows 1 set search_path = ''
as $$
    select id from public.households where admin_user_id = auth.uid();
$$;

create function public.households_i_belong_to() returns setof uuid
language sql stable security definer rows 1 set search_path = ''
as $$
    select household_id from public.household_members where user_id = auth.uid() and status = 'active';
$$;

-- SECURITY DEFINER, because a member sees only the own seat but may know how many there are.
create function public.get_user_household_summary(p_user_id uuid)
returns table (
    household_id uuid,
    household_name text,
    is_admin boolean,
    plan_type text,
    shared_tokens_enabled boolean,
    member_count integer,
    can_use_shared_tokens boolean,
    admin_user_id uuid
)
language sql stable security definer rows 1 set search_path = ''
as $$
    select home.id,
           home.name,
           home.admin_user_id = seat.user_id,
           home.plan_type,
           home.shared_tokens_enabled,
           (select count(*)::integer from public.household_members other
            where other.household_id = home.id and other.status = 'active'),
           coalesce(home.shared_tokens_enabled and seat.allow_shared_tokens, false),
           home.admin_user_id
    from public.household_members seat
    join public.households home on home.id = seat.household_id
    where seat.user_id = p_user_id and seat.status = 'active' and public.acts_for(p_user_id);
$$;

-- One invitation per household, address and status may exist: the newly expired one replaces an older.
create function public.expire_old_invitations() returns integer
language plpgsql set search_path = ''
as $$
declare
    expired integer;
begin
    delete from public.household_invitations older
    using public.household_invitations pending
    where older.status = 'expired'
      and pending.status = 'pending'
      and pending.expires_at <= public.current_moment()
      and older.household_id = pending.household_id
      and older.invited_email = pending.invited_email;

    update public.household_invitations
    set status = 'expired'
    where status = 'pending' and expires_at <= public.current_moment();
    get diagnostics expired = row_count;
    return expired;
end;
$$;
