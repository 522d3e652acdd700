#!/bin/sh
# Options and configuration files run valkey-server, as its own user; anything else runs as it is.
set -e
case "${1:-}" in -* | *.conf) set -- valkey-server "$@" ;; esac
if [ "$1" = valkey-server ]; then
  if [ "$(id -u)" = 0 ]; then
    find . ! -user valkey -exec chown valkey {} +
    exec setpriv --reuid=999 --regid=999 --clear-groups -- "$0" "$@"
  fi
  [ -w . ] || { echo "valkey: $PWD cannot be written by uid $(id -u)" >&2; exit 1; }
  [ "$(umask)" != 0022 ] || umask 0077
  shift
  # The registry's image is compiled without protected mode, Debian's program with it; what the caller says comes after and wins.
  case "${1:-}" in
    *.conf) file=$1; shift; set -- "$file" --protected-mode no "$@" ;;
    *) set -- --protected-mode no "$@" ;;
  esac
  set -- valkey-server "$@"
fi
# Split on purpose: the variable holds several options.
exec "$@" ${VALKEY_EXTRA_FLAGS:-}
