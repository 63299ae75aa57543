#!/bin/sh
# What runs at boot, and what does not: every unit costs a good part of a second on an emulated processor.
set -eu
systemctl enable vmm-first-boot.service vmm-host-name.service vmm-grow-root.service ssh.service qemu-guest-agent.service
# No package lists are fetched behind the student's back.
systemctl disable apt-daily.timer apt-daily-upgrade.timer
# Meant for LVM snapshots and for crashed hardware: neither is here.
systemctl mask e2scrub_all.timer e2scrub_reap.service systemd-pstore.service
# Nothing here uses them at boot, and each costs a process and often a kernel module; modprobe and mount still work.
systemctl mask systemd-repart.service dev-hugepages.mount sys-kernel-debug.mount sys-kernel-tracing.mount \
  sys-fs-fuse-connections.mount
# The host gives the right time at start; the network's time may follow a little later.
systemctl disable systemd-timesyncd.service
systemctl enable vmm-late-timesync.timer
# A machine that sleeps answers nobody, and its owner is far from its power button: suspending is the portal's.
systemctl mask sleep.target suspend.target hibernate.target hybrid-sleep.target suspend-then-hibernate.target
