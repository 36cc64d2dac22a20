-- What happens by itself when rows are written.

-- Runs on auth.users. Someone without an e-mail address gets a profile later: it cannot be empty there.
create function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
    insert into public.profiles (id, email, full_name)
    values (
        new.id,
        new.email,
        coalesce(
            new.raw_user_meta_data ->> 'full_name',
            new.raw_user_meta_data ->> 'name',
            split_part(new.email, '@', 1)
        )
    )
    on conflict (id) do nothing;
    return null;
end;
$$;

create trigger on_auth_user_created
    after insert on auth.users
    for each row when (new.email is not null)
    execute function public.handle_new_user();

-- Per statement, so that a thousand requests cost one count.
create function public.notify_critical_request_issues() returns trigger
language plpgsql set search_path = ''
as $$
declare
    failed bigint;
begin
    select count(*) into failed from public.request_logs
    where not success_flag
      and created_at >= public.current_moment() - interval '5 minutes'
      and created_at <= public.current_moment();
    if failed > 10 then
        perform pg_notify('critical_request_errors', jsonb_build_object(
            'type', 'high_error_rate', 'count', failed, 'timestamp', public.current_moment()
        )::text);
    end if;
    return null;
end;
$$;

create trigger request_logs_critical_issues_trigger
    after insert on public.request_logs
    for each statement execute function public.notify_critical_request_issues();
