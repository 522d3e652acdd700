#!/bin/sh
# As upstream's start: root looks after the folders, then the app runs as its own user.
set -e
[ "$(id -u)" = 0 ] || { echo 'boot: must be started as root' >&2; exit 1; }
mkdir -p /shared/uploads /shared/backups /shared/log/rails /shared/tmp
chown 1000:33 /shared/uploads /shared/backups /shared/log/rails /shared/tmp
exec setpriv --reuid=1000 --regid=1000 --groups=33 -- /usr/local/lib/double/node /usr/local/lib/double/main.mjs /sbin/boot "$@"
