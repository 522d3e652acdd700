#!/bin/sh
# npm start, npm stop, npm test, npm run bench, npm run levels and npm run model-error on a fresh clone: installs the dependencies, then runs scripts/VERB.ts with the arguments given.
set -eu

verb=${1:-}
case $verb in
  start | stop | test | bench | levels | model-error) shift ;;
  *)
    echo "usage: sh scripts/setup.sh start|stop|test|bench|levels|model-error [ARGUMENT...]" >&2
    exit 2
    ;;
esac

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$root"
. scripts/find-node.sh

install_with() {
  "$@" ci --ignore-scripts --include=dev --include=optional --no-audit --no-fund --loglevel=error </dev/null >&2
}

# npm leaves out optional packages that ask for a newer Node than its own, and with them parts of the tests:
# an old Node therefore only fetches a newer one with its npm, and that installs.
install_by_newer_node() {
  package=$(node_package)
  version=$(sed -n "s/.*\"$package\": \"\(.*\)\".*/\1/p" package.json)
  newer=$(mktemp -d)
  trap 'rm -rf "$newer"' EXIT
  npm install --prefix "$newer" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error "$package@$version" npm@11 </dev/null >&2
  PATH=$newer/node_modules/$package/bin:$PATH install_with node "$newer/node_modules/npm/bin/npm-cli.js"
  rm -rf "$newer"
  trap - EXIT
}

# npm writes this file last, so an interrupted installation is begun again.
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  echo "npm ci" >&2
  if node_on_path >/dev/null; then install_with npm; else install_by_newer_node; fi
fi

exec sh scripts/node.sh "scripts/$verb.ts" "$@"
