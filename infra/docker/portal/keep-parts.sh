#!/bin/bash
# Tabs that are open go on asking for the parts of the version they began with. A new image has only its own, so those of the
# version before stay in a volume for a week from the day it was replaced.
set -euo pipefail
shopt -s nullglob dotglob

portal=/srv/portal
kept=/srv/former-parts

mkdir -p "$kept/former" "$kept/last"
find "$kept/former" -type f -mtime +6 -delete
# Without their times: they count from today.
cp -r "$kept/last/." "$kept/former/"
rm -rf "$kept/last"
mkdir "$kept/last"
(cd "$portal" && find . -type f -regextype posix-extended -regex '.*-[A-Za-z0-9_-]{8,}\.[a-z0-9]+(\.br|\.gz)?' -exec cp --parents -t "$kept/last" {} +)
exec "$@"
