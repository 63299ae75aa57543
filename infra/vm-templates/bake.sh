#!/bin/bash
# Bakes a template's box from Debian packages.
#
#   bake.sh <template> --out <folder>            bakes, unless the folder holds the box of today's recipe
#   bake.sh <template> --out <folder> --check    says whether it does (exit 0), or why not (exit 3)
#   bake.sh <template> --version                 prints the version that today's recipe makes
#   bake.sh <template> --out <folder> --may      whether it can be baked here: "needs <MiB> free <MiB>", or why not (exit 1)
#   bake.sh <template> --out <folder> --tidy     removes what a killed bake left, unless one is at it
#
# With --stamp <digits> it bakes anew, as a further version of the same recipe, for newer packages.
# With --try it boots the new box once, on a layer that is thrown away, and keeps it only if it starts as it should.
#
# Templates are folders beside this script, and in VMM_TEMPLATES_DIR when that is set.
#
# Standard output: lines "step <n>/<of> <percent>% <what>", at the end "box <file>". The rest goes to standard error.
# The last of these lines is in <folder>/<template>.baking as long as it bakes, touched every 5 seconds.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# The box's disk, when the template's file "disk-mib" says nothing: smaller than any disk it offers, as guests grow at boot.
disk_mib=3072
steps=7

fail() {
  echo "bake: $*" >&2
  exit 1
}

step() { # step <number> <percent> <what>
  echo "step $1/$steps $2% $3" | tee "$progress"
}

. "$here/recipe.sh"
. "$here/install-packages.sh"

# The newest of today's recipe, with or without a stamp; where it would be when there is none.
box_of_recipe() {
  local found
  found=$(find "$out" -maxdepth 1 \( -name "$template-$1.box" -o -name "$template-$1.*.box" \) -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)
  echo "${found:-$out/$template-$1.box}"
}

stale_reason() {
  if [ ! -f "$box" ] || [ ! -f "$box.sha256" ]; then
    echo "there is no box of this recipe yet: $box"
  elif ! (cd "$out" && sha256sum --check --status "${box##*/}.sha256"); then
    echo "the box is not what its checksum says: $box"
  fi
}

refuse_where_it_cannot() {
  [ "$(id -u)" = 0 ] || fail "only root can make a file system with all its owners; run it as root or with sudo"
  [ "$(uname -m)" = x86_64 ] || fail "boxes are made for x86_64 processors; this one is $(uname -m)"
  local tool missing=""
  for tool in mmdebstrap qemu-img qemu-system-x86_64 mke2fs sfdisk; do
    command -v "$tool" >/dev/null || missing="$missing $tool"
  done
  [ -z "$missing" ] || fail "not installed:$missing (infra/host/prepare-host.sh installs what is needed)"
}

# The disk while it is written, and the box beside it.
needed_mib() {
  echo $((disk_mib + 1024))
}

free_mib() {
  df --output=avail --block-size=M "$out" | tail -n 1 | tr -dc 0-9
}

refuse_without_room() {
  local needed free
  needed=$(needed_mib) free=$(free_mib)
  [ "$free" -ge "$needed" ] || fail "$needed MiB of free space are needed in $out, there are $free MiB"
}

# Whoever holds the lock knows that nobody uses any of it. What lies beside a box that is not there is a part of none.
remove_leftovers() {
  local file
  rm -rf --one-file-system "$out"/.bake.*/
  for file in "$out/$template"-12.*.box.{png,json,sha256}; do
    [ -e "${file%.*}" ] || rm -f "$file"
  done
}

write_disk() {
  step 4 70 "Writing the file system"
  chroot "$work/root" dpkg-query --show --showformat '    "${Package}": "${Version}",\n' | sed '$s/,$//' >"$work/packages"
  "$here/write-disk.sh" "$work/root" "$work/disk.raw" "$disk_mib"
  rm -rf --one-file-system "$work/root"
  step 5 80 "Compressing"
  qemu-img convert -c -W -m 4 -O qcow2 -o compression_type=zstd "$work/disk.raw" "$work/box.img"
  rm -f "$work/disk.raw"
}

try_boot() {
  local layer ready=""
  step 6 86 "Booting it once"
  while IFS= read -r layer; do [ ! -f "$layer/ready.sh" ] || ready=$layer/ready.sh; done < <(layers_of "$template")
  "$here/check-boot.sh" "$work/box.img" "$ready" "$work/picture.png" >"$work/boot" || fail "the box does not start as it should, see above"
}

# What is in the box, for people and for the portal.
describe() {
  printf '{\n  "template": "%s",\n  "version": "%s",\n  "bakedAt": "%s",\n  "bytes": %d,\n  "sha256": "%s",\n' \
    "$template" "$version" "$(date --utc +%FT%TZ)" "$(stat -c %s "$work/new.box")" "$(cut -d ' ' -f 1 "$work/new.sha256")"
  [ -z "$try" ] || printf '  "seconds": { %s },\n' "$(sed 's/\(.*\) \(.*\)/"\1": \2/' "$work/boot" | paste -s -d , | sed 's/,/, /')"
  printf '  "packages": {\n%s\n  }\n}\n' "$(cat "$work/packages")"
}

pack() {
  step 7 96 "Packing the box"
  printf '{"provider": "libvirt", "format": "qcow2", "virtual_size": %d}\n' $((disk_mib / 1024)) >"$work/metadata.json"
  # Everything a machine needs is in its own Vagrantfile (infra/vagrant).
  echo 'Vagrant.configure("2") { }' >"$work/Vagrantfile"
  tar -C "$work" --owner=root:0 --group=root:0 -cf "$work/new.box" metadata.json Vagrantfile box.img
  (cd "$work" && sha256sum new.box | sed "s/new.box/${box##*/}/" >new.sha256)
  describe >"$work/new.json"
  sync "$work"/new.*
  [ -z "$try" ] || mv "$work/picture.png" "$box.png"
  mv "$work/new.json" "$box.json"
  mv "$work/new.sha256" "$box.sha256"
  mv "$work/new.box" "$box"
}

bake() {
  install_packages
  write_disk
  [ -z "$try" ] || try_boot
  pack
}

template=${1:-} out="" mode=bake try="" stamp="" progress=/dev/null
[ $# -eq 0 ] || shift
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=${2:-} && shift 2 ;;
    --try) try=--try && shift ;;
    --stamp) stamp=${2:-} && shift 2 ;;
    --check | --version | --may | --tidy | --inside) mode=${1#--} && shift ;;
    *) mode=usage && break ;;
  esac
done
if [ -z "$template" ] || [ "$mode" = usage ] || { [ -z "$out" ] && [ "$mode" != version ]; }; then
  sed -n '4,8s/^# *//p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
[[ ${VMM_TEMPLATES_DIR:-/} =~ ^/[A-Za-z0-9._/-]*$ ]] || fail "VMM_TEMPLATES_DIR: a whole path of letters, digits, dots and dashes"
[[ $stamp =~ ^[0-9]*$ ]] || fail "--stamp: digits only"
[[ $template =~ ^[a-z0-9-]+$ && -n $(folder_of "$template") ]] || fail "there is no template \"$template\" here"
layers_of "$template" >/dev/null # refuses what stands on something that is not there
disk_of=$(folder_of "$template")/disk-mib
[ ! -f "$disk_of" ] || disk_mib=$(cat "$disk_of")
if [ "$mode" = version ]; then
  version
  exit
fi

mkdir -p "$out"
out=$(cd "$out" && pwd)
if [ "$mode" = may ]; then
  refuse_where_it_cannot
  echo "needs $(needed_mib) free $(free_mib)"
  exit
fi
if [ "$mode" = tidy ]; then
  exec 9>"$out/.bake.lock"
  ! flock --nonblock 9 || { remove_leftovers && rm -f "$out"/*.baking; }
  exit
fi
if [ -n "$stamp" ]; then
  box=$out/$template-$(version).$stamp.box
else
  box=$(box_of_recipe "$(version)")
fi
version=${box##*-}
version=${version%.box}
reason=$(stale_reason)
if [ "$mode" = check ] || [ -z "$reason" ]; then
  [ -z "$reason" ] || { echo "$reason" && exit 3; }
  [ "$mode" = bake ] || echo "up to date"
  echo "box $box"
  exit
fi

progress=$out/$template.baking
if [ "$mode" = inside ]; then
  work=$VMM_BAKE_WORK
  # Ends with the namespace.
  while sleep 5; do touch --no-create "$progress"; done &
  bake
  # The process outside may be gone.
  rm -rf --one-file-system "$work" "$progress"
  exit
fi

refuse_where_it_cannot
refuse_without_room
step 1 0 "Preparing"
exec 9>"$out/.bake.lock"
if ! flock --nonblock 9; then
  step 1 0 "Waiting for another bake in this folder"
  flock 9
  exec "$here/bake.sh" "$template" --out "$out" $try ${stamp:+--stamp "$stamp"}
fi

# Whoever held the lock before is gone, and with it the use of what it left.
remove_leftovers
export VMM_BAKE_WORK
VMM_BAKE_WORK=$(mktemp -d "$out/.bake.XXXXXX")
# Runs at every end, SIGINT and SIGTERM included. The namespaces below end with the process that made them (which is
# deaf to anything but SIGKILL): no mount and no child is left by the time the folder goes.
inside=""
trap 'if [ -n "$inside" ]; then kill -KILL "$inside"; wait "$inside"; fi || true; rm -rf --one-file-system "$VMM_BAKE_WORK" "$progress"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
unshare --mount --pid --fork --kill-child --mount-proc "$here/bake.sh" "$template" --out "$out" --inside $try ${stamp:+--stamp "$stamp"} &
inside=$!
wait "$inside" || status=$?
inside=""
[ "${status:=0}" = 0 ] || exit "$status"
echo "box $box"
