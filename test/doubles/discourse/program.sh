#!/bin/sh
# rails, rake and discourse, as the user of the same name whoever calls.
set -- /usr/local/lib/double/node /usr/local/lib/double/main.mjs "${0##*/}" "$@"
[ "$(id -u)" != 0 ] || set -- setpriv --reuid=1000 --regid=1000 --groups=33 -- "$@"
exec "$@"
