-- Records that have changed since they were last looked at for findings.
create table finding_stale (
    no bigint primary key
);

-- Records of which findings were told since the last run, so that it is told when they are gone.
create table finding_told (
    no bigint primary key
);
