#!/bin/sh
# As upstream's: a daemon of root that does its work as www-data.
[ "$(id -u)" = 0 ] || { echo 'cron.sh: must be started as root' >&2; exit 1; }
exec setpriv --reuid=33 --regid=33 --clear-groups -- /usr/local/lib/double/node /usr/local/lib/double/main.mjs cron
