#!/bin/sh
# The key map and the font are compiled now, so that a boot only loads them.
set -eu
ln -sf /usr/share/zoneinfo/Europe/Paris /etc/localtime
echo Europe/Paris >/etc/timezone
localedef --list-archive | grep -qi '^fr_FR.utf8$'
setupcon --force --save-only
