-- Who is calling. "Or replace": products may share a database.

create or replace function public.acts_for(p_user_id uuid) returns boolean
language sql stable set search_path = ''
as $$
    select coalesce(auth.uid() = p_user_id, false) or public.called_by_service();
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
