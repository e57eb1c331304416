-- Whoever hears a reply that a colleague has to read writes the words of the task, sealed; its row is the office's, and so are its numbers.
grant usage on sequence office.row_id_seq to rapport_keep;
