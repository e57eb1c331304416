-- Erasing shows what was erased of everybody: no role has it that sees some customers only (docs/decisions/0540).
alter table keep.role_version drop constraint some_customers_only;
update keep.role_version set abilities = array_remove(abilities, 'customers.erase') where customers <> 'all';
alter table keep.role_version add constraint some_customers_only check (customers = 'all' or not abilities && '{customers.erase,forms.keep,campaigns.run,imports.run,registers.keep,mailbox.read,budgets.approve,units.manage,staff.preview,keys.manage,webhooks.manage,audit.read,consents.enter}');
