#!/bin/sh
# The management account: no password at all, only the key that each VM gets for itself at its first boot.
set -eu
useradd --system --home-dir /var/lib/vmm/home --shell /bin/bash --comment "VM Manager" --user-group vmm
install -d -m 755 /var/lib/vmm
install -d -o vmm -g vmm -m 700 /var/lib/vmm/home
chmod 440 /etc/sudoers.d/vmm
visudo --check --quiet
# root has no password until the student chooses one.
passwd --quiet --lock root
