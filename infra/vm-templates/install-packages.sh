# shellcheck shell=bash
# A template's packages, overlays and set-up in a folder ($work/root). For bake.sh, with recipe.sh.

suite=bookworm

# This machine's own mirrors when it is the same Debian, otherwise mmdebstrap's default ones.
mirrors() {
  apt-get indextargets --format "deb \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" "Created-By: Packages" "Origin: Debian" 2>/dev/null |
    grep -E "^deb https?://[^ ]+ $suite(-updates|-security)? main\$" | sort -u
}

# mmdebstrap's messages as steps; what it says in full is kept for the case of an error.
report_installation() {
  local line phase="" packages=1 done=0 last=0 percent
  while IFS= read -r line; do
    echo "$line" >>"$work/log"
    case $line in
      "I: running apt-get update"*) step 2 2 "Fetching the package lists" ;;
      "I: downloading packages"*) step 2 6 "Fetching essential packages" ;;
      "I: installing essential"*) step 2 12 "Installing essential packages" ;;
      "I: installing remaining"*)
        phase=template
        step 2 20 "Fetching the template's packages"
        ;;
      *" newly installed, "*)
        packages=${line#* upgraded, }
        packages=${packages%% *}
        done=0
        ;;
      "Setting up "*)
        done=$((done + 1))
        percent=$((28 + 32 * done / packages))
        if [ "$phase" = template ] && [ "$percent" -ge $((last + 4)) ]; then
          last=$percent
          step 2 "$percent" "Installing packages ($done of $packages)"
        fi
        ;;
      "setup: "*) step 3 62 "Setting up: ${line#setup: }" ;;
    esac
  done
}

install_packages() {
  local layer mirror
  local -a layers options=()
  mapfile -t layers < <(layers_of "$template")
  for layer in "${layers[@]}"; do
    options+=("--essential-hook='$here/apply-overlay.sh' '$layer' \"\$1\"")
    options+=("--customize-hook='$here/apply-setup.sh' '$layer' \"\$1\"")
  done
  options+=("--include=$(packages_of "${layers[@]}")")
  options+=("--customize-hook='$here/leave-no-trace.sh' \"\$1\"")
  mirror=$(mirrors) || mirror=""
  [ -z "$mirror" ] || options+=(-- "$suite" "$work/root" -)
  [ -n "$mirror" ] || options+=(-- "$suite" "$work/root")

  if ! printf '%s\n' "$mirror" | mmdebstrap --verbose --variant=minbase --mode=root --format=directory \
    --dpkgopt=force-confold --dpkgopt=force-unsafe-io "${options[@]}" 2>&1 | report_installation; then
    tail -n 30 "$work/log" >&2
    if grep -qE 'Temporary failure resolving|Could not resolve|Could not connect|Unable to connect|Network is unreachable' "$work/log"; then
      fail "the Debian mirror cannot be reached; is there a network (and a proxy to be set in apt's configuration)?"
    fi
    fail "installing the packages failed, see above"
  fi
}
