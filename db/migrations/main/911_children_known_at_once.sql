-- Whose birth date was there before children were told apart is refused what is unasked until the keep has looked at it: it opens birth dates, which are
-- sealed, and does so as soon as it starts. Whoever is eighteen or older is nobody's ward anywhere and is left alone.
insert into keep.child (customer_id, consents_from)
select customer_id, date '9999-12-31' from fact.derived where age_band = 'under-18'
on conflict (customer_id) do nothing;
