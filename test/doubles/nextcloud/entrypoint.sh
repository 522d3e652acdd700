#!/bin/sh
# The image's own command installs and serves; any other runs as it is.
[ "${1:-}" = apache2-foreground ] || exec "$@"
shift
set -- /usr/local/lib/double/node /usr/local/lib/double/main.mjs serve "$@"
[ "$(id -u)" != 0 ] || set -- setpriv --reuid=33 --regid=33 --clear-groups -- "$@"
exec "$@"
