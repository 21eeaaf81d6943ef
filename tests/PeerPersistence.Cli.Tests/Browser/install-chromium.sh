#!/usr/bin/env bash
# Says on its last line where Chromium is, or why there is none. Installs it where it may: as root, on Debian.
set -euo pipefail

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if find_chromium; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null || ! grep -qi '^ID=debian' /etc/os-release; then
  echo "Chromium is not installed, and this is not root on Debian"
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt() { apt-get -qq -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@" > /dev/null 2>&1; }
if { apt update && apt install -y --no-install-recommends chromium; } && find_chromium; then exit 0; fi
echo "Chromium could not be installed"
exit 1
