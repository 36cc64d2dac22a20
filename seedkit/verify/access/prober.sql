-- Runs probes inside the server, as whoever the session acts as. Nothing a probe does survives:
-- each runs in a subtransaction that always ends in an exception (ZZ000 would catch its whole class).
--
-- A write without a filter may reach every row of a table if it leaks; so it carries
-- `where pg_temp.seedkit_tick()`, which reads no column (a column would bring the SELECT
-- policies in, and hide the leak) and stops the statement once more rows than `bound` were reached.
-- The policies are evaluated first as long as it costs more than ten operators: it is given nothing of
-- the row, so the planner takes it for leakproof.
create function pg_temp.seedkit_tick() returns boolean language plpgsql volatile cost 20 as $$
declare
    passed bigint := current_setting('seedkit.reached')::bigint + 1;
begin
    perform set_config('seedkit.reached', passed::text, true);
    if passed > current_setting('seedkit.bound')::bigint then
        raise exception 'more rows than expected' using errcode = 'ZZ001';
    end if;
    return true;
end $$;

create function pg_temp.seedkit_since(started timestamptz) returns float8 language sql volatile as $$
    select extract(epoch from clock_timestamp() - started)::float8 * 1000
$$;

-- A probe: n its number, place its table, sql the statement, reads whether it selects (count, digest),
-- bound the rows that may be reached. Of a large table also: free, the planner's cost below which it is
-- run anyway (an index serves it); sample, the same read of a sample, and scale, how many times larger
-- the table is. A read of a sample tells what the whole would take; that is run if no more than half of
-- what is left of `milliseconds` would go. The planner's cost alone is off by a factor of a hundred
-- between a policy that calls a function and one that looks into an index.
create function pg_temp.seedkit_probe(probes jsonb, milliseconds float8)
returns table (n int, state text, reached bigint, digest numeric, spent float8, message text)
language plpgsql volatile as $$
declare
    probe record;
    plan json;
    cost float8;
    found_rows float8;
    estimate float8;
    estimates jsonb := '{}';
    started timestamptz;
begin
    for probe in
        select * from jsonb_to_recordset(probes)
        as p (n int, place text, sql text, reads boolean, bound bigint, free float8, sample text, scale float8)
    loop
        n := probe.n; state := 'ok'; reached := null; digest := null; spent := 0; message := null; estimate := 0;
        begin
            if probe.free is not null then
                execute 'explain (format json) ' || probe.sql into plan;
                cost := (plan -> 0 -> 'Plan' ->> 'Total Cost')::float8;
                if probe.bound is not null then
                    -- A write that finds many rows stops early; one that finds few reads the whole table.
                    found_rows := (plan -> 0 -> 'Plan' -> 'Plans' -> 0 ->> 'Plan Rows')::float8;
                    cost := cost * least(1, probe.bound / greatest(found_rows, 1));
                end if;
                if cost > probe.free and probe.sample is not null then
                    started := clock_timestamp();
                    execute probe.sample into reached, digest;
                    estimate := pg_temp.seedkit_since(started) * probe.scale;
                    estimates := estimates || jsonb_build_object(probe.place, estimate);
                    state := 'sampled';
                elsif cost > probe.free then
                    estimate := coalesce((estimates ->> probe.place)::float8, cost / 200);
                    state := 'costly';
                end if;
            end if;
            if state = 'ok' or estimate <= milliseconds / 2 then
                state := 'ok';
                started := clock_timestamp();
                if probe.reads then
                    execute probe.sql into reached, digest;
                else
                    perform set_config('seedkit.reached', '0', true);
                    perform set_config('seedkit.bound', coalesce(probe.bound, 9223372036854775806)::text, true);
                    execute probe.sql;
                    get diagnostics reached = row_count;
                end if;
                if estimate > 0 then
                    spent := pg_temp.seedkit_since(started);
                end if;
            end if;
            raise exception 'undone' using errcode = 'ZZ002';
        exception
            when sqlstate 'ZZ002' then null;
            when others then get stacked diagnostics state = returned_sqlstate, message = message_text;
        end;
        milliseconds := milliseconds - spent;
        return next;
    end loop;
end $$;

grant execute on function
    pg_temp.seedkit_tick(), pg_temp.seedkit_since(timestamptz), pg_temp.seedkit_probe(jsonb, float8) to public;
