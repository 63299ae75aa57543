#!/bin/sh
# `docker compose exec api vmm <command>`: what an administrator does at the terminal.
exec node --enable-source-maps /app/apps/api/dist/vmm.js "$@"
