-- What happens by itself when rows are written.

-- Runs on auth.users. Someone without an e-mail address gets a profile later: it cannot be empty there.
create function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
    insert into public.profiles (id, email, full_name)
    values (new.id, new.email, new.raw_user_meta_data ->> 'full_name')
    on conflict (id) do nothing;
    return null;
end;
$$;

create trigger on_auth_user_created
    after insert on auth.users
    for each row when (new.email is not null)
    execute function public.handle_new_user();

-- A profile version without household joins the user's active one; without any seat, a solo household
-- is made. A removed seat is kept, and blocks another. SECURITY DEFINER: users write no billing columns.
create function public.create_solo_household_for_new_user() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
    seat public.household_members;
begin
    select * into seat from public.household_members where user_id = new.user_id;
    if not found then
        insert into public.households (
            admin_user_id, name, plan_type, max_members, subscription_status, created_at, updated_at
        )
        values (
            new.user_id,
            coalesce(nullif(new.first_name, ''), nullif(split_part(new.email, '@', 1), ''), 'My') || '''s Account',
            'solo', 1, 'trialing', public.current_moment(), public.current_moment()
        )
        on conflict (admin_user_id) do nothing;
        insert into public.household_members (
            household_id, user_id, role, status, invited_at, accepted_at, joined_at
        )
        select id, new.user_id, 'admin', 'active',
               public.current_moment(), public.current_moment(), public.current_moment()
        from public.households where admin_user_id = new.user_id
        returning * into seat;
    end if;
    if seat.status = 'active' then
        new.household_id := seat.household_id;
        new.is_household_admin := seat.role = 'admin';
        new.allow_shared_tokens := seat.allow_shared_tokens;
    end if;
    return new;
end;
$$;

create trigger auto_create_solo_household
    before insert on public.user_profiles
    for each row when (new.household_id is null)
    execute function public.create_solo_household_for_new_user();

create function public.initialize_vision_progress() returns trigger
language plpgsql set search_path = ''
as $$
begin
    insert into public.vision_progress (user_id, vision_id, total_categories, created_at, last_activity)
    values (new.user_id, new.id, 12, public.current_moment(), public.current_moment())
    on conflict (vision_id) do nothing;
    return null;
end;
$$;

create trigger on_vision_created
    after insert on public.vision_versions
    for each row execute function public.initialize_vision_progress();

create function public.track_category_refinement() returns trigger
language plpgsql set search_path = ''
as $$
begin
    new.refined_categories := coalesce(new.refined_categories, '[]') || coalesce(
        (select jsonb_agg(section order by position)
         from unnest(array[
             'forward', 'fun', 'health', 'travel', 'love', 'family', 'social', 'home', 'work', 'money', 'stuff',
             'giving', 'spirituality', 'conclusion'
         ]) with ordinality as sections (section, position)
         where to_jsonb(new) ->> section is distinct from to_jsonb(old) ->> section
           and not coalesce(new.refined_categories, '[]') ? section),
        '[]'
    );
    return new;
end;
$$;

create trigger trigger_track_category_refinement
    before update on public.vision_versions
    for each row when (new.is_draft and not coalesce(new.is_active, false))
    execute function public.track_category_refinement();

create function public.update_vision_progress_on_completion() returns trigger
language plpgsql set search_path = ''
as $$
begin
    update public.vision_progress
    set categories_completed = categories_completed || new.category,
        completed_at = case
            when cardinality(categories_completed) + 1 >= total_categories then public.current_moment()
        end,
        last_activity = public.current_moment()
    where vision_id = new.vision_id and not new.category = any (categories_completed);
    return null;
end;
$$;

create trigger on_conversation_completed
    after update on public.vision_conversations
    for each row when (new.completed_at is not null and old.completed_at is distinct from new.completed_at)
    execute function public.update_vision_progress_on_completion();

-- Per statement, so that a thousand messages cost one update for each session.
create function public.update_conversation_session() returns trigger
language plpgsql set search_path = ''
as $$
begin
    update public.conversation_sessions session
    set message_count = (select count(*) from public.ai_conversations m where m.conversation_id = session.id),
        last_message_at = greatest(session.last_message_at, latest.created_at),
        updated_at = public.current_moment()
    from (select conversation_id, max(created_at) as created_at from added group by conversation_id) latest
    where session.id = latest.conversation_id;
    return null;
end;
$$;

create trigger ai_conversations_update_session
    after insert on public.ai_conversations
    referencing new table as added
    for each statement execute function public.update_conversation_session();

-- Per statement too: an assessment has 84 answers. A category has a twelfth of the possible points.
create function public.update_assessment_scores() returns trigger
language plpgsql set search_path = ''
as $$
begin
    update public.assessment_results result
    set category_scores = scored.points,
        green_line_status = scored.lines,
        total_score = scored.total,
        overall_percentage = coalesce(round(100.0 * scored.total / nullif(result.max_possible_score, 0)), 0)
    from (
        select changed.id,
               coalesce(
                   jsonb_object_agg(answered.category, answered.points)
                       filter (where answered.category is not null),
                   '{}'
               ) as points,
               coalesce(
                   jsonb_object_agg(answered.category, answered.line) filter (where answered.category is not null),
                   '{}'
               ) as lines,
               coalesce(sum(answered.points), 0)::integer as total
        from (
            select id, max_possible_score / 12 as category_max
            from public.assessment_results
            where id in (select assessment_id from touched)
        ) changed
        left join lateral (
            select category, points, public.get_green_line_status(points, changed.category_max) as line
            from (select distinct category from public.assessment_responses where assessment_id = changed.id) begun
            cross join lateral public.calculate_category_score(changed.id, category) points
        ) answered on true
        group by changed.id
    ) scored
    where result.id = scored.id;
    return null;
end;
$$;

create trigger update_scores_on_response_insert
    after insert on public.assessment_responses
    referencing new table as touched
    for each statement execute function public.update_assessment_scores();

create trigger update_scores_on_response_update
    after update on public.assessment_responses
    referencing new table as touched
    for each statement execute function public.update_assessment_scores();

create trigger update_scores_on_response_delete
    after delete on public.assessment_responses
    referencing old table as touched
    for each statement execute function public.update_assessment_scores();

create function public.update_blueprint_progress() returns trigger
language plpgsql set search_path = ''
as $$
begin
    update public.actualization_blueprints blueprint
    set progress_percentage = public.calculate_blueprint_progress(blueprint.id), updated_at = public.current_moment()
    where blueprint.id in (select blueprint_id from touched);
    return null;
end;
$$;

create trigger update_blueprint_progress_on_insert
    after insert on public.blueprint_tasks
    referencing new table as touched
    for each statement execute function public.update_blueprint_progress();

create trigger update_blueprint_progress_on_update
    after update on public.blueprint_tasks
    referencing new table as touched
    for each statement execute function public.update_blueprint_progress();

create trigger update_blueprint_progress_on_delete
    after delete on public.blueprint_tasks
    referencing old table as touched
    for each statement execute function public.update_blueprint_progress();

create function public.set_last_updated() returns trigger
language plpgsql set search_path = ''
as $$
begin
    new.last_updated := public.current_moment();
    return new;
end;
$$;

create trigger set_last_updated
    before update on public.vibrational_links
    for each row execute function public.set_last_updated();
