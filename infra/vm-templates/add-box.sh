#!/bin/bash
# Makes a baked box known to the Vagrant whose home is VAGRANT_HOME, under a name of the caller's choice.
#
#   add-box.sh <file.box> <name>
#
# The version comes from the file's name. Does nothing when Vagrant has that version already. Prints "<name> <version>".
set -euo pipefail

[ $# -eq 2 ] || {
  sed -n '4s/^# *//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}
box=$(realpath "$1")
name=$2
: "${VAGRANT_HOME:?has to name the Vagrant home of this installation}"
version=${box##*-}
version=${version%.box}
[[ $version =~ ^[0-9]+(\.[0-9]+)+$ ]] || {
  echo "add-box: no version in the name of $box" >&2
  exit 1
}

# Two at once would both find it missing, and the second fails; whoever was left behind by a kill holds this as well.
mkdir -p "$VAGRANT_HOME"
exec 9>"$VAGRANT_HOME/.add-box.lock"
flock 9

# Vagrant unpacks beside this folder and moves it into place, so a folder that is there is complete.
if [ ! -f "$VAGRANT_HOME/boxes/${name//\//-VAGRANTSLASH-}/$version/libvirt/box.img" ]; then
  catalogue=$(mktemp --suffix=.json)
  trap 'rm -f "$catalogue"' EXIT
  # Only a catalogue can give a local file a version; without one every box is version 0.
  printf '{"name": "%s", "versions": [{"version": "%s", "providers": [{"name": "libvirt", "url": "file://%s", "checksum_type": "sha256", "checksum": "%s"}]}]}\n' \
    "$name" "$version" "${box// /%20}" "$(cut -d ' ' -f 1 "$box.sha256")" >"$catalogue"
  VAGRANT_CHECKPOINT_DISABLE=1 vagrant box add --provider libvirt --name "$name" "$catalogue" >&2
fi
echo "$name $version"
