#!/bin/bash
# Who may ask nginx, and name the visitor's address in X-Forwarded-For: the containers of this one's network, where Traefik is,
# or only $TRAEFIK_ADDRESS. Never the network's gateway unless it is named: the host's accounts and its guests come from there.
set -euo pipefail

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

{
  echo 'geo $realip_remote_addr $is_stranger {'
  printf '  %s;\n' 'default 1' '127.0.0.1 0' "${networks[@]/%/ 0}"
  for gateway in "${gateways[@]}"; do echo "  $gateway 1;"; done
  echo '}'
  printf 'set_real_ip_from %s;\n' 127.0.0.1 "${networks[@]}"
} >"${TRAEFIK_CONF:-/tmp/traefik.conf}"
exec "$@"
