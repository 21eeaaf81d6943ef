#!/usr/bin/env bash
# install-wine.sh PREFIX: Wine, and a folder in which it runs. Says on its last line why not, and fails.
command -v wine >/dev/null || bash "$(dirname "$0")/install.sh" wine wine64 || exit 1

# No browser, no second runtime, no question: only what programs of a console need.
export WINEPREFIX=$1 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
unset DISPLAY
[ -e "$WINEPREFIX/ready" ] && exit
mkdir -p "$WINEPREFIX" && timeout 120 wine wineboot --init </dev/null >/dev/null 2>&1 && touch "$WINEPREFIX/ready" && exit
echo "Wine does not start here"
exit 1
