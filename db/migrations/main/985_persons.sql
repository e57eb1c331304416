-- All cards of a person are found by who the person is. Without it, whoever changes one customer goes through everybody.
create index customer_person on keep.customer ((coalesce(merged_into, customer_id)));
