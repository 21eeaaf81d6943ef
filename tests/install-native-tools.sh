#!/usr/bin/env bash
# What .NET's native compiler needs beside the SDK. Fails where it is missing and cannot be installed.
present() { command -v clang && [ -e /usr/include/zlib.h ]; } >/dev/null
present || { bash "$(dirname "$0")/install.sh" clang zlib1g-dev && present; }
