#!/bin/bash
# `npm run test:ansible`: the playbooks of infra/ansible, on a machine apart (machine.sh) for a user without root, and on a server
# of its own with systemd: a VM, baked like all others, or, where VMs are emulated, a container from that box. What may be fetched is fetched first. As root, as that takes namespaces.
#
#   ansible.sh [<file>] [<options of Playwright>]     one of apps/portal-e2e/src/ansible: as-root, lingering (no
#                                                   root on a server), without-root (this machine: no server is baked)
#
# var/ansible keeps the release and the box until what they are made of changes.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/var/ansible
site=$work/site

[ "$(id -u)" = 0 ] || exec sudo --preserve-env "$0" "$@"

# The release of today, one that follows it with other parts, and one that does not start.
make_releases() {
  local version folder=$work/unpacked made
  version=$("$site/infra/release/release.sh" --version)
  made=$work/releases/vm-manager-$version
  if [ ! -d "$made" ]; then
    rm -rf "$work/releases" "$folder"
    mkdir -p "$made.new" "$folder"
    "$site/infra/release/release.sh" --out "$made.new"
    mv "$made.new/vm-manager-$version.tar.gz" "$made.new/vm-manager-$version-first.tar.gz"
    tar --extract --file "$made.new/vm-manager-$version-first.tar.gz" --directory "$folder"
    rm "$folder"/apps/portal/dist/chunk-*.js*
    tar --create --use-compress-program 'gzip -1' --file "$made.new/vm-manager-$version-next.tar.gz" --directory "$folder" .
    echo 'console.error("this release is broken"); process.exit(1);' >"$folder/apps/api/dist/main.js"
    tar --create --use-compress-program 'gzip -1' --file "$made.new/vm-manager-$version-broken.tar.gz" --directory "$folder" .
    rm -rf "$folder"
    mv "$made.new" "$made"
  fi
  mkdir -p "$site/var"
  cp --archive --link "$made" "$site/var/releases"
}

# A server's packages are in its box, as it has no way out.
bake_server() {
  rm -rf "$work/bakery"
  cp -r "$root/infra/vm-templates" "$work/bakery"
  cp -r "$here/target" "$work/bakery/target"
  grep -vE '^[[:space:]]*(#|$)' "$root/infra/host/packages" | awk '{ print $1 }' >>"$work/bakery/target/packages"
  "$work/bakery/bake.sh" target --out "$work/server"
}

mkdir -p "$work"
"$root/infra/vm-templates/bake.sh" debian-server --out "$root/var/boxes"
"$here/fresh-clone.sh" "$site"
echo "Building the release and the server's box (var/ansible/build.log)"
trap 'tail -n 40 "$work/build.log" >&2' EXIT
{
  make_releases
  [ "${1:-}" = without-root ] || bake_server
} >"$work/build.log" 2>&1
trap - EXIT
cd "$root"
# For every account to read, wherever this clone stands.
exec "$here/machine.sh" "$work" bash -euo pipefail -c '
  mkdir /run/clone
  mount --bind "$1" /run/clone
  shift
  exec node_modules/.bin/playwright test --config apps/portal-e2e/playwright.config.ts --project=ansible "$@"' - "$site" "$@"
