#!/bin/bash
# The health check of the container: whether nginx hands out the portal's page. There is neither curl nor wget here.
set -euo pipefail
exec 3<>/dev/tcp/127.0.0.1/8080
printf 'HEAD / HTTP/1.0\r\nHost: health\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
