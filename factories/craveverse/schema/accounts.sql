-- Accounts: what Clerk's webhook writes, and what people show to each other.

create function public.get_user_by_clerk_id(clerk_id text) returns public.users
language sql stable set search_path = ''
as $$
    select * from public.users where clerk_user_id = clerk_id;
$$;

-- The parameters are named like columns, by which the webhook calls them.
create function public.create_user_from_clerk(
    clerk_id text, email text, name text default null, avatar_url text default null
) returns public.users
language sql set search_path = ''
as $$
    insert into public.users (clerk_user_id, email, name, avatar_url, created_at, updated_at)
    values (
        create_user_from_clerk.clerk_id,
        create_user_from_clerk.email,
        create_user_from_clerk.name,
        create_user_from_clerk.avatar_url,
        public.current_moment(),
        public.current_moment()
    )
    returning *;
$$;

create function public.update_user_from_clerk(
    clerk_id text, email text default null, name text default null, avatar_url text default null
) returns public.users
language sql set search_path = ''
as $$
    update public.users account
    set email = coalesce(update_user_from_clerk.email, account.email),
        name = coalesce(update_user_from_clerk.name, account.name),
        avatar_url = coalesce(update_user_from_clerk.avatar_url, account.avatar_url)
    where account.clerk_user_id = update_user_from_clerk.clerk_id
    returning *;
$$;

-- Answers of others to the user's replies stay, and so do battles that the user won without taking part.
create function public.delete_user_from_clerk(clerk_id text) returns boolean
language plpgsql set search_path = ''
as $$
declare
    leaver uuid := (select id from public.users where clerk_user_id = clerk_id);
begin
    update public.forum_replies answer
    set parent_reply_id = null
    from public.forum_replies answered
    where answered.id = answer.parent_reply_id
      and (answered.user_id = leaver
           or answered.post_id in (select id from public.forum_posts where user_id = leaver));
    update public.battles set winner_id = null where winner_id = leaver;
    delete from public.users where id = leaver;
    return found;
end;
$$;

-- Name, picture and tier of the people one meets: authors of what everybody reads, players of the own
-- battles. SECURITY DEFINER, because nobody reads the account of another.
create function public.shown_person(p_user_id uuid)
returns table (name text, avatar_url text, subscription_tier public.subscription_tier)
language sql stable security definer rows 1 set search_path = ''
as $$
    select person.name, person.avatar_url, person.subscription_tier
    from public.users person
    where person.id = p_user_id
      and (
          person.clerk_user_id = (auth.jwt() ->> 'sub')
          or public.called_by_service()
          or exists (select from public.forum_posts post where post.user_id = person.id and post.status = 'active')
          or exists (
              select from public.battles battle
              join public.users reader on reader.id in (battle.user1_id, battle.user2_id)
              where reader.clerk_user_id = (auth.jwt() ->> 'sub') and person.id in (battle.user1_id, battle.user2_id)
          )
      );
$$;
