-- Which versions of the references the positions in position_group were last taken from.
create table position_group_source (
    one      boolean primary key default true check (one),
    versions text not null
);

insert into position_group_source (versions) values ('');
