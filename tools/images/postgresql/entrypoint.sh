#!/bin/bash
# Makes the database cluster once, then becomes the server.
set -euo pipefail

fail() { echo "postgresql: $*" >&2; exit 1; }

# The value of a variable, or of the file that <variable>_FILE names.
setting() {
  local file="${1}_FILE"
  [[ -z "${!1:-}" || -z "${!file:-}" ]] || fail "both $1 and $file are set; set one of them"
  if [[ -n "${!file:-}" ]]; then
    [[ -r "${!file}" ]] || fail "$file names ${!file}, which cannot be read by uid $(id -u)"
    printf '%s' "$(<"${!file}")"
  else
    printf '%s' "${!1:-${2:-}}"
  fi
}

# Works in a folder of its own, so that a first start that was killed is known and begun again;
# anything else found in the data folder is someone's data and is left alone.
create_cluster() {
  local fresh="$PGDATA/.new" user password database method script
  user=$(setting POSTGRES_USER postgres)
  password=$(setting POSTGRES_PASSWORD)
  database=$(setting POSTGRES_DB "$user")
  method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  [[ -n "$password" || "$method" == trust ]] || fail 'the database is new: set POSTGRES_PASSWORD_FILE to a file that holds a password'
  [[ -d "$fresh" || -z "$(ls -A "$PGDATA")" ]] || fail "$PGDATA holds files but no database cluster; empty it or mount another volume"

  mkdir -p "$fresh"
  find "$PGDATA" -mindepth 1 -not -path "$fresh" -delete
  eval "initdb --pgdata=\"\$fresh\" --username=\"\$user\" --pwfile=<(printf '%s\n' \"\$password\") --auth-local=trust --auth-host=\"\$method\" --no-sync ${POSTGRES_INITDB_ARGS:-}"
  printf '\nhost all all all %s\n' "$method" >> "$fresh/pg_hba.conf"
  sed -i "s/^#listen_addresses = .*/listen_addresses = '*'/" "$fresh/postgresql.conf"

  # Reached by its own folder alone: a probe must not take this server for the one that serves.
  export PGHOST="$fresh"
  pg_ctl -D "$fresh" -o "-c listen_addresses='' -c unix_socket_directories='$fresh'" -w start
  [[ "$database" == postgres ]] || psql --no-psqlrc -v ON_ERROR_STOP=1 -v name="$database" -U "$user" -d postgres <<< 'CREATE DATABASE :"name";'
  for script in /docker-entrypoint-initdb.d/*; do
    case "$script" in
      *.sh) POSTGRES_USER="$user" POSTGRES_DB="$database" bash "$script" ;;
      *.sql) psql --no-psqlrc -v ON_ERROR_STOP=1 -U "$user" -d "$database" -f "$script" ;;
    esac
  done
  pg_ctl -D "$fresh" -m fast -w stop
  unset PGHOST

  find "$fresh" -mindepth 1 -maxdepth 1 -not -name PG_VERSION -exec mv -t "$PGDATA" {} +
  sync
  mv "$fresh/PG_VERSION" "$PGDATA/"
  rmdir "$fresh"
}

[[ "${1:-postgres}" != -* ]] || set -- postgres "$@"
if [[ "$1" == postgres ]]; then
  if [[ "$(id -u)" == 0 ]]; then
    mkdir -p "$PGDATA" /var/run/postgresql
    chown postgres:postgres "$PGDATA" /var/run/postgresql
    exec setpriv --reuid=999 --regid=999 --clear-groups -- "$0" "$@"
  fi
  mkdir -p -m 0700 "$PGDATA" && chmod 0700 "$PGDATA"
  umask 077
  [[ -s "$PGDATA/PG_VERSION" ]] || create_cluster
  unset POSTGRES_PASSWORD
fi
exec "$@"
