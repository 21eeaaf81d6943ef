#!/usr/bin/env bash
# Builds the documentation site: all pages and the API reference. A link that leads nowhere fails it.
#   eng/site.sh [FOLDER]     FOLDER holds the assemblies with their XML documentation; without it they are built.
# Look at the site with: dotnet docfx serve artifacts/site/html
set -euo pipefail
cd "$(dirname "$0")/.."

assemblies=${1:-}
if [ -z "$assemblies" ]; then
  dotnet build tests/PeerPersistence.PackageTests --nologo -v quiet
  assemblies=tests/PeerPersistence.PackageTests/bin/Debug/net8.0
fi

# The pages lie on the site as they lie in the repository, so that their links hold on both.
site=artifacts/site
rm -rf $site
mkdir -p $site/pages/assemblies
tar -cf - --exclude bin --exclude obj ./*.md LICENSE docs samples tests/Recorded/README.md | tar -xf - -C $site/pages
cp docs/site/* docs/llms.txt src/icon.* $site/pages
cp "$assemblies"/*.dll "$assemblies"/PeerPersistence*.xml $site/pages/assemblies

dotnet tool restore
dotnet docfx $site/pages/docfx.json --warningsAsErrors
