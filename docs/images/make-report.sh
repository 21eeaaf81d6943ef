#!/usr/bin/env bash
# Makes report.png anew: the report of forty made-up peers, as the tests draw it, in Chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."
pictures=$(mktemp -d)
trap 'rm -rf "$pictures"' EXIT
PEERS_PICTURES=$pictures dotnet test tests/PeerPersistence.Cli.Tests --nologo --filter "FullyQualifiedName~ReportPictures&DisplayName~40"
cp "$pictures/report-40.top.png" docs/images/report.png
