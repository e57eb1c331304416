-- Two queues of jobs, one a wing. Their tables are made and changed by the worker's library, which every start of main asks
-- after these files; here are the schemas, and the function that says who may use what the library has made.

create schema keep_jobs;
create schema office_jobs;

-- The library switches row-level security on and writes no policy: whoever is not the owner would see no job and run none,
-- without an error. `worker` runs the jobs; `adds`, when there is one, may only add to them.
create function public.admit_to_jobs(jobs text, worker text, adds text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  made text;
begin
  execute format('revoke all on all functions in schema %I from public', jobs);
  execute format('grant usage on schema %I to %I', jobs, worker);
  execute format('grant select on %I.migrations to %I', jobs, worker);
  execute format('grant execute on function %I.add_job, %I.add_jobs to %I', jobs, jobs, worker);
  for made in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = jobs and c.relkind = 'r' and c.relrowsecurity
  loop
    execute format('grant select, insert, update, delete on %I.%I to %I', jobs, made, worker);
    execute format('drop policy if exists worker on %I.%I', jobs, made);
    execute format('create policy worker on %I.%I to %I using (true) with check (true)', jobs, made, worker);
  end loop;
  if adds is null then return; end if;
  execute format('grant usage on schema %I to %I', jobs, adds);
  execute format('grant execute on function %I.add_job, %I.add_jobs to %I', jobs, jobs, adds);
  -- Adding under a key replaces the job that waits under it, hence the update.
  execute format('grant select, insert, update on %I._private_jobs to %I', jobs, adds);
  execute format('grant select, insert on %I._private_tasks, %I._private_job_queues to %I', jobs, jobs, adds);
  foreach made in array array['_private_jobs', '_private_tasks', '_private_job_queues'] loop
    execute format('drop policy if exists adds on %I.%I', jobs, made);
    execute format('create policy adds on %I.%I to %I using (true) with check (true)', jobs, made, adds);
  end loop;
end
$$;

revoke execute on function public.admit_to_jobs from public;
