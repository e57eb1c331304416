-- A purpose's time to keep is checked by the gate itself, whether or not anything was cleaned up; only for people's own view it is not:
-- as long as anything is held they see it.
update keep.purpose set checks = array_append(checks, 'retention')
where purpose <> 'own_view' and 'purpose' = any(checks) and not 'retention' = any(checks);
update keep.register_state set version = gen_random_uuid();
