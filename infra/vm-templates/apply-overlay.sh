#!/bin/sh
# Puts a template's own files in place before its packages arrive, so that these are configured with them at once.
set -eu
layer=$1
root=$2
if [ -d "$layer/overlay" ]; then
  tar -C "$layer/overlay" --owner=root:0 --group=root:0 --mode=go-w -cf - . | tar -C "$root" --no-overwrite-dir -xf -
fi
if [ -f "$layer/preseed" ]; then
  chroot "$root" debconf-set-selections <"$layer/preseed"
fi
