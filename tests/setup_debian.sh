#!/bin/sh
# setup_debian.sh LOST TEST PACKAGE...: install Debian packages unless the command TEST passes; where that is not possible,
# say loudly what is LOST without them.
lost=$1 test=$2
shift 2

eval "$test" && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing $* (once)"
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  { apt-get update && apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 || tail -n 5 "$log"
  rm -f "$log"
  eval "$test" && exit 0
fi
bar=$(printf '%080d' 0 | tr 0 '*')
printf '%s\n* %s\n* Install what they need, for instance: sudo apt-get install %s\n%s\n' "$bar" "$lost" "$*" "$bar"
