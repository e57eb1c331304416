-- The register of processing names who is told of what: the addresses that webhooks go to, never their secrets, which stand nowhere.
grant select (webhook_id, title, url, kinds, state) on office.webhook to rapport_keep;
