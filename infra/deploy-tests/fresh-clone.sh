#!/bin/bash
# What a stranger clones, without what this clone has made, but for its boxes.
#
#   fresh-clone.sh <folder>
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
rm -rf "$1"
mkdir -p "$1/var"
(cd "$root" && git ls-files -z --cached --others --exclude-standard) |
  rsync --archive --from0 --ignore-missing-args --files-from=- "$root/" "$1/"
# With their times: the newest of a name is what machines start from.
cp -a "$root/var/boxes" "$1/var/boxes"
