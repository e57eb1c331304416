-- The keep works in its own schema here; nobody needs the schema everybody may look into.
revoke usage on schema public from public;
