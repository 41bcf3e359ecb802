-- Makes the database and its owner, who migrates and makes the services' roles.
-- PostgreSQL's image runs it once, on an empty data folder, as the superuser, whom
-- nothing uses afterwards.
\set password `cat /run/secrets/owner`
create role medspil login createrole password :'password';
create database medspil owner medspil;
