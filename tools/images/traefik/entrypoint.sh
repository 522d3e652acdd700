#!/bin/sh
# Options and Traefik's own sub-commands run traefik; anything else runs as it is.
set -e
case "${1:-}" in
  -* | healthcheck | version) set -- traefik "$@" ;;
esac
exec "$@"
