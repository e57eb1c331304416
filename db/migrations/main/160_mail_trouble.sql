-- Messages that wait because the mail server could not be reached or let nobody in: found by the health page without reading
-- the queue. Small whenever all is well.
create index message_unreachable on keep.message (due_at) where state = 'queued' and why in ('unreachable', 'refused_login');
