#!/bin/sh
# The desktop comes by itself, and nothing runs beside it that a machine in a browser has no use for.
set -eu
systemctl enable lightdm.service
systemctl set-default graphical.target
# Disks that are plugged in, batteries and pictures of people are not here; the file manager starts udisks2 when it asks.
systemctl disable udisks2.service || true
systemctl mask accounts-daemon.service upower.service
