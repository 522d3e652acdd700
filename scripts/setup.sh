#!/bin/sh
# npm start, npm stop and npm test on a fresh clone: installs the dependencies, then runs scripts/VERB.ts with the arguments given.
set -eu

verb=${1:-}
case $verb in
  start | stop | test) shift ;;
  *)
    echo "usage: sh scripts/setup.sh start|stop|test [ARGUMENT...]" >&2
    exit 2
    ;;
esac

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$root"

# npm writes this file last, so an interrupted installation is begun again.
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  echo "npm ci" >&2
  npm ci --ignore-scripts --include=dev --include=optional --no-audit --no-fund --loglevel=error </dev/null >&2
fi

exec sh scripts/node.sh "scripts/$verb.ts" "$@"
