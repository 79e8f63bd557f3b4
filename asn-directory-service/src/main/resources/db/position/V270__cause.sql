-- Why the position is as it is, if a correction made it so: the proposal. Any other write takes it away.
alter table functional_position add column cause uuid;
