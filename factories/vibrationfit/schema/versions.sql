-- Versions of profiles and visions: numbers, drafts, which one is active.

create function public.get_next_version_number(p_user_id uuid) returns integer
language sql stable set search_path = ''
as $$
    select coalesce(max(version_number), 0) + 1 from public.user_profiles where user_id = p_user_id;
$$;

-- The rank by age among the versions of the user; the id breaks ties.
create function public.calculate_version_number(p_profile_id uuid, p_user_id uuid) returns integer
language sql stable set search_path = ''
as $$
    select count(*)::integer
    from public.user_profiles this
    join public.user_profiles older
        on older.user_id = this.user_id and (older.created_at, older.id) <= (this.created_at, this.id)
    where this.id = p_profile_id and this.user_id = p_user_id;
$$;

create function public.get_profile_version_number(p_profile_id uuid) returns integer
language sql stable set search_path = ''
as $$
    select public.calculate_version_number(id, user_id) from public.user_profiles where id = p_profile_id;
$$;

create function public.calculate_vision_version_number(p_vision_id uuid, p_user_id uuid) returns integer
language sql stable set search_path = ''
as $$
    select count(*)::integer
    from public.vision_versions this
    join public.vision_versions older
        on older.user_id = this.user_id and (older.created_at, older.id) <= (this.created_at, this.id)
    where this.id = p_vision_id and this.user_id = p_user_id;
$$;

create function public.get_vision_version_number(p_vision_id uuid) returns integer
language sql stable set search_path = ''
as $$
    select public.calculate_vision_version_number(id, user_id) from public.vision_versions where id = p_vision_id;
$$;

create function public.set_version_active(p_profile_id uuid, p_user_id uuid) returns boolean
language plpgsql set search_path = ''
as $$
begin
    perform from public.user_profiles where id = p_profile_id and user_id = p_user_id and not is_draft;
    if not found then
        return false;
    end if;
    -- First the old one: the unique index on active versions is checked row by row.
    update public.user_profiles set is_active = false
    where user_id = p_user_id and is_active and id <> p_profile_id;
    update public.user_profiles set is_active = true where id = p_profile_id;
    return true;
end;
$$;

-- A committed draft gets a new number, so gaps in the numbers are normal.
create function public.commit_draft_as_active(p_draft_profile_id uuid, p_user_id uuid) returns boolean
language plpgsql set search_path = ''
as $$
begin
    update public.user_profiles
    set is_draft = false, is_active = false, version_number = public.get_next_version_number(p_user_id)
    where id = p_draft_profile_id and user_id = p_user_id and is_draft;
    return found and public.set_version_active(p_draft_profile_id, p_user_id);
end;
$$;

-- SECURITY DEFINER: the copy keeps the household columns, which a user may not write.
create function public.create_draft_from_version(
    p_source_profile_id uuid, p_user_id uuid, p_version_notes text default null
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
    source public.user_profiles;
    draft uuid := gen_random_uuid();
begin
    perform public.require_acts_for(p_user_id);
    select * into source from public.user_profiles where id = p_source_profile_id and user_id = p_user_id;
    if not found then
        raise exception 'user % has no profile version %', p_user_id, p_source_profile_id
            using errcode = 'no_data_found';
    end if;

    delete from public.user_profiles where user_id = p_user_id and is_draft and id <> source.id;
    update public.user_profiles set is_draft = false where id = source.id and is_draft;
    insert into public.user_profiles
    select (jsonb_populate_record(source, jsonb_build_object(
        'id', draft,
        'is_draft', true,
        'is_active', false,
        'parent_version_id', source.id,
        'version_number', public.get_next_version_number(p_user_id),
        'version_notes', p_version_notes,
        'created_at', public.current_moment(),
        'updated_at', public.current_moment()
    ))).*;
    return draft;
end;
$$;

create function public.filled_percentage(p_data jsonb, p_fields text[]) returns integer
language sql immutable set search_path = ''
as $$
    select round(
        100.0 * count(*) filter (where coalesce(p_data -> field, 'null') not in ('null', '""', '[]')) / count(*)
    )
    from unnest(p_fields) field;
$$;

create function public.get_profile_completion_percentage(user_uuid uuid) returns integer
language sql stable set search_path = ''
as $$
    select coalesce(
        (select public.filled_percentage(to_jsonb(profile), array[
            'first_name', 'last_name', 'email', 'phone', 'date_of_birth', 'gender', 'ethnicity',
            'profile_picture_url', 'relationship_status', 'has_children', 'units', 'height', 'weight',
            'exercise_frequency', 'living_situation', 'time_at_location', 'city', 'state', 'country',
            'employment_type', 'occupation', 'time_in_role', 'household_income', 'education'
         ])
         from public.user_profiles profile
         where profile.user_id = user_uuid
         order by profile.is_active desc nulls last, profile.version_number desc nulls last, profile.id
         limit 1),
        0
    );
$$;

create function public.create_profile_version(user_uuid uuid, profile_data jsonb, is_draft boolean default true)
returns uuid
language sql set search_path = ''
as $$
    insert into public.profile_versions (
        user_id, version_number, profile_data, completion_percentage, is_draft, created_at, updated_at
    )
    select user_uuid,
           coalesce((select max(version_number) from public.profile_versions where user_id = user_uuid), 0) + 1,
           profile_data,
           public.filled_percentage(profile_data, array[
               'first_name', 'last_name', 'email', 'phone', 'date_of_birth', 'gender', 'ethnicity',
               'relationship_status', 'has_children', 'exercise_frequency', 'living_situation', 'city', 'state',
               'country', 'employment_type', 'occupation', 'household_income', 'education'
           ]),
           is_draft,
           public.current_moment(),
           public.current_moment()
    returning id;
$$;
