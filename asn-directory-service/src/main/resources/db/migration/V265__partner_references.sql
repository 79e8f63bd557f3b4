-- How far a party's topic partner.<party>.reference.v1 has been told of each table.
create table partner_reference (
    party     text not null,
    table_key text not null,
    version   int  not null,
    primary key (party, table_key)
);
