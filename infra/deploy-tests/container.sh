#!/bin/bash
# Starts the server of the Ansible tests as a container with systemd as PID 1, from the disk of its box, at 10.188.0.10: some
# fifteen times as fast as the emulated VM. Inside machine.sh, with which it ends.
#
#   container.sh <box> <folder> <public key>
set -euo pipefail

box=$1 folder=$2 key=$3
root=$folder/root

# The box's disk is mounted, as GiB of small files take minutes to copy and to remove. Its file has no name any more by then: it
# goes with the last process that uses it.
mount_disk() {
  local disk=$folder/disk.raw offset device
  rm -f "$folder/box.img" "$disk"
  tar -C "$folder" -xf "$box" box.img
  qemu-img convert -O raw "$folder/box.img" "$disk"
  rm "$folder/box.img"
  offset=$(($(sfdisk --dump "$disk" | sed -nE 's/.*start= *([0-9]+),.*/\1/p' | head -n 1) * 512))
  truncate --size 40G "$disk"
  device=$(losetup --find --show --offset "$offset" "$disk")
  e2fsck -fp "$device" >/dev/null
  resize2fs "$device" >/dev/null
  mkdir -p "$root"
  mount "$device" "$root"
  # From now on it ends with its mount.
  losetup --detach "$device"
  rm "$disk"
}

# What a VM is told through its SMBIOS.
introduce() {
  local owner home=$root/var/lib/vmm/home
  owner=$(stat -c %u:%g "$home")
  mkdir "$home/.ssh"
  cp "$key" "$home/.ssh/authorized_keys"
  chown -R "$owner" "$home/.ssh"
  chmod 700 "$home/.ssh"
  printf 'auto host0\niface host0 inet static\n  address 10.188.0.10/24\n' >"$root/etc/network/interfaces.d/host0"
  echo serveur >"$root/etc/hostname"
  echo 127.0.1.1 serveur >>"$root/etc/hosts"
  chroot "$root" ssh-keygen -A
  # This machine's groups of processes are not the container's to divide.
  echo 'cgroup_controllers = []' >>"$root/etc/libvirt/qemu.conf"
}

# systemd-nspawn makes the interface anew at each boot.
keep_address() {
  while sleep 0.5; do
    ip link show ve-server >/dev/null 2>&1 || continue
    ip address replace 10.188.0.1/24 dev ve-server
    ip link set ve-server up
  done
}

# Where it is no unit's, systemd-nspawn ends with 133 when the container restarts.
keep_running() {
  local status=133 kvm=()
  [ ! -e /dev/kvm ] || kvm=(--bind=/dev/kvm)
  while [ "$status" = 133 ]; do
    status=0
    systemd-nspawn --keep-unit --register=no --machine=server --directory="$root" --network-veth --capability=all \
      --bind=/dev/net/tun "${kvm[@]}" --system-call-filter=@raw-io --boot || status=$?
  done
}

mount_disk
introduce
keep_running >"$folder/console.log" 2>&1 </dev/null &
keep_address >/dev/null 2>&1 </dev/null &
