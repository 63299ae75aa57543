#!/bin/bash
# Makes a release: one archive with all that runs in production without Docker, for machines like this one. As in the API's image
# there are no packages of development in it, and unlike there the portal and the embedded database are.
#
#   release.sh --version         prints the version of today's files: 0.1.0-<hash>
#   release.sh --out <folder>    builds it, unless the folder has it. Needs npm and its registry, and no root
#
# Standard output: at the end "release <file>". The rest goes to standard error.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
parts=(apps/api apps/portal docs/fr infra/host infra/release infra/supervisor infra/systemd infra/vagrant infra/vm-templates libs)
files=(.npmrc CHANGELOG.md nx.json package.json package-lock.json tsconfig.base.json)

fail() {
  echo "release: $*" >&2
  exit 1
}

# What a release is made of: neither what is made from it, nor what only tests need.
sources() {
  find "${parts[@]}" \( -name node_modules -o -name dist -o -name .angular -o -name coverage -o -name test-results \) -prune \
    -o -type f ! -name '*.spec.ts' ! -name '*.spec.mjs' ! -name '*.tsbuildinfo' -print0
  printf '%s\0' "${files[@]}"
}

version() {
  local number hash
  number=$(sed -nE 's/^  "version": "(.+)",$/\1/p' package.json)
  # What is in them, and which may be executed.
  hash=$({
    sources | LC_ALL=C sort -z | xargs -0 sha256sum
    sources | LC_ALL=C sort -z | xargs -0 stat -c '%A %n' | cut -c 4,11-
  } | sha256sum | cut -c 1-12)
  echo "$number-$hash"
}

build() { # build <version> <archive>
  work=$out/.release
  rm -rf "$work"
  mkdir "$work"
  trap 'rm -rf "$work"' EXIT
  sources | tar --create --null --files-from=- | tar --extract --directory "$work"
  (
    cd "$work"
    export PATH="$work/node_modules/.bin:$PATH" NX_DAEMON=false NX_TUI=false NX_NO_CLOUD=true NG_CLI_ANALYTICS=false
    npm ci --no-progress
    nx run-many -t build -p api portal --output-style=stream-without-prefixes
    npm ci --no-progress --omit=dev
    find apps/api/dist libs/*/dist \( -name '*.d.ts' -o -name .tsbuildinfo \) -delete
    find apps/api/dist -depth -type d -name testing -exec rm -r {} +
    echo "$1" >RELEASE
    # For everybody to read, whatever this user's mask is; whoever unpacks it owns it.
    tar --create --gzip --owner=root:0 --group=root:0 --mode=go+rX,go-w --file release.tar.gz \
      --exclude='node_modules/node-linux-*/include' RELEASE CHANGELOG.md package.json node_modules libs/*/package.json libs/*/dist \
      apps/api/dist apps/portal/dist apps/portal/build/former-parts.mjs docs infra
  ) >&2
  mv "$work/release.tar.gz" "$2"
}

cd "$root"
case ${1:-} in
  --version) version ;;
  --out)
    mkdir -p "${2:?}"
    out=$(cd "$2" && pwd)
    version=$(version)
    archive=$out/vm-manager-$version.tar.gz
    [ -f "$archive" ] || {
      command -v npm >/dev/null || fail "npm is not here; Debian's package is called npm."
      exec 9>"$out/.lock"
      flock 9
      [ -f "$archive" ] || build "$version" "$archive"
    }
    echo "release $archive"
    ;;
  *)
    sed -n '5,6s/^# *//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
