#!/usr/bin/env bash
# Makes a release in artifacts/release: packed, validated, with sums and notes. It publishes nothing.
#   eng/release.sh VERSION       for example 0.1.0
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?Say the version, for example: eng/release.sh 0.1.0}
fail() { echo "$*" >&2; exit 1; }

[ -z "$(git status --porcelain)" ] || fail "The work tree must be clean: commit or stash first."
grep -q "<VersionPrefix>$version</VersionPrefix>" Directory.Build.props || fail "VersionPrefix in Directory.Build.props must be $version."
grep -Eq "^## \[$version\] - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md || fail "CHANGELOG.md must have a line '## [$version] - YYYY-MM-DD'."

out=artifacts/release
rm -rf $out
mkdir -p $out
eng/pack.sh --output $out

for project in src/*/*.csproj; do
  package=$out/$(basename "$project" .csproj).$version.nupkg
  [ -f "$package" ] || fail "$package was not packed."
  [ -f "${package%.nupkg}.snupkg" ] || fail "$package must have symbols."
  files=$(unzip -Z1 "$package")
  for part in README.md icon.png sbom/bom.json; do
    grep -qx "$part" <<< "$files" || fail "$package must have $part."
  done
done

awk -v begin="## [$version]" 'index($0, begin) == 1 { on = 1; next } /^## \[/ { on = 0 } on' CHANGELOG.md > $out/notes.md
(cd $out && sha256sum ./*.nupkg ./*.snupkg > SHA256SUMS)

echo
echo "$out has $(find $out -name '*.nupkg' | wc -l) packages of $version. When all tests are green:"
echo "  git tag --sign v$version --cleanup=whitespace --file $out/notes.md"
echo "  git push origin v$version"
echo "  dotnet nuget push '$out/*.nupkg' --api-key KEY --source SOURCE"
