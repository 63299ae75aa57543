# shellcheck shell=bash
# What a template's recipe is, and the version that it makes. For bake.sh, which says where it is ($here) and which template.

# Of a template: ours first. Nothing when there is none.
folder_of() {
  local parent
  for parent in "$here" "${VMM_TEMPLATES_DIR:-}"; do
    if [ -n "$parent" ] && [ -f "$parent/$1/packages" ]; then
      echo "$parent/$1"
      return
    fi
  done
}

# A template may stand on another one: the file "from" names it.
layers_of() { # layers_of <template>: the template's folder, after those it stands on
  local folder
  folder=$(folder_of "$1")
  [ -n "$folder" ] || fail "there is no template \"$1\" here"
  if [ -f "$folder/from" ]; then layers_of "$(cat "$folder/from")"; fi
  echo "$folder"
}

hashes_of() { # hashes_of <folder> <file or folder in it>...
  (
    cd "$1"
    find "${@:2}" -type f ! -name README.md ! -name template.json ! -name ready.sh -printf '%m %p\n' |
      sort -k 2 | while read -r mode file; do
        printf '%s %s ' $((8#$mode & 0100)) "$file"
        sha256sum <"$file"
      done
  )
}

# All that decides what is in the box: these scripts and the templates' files, with their modes.
recipe_hash() {
  local layers layer
  layers=$(layers_of "$template")
  {
    hashes_of "$here" bake.sh recipe.sh install-packages.sh apply-overlay.sh apply-setup.sh leave-no-trace.sh write-disk.sh
    while IFS= read -r layer; do hashes_of "${layer%/*}" "${layer##*/}"; done <<<"$layers"
  } | sha256sum | cut -c 1-64
}

# Vagrant orders versions number by number, so the hash becomes one: 12 for Debian 12, then 48 bits of it.
version() {
  echo "12.$((16#$(recipe_hash | cut -c 1-12)))"
}

# One package a line; "-name" takes back what a template below wants.
packages_of() { # packages_of <layer>...
  local wanted
  wanted=$(cat "${@/%//packages}" | grep -vE '^[[:space:]]*(#|$)')
  grep -vE '^-' <<<"$wanted" | grep -vxFf <(sed -n 's/^-//p' <<<"$wanted") | paste -s -d ,
}
