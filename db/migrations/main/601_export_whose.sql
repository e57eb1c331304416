-- Who stands in an export's file, sealed as its rows are: whoever sees only some customers may have the file only while all of them are theirs.

alter table keep.export_piece
  drop constraint export_piece_kind_check,
  add constraint export_piece_kind_check check (kind in ('rows', 'file', 'who'));
