#!/bin/bash
# Who may ask nginx: the containers of this one's network, where Traefik is, but never the network's gateway, from where the host's
# accounts and its guests come. Who may name the visitor's address in X-Forwarded-For: Traefik alone, which is the container
# $TRAEFIK_NAME of that network, wherever it moves. Or, for both, $TRAEFIK_ADDRESS alone.
set -euo pipefail

conf=${TRAEFIK_CONF:-/tmp/traefik.conf}
look_again_seconds=10

# /proc/net/route has addresses as this processor keeps them: the first byte last.
dotted() { # dotted <eight hexadecimal digits>
  printf '%d.%d.%d.%d' "0x${1:6:2}" "0x${1:4:2}" "0x${1:2:2}" "0x${1:0:2}"
}

networks=() gateways=()
while read -r _ destination gateway _ _ _ _ mask _; do
  if [ "$gateway" != 00000000 ]; then
    gateways+=("$(dotted "$gateway")")
  elif [ "$mask" != 00000000 ]; then
    ones=0
    for ((bits = 16#$mask; bits > 0; bits >>= 1)); do ((ones += bits & 1)) || true; done
    networks+=("$(dotted "$destination")/$ones")
  fi
done < <(tail -n +2 "${ROUTES:-/proc/net/route}")
if [ -n "${TRAEFIK_ADDRESS:-}" ]; then
  networks=("$TRAEFIK_ADDRESS") gateways=()
fi

traefik() {
  if [ -n "${TRAEFIK_ADDRESS:-}" ]; then
    echo "$TRAEFIK_ADDRESS"
  else
    getent ahostsv4 "${TRAEFIK_NAME:-traefik}" | awk '$2 == "STREAM" { print $1 }' | sort -u || true
  fi
}

configuration() { # configuration <Traefik's addresses>
  echo 'geo $realip_remote_addr $is_stranger {'
  printf '  %s;\n' 'default 1' '127.0.0.1 0' "${networks[@]/%/ 0}"
  for gateway in "${gateways[@]}"; do echo "  $gateway 1;"; done
  echo '}'
  for address in 127.0.0.1 $1; do echo "set_real_ip_from $address;"; done
}

# A Traefik that was made anew has another address.
follow() {
  local believed=$1 now
  while sleep $look_again_seconds; do
    now=$(traefik)
    [ "$now" != "$believed" ] || continue
    echo "Traefik is at: ${now:-(not there)}"
    configuration "$now" >"$conf"
    nginx -s reload
    believed=$now
  done
}

believed=$(traefik)
[ -n "$believed" ] ||
  echo "There is no container ${TRAEFIK_NAME:-traefik} on this network yet: all visitors have the address of whoever brings them."
configuration "$believed" >"$conf"
if [ "${1:-}" = nginx ] && [ -z "${TRAEFIK_ADDRESS:-}" ]; then follow "$believed" & fi
exec "$@"
