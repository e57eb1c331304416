-- Who sees some customers only enters what those say, and of no others: it does not reach everybody any more.
alter table keep.role_version drop constraint some_customers_only;
alter table keep.role_version add constraint some_customers_only check (customers = 'all' or not abilities && '{customers.erase,forms.keep,campaigns.run,imports.run,registers.keep,mailbox.read,budgets.approve,units.manage,staff.preview,keys.manage,webhooks.manage,audit.read}');
