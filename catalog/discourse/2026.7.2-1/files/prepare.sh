#!/bin/bash
# Gives Discourse its role, its database and the extensions that its migrations expect. Can run again and again.
set -euo pipefail
export PGPASSWORD ROLE_PASSWORD
PGPASSWORD=$(< /run/secrets/database-password)
ROLE_PASSWORD=$(< /run/secrets/role-password)
psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --host=database --username=postgres --dbname=discourse <<'SQL'
SET client_min_messages = warning;
\getenv password ROLE_PASSWORD
SELECT 'CREATE ROLE discourse LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'discourse') \gexec
ALTER ROLE discourse PASSWORD :'password';
ALTER DATABASE discourse OWNER TO discourse;
CREATE EXTENSION IF NOT EXISTS hstore;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS vector;
ALTER EXTENSION vector UPDATE;
SQL
