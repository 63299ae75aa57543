#!/bin/sh
# The desktop comes by itself, and nothing runs beside it that a machine in a browser has no use for.
set -eu
systemctl enable lightdm.service
systemctl set-default graphical.target
# Disks that are plugged in, batteries and pictures of people are not here; the file manager starts udisks2 when it asks.
systemctl disable udisks2.service || true
systemctl mask accounts-daemon.service upower.service
# What the session opens stands in its package's file, which has to stay whole: without it there is no desktop.
sed -i 's|value="xfwm4"|value="/usr/local/lib/vmm/window-manager"|' /etc/xdg/xfce4/xfconf/xfce-perchannel-xml/xfce4-session.xml
grep -q /usr/local/lib/vmm/window-manager /etc/xdg/xfce4/xfconf/xfce-perchannel-xml/xfce4-session.xml
# It comes by itself with the first message.
echo Hidden=true >>/etc/xdg/autostart/xfce4-notifyd.desktop
