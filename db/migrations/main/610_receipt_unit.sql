-- Which branch or department somebody used data for: the code of the unit they belong to, where it is one. Receipts written
-- before have none, and their codes stay what they were: what is absent is absent from the text that was hashed.
alter table keep.receipt_codes add column unit text;
