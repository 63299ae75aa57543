#!/bin/bash
# `npm run test:deploy`: ways into production, tried for real on a machine apart (machine.sh). As root, as that takes namespaces.
# What may be fetched is fetched first; from then on there is no network but the machine's own.
#
#   run.sh [<options of Playwright>]     such as --grep Compose
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/var/deploy

[ "$(id -u)" = 0 ] || exec sudo --preserve-env "$0" "$@"

build_images() {
  "$here/machine.sh" --online "$work" bash -euo pipefail -c '
    "$1/stand-ins/make.sh" "$2/stand-ins"
    cd "$2/site"
    export DOMAIN_NAME=iris.example HOST_UID=990 HOST_GID=990 HOST_LIBVIRT_GID=990 HOST_DOCKER_GID=990
    export COMPOSE_DOCKER_CLI_BUILD=1 DOCKER_BUILDKIT=1
    docker-compose --file docker-compose.yml --file "$1/build-network.yml" build' - "$here" "$work"
}

"$root/infra/vm-templates/bake.sh" debian-server --out "$root/var/boxes"
"$here/fresh-clone.sh" "$work/site"
echo "Building the images (var/deploy/build.log)"
build_images >"$work/build.log" 2>&1 || {
  tail -n 40 "$work/build.log" >&2
  exit 1
}
cd "$root"
exec "$here/machine.sh" "$work" node_modules/.bin/playwright test --config apps/portal-e2e/playwright.config.ts --project deploy "$@"
