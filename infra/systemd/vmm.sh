#!/bin/bash
# `vmm <command>` where systemd runs the API: what an administrator does at the terminal, as root. It runs as the API does, with
# its user, its settings, and the secrets that only root can read.
set -euo pipefail

[ "$(id -u)" = 0 ] || exec sudo "$(realpath "${BASH_SOURCE[0]}")" "$@"

installed=/opt/vm-manager/current
unit=vmm-$$.service
options=(--quiet --collect --wait --pipe "--unit=$unit" --uid=vm-manager --gid=vm-manager --working-directory=/etc/vm-manager
  '--property=SupplementaryGroups=libvirt kvm systemd-journal' --property=UMask=0077 --property=NoNewPrivileges=yes
  "--setenv=LANG=${LANG:-C.UTF-8}")
for setting in $(systemctl show vm-manager-api.service --property=Environment --value); do
  # Those that name a secret's file name it in the folder of that unit.
  case $setting in *_FILE=*) ;; *) options+=("--setenv=$setting") ;; esac
done
shopt -s nullglob
for file in /etc/vm-manager/secrets/*; do
  name=${file##*/}
  options+=("--property=LoadCredential=$name:$file" "--setenv=${name}_FILE=/run/credentials/$unit/$name")
done
exec systemd-run "${options[@]}" "$installed/node_modules/.bin/node" --enable-source-maps "$installed/apps/api/dist/vmm.js" "$@"
