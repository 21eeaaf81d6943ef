#!/usr/bin/env bash
# What .NET's native compiler needs beside the SDK. Fails where it is missing and cannot be installed.
set -uo pipefail

present() { command -v clang && [ -e /usr/include/zlib.h ]; } >/dev/null
get() { apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends clang zlib1g-dev; }

present && exit
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 1
export DEBIAN_FRONTEND=noninteractive
# Another suite may be installing something of its own.
for _ in 1 2 3 4 5 6; do
  { apt-get update -qq || sleep 10; } && get && break
  sleep 10
done
present
