-- Two cards that had the same content before they turned out to be one person have a row each: under the content key, and under "card/content key" beside it.
alter table keep.contact drop constraint contact_content_key_check;
alter table keep.contact add constraint contact_content_key_check check (length(content_key) between 1 and 140);
