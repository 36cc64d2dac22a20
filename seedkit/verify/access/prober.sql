-- Runs probes inside the server, as whoever the session acts as. Nothing a probe does survives:
-- each runs in a subtransaction that always ends in an exception (ZZ000 would catch its whole class).
--
-- A write without a filter may reach every row of a table if it leaks; so it carries
-- `where pg_temp.seedkit_tick()`, which reads no column (a column would bring the SELECT
-- policies in, and hide the leak) and stops the statement once more rows than `bound` were reached.
create function pg_temp.seedkit_tick() returns boolean language plpgsql volatile as $$
declare
    reached bigint := current_setting('seedkit.reached')::bigint + 1;
begin
    perform set_config('seedkit.reached', reached::text, true);
    if reached > current_setting('seedkit.bound')::bigint then
        raise exception 'more rows than expected' using errcode = 'ZZ001';
    end if;
    return true;
end $$;

-- A probe: n its number, sql the statement, reads whether it selects (count, digest), bound the
-- rows that may be reached, allow the planner's cost beyond which `instead` is run, if there is one.
create function pg_temp.seedkit_probe(probes jsonb)
returns table (n int, state text, reached bigint, digest numeric, cost float8, message text)
language plpgsql volatile as $$
declare
    probe record;
    plan json;
begin
    for probe in
        select * from jsonb_to_recordset(probes)
        as p (n int, sql text, reads boolean, bound bigint, allow float8, instead text)
    loop
        n := probe.n; state := 'ok'; reached := null; digest := null; cost := null; message := null;
        begin
            if probe.allow is not null then
                execute 'explain (format json) ' || probe.sql into plan;
                cost := (plan -> 0 -> 'Plan' ->> 'Total Cost')::float8;
            end if;
            if cost > probe.allow then
                state := 'costly';
                if probe.instead is not null then
                    state := 'sampled';
                    execute probe.instead into reached, digest;
                end if;
            elsif probe.reads then
                execute probe.sql into reached, digest;
            else
                perform set_config('seedkit.reached', '0', true);
                perform set_config('seedkit.bound', coalesce(probe.bound, 9223372036854775806)::text, true);
                execute probe.sql;
                get diagnostics reached = row_count;
            end if;
            raise exception 'undone' using errcode = 'ZZ002';
        exception
            when sqlstate 'ZZ002' then null;
            when others then get stacked diagnostics state = returned_sqlstate, message = message_text;
        end;
        return next;
    end loop;
end $$;

grant execute on function pg_temp.seedkit_tick(), pg_temp.seedkit_probe(jsonb) to public;
