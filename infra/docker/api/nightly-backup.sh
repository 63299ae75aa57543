#!/bin/bash
# The service `backup` of docker-compose.yml: a backup each night at $BACKUP_TIME, and when it starts unless the last day has one.
# Whether the last one failed is what the health check looks at.
#
#   nightly-backup.sh [now]     now: one, and nothing more
set -euo pipefail

folder=${BACKUPS:-/backups}
failed=/tmp/failed

back_up() {
  if vmm backup "$folder" --machines --passphrase-file secrets/backup-passphrase; then
    rm -f $failed
  else
    touch $failed
    return 1
  fi
}

seconds_until_tonight() {
  local now next
  now=$(date +%s)
  next=$(date --date "today $BACKUP_TIME" +%s)
  [ "$next" -gt "$now" ] || next=$(date --date "tomorrow $BACKUP_TIME" +%s)
  echo $((next - now))
}

if [ "${1:-}" = now ]; then
  back_up
  exit
fi
if [ -z "$(find "$folder" -maxdepth 1 -name 'vm-manager-*Z' -mmin -1440)" ]; then back_up || true; fi
while true; do
  sleep "$(seconds_until_tonight)"
  back_up || true
done
