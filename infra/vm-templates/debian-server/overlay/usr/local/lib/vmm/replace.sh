# Sourced: writing a file so that a power cut leaves the old one or the new one.
replace() { # replace <file> <mode>: content from standard input, all or nothing
  cat >"$1.vmm-new"
  chmod "$2" "$1.vmm-new"
  sync "$1.vmm-new"
  mv "$1.vmm-new" "$1"
}
