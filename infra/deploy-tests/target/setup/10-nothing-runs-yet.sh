#!/bin/sh
# As on a server that has just been installed: a user of the school, who may use libvirt and install packages, and nothing else.
set -eu
useradd --create-home --shell /bin/bash --groups libvirt,kvm ecole
echo 'ecole ALL=(root) NOPASSWD: /usr/bin/apt-get' >/etc/sudoers.d/ecole
chmod 440 /etc/sudoers.d/ecole
# For the installation that has its database there.
systemctl disable --quiet postgresql.service
