#!/bin/sh
# The key map and the font are compiled now, so that a boot only loads them.
set -eu
ln -sf /usr/share/zoneinfo/Europe/Paris /etc/localtime
echo Europe/Paris >/etc/timezone
[ -n "$(localedef --list-archive | grep -i '^fr_FR.utf8$')" ] || locale-gen
setupcon --force --save-only
