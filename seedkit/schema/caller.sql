-- Who is calling. "Or replace": products may share a database.

create or replace function public.acts_for(p_user_id uuid) returns boolean
language sql stable set search_path = ''
as $$
    -- The role setting, unlike current_user, is the caller's even inside a SECURITY DEFINER function.
    select coalesce(
        auth.uid() = p_user_id
            or coalesce(nullif(current_setting('role'), 'none'), session_user) not in ('anon', 'authenticated'),
        false
    );
$$;

create or replace function public.require_acts_for(p_user_id uuid) returns void
language plpgsql stable set search_path = ''
as $$
begin
    if not public.acts_for(p_user_id) then
        raise exception 'not allowed to act for user %', p_user_id using errcode = 'insufficient_privilege';
    end if;
end;
$$;
