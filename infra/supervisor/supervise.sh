#!/bin/bash
# Keeps the API running for a user whom no systemd serves: starts it again when it ends, each time after a longer pause.
#
#   supervise.sh <folder> start      in the background; says whether it was started or runs already
#   supervise.sh <folder> stop       returns when it has ended
#   supervise.sh <folder> restart
#   supervise.sh <folder> run        in the foreground
#
# <folder> is that of the installation: current/ is the release, config/ has .env, log/ takes what is printed, run/ has the id of
# the supervisor. cron calls "start" at each boot.
set -euo pipefail

script=$(realpath "${BASH_SOURCE[0]}")
folder=$(realpath "$1")
log=$folder/log/api.log
lock=$folder/run/lock
wrong_configuration=78

say() {
  echo "$(date '+%Y-%m-%dT%H:%M:%S%z') supervisor: $*"
}

# Whoever runs holds the lock, however the last one ended; the database, which may outlive the API, does not.
is_running() {
  ! flock --nonblock "$lock" true
}

take_lock() {
  [ -e /proc/self/fd/9 ] || exec 9>"$lock"
  # Somebody may just be looking whether it is free.
  flock --timeout 5 9
}

run() {
  take_lock || exit 0
  echo "$$" >"$folder/run/pid"
  local child="" asked=no pause=1 begun status
  trap 'asked=yes; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null || true' TERM INT HUP
  while [ "$asked" = no ]; do
    begun=$SECONDS status=0
    # The folder of settings, by whatever release.
    (cd "$folder/config" && exec "$folder/current/node_modules/.bin/node" --enable-source-maps \
      "$folder/current/apps/api/dist/main.js" 9>&-) &
    child=$!
    # A signal ends the waiting before the child does.
    while wait "$child" || status=$?; kill -0 "$child" 2>/dev/null; do status=0; done
    child=""
    [ "$asked" = no ] || break
    if [ "$status" = "$wrong_configuration" ]; then
      say "the configuration is wrong, see above; start again when it is mended"
      exit "$status"
    fi
    [ $((SECONDS - begun)) -lt 60 ] || pause=1
    say "the API ended with $status; again in $pause s"
    sleep "$pause" 9>&- &
    child=$!
    wait "$child" || true
    child=""
    pause=$((pause < 30 ? pause * 2 : 60))
  done
  say "stopped"
}

# The lock is taken here and handed on, so that there is something to stop as soon as this returns.
start() {
  if is_running || ! take_lock; then
    echo "runs already"
    return
  fi
  setsid "$script" "$folder" run </dev/null >>"$log" 2>&1 &
  echo "$!" >"$folder/run/pid"
  exec 9>&-
  echo "started"
}

stop() {
  if is_running; then
    kill -TERM "$(cat "$folder/run/pid")"
    flock --timeout 60 "$lock" true
    echo "stopped"
  else
    echo "does not run"
  fi
}

mkdir -p "$folder/run" "$folder/log"
touch "$lock"
case ${2:-} in
  start | stop | run) "$2" ;;
  restart)
    stop
    start
    ;;
  *)
    sed -n '4,7s/^# *//p' "${BASH_SOURCE[0]}" >&2
    exit 64
    ;;
esac
