#!/bin/sh
# Runs Node on a TypeScript file of this checkout: node.sh FILE [ARGUMENT...]
# Takes the Node on PATH where it is 22.18 or later (it must strip types by itself), else the one that npm installed.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)

new_enough() {
  version=$("$1" --version 2>/dev/null) || return 1
  version=${version#v}
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  [ "$major" -gt 22 ] || { [ "$major" -eq 22 ] && [ "$minor" -ge 18 ]; }
}

node=$(command -v node) || node=
if [ -z "$node" ] || ! new_enough "$node"; then
  case $(uname -m) in
    x86_64) architecture=x64 ;;
    aarch64 | arm64) architecture=arm64 ;;
    *) architecture=none ;;
  esac
  node=$root/node_modules/node-linux-$architecture/bin/node
  if [ ! -x "$node" ]; then
    echo "chatiere: Node 22.18 ou plus récent est introuvable ; l'installer, ou lancer d'abord « npm start »" >&2
    echo "chatiere: no Node 22.18 or later here; install one, or run \"npm start\" first" >&2
    exit 1
  fi
fi

cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/chatiere
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$cache/node-compile-cache}"
exec "$node" --disable-warning=ExperimentalWarning "$@"
