#!/bin/bash
# Boots a new box once, on a throw-away layer and without a network, and waits until it is as a student gets it.
#
#   check-boot.sh <box.img> <ready script> <picture.png>
#
# The script is run in the guest, through its agent, until it succeeds; "" where the agent's answer is enough.
# Prints "agent <seconds>" and "ready <seconds>".
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
image=$1 ready=$2 picture=$3
agent_s=600
ready_s=1200
off_s=300

fail() {
  echo "check-boot: $*" >&2
  exit 1
}

work=$(mktemp -d "$image.boot.XXXXXX")
qemu=""
trap 'if [ -n "$qemu" ]; then kill -KILL "$qemu" 2>/dev/null || true; wait "$qemu" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
trap 'exit 143' INT TERM

read -r accelerator _ <<<"$("$here/../host/kvm-probe")"
cpu=host
[ "$accelerator" = kvm ] || cpu=qemu64
mkfifo "$work"/{agent,monitor}.{in,out}
# Held open for reading and writing: neither side waits for the other to open its end.
exec {to_agent}<>"$work/agent.in" {from_agent}<>"$work/agent.out" {to_monitor}<>"$work/monitor.in" {from_monitor}<>"$work/monitor.out"

TMPDIR=$work qemu-system-x86_64 -accel "$accelerator" -machine pc -cpu "$cpu" -smp 2 -m 2048 -nodefaults -nic none \
  -drive "file=$image,format=qcow2,if=virtio,snapshot=on" -device virtio-vga -display none \
  -device virtio-rng-pci -device virtio-serial-pci -chardev "pipe,id=agent,path=$work/agent" \
  -device virtserialport,chardev=agent,name=org.qemu.guest_agent.0 -serial "file:$work/serial" \
  -chardev "pipe,id=monitor,path=$work/monitor" -mon chardev=monitor,mode=control \
  -smbios type=11,value=vmm:hostname=essai -sandbox on </dev/null >"$work/said" 2>&1 &
qemu=$!

alive() {
  kill -0 "$qemu" 2>/dev/null || fail "QEMU has ended: $(tail -n 5 "$work/said")"
}

# The answer of the agent to a command, after whatever older answers may still lie in the pipe.
asked=0
ask() { # ask <command as JSON>: sets answer; fails when there is none within 10 seconds
  local line
  asked=$((asked + 1))
  printf '{"execute":"guest-sync","arguments":{"id":%d}}\n' "$asked" >&"$to_agent"
  while read -r -t 10 line <&"$from_agent"; do
    if [[ $line == *"\"return\": $asked}"* ]]; then
      printf '%s\n' "$1" >&"$to_agent"
      read -r -t 10 answer <&"$from_agent"
      return
    fi
  done
  return 1
}

run_ready() {
  local pid
  ask "{\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"/bin/sh\",\"arg\":[\"-s\"],\"input-data\":\"$(base64 -w 0 "$ready")\",\"capture-output\":true}}" || return 1
  pid=$(sed -n 's/.*"pid": \([0-9]*\).*/\1/p' <<<"$answer")
  [ -n "$pid" ] || return 1
  for _ in {1..60}; do
    ask "{\"execute\":\"guest-exec-status\",\"arguments\":{\"pid\":$pid}}" || return 1
    if [[ $answer == *'"exited": true'* ]]; then
      [[ $answer == *'"exitcode": 0'* ]]
      return
    fi
    sleep 1
  done
  return 1
}

monitor() { # monitor <command as JSON>: waits for its answer, past the events
  local line
  printf '%s\n' "$1" >&"$to_monitor"
  while read -r -t 60 line <&"$from_monitor"; do
    case $line in
      '{"return"'*) return ;;
      '{"error"'*) fail "QEMU refused: $line" ;;
    esac
  done
  fail "QEMU's monitor does not answer"
}

SECONDS=0
until ask '{"execute":"guest-ping"}'; do
  alive
  [ "$SECONDS" -lt "$agent_s" ] || fail "no agent after $agent_s s; the machine's last words: $(tail -n 10 "$work/serial")"
done
echo "agent $SECONDS"
until [ -z "$ready" ] || run_ready; do
  alive
  [ "$SECONDS" -lt "$ready_s" ] || fail "not ready after $ready_s s: ${answer:-}"
  sleep 2
done
echo "ready $SECONDS"

monitor '{"execute":"qmp_capabilities"}'
look() { # look <file> <format>
  monitor "{\"execute\":\"screendump\",\"arguments\":{\"filename\":\"$work/$1\",\"format\":\"$2\"}}"
}

# A desktop that has just opened is still drawn, on a screen of one colour at first: the picture is taken when a look sees
# something, and what one of the two looks before it saw (a cursor may blink). One that still sees nothing is refused.
last="" before=""
for _ in {1..100}; do
  look screen.ppm ppm
  now=$(sha256sum "$work/screen.ppm")
  header=$(head -n 3 "$work/screen.ppm" | wc -c)
  # Read to its end: whoever closes a pipe early ends those before it, and with them this script.
  second_colour=$(tail -c +$((header + 1)) "$work/screen.ppm" | od -An -v -tx1 -w3 | uniq | sed -n 2p)
  if [[ $now == "$last" || $now == "$before" ]] && [ -n "$second_colour" ]; then break; fi
  before=$last last=$now
  sleep 3
done
[ -n "$second_colour" ] || fail "nothing is drawn on the screen: it has one colour, $SECONDS s after the start"
look picture.png png

ask '{"execute":"guest-shutdown"}' || true
SECONDS=0
while kill -0 "$qemu" 2>/dev/null; do
  [ "$SECONDS" -lt "$off_s" ] || fail "the machine has not shut down within $off_s s"
  sleep 1
done
wait "$qemu" || fail "QEMU failed: $(tail -n 5 "$work/said")"
qemu=""
mv "$work/picture.png" "$picture"
