#!/bin/sh
# Runs Node on a TypeScript file of this checkout: node.sh FILE [ARGUMENT...]
# Takes the Node on PATH where it is new enough, else the one that npm installed.
set -eu

case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
root=$(CDPATH='' cd -- "$here/.." && pwd -P)
. "$root/scripts/find-node.sh"

node=$(node_on_path) || node=$root/node_modules/$(node_package)/bin/node
if [ ! -x "$node" ]; then
  echo "chatiere: Node 22.18 ou plus récent est introuvable ; l’installer, ou lancer d’abord « npm start »" >&2
  echo "chatiere: no Node 22.18 or later here; install one, or run \"npm start\" first" >&2
  exit 1
fi

cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/chatiere
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$cache/node-compile-cache}"
exec "$node" --disable-warning=ExperimentalWarning "$@"
