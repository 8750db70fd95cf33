#!/bin/sh
# Install Virtuoso for the tests that load graphs into a server of others, where that is possible; say so where it is not.
has_virtuoso() { command -v virtuoso-t >/dev/null; }

has_virtuoso && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing Virtuoso (once)"
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  { apt-get update && apt-get install -y --no-install-recommends virtuoso-opensource-7-bin; } >"$log" 2>&1 || tail -n 5 "$log"
  rm -f "$log"
fi
has_virtuoso && exit 0
echo "********************************************************************************"
echo "* No Virtuoso: one of the tests that load into other servers will be SKIPPED.  *"
echo "* Install it, for instance: sudo apt-get install virtuoso-opensource-7-bin     *"
echo "********************************************************************************"
