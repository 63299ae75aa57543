#!/bin/bash
# As the official image's for a user that is not root: makes the cluster, its user and its database once, then becomes the server.
set -euo pipefail
if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  initdb --set unix_socket_directories=/var/run/postgresql --username="$POSTGRES_USER" --encoding=UTF8 --locale=C --auth-local=trust --auth-host="${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" "$PGDATA"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  psql --username "$POSTGRES_USER" --dbname postgres --command "CREATE DATABASE \"$POSTGRES_DB\""
  pg_ctl -D "$PGDATA" -m fast -w stop
fi
exec "$@"
