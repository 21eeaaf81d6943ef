#!/usr/bin/env bash
# Packs all packages as for a release: restored by the lock files, validated, with symbols and a bill of materials; a warning is an error.
#   eng/pack.sh --output FOLDER     and whatever else dotnet pack takes, such as --version-suffix preview.1
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$root/artifacts"
work=$(mktemp -d "$root/artifacts/pack.XXXXXX")
trap 'rm -rf "$work"' EXIT

{
  echo '<Solution>'
  for project in "$root"/src/*/*.csproj "$root"/templates/*.csproj; do echo "  <Project Path=\"$project\" />"; done
  echo '</Solution>'
} > "$work/packages.slnx"

dotnet pack "$work/packages.slnx" --configuration Release -p:ContinuousIntegrationBuild=true -warnaserror -nologo "$@"
