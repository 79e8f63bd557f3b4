-- What an import has met is kept in the memory of the attempt: an attempt that dies is repeated from its first byte anyway.
drop table import_seen;
