#!/usr/bin/env bash
# strace, that may trace here. Says on its last line why not, and fails.
command -v strace >/dev/null || bash "$(dirname "$0")/install.sh" strace || exit 1
strace -f --seccomp-bpf -qq -o /dev/null true 2>&1 || { echo "the system lets nobody trace"; exit 1; }
