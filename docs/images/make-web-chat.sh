#!/usr/bin/env bash
# Makes meshchat-web.png and meshchat-web-narrow.png anew: four friends talk in the sample MeshChat.Web, in Chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."
pictures=$(mktemp -d)
trap 'rm -rf "$pictures"' EXIT
PEERS_CHAT_PICTURE=$pictures dotnet test tests/PeerPersistence.Browser.Tests --nologo --filter "FullyQualifiedName~PictureTests"
cp "$pictures/meshchat-web-1200.png" docs/images/meshchat-web.png
cp "$pictures/meshchat-web-500.png" docs/images/meshchat-web-narrow.png
