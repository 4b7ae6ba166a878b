-- Two databases with owners of their own; neither role is a superuser, and neither reaches the other's database.
-- Run as postgres; what is there already stays: psql -v ON_ERROR_STOP=1 -f databases.sql
SELECT format('CREATE ROLE %I LOGIN', name)
FROM (VALUES ('passerelle'), ('passerelle_keys')) AS wanted (name)
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8'' LC_COLLATE ''C.UTF-8'' LC_CTYPE ''C.UTF-8''', name, name)
FROM (VALUES ('passerelle'), ('passerelle_keys')) AS wanted (name)
WHERE name NOT IN (SELECT datname FROM pg_database) \gexec
REVOKE ALL ON DATABASE passerelle, passerelle_keys FROM PUBLIC;
