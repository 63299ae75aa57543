#!/bin/bash
# Makes this machine ready for docker-compose.yml, once and as root: libvirt with its pool, the user that the API is, its folders,
# the box, Traefik's network, and what Compose has to know of this machine, in .env. A second run changes nothing.
#
#   cp .env.example .env     with DOMAIN_NAME set
#   sudo infra/host/prepare-compose.sh
#   docker compose up -d --build
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
env=$root/.env
account=vm-manager
. "$here/env-file.sh"

fail() {
  printf 'prepare-compose: %s\n' "$@" >&2
  exit 1
}

refuse_early() {
  [ -f "$env" ] || fail "copy .env.example to .env first, and set DOMAIN_NAME in it."
  [ -n "$(value_of DOMAIN_NAME)" ] || fail "set DOMAIN_NAME in $env: the portal will be at vm-manager.<DOMAIN_NAME>."
  command -v docker >/dev/null || fail "Docker is not here: install docker.io and a Compose of version 1.29 or newer."
  docker info >/dev/null 2>&1 || fail "Docker's engine does not answer: systemctl start docker"
}

# libvirt asks this machine who its caller is, so the API's user has to exist here, in libvirt's group.
have_account() {
  getent passwd "$account" >/dev/null ||
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$account"
  id -nG "$account" | tr ' ' '\n' | grep -qx libvirt || usermod --append --groups libvirt "$account"
}

have_folders() {
  install -d -o "$account" -g "$account" -m 750 "$root/var" "$root/student_vms"
  # What an earlier `npm start` has made belongs to whoever ran that.
  find "$root/var" "$root/student_vms" ! -user "$account" -exec chown --no-dereference "$account:$account" {} +
  install -d -o root -g "$account" -m 750 "$root/secrets"
  find "$root/secrets" -type f -exec chgrp "$account" {} + -exec chmod 640 {} +
  chgrp "$account" "$env"
  chmod 640 "$env"
}

# Where the service `backup` is asked for. A folder that is not there may be a disk that is not mounted.
have_backups() {
  [[ ",$(value_of COMPOSE_PROFILES)," == *,backup,* ]] || return 0
  local folder
  folder=$(value_of BACKUP_FOLDER)
  [ -n "$folder" ] || mkdir -p "$root/backups"
  folder=$(realpath -m --relative-base="$root" "${folder:-$root/backups}")
  (cd "$root" && [ -d "$folder" ]) || fail "BACKUP_FOLDER: there is no folder $folder."
  [ -s "$root/secrets/backup-passphrase" ] ||
    fail "write the passphrase of the backups into secrets/backup-passphrase: docs/fr/sauvegarde.md"
  (cd "$root" && chown "$account:$account" "$folder" && chmod 700 "$folder")
}

# Emulation or not is seen by running a guest, which the API's container cannot.
have_acceleration() {
  [ -z "$(value_of VMM_ACCELERATION)" ] || return 0
  local verdict
  verdict=$("$here/kvm-probe")
  echo "Acceleration: $verdict"
  set_value VMM_ACCELERATION "${verdict%% *}"
}

have_network() {
  local network
  network=$(value_of TRAEFIK_NETWORK)
  network=${network:-admin_proxy}
  docker network inspect "$network" >/dev/null 2>&1 && return 0
  docker network create "$network" >/dev/null
  echo "Made Docker's network $network, on which Traefik has to be."
}

[ "$(id -u)" = 0 ] || exec sudo "$0"
refuse_early
pool=$(value_of VMM_STORAGE_POOL)
VMM_STORAGE_POOL=${pool:-default} "$here/prepare-host.sh" --no-vagrant
have_account
have_backups
"$root/infra/vm-templates/bake.sh" debian-server --out "$root/var/boxes"
have_network
have_acceleration
set_value HOST_UID "$(id -u "$account")"
set_value HOST_GID "$(id -g "$account")"
set_value HOST_LIBVIRT_GID "$(getent group libvirt | cut -d : -f 3)"
set_value HOST_DOCKER_GID "$(stat -c %g /var/run/docker.sock)"
have_folders
