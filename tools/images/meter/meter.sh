#!/bin/sh
# The meter with a small heap. It gives root up by itself, once the energy counters are open: --user names whom it becomes.
exec /usr/local/lib/meter/node --disable-warning=ExperimentalWarning --max-old-space-size=64 --max-semi-space-size=1 --v8-pool-size=1 \
  /usr/local/lib/meter/meter.mjs "$@" --user 65532
