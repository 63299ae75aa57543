#!/bin/sh
# Runs a template's setup scripts inside its root, in the order of their names.
set -eu
layer=$1
root=$2
for script in "$layer"/setup/*; do
  [ -f "$script" ] || continue
  echo "setup: $(basename "$script" | sed 's/^[0-9]*-//; s/\.sh$//; s/-/ /g')"
  chroot "$root" sh -s <"$script"
done
