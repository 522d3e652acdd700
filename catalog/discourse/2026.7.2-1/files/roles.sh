#!/bin/bash
# Compares Discourse's administrators with the members of a group, once a minute. $1: the group, as the sign-on names it.
set -euo pipefail
export PGPASSWORD
PGPASSWORD=$(< /run/secrets/role-password)
trap 'exit 0' TERM INT
while true; do
  psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --set=group="$1" --host=database --username=discourse --dbname=discourse --file=/etc/chatiere/roles.sql
  sleep 60 &
  wait $!
done
