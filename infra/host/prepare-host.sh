#!/bin/bash
# Makes this machine a host for VMs: packages, a running libvirt, a storage pool, the right groups. As root or through sudo.
# Everything is looked at first: a second run changes nothing and takes a fraction of a second.
#
#   prepare-host.sh [--no-vagrant] [<list>...]    lists of further Debian packages, of the form of "packages" beside this script
#   prepare-host.sh --as-member                   without root: only what a member of libvirt's group may do, which is the pool
#
# Without Vagrant where that is in a container: prepare-compose.sh.
# Standard output: lines "step <n>/<of> <percent>% <what>". VMM_STORAGE_POOL names the pool (default: default).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
pool=${VMM_STORAGE_POOL:-default}
unwanted='^[[:space:]]*(#|$)'
options=()
if [ "${1:-}" = --no-vagrant ]; then
  unwanted="$unwanted|[[:space:]]provi(sion|d)er$"
  options=("$1")
  shift
fi
as_member=no
if [ "${1:-}" = --as-member ]; then
  as_member=yes
  shift
fi
lists=("$@")
export LC_ALL=C.UTF-8 LIBVIRT_DEFAULT_URI=qemu:///system

fail() {
  printf 'prepare-host: %s\n' "$@" >&2
  exit 1
}

step() {
  echo "step $1/4 $2% $3"
}

# A package that was removed leaves its configuration behind, so dpkg's word counts, not its files.
missing_packages() {
  grep -hvE "$unwanted" "$here/packages" "${lists[@]}" | awk '{ print $1 }' | sort -u |
    comm -23 - <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

become_root() {
  [ "$(id -u)" != 0 ] || return 0
  command -v sudo >/dev/null ||
    fail "this needs root, and there is no sudo here." "Run it as root once: $here/prepare-host.sh"
  exec sudo VMM_STORAGE_POOL="$pool" "$here/prepare-host.sh" "${options[@]}" "${lists[@]}"
}

refuse_early() {
  [ "$(uname -m)" = x86_64 ] || fail "VMs are made for x86_64 processors; this one is $(uname -m)."
  [[ $pool =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ ]] || fail "VMM_STORAGE_POOL is not a name: $pool"
}

refuse_to_install() {
  command -v apt-get >/dev/null ||
    fail "packages are installed with apt, which is not here. Install by hand what this machine's system has for:" \
      "  $(tr '\n' ' ' <<<"$1")"
  local free
  free=$(df --output=avail --block-size=G /var | tail -n 1 | tr -dc 0-9)
  [ "$free" -ge 10 ] || fail "10 GiB of free space are needed in /var, there are $free."
}

install_packages() { # install_packages <names>
  local list=$1 line percent log
  refuse_to_install "$list"
  log=$(mktemp)
  step 1 0 "Fetching the package lists"
  export DEBIAN_FRONTEND=noninteractive
  # One source of several may fail without harm; whether what is needed can be had shows below.
  apt-get -q -o DPkg::Lock::Timeout=120 update >"$log" 2>&1 || true
  step 1 5 "Installing $(wc -l <<<"$list") packages and what they need"
  # apt tells its progress on a descriptor of its own: "dlstatus:..:<percent>:.." and "pmstatus:..:<percent>:..".
  # shellcheck disable=SC2086 # one word per package
  if ! { apt-get -y -q --no-install-recommends -o DPkg::Lock::Timeout=120 -o APT::Status-Fd=3 install $list 3>&1 >>"$log" 2>&1 || echo failed; } |
    while IFS=: read -r kind _ percent line; do
      case $kind in
        failed) exit 1 ;;
        dlstatus) step 1 $((5 + ${percent%.*} / 4)) "Fetching packages" ;;
        pmstatus) step 1 $((30 + ${percent%.*} * 6 / 10)) "$line" ;;
      esac
    done | awk '$3 != last { print; fflush(); last = $3 }'; then
    grep -E '^(E|W|Err)' "$log" | tail -n 15 >&2
    if grep -qE 'Temporary failure resolving|Could not resolve|Could not connect|Unable to connect|unreachable' "$log"; then
      fail "the packages cannot be fetched: is there a network (and a proxy to be set in apt's configuration)?"
    fi
    fail "apt could not install the packages; all it said is in $log."
  fi
  rm -f "$log"
}

member() { # member <group>: by the system's list, which may be newer than the caller's session
  [ "$(id -u)" = 0 ] || getent group "$1" | cut -d : -f 4 | tr , '\n' | grep -qx "$(id -un)"
}

# As a member of libvirt's group, also in a session that began before the caller became one.
ask_libvirt() {
  if [ "$(id -u)" = 0 ] || id -nG | tr ' ' '\n' | grep -qx libvirt; then
    virsh --quiet "$@"
  else
    sg libvirt -c "LIBVIRT_DEFAULT_URI=$LIBVIRT_DEFAULT_URI virsh --quiet $*"
  fi
}

answers() {
  ask_libvirt uri >/dev/null 2>&1
}

# Without udev nobody sets these rights, and libvirt, which sees another KVM than its QEMU does, then asks QEMU for its
# abilities again at every definition: more than a minute each.
give_kvm_to_its_group() {
  [ -e /dev/kvm ] && [ "$(stat -c %G:%a /dev/kvm)" != kvm:660 ] && [ ! -d /run/udev/data ] || return 0
  chgrp kvm /dev/kvm
  chmod 660 /dev/kvm
}

# Where nothing runs polkit either, the group of the socket says who may use libvirt: the same people as polkit's rule.
config_by_hand() {
  local file=/etc/libvirt/libvirtd-by-hand.conf
  printf '%s\n' 'unix_sock_group = "libvirt"' 'unix_sock_rw_perms = "0770"' 'auth_unix_rw = "none"' >"$file"
  echo "$file"
}

start_libvirt() {
  give_kvm_to_its_group
  ! answers || return 0
  step 2 92 "Starting libvirt"
  if [ -d /run/systemd/system ]; then
    systemctl enable --now --quiet virtlogd.socket libvirtd.socket libvirtd.service
  else
    pgrep -x virtlogd >/dev/null || /usr/sbin/virtlogd --daemon
    pgrep -x libvirtd >/dev/null || /usr/sbin/libvirtd --daemon --config "$(config_by_hand)"
  fi
  local try
  for try in $(seq 100); do
    ! answers || return 0
    [ "$try" != 50 ] || step 2 94 "Waiting for libvirt"
    sleep 0.2
  done
  fail "libvirt does not answer. What it says: $(virsh uri 2>&1 | tail -n 1)"
}

pool_is_ready() {
  ask_libvirt pool-list --name --persistent --autostart 2>/dev/null | grep -qx "$pool *"
}

have_storage_pool() {
  ! pool_is_ready || return 0
  step 3 96 "Making the storage pool $pool"
  if ! ask_libvirt pool-info "$pool" >/dev/null 2>&1; then
    local folder=/var/lib/libvirt/images
    [ "$pool" = default ] || folder=$folder/$pool
    ask_libvirt pool-define-as "$pool" dir --target "$folder" >/dev/null
  fi
  # One that was only started, and would be forgotten when it stops.
  if [ "$(ask_libvirt pool-info "$pool" | awk '/^Persistent/ { print $2 }')" = no ]; then
    ask_libvirt pool-dumpxml "$pool" | ask_libvirt pool-define /dev/stdin >/dev/null
  fi
  [ "$(ask_libvirt pool-info "$pool" | awk '/^State/ { print $2 }')" = running ] || ask_libvirt pool-start --build "$pool" >/dev/null
  ask_libvirt pool-autostart "$pool" >/dev/null
}

# The person or service that called; root needs no group. A session that is already open gets them at its next sign-in.
join_groups() {
  local user=${SUDO_USER:-root} group
  [ "$user" != root ] || return 0
  for group in libvirt kvm; do
    if ! id -nG "$user" | tr ' ' '\n' | grep -qx "$group"; then
      step 4 98 "Adding $user to the group $group"
      usermod --append --groups "$group" "$user"
    fi
  done
}

ready_for_caller() { # what can be seen without root
  [ -z "$(missing_packages)" ] && member libvirt && member kvm && answers && pool_is_ready
}

# Where sudo is not for us: whoever has it has installed the packages, and put us into the groups.
serve_member() {
  local missing
  missing=$(missing_packages | tr '\n' ' ')
  [ -z "$missing" ] || fail "these packages are missing: $missing"
  answers || fail "libvirt does not answer. What it says: $(ask_libvirt uri 2>&1 | tail -n 1)"
  have_storage_pool
}

refuse_early
if [ "$as_member" = yes ]; then
  serve_member
  exit
fi
if [ "$(id -u)" != 0 ] && ready_for_caller; then exit; fi
become_root

missing=$(missing_packages)
[ -z "$missing" ] || install_packages "$missing"
start_libvirt
have_storage_pool
join_groups
