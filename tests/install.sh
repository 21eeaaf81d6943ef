#!/usr/bin/env bash
# install.sh PACKAGE…: Debian's packages that tests need. Says on its last line why they cannot be installed, and fails.
set -uo pipefail

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "only root can install it, and only with apt-get"
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt() { apt-get -qq -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@" 9<&-; }

# Suites run at once: they take turns, for apt waits for nobody else who reads the lists.
{
  flock 9
  for _ in 1 2 3; do
    apt install -y --no-install-recommends "$@" && exit
    apt update || sleep 10
  done
} 9</var/lib/apt
echo "apt-get could not install it"
exit 1
