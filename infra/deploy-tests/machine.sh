#!/bin/bash
# Runs a command on a machine of its own: this one's files, with processes, network, libvirt, Docker, users and /run apart. All of
# it ends with the command, whatever happens. Inside there is no way out to any network.
#
#   machine.sh <folder> <command>...     the folder keeps Docker's images from one run to the next
#   machine.sh --online <folder> <command>...     with this machine's network, for Docker to build in; without libvirt
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

enter() {
  local net=--net
  [ "$network" = own ] || net=
  # shellcheck disable=SC2086 # an option or none
  exec unshare --mount $net --pid --fork --kill-child --mount-proc env VMM_MACHINE=inside "$here/machine.sh" "${arguments[@]}"
}

private() { # private <folder>: an empty one in its place
  mkdir -p "$folder/own$1" "$1"
  mount --bind "$folder/own$1" "$1"
}

# A machine of which nothing but its packages is known.
furnish() {
  mount --make-rprivate /
  rm -rf "$folder/own"
  mount -t tmpfs -o mode=755 tmpfs /run
  mkdir -p /run/lock /run/docker
  local layers=/run/machine
  mkdir -p $layers/upper $layers/work
  mount -t overlay -o "lowerdir=/etc,upperdir=$layers/upper,workdir=$layers/work" overlay /etc
  for path in /var/lib/libvirt /var/log/libvirt /var/cache/libvirt; do private "$path"; done
  private /home
  private /var/spool/cron
  install -d -g crontab -m 1730 /var/spool/cron/crontabs
  mkdir -p /var/lib/libvirt/{images,qemu,dnsmasq,boot}
  chown libvirt-qemu:libvirt-qemu /var/lib/libvirt/qemu
  rm -rf /etc/libvirt/qemu/networks/* /etc/libvirt/storage/* /etc/libvirt/qemu/*.xml
  [ "$network" != own ] || ip link set lo up
}

start_engine() {
  local log=$folder/dockerd.log net=()
  # Containers of a run that was cut off would start with the engine.
  rm -rf "$folder"/docker/{containers,volumes,network}
  # Nothing is changed in a network that is not ours.
  [ "$network" = own ] || net=(--bridge=none --iptables=false --ip6tables=false)
  dockerd --data-root "$folder/docker" --exec-root /run/docker --pidfile /run/docker.pid --host unix:///var/run/docker.sock \
    "${net[@]}" >"$log" 2>&1 &
  for _ in $(seq 150); do
    ! docker info >/dev/null 2>&1 || return 0
    sleep 0.2
  done
  tail -n 20 "$log" >&2
  return 1
}

arguments=("$@")
network=own
if [ "$1" = --online ]; then
  network=online
  shift
fi
mkdir -p "$1"
folder=$(realpath "$1")
shift
[ "${VMM_MACHINE:-}" = inside ] || enter
# Debian's client and Compose, which belong together, before any other.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH DOCKER_HOST=unix:///var/run/docker.sock
unset VMM_MACHINE
furnish
start_engine
status=0
"$@" || status=$?
# Images stay from run to run, and nothing else.
docker ps --all --quiet | xargs --no-run-if-empty docker rm --force --volumes >/dev/null
exit "$status"
