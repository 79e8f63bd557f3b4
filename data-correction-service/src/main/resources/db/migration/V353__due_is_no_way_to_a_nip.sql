-- Where all proposals were closed when PostgreSQL last looked, it takes every index of open ones for equally short, and read all of this one for
-- each NIP of a list. With a condition that a search by NIP does not name it is no choice for that search.
drop index proposal_due;
create index proposal_due on proposal (due_at) where closed_at is null and due_at is not null;
