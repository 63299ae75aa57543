#!/bin/sh
# Takes out of a root what two VMs could otherwise have in common, and what the baking machine left in it.
set -eu
root=$1
cd "$root"
rm -f etc/ssh/ssh_host_*_key etc/ssh/ssh_host_*_key.pub
: >etc/machine-id
rm -f var/lib/dbus/machine-id var/lib/systemd/random-seed var/lib/systemd/credential.secret
rm -rf var/lib/dhcp/* var/log/journal var/tmp/* root/.bash_history
# mmdebstrap's own is still in use: without it the package lists of the baking machine would be cleaned next.
find tmp -mindepth 1 -maxdepth 1 ! -name 'mmdebstrap.*' -exec rm -rf {} +
find var/log -type f -delete
rm -f var/cache/apt/archives/*.deb var/cache/apt/*.bin var/cache/debconf/*-old var/lib/dpkg/*-old
rm -rf var/lib/apt/lists/*
rm -f etc/apt/apt.conf.d/99mmdebstrap etc/dpkg/dpkg.cfg.d/99mmdebstrap
rm -f etc/resolv.conf
echo debian >etc/hostname

# Debian's own addresses, as its package manager documents them, whatever mirror this machine uses.
sed -n 's/^\(deb .*\) main .*/\1 main/p' usr/share/doc/apt/examples/sources.list >etc/apt/sources.list
[ -s etc/apt/sources.list ]
