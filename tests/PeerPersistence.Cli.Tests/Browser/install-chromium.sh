#!/usr/bin/env bash
# Says on its last line where Chromium is, or why there is none. Installs it where it may.
find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# While another suite installs it, it is there by half.
flock -s /var/lib/apt true 2>/dev/null
find_chromium && exit
why=$(bash "$(dirname "$0")/../install.sh" chromium | tail -n 1)
find_chromium || { echo "Chromium is not installed: $why"; exit 1; }
